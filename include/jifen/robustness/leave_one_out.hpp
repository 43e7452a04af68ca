#pragma once

#include "jifen/robustness/places.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jifen::robustness {

/// What the places become without one thing.
struct WithoutOne {
    std::string name;            ///< of what was left out
    double weight = 0;           ///< that it had
    Standing standing;           ///< without it
    std::optional<double> tau_b; ///< Kendall's, between the scores with it and without
    std::size_t largest_move = 0;
    std::size_t moved_most = 0;        ///< an alternative that moved so far, the first
    std::vector<std::size_t> enters{}; ///< alternatives that are selected without it alone, ascending
    std::vector<std::size_t> leaves{}; ///< that are selected with it alone
};

/// Compares two sets of scores of the same alternatives. Throws as `stand`. O(n log n).
[[nodiscard]] WithoutOne compare(std::span<const double> with, std::span<const double> without, const Contest& contest);

/// Each indicator with a weight left out in turn, its weight shared by the others in proportion. An indicator that has
/// all the weight cannot be left out: it is not among them. Throws as `scores` and `stand`. O(indicators · cells).
[[nodiscard]] std::vector<WithoutOne> leave_one_indicator_out(const composite::Indicators& indicators,
                                                              std::span<const double> weights, const Contest& contest,
                                                              Aggregation aggregation = Aggregation::weighted_sum);

} // namespace jifen::robustness
