#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/core/parallel.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace jifen::robustness {

/// Scores of alternatives, more being better; called from several threads at once.
using Method = std::function<std::vector<double>(const composite::Indicators&)>;

/// Removing one alternative turned the order of others.
struct RankReversal {
    std::size_t removed = 0;
    std::uint64_t pairs = 0; ///< of others that it turned: one was before the other, and then behind
    std::size_t before = 0;  ///< one such pair: who was before,
    std::size_t behind = 0;  ///< and who was behind her, and then is not
};

struct RankReversals {
    std::vector<RankReversal> found; ///< by the alternative removed
    std::size_t alternatives = 0;
    std::size_t checked = 0; ///< how many were removed in turn
};

/// Whether the places of some depend on who else is there: an index whose normalisation looks at the others (the least
/// and the most, their mean, the ideal of TOPSIS) can turn two when a third leaves, a weakness known since V. Belton,
/// T. Gear, "On a short-coming of Saaty's method of analytic hierarchies", Omega 11 (1983) 228–230. Removes each of
/// `remove` in turn (empty: everybody) and asks `method` again. Pairs within `tie_within` × the largest magnitude of
/// a score count as tied and turn nothing. Throws what `method` throws, ArgumentError when it gives another number of
/// scores than alternatives or a NaN, when there are fewer than three alternatives or `remove` names none of them;
/// Cancelled. O(removed · (method + n log n)).
[[nodiscard]] RankReversals rank_reversals(const composite::Indicators& indicators, const Method& method,
                                           std::span<const std::size_t> remove = {}, double tie_within = 1e-12,
                                           const RunOptions& run = {});

} // namespace jifen::robustness
