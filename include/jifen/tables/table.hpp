#pragma once

#include "jifen/core/cells.hpp"
#include "jifen/core/day.hpp"
#include "jifen/core/text_pool.hpp"
#include "jifen/tables/text_sink.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jifen {

/// Texts by code: `(*dictionary)[codes[row]]`. The layout of an Arrow dictionary array.
struct TextColumn {
    static constexpr std::uint32_t blank = 0xFFFFFFFFU;
    std::shared_ptr<const TextPool> dictionary;
    Cells<std::uint32_t> codes; ///< `blank` for an empty cell
    bool is_id; ///< ids are exported as plain text, words by their dictionary; no default: each column says which
};

/// Whole numbers, or decimals with a fixed number of fraction digits (points have 3, scores 6).
struct NumberColumn {
    int fraction_digits = 0;
    bool keeps_zeros = false;    ///< write every fraction digit (scores); else without trailing zeros (points)
    Cells<std::int64_t> values;  ///< × 10^fraction_digits
    Cells<std::uint8_t> present; ///< 0 for a blank cell; empty when every cell is there
};

/// Days since 1970-01-01; an open end is a blank cell.
struct DayColumn {
    std::vector<Day> days;
};

/// `yes` and `no`, without blanks.
struct FlagColumn {
    Cells<std::uint8_t> values; ///< 1 or 0
};

/// A named column; what its cells are is the alternative of `data`, whatever its name.
struct Column {
    std::string name;
    std::variant<TextColumn, NumberColumn, DayColumn, FlagColumn> data;

    [[nodiscard]] std::size_t rows() const noexcept;
    [[nodiscard]] bool is_blank(std::size_t row) const noexcept;
    /// Appends the cell as SPEC §9 writes it, without CSV quoting.
    void append_cell(std::string& out, std::size_t row) const;
};

/// A result table: named columns of equal length, typed, in the order of SPEC §9.
class Table {
public:
    Table() = default;
    Table(std::string name, std::vector<Column> columns) : name_(std::move(name)), columns_(std::move(columns)) {}

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const std::vector<Column>& columns() const noexcept { return columns_; }
    [[nodiscard]] std::size_t rows() const noexcept { return columns_.empty() ? 0 : columns_.front().rows(); }
    /// nullptr when there is no such column.
    [[nodiscard]] const Column* find(std::string_view column) const noexcept;
    /// The cell's text; throws ArgumentError when there is no such column. Precondition: row < rows().
    [[nodiscard]] std::string text(std::size_t row, std::string_view column) const;

    /// Header and rows as CSV (UTF-8, LF).
    [[nodiscard]] std::string to_csv() const;
    void append_csv_header(std::string& out) const;
    void append_csv_rows(std::string& out, std::size_t begin, std::size_t end) const;
    /// The same in pieces of whole rows.
    void append_csv(const TextSink& sink) const;
    /// Replaces the file. Throws FileError.
    void write_csv(const std::filesystem::path& file) const;

private:
    std::string name_;
    std::vector<Column> columns_;
};

/// A column of points, all present.
[[nodiscard]] Column points_column(std::string name, Cells<std::int64_t> thousandths);
[[nodiscard]] Column count_column(std::string name, Cells<std::int64_t> values);
/// `yes` and `no`.
[[nodiscard]] Column flag_column(std::string name, const std::vector<bool>& values);
/// Texts given one by one; equal texts share a code. O(n).
[[nodiscard]] Column text_column(std::string name, const std::vector<std::string_view>& texts);

} // namespace jifen
