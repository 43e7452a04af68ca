#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/tables/csv_reader.hpp"
#include "jifen/tables/row_source.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// Who is proposed as leader of a grid (FACTS: two-way concurrent posts, rule 2): a table of its own beside the seven
/// of a district.

namespace jifen {

/// Bits: a woman can propose herself and be recommended as well.
enum class NominatedBy : std::uint8_t { nobody = 0, self = 1, recommended = 2, both = 3 };
/// `self`, `recommended`, `both`; empty for nobody.
[[nodiscard]] std::string_view to_string(NominatedBy by) noexcept;
[[nodiscard]] constexpr NominatedBy operator|(NominatedBy a, NominatedBy b) noexcept {
    return static_cast<NominatedBy>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr NominatedBy operator&(NominatedBy a, NominatedBy b) noexcept {
    return static_cast<NominatedBy>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}

struct Nomination {
    std::string grid, person; ///< ids
    NominatedBy by = NominatedBy::self;
    std::int64_t suitability = 0; ///< thousandths, not negative
    std::string background;       ///< a word such as `retired_cadre`; may be empty
    std::int64_t line = 0;        ///< for messages: of its file; 0: its place among the rows

    friend bool operator==(const Nomination&, const Nomination&) = default;
};

struct Nominations {
    std::string file; ///< what messages call where the rows come from; empty: a program, `nominations row 12`
    std::vector<Nomination> rows;
    std::int64_t rejected = 0; ///< rows that were read and not taken
    Diagnostics problems;      ///< what is wrong with those
};

/// Reads the columns `grid`*, `person`*, `by`* (`self`, `recommended`), `suitability` (a plain decimal from 0 to
/// 1,000,000,000 with up to 3 fraction digits; empty: 0), `background`, in any order, or by their Chinese names
/// (docs/network.md). A row with a cell that cannot be taken is rejected, with a problem for each such cell. Throws
/// TableError for a missing, unknown or repeated column and what the source refuses, Cancelled on a stop request.
[[nodiscard]] Nominations read_nominations(RowSource& source, std::string_view file = {}, const RunOptions& run = {});
/// The same from a CSV file. Throws FileError when it cannot be read.
[[nodiscard]] Nominations read_nominations(const std::filesystem::path& file, const CsvOptions& csv = {},
                                           const RunOptions& run = {});

} // namespace jifen
