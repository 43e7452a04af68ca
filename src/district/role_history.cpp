#include "jifen/district/role_history.hpp"

#include <algorithm>
#include <tuple>

namespace jifen {

RoleSet::RoleSet(const DistrictData& district, std::span<const std::string> roles) : held_(district.role_words.size()) {
    for (const std::string& role : roles) {
        if (const RoleWord word = district.role_words.find(role)) held_[word.index()] = true;
    }
}

std::optional<HomeRole> home_role(const DistrictData& district, PersonId person, const RoleSet& roles,
                                  const Window& window) {
    std::optional<HomeRole> home;
    for (const RoleHeld& held : district.roles.of(person)) {
        if (!roles.contains(held.role)) continue;
        const Span days = held.days.intersect(window.span());
        if (days.empty()) continue;
        const HomeRole candidate{held.unit, held.days.from, days.until.plus(-1)};
        // Later day, then later from, then smaller unit: the unit compares the other way round.
        if (!home || std::tuple(candidate.last_day, candidate.from, home->unit) >
                         std::tuple(home->last_day, home->from, candidate.unit)) {
            home = candidate;
        }
    }
    return home;
}

std::vector<Span> held_days(const DistrictData& district, PersonId person, const RoleSet& roles, const Window& window,
                            UnitId in_unit) {
    std::vector<Span> days;
    find_held_days(district, person, roles, window, days, in_unit);
    return days;
}

void find_held_days(const DistrictData& district, PersonId person, const RoleSet& roles, const Window& window,
                    std::vector<Span>& days, UnitId in_unit) {
    days.clear();
    for (const RoleHeld& held : district.roles.of(person)) {
        if (!roles.contains(held.role) || (in_unit && held.unit != in_unit)) continue;
        const Span within = held.days.intersect(window.span());
        if (!within.empty()) days.push_back(within);
    }
    join_spans(days);
}

bool held_one_throughout(const DistrictData& district, PersonId person, const RoleSet& roles,
                         const Window& window) noexcept {
    return std::ranges::any_of(district.roles.of(person), [&](const RoleHeld& held) {
        return held.days.contains(window.span()) && roles.contains(held.role);
    });
}

std::int32_t count_days(std::span<const Span> spans) noexcept {
    std::int32_t days = 0;
    for (const Span& span : spans) days += span.days();
    return days;
}

std::int32_t count_held_days(const DistrictData& district, PersonId person, const RoleSet& roles,
                             const Window& window) {
    // Nearly everybody holds one, so that nothing has to be joined.
    const auto held = district.roles.of(person);
    if (held.size() != 1) return count_days(held_days(district, person, roles, window));
    const Span days = held.front().days.intersect(window.span());
    return roles.contains(held.front().role) && !days.empty() ? days.days() : 0;
}

void join_spans(std::vector<Span>& spans) {
    if (spans.size() < 2) return;
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
    std::size_t last = 0;
    for (std::size_t i = 1; i < spans.size(); ++i) {
        if (spans[i].from <= spans[last].until)
            spans[last].until = std::max(spans[last].until, spans[i].until);
        else
            spans[++last] = spans[i];
    }
    spans.resize(last + 1);
}

} // namespace jifen
