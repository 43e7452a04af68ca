#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/tables/row_source.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// Tables beside the seven of a district, such as nominations: few columns, read row by row, every problem with its
/// place.

namespace jifen {

struct SideColumn {
    std::span<const std::string_view> names; ///< its own first, then the others that a header may use
    bool is_required = true;
    bool is_number = false; ///< floating-point numbers are taken: one is what its shortest decimal says
};

/// Where a row stands, for messages.
struct SidePlace {
    std::string file; ///< empty: the rows are those of a program
    std::int64_t line = 0;
};

/// What is wrong with a cell, in the form in which all side tables tell it: `<outcome>: <column> = "<value>": <reason>`
/// with long numbers masked. `table` is what its rows are called when there is no file.
[[nodiscard]] Diagnostic cell_problem(std::string_view table, const SidePlace& place, Severity severity,
                                      std::string_view outcome, std::string_view column, std::string_view value,
                                      std::string_view code, std::string_view reason, std::string_view remedy = {});

/// Goes over the rows of a side table. Lives no longer than the source and the columns.
class SideTable {
public:
    /// `name` is what messages call the table when `file` is empty. Throws TableError for a missing, unknown or
    /// repeated column, or one of floating-point numbers that is none of numbers.
    SideTable(std::string_view name, std::span<const SideColumn> columns, RowSource& source, std::string_view file);

    /// Moves to the next row that has as many cells as the header; those that have not are rejected. Throws what the
    /// source throws, and Cancelled on a stop request.
    bool next(const RunOptions& run);
    /// The row's cell; empty where the table does not have the column.
    [[nodiscard]] std::string_view cell(std::size_t column) const noexcept {
        return place_[column] == missing ? std::string_view{} : row_.cells[place_[column]];
    }
    [[nodiscard]] std::int64_t line() const noexcept { return row_.line; }
    /// Rejects the row for one of its cells. It may be called for each of them. Throws TableError, as `next` does, for
    /// the first problem after `most_problems`.
    void reject(std::size_t column, std::string_view code, std::string_view reason, std::string_view remedy);
    /// Rejects the row if the cell is no id.
    void reject_unless_id(std::size_t column);
    [[nodiscard]] bool is_rejected() const noexcept { return is_rejected_; }

    [[nodiscard]] std::int64_t rejected() const noexcept { return rejected_; }
    /// All of them, in order.
    [[nodiscard]] Diagnostics take_problems();

private:
    static constexpr std::size_t missing = static_cast<std::size_t>(-1);

    [[nodiscard]] std::string name(std::size_t column) const { return std::string(columns_[column].names.front()); }
    void take_column(std::size_t at);
    void refuse(const std::string& column, std::string code, const std::string& reason, std::string remedy);
    void look_up(const RunOptions& run) const;
    void count_rejected();
    void add_problem(Diagnostic problem);

    std::string_view table_;
    std::span<const SideColumn> columns_;
    RowSource& source_;
    std::string file_;
    std::vector<std::size_t> place_; ///< by column: where it stands in the source
    Row row_;
    std::uint64_t rows_ = 0; ///< read so far
    bool is_rejected_ = false;
    std::int64_t rejected_ = 0;
    Diagnostics problems_;
};

} // namespace jifen
