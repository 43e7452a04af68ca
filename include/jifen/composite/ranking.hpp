#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jifen::composite {

enum class Best : std::uint8_t { highest, lowest };

/// Places 1, 2, 2, 4: of alternatives that tie, each has the place of the first.
struct Ranking {
    std::vector<std::size_t> places;            ///< from 1, one an alternative
    std::vector<std::size_t> order;             ///< alternatives, best first; those that tie in the order of the input
    std::vector<std::vector<std::size_t>> ties; ///< groups of two or more that tie, best first
    double tie_within = 0;                      ///< as it was asked for
};

/// What the last bits of a double can make of two sums that are equal on paper.
inline constexpr double default_tie_within = 1e-12;

/// From the best score down, those that differ from the best of their group by `tie_within` × the largest magnitude of
/// any score or less tie with it. 0: only equal scores tie. Throws ArgumentError for a score that is not finite and a
/// `tie_within` that is negative or 1 and more. O(n log n).
[[nodiscard]] Ranking rank(std::span<const double> scores, Best best = Best::highest,
                           double tie_within = default_tie_within);

} // namespace jifen::composite
