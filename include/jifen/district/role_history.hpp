#pragma once

#include "jifen/core/window.hpp"
#include "jifen/district/district.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// A set of role words of one district, for questions like "on which days did she hold one of these?".
class RoleSet {
public:
    RoleSet() = default;
    /// Words that the district never uses are left out: nobody holds them.
    RoleSet(const DistrictData& district, std::span<const std::string> roles);

    [[nodiscard]] bool contains(RoleWord role) const noexcept {
        return role.index() < held_.size() && held_[role.index()];
    }
    friend bool operator==(const RoleSet&, const RoleSet&) = default;

private:
    std::vector<bool> held_;
};

/// What a person's home role among given roles tells (SPEC §4.1).
struct HomeRole {
    UnitId unit;  ///< of the role held last in the window (ties: the later `from`, then the smaller unit id)
    Day from;     ///< of that role; always() if it has none
    Day last_day; ///< "her day": the last day of the window on which she held one of the roles
};

/// nullopt when she held none of the roles on any day of the window. O(her roles).
[[nodiscard]] std::optional<HomeRole> home_role(const DistrictData& district, PersonId person, const RoleSet& roles,
                                                const Window& window);

/// visit(person, home role) for everybody of people[first, end) who held one of the roles on a day of the window, in
/// the order of ids. O(people + roles), where most hold none.
template <class Visit>
void for_each_holder(const DistrictData& district, const RoleSet& roles, const Window& window, std::size_t first,
                     std::size_t end, Visit visit) {
    for (std::size_t p = first; p < end; ++p) {
        const PersonId person = PersonId::at(p);
        const std::span<const RoleHeld> held = district.roles.of(person);
        if (held.empty()) continue;
        if (held.size() > 1) {
            if (const auto home = home_role(district, person, roles, window)) visit(person, *home);
            continue;
        }
        // Nearly everybody holds one. Nothing is copied of it: what was written a moment ago would be waited for.
        const Span days = held.front().days.intersect(window.span());
        if (roles.contains(held.front().role) && !days.empty())
            visit(person, HomeRole{held.front().unit, held.front().days.from, days.until.plus(-1)});
    }
}

/// The same for everybody.
template <class Visit>
void for_each_holder(const DistrictData& district, const RoleSet& roles, const Window& window, Visit visit) {
    for_each_holder(district, roles, window, 0, district.people.size(), visit);
}

/// The days of the window on which she held one of the roles: disjoint, ascending, not touching. O(r log r).
/// `in_unit`: only roles in that very unit; none: in whatever unit.
[[nodiscard]] std::vector<Span> held_days(const DistrictData& district, PersonId person, const RoleSet& roles,
                                          const Window& window, UnitId in_unit = UnitId::none());

/// The same in `days`, whose memory is used again.
void find_held_days(const DistrictData& district, PersonId person, const RoleSet& roles, const Window& window,
                    std::vector<Span>& days, UnitId in_unit = UnitId::none());

/// Whether a single role of hers is one of these and lasted throughout the window. Then `held_days` are the window; if
/// not, they may still be, by several roles.
[[nodiscard]] bool held_one_throughout(const DistrictData& district, PersonId person, const RoleSet& roles,
                                       const Window& window) noexcept;

/// How many days those are.
[[nodiscard]] std::int32_t count_days(std::span<const Span> spans) noexcept;

/// On how many days of the window she held one of the roles: the days of `held_days`.
[[nodiscard]] std::int32_t count_held_days(const DistrictData& district, PersonId person, const RoleSet& roles,
                                           const Window& window);

/// Sorts spans and joins those that overlap or touch, in place.
void join_spans(std::vector<Span>& spans);

} // namespace jifen
