#pragma once

#include "jifen/core/cells.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/core/points.hpp"

#include <cstdint>
#include <span>

namespace jifen {

/// The rank of each total: 1 + how many are better, so that those who tie share one (SPEC §4.5); 0 for whom `is_out` is
/// not 0, who counts for nobody (empty: nobody is out). Totals that lie close together, as nearly all do, are counted,
/// O(n + range), all but the counting on the threads of `options`; others are sorted, O(n log n). Throws Cancelled.
[[nodiscard]] Cells<std::uint32_t> ranks_of(std::span<const Points> totals, std::span<const std::uint8_t> is_out = {},
                                            const RunOptions& options = {});

} // namespace jifen
