#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/core/error.hpp"

#include <cstddef>
#include <fstream>
#include <functional>
#include <limits>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// \file
/// Tables for the tests of this room.

namespace jifen::composite {

inline constexpr double missing_value = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinite = std::numeric_limits<double>::infinity();

/// Alternatives a0, a1, …; indicators x0, x1, …; all benefits unless said.
inline Indicators table(Matrix values, const std::vector<Direction>& directions = {}) {
    std::vector<std::string> alternatives;
    std::vector<Indicator> columns;
    for (std::size_t i = 0; i < values.rows(); ++i) alternatives.push_back("a" + std::to_string(i));
    for (std::size_t i = 0; i < values.columns(); ++i) {
        const Direction direction = directions.empty() ? Direction::benefit : directions.at(i);
        columns.push_back({"x" + std::to_string(i), direction, {}});
    }
    return {std::move(alternatives), std::move(columns), std::move(values)};
}

/// One indicator.
inline Indicators single(const std::vector<double>& values, Direction direction = Direction::benefit,
                         std::optional<double> target = {}) {
    std::vector<std::string> alternatives;
    for (std::size_t i = 0; i < values.size(); ++i) alternatives.push_back("a" + std::to_string(i));
    return {std::move(alternatives), {{"x", direction, target}}, Matrix(values.size(), 1, values)};
}

/// Equal on paper, and not to the last bit.
inline const std::vector<double> equal_on_paper{0.3, 0.1 + 0.2, 0.3};

/// Random numbers that are the same with every standard library.
class Random {
public:
    explicit Random(std::uint64_t seed) : words_(seed) {}
    /// In [low, high).
    double between(double low, double high) {
        return low + (high - low) * (static_cast<double>(words_() >> 11U) * 0x1p-53);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(words_() % n); }
    Matrix matrix(std::size_t rows, std::size_t columns, double low, double high) {
        Matrix out(rows, columns);
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t column = 0; column < columns; ++column) out(row, column) = between(low, high);
        return out;
    }
    std::vector<double> numbers(std::size_t n, double low, double high) {
        std::vector<double> out(n);
        for (double& value : out) value = between(low, high);
        return out;
    }
    std::vector<Direction> directions(std::size_t n) {
        std::vector<Direction> out;
        for (std::size_t i = 0; i < n; ++i) out.push_back(below(2) == 0 ? Direction::benefit : Direction::cost);
        return out;
    }

private:
    std::mt19937_64 words_;
};

/// The cells of a CSV file without quotes, header included.
inline std::vector<std::vector<std::string>> cells_of(const std::string& name) {
    std::ifstream file(std::string(JIFEN_TEST_DATA_DIR "/composite/") + name);
    if (!file) throw std::runtime_error("no file " + name);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    }
    return rows;
}

/// What the ArgumentError says that the call throws; empty when it throws none.
inline std::string refusal(const std::function<void()>& call) {
    try {
        call();
    } catch (const ArgumentError& error) {
        return error.what();
    }
    return {};
}

} // namespace jifen::composite
