#include "jifen/core/exact.hpp"

#include "jifen/core/error.hpp"

#include <charconv>
#include <limits>

namespace jifen {

std::int64_t divide(Int128 numerator, Int128 denominator, Rounding rounding) {
    Int128 quotient = numerator / denominator;
    Int128 remainder = numerator % denominator;
    if (remainder < 0) { // floor division from here on: 0 ≤ remainder < denominator
        remainder += denominator;
        --quotient;
    }
    switch (rounding) {
    case Rounding::down:
        break;
    case Rounding::up:
        if (remainder > 0) ++quotient;
        break;
    case Rounding::half_even: {
        const Int128 rest = denominator - remainder;
        if (remainder > rest || (remainder == rest && quotient % 2 != 0)) ++quotient;
        break;
    }
    }
    if (quotient > std::numeric_limits<std::int64_t>::max() || quotient < std::numeric_limits<std::int64_t>::min()) {
        throw OverflowError("a rounded ratio");
    }
    return static_cast<std::int64_t>(quotient);
}

std::optional<std::int64_t> parse_decimal(std::string_view text, int fraction_digits, bool allow_minus) {
    bool negative = false;
    if (allow_minus && !text.empty() && text.front() == '-') {
        negative = true;
        text.remove_prefix(1);
    }
    std::int64_t value = 0;
    int fraction = -1; // digits after the point; -1 before it
    bool any_digit = false;
    for (const char c : text) {
        if (c == '.') {
            if (fraction >= 0 || !any_digit) return std::nullopt;
            fraction = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (fraction >= 0 && ++fraction > fraction_digits) return std::nullopt;
        any_digit = true;
        const int digit = c - '0';
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
            __builtin_add_overflow(value, negative ? std::int64_t{-digit} : std::int64_t{digit}, &value)) {
            return std::nullopt;
        }
    }
    if (!any_digit || fraction == 0) return std::nullopt;
    for (int i = fraction < 0 ? 0 : fraction; i < fraction_digits; ++i) {
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) return std::nullopt;
    }
    return value;
}

void append_decimal(std::string& out, std::int64_t value, int fraction_digits, bool keep_zeros) {
    char digits[24];
    auto magnitude = static_cast<std::uint64_t>(value);
    if (value < 0) { // the most negative value has no positive twin, but its magnitude fits unsigned
        magnitude = std::uint64_t{0} - magnitude;
        out.push_back('-');
    }
    std::uint64_t unit = 1;
    for (int i = 0; i < fraction_digits; ++i) unit *= 10;
    const auto whole = std::to_chars(digits, digits + sizeof digits, magnitude / unit);
    out.append(digits, whole.ptr);
    std::uint64_t rest = magnitude % unit;
    if (fraction_digits == 0 || (rest == 0 && !keep_zeros)) return;
    out.push_back('.');
    while (rest != 0 || (keep_zeros && unit > 1)) {
        unit /= 10;
        out.push_back(static_cast<char>('0' + rest / unit));
        rest %= unit;
    }
}

std::string format_decimal(std::int64_t value, int fraction_digits) {
    std::string out;
    append_decimal(out, value, fraction_digits);
    return out;
}

} // namespace jifen
