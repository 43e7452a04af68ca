#pragma once

#include "jifen/core/span.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jifen {

/// The periods of caps, `once`, ladders and duties, finest first (SPEC §0). Weeks are ISO weeks, from Monday.
enum class Period : std::uint8_t { day, week, month, quarter, half, year, window };

inline constexpr std::array all_periods{Period::day,  Period::week, Period::month, Period::quarter,
                                        Period::half, Period::year, Period::window};

/// `day`, `week`, … as the rulebook writes it.
[[nodiscard]] std::string_view to_string(Period period) noexcept;
[[nodiscard]] std::optional<Period> parse_period(std::string_view text) noexcept;

/// Numbers the periods of one kind so that two days have the same number exactly when they lie in the same period,
/// and later periods have larger numbers. `window` is always 0. Precondition: the day is finite.
[[nodiscard]] std::int32_t period_number(Period period, Day day) noexcept;

/// The calendar days of a numbered period, uncut. Precondition: not `window`.
[[nodiscard]] Span period_days(Period period, std::int32_t number) noexcept;

/// The same day of the month so many months earlier, or that month's last day where it has no such one; always() before
/// 1900. Precondition: the day is finite, months ≥ 0.
[[nodiscard]] Day months_before(Day day, std::int32_t months) noexcept;

/// Whether every period of kind `fine` lies within one period of kind `coarse`: day ⊂ week ⊂ window,
/// day ⊂ month ⊂ quarter ⊂ half ⊂ year ⊂ window; a week straddles months. True for equal kinds.
[[nodiscard]] constexpr bool nests(Period fine, Period coarse) noexcept {
    if (fine == coarse || fine == Period::day || coarse == Period::window) return true;
    if (fine == Period::week || coarse == Period::week) return false;
    return fine < coarse;
}

} // namespace jifen
