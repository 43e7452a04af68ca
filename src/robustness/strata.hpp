#pragma once

#include "jifen/robustness/places.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jifen::robustness {

/// Alternatives stratum by stratum, in their order within each.
struct Strata {
    /// Throws ArgumentError when `contest` does not fit so many alternatives. O(alternatives + strata).
    Strata(const Contest& contest, std::size_t alternatives);

    std::vector<std::uint32_t> order;
    std::vector<std::size_t> begin;  ///< of each stratum in `order`, and the end of the last
    std::vector<std::size_t> places; ///< how many are selected, one a stratum
    [[nodiscard]] std::size_t count() const noexcept { return places.size(); }
};

} // namespace jifen::robustness
