#pragma once

#include "jifen/rulebook/rulebook.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jifen {

/// One stratum among which places are divided.
struct QuotaStratum {
    std::int64_t weight = 0; ///< its number of `of`; places are in proportion to it
    std::int64_t most = 0;   ///< its number of eligible people: it cannot take more
};

/// Divides `places` in proportion to the weights (SPEC §8). Ties go to the larger weight, then to the earlier stratum.
/// Without regard to `most`. Weights ≥ 0; a stratum of weight 0 gets nothing. Places beyond what positive weights can
/// take do not arise: when every weight is 0 nothing is given. O(s log s) for largest remainder, O(s + places · log s)
/// for the divisors.
[[nodiscard]] std::vector<std::int64_t> apportion(QuotaMethod method, std::span<const std::int64_t> weights,
                                                  std::int64_t places);

/// The same, but no stratum gets more than `most`: those given more are fixed at it all at once, and the remaining
/// places divided afresh among the rest, until none is over.
[[nodiscard]] std::vector<std::int64_t> divide_places(QuotaMethod method, std::span<const QuotaStratum> strata,
                                                      std::int64_t places);

} // namespace jifen
