#include "jifen/core/period.hpp"

#include <algorithm>

namespace jifen {

namespace {

constexpr std::array<std::string_view, all_periods.size()> period_names{"day",  "week", "month", "quarter",
                                                                        "half", "year", "window"};

/// 1970-01-01 was a Thursday: three days after the Monday of its week.
constexpr std::int32_t epoch_weekday = 3;

std::int32_t floor_divide(std::int32_t a, std::int32_t b) noexcept { return a / b - (a % b < 0 ? 1 : 0); }

/// Months in one period of a kind that is made of months.
std::int32_t months_in(Period period) noexcept {
    switch (period) {
    case Period::month:
        return 1;
    case Period::quarter:
        return 3;
    case Period::half:
        return 6;
    default:
        return 12;
    }
}

/// The first day of a month numbered year × 12 + (month − 1). Months up to one beyond 2199-12 are asked for, so this
/// counts days itself instead of asking Day::from_civil, which holds the range.
Day first_of_month(std::int32_t month_number) noexcept {
    const std::int32_t year = floor_divide(month_number, 12);
    const auto month = static_cast<unsigned>(month_number - year * 12) + 1;
    if (const auto day = Day::from_civil(year, month, 1)) return *day;
    return Day::from_civil(2199, 12, 31)->plus(1);
}

} // namespace

std::string_view to_string(Period period) noexcept { return period_names[static_cast<std::size_t>(period)]; }

std::optional<Period> parse_period(std::string_view text) noexcept {
    for (const Period period : all_periods) {
        if (to_string(period) == text) return period;
    }
    return std::nullopt;
}

std::int32_t period_number(Period period, Day day) noexcept {
    switch (period) {
    case Period::day:
        return day.number();
    case Period::week:
        return floor_divide(day.number() + epoch_weekday, 7);
    case Period::window:
        return 0;
    default: {
        const CivilDate date = day.civil();
        return floor_divide(date.year * 12 + static_cast<std::int32_t>(date.month) - 1, months_in(period));
    }
    }
}

Span period_days(Period period, std::int32_t number) noexcept {
    switch (period) {
    case Period::day:
        return {Day(number), Day(number + 1)};
    case Period::week:
        return {Day(number * 7 - epoch_weekday), Day(number * 7 - epoch_weekday + 7)};
    default: {
        const std::int32_t months = months_in(period);
        return {first_of_month(number * months), first_of_month((number + 1) * months)};
    }
    }
}

Day months_before(Day day, std::int32_t months) noexcept {
    const CivilDate civil = day.civil();
    const std::int64_t month = std::int64_t{civil.year} * 12 + civil.month - 1 - months;
    if (month < std::int64_t{1900} * 12) return Day::always();
    const Day first = first_of_month(static_cast<std::int32_t>(month));
    const Day last = first_of_month(static_cast<std::int32_t>(month) + 1).plus(-1);
    return std::min(last, first.plus(static_cast<std::int32_t>(civil.day) - 1));
}

} // namespace jifen
