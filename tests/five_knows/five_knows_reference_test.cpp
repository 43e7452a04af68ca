#include "jifen/five_knows/five_knows.hpp"
#include "support/small_district.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;
using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

const std::array<std::string, stage_count> stages{"people", "matters", "circumstances", "needs", "help"};
const std::array<std::int64_t, stage_count> fresh_days{200, 62, 31, 62, 0};
const std::array<std::int64_t, stage_count> weights{3, 1, 0, 2, 7};

struct Record {
    std::string date, knower;
    std::size_t stage;
    std::string subject, object;
};

struct Sums {
    std::array<std::int64_t, stage_count> n{}, k{};
};

std::string decimal(const Rational& value, std::int64_t factor) { // rounded half to even
    const Rational exact = value * factor;
    const Integer floor = numerator(exact) / denominator(exact);
    const Rational rest = exact - floor;
    const bool up = rest > Rational(1, 2) || (rest == Rational(1, 2) && floor % 2 == 1);
    return Integer(up ? floor + 1 : floor).str();
}

std::string line_of(const std::string& name, const Sums& sums, const std::string& broken) {
    std::string out = name;
    for (std::size_t stage = 0; stage < stage_count; ++stage)
        out += " " + std::to_string(sums.k[stage]) + "/" + std::to_string(sums.n[stage]);
    Rational chain = 1;
    Rational score = 0;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (sums.n[stage] > 0) chain *= Rational(sums.k[stage], sums.n[stage]);
        score += chain * weights[stage] / 13;
    }
    return out + " " + (sums.n[0] > 0 ? decimal(score, 1'000'000) + " " + decimal(score, 7'777) : "-") + broken + "\n";
}

/// A random grid: households h0 … h3 of people in and out, two leaders who talk about few matters on few days.
struct Grid {
    std::vector<Record> records;
    std::map<std::string, std::vector<std::array<std::string, 3>>> people; // by household: id, from, until
    std::vector<std::array<std::string, 3>> households;                    // id, unit, until
    std::map<std::string, std::string> day{{"lea", "2023-12-31"}, {"bea", "2023-06-30"}};

    explicit Grid(Dice& dice) {
        static const std::vector<std::string> dates{"2023-01-05", "2023-04-29", "2023-04-30",
                                                    "2023-06-30", "2023-07-01", "2023-10-30",
                                                    "2023-11-30", "2023-12-31", "2024-01-01"};
        int next = 0;
        std::array<std::vector<std::string>, stage_count + 1> words;
        for (int h = 0; h < 4; ++h) {
            const std::string id = "h" + std::to_string(h);
            households.push_back({id, dice.one_in(4) ? "G2" : "G1", dice.one_in(6) ? "2023-09-01" : ""});
            words[0].push_back(id);
            for (std::size_t i = dice.below(4); i > 0; --i) {
                const std::string person = "p" + std::to_string(next++);
                people[id].push_back({person, dice.one_in(6) ? "2023-07-01" : "", dice.one_in(6) ? "2023-12-31" : ""});
                words[1].push_back(person);
            }
        }
        words[1].push_back("stranger");
        for (std::size_t stage = 2; stage <= stage_count; ++stage) {
            for (int i = 0; i < 4; ++i) words[stage].push_back(std::string(1, "..mcnx"[stage]) + std::to_string(i));
        }
        for (const char* knower : {"lea", "bea", "p0"}) {
            for (std::size_t stage = 0; stage < stage_count; ++stage) {
                for (const std::string& subject : words[stage]) {
                    std::set<std::string> answered;
                    for (std::size_t answers = dice.below(3); answers > 0; --answers) {
                        const std::string date = dice.one_of(dates);
                        if (!answered.insert(date).second) continue;
                        if ((stage == 1 || stage == 3) && dice.one_in(3)) {
                            records.push_back({date, knower, stage, subject, ""});
                            continue;
                        }
                        for (std::size_t objects = 1 + dice.below(3); objects > 0; --objects) {
                            const bool own = stage == 0 && !people[subject].empty() && !dice.one_in(4);
                            records.push_back({date, knower, stage, subject,
                                               own ? dice.one_of(people[subject])[0] : dice.one_of(words[stage + 1])});
                        }
                    }
                }
            }
        }
    }

    [[nodiscard]] Tables tables() const {
        Tables out;
        out.households = "household,unit,until\n";
        for (const auto& [id, unit, until] : households) out.households += id + "," + unit + "," + until + "\n";
        out.people = "person,household,from,until\nlea,,,\nbea,,,\n";
        for (const auto& [household, those] : people) {
            for (const auto& [id, from, until] : those)
                out.people += id + "," + household + "," + from + "," + until + "\n";
        }
        out.roles = "person,role,unit,until\nlea,leader,G1,\nbea,leader,T1,2023-07-01\n";
        out.knowledge = "record,date,knower,stage,subject,object\n";
        for (std::size_t i = 0; i < records.size(); ++i)
            out.knowledge += "r" + std::to_string(i) + "," + records[i].date + "," + records[i].knower + "," +
                             stages[records[i].stage] + "," + records[i].subject + "," + records[i].object + "\n";
        return out;
    }

    /// The latest answer on or before the day: its date and objects.
    [[nodiscard]] std::pair<std::string, std::set<std::string>> answer(const std::string& knower, std::size_t stage,
                                                                       const std::string& subject) const {
        std::map<std::string, std::set<std::string>> by_date;
        for (const Record& record : records) {
            if (record.knower != knower || record.stage != stage || record.subject != subject) continue;
            if (record.date > day.at(knower)) continue;
            by_date[record.date].insert(record.object);
        }
        if (by_date.empty()) return {};
        by_date.rbegin()->second.erase("");
        return *by_date.rbegin();
    }

    /// The chain of one household: the sums, and after them where it broke.
    std::string follow(const std::string& knower, const std::string& household, Sums& sums) const {
        std::string broken;
        std::set<std::string> registered;
        if (const auto found = people.find(household); found != people.end()) {
            for (const auto& [id, from, until] : found->second) {
                if (from <= day.at(knower) && (until.empty() || day.at(knower) < until)) registered.insert(id);
            }
        }
        if (registered.empty()) return broken;
        std::set<std::string> subjects{household};
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            bool never = false;
            bool stale = false;
            std::int64_t answered = 0;
            std::set<std::string> objects;
            for (const std::string& subject : subjects) {
                const auto [date, those] = answer(knower, stage, subject);
                if (date.empty()) {
                    never = true;
                } else if (days_between(day_of(date), day_of(day.at(knower))) > fresh_days[stage]) {
                    stale = true;
                } else {
                    ++answered;
                    objects.insert(those.begin(), those.end());
                }
            }
            if (stage == 0) {
                std::erase_if(objects, [&](const std::string& person) { return !registered.contains(person); });
                sums.n[0] = static_cast<std::int64_t>(registered.size());
                sums.k[0] = static_cast<std::int64_t>(objects.size());
            } else {
                sums.n[stage] = static_cast<std::int64_t>(subjects.size());
                sums.k[stage] = answered;
            }
            if (broken.empty() && sums.k[stage] < sums.n[stage])
                broken = " " + stages[stage] + (never ? " never" : stale ? " stale" : " empty");
            subjects = objects;
        }
        return broken;
    }
};

std::string engine_line(const std::string& name, const Funnel& funnel, const FiveKnowsRule& rule,
                        const std::string& broken) {
    std::string out = name;
    for (std::size_t stage = 0; stage < stage_count; ++stage)
        out += " " + std::to_string(funnel.k[stage]) + "/" + std::to_string(funnel.n[stage]);
    const auto score = chain_score(rule, funnel);
    return out + " " +
           (score ? std::to_string(*score) + " " + std::to_string(chain_points(rule, funnel).thousandths()) : "-") +
           broken + "\n";
}

TEST(FiveKnows, AgreesWithMapsOverRawRecords) {
    Dice dice(5);
    const Rulebook rules = rules_of("[[item]]\ncode = \"x\"\n[five_knows]\nrole = \"leader\"\npoints = 7.777\n"
                                    "weights = [0.3, 0.1, 0, 0.2, 0.7]\nfresh_days = [200, 62, 31, 62, 0]\n");
    std::map<std::string, int> seen;
    for (int round = 0; round < 1500; ++round) {
        const Grid grid(dice);
        std::string slow;
        for (const char* leader : {"bea", "lea"}) {
            Sums sums;
            std::string lines;
            for (const auto& [household, unit, until] : grid.households) {
                if (unit != "G1" && leader == std::string("lea")) continue;
                if (!until.empty() && until <= grid.day.at(leader)) continue;
                Sums own;
                const std::string broken = grid.follow(leader, household, own);
                ++seen[broken];
                lines += line_of(household, own, broken);
                for (std::size_t stage = 0; stage < stage_count; ++stage) {
                    sums.n[stage] += own.n[stage];
                    sums.k[stage] += own.k[stage];
                }
            }
            slow += line_of(leader, sums, "") + lines;
        }
        const Admission admission(load(grid.tables()), Program(rules, Window::year(2023)), std::nullopt, RunOptions{});
        const DistrictData& district = admission.district();
        const FiveKnowsResult result = assess_five_knows(admission, RunOptions{});
        std::string fast;
        for (const LeaderKnows& leader : result.leaders) {
            fast += engine_line(std::string(district.people.ids[leader.leader]), leader.funnel, *rules->five_knows, "");
            EXPECT_EQ(leader.points, chain_points(*rules->five_knows, leader.funnel));
            for (auto i = leader.begin; i < leader.end; ++i) {
                const HouseholdKnown& known = result.households[i];
                std::string broken;
                if (known.broken_at)
                    broken = " " + std::string(to_string(*known.broken_at)) + " " + std::string(to_string(known.why));
                fast += engine_line(std::string(district.households.ids[known.household]), known.funnel,
                                    *rules->five_knows, broken);
            }
        }
        ASSERT_EQ(fast, slow) << "round " << round << "\n" << grid.tables().knowledge << grid.tables().people;
    }
    EXPECT_GE(seen.size(), 10U); // 1 + 3 + 2 · 4 ways to break or hold, the rarest apart
}

} // namespace
} // namespace jifen
