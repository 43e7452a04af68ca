#include "composite/checks.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace jifen::composite {

std::string number_text(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string name_of(const Indicators& indicators, std::size_t column) {
    return "indicator " + in_quotes(mask_long_numbers(indicators.columns()[column].name));
}

std::string name_of(const Indicators& indicators, std::size_t row, std::size_t column) {
    return "alternative " + in_quotes(mask_long_numbers(indicators.alternatives()[row])) + ", " +
           name_of(indicators, column);
}

void refuse_missing(const Indicators& indicators, std::string_view method) {
    for (std::size_t row = 0; row < indicators.rows(); ++row) {
        for (std::size_t column = 0; column < indicators.count(); ++column) {
            if (indicators.is_missing(row, column)) {
                throw ArgumentError("values", "missing",
                                    name_of(indicators, row, column) + ": " + std::string(method) +
                                        " takes no missing value; treat them first");
            }
        }
    }
}

void refuse_single(const Indicators& indicators, std::string_view method) {
    if (indicators.rows() < 2) {
        throw ArgumentError("alternatives", std::to_string(indicators.rows()),
                            std::string(method) + " compares alternatives: it needs two or more");
    }
}

void refuse_negative(const Indicators& indicators, std::string_view method) {
    for (std::size_t row = 0; row < indicators.rows(); ++row) {
        for (std::size_t column = 0; column < indicators.count(); ++column) {
            const double value = indicators.values()(row, column);
            if (value < 0) {
                throw ArgumentError("values", number_text(value),
                                    name_of(indicators, row, column) + ": " + std::string(method) +
                                        " takes no value below 0");
            }
        }
    }
}

std::vector<double> unit_weights(std::span<const double> weights, std::size_t count) {
    if (weights.size() != count) {
        throw ArgumentError("weights", std::to_string(weights.size()),
                            "there is one weight for each of " + std::to_string(count));
    }
    double largest = 0;
    for (const double weight : weights) {
        if (!(weight >= 0) || std::isinf(weight))
            throw ArgumentError("weights", number_text(weight), "a weight is a finite number of 0 or more");
        largest = std::max(largest, weight);
    }
    if (!(largest > 0)) throw ArgumentError("weights", "0", "one weight at least is above 0");
    // Divided by the largest first: a sum of large weights could be infinite.
    double sum = 0;
    for (const double weight : weights) sum += weight / largest;
    std::vector<double> out;
    out.reserve(count);
    for (const double weight : weights) out.push_back(weight / largest / sum);
    return out;
}

Matrix turned(const Indicators& indicators) {
    Matrix out(indicators.rows(), indicators.count());
    for (std::size_t column = 0; column < indicators.count(); ++column)
        out.set_column(column, turned(indicators, column));
    return out;
}

std::vector<double> turned(const Indicators& indicators, std::size_t column) {
    const Indicator& indicator = indicators.columns()[column];
    std::vector<double> out = indicators.values().column(column);
    for (double& value : out) {
        if (indicator.direction == Direction::cost) value = -value;
        if (indicator.direction == Direction::target) value = -std::fabs(value - *indicator.target);
    }
    return out;
}

bool are_same(double least, double largest, double magnitude) noexcept {
    return largest - least <= constant_within * std::max({magnitude, std::fabs(least), std::fabs(largest)});
}

bool is_constant(std::span<const double> values, double magnitude) {
    const auto [least, largest] = std::minmax_element(values.begin(), values.end());
    return are_same(*least, *largest, magnitude);
}

double magnitude_of(const Indicators& indicators, std::size_t column) {
    const Indicator& indicator = indicators.columns()[column];
    double out = indicator.direction == Direction::target ? std::fabs(*indicator.target) : 0;
    for (std::size_t row = 0; row < indicators.rows(); ++row)
        if (!indicators.is_missing(row, column)) out = std::max(out, std::fabs(indicators.values()(row, column)));
    return out;
}

bool is_constant(const Indicators& indicators, std::size_t column) {
    return is_constant(turned(indicators, column), magnitude_of(indicators, column));
}

} // namespace jifen::composite
