#pragma once

#include "jifen/core/parallel.hpp"
#include "jifen/robustness/places.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jifen::robustness {

/// How the weights vary, and what is told of the places.
struct UncertaintyOptions {
    Aggregation aggregation = Aggregation::weighted_sum;
    std::size_t draws = 10'000;
    /// Weights are drawn from the Dirichlet distribution with the parameters concentration · w: their means are the
    /// weights given, the standard deviation of one is √(w · (1 − w) / (concentration + 1)). The number of indicators
    /// with equal weights gives every set of weights the same density.
    double concentration = 100;
    std::uint64_t seed = 1;
    double level = 0.9; ///< what part of the draws an interval holds at least
    /// Of the memory for places: draws, rounded up to a multiple of 32, × alternatives × 2 bytes (4 beyond 65,535
    /// alternatives).
    std::size_t most_bytes = std::size_t{4} << 30U;
    RunOptions run{};
};

/// What the draws make of one alternative. Places are those in her stratum.
struct PlaceInterval {
    std::size_t place = 0;           ///< under the weights given
    std::size_t low = 0, high = 0;   ///< the interval: as many draws lie below it as above, or all but one
    std::size_t median = 0;          ///< the lower one where there are two
    std::size_t best = 0, worst = 0; ///< of all draws
    double mean = 0;
    double selected_share = 0; ///< of the draws in which she is selected
    bool selected = false;     ///< under the weights given
};

struct RankUncertainty {
    std::vector<PlaceInterval> alternatives; ///< in their order
    std::vector<double> weights;             ///< as they were given, divided by their sum
    std::vector<double> mean_weights;        ///< of the draws
    std::size_t draws = 0;
    double concentration = 0, level = 0;
    std::uint64_t seed = 0;
};

/// How far places, and who is selected, depend on the weights: every draw of weights makes the index, the places and
/// the selection anew. The same numbers for any number of threads; a draw depends on the seed and its own number alone.
///
/// An interval leaves ⌊(1 − level) / 2 · draws⌋ draws out at either end, 500 of 10,000 at the level 0.9. In a draw tie
/// those whose indices (of a geometric mean its logarithm) are the same number; alternatives that under every weight
/// above 0 have the same value, to 1e-12 of the largest magnitude of that indicator, are taken for the same. Throws
/// ArgumentError as `scores` and `stand`, when `draws` is 0 or more than 2^31, `concentration` is not from 0.001 to
/// 10^12, `level` not between 0 and 1, when `most_bytes` would not do; Cancelled. O(draws · alternatives · indicators),
/// some 10 ns a draw and alternative with 30 indicators.
[[nodiscard]] RankUncertainty rank_uncertainty(const composite::Indicators& indicators, std::span<const double> weights,
                                               const Contest& contest, const UncertaintyOptions& options = {});

} // namespace jifen::robustness
