#pragma once

#include "jifen/scoring/scorer.hpp"

#include <span>
#include <vector>

namespace jifen {

/// What gains have taken of a cap in the period that contains a day (SPEC §4.4).
struct CapUse {
    CutBy::Kind stage = CutBy::Kind::total; ///< `item`, `category` or `total`
    ItemId item;                            ///< whose cap it is, for `item`
    CategoryId category;                    ///< for `category`
    Period per = Period::window;
    Span days; ///< the period, cut at the window's edges
    Points limit, used;
    const Heading* heading = nullptr; ///< of the cap; lives as long as the rulebook

    /// What further entries of the period can still be credited, as far as this cap goes.
    [[nodiscard]] Points left() const { return limit - used; }
};

/// Every cap that a gain can meet, in the periods around that day: of items in their order, of categories, of the
/// total. Caps of what only takes points away are left out. `entries` are what `Scorer::entries` gave for that person.
/// Precondition: the window contains the day. O(entries · caps on their way).
[[nodiscard]] std::vector<CapUse> use_of_caps(const Admission& admission, PersonId person,
                                              std::span<const EntryScore> entries, Day day);

} // namespace jifen
