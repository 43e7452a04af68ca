#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// Year, month, day of the Gregorian calendar.
struct CivilDate {
    int year = 1970;
    unsigned month = 1;
    unsigned day = 1;
    friend constexpr bool operator==(const CivilDate&, const CivilDate&) = default;
};

/// A day, as a count of days since 1970-01-01. Valid days are 1900-01-01 to 2199-12-31 (SPEC §0); `always()` and
/// `never_ends()` stand before and after all of them, for the open ends of a Span.
class Day {
public:
    constexpr Day() noexcept = default;
    constexpr explicit Day(std::int32_t number) noexcept : number_(number) {}
    /// nullopt when there is no such day or it lies outside the range.
    [[nodiscard]] static std::optional<Day> from_civil(int year, unsigned month, unsigned day) noexcept;
    /// Reads `2023-04-05`, `2023/4/5` or `2023年4月5日`; nullopt for anything else.
    [[nodiscard]] static std::optional<Day> parse(std::string_view text) noexcept;

    /// 1900-01-01 and 2199-12-31.
    [[nodiscard]] static constexpr Day first() noexcept { return Day(-25'567); }
    [[nodiscard]] static constexpr Day last() noexcept { return Day(84'005); }
    [[nodiscard]] static constexpr Day always() noexcept { return Day(std::numeric_limits<std::int32_t>::min()); }
    [[nodiscard]] static constexpr Day never_ends() noexcept { return Day(std::numeric_limits<std::int32_t>::max()); }

    [[nodiscard]] constexpr std::int32_t number() const noexcept { return number_; }
    [[nodiscard]] constexpr bool is_finite() const noexcept { return *this != always() && *this != never_ends(); }
    /// Precondition: finite.
    [[nodiscard]] CivilDate civil() const noexcept;
    /// The day `days` later; precondition: finite.
    [[nodiscard]] constexpr Day plus(std::int32_t days) const noexcept { return Day(number_ + days); }

    friend constexpr auto operator<=>(Day, Day) noexcept = default;

private:
    std::int32_t number_ = 0;
};

/// b − a in days; both finite.
[[nodiscard]] constexpr std::int32_t days_between(Day a, Day b) noexcept { return b.number() - a.number(); }

/// `2023-04-05`; empty for an open end.
[[nodiscard]] std::string to_string(Day day);
void append_day(std::string& out, Day day);

} // namespace jifen
