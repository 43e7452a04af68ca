#include "jifen/composite/judgements.hpp"

#include "composite/checks.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jifen::composite {

namespace {

bool is_missing(double value) { return std::isnan(value) || value == 0; }

std::string pair_text(const std::vector<std::string>& items, std::size_t a, std::size_t b) {
    return in_quotes(mask_long_numbers(items[a])) + " over " + in_quotes(mask_long_numbers(items[b]));
}

} // namespace

Judgements::Judgements(std::vector<std::string> items)
    : items_(std::move(items)), values_(items_.size(), items_.size()) {
    if (items_.empty()) throw ArgumentError("items", "0", "there is one item at least");
    std::vector<std::string_view> names(items_.begin(), items_.end());
    std::sort(names.begin(), names.end());
    if (names.front().empty()) throw ArgumentError("items", "", "a name is not empty");
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) throw ArgumentError("items", std::string(*twice), "the name stands twice");
    for (std::size_t i = 0; i < size(); ++i) values_(i, i) = 1;
}

Judgements Judgements::from_matrix(std::vector<std::string> items, const Matrix& matrix) {
    Judgements out(std::move(items));
    const std::size_t n = out.size();
    if (matrix.rows() != n || matrix.columns() != n) {
        throw ArgumentError("matrix", std::to_string(matrix.rows()) + " by " + std::to_string(matrix.columns()),
                            "it has a row and a column for each of " + std::to_string(n) + " items");
    }
    constexpr double slack = 0.005;
    for (std::size_t i = 0; i < n; ++i) {
        if (!(std::fabs(matrix(i, i) - 1) <= slack))
            throw ArgumentError("matrix", number_text(matrix(i, i)), pair_text(out.items_, i, i) + ": it is 1");
        for (std::size_t j = i + 1; j < n; ++j) {
            const double above = matrix(i, j), below = matrix(j, i);
            if (is_missing(above) && is_missing(below)) continue;
            if (!(std::fabs(above * below - 1) <= slack)) {
                throw ArgumentError("matrix", number_text(above) + ", " + number_text(below),
                                    pair_text(out.items_, i, j) + ": each is the reciprocal of the other");
            }
            out.judge(i, j, above);
        }
    }
    return out;
}

std::size_t Judgements::number_of(std::string_view item) const {
    const auto found = std::find(items_.begin(), items_.end(), item);
    if (found == items_.end()) {
        const std::vector<std::string_view> names(items_.begin(), items_.end());
        throw ArgumentError("item", std::string(item), "no such item; " + did_you_mean(item, names));
    }
    return static_cast<std::size_t>(found - items_.begin());
}

void Judgements::judge(std::string_view over, std::string_view under, double value) {
    judge(number_of(over), number_of(under), value);
}

void Judgements::judge(std::size_t over, std::size_t under, double value) {
    if (over == under) throw ArgumentError("item", items_[over], "an item is not judged over itself");
    if (!(value >= 1 / largest_judgement && value <= largest_judgement)) {
        throw ArgumentError("judgement", number_text(value),
                            pair_text(items_, over, under) +
                                ": it is above 0, and neither it nor its reciprocal above " +
                                number_text(largest_judgement));
    }
    values_(over, under) = value;
    values_(under, over) = 1 / value;
}

void Judgements::forget(std::size_t a, std::size_t b) {
    if (a == b) return;
    values_(a, b) = values_(b, a) = 0;
}

std::optional<double> Judgements::value(std::size_t a, std::size_t b) const {
    const double value = values_(a, b);
    return value > 0 ? std::optional(value) : std::nullopt;
}

std::size_t Judgements::missing() const noexcept {
    const auto& values = values_.values();
    return static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.0)) / 2;
}

std::vector<std::size_t> Judgements::unreached() const {
    std::vector<bool> is_reached(size(), false);
    std::vector<std::size_t> next{0};
    is_reached[0] = true;
    while (!next.empty()) {
        const std::size_t at = next.back();
        next.pop_back();
        for (std::size_t other = 0; other < size(); ++other) {
            if (is_reached[other] || !value(at, other)) continue;
            is_reached[other] = true;
            next.push_back(other);
        }
    }
    std::vector<std::size_t> out;
    for (std::size_t item = 0; item < size(); ++item)
        if (!is_reached[item]) out.push_back(item);
    return out;
}

bool Judgements::is_connected() const { return unreached().empty(); }

Judgements aggregate_judgements(std::span<const Judge> judges) {
    if (judges.empty()) throw ArgumentError("judges", "0", "there is one judge at least");
    std::vector<double> weights;
    for (const Judge& judge : judges) {
        if (judge.judgements.items() != judges.front().judgements.items())
            throw ArgumentError("judges", "", "all judge the same items, in the same order");
        weights.push_back(judge.weight);
    }
    weights = unit_weights(weights, judges.size());
    Judgements out(judges.front().judgements.items());
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (std::size_t j = i + 1; j < out.size(); ++j) {
            double logarithms = 0, judged_by = 0;
            for (std::size_t k = 0; k < judges.size(); ++k) {
                const auto value = judges[k].judgements.value(i, j);
                if (!value) continue;
                logarithms += weights[k] * std::log(*value);
                judged_by += weights[k];
            }
            if (judged_by > 0) out.judge(i, j, std::exp(logarithms / judged_by));
        }
    }
    return out;
}

} // namespace jifen::composite
