#include "jifen/linkage/linkage.hpp"

#include "support/overflow.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <string>

// 1 + 10 + 100 (SPEC §5) in small cases worked by hand.

namespace jifen {
namespace {

using namespace testing_support;

/// Mia and Moe are members; p1 … p5 are people of the households H1, H2; man is a man.
Tables members(std::string links, std::string ledger = {}) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G1\n";
    tables.people = "person,gender,household\nmia,female,\nmoe,female,\np1,female,H1\np2,female,H1\np3,female,H2\n"
                    "p4,female,\np5,,nowhere\nman,male,H2\n";
    tables.roles = "person,role,unit,from,until\nmia,member,T1,,\nmoe,member,T1,2022-01-01,2023-07-01\n";
    tables.links = "source,target,kind,from,until\n" + links;
    tables.ledger = std::move(ledger);
    return tables;
}

LinkageResult assess(const Tables& tables, const std::string& rules, std::string_view window = "2023") {
    const Admission admission(load(tables), Program(rules_of(rules), Window::parse(window)), std::nullopt,
                              RunOptions{});
    return assess_linkage(admission, find_scored_people(admission.district(), admission.program()), RunOptions{});
}

/// `day exemplars/contacts/served points` of each member.
std::string figures(const Tables& tables, const std::string& rules, std::string_view window = "2023") {
    std::string out;
    for (const LinkageRow& row : assess(tables, rules, window).rows) {
        out += out.empty() ? "" : "; ";
        out += to_string(row.day) + " " + std::to_string(row.exemplars) + "/" + std::to_string(row.contacts) + "/" +
               std::to_string(row.served) + " " + to_string(row.points);
    }
    return out;
}

const std::string items =
    "[[item]]\ncode = \"visit\"\npoints = 1\nroles = [\"member\"]\n"
    "[[item]]\ncode = \"call\"\npoints = 1\nroles = [\"member\"]\n"
    "[[item]]\ncode = \"fault\"\npoints = -1\n[[item]]\ncode = \"lie\"\nveto = { grade = \"bad\" }\n";
const std::string plain = items + "[linkage]\nexemplars = { target = 2, points = 10 }\n"
                                  "contacts = { target = 3, points = 10 }\nserved = { target = 7, points = 10 }\n";
const std::string women = items + "[linkage]\ngender = \"female\"\nexemplars = { target = 2, points = 10 }\n";

TEST(Linkage, CountsAPersonOnceHoweverManyLinksReachHer) {
    // Mia leads p1 (two links) and serves p2 and p3; p1 serves p2, p3, p4, mia herself, and p1's own links end there.
    EXPECT_EQ(figures(members("mia,p1,leads,,\nmia,p1,leads,2023-05-01,\nmia,p2,serves,,\nmia,p3,serves,,\n"
                              "p1,p2,serves,,\np1,p3,serves,,\np1,p4,serves,,\np1,mia,serves,,\np4,p5,serves,,\n"),
                      plain),
              "2023-12-31 1/3/0 15; 2023-06-30 0/0/0 0");
}

TEST(Linkage, ThatDoesNotFit64BitsIsAnErrorThatNamesTheMember) {
    const std::string big = items + "[linkage]\nexemplars = { target = 1, points = 9000000000000000 }\n"
                                    "contacts = { target = 1, points = 9000000000000000 }\n";
    EXPECT_EQ(overflow_of([&] { return figures(members("moe,p1,leads,,\nmoe,p2,serves,,\n"), big); }),
              "a linkage part: moe, , ");
}

TEST(Linkage, TakesAnExemplarWhoIsServedForBoth) {
    EXPECT_EQ(figures(members("mia,p1,leads,,\nmia,p1,serves,,\n"), plain),
              "2023-12-31 1/1/0 8.333; 2023-06-30 0/0/0 0");
}

TEST(Linkage, OfAMemberDoesNotPassOnWhatHerExemplarLeads) {
    EXPECT_EQ(figures(members("mia,p1,leads,,\np1,p2,leads,,\np2,p3,serves,,\n"), plain),
              "2023-12-31 1/0/0 5; 2023-06-30 0/0/0 0");
}

TEST(Linkage, IsThatOfEachMembersOwnDay) {
    // Moe's day is the last of June: her link of the spring counts, that of the autumn does not.
    EXPECT_EQ(figures(members("moe,p1,leads,2023-01-01,2023-07-01\nmoe,p2,leads,2023-07-01,\n"
                              "mia,p1,leads,2023-01-01,2023-07-01\nmia,p2,leads,2023-12-31,\n"
                              "p1,p3,serves,2023-06-30,2023-07-01\np1,p4,serves,2023-07-01,\n"),
                      plain),
              "2023-12-31 1/0/0 5; 2023-06-30 1/1/0 8.333");
    EXPECT_EQ(figures(members("moe,p1,leads,2023-01-01,2023-06-30\n"), plain),
              "2023-12-31 0/0/0 0; 2023-06-30 0/0/0 0");
}

TEST(Linkage, DoesNotAskWhetherTheTargetIsStillThere) {
    Tables tables = members("mia,p1,leads,,\n");
    tables.people = "person,until\nmia,\nmoe,\np1,2020-01-01\n";
    tables.households.clear();
    EXPECT_EQ(figures(tables, plain), "2023-12-31 1/0/0 5; 2023-06-30 0/0/0 0");
}

TEST(Linkage, CountsPeopleOfTheGenderOnlyAndAnotherPassesOnNoContacts) {
    EXPECT_EQ(figures(members("mia,man,leads,,\nman,p1,serves,,\nmia,p2,leads,,\np2,p3,serves,,\np2,man,serves,,\n"
                              "mia,p5,serves,,\n"),
                      women),
              "2023-12-31 1/1/0 5; 2023-06-30 0/0/0 0");
}

TEST(Linkage, ServesAContactInHerselfOrInHerHousehold) {
    // p1 herself, p3 through H2 (so does man, of the same household), p5 through the text of her household column,
    // though no such household is in the table; p4 is not served.
    const Tables tables =
        members("mia,p1,serves,,\nmia,p3,serves,,\nmia,p4,serves,,\nmia,man,serves,,\nmia,p5,serves,,\n",
                "entry,date,actor,item,subject\n"
                "e1,2023-03-01,mia,visit,p1\ne2,2023-03-01,mia,visit,H2\ne3,2023-03-01,mia,visit,p2\n"
                "e4,2023-03-01,mia,visit,nowhere\ne5,2023-03-01,moe,visit,p4\n");
    EXPECT_EQ(figures(tables, plain), "2023-12-31 0/5/4 15.714; 2023-06-30 0/0/0 0");
}

TEST(Linkage, DoesNotAskAnExemplarForARoleButForAllElse) {
    const Tables tables = members("mia,p1,leads,,\np1,p2,serves,,\np1,p3,serves,,\np1,p4,serves,,\nmia,man,serves,,\n",
                                  "entry,date,actor,item,subject\n"
                                  "e1,2023-03-01,p1,visit,p2\n"     // holds no role: served all the same
                                  "e2,2022-03-01,p1,visit,p3\n"     // outside the window
                                  "e3,2023-03-01,p2,visit,p4\n"     // nobody's exemplar
                                  "e4,2023-08-01,moe,visit,man\n"); // a member, but no longer
    EXPECT_EQ(figures(tables, plain), "2023-12-31 1/4/1 16.429; 2023-06-30 0/0/0 0");
}

TEST(Linkage, CountsServiceAnywhereInTheWindowEvenAfterHerDay) {
    const Tables tables = members("moe,p1,leads,,\np1,p2,serves,,\n", "entry,date,actor,item,subject\n"
                                                                      "e1,2023-11-01,p1,visit,p2\n");
    EXPECT_EQ(figures(tables, plain), "2023-12-31 0/0/0 0; 2023-06-30 1/1/1 9.762");
}

TEST(Linkage, ServesByEveryItemThatIsNeitherVetoNorDeductionUnlessTheRulebookListsThem) {
    const Tables tables = members("mia,p1,serves,,\nmia,p2,serves,,\nmia,p3,serves,,\nmia,p4,serves,,\n",
                                  "entry,date,actor,item,subject\ne1,2023-03-01,mia,visit,p1\n"
                                  "e2,2023-03-01,mia,call,p2\ne3,2023-03-01,mia,fault,p3\ne4,2023-03-01,mia,lie,p4\n");
    EXPECT_EQ(figures(tables, plain), "2023-12-31 0/4/2 12.857; 2023-06-30 0/0/0 0");
    EXPECT_EQ(
        figures(tables,
                items + "[linkage]\nserved = { target = 4, points = 1, items = [\"call\", \"fault\", \"lie\"] }\n"),
        "2023-12-31 0/4/3 0.75; 2023-06-30 0/0/0 0");
}

TEST(Linkage, GivesNoMoreThanThePointsOfTheTargetAndRoundsEachRatioOnce) {
    // 3 of 3 at most; 1/3 of 1 is 0.333, twice 0.333 is 0.666 and not 0.667.
    const Tables tables =
        members("mia,p1,leads,,\nmia,p2,serves,,\nmia,p3,serves,,\nmia,p4,serves,,\nmia,p5,serves,,\n",
                "entry,date,actor,item,subject\ne1,2023-03-01,mia,visit,p4\n");
    EXPECT_EQ(
        figures(tables,
                items + "[linkage]\nexemplars = { target = 3, points = 1 }\nserved = { target = 3, points = 1 }\n"),
        "2023-12-31 1/4/1 0.666; 2023-06-30 0/0/0 0");
    EXPECT_EQ(figures(tables, items + "[linkage]\ncontacts = { target = 3, points = 7 }\n"),
              "2023-12-31 1/4/1 7; 2023-06-30 0/0/0 0");
}

TEST(Linkage, IsAskedOfScoredHoldersOfItsRolesOnly) {
    Tables tables = members("mia,p1,leads,,\nmoe,p1,leads,,\n");
    tables.roles = "person,role,unit,from,until\nmia,leader,G1,,\nmia,member,T1,2023-01-01,2023-03-01\n"
                   "moe,leader,G2,,\np1,visitor,G1,,\n";
    // Mia's day for `member` is in February; moe never held it; p1 holds a linkage role but is not scored.
    EXPECT_EQ(figures(tables,
                      items + "[linkage]\nroles = [\"member\", \"visitor\"]\nexemplars = { target = 1, points = 3 }\n"),
              "2023-02-28 1/0/0 3");
    EXPECT_EQ(figures(tables, items), "");
}

TEST(LinkageCoverage, CountsWhomTheMembersReachTogether) {
    Tables tables = members("mia,p1,leads,,\np1,p2,serves,,\nmia,p3,serves,,\nmoe,p3,serves,,\nmoe,p4,serves,,\n"
                            "p2,p4,serves,,\nmia,p4,leads,,2023-02-01\n");
    const LinkageCoverage coverage =
        assess(tables, items + "[linkage]\ngender = \"female\"\nexemplars = { target = 1, points = 1 }\n"
                               "contacts = { target = 2, points = 1 }\n")
            .coverage;
    EXPECT_EQ(coverage.members, 2);
    EXPECT_EQ(coverage.members_with_exemplars, 1);
    EXPECT_EQ(coverage.members_with_contacts, 2);
    EXPECT_EQ(coverage.members_with_served, 0);
    EXPECT_EQ(coverage.people, 6);             // mia, moe, p1 … p4
    EXPECT_EQ(coverage.reached_by_nobody, 3);  // mia, moe, p1
    EXPECT_EQ(coverage.reached_by_several, 1); // p3
    // In force on the last day of the year: moe is out of office (2 links), p2 never was in any.
    EXPECT_EQ(coverage.links_out_of_office, 3);
    EXPECT_EQ(coverage.links_to_departed, 0);
}

TEST(LinkageCoverage, CountsLinksToPeopleWhoHaveLeftOrNotYetCome) {
    Tables tables = members("mia,p1,serves,,\nmia,p2,serves,,\nmia,p3,serves,,\n");
    tables.people = "person,from,until\nmia,,\nmoe,,\np1,,2023-12-31\np2,2024-01-01,\np3,2023-12-31,2024-01-01\n";
    EXPECT_EQ(assess(tables, plain).coverage.links_to_departed, 2);
}

} // namespace
} // namespace jifen
