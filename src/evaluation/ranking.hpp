#pragma once

#include "jifen/core/points.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jifen {

/// The rank of each total: 1 + how many are better, so that those who tie share one (SPEC §4.5); 0 for whom `is_out` is
/// not 0, who counts for nobody (empty: nobody is out). Totals that lie close together, as nearly all do, are counted,
/// O(n + range); others are sorted, O(n log n).
[[nodiscard]] std::vector<std::uint32_t> ranks_of(std::span<const Points> totals,
                                                  std::span<const std::uint8_t> is_out = {});

} // namespace jifen
