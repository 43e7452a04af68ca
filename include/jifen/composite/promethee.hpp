#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/composite/ranking.hpp"
#include "jifen/core/parallel.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jifen::composite {

/// How a difference d > 0 between two alternatives becomes a preference, 0 … 1; one of d ≤ 0 is none. The six of Brans,
/// Vincke and Mareschal.
enum class PreferenceShape : std::uint8_t {
    usual,   ///< I: 1
    u_shape, ///< II: 1 above q
    v_shape, ///< III: d / p, 1 from p on
    level,   ///< IV: ½ above q, 1 above p
    linear,  ///< V: (d − q) / (p − q) between q and p, 1 from p on
    gaussian ///< VI: 1 − exp(−d² / 2s²)
};

struct Preference {
    PreferenceShape shape = PreferenceShape::usual;
    double q = 0; ///< a difference up to it is none; in the indicator's unit
    double p = 0; ///< a difference from it on is a whole one
    double s = 0; ///< where the Gaussian turns
};

/// The preference for a difference. The parameters as `promethee` takes them.
[[nodiscard]] double preference_of(const Preference& preference, double difference) noexcept;

struct Promethee {
    std::vector<double> leaving, entering; ///< φ⁺ and φ⁻, 0 … 1
    std::vector<double> net;               ///< φ = φ⁺ − φ⁻, −1 … 1; adds up to 0: more is better
    std::vector<double> weights;
    Ranking ranking; ///< by φ
};

/// PROMETHEE II (J. P. Brans, P. Vincke, B. Mareschal: EJOR 24 (1986) 228–238): φ⁺ is the mean over all others of the
/// weighted preferences for an alternative, φ⁻ of those against it. One preference for all indicators, or one for each.
/// Weights are divided by their sum. A target is the cost of the distance to it. In a constant indicator
/// (see `constant_within`) nobody is preferred. The same bits for any number of threads. Throws ArgumentError for a
/// missing value, weights as `given_weights`, fewer than two alternatives, and unless q ≥ 0 (u_shape, level, linear),
/// p > 0 (v_shape), p > q (level, linear), s > 0 (gaussian); Cancelled. O(alternatives² · indicators).
[[nodiscard]] Promethee promethee(const Indicators& indicators, std::span<const double> weights,
                                  std::span<const Preference> preferences, double tie_within = default_tie_within,
                                  const RunOptions& run = {});
[[nodiscard]] Promethee promethee(const Indicators& indicators, std::span<const double> weights,
                                  const Preference& preference = {}, double tie_within = default_tie_within,
                                  const RunOptions& run = {});

} // namespace jifen::composite
