#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/composite/ranking.hpp"

#include <span>
#include <vector>

/// \file
/// Indicators that are comparable already (see normalisation.hpp) combined into one index.

namespace jifen::composite {

struct CompositeIndex {
    std::vector<double> scores;  ///< one an alternative
    std::vector<double> weights; ///< as they were used, adding up to 1
    /// Alternatives × indicators. Of a weighted sum what each adds, so that a row adds up to the score; of a geometric
    /// mean the factor, so that it multiplies to it. Of a missing value 0, or 1.
    Matrix contributions;
    Ranking ranking;
    std::vector<std::size_t> shared; ///< alternatives whose missing values' weights the others share, ascending
};

/// Σ w · x, w divided by their sum. Of an alternative with missing values the sum over those that are there, their
/// weights divided by their own sum. Throws ArgumentError for weights as `given_weights`, when an indicator is not a
/// benefit (normalise first), and when an alternative lacks every indicator with a weight. O(cells).
[[nodiscard]] CompositeIndex weighted_sum(const Indicators& indicators, std::span<const double> weights,
                                          double tie_within = default_tie_within);

/// Π x^w, the same otherwise: a low value is not made up for by a high one, and a 0 with a weight makes the index 0.
/// Throws ArgumentError also for a value below 0.
[[nodiscard]] CompositeIndex weighted_geometric_mean(const Indicators& indicators, std::span<const double> weights,
                                                     double tie_within = default_tie_within);

} // namespace jifen::composite
