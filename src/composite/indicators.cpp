#include "jifen/composite/indicators.hpp"

#include "composite/checks.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace jifen::composite {

namespace {

void refuse_twice(const char* argument, std::vector<std::string_view> names) {
    std::sort(names.begin(), names.end());
    if (!names.empty() && names.front().empty()) throw ArgumentError(argument, "", "a name is not empty");
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) throw ArgumentError(argument, std::string(*twice), "the name stands twice");
}

void refuse_count(const char* argument, std::size_t names, std::size_t there) {
    if (there == 0) throw ArgumentError(argument, "0", "there is one at least");
    if (names != there)
        throw ArgumentError(argument, std::to_string(names), "the values are for " + std::to_string(there));
}

bool is_too_large(double value) { return std::fabs(value) > largest_value; } // false for NaN

} // namespace

const char* to_string(Direction direction) noexcept {
    switch (direction) {
    case Direction::benefit:
        return "benefit";
    case Direction::cost:
        return "cost";
    case Direction::target:
        break;
    }
    return "target";
}

Indicators::Indicators(std::vector<std::string> alternatives, std::vector<Indicator> columns, Matrix values)
    : alternatives_(std::move(alternatives)), columns_(std::move(columns)), values_(std::move(values)) {
    refuse_count("alternatives", alternatives_.size(), values_.rows());
    refuse_count("indicators", columns_.size(), values_.columns());
    refuse_twice("alternatives", {alternatives_.begin(), alternatives_.end()});
    std::vector<std::string_view> names;
    names.reserve(columns_.size());
    for (const Indicator& column : columns_) names.emplace_back(column.name);
    refuse_twice("indicators", std::move(names));
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& target = columns_[i].target;
        if (columns_[i].direction == Direction::target && !target)
            throw ArgumentError("target", "", name_of(*this, i) + " is to be near a target and has none");
        if (target && (std::isnan(*target) || is_too_large(*target)))
            throw ArgumentError("target", number_text(*target), name_of(*this, i) + ": a target is a finite number");
    }
    for (std::size_t row = 0; row < rows(); ++row) {
        for (std::size_t column = 0; column < count(); ++column) {
            if (is_too_large(values_(row, column))) {
                throw ArgumentError("values", number_text(values_(row, column)),
                                    name_of(*this, row, column) + ": a value is a finite number of at most " +
                                        number_text(largest_value) + ", or missing (NaN)");
            }
        }
    }
}

std::size_t Indicators::missing() const noexcept {
    const auto& values = values_.values();
    return static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); }));
}

} // namespace jifen::composite
