#include "jifen/composite/topsis.hpp"

#include "composite/checks.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jifen::composite {

Topsis topsis(const Indicators& indicators, std::span<const double> weights, const Normalisation& by,
              double tie_within) {
    refuse_missing(indicators, "TOPSIS");
    Topsis out;
    out.weights = unit_weights(weights, indicators.count());
    Normalised normalised = normalise(indicators, by);
    out.steps = std::move(normalised.steps);
    const Indicators& comparable = normalised.indicators;
    Matrix weighted = comparable.values();
    bool differ = false;
    for (std::size_t column = 0; column < comparable.count(); ++column) {
        const Direction direction = comparable.columns()[column].direction;
        if (direction == Direction::target) {
            throw ArgumentError("direction", "target",
                                name_of(indicators, column) + ": as they are, nearness is not measured; normalise it");
        }
        for (std::size_t row = 0; row < weighted.rows(); ++row) weighted(row, column) *= out.weights[column];
        const std::vector<double> values = weighted.column(column);
        auto [worst, best] = std::minmax_element(values.begin(), values.end());
        if (direction == Direction::cost) std::swap(worst, best);
        out.best.push_back(*best);
        out.worst.push_back(*worst);
        differ = differ || (*best != *worst && !is_constant(indicators, column));
    }
    if (!differ) {
        throw ArgumentError(
            "values", "alike",
            "TOPSIS: all alternatives are the same in every indicator that has a weight; none is nearer "
            "to the best");
    }
    for (std::size_t row = 0; row < weighted.rows(); ++row) {
        double to_best = 0, to_worst = 0;
        for (std::size_t column = 0; column < weighted.columns(); ++column) {
            const double value = weighted(row, column);
            to_best = std::hypot(to_best, value - out.best[column]);
            to_worst = std::hypot(to_worst, value - out.worst[column]);
        }
        out.to_best.push_back(to_best);
        out.to_worst.push_back(to_worst);
        out.closeness.push_back(to_worst / (to_best + to_worst));
    }
    out.ranking = rank(out.closeness, Best::highest, tie_within);
    return out;
}

} // namespace jifen::composite
