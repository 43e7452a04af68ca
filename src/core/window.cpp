#include "jifen/core/window.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/exact.hpp"

namespace jifen {

namespace {

constexpr std::string_view window_forms =
    "a window is a year (2023), a half (2023-H1), a quarter (2023-Q3), a month (2023-07) or two days "
    "(2023-02-01..2023-09-01, the second not in it)";

std::optional<unsigned> small_number(std::string_view digits) {
    const auto value = parse_decimal(digits, 0, false);
    if (!value || *value > 99) return std::nullopt;
    return static_cast<unsigned>(*value);
}

/// `months` months of a year, from the 1-based `first` on.
Span months_of(int year, unsigned first, unsigned months) {
    const Day from = *Day::from_civil(year, first, 1);
    const Period kind = months == 1   ? Period::month
                        : months == 3 ? Period::quarter
                        : months == 6 ? Period::half
                                      : Period::year;
    return period_days(kind, period_number(kind, from));
}

std::optional<Span> parse_span(std::string_view text) {
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        const auto from = Day::parse(text.substr(0, dots));
        const auto until = Day::parse(text.substr(dots + 2));
        if (!from || !until || *until <= *from) return std::nullopt;
        return Span{*from, *until};
    }
    if (text.size() < 4) return std::nullopt;
    const auto first_of_year = Day::parse(std::string(text.substr(0, 4)) + "-01-01");
    if (!first_of_year) return std::nullopt;
    const int year = first_of_year->civil().year;
    text.remove_prefix(4);
    if (text.empty()) return months_of(year, 1, 12);
    if (text.front() != '-') return std::nullopt;
    text.remove_prefix(1);
    if (text == "H1" || text == "H2") return months_of(year, text == "H1" ? 1 : 7, 6);
    if (text.size() == 2 && text[0] == 'Q' && text[1] >= '1' && text[1] <= '4') {
        return months_of(year, static_cast<unsigned>(text[1] - '1') * 3 + 1, 3);
    }
    const auto month = text.size() == 2 ? small_number(text) : std::nullopt;
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return months_of(year, *month, 1);
}

} // namespace

Window Window::parse(std::string_view text) {
    if (const auto span = parse_span(text)) return Window(*span);
    throw ArgumentError("window", std::string(text), std::string(window_forms));
}

Window Window::year(int year) {
    const auto first = Day::from_civil(year, 1, 1);
    if (!first) throw ArgumentError("year", std::to_string(year), "years run from 1900 to 2199");
    return Window(months_of(year, 1, 12));
}

Window Window::of(Span span) {
    const bool in_range =
        span.from >= *Day::from_civil(1900, 1, 1) && span.until <= Day::from_civil(2199, 12, 31)->plus(1);
    if (!in_range || span.empty()) {
        throw ArgumentError("window", to_string(span.from) + ".." + to_string(span.until), std::string(window_forms));
    }
    return Window(span);
}

std::vector<Span> Window::whole_periods(Period period) const {
    if (period == Period::window) return {span_};
    std::vector<Span> whole;
    const std::int32_t last_number = period_number(period, last());
    for (std::int32_t number = period_number(period, first()); number <= last_number; ++number) {
        const Span days = period_days(period, number);
        if (span_.contains(days)) whole.push_back(days);
    }
    return whole;
}

std::string to_string(const Window& window) { return to_string(window.first()) + ".." + to_string(window.end()); }

} // namespace jifen
