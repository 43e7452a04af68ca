#pragma once

#include "jifen/core/span.hpp"
#include "synthetic/draw.hpp"

#include <array>

namespace jifen::synthetic {

/// 1 January 2023, the first day of the year that is made; `PingguDistrict::year`.
inline constexpr Day new_year{19358};
inline constexpr Day year_end = new_year.plus(365);
inline constexpr std::array<int, 13> month_starts{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

/// Months from 0.
[[nodiscard]] constexpr Span month_span(std::size_t month) {
    return {new_year.plus(month_starts[month]), new_year.plus(month_starts[month + 1])};
}

/// A day from `from` + least to `from` + most.
[[nodiscard]] inline Day day_after(CounterRng& rng, Day from, int least, int most) {
    return from.plus(between(rng, least, most));
}

/// A day of the span; precondition: not empty, both ends finite.
[[nodiscard]] inline Day day_in(CounterRng& rng, const Span& span) {
    return span.from.plus(static_cast<int>(below(rng, static_cast<std::uint32_t>(span.days()))));
}

} // namespace jifen::synthetic
