#include "jifen/composite/vikor.hpp"

#include "composite/checks.hpp"

#include <algorithm>

namespace jifen::composite {

namespace {

/// Of the way from the least to the largest; 0 when there is no way but the last bits of sums.
std::vector<double> shares_of_way(const std::vector<double>& values) {
    const auto [least, largest] = std::minmax_element(values.begin(), values.end());
    const bool is_way = !are_same(*least, *largest);
    std::vector<double> out;
    out.reserve(values.size());
    for (const double value : values) out.push_back(is_way ? (value - *least) / (*largest - *least) : 0);
    return out;
}

void find_compromise(Vikor& out) {
    const auto& order = out.ranking.order;
    const double least = 1 / static_cast<double>(order.size() - 1);
    // The last bit of a difference of two shares must not decide.
    const auto is_ahead_of = [&](std::size_t other) { return out.q[other] - out.q[order[0]] >= least - 1e-12; };
    out.has_advantage = is_ahead_of(order[1]);
    out.is_stable = out.by_group_utility.places[order[0]] == 1 || out.by_individual_regret.places[order[0]] == 1;
    out.compromise.push_back(order[0]);
    if (out.has_advantage) {
        if (!out.is_stable) out.compromise.push_back(order[1]);
        return;
    }
    for (std::size_t i = 1; i < order.size() && !is_ahead_of(order[i]); ++i) out.compromise.push_back(order[i]);
}

} // namespace

Vikor vikor(const Indicators& indicators, std::span<const double> weights, double strategy, double tie_within) {
    refuse_single(indicators, "VIKOR");
    refuse_missing(indicators, "VIKOR");
    if (!(strategy >= 0 && strategy <= 1))
        throw ArgumentError("strategy", number_text(strategy), "it lies from 0 to 1");
    Vikor out;
    out.weights = unit_weights(weights, indicators.count());
    out.strategy = strategy;
    const Matrix values = turned(indicators);
    out.group_utility.assign(values.rows(), 0);
    out.individual_regret.assign(values.rows(), 0);
    for (std::size_t column = 0; column < values.columns(); ++column) {
        if (is_constant(indicators, column)) {
            out.constant.push_back(column);
            continue;
        }
        const std::vector<double> of = values.column(column);
        const auto [worst, best] = std::minmax_element(of.begin(), of.end());
        for (std::size_t row = 0; row < values.rows(); ++row) {
            const double lacking = out.weights[column] * ((*best - of[row]) / (*best - *worst));
            out.group_utility[row] += lacking;
            out.individual_regret[row] = std::max(out.individual_regret[row], lacking);
        }
    }
    const std::vector<double> utility = shares_of_way(out.group_utility);
    const std::vector<double> regret = shares_of_way(out.individual_regret);
    for (std::size_t row = 0; row < values.rows(); ++row)
        out.q.push_back(strategy * utility[row] + (1 - strategy) * regret[row]);
    out.ranking = rank(out.q, Best::lowest, tie_within);
    out.by_group_utility = rank(out.group_utility, Best::lowest, tie_within);
    out.by_individual_regret = rank(out.individual_regret, Best::lowest, tie_within);
    find_compromise(out);
    return out;
}

} // namespace jifen::composite
