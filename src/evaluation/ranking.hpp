#pragma once

#include "jifen/core/points.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace jifen {

/// Stands for the total of somebody who is not ranked.
inline constexpr Points no_rank = Points::thousandths(std::numeric_limits<std::int64_t>::min());

/// The rank of each total: 1 + how many are better, so that those who tie share one (SPEC §8); 0 for `no_rank`. Totals
/// that lie close together, as nearly all do, are counted, O(n + range); others are sorted, O(n log n).
[[nodiscard]] std::vector<std::uint32_t> ranks_of(std::span<const Points> totals);

} // namespace jifen
