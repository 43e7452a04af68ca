#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/digest.hpp"
#include "jifen/core/window.hpp"
#include "jifen/district/district_folder.hpp"
#include "jifen/district/load_report.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/text_sink.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// What a result was made of: enough to make it again, and to tell whether it still is what was made.
struct Provenance {
    std::string version; ///< of the library
    std::string rulebook_code;
    Digest rulebook; ///< `RulebookData::sha256`
    std::string toml;
    Window window;
    std::optional<Day> known_at;
    std::array<LoadCounts, input_table_count> counts; ///< what became of the rows that were read
    DistrictDigests inputs;
};

/// One file of a result folder.
struct ResultSeal {
    std::string_view file; ///< `scores.csv`
    TextSeal seal;
    friend bool operator==(const ResultSeal&, const ResultSeal&) = default;
};

/// Digests the inputs: O(rows of the district). Throws Cancelled.
[[nodiscard]] Provenance provenance(const Evaluation& evaluation, const RunOptions& options = {});

/// The text of `provenance.json` (docs/provenance.md): the same bytes for the same evaluation. `results` may be empty.
[[nodiscard]] std::string to_json(const Provenance& provenance, const std::vector<ResultSeal>& results = {});

} // namespace jifen
