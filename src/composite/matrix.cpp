#include "jifen/composite/matrix.hpp"

#include "jifen/core/error.hpp"

#include <string>
#include <utility>

namespace jifen::composite {

Matrix::Matrix(std::size_t rows, std::size_t columns, std::vector<double> values)
    : rows_(rows), columns_(columns), values_(std::move(values)) {
    // By division: a product could wrap.
    const bool fits =
        columns == 0 || rows == 0 ? values_.empty() : values_.size() / columns == rows && values_.size() % columns == 0;
    if (!fits) {
        throw ArgumentError("values", std::to_string(values_.size()),
                            "so many numbers are not " + std::to_string(rows) + " rows of " + std::to_string(columns));
    }
}

Matrix Matrix::of_rows(std::initializer_list<std::initializer_list<double>> rows) {
    const std::size_t columns = rows.size() == 0 ? 0 : rows.begin()->size();
    std::vector<double> values;
    values.reserve(rows.size() * columns);
    for (const auto& row : rows) {
        if (row.size() != columns) {
            throw ArgumentError("rows", std::to_string(row.size()),
                                "a row is as long as the first, " + std::to_string(columns));
        }
        values.insert(values.end(), row);
    }
    return {rows.size(), columns, std::move(values)};
}

std::vector<double> Matrix::column(std::size_t column) const {
    std::vector<double> out(rows_);
    for (std::size_t row = 0; row < rows_; ++row) out[row] = (*this)(row, column);
    return out;
}

void Matrix::set_column(std::size_t column, std::span<const double> values) {
    for (std::size_t row = 0; row < rows_; ++row) (*this)(row, column) = values[row];
}

} // namespace jifen::composite
