#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/table.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jifen {

/// `diagnostics.csv` (SPEC §9).
[[nodiscard]] Table diagnostics_table(const Diagnostics& diagnostics);
/// What loading the district and evaluating it found, together by file, line, column.
[[nodiscard]] Table diagnostics_table(const Evaluation& evaluation);

/// Writes every table of SPEC §9 into the folder, which is made if need be; tables that stand there are replaced, all
/// together at the end: after an exception the older ones stand as they were (StagedFiles says what a killed process
/// leaves). Throws FileError, OverflowError, Cancelled.
void write_results(const Evaluation& evaluation, const std::filesystem::path& folder, const RunOptions& options = {});

/// Writes `diagnostics.csv` alone, in the order of sort_diagnostics: why an evaluation was refused or failed. Gives the
/// file names of the other result tables that stand in the folder: they are of an earlier run, and left as they are.
/// Throws FileError; the older file then stands as it was.
std::vector<std::string> write_diagnostics(Diagnostics diagnostics, const std::filesystem::path& folder);

} // namespace jifen
