#pragma once

#include "core/vectors.hpp"

#include <span>

namespace jifen::robustness {

/// The least and the greatest of some scores.
struct Range {
    double least, most;
};

/// Of none ∞ and −∞.
[[nodiscard]] Range range_of(std::span<const double> scores, Vectors vectors) noexcept;

} // namespace jifen::robustness
