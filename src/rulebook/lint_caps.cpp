#include "rulebook/greatest_items.hpp"
#include "rulebook/linter.hpp"
#include "rulebook/period_nesting.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace jifen::rulebook_lint {

namespace {

using rulebook_bounds::greatest_value;
using rulebook_bounds::PeriodNesting;

std::string a_period(Period per) {
    return per == Period::window ? "the window" : "each " + std::string(to_string(per));
}

Points without_sign(Points points) {
    const Points least = Points::thousandths(-std::numeric_limits<std::int64_t>::max());
    return points.is_negative() ? -std::max(points, least) : points;
}

/// A cap on an item's way, or what a ladder gives in all, with its stage: ladder 0, item 1, category 2, total 3.
struct OnTheWay {
    int stage = 0;
    Period per = Period::window;
    Points points;
    const Heading* heading = nullptr;
    std::string owner;

    [[nodiscard]] std::string text() const {
        return owner + (stage == 0 ? " counts " : " has a cap of " + to_string(points) + " for ") + a_period(per);
    }
};

void add_caps(std::vector<OnTheWay>& way, int stage, const std::vector<Cap>& caps, const std::string& owner) {
    for (const Cap& cap : caps) way.push_back({stage, cap.per, cap.points, &cap.heading, owner});
}

/// From the finest cap of the item to the coarsest of the total.
std::vector<OnTheWay> way_of(const RulebookData& rules, const Item& item) {
    std::vector<OnTheWay> way;
    add_caps(way, 1, item.caps, named("item", item));
    if (item.category) {
        const Category& category = rules.categories[item.category.index()];
        add_caps(way, 2, category.caps, named("category", category));
    }
    add_caps(way, 3, rules.total.caps, "the total");
    return way;
}

const OnTheWay* tightest(const std::vector<OnTheWay>& way) {
    const auto least = std::min_element(way.begin(), way.end(),
                                        [](const OnTheWay& a, const OnTheWay& b) { return a.points < b.points; });
    return least == way.end() ? nullptr : &*least;
}

/// What an entry is worth, and where the file says so.
struct Worth {
    Points value;
    const Heading* heading = nullptr;
    std::string text; ///< `one unit of item "a"`
};

/// The values of an item that has no ladder. Levels that are out of reach alike are one warning: only the greatest.
std::vector<Worth> values_of(const Item& item) {
    std::vector<Worth> values;
    const std::string name = named("item", item);
    for (const PointsVersion& version : item.versions) {
        if (!version.days.overlaps(item.days)) continue;
        const std::string since = version.dated ? " from " + to_string(version.days.from) : "";
        values.push_back({version.value, version.dated ? &version.heading : &item.heading, name + since});
    }
    if (item.scoring == Scoring::points_per_unit)
        values.push_back({item.per_unit, &item.heading, "one unit of " + name});
    const auto greatest =
        std::max_element(item.by_level.begin(), item.by_level.end(),
                         [](const auto& a, const auto& b) { return without_sign(a.second) < without_sign(b.second); });
    if (greatest != item.by_level.end())
        values.push_back({greatest->second, &item.heading, name + " at level " + jifen::in_quotes(greatest->first)});
    return values;
}

void check_values(Linter& linter, const Item& item) {
    const std::vector<OnTheWay> way = way_of(linter.rules(), item);
    const OnTheWay* const least = tightest(way);
    const TotalRule& total = linter.rules().total;
    for (const Worth& worth : values_of(item)) {
        const std::string is_worth = worth.text + " is worth " + to_string(worth.value);
        if (least != nullptr && without_sign(worth.value) > least->points) {
            linter.warn(*worth.heading, "value_above_cap",
                        is_worth + ", but " + least->text() + ": no entry ever counts in full", to_string(worth.value),
                        "raise the cap, or lower the points to what can be had");
        } else if (total.ceiling && worth.value > Points() &&
                   Int128{total.base.thousandths()} + worth.value.thousandths() > total.ceiling->thousandths()) {
            linter.warn(*worth.heading, "value_above_ceiling",
                        is_worth + ", but the base is " + to_string(total.base) + " and the ceiling " +
                            to_string(*total.ceiling) + ": even as her only entry it does not count in full",
                        to_string(worth.value), "raise the ceiling, or lower the base or the points");
        }
    }
}

/// A step is out of reach when a cap holds all of the ladder's period, or when a single step takes more than the cap.
void check_ladder(Linter& linter, const Item& item) {
    const std::vector<OnTheWay> way = way_of(linter.rules(), item);
    Points before;
    for (const LadderStep& step : item.ladder->steps) {
        const Points rise = without_sign(step.points - before);
        for (const OnTheWay& cap : way) {
            const bool holds_all = nests(item.ladder->per, cap.per);
            if ((holds_all ? without_sign(step.points) : rise) <= cap.points) continue;
            linter.warn(item.ladder->heading, "step_above_cap",
                        "the step of " + named("item", item) + " at " + to_string(step.threshold) + " is worth " +
                            to_string(step.points) + " in " + a_period(item.ladder->per) +
                            (holds_all ? "" : ", " + to_string(rise) + " more than the one below it") + ", but " +
                            cap.text() + ": nobody ever has it in full",
                        to_string(step.points), "raise the cap, or lower or leave out the step");
            return; // the higher steps are out of reach as well
        }
        before = step.points;
    }
}

/// How many periods of the finer kind a coarser one holds at the most; 0 where it is not known without a window.
std::int64_t most_periods_in(Period fine, Period coarse) {
    constexpr std::array<std::int64_t, 6> days{1, 7, 31, 92, 184, 366};
    constexpr std::array<std::int64_t, 6> months{0, 0, 1, 3, 6, 12};
    if (coarse == Period::window || fine == Period::window || fine == Period::week) return 0;
    const auto at = static_cast<std::size_t>(coarse);
    return fine == Period::day ? days[at] : months[at] / months[static_cast<std::size_t>(fine)];
}

void check_owner(Linter& linter, const std::vector<Cap>& caps, const std::string& owner) {
    for (std::size_t i = 1; i < caps.size(); ++i) {
        const Cap& fine = caps[i - 1];
        const Cap& coarse = caps[i];
        const std::string both = owner + " may have " + to_string(fine.points) + " in " + a_period(fine.per) + " and " +
                                 to_string(coarse.points) + " in " + a_period(coarse.per);
        if (coarse.points <= fine.points) {
            linter.warn(coarse.heading, "coarser_cap_not_larger", both + ": the finer cap never cuts anything",
                        to_string(coarse.points), "raise the coarser cap, or leave the finer one out");
            continue;
        }
        const std::int64_t periods = most_periods_in(fine.per, coarse.per);
        if (periods > 0 && Int128{fine.points.thousandths()} * periods <= coarse.points.thousandths()) {
            linter.warn(coarse.heading, "cap_never_reached",
                        both + ", which holds at most " + std::to_string(periods) +
                            " of them: the coarser cap never cuts anything",
                        to_string(coarse.points), "lower the coarser cap, or leave it out");
        }
    }
}

/// Reports the first later cap in whose periods those of `early` do not lie.
void check_nesting(Linter& linter, const PeriodNesting& nesting, const OnTheWay& early,
                   const std::vector<OnTheWay>& way, bool takes) {
    const auto crossed = std::find_if(way.begin(), way.end(), [&](const OnTheWay& late) {
        return late.stage > early.stage && !nesting.holds(early.per, late.per);
    });
    if (crossed == way.end()) return;
    linter.warn(*early.heading, "periods_do_not_nest",
                early.text() + ", and behind it " + crossed->text() + ": a " + std::string(to_string(early.per)) +
                    " does not lie within a " + std::string(to_string(crossed->per)) + ", so that " +
                    (takes ? "one more deduction can raise a total" : "more work can lower a total"),
                std::string(to_string(early.per)),
                "give the earlier one a period that lies within the later one's, or the later one a coarser period");
}

void check_nesting(Linter& linter, const PeriodNesting& nesting) {
    const RulebookData& rules = linter.rules();
    std::vector<const Item*> of_category(rules.categories.size(), nullptr); // one that is worth points
    for (const Item& item : rules.items) {
        if (item.is_veto() || greatest_value(item).is_zero()) continue;
        if (item.category) of_category[item.category.index()] = &item;
        const std::vector<OnTheWay> way = way_of(rules, item);
        if (item.ladder) {
            const OnTheWay ladder{0, item.ladder->per, Points(), &item.ladder->heading,
                                  "the ladder of " + named("item", item)};
            check_nesting(linter, nesting, ladder, way, item.is_negative());
        }
        for (const OnTheWay& early : way) {
            if (early.stage == 1) check_nesting(linter, nesting, early, way, item.is_negative());
        }
    }
    for (const Item* const item : of_category) {
        if (item == nullptr) continue;
        const std::vector<OnTheWay> way = way_of(rules, *item);
        for (const OnTheWay& early : way) {
            if (early.stage == 2) check_nesting(linter, nesting, early, way, item->is_negative());
        }
    }
}

} // namespace

void lint_caps(Linter& linter) {
    const RulebookData& rules = linter.rules();
    for (const Item& item : rules.items) {
        if (item.ladder) {
            check_ladder(linter, item);
        } else {
            check_values(linter, item);
        }
        check_owner(linter, item.caps, named("item", item));
    }
    for (const Category& category : rules.categories) check_owner(linter, category.caps, named("category", category));
    check_owner(linter, rules.total.caps, "the total");
    check_nesting(linter, linter.window() ? PeriodNesting(*linter.window()) : PeriodNesting());
}

} // namespace jifen::rulebook_lint
