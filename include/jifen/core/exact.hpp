#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// \file
/// Exact arithmetic on ratios, and the one rounding the library knows: half to even (SPEC §0).

namespace jifen {

// Only a typedef may carry __extension__, which tells -Wpedantic that the type is meant.
// NOLINTNEXTLINE(modernize-use-using)
__extension__ typedef __int128 Int128;

/// How a ratio becomes a whole number.
enum class Rounding : std::uint8_t { down, half_even, up };

/// numerator / denominator as a whole number. Shapes: denominator > 0 (unchecked); any sign above it.
/// Throws OverflowError when the result does not fit 64 bits.
[[nodiscard]] std::int64_t divide(Int128 numerator, Int128 denominator, Rounding rounding);

/// a · b / c rounded once, half to even; c > 0. Exact for every 64-bit a, b, c. Throws OverflowError.
[[nodiscard]] inline std::int64_t multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c) {
    return divide(static_cast<Int128>(a) * b, c, Rounding::half_even);
}

/// Reads a plain decimal ("12", "-0.5", "12.345"): digits, at most one point with digits on both sides, at most
/// `fraction_digits` of them, an optional '-' if `allow_minus`. No sign '+', exponent, blank, or digit grouping.
/// Returns the value × 10^fraction_digits; nullopt if the text is anything else or does not fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text, int fraction_digits, bool allow_minus);

/// Writes value / 10^fraction_digits as a plain decimal without trailing zeros: `12.5`, `-2`, `0`.
[[nodiscard]] std::string format_decimal(std::int64_t value, int fraction_digits);

/// Appends to `out` instead of allocating; otherwise as `format_decimal`, unless all fraction digits are to be kept.
void append_decimal(std::string& out, std::int64_t value, int fraction_digits, bool keep_zeros = false);

} // namespace jifen
