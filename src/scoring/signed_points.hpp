#pragma once

#include "jifen/core/points.hpp"

#include <cstdint>

namespace jifen {

/// The points of a magnitude.
[[nodiscard]] inline Points signed_points(std::uint64_t magnitude, bool is_deduction) noexcept {
    const auto value = static_cast<std::int64_t>(magnitude);
    return Points::thousandths(is_deduction ? -value : value);
}

} // namespace jifen
