#pragma once

#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jifen {

/// The greatest total that a rulebook lets somebody reach who holds these roles and no others, and the parts it is made
/// of. Nobody's total is larger, whatever the district and the ledger say and whenever in the window she holds them.
///
/// `reached`: there is a district and a ledger in which it is reached; without a limit, one beyond every number that 64
/// bits of thousandths hold. She holds the roles in one unit on every day, has many entries of every item on every day
/// it is in force, each with a subject of its own and no `act`, and what linkage, five knows and duties ask. Then
/// neither `once` nor an exclusive group takes anything away, and every (item, day) ends under a cap that is used up;
/// as long as each cap and ladder period lies within the cap periods of the later stages (SPEC §4.4) all such outcomes
/// have one and the same sum, the greatest.
///
/// It is only a bound (`reached` is false; it may be reached all the same) when
/// - the periods do not lie so: caps are then left out until the rest do, in two ways, and the smaller sum is given;
/// - a duty whose points are for each holder cannot be done in every whole period of the window, because none of its
///   items is in force: full points then need a change of unit in just those periods;
/// - a duty can be done only with deductions or vetoes, or a duty or a linkage target takes points for what is done:
///   points here then cost points there;
/// - an index is a part of the total: it is in full for whoever is best in everything, which depends on the others.
struct GreatestTotal {
    std::vector<std::string> roles; ///< held at once
    std::optional<Points> total;    ///< clipped to floor and ceiling; none: no limit
    Points base;
    std::optional<Points> items;   ///< after all caps; none: no limit
    std::optional<Points> linkage; ///< this and the next three have a limit, but it may not fit 64 bits: then none
    std::optional<Points> five_knows;
    std::optional<Points> duties;
    std::optional<Points> composite; ///< 0 where the index is no part of the total
    bool reached = true;
};

/// Over one window. `roles` are held at once; a word that the rulebook does not name earns nothing. Costs O(days of the
/// window × (items + caps)): well under a millisecond for a year and 30 items.
[[nodiscard]] GreatestTotal greatest_total(const Rulebook& rulebook, const Window& window,
                                           std::span<const std::string> roles);

/// Over any one calendar year from 1900 to 2199, whichever gives most (of equal totals the one of the greatest parts).
/// Dates matter: an item in force for four months of 2023 counts for four months, not for none or twelve. Costs as many
/// windows as there are years with a `from` or `until`, and up to 14 (the shapes of a calendar year) for each stretch
/// between them.
[[nodiscard]] GreatestTotal greatest_total(const Rulebook& rulebook, std::span<const std::string> roles);

/// For each role of `applies_to` alone, in that order, then for all roles that the rulebook names at once if they are
/// more than one. Without a window over any calendar year. Costs what `greatest_total` costs for each set of rules that
/// roles share, not for each role.
[[nodiscard]] std::vector<GreatestTotal> greatest_totals(const Rulebook& rulebook,
                                                         const std::optional<Window>& window = {});

/// Every role that the rulebook names: `applies_to` and, behind them, those of linkage and five knows that are not
/// among it.
[[nodiscard]] std::vector<std::string> all_roles(const RulebookData& rules);

} // namespace jifen
