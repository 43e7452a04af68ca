#pragma once

#include "rulebook/table_reader.hpp"

#include <vector>

namespace jifen::rulebook_reading {

/// `caps` of an item, a category or the total, finest period first. Reports two of one period and periods that do not
/// nest.
[[nodiscard]] std::vector<Cap> read_caps(TableReader& owner);

/// Whether caps of these two periods may stand on one owner (SPEC §3): a week only beside days, because weeks straddle
/// months and the window's edges need not be week ends. Narrower than `nests`, which speaks of different owners.
[[nodiscard]] constexpr bool may_stand_together(Period a, Period b) noexcept {
    if (a == Period::week) return b == Period::day;
    if (b == Period::week) return a == Period::day;
    return a != b;
}

} // namespace jifen::rulebook_reading
