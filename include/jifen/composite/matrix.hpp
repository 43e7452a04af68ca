#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <vector>

namespace jifen::composite {

/// Numbers in rows and columns, row by row in one block.
class Matrix {
public:
    Matrix() = default;
    Matrix(std::size_t rows, std::size_t columns, double value = 0)
        : rows_(rows), columns_(columns), values_(rows * columns, value) {}
    /// Throws ArgumentError unless there are rows × columns values.
    Matrix(std::size_t rows, std::size_t columns, std::vector<double> values);
    /// Throws ArgumentError when the rows are not equally long.
    [[nodiscard]] static Matrix of_rows(std::initializer_list<std::initializer_list<double>> rows);

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] double operator()(std::size_t row, std::size_t column) const {
        return values_[row * columns_ + column];
    }
    [[nodiscard]] double& operator()(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }
    [[nodiscard]] std::span<const double> row(std::size_t row) const {
        return std::span(values_).subspan(row * columns_, columns_);
    }
    /// A copy. O(rows).
    [[nodiscard]] std::vector<double> column(std::size_t column) const;
    /// Precondition: as many values as there are rows.
    void set_column(std::size_t column, std::span<const double> values);
    [[nodiscard]] const std::vector<double>& values() const noexcept { return values_; }

private:
    std::size_t rows_ = 0, columns_ = 0;
    std::vector<double> values_;
};

} // namespace jifen::composite
