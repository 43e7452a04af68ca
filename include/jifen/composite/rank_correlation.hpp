#pragma once

#include <optional>
#include <span>
#include <vector>

/// \file
/// How much two orders of the same things agree: 1 the same, −1 turned round. None where it is undefined: of fewer than
/// two things, or when one side is all ties. Both throw ArgumentError when the sides are not equally long or hold a
/// NaN.

namespace jifen::composite {

/// Kendall's tau-b: (concordant − discordant) / √((pairs − tied in x) · (pairs − tied in y)) (M. G. Kendall 1945).
/// W. R. Knight's algorithm (1966), exact in whole numbers up to the end. O(n log n).
[[nodiscard]] std::optional<double> kendall_tau_b(std::span<const double> x, std::span<const double> y);

/// Spearman's rho: Pearson's correlation of the ranks, where equal values share the mean of their ranks. O(n log n).
[[nodiscard]] std::optional<double> spearman_rho(std::span<const double> x, std::span<const double> y);

/// Ranks from 1, ascending; equal values share the mean of their ranks. O(n log n).
[[nodiscard]] std::vector<double> mean_ranks(std::span<const double> values);

} // namespace jifen::composite
