#pragma once

#include "jifen/composite/matrix.hpp"

#include <cstddef>
#include <vector>

namespace jifen::python {

/// The numbers as a list of rows.
inline std::vector<std::vector<double>> rows_of(const composite::Matrix& matrix) {
    std::vector<std::vector<double>> out;
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
        const auto cells = matrix.row(row);
        out.emplace_back(cells.begin(), cells.end());
    }
    return out;
}

} // namespace jifen::python
