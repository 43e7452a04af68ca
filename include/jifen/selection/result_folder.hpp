#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/table.hpp"

#include <filesystem>

namespace jifen {

/// `diagnostics.csv` (SPEC §9).
[[nodiscard]] Table diagnostics_table(const Diagnostics& diagnostics);
/// What loading the district and evaluating it found, together by file, line, column.
[[nodiscard]] Table diagnostics_table(const Evaluation& evaluation);

/// Writes every table of SPEC §9 into the folder, which is made if need be; tables that stand there are replaced.
/// Throws Error("io"), Cancelled.
void write_results(const Evaluation& evaluation, const std::filesystem::path& folder, const RunOptions& options = {});

} // namespace jifen
