#pragma once

#include "jifen/core/exact.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// How many times, or how many units: thousandths, 0 to 1,000,000,000 (SPEC §0). Unchecked beyond `parse`.
class Quantity {
public:
    static constexpr std::int64_t max_thousandths = 1'000'000'000'000;

    constexpr Quantity() noexcept = default;
    [[nodiscard]] static constexpr Quantity thousandths(std::int64_t value) noexcept { return Quantity(value); }
    [[nodiscard]] static constexpr Quantity one() noexcept { return Quantity(1000); }
    /// Empty means 1; nullopt when the text is not a plain decimal of the range.
    [[nodiscard]] static std::optional<Quantity> parse(std::string_view text) {
        if (text.empty()) return one();
        auto value = parse_decimal(text, 3, false);
        if (!value || *value > max_thousandths) return std::nullopt;
        return Quantity(*value);
    }
    [[nodiscard]] constexpr std::int64_t thousandths() const noexcept { return value_; }
    friend constexpr auto operator<=>(Quantity, Quantity) noexcept = default;

private:
    constexpr explicit Quantity(std::int64_t value) noexcept : value_(value) {}
    std::int64_t value_ = 1000;
};

[[nodiscard]] inline std::string to_string(Quantity quantity) { return format_decimal(quantity.thousandths(), 3); }

} // namespace jifen
