#pragma once

#include "jifen/core/parallel.hpp"
#include "jifen/tables/row_source.hpp"
#include "register.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::python {

/// Rows that a Python program hands over: an iterator of sequences of str, each as long as the header. Needs the GIL.
class PythonRows final : public RowSource {
public:
    /// `total` is how many rows there are, for progress; 0 when it is not known. `lines`: where the header stands in
    /// its file, then each row; empty for rows of a program, which are counted from 1. `inexact`: the columns, rising,
    /// that hold numbers which were not kept exactly.
    PythonRows(std::string table, std::vector<std::string> header, const py::iterable& rows, std::uint64_t total,
               std::vector<std::int64_t> lines, std::vector<std::size_t> inexact);

    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    [[nodiscard]] std::int64_t header_line() const override { return lines_.empty() ? 1 : lines_.front(); }
    [[nodiscard]] bool is_approximate(std::size_t column) const override;
    [[nodiscard]] Position position() const override { return {rows_, total_}; }
    bool next(Row& row) override;

private:
    /// The row's next cell, for people.
    [[nodiscard]] std::string where() const;
    /// The text of the row's next cell, kept alive by the cell. Throws ArgumentError, with the value masked, for a str
    /// that no UTF-8 can write.
    [[nodiscard]] std::string_view text_of(py::handle cell) const;

    std::string table_;
    std::vector<std::string> header_;
    py::iterator next_;
    py::tuple kept_; ///< keeps the texts of `cells_` alive
    std::vector<std::string_view> cells_;
    std::uint64_t rows_ = 0; ///< given so far
    std::uint64_t total_;
    std::vector<std::int64_t> lines_;
    std::vector<std::size_t> inexact_;
};

/// For work on Python's own rows, on the calling thread: signals are looked at between rows, and progress is told to
/// the callable, or to nobody when it is None, ten times a second.
[[nodiscard]] RunOptions told_between_rows(const py::object& progress);

} // namespace jifen::python
