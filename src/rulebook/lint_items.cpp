#include "rulebook/greatest_items.hpp"
#include "rulebook/linter.hpp"

#include <algorithm>

namespace jifen::rulebook_lint {

namespace {

using rulebook_bounds::greatest_value;

/// `from 2023-01-01 on`, `until 2023-06-30`, `from … to …`: first and last day.
std::string days_text(const Span& days) {
    const bool ends = days.until.is_finite();
    const std::string last = ends ? to_string(days.until.plus(-1)) : "";
    if (!days.from.is_finite()) return ends ? "until " + last : "always";
    return "from " + to_string(days.from) + (ends ? " to " + last : " on");
}

void check_dates(Linter& linter, const Item& item) {
    const auto meets = [&item](const PointsVersion& version) { return version.days.overlaps(item.days); };
    const bool by_version = item.scoring == Scoring::points;
    if (by_version && std::none_of(item.versions.begin(), item.versions.end(), meets)) {
        linter.warn(item.heading, "never_in_force",
                    named("item", item) + " is in force " + days_text(item.days) + ", its points " +
                        days_text({item.versions.front().days.from, item.versions.back().days.until}) +
                        ": no day is in both, and it never counts",
                    item.code, "let from and until of the item and of its points meet");
        return;
    }
    for (const PointsVersion& version : item.versions) {
        if (meets(version)) continue;
        linter.warn(version.heading, "version_never_in_force",
                    "points of " + named("item", item) + ": the version " + days_text(version.days) +
                        " never counts, the item is in force " + days_text(item.days),
                    to_string(version.days.from), "leave the version out, or let the item be in force then");
    }
    if (!linter.window()) return;
    const Span open = item.days.intersect(linter.window()->span());
    const bool in_window =
        !open.empty() && (!by_version || std::any_of(item.versions.begin(), item.versions.end(),
                                                     [&](const PointsVersion& v) { return v.days.overlaps(open); }));
    if (!in_window) {
        linter.warn(item.heading, "not_in_window",
                    named("item", item) + " is not in force on any day of the window " + to_string(*linter.window()),
                    item.code, "no entry of it counts in this window; if it should, change its dates");
    }
}

/// Two versions of different worth in one period of `once`: then it matters which entry came first.
bool versions_differ_in_a_period(const Item& item) {
    const auto& versions = item.versions;
    for (std::size_t late = 1; late < versions.size(); ++late) {
        const Span second = versions[late].days.intersect(item.days);
        for (std::size_t early = 0; early < late; ++early) {
            const Span first = versions[early].days.intersect(item.days);
            const bool equal = versions[early].value == versions[late].value;
            const bool counts = !versions[early].value.is_zero() && !versions[late].value.is_zero();
            if (equal || !counts || first.empty() || second.empty()) continue;
            if (period_number(*item.once, first.until.plus(-1)) == period_number(*item.once, second.from)) return true;
        }
    }
    return false;
}

bool levels_differ(const Item& item) {
    const std::pair<std::string, Points>* first = nullptr;
    for (const auto& level : item.by_level) {
        if (level.second.is_zero()) continue;
        if (first != nullptr && first->second != level.second) return true;
        first = &level;
    }
    return false;
}

void check_once(Linter& linter, const Item& item) {
    if (!item.once) return;
    const std::string once = named("item", item) + " counts once in " +
                             (*item.once == Period::window ? "the window" : "a " + std::string(to_string(*item.once)));
    if (item.exclusive) {
        const Exclusive& group = linter.rules().exclusives[item.exclusive.index()];
        linter.warn(item.heading, "once_on_exclusive",
                    once + " and stands in the exclusive group of line " + std::to_string(group.heading.line) +
                        ": the group is asked first, so the ids of entries can decide what a person gets",
                    item.code, "leave once out, or take the item out of the group");
    }
    std::string why;
    if (item.scoring == Scoring::points_per_unit && !item.per_unit.is_zero()) why = "its points depend on the quantity";
    if (levels_differ(item)) why = "its levels are worth different points";
    if (versions_differ_in_a_period(item)) why = "versions of different points fall into one such period";
    if (!why.empty()) {
        linter.warn(item.heading, "once_with_unequal_points",
                    once + ", but " + why + ": the first entry counts, be it worth less than a later one", item.code,
                    "give it one number of points, or a cap instead of once");
    }
}

bool has_effect(const RulebookData& rules, std::size_t number) {
    const Item& item = rules.items[number];
    if (item.is_veto() || !greatest_value(item).is_zero()) return true;
    const auto holds = [number](const std::vector<ItemId>& items) {
        return std::find(items.begin(), items.end(), ItemId::at(number)) != items.end();
    };
    return (rules.linkage && holds(rules.linkage->served_items)) ||
           std::any_of(rules.duties.begin(), rules.duties.end(), [&](const Duty& duty) { return holds(duty.items); });
}

} // namespace

void lint_items(Linter& linter) {
    const RulebookData& rules = linter.rules();
    std::vector<bool> used(rules.categories.size());
    for (std::size_t number = 0; number < rules.items.size(); ++number) {
        const Item& item = rules.items[number];
        if (item.category) used[item.category.index()] = true;
        check_dates(linter, item);
        check_once(linter, item);
        if (!has_effect(rules, number)) {
            linter.warn(item.heading, "item_without_effect",
                        named("item", item) + " has no points and no veto, and no duty or linkage counts it", item.code,
                        "give it points, name it in a duty, or leave it out");
        }
    }
    for (std::size_t number = 0; number < used.size(); ++number) {
        const Category& category = rules.categories[number];
        if (used[number]) continue;
        linter.warn(category.heading, "category_without_items",
                    "no item stands in " + named("category", category) + ": its points are always 0", category.code,
                    "name it in an item, or leave it out");
    }
    for (const Exclusive& group : rules.exclusives) {
        if (group.items.size() > 1) continue;
        const Item& item = rules.items[group.items.front().index()];
        linter.warn(group.heading, "exclusive_of_one",
                    "the exclusive group holds " + named("item", item) +
                        " alone: there is nothing that it could exclude",
                    item.code, "name at least two items, or leave the group out");
    }
}

} // namespace jifen::rulebook_lint
