#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/selection/provenance.hpp"
#include "jifen/tables/table.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jifen {

/// `diagnostics.csv` (SPEC §9).
[[nodiscard]] Table diagnostics_table(const Diagnostics& diagnostics);
/// What loading the district and evaluating it found, together by file, line, column.
[[nodiscard]] Table diagnostics_table(const Evaluation& evaluation);

/// The seal of each file that `write_results` would write, but for `provenance.json`. Takes as long as writing them.
/// Throws OverflowError, Cancelled.
[[nodiscard]] std::vector<ResultSeal> result_seals(const Evaluation& evaluation, const RunOptions& options = {});

/// Writes every table of SPEC §9 and `provenance.json` into the folder, which is made if need be; tables that stand
/// there are replaced, all together at the end: after an exception the older ones stand as they were (StagedFiles says
/// what a killed process leaves). Throws FileError, OverflowError, Cancelled.
void write_results(const Evaluation& evaluation, const std::filesystem::path& folder, const RunOptions& options = {});

/// The names of the files in a result folder that are not, byte for byte, what `write_results` would write there now,
/// or are missing: none when the folder still is the result of this evaluation. Takes as long as writing it. Throws
/// FileError when a file that is there cannot be read, OverflowError, Cancelled.
[[nodiscard]] std::vector<std::string> verify_results(const Evaluation& evaluation, const std::filesystem::path& folder,
                                                      const RunOptions& options = {});

/// Writes `diagnostics.csv` alone, in the order of sort_diagnostics: why an evaluation was refused or failed. Gives the
/// file names of the other result tables that stand in the folder: they are of an earlier run, and left as they are.
/// Throws FileError; the older file then stands as it was.
std::vector<std::string> write_diagnostics(Diagnostics diagnostics, const std::filesystem::path& folder);

} // namespace jifen
