#include "jifen/core/share.hpp"

#include <numeric>

namespace jifen {

namespace {
constexpr int share_digits = 12;
constexpr std::int64_t share_unit = 1'000'000'000'000;
} // namespace

std::optional<Share> Share::parse(std::string_view text) {
    const bool percent = !text.empty() && text.back() == '%';
    if (percent) text.remove_suffix(1);
    const auto value = parse_decimal(text, share_digits, false);
    const std::int64_t one = percent ? 100 * share_unit : share_unit;
    if (!value || *value > one) return std::nullopt;
    const std::int64_t common = std::gcd(*value, one);
    return Share{*value / common, one / common};
}

std::string to_string(const Share& share) {
    // Denominators divide 10^14, so this is exact.
    const auto scaled = static_cast<Int128>(share.numerator) * (100 * share_unit / share.denominator);
    return format_decimal(static_cast<std::int64_t>(scaled), share_digits) + "%";
}

} // namespace jifen
