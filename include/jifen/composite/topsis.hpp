#pragma once

#include "jifen/composite/normalisation.hpp"
#include "jifen/composite/ranking.hpp"

#include <span>
#include <vector>

namespace jifen::composite {

struct Topsis {
    std::vector<double> closeness;         ///< 0 … 1, more is better
    std::vector<double> to_best, to_worst; ///< the distances
    std::vector<double> best, worst;       ///< of each indicator, normalised and weighted
    std::vector<double> weights;
    std::vector<NormalisedIndicator> steps;
    Ranking ranking;
};

/// Technique for order of preference by similarity to the ideal (C. L. Hwang, K. Yoon 1981): closeness is
/// d⁻ / (d⁺ + d⁻), d⁺ and d⁻ the Euclidean distances of w · x to the best and worst that occur in each indicator.
/// Normalised as `by` says (the paper's is the vector norm), which turns costs and targets; with Scale::none costs are
/// left and their least is the best, while a target is refused. Weights are divided by their sum, which changes no
/// closeness. Throws ArgumentError for a missing value, for weights as `given_weights`, as `normalise`, and when all
/// alternatives are alike in every indicator with a weight (see `constant_within`): nothing is nearer to the best then.
/// O(cells).
[[nodiscard]] Topsis topsis(const Indicators& indicators, std::span<const double> weights,
                            const Normalisation& by = {.scale = Scale::vector}, double tie_within = default_tie_within);

} // namespace jifen::composite
