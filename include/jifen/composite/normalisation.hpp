#pragma once

#include "jifen/composite/indicators.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// \file
/// Indicators of any unit and direction made comparable: afterwards more is better in each of them. A scale's formula
/// is that of a benefit unless it says so; x is a value; min, max, mean and sd are of the values that are there.

namespace jifen::composite {

enum class Scale : std::uint8_t {
    /// x. A cost or target is not turned and keeps its direction.
    none,
    /// (x − min) / (max − min), spread from `low` to `high`. Cost: (max − x) / (max − min).
    min_max,
    /// (x − mean) / sd. Cost: (mean − x) / sd.
    z_score,
    /// The share of the others that it is better than, one that is equal counting half; spread from `low` to `high`.
    rank,
    /// What of the way from the worst value to the target is gone: (x − min) / (target − min), not above 1; spread from
    /// `low` to `high`. Cost: (max − x) / (max − target).
    target_distance,
    /// x / max. Cost: min / x.
    leader_share,
    /// x / √Σx². Cost: 1 − x / √Σx².
    vector,
    /// x / Σx. Cost: (1 / x) / Σ(1 / x).
    sum,
    /// (x − goalposts.low) / (goalposts.high − goalposts.low), of the logarithms if so said; spread from `low` to
    /// `high`. Cost: one less that. As in the Human Development Index (UNDP, technical notes of the HDR 2023/24).
    goalposts,
};
// An indicator of Direction::target: `min_max` and `target_distance` give 1 − |x − target| / max |x − target|, spread
// from `low` to `high`; `goalposts` and `leader_share` refuse it; all others take |x − target| as a cost, where `sum`
// refuses an alternative that meets its target: 1 / 0.

[[nodiscard]] const char* to_string(Scale scale) noexcept;

/// What a constant indicator gives (see `constant_within`; also one whose values are all as near to their target),
/// where its spread is divided by: min_max, z_score, rank; vector, sum and leader_share of nothing but zeros;
/// target_distance where the worst value meets the target, to `constant_within` as well.
enum class Constant : std::uint8_t {
    refuse, ///< an error
    /// The same for everybody: `high` where all meet the target, (low + high) / 2 where there is a `low` and `high`,
    /// else 0.
    neutral,
};

struct Goalposts {
    double low = 0, high = 1;
    bool logarithm = false;
    bool clip = true; ///< a value beyond a goalpost counts as on it
};

struct Normalisation {
    Scale scale = Scale::min_max;
    double low = 0, high = 1; ///< what the worst and the best become, where `scale` says so
    Goalposts goalposts{};    ///< for Scale::goalposts
    bool sample_sd = false;   ///< z_score: divide the squares by n − 1 instead of n
    Constant constant = Constant::refuse;
};

/// What was done to one indicator.
struct NormalisedIndicator {
    Normalisation by;
    Direction direction = Direction::benefit; ///< that it had before
    bool is_constant = false;                 ///< and `Constant::neutral` was asked for
    std::size_t clipped = 0;                  ///< values beyond a goalpost or target, set to it
    std::string text;                         ///< a sentence with the figures that were used
};

struct Normalised {
    Indicators indicators; ///< all benefits, but with Scale::none as they were; without targets
    std::vector<NormalisedIndicator> steps;
};

/// The same for every indicator, or one for each. Missing values stay missing and are not asked.
///
/// Throws ArgumentError, with the names, when `low` < `high` does not hold; when an indicator is constant and may not
/// be, or has no value at all; when it lacks the target that `target_distance` needs; when the goalposts are not in
/// order (or not above 0, or a value is not, with the logarithm); and when a value is below 0 in `leader_share` and
/// `sum`, or 0 as their cost. O(cells · log rows).
[[nodiscard]] Normalised normalise(const Indicators& indicators, const Normalisation& by);
[[nodiscard]] Normalised normalise(const Indicators& indicators, std::span<const Normalisation> by);

} // namespace jifen::composite
