#pragma once

#include "jifen/composite/aggregation.hpp"
#include "jifen/composite/indicators.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// \file
/// How sure the places of a composite index are. Indicators are comparable already (see composite/normalisation.hpp),
/// without missing values; in place of an index any scores can be looked at.

namespace jifen::robustness {

enum class Aggregation : std::uint8_t { weighted_sum, geometric_mean };

/// Who stands against whom for what: a place is one among the alternatives of a stratum, and so many of each stratum
/// are selected. By default all stand against all, and none is selected.
struct Contest {
    std::vector<std::uint32_t> strata{}; ///< of each alternative, from 0; empty: there is one
    std::vector<std::size_t> places{};   ///< how many are selected, one a stratum; empty: none
};

/// Places in the strata of a contest.
struct Standing {
    /// From 1, one an alternative: 1, 2, 2, 4, those that tie having the place of the first.
    std::vector<std::size_t> places;
    /// Of those that tie across the line, the first of the input are.
    std::vector<bool> selected;
};

/// Scores, more being better. As in composite/ranking.hpp those within `tie_within` × the largest magnitude of any
/// score of the best of their group tie; 0: only equal scores do, and a score may be infinite. Throws ArgumentError
/// when there are not as many scores as the contest has alternatives, when one is NaN, and when `contest` does not hold
/// together. O(n log n).
[[nodiscard]] Standing stand(std::span<const double> scores, const Contest& contest,
                             double tie_within = composite::default_tie_within);

/// The scores of the index: `weighted_sum` or `weighted_geometric_mean`. Throws as these, and for a missing value.
[[nodiscard]] std::vector<double> scores(const composite::Indicators& indicators, std::span<const double> weights,
                                         Aggregation aggregation);

} // namespace jifen::robustness
