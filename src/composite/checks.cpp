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
    Matrix out = indicators.values();
    for (std::size_t column = 0; column < indicators.count(); ++column) {
        const Indicator& indicator = indicators.columns()[column];
        for (std::size_t row = 0; row < indicators.rows(); ++row) {
            double& value = out(row, column);
            if (indicator.direction == Direction::cost) value = -value;
            if (indicator.direction == Direction::target) value = -std::fabs(value - *indicator.target);
        }
    }
    return out;
}

bool is_constant(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); });
}

} // namespace jifen::composite
