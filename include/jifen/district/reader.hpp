#pragma once

#include "jifen/district/builder.hpp"
#include "jifen/tables/csv_reader.hpp"

#include <filesystem>

namespace jifen {

struct ReadOptions {
    CsvLimits limits;
    RunOptions run;
};

/// Reads the folder of CSV tables of SPEC §1. A missing optional table is an empty one. Throws TableError that lists
/// every refused table (unreadable, not UTF-8, broken quoting, a required column missing, an unknown column where none
/// is allowed), or a missing units, people or roles table;
/// FileError when there is no such folder; Cancelled on a stop request. Rows that cannot be taken are in
/// `District::report()`.
[[nodiscard]] District read_district(const std::filesystem::path& folder, const ReadOptions& options = {});

/// Feeds every row of a table to the builder. Throws TableError when a required column is missing or an unknown one is
/// not allowed, what the source throws, Cancelled on a stop request; after rows were added, an exception leaves the
/// builder refusing to freeze; `file` is the name used in messages.
void read_table(DistrictBuilder& builder, InputTable table, RowSource& source, std::string_view file,
                const RunOptions& options = {});

} // namespace jifen
