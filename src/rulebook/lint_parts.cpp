#include "jifen/rulebook/greatest_total.hpp"
#include "rulebook/greatest_items.hpp"
#include "rulebook/linter.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace jifen::rulebook_lint {

namespace {

using rulebook_bounds::can_be_done_in;
using rulebook_bounds::greatest_value;

std::string over(const std::optional<Window>& window) {
    return window ? "in the window " + to_string(*window) : "in any calendar year";
}

// --- roles -----------------------------------------------------------------------------------------------------------

/// A rulebook may name very many roles, and each of its rules all of them.
using Words = std::unordered_set<std::string_view>;

Words words_of(const std::vector<std::string>& words) { return {words.begin(), words.end()}; }

/// The roles that have something to earn.
Words earning_roles(const RulebookData& rules) {
    Words earning;
    const auto add = [&earning](const std::vector<std::string>& roles) { earning.insert(roles.begin(), roles.end()); };
    if (rules.five_knows) earning.insert(rules.five_knows->role);
    if (rules.linkage) add(rules.linkage->roles);
    for (const Item& item : rules.items) {
        if (item.is_veto() || !greatest_value(item).is_zero()) add(item.roles);
    }
    for (const Duty& duty : rules.duties) add(duty.roles);
    if (rules.composite && rules.composite->in_total) add(rules.composite->roles);
    return earning;
}

void check_roles(Linter& linter) {
    const RulebookData& rules = linter.rules();
    const Words earning = earning_roles(rules);
    const Words scored = words_of(rules.applies_to);
    for (const std::string& role : rules.applies_to) {
        if (earning.contains(role)) continue;
        linter.warn(rules.heading, "role_earns_nothing",
                    "holders of " + jifen::in_quotes(role) +
                        " are scored, but no item, linkage, five knows, duty or index is for them: all have the base",
                    role, "give them something to earn, or take the role out of applies_to");
    }
    const auto check = [&](const Heading& at, const std::string& part, const std::string& role) {
        if (scored.contains(role)) return;
        linter.warn(at, "role_not_scored",
                    part + " is for " + jifen::in_quotes(role) +
                        ", which is not in applies_to: its points go only to those who hold a scored role as well",
                    role, "add the role to applies_to, or name one of its roles");
    };
    if (rules.linkage) {
        for (const std::string& role : rules.linkage->roles) check(rules.linkage->heading, "linkage", role);
    }
    if (rules.five_knows) check(rules.five_knows->heading, "five_knows", rules.five_knows->role);
}

// --- duties ----------------------------------------------------------------------------------------------------------

void check_doable(Linter& linter, const Duty& duty) {
    std::vector<std::string> without;
    Words able;
    for (const ItemId item : duty.items) {
        const std::vector<std::string>& roles = linter.rules().items[item.index()].roles;
        able.insert(roles.begin(), roles.end());
    }
    for (const std::string& role : duty.roles) {
        if (!able.contains(role)) without.push_back(role);
    }
    if (without.empty()) return;
    linter.warn(duty.heading, "duty_not_doable",
                named("duty", duty) + " is due for " + listed(without) +
                    ", but none of its items counts for that role: it stays undone",
                without.front(), "take the role out of the duty, or name an item that the role may do");
}

void check_due(Linter& linter, const Duty& duty, const Window& window) {
    const std::vector<Span> periods = window.whole_periods(duty.per);
    if (periods.empty()) {
        linter.warn(duty.heading, "duty_never_due",
                    named("duty", duty) + " is due each " + std::string(to_string(duty.per)) + ", but the window " +
                        to_string(window) + " holds no whole one: nothing is due",
                    std::string(to_string(duty.per)), "evaluate a longer window, or give the duty a shorter period");
        return;
    }
    const auto idle = std::count_if(periods.begin(), periods.end(), [&](const Span& period) {
        return std::none_of(duty.items.begin(), duty.items.end(),
                            [&](ItemId item) { return can_be_done_in(linter.rules().items[item.index()], period); });
    });
    if (idle == 0) return;
    linter.warn(duty.heading, "duty_not_in_force",
                named("duty", duty) + " is due in " + std::to_string(periods.size()) + " periods of the window " +
                    to_string(window) + "; in " + std::to_string(idle) + " of them none of its items is in force",
                std::to_string(idle), "let one of its items be in force whenever the duty is due");
}

// --- grades and selections -------------------------------------------------------------------------------------------

/// The greatest total of anybody, whatever roles she holds: points that some duty takes are left out, since she need
/// not hold its roles. None: no limit.
std::optional<Points> greatest_of_anyone(const Linter& linter) {
    RulebookData rules = linter.rules();
    rules.duties.erase(std::remove_if(rules.duties.begin(), rules.duties.end(),
                                      [](const Duty& duty) { return duty.points.is_negative(); }),
                       rules.duties.end());
    const std::vector<std::string> roles = all_roles(rules);
    const Rulebook rulebook(std::move(rules));
    return (linter.window() ? greatest_total(rulebook, *linter.window(), roles) : greatest_total(rulebook, roles))
        .total;
}

/// The least total of anybody where that is plain to see: the floor, or the base where nothing takes points.
std::optional<Points> least_of_anyone(const RulebookData& rules) {
    const auto takes = [](const auto& rule) { return rule.points.is_negative(); };
    const auto target_takes = [&](const std::optional<LinkageTarget>& target) { return target && takes(*target); };
    const bool nothing_takes =
        std::none_of(rules.items.begin(), rules.items.end(), [](const Item& item) { return item.is_negative(); }) &&
        std::none_of(rules.duties.begin(), rules.duties.end(), takes) &&
        !(rules.five_knows && takes(*rules.five_knows)) &&
        !(rules.linkage && (target_takes(rules.linkage->exemplars) || target_takes(rules.linkage->contacts) ||
                            target_takes(rules.linkage->served)));
    std::optional<Points> least = rules.total.floor;
    if (nothing_takes) least = std::max(rules.total.base, least.value_or(rules.total.base));
    if (least && rules.total.ceiling) least = std::min(*least, *rules.total.ceiling);
    return least;
}

bool is_out_of_reach(const Grade& grade, const std::optional<Points>& greatest) {
    return grade.at_least && greatest && *grade.at_least > *greatest;
}

void check_grades(Linter& linter, const std::optional<Points>& greatest) {
    const RulebookData& rules = linter.rules();
    const std::optional<Points> least = least_of_anyone(rules);
    const Grade* covers_all = nullptr; // the first grade that everybody reaches
    for (const Grade& grade : rules.grades) {
        const bool by_veto = std::any_of(rules.items.begin(), rules.items.end(),
                                         [&](const Item& item) { return item.veto_grade == grade.code; });
        if (is_out_of_reach(grade, greatest) && !by_veto) {
            linter.warn(grade.heading, "unreachable_grade",
                        named("grade", grade) + " begins at " + to_string(*grade.at_least) +
                            ", but nobody can have more than " + to_string(*greatest) + " " + over(linter.window()),
                        to_string(*grade.at_least), "lower the grade, or raise what can be earned");
        }
        if (covers_all != nullptr && !by_veto) {
            linter.warn(grade.heading, "grade_never_given",
                        "nobody has less than " + to_string(*least) + ", where " + named("grade", *covers_all) +
                            " begins at " + to_string(*covers_all->at_least) + ": " + named("grade", grade) +
                            " is never given",
                        grade.code, "raise the grade above it, or lower the floor or the base");
        }
        if (covers_all == nullptr && grade.at_least && least && *grade.at_least <= *least) covers_all = &grade;
    }
}

/// What a selection ranks by that is the same for everybody; empty if it is not.
std::string why_nothing(const RulebookData& rules, const RankKey& key) {
    switch (key.kind) {
    case RankKey::Kind::linkage:
        return rules.linkage ? "" : "the rulebook has no linkage";
    case RankKey::Kind::five_knows:
        return rules.five_knows ? "" : "the rulebook has no five_knows";
    case RankKey::Kind::duties:
        return rules.duties.empty() ? "the rulebook has no duty" : "";
    case RankKey::Kind::composite:
        return rules.composite ? "" : "the rulebook has no composite";
    case RankKey::Kind::fewest_deductions:
        return std::any_of(rules.items.begin(), rules.items.end(), [](const Item& item) { return item.is_negative(); })
                   ? ""
                   : "no item takes points";
    default:
        return "";
    }
}

void check_selection(Linter& linter, const Selection& selection, const std::optional<Points>& greatest) {
    const RulebookData& rules = linter.rules();
    const std::string name = named("selection", selection);
    if (selection.grade_at_least) {
        const Grade& grade = rules.grades[selection.grade_at_least.index()];
        if (is_out_of_reach(grade, greatest)) {
            linter.warn(selection.heading, "selection_out_of_reach",
                        name + " takes " + named("grade", grade) + " or better, from " + to_string(*grade.at_least) +
                            " on, but nobody can have more than " + to_string(*greatest) + " " + over(linter.window()),
                        grade.code, "name a grade that can be reached");
        }
    }
    constexpr std::int64_t longest_year = 366;
    const std::int64_t days = linter.window() ? linter.window()->days() : longest_year;
    if (selection.min_days_in_role > days) {
        linter.warn(selection.heading, "selection_out_of_reach",
                    name + " asks for " + std::to_string(selection.min_days_in_role) + " days in a role, but " +
                        (linter.window() ? "the window " + to_string(*linter.window()) + " has " : "a year has ") +
                        std::to_string(days),
                    std::to_string(selection.min_days_in_role), "ask for fewer days");
    }
    if (selection.share.numerator == 0) {
        linter.warn(selection.heading, "selection_of_nobody", name + " has a share of 0 %: nobody is ever selected",
                    to_string(selection.share), "give it a share above 0, or leave it out");
    }
    for (const auto* keys : {&selection.rank_by, &selection.ties}) {
        for (const RankKey& key : *keys) {
            const std::string why = why_nothing(rules, key);
            if (why.empty()) continue;
            std::string message = keys == &selection.ties ? "ties of " : "rank_by of ";
            message.append(name).append(" names ").append(jifen::in_quotes(key.text)).append(", but ").append(why);
            message.append(": it is the same for everybody");
            linter.warn(selection.heading, "rank_by_nothing", std::move(message), key.text,
                        "leave it out, or add what it counts");
        }
    }
}

} // namespace

void lint_parts(Linter& linter) {
    const RulebookData& rules = linter.rules();
    check_roles(linter);
    for (const Duty& duty : rules.duties) {
        check_doable(linter, duty);
        if (linter.window()) check_due(linter, duty, *linter.window());
    }
    if (rules.grades.empty() && rules.selections.empty()) return;
    const std::optional<Points> greatest = greatest_of_anyone(linter);
    check_grades(linter, greatest);
    for (const Selection& selection : rules.selections) check_selection(linter, selection, greatest);
}

} // namespace jifen::rulebook_lint
