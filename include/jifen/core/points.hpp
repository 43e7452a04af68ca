#pragma once

#include "jifen/core/error.hpp"
#include "jifen/core/exact.hpp"

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// A number of points: a whole number of thousandths in 64 bits (SPEC §0). Every sum is checked and throws
/// OverflowError; nothing wraps. Converting from a floating-point number is deliberately impossible.
class Points {
public:
    constexpr Points() noexcept = default;
    [[nodiscard]] static constexpr Points thousandths(std::int64_t value) noexcept { return Points(value); }
    /// Whole points; throws OverflowError beyond ±9.2 · 10^15.
    [[nodiscard]] static constexpr Points whole(std::int64_t value) {
        std::int64_t result = 0;
        if (__builtin_mul_overflow(value, std::int64_t{1000}, &result)) throw OverflowError("whole points");
        return Points(result);
    }
    /// Reads a plain decimal with up to 3 fraction digits; nullopt for anything else.
    [[nodiscard]] static std::optional<Points> parse(std::string_view text) {
        auto value = parse_decimal(text, 3, true);
        return value ? std::optional(Points(*value)) : std::nullopt;
    }

    [[nodiscard]] constexpr std::int64_t thousandths() const noexcept { return value_; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return value_ == 0; }
    [[nodiscard]] constexpr bool is_negative() const noexcept { return value_ < 0; }

    friend constexpr auto operator<=>(Points, Points) noexcept = default;

    friend constexpr Points operator+(Points a, Points b) {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(a.value_, b.value_, &sum)) throw OverflowError("a sum of points");
        return Points(sum);
    }
    friend constexpr Points operator-(Points a, Points b) {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(a.value_, b.value_, &difference)) throw OverflowError("a difference of points");
        return Points(difference);
    }
    constexpr Points operator-() const { return Points() - *this; }
    constexpr Points& operator+=(Points other) { return *this = *this + other; }
    constexpr Points& operator-=(Points other) { return *this = *this - other; }

private:
    constexpr explicit Points(std::int64_t value) noexcept : value_(value) {}
    std::int64_t value_ = 0;
};

/// points × numerator / denominator, exact, rounded once half to even. denominator > 0. Throws OverflowError.
[[nodiscard]] inline Points scale(Points points, std::int64_t numerator, std::int64_t denominator) {
    return Points::thousandths(multiply_divide(points.thousandths(), numerator, denominator));
}

/// How many thousandths, whatever the sign: unsigned, because the most negative number of points has no positive twin.
[[nodiscard]] constexpr std::uint64_t magnitude(Points points) noexcept {
    const auto value = static_cast<std::uint64_t>(points.thousandths());
    return points.is_negative() ? std::uint64_t{0} - value : value;
}

/// Plain decimal without trailing zeros: `12.5`, `-2`, `0` (SPEC §9).
[[nodiscard]] inline std::string to_string(Points points) { return format_decimal(points.thousandths(), 3); }

std::ostream& operator<<(std::ostream& out, Points points);

} // namespace jifen
