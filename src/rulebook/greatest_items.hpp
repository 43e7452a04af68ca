#pragma once

#include "jifen/core/exact.hpp"
#include "jifen/rulebook/program.hpp"

#include <span>
#include <string>

/// \file
/// The items part of `greatest_total`.

namespace jifen::rulebook_bounds {

/// More than any sum of caps: what nothing bounds.
inline constexpr Int128 no_limit = Int128{1} << 120;

struct ItemsBound {
    Int128 thousandths = 0; ///< `no_limit` when nothing bounds it
    bool reached = true;    ///< every cap and ladder period lies within the cap periods of the later stages
};

/// Whether a holder of `held` may earn what is for `wanted`.
[[nodiscard]] bool share_a_role(std::span<const std::string> held, std::span<const std::string> wanted) noexcept;

/// The most that one valid entry, or the highest step of a ladder, gives or takes: a magnitude; of `points_per_unit`
/// one unit.
[[nodiscard]] Points greatest_value(const Item& item);

/// Whether an entry of the item on that day can be valid: it is in force, and one of the versions of its points is.
[[nodiscard]] bool in_force(const Item& item, Day day) noexcept;

/// Whether there is such a day in the span. O(versions).
[[nodiscard]] bool can_be_done_in(const Item& item, const Span& days) noexcept;

/// The greatest sum of credited points that holders of the roles can have in the window.
[[nodiscard]] ItemsBound greatest_items(const Program& program, std::span<const std::string> held);

} // namespace jifen::rulebook_bounds
