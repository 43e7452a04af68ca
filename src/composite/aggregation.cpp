#include "jifen/composite/aggregation.hpp"

#include "composite/checks.hpp"
#include "jifen/core/text.hpp"

#include <cmath>

namespace jifen::composite {

namespace {

/// Calls add(row, column, weight) for each value that is there, the weights of a row adding up to 1.
template <class Add>
CompositeIndex combine(const Indicators& indicators, std::span<const double> given, double nothing, const Add& add) {
    CompositeIndex out;
    out.weights = unit_weights(given, indicators.count());
    for (std::size_t column = 0; column < indicators.count(); ++column) {
        const Direction direction = indicators.columns()[column].direction;
        if (direction != Direction::benefit) {
            throw ArgumentError("direction", to_string(direction),
                                name_of(indicators, column) + " is no benefit: normalise it first");
        }
    }
    out.scores.assign(indicators.rows(), nothing);
    out.contributions = Matrix(indicators.rows(), indicators.count(), nothing);
    for (std::size_t row = 0; row < indicators.rows(); ++row) {
        double there = 0, missing = 0;
        for (std::size_t column = 0; column < indicators.count(); ++column)
            (indicators.is_missing(row, column) ? missing : there) += out.weights[column];
        if (!(there > 0)) {
            throw ArgumentError("values", "missing",
                                "alternative " + in_quotes(mask_long_numbers(indicators.alternatives()[row])) +
                                    " lacks every indicator that has a weight");
        }
        if (missing > 0) out.shared.push_back(row);
        for (std::size_t column = 0; column < indicators.count(); ++column) {
            if (indicators.is_missing(row, column)) continue;
            const double weight = missing > 0 ? out.weights[column] / there : out.weights[column];
            out.contributions(row, column) = add(out.scores[row], indicators.values()(row, column), weight);
        }
    }
    return out;
}

} // namespace

CompositeIndex weighted_sum(const Indicators& indicators, std::span<const double> weights, double tie_within) {
    CompositeIndex out = combine(indicators, weights, 0, [](double& sum, double value, double weight) {
        const double part = weight * value;
        sum += part;
        return part;
    });
    out.ranking = rank(out.scores, Best::highest, tie_within);
    return out;
}

CompositeIndex weighted_geometric_mean(const Indicators& indicators, std::span<const double> weights,
                                       double tie_within) {
    refuse_negative(indicators, "a geometric mean");
    CompositeIndex out = combine(indicators, weights, 1, [](double& product, double value, double weight) {
        const double factor = weight > 0 ? std::pow(value, weight) : 1;
        product *= factor;
        return factor;
    });
    out.ranking = rank(out.scores, Best::highest, tie_within);
    return out;
}

} // namespace jifen::composite
