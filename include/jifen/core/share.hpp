#pragma once

#include "jifen/core/exact.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// An exact share from 0 to 1, `numerator / denominator` with a power of ten below (SPEC §0).
struct Share {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    /// Reads `"20%"` or `"0.2"`, up to 12 fraction digits; nullopt for anything else or beyond 0 to 100 %.
    [[nodiscard]] static std::optional<Share> parse(std::string_view text);

    /// share × count as a whole number. Exact, then rounded as said. count ≥ 0.
    [[nodiscard]] std::int64_t of(std::int64_t count, Rounding rounding) const {
        return divide(static_cast<Int128>(numerator) * count, denominator, rounding);
    }
    friend bool operator==(const Share&, const Share&) = default;
};

/// As a percentage: `20%`.
[[nodiscard]] std::string to_string(const Share& share);

} // namespace jifen
