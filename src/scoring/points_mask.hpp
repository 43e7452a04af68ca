#pragma once

#include "core/vectors.hpp"

#include <cstdint>

namespace jifen {

/// A bit for each of 64 sums that is not 0, by the instructions that there are.
[[nodiscard]] std::uint64_t points_mask(const std::uint64_t* sums, Vectors vectors) noexcept;

} // namespace jifen
