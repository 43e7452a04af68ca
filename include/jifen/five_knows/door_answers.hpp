#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/district/rows.hpp"
#include "jifen/tables/csv_reader.hpp"
#include "jifen/tables/row_source.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// The answers given at the doors of a spot check, as they were written down: a table of its own beside the seven of a
/// district.

namespace jifen {

struct WrittenAnswer {
    std::string household; ///< id
    Stage stage = Stage::people;
    std::int64_t asked = 0, known = 0; ///< of so many that came up, so many the leader knew
    std::int64_t line = 0;             ///< for messages: of its file; 0: its place among the rows

    friend bool operator==(const WrittenAnswer&, const WrittenAnswer&) = default;
};

struct DoorAnswers {
    std::string file; ///< what messages call where the rows come from; empty: a program, `door_answers row 12`
    std::vector<WrittenAnswer> rows;
    std::int64_t blank = 0;    ///< rows of the form that nobody filled in: nobody was met, or it was not asked
    std::int64_t rejected = 0; ///< rows that were read and not taken
    Diagnostics problems;      ///< what is wrong with those
};

/// Reads the columns `household`*, `stage`* (`people` or 知人, …), `asked`*, `known`* (whole numbers from 0 to
/// 1,000,000,000, known no more than asked), in any order, or by their Chinese names (docs/network.md). A row without
/// both numbers is one that was not answered. A row with a cell that cannot be taken is rejected, with a problem for
/// each such cell. Throws TableError for a missing, unknown or repeated column and what the source refuses, Cancelled
/// on a stop request.
[[nodiscard]] DoorAnswers read_door_answers(RowSource& source, std::string_view file = {}, const RunOptions& run = {});
/// The same from a CSV file. Throws FileError when it cannot be read.
[[nodiscard]] DoorAnswers read_door_answers(const std::filesystem::path& file, const CsvOptions& csv = {},
                                            const RunOptions& run = {});

} // namespace jifen
