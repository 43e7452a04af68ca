#include "jifen/duties/duties.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

struct Holding {
    std::string role, unit;
    Span days;
};
struct House {
    std::string id, unit;
    Span days;
};
struct Deed {
    Day day;
    std::string item, subject;
};

const std::map<std::string, std::vector<std::string>> below{
    {"T1", {"G1", "G2"}}, {"G1", {"G1"}}, {"G2", {"G2"}}, {"G3", {"G3"}}};

/// One leader with several rows of roles that meet, overlap or leave gaps, and households that come and go.
struct Village {
    std::vector<Holding> roles;
    std::vector<House> houses;
    std::map<std::string, std::string> house_of; // of people
    std::vector<Deed> deeds;

    explicit Village(Dice& dice) {
        const Day first = day_of("2022-12-15");
        const auto span = [&] {
            Span out;
            if (dice.one_in(2)) out.from = first.plus(static_cast<std::int32_t>(dice.between(0, 120)));
            if (dice.one_in(2)) out.until = first.plus(static_cast<std::int32_t>(dice.between(40, 200)));
            if (out.until <= out.from) out.until = Day::never_ends();
            return out;
        };
        static const std::vector<std::string> units{"T1", "G1", "G1", "G2", "G3"};
        for (std::size_t i = 1 + dice.below(4); i > 0; --i) {
            Holding held{dice.one_in(3) ? "member" : "leader", dice.one_of(units), span()};
            // Often a successor without a gap, or with a gap of one day.
            if (!roles.empty() && roles.back().days.until.is_finite() && !dice.one_in(3)) {
                held.unit = dice.one_in(3) ? held.unit : roles.back().unit;
                held.days = {roles.back().days.until.plus(dice.one_in(3) ? 1 : 0), Day::never_ends()};
            }
            roles.push_back(held);
        }
        for (int i = 0; i < 5; ++i) {
            const std::string id = "H" + std::to_string(i);
            houses.push_back({id, dice.one_of(units), span()});
            house_of["p" + std::to_string(i)] = dice.one_in(5) ? "" : "H" + std::to_string(dice.below(5));
        }
        for (std::size_t i = dice.below(60); i > 0; --i) {
            static const std::vector<std::string> items{"visit", "visit", "talk", "other"};
            const std::string number = std::to_string(dice.below(5));
            deeds.push_back({first.plus(static_cast<std::int32_t>(dice.between(0, 200))), dice.one_of(items),
                             dice.one_in(5) ? "" : (dice.one_in(2) ? "H" : "p") + number});
        }
    }

    [[nodiscard]] Tables tables() const {
        const auto ends = [](const Span& days) { return to_string(days.from) + "," + to_string(days.until) + "\n"; };
        Tables out;
        out.households = "household,unit,from,until\n";
        for (const House& house : houses) out.households += house.id + "," + house.unit + "," + ends(house.days);
        out.people = "person,household\nlea,\n";
        for (const auto& [person, house] : house_of) out.people += person + "," + house + "\n";
        out.roles = "person,role,unit,from,until\n";
        for (const Holding& held : roles) out.roles += "lea," + held.role + "," + held.unit + "," + ends(held.days);
        out.ledger = "entry,date,actor,item,subject\n";
        for (std::size_t i = 0; i < deeds.size(); ++i)
            out.ledger += "e" + std::to_string(i) + "," + to_string(deeds[i].day) + ",lea," + deeds[i].item + "," +
                          deeds[i].subject + "\n";
        return out;
    }

    [[nodiscard]] bool holds(const std::set<std::string>& of, Day day) const {
        return std::any_of(roles.begin(), roles.end(),
                           [&](const Holding& held) { return of.contains(held.role) && held.days.contains(day); });
    }
};

/// One duty of the test's rulebook.
struct Rule {
    Period per;
    std::set<std::string> roles;
    bool each_household;
    int at_least;
};

/// The whole periods of the window: days grouped by period, those left out that go on beyond an edge.
std::vector<std::vector<Day>> whole_periods(const Window& window, Period per) {
    std::map<std::int32_t, std::vector<Day>> days;
    for (Day day = window.first(); day < window.end(); day = day.plus(1)) days[period_number(per, day)].push_back(day);
    std::vector<std::vector<Day>> out;
    for (const auto& [number, of_period] : days) {
        const bool goes_on = per != Period::window && (period_number(per, of_period.front().plus(-1)) == number ||
                                                       period_number(per, of_period.back().plus(1)) == number);
        if (!goes_on) out.push_back(of_period);
    }
    return out;
}

std::string slow_row(const Village& village, const Rule& rule, const Window& window) {
    bool any = false;
    for (Day day = window.first(); day < window.end(); day = day.plus(1)) any = any || village.holds(rule.roles, day);
    if (!any) return "";
    std::vector<std::pair<Day, std::string>> missed;
    std::size_t due = 0;
    for (const std::vector<Day>& period : whole_periods(window, rule.per)) {
        std::set<std::string> houses; // "" for a duty of the holder
        for (const auto& [unit, grids] : below) {
            const bool throughout = std::all_of(period.begin(), period.end(), [&, u = unit](Day day) {
                return std::any_of(village.roles.begin(), village.roles.end(), [&](const Holding& held) {
                    return held.unit == u && rule.roles.contains(held.role) && held.days.contains(day);
                });
            });
            if (!throughout) continue;
            if (!rule.each_household) houses.insert("");
            for (const House& house : village.houses) {
                const bool inside =
                    house.unit == unit || std::find(grids.begin(), grids.end(), house.unit) != grids.end();
                const bool there =
                    std::all_of(period.begin(), period.end(), [&](Day day) { return house.days.contains(day); });
                if (rule.each_household && inside && there) houses.insert(house.id);
            }
        }
        for (const std::string& house : houses) {
            ++due;
            const auto done = std::count_if(village.deeds.begin(), village.deeds.end(), [&](const Deed& deed) {
                if (deed.item == "other" || std::find(period.begin(), period.end(), deed.day) == period.end())
                    return false;
                // Valid: she held one of the item's roles that day.
                if (!village.holds(deed.item == "talk" ? std::set<std::string>{"member"}
                                                       : std::set<std::string>{"leader", "member"},
                                   deed.day))
                    return false;
                if (!rule.each_household) return true;
                const auto person = village.house_of.find(deed.subject);
                return deed.subject == house || (person != village.house_of.end() && person->second == house);
            });
            if (done < rule.at_least) missed.emplace_back(period.front(), house);
        }
    }
    std::string out = std::to_string(due - missed.size()) + "/" + std::to_string(due);
    for (const auto& [day, house] : missed) out += " " + to_string(day) + house;
    return out + "\n";
}

TEST(Duties, AgreeWithAWalkOverEveryDay) {
    Dice dice(77);
    std::string toml = "[[item]]\ncode = \"visit\"\npoints = 1\n[[item]]\ncode = \"talk\"\nroles = [\"member\"]\n"
                       "[[item]]\ncode = \"other\"\n";
    std::vector<Rule> rules;
    const std::set<std::string> both{"leader", "member"};
    for (const Period per : all_periods) {
        rules.push_back({per, both, true, 1});
        rules.push_back({per, {"leader"}, per == Period::month, 2});
        rules.push_back({per, both, false, per == Period::week ? 1 : 3});
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        toml += "[[duty]]\ncode = \"d" + std::to_string(i) + "\"\nitems = [\"visit\", \"talk\"]\nper = \"" +
                std::string(to_string(rules[i].per)) + "\"\neach = \"" +
                (rules[i].each_household ? "household" : "holder") +
                "\"\nat_least = " + std::to_string(rules[i].at_least) + "\n" +
                (rules[i].roles.size() == 1 ? "roles = [\"leader\"]\n" : "");
    }
    const Rulebook rulebook = rules_of(toml);
    for (int round = 0; round < 200; ++round) { // 21 duties each
        const Village village(dice);
        const Window window = Window::parse(dice.one_in(2) ? "2023-H1" : "2023-01-10..2023-04-04");
        const Admission admission(load(village.tables()), Program(rulebook, window), std::nullopt, RunOptions{});
        const ScoredPeople scored = find_scored_people(admission.district(), admission.program());
        const DutiesResult result = assess_duties(admission, scored, RunOptions{});
        const auto missed = missed_duties(admission, admission.shared_district().person("lea"));
        for (std::uint32_t d = 0; d < rules.size(); ++d) {
            std::string fast;
            for (const DutyRow& row : result.rows) {
                if (row.duty != DutyId::at(d)) continue;
                fast = std::to_string(row.done) + "/" + std::to_string(row.due);
                for (const MissedDuty& miss : missed) {
                    if (miss.duty != DutyId::at(d)) continue;
                    fast += " " + to_string(miss.period.from);
                    if (miss.household) fast += admission.district().households.ids[miss.household];
                }
                fast += "\n";
            }
            ASSERT_EQ(fast, slow_row(village, rules[d], window))
                << "round " << round << ", duty " << d << "\n"
                << village.tables().roles << village.tables().households << village.tables().ledger;
        }
    }
}

} // namespace
} // namespace jifen
