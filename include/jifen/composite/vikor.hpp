#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/composite/ranking.hpp"

#include <span>
#include <vector>

namespace jifen::composite {

struct Vikor {
    std::vector<double> group_utility;     ///< S: the weighted sum of what is lacking to the best, 0 … 1
    std::vector<double> individual_regret; ///< R: the largest term of S
    std::vector<double> q;                 ///< Q, 0 … 1: less is better
    std::vector<double> weights;
    std::vector<std::size_t> constant;                       ///< see `constant_within`: nobody lacks anything there
    Ranking ranking, by_group_utility, by_individual_regret; ///< by Q, S, R
    double strategy = 0.5;                                   ///< v, the weight of S in Q
    bool has_advantage = false; ///< Q of the second less Q of the first is 1 / (alternatives − 1) or more
    bool is_stable = false;     ///< the first by Q is first by S or R, too
    /// The compromise, best first: the first alone, if both hold; the first two, if only stability fails; else all that
    /// the first has no advantage over. Alternatives in the order of `ranking`.
    std::vector<std::size_t> compromise;
};

/// VIšekriterijumsko KOmpromisno Rangiranje (S. Opricovic, G.-H. Tzeng: EJOR 156 (2004) 445–455): S = Σ w (f* − f) /
/// (f* − f⁻), f* and f⁻ the best and worst of an indicator; Q = v (S − S*) / (S⁻ − S*) + (1 − v)(R − R*) / (R⁻ − R*),
/// where a difference below that is 0, or within `constant_within` of the larger, makes its term 0: all are alike in
/// it. Weights are divided by their sum. A target is the cost of the distance to it. Throws ArgumentError for a missing
/// value, weights as `given_weights`, fewer than two alternatives, `strategy` outside of [0, 1]. O(cells + alternatives
/// · log alternatives).
[[nodiscard]] Vikor vikor(const Indicators& indicators, std::span<const double> weights, double strategy = 0.5,
                          double tie_within = default_tie_within);

} // namespace jifen::composite
