#include "jifen/core/day.hpp"

#include <array>
#include <chrono>

namespace jifen {

namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2199;

/// Takes between `least` and `most` decimal digits off the front; -1 when there are not that many.
int take_number(std::string_view& text, std::size_t least, std::size_t most) noexcept {
    int value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < most && text[digits] >= '0' && text[digits] <= '9') {
        value = value * 10 + (text[digits] - '0');
        ++digits;
    }
    if (digits < least) return -1;
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, std::string_view separator) noexcept {
    if (!text.starts_with(separator)) return false;
    text.remove_prefix(separator.size());
    return true;
}

struct DateForm {
    std::string_view after_year, after_month, after_day;
    std::size_t least_digits; ///< of month and day
};

constexpr DateForm date_forms[] = {{"-", "-", "", 2}, {"/", "/", "", 1}, {"年", "月", "日", 1}};

} // namespace

std::optional<Day> Day::from_civil(int year, unsigned month, unsigned day) noexcept {
    if (year < first_year || year > last_year) return std::nullopt;
    if (month > 12 || day > 31) return std::nullopt; // chrono keeps a byte of each: 257 would be 1
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!date.ok()) return std::nullopt;
    return Day(static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count()));
}

std::optional<Day> Day::parse(std::string_view text) noexcept {
    const int year = take_number(text, 4, 4);
    if (year < 0) return std::nullopt;
    for (const DateForm& form : date_forms) {
        if (!take(text, form.after_year)) continue;
        const int month = take_number(text, form.least_digits, 2);
        if (month < 0 || !take(text, form.after_month)) return std::nullopt;
        const int day = take_number(text, form.least_digits, 2);
        if (day < 0 || text != form.after_day) return std::nullopt;
        return from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    }
    return std::nullopt;
}

CivilDate Day::civil() const noexcept {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{number_}}};
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

void append_day(std::string& out, Day day) {
    if (!day.is_finite()) return;
    const CivilDate date = day.civil();
    std::array<char, 10> text{};
    const auto two = [&text](std::size_t at, unsigned value) {
        text[at] = static_cast<char>('0' + value / 10);
        text[at + 1] = static_cast<char>('0' + value % 10);
    };
    two(0, static_cast<unsigned>(date.year) / 100);
    two(2, static_cast<unsigned>(date.year) % 100);
    text[4] = '-';
    two(5, date.month);
    text[7] = '-';
    two(8, date.day);
    out.append(text.data(), text.size());
}

std::string to_string(Day day) {
    std::string out;
    append_day(out, day);
    return out;
}

} // namespace jifen
