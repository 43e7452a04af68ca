#include "jifen/rulebook/greatest_total.hpp"

#include "rulebook/greatest_items.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace jifen {

namespace {

using namespace rulebook_bounds;

/// A part before it is asked whether it fits 64 bits.
struct Part {
    Int128 thousandths = 0;
    bool reached = true;

    void add(Points points) { thousandths += points.thousandths(); }
};

std::optional<Points> as_points(Int128 thousandths) {
    if (thousandths > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    // Below lie only sums of points that are taken from everybody: nobody's total fits, and the least number bounds it.
    const Int128 least = std::numeric_limits<std::int64_t>::min();
    return Points::thousandths(static_cast<std::int64_t>(std::max(thousandths, least)));
}

Part greatest_linkage(const RulebookData& rules, const Window& window, std::span<const std::string> held) {
    Part part;
    if (!rules.linkage || !share_a_role(held, rules.linkage->roles)) return part;
    const LinkageRule& rule = *rules.linkage;
    // An exemplar's entries serve too, and she is not asked for a role: so only the dates of the items matter.
    const bool can_serve = std::any_of(rule.served_items.begin(), rule.served_items.end(), [&](ItemId item) {
        return can_be_done_in(rules.items[item.index()], window.span());
    });
    for (const auto* target : {&rule.exemplars, &rule.contacts, &rule.served}) {
        if (!*target || (target == &rule.served && !can_serve)) continue;
        if ((*target)->points.is_negative()) part.reached = false; // whoever is served is a contact, too
        part.add(std::max((*target)->points, Points()));
    }
    return part;
}

Part greatest_five_knows(const RulebookData& rules, std::span<const std::string> held) {
    Part part;
    if (!rules.five_knows || std::find(held.begin(), held.end(), rules.five_knows->role) == held.end()) return part;
    // All is known, or (where that takes points) nothing of somebody.
    part.add(std::max(rules.five_knows->points, Points()));
    return part;
}

/// In how many of the periods holders of the roles can do the duty, and whether without deductions and vetoes.
struct Doable {
    std::size_t periods = 0;
    std::size_t freely = 0;
};

Doable doable(const RulebookData& rules, const Duty& duty, std::span<const Span> periods,
              std::span<const std::string> held) {
    Doable found;
    for (const Span& period : periods) {
        bool any = false;
        bool freely = false;
        for (const ItemId id : duty.items) {
            const Item& item = rules.items[id.index()];
            if (!share_a_role(held, item.roles) || !can_be_done_in(item, period)) continue;
            any = true;
            freely = freely || (!item.is_veto() && !item.is_negative());
        }
        found.periods += any ? 1 : 0;
        found.freely += freely ? 1 : 0;
    }
    return found;
}

void add_duty(Part& part, const RulebookData& rules, const Duty& duty, const Window& window,
              std::span<const std::string> held) {
    const std::vector<Span> periods = window.whole_periods(duty.per);
    const bool full_if_none = duty.if_none_due == IfNone::full;
    if (periods.empty()) { // then nothing is due for anybody
        if (full_if_none) part.add(duty.points);
        return;
    }
    if (duty.points <= Points()) { // best not done; but its items may be what earns points
        part.reached = part.reached && duty.points.is_zero();
        return;
    }
    const Doable can = doable(rules, duty, periods, held);
    if (can.periods == 0 && !full_if_none) return;
    part.add(duty.points);
    // A holder is there in every period, households can be there in just those in which the duty can be done
    const bool in_all = can.freely == periods.size();
    // (and one that is there for the five knows of her last day alone has no duty due, unless that day is a period).
    const bool by_household = duty.each == DutyEach::household && duty.per != Period::day && window.days() > 1;
    const bool enough = can.freely > 0 || (can.periods == 0 && full_if_none);
    part.reached = part.reached && (in_all || (by_household && enough));
}

Part greatest_duties(const RulebookData& rules, const Window& window, std::span<const std::string> held) {
    Part part;
    for (const Duty& duty : rules.duties) {
        if (share_a_role(held, duty.roles)) add_duty(part, rules, duty, window, held);
    }
    return part;
}

Part greatest_composite(const RulebookData& rules, std::span<const std::string> held) {
    Part part;
    if (!rules.composite || !rules.composite->in_total || !share_a_role(held, rules.composite->roles)) return part;
    part.add(rules.composite->points);
    // Each contribution is rounded by itself, by half a thousandth at most.
    if (rules.composite->aggregate == IndexAggregate::weighted_sum)
        part.thousandths += static_cast<std::int64_t>(rules.composite->indicators.size() / 2);
    part.reached = false;
    return part;
}

/// The numbers of the calendar years that must be asked: those in which something begins or ends, and of each stretch
/// between them the first of every shape.
std::vector<int> telling_years(const RulebookData& rules) {
    constexpr int first_year = 1900;
    constexpr int last_year = 2199;
    std::set<int> turning;
    const auto note = [&turning](const Span& days) {
        if (days.from.is_finite()) turning.insert(days.from.civil().year);
        if (days.until.is_finite()) turning.insert(days.until.plus(-1).civil().year);
    };
    for (const Item& item : rules.items) {
        note(item.days);
        for (const PointsVersion& version : item.versions) note(version.days);
    }
    std::vector<int> years;
    std::set<std::pair<std::int32_t, std::int32_t>> shapes; // days of the year, weekday of its first
    for (int year = first_year; year <= last_year; ++year) {
        if (turning.contains(year)) {
            shapes.clear();
            years.push_back(year);
            continue;
        }
        const Window window = Window::year(year);
        if (shapes.insert({window.days(), window.first().number() % 7}).second) years.push_back(year);
    }
    return years;
}

/// A number for comparing: no limit is more than any.
Int128 comparable(const std::optional<Points>& points) { return points ? Int128{points->thousandths()} : no_limit; }

/// By the total; of totals that the ceiling or floor makes equal, by what they are made of.
bool is_greater(const GreatestTotal& a, const GreatestTotal& b) {
    const auto parts = [](const GreatestTotal& of) {
        return comparable(of.items) + comparable(of.linkage) + comparable(of.five_knows) + comparable(of.duties) +
               comparable(of.composite);
    };
    return std::pair(comparable(a.total), parts(a)) > std::pair(comparable(b.total), parts(b));
}

/// What is for holders of each role, as one text for each: of roles whose texts are equal the greatest totals are
/// equal, too. O(roles that the rules name).
std::unordered_map<std::string_view, std::string> what_is_for_each(const RulebookData& rules) {
    std::unordered_map<std::string_view, std::string> found;
    const auto note = [&found](char kind, std::size_t number, const std::vector<std::string>& roles) {
        const std::string rule = kind + std::to_string(number) + " ";
        for (const std::string& role : roles) found[role] += rule;
    };
    for (std::size_t i = 0; i < rules.items.size(); ++i) note('i', i, rules.items[i].roles);
    for (std::size_t i = 0; i < rules.duties.size(); ++i) note('d', i, rules.duties[i].roles);
    if (rules.linkage) note('l', 0, rules.linkage->roles);
    if (rules.five_knows) note('k', 0, {rules.five_knows->role});
    if (rules.composite) note('c', 0, rules.composite->roles);
    return found;
}

} // namespace

GreatestTotal greatest_total(const Rulebook& rulebook, const Window& window, std::span<const std::string> roles) {
    const RulebookData& rules = *rulebook;
    GreatestTotal greatest;
    greatest.roles.assign(roles.begin(), roles.end());
    const ItemsBound items = greatest_items(Program(rulebook, window), roles);
    const Part linkage = greatest_linkage(rules, window, roles);
    const Part knows = greatest_five_knows(rules, roles);
    const Part duties = greatest_duties(rules, window, roles);
    const Part composite = greatest_composite(rules, roles);
    greatest.base = rules.total.base;
    greatest.items = as_points(items.thousandths);
    greatest.linkage = as_points(linkage.thousandths);
    greatest.five_knows = as_points(knows.thousandths);
    greatest.duties = as_points(duties.thousandths);
    greatest.composite = as_points(composite.thousandths);
    Int128 total = Int128{rules.total.base.thousandths()} + items.thousandths + linkage.thousandths +
                   knows.thousandths + duties.thousandths + composite.thousandths;
    if (rules.total.floor) total = std::max(total, Int128{rules.total.floor->thousandths()});
    if (rules.total.ceiling) total = std::min(total, Int128{rules.total.ceiling->thousandths()});
    greatest.total = as_points(total);
    greatest.reached = items.reached && linkage.reached && duties.reached && composite.reached;
    return greatest;
}

GreatestTotal greatest_total(const Rulebook& rulebook, std::span<const std::string> roles) {
    std::optional<GreatestTotal> greatest;
    for (const int year : telling_years(*rulebook)) {
        GreatestTotal of_year = greatest_total(rulebook, Window::year(year), roles);
        if (!greatest || is_greater(of_year, *greatest)) greatest = std::move(of_year);
    }
    return std::move(*greatest);
}

std::vector<std::string> all_roles(const RulebookData& rules) {
    std::vector<std::string> roles = rules.applies_to;
    std::unordered_set<std::string_view> known(rules.applies_to.begin(), rules.applies_to.end());
    const auto add = [&](const std::string& role) {
        if (known.insert(role).second) roles.push_back(role);
    };
    if (rules.linkage) std::for_each(rules.linkage->roles.begin(), rules.linkage->roles.end(), add);
    if (rules.five_knows) add(rules.five_knows->role);
    return roles;
}

std::vector<GreatestTotal> greatest_totals(const Rulebook& rulebook, const std::optional<Window>& window) {
    std::vector<GreatestTotal> totals;
    const auto add = [&](std::span<const std::string> roles) {
        totals.push_back(window ? greatest_total(rulebook, *window, roles) : greatest_total(rulebook, roles));
    };
    auto for_each_role = what_is_for_each(*rulebook);
    std::unordered_map<std::string, std::size_t> known; // what is for a role, to the first total of such a role
    for (const std::string& role : rulebook->applies_to) {
        const auto [first, is_new] = known.try_emplace(std::move(for_each_role[role]), totals.size());
        if (is_new) {
            add(std::span(&role, 1));
            continue;
        }
        totals.push_back(totals[first->second]);
        totals.back().roles = {role};
    }
    const std::vector<std::string> all = all_roles(*rulebook);
    if (all.size() > 1) add(all);
    return totals;
}

} // namespace jifen
