#include "jifen/linkage/linkage.hpp"
#include "support/small_district.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

struct RandomLink {
    std::string source, target, kind, from, until;
    [[nodiscard]] bool in_force(const std::string& day) const { return from <= day && (until.empty() || day < until); }
};

struct RandomService {
    std::string date, actor, item, subject;
    bool cancelled = false;
};

/// A small town of women and men; dates are texts, which compare as days.
struct Town {
    std::map<std::string, std::string> gender, household; // by person
    std::map<std::string, std::string> day;               // of each member
    std::vector<RandomLink> links;
    std::vector<RandomService> ledger;
    bool women_only = false;

    explicit Town(Dice& dice) {
        static const std::vector<std::string> dates{"2022-05-01", "2023-01-01", "2023-03-31",
                                                    "2023-04-01", "2023-12-31", "2024-01-01"};
        static const std::vector<std::string> genders{"female", "female", "male", ""};
        static const std::vector<std::string> items{"visit", "call", "fault", "walk"};
        women_only = dice.one_in(2);
        std::vector<std::string> people;
        for (int i = 0; i < 14; ++i) {
            people.push_back("p" + std::to_string(i + 10));
            gender[people.back()] = dice.one_of(genders);
            household[people.back()] = dice.one_in(3) ? "" : "H" + std::to_string(dice.below(4));
        }
        day = {{people[0], "2023-12-31"}, {people[1], "2023-03-31"}, {people[2], "2023-12-31"}};
        const std::size_t count = 10 + dice.below(50);
        for (std::size_t i = 0; i < count; ++i) {
            RandomLink link{dice.one_in(2) ? people[dice.below(3)] : dice.one_of(people), dice.one_of(people),
                            dice.one_in(3) ? "leads" : "serves", dice.one_in(2) ? "" : dice.one_of(dates), ""};
            if (dice.one_in(3)) link.until = dice.one_of(dates);
            if (!link.until.empty() && link.until <= link.from) link.until.clear();
            links.push_back(link);
        }
        for (std::size_t i = dice.below(30); i > 0; --i) {
            ledger.push_back({dice.one_of(dates), dice.one_of(people), dice.one_of(items),
                              dice.one_in(2) ? dice.one_of(people) : "H" + std::to_string(dice.below(4)),
                              dice.one_in(8)});
        }
    }

    [[nodiscard]] Tables tables() const {
        Tables out;
        out.households = "household,unit\nH0,G1\nH1,G1\nH2,G2\nH3,G3\n";
        out.people = "person,gender,household\n";
        for (const auto& [person, of] : gender) out.people += person + "," + of + "," + household.at(person) + "\n";
        out.roles = "person,role,unit,from,until\n";
        for (const auto& [person, last] : day)
            out.roles += person + ",member,T1,," + (last == "2023-12-31" ? "" : "2023-04-01") + "\n";
        out.links = "source,target,kind,from,until\n";
        for (const RandomLink& link : links)
            out.links += link.source + "," + link.target + "," + link.kind + "," + link.from + "," + link.until + "\n";
        out.ledger = "entry,date,actor,item,subject,cancels\n";
        int number = 0;
        for (const RandomService& row : ledger) {
            const std::string id = "e" + std::to_string(number++);
            out.ledger += id + "," + row.date + "," + row.actor + "," + row.item + "," + row.subject + ",\n";
            if (row.cancelled) out.ledger += "x" + id + "," + row.date + "," + row.actor + ",,," + id + "\n";
        }
        return out;
    }

    [[nodiscard]] bool right_gender(const std::string& person) const {
        return !women_only || gender.at(person) == "female";
    }
    /// Whom `from` reaches by links of the kind on the day.
    [[nodiscard]] std::set<std::string> reached(const std::string& from, const std::string& kind,
                                                const std::string& on) const {
        std::set<std::string> out;
        for (const RandomLink& link : links) {
            if (link.source == from && link.target != from && link.kind == kind && link.in_force(on) &&
                right_gender(link.target))
                out.insert(link.target);
        }
        return out;
    }
    [[nodiscard]] bool serves(const RandomService& row, const std::string& member,
                              const std::set<std::string>& exemplars) const {
        if (row.cancelled || row.date < "2023-01-01" || row.date > "2023-12-31") return false;
        if (row.item != "visit" && row.item != "call") return false;
        if (exemplars.contains(row.actor)) return true;
        return row.actor == member && row.date <= day.at(member); // her role ends on her day
    }
};

std::string row_text(const std::string& person, const std::string& day, std::size_t exemplars, std::size_t contacts,
                     std::size_t served, std::int64_t thousandths) {
    return person + " " + day + " " + std::to_string(exemplars) + " " + std::to_string(contacts) + " " +
           std::to_string(served) + " " + std::to_string(thousandths) + "\n";
}

/// points × min(1, count / target), rounded half to even: the same on both sides of 0.
std::int64_t part(std::int64_t thousandths, std::size_t count, std::int64_t target) {
    using Rational = boost::multiprecision::cpp_rational;
    if (thousandths < 0) return -part(-thousandths, count, target);
    const Rational share = std::min(Rational(1), Rational(static_cast<std::int64_t>(count), target));
    const Rational exact = share * thousandths;
    const boost::multiprecision::cpp_int below = numerator(exact) / denominator(exact);
    const Rational rest = exact - below;
    const bool up = rest > Rational(1, 2) || (rest == Rational(1, 2) && below % 2 == 1);
    return (up ? boost::multiprecision::cpp_int(below + 1) : below).convert_to<std::int64_t>();
}

TEST(Linkage, AgreesWithSetsOverRawRows) {
    Dice dice(110);
    std::int64_t served_in_all = 0;
    for (int round = 0; round < 1500; ++round) {
        const Town town(dice);
        std::string slow;
        for (const auto& [member, day] : town.day) {
            const std::set<std::string> exemplars = town.reached(member, "leads", day);
            std::set<std::string> contacts = town.reached(member, "serves", day);
            for (const std::string& exemplar : exemplars) contacts.merge(town.reached(exemplar, "serves", day));
            contacts.erase(member);
            std::set<std::string> subjects;
            for (const RandomService& row : town.ledger) {
                if (town.serves(row, member, exemplars)) subjects.insert(row.subject);
            }
            const auto served =
                static_cast<std::size_t>(std::count_if(contacts.begin(), contacts.end(), [&](const auto& c) {
                    return subjects.contains(c) ||
                           (!town.household.at(c).empty() && subjects.contains(town.household.at(c)));
                }));
            served_in_all += static_cast<std::int64_t>(served);
            slow += row_text(member, day, exemplars.size(), contacts.size(), served,
                             part(10'001, exemplars.size(), 3) + part(7, contacts.size(), 6) + part(-9'999, served, 4));
        }
        const std::string rules =
            std::string("[[item]]\ncode = \"visit\"\npoints = 1\nroles = [\"member\"]\n"
                        "[[item]]\ncode = \"call\"\npoints = 1\n"
                        "[[item]]\ncode = \"walk\"\npoints = 1\nuntil = 2022-01-01\n"
                        "[[item]]\ncode = \"fault\"\npoints = -1\n[linkage]\n") +
            (town.women_only ? "gender = \"female\"\n" : "") +
            "exemplars = { target = 3, points = 10.001 }\ncontacts = { target = 6, points = 0.007 }\n"
            "served = { target = 4, points = -9.999 }\n";
        const Admission admission(load(town.tables()), Program(rules_of(rules), Window::year(2023)), std::nullopt,
                                  RunOptions{});
        const DistrictData& district = admission.district();
        std::string fast;
        for (const LinkageRow& row :
             assess_linkage(admission, find_scored_people(district, admission.program()), RunOptions{}).rows) {
            fast += row_text(std::string(district.people.ids[row.person]), to_string(row.day),
                             static_cast<std::size_t>(row.exemplars), static_cast<std::size_t>(row.contacts),
                             static_cast<std::size_t>(row.served), row.points.thousandths());
        }
        ASSERT_EQ(fast, slow) << "round " << round << "\n" << town.tables().links << town.tables().ledger;
    }
    EXPECT_GT(served_in_all, 500);
}

} // namespace
} // namespace jifen
