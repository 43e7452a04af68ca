#include "jifen/admission/scored_people.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace testing_support;

/// `person unit day` of everyone scored: her unit and her day.
std::string scored(const std::string& roles, std::string_view window = "2023") {
    Tables tables;
    tables.people = "person\nann\nbea\ncat\n";
    tables.roles = "person,role,unit,from,until\n" + roles;
    const District district = district_of(tables);
    const ScoredPeople people =
        find_scored_people(*district, Program(rules_of("[[item]]\ncode = \"x\"\n"), Window::parse(window)));
    std::string out;
    for (std::size_t i = 0; i < people.size(); ++i) {
        EXPECT_TRUE(people.contains(people.people[i]));
        EXPECT_EQ(people.place[people.people[i].index()], i);
        out += out.empty() ? "" : "; ";
        out += std::string(district->people.ids[people.people[i]]) + " " +
               std::string(district->units.ids()[people.home[i].unit]) + " " + to_string(people.home[i].last_day);
    }
    return out;
}

TEST(ScoredPeople, AreThoseWhoHeldOneOfTheRolesOnAtLeastOneDay) {
    EXPECT_EQ(scored("ann,leader,G1,2023-12-31,\nbea,leader,G1,2024-01-01,\ncat,visitor,G1,,\n"), "ann G1 2023-12-31");
    EXPECT_EQ(scored("ann,leader,G1,,2023-01-01\nbea,member,G2,,2023-01-02\n"), "bea G2 2023-01-01");
    EXPECT_EQ(scored(""), "");
}

TEST(ScoredPeople, HaveTheUnitOfTheRoleTheyHeldLast) {
    EXPECT_EQ(scored("ann,leader,G1,2022-01-01,2023-07-01\nann,member,G2,2021-01-01,2023-03-01\n"),
              "ann G1 2023-06-30");
    EXPECT_EQ(scored("ann,leader,G1,2023-01-01,2023-03-01\nann,leader,G2,2023-07-01,\n"), "ann G2 2023-12-31");
}

TEST(ScoredPeople, HaveOfTwoRolesHeldToTheSameDayTheLaterBegun) {
    EXPECT_EQ(scored("ann,leader,G1,2023-05-01,\nann,member,G2,2023-05-02,2024-06-01\n"), "ann G2 2023-12-31");
    // The `from` of the row counts, not the window's edge.
    EXPECT_EQ(scored("ann,leader,G2,2020-05-01,\nann,member,G1,2020-05-02,\n"), "ann G1 2023-12-31");
    EXPECT_EQ(scored("ann,leader,G2,1999-01-01,\nann,member,G1,,\n"), "ann G2 2023-12-31");
}

TEST(ScoredPeople, HaveOfTwoRolesBegunTheSameDayTheSmallerUnit) {
    EXPECT_EQ(scored("ann,leader,G3,,\nann,member,G1,,\nann,member,G2,,\n"), "ann G1 2023-12-31");
}

TEST(ScoredPeople, AreAskedInTheirWindowOnly) {
    const std::string roles =
        "ann,leader,G1,,2023-04-01\nann,leader,G2,2023-04-01,2023-04-02\nbea,leader,G3,2023-06-01,\n";
    EXPECT_EQ(scored(roles, "2023-Q1"), "ann G1 2023-03-31");
    EXPECT_EQ(scored(roles, "2023-04"), "ann G2 2023-04-01");
    EXPECT_EQ(scored(roles, "2023-05"), "");
    EXPECT_EQ(scored(roles, "2023-05-20..2023-06-03"), "bea G3 2023-06-02");
}

} // namespace
} // namespace jifen
