#include "jifen/composite/treatment.hpp"

#include "composite/checks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jifen::composite {

namespace {

std::vector<double> present(const Matrix& values, std::size_t column) {
    std::vector<double> out = values.column(column);
    std::erase_if(out, [](double value) { return std::isnan(value); });
    return out;
}

/// The rows without a missing value, and the others.
std::pair<Indicators, std::vector<std::size_t>> without_gaps(const Indicators& indicators) {
    std::vector<std::size_t> dropped;
    std::vector<std::string> kept;
    std::vector<double> values;
    for (std::size_t row = 0; row < indicators.rows(); ++row) {
        const auto cells = indicators.values().row(row);
        if (std::any_of(cells.begin(), cells.end(), [](double value) { return std::isnan(value); })) {
            dropped.push_back(row);
        } else {
            kept.push_back(indicators.alternatives()[row]);
            values.insert(values.end(), cells.begin(), cells.end());
        }
    }
    if (kept.empty()) throw ArgumentError("missing", "drop_row", "every alternative lacks a value: none would be left");
    Matrix matrix(kept.size(), indicators.count(), std::move(values));
    return {Indicators(std::move(kept), indicators.columns(), std::move(matrix)), std::move(dropped)};
}

void move_onto_quantiles(const Indicators& of, Matrix& values, const Winsorisation& by, Treatment& treatment) {
    for (std::size_t column = 0; column < values.columns(); ++column) {
        std::vector<double> ascending = present(values, column);
        std::sort(ascending.begin(), ascending.end());
        const double low = quantile_of_sorted(ascending, by.lower), high = quantile_of_sorted(ascending, by.upper);
        std::size_t moved = 0;
        for (std::size_t row = 0; row < values.rows(); ++row) {
            double& value = values(row, column);
            if (!(value < low || value > high)) continue;
            const double before = std::exchange(value, value < low ? low : high);
            treatment.moved.push_back({row, column, before, value});
            ++moved;
        }
        treatment.steps.push_back(name_of(of, column) + ": " + std::to_string(moved) +
                                  " outliers moved onto the quantiles " + number_text(by.lower) + " (" +
                                  number_text(low) + ") and " + number_text(by.upper) + " (" + number_text(high) + ")");
    }
}

void fill_with_means(const Indicators& of, Matrix& values, Treatment& treatment) {
    for (std::size_t column = 0; column < values.columns(); ++column) {
        const std::vector<double> there = present(values, column);
        if (there.size() == values.rows()) continue;
        double sum = 0;
        for (const double value : there) sum += value;
        const double mean = sum / static_cast<double>(there.size());
        for (std::size_t row = 0; row < values.rows(); ++row) {
            if (!std::isnan(values(row, column))) continue;
            values(row, column) = mean;
            treatment.filled.push_back({row, column, std::numeric_limits<double>::quiet_NaN(), mean});
        }
        treatment.steps.push_back(name_of(of, column) + ": " + std::to_string(values.rows() - there.size()) +
                                  " missing values take the mean of the others, " + number_text(mean));
    }
    if (treatment.filled.empty()) treatment.steps.emplace_back("0 missing values take the mean of the others");
}

} // namespace

double quantile_of_sorted(const std::vector<double>& ascending, double q) {
    const double place = q * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    const double part = place - static_cast<double>(below);
    return ascending[below] + part * (ascending[above] - ascending[below]);
}

Treatment treat(const Indicators& indicators, const TreatmentOptions& options) {
    if (const auto& by = options.winsorise; by && !(by->lower >= 0 && by->lower < by->upper && by->upper <= 1)) {
        throw ArgumentError("winsorise", number_text(by->lower) + ", " + number_text(by->upper),
                            "quantiles lie in [0, 1], the lower below the upper");
    }
    if (options.missing == MissingValues::refuse) refuse_missing(indicators, "this treatment");
    Treatment treatment{indicators, {}, {}, {}, {}};
    const std::size_t missing = indicators.missing();
    if (options.missing == MissingValues::drop_row) {
        auto [kept, dropped] = without_gaps(indicators);
        treatment.indicators = std::move(kept);
        treatment.dropped = std::move(dropped);
        treatment.steps.push_back(std::to_string(treatment.dropped.size()) +
                                  " alternatives that lack a value are left out");
    }
    const Indicators before = treatment.indicators;
    Matrix values = before.values();
    for (std::size_t column = 0; column < values.columns(); ++column) {
        if (present(values, column).empty())
            throw ArgumentError("values", "missing", name_of(before, column) + " has no value at all");
    }
    if (options.winsorise) move_onto_quantiles(before, values, *options.winsorise, treatment);
    if (options.missing == MissingValues::mean) fill_with_means(before, values, treatment);
    if (options.missing == MissingValues::rest_of_weights) {
        treatment.steps.push_back(std::to_string(missing) +
                                  " values stay missing; the other indicators share their weights");
    }
    treatment.indicators = Indicators(before.alternatives(), before.columns(), std::move(values));
    return treatment;
}

} // namespace jifen::composite
