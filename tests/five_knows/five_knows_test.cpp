#include "jifen/five_knows/five_knows.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

// The chain of five knows (SPEC §6) in small cases worked by hand.

namespace jifen {
namespace {

using namespace testing_support;

/// Lea leads grid G1 with household H1 of p1 and p2, and H2 of p3; H3 is empty; H4 lies in G2.
Tables grid(const std::string& records) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G1\nH3,G1\nH4,G2\n";
    tables.people = "person,household,from,until\nlea,,,\np1,H1,,\np2,H1,,\np3,H2,,\np4,H4,,\n";
    tables.roles = "person,role,unit,from,until\nlea,leader,G1,,\n";
    tables.knowledge = "record,date,knower,stage,subject,object\n";
    std::size_t begin = 0;
    for (int number = 0; begin < records.size(); ++number) { // records are numbered here
        const std::size_t end = records.find('\n', begin);
        tables.knowledge += "r" + std::to_string(number) + "," + records.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    return tables;
}

std::string rules_with(const std::string& changed) {
    return "[[item]]\ncode = \"x\"\n[five_knows]\nrole = \"leader\"\n" + changed;
}
const std::string usual =
    rules_with("points = 20\nweights = [20, 20, 20, 20, 20]\nfresh_days = [366, 62, 62, 62, 62]\n");

FiveKnowsResult assess(const Tables& tables, const std::string& rules = usual, std::string_view window = "2023",
                       std::optional<Day> known_at = std::nullopt) {
    return assess_five_knows(
        Admission(load(tables), Program(rules_of(rules), Window::parse(window)), known_at, RunOptions{}), RunOptions{});
}

std::string text_of(const Funnel& funnel) {
    std::string out;
    for (std::size_t stage = 0; stage < stage_count; ++stage)
        out += (stage == 0 ? "" : " ") + std::to_string(funnel.k[stage]) + "/" + std::to_string(funnel.n[stage]);
    return out;
}

/// The sums of the first leader with her points, and the chains of her households.
std::string chains(const FiveKnowsResult& result) {
    if (result.leaders.empty()) return "nobody";
    const LeaderKnows& leader = result.leaders.front();
    std::string out = "sum " + text_of(leader.funnel) + " = " + (leader.score ? std::to_string(*leader.score) : "-") +
                      ", " + to_string(leader.points) + "\n";
    for (auto i = leader.begin; i < leader.end; ++i) {
        const HouseholdKnown& known = result.households[i];
        out += "#" + std::to_string(known.household.value() + 1) + " " + text_of(known.funnel) + " = " +
               (known.score ? std::to_string(*known.score) : "-");
        if (known.broken_at)
            out += " broken at " + std::string(to_string(*known.broken_at)) + ": " + std::string(to_string(known.why));
        out += "\n";
    }
    return out;
}

std::string chains(const std::string& records, const std::string& rules = usual) {
    return chains(assess(grid(records), rules));
}

TEST(FiveKnows, FollowAChainFromPeopleToHelp) {
    // H1: both known; p1 has two matters, p2 none; m1 has a circumstance, m2 was not asked; c1 has a need n1 without
    // help.
    EXPECT_EQ(chains("2023-12-01,lea,people,H1,p1\n2023-12-01,lea,people,H1,p2\n"
                     "2023-12-01,lea,matters,p1,m1\n2023-12-01,lea,matters,p1,m2\n2023-12-01,lea,matters,p2,\n"
                     "2023-12-01,lea,circumstances,m1,c1\n2023-12-01,lea,needs,c1,n1\n"
                     "2023-12-01,lea,people,H2,p3\n2023-12-01,lea,matters,p3,\n"),
              // r = 3/3, 3/3, 1/2, 1/1, 0/1: chain 1, 1, 0.5, 0.5, 0 → 3/5
              "sum 3/3 3/3 1/2 1/1 0/1 = 600000, 12\n"
              "#1 2/2 2/2 1/2 1/1 0/1 = 600000 broken at circumstances: never\n"
              "#2 1/1 1/1 0/0 0/0 0/0 = 1000000\n"
              "#3 0/0 0/0 0/0 0/0 0/0 = -\n");
}

TEST(FiveKnows, AreNothingWhereNobodyWasAsked) {
    EXPECT_EQ(chains(""), "sum 0/3 0/0 0/0 0/0 0/0 = 0, 0\n"
                          "#1 0/2 0/0 0/0 0/0 0/0 = 0 broken at people: never\n"
                          "#2 0/1 0/0 0/0 0/0 0/0 = 0 broken at people: never\n"
                          "#3 0/0 0/0 0/0 0/0 0/0 = -\n");
}

TEST(FiveKnows, LetTheLatestAnswerStandAlone) {
    // In December lea only names p1: that p2 was known in May is over. An answer of January 2024 is not yet given.
    EXPECT_EQ(chains("2023-05-01,lea,people,H1,p1\n2023-05-01,lea,people,H1,p2\n2023-12-01,lea,people,H1,p1\n"
                     "2024-01-01,lea,people,H1,p2\n2023-12-01,lea,matters,p1,\n2023-12-01,lea,matters,p2,\n"),
              "sum 1/3 1/1 0/0 0/0 0/0 = 333333, 6.667\n"
              "#1 1/2 1/1 0/0 0/0 0/0 = 500000 broken at people: empty\n"
              "#2 0/1 0/0 0/0 0/0 0/0 = 0 broken at people: never\n"
              "#3 0/0 0/0 0/0 0/0 0/0 = -\n");
}

TEST(FiveKnows, AskWhetherTheAnswerIsFreshOnHerDay) {
    // 2023-12-31 less 62 days is 2023-10-30. p1's answer is just fresh, p2's is a day too old.
    const std::string records = "2023-01-01,lea,people,H1,p1\n2023-01-01,lea,people,H1,p2\n2023-10-30,lea,matters,p1,\n"
                                "2023-10-29,lea,matters,p2,\n2022-12-30,lea,people,H2,p3\n";
    // H2's people were asked after on 2022-12-30, 366 days before: just fresh.
    EXPECT_EQ(chains(records), "sum 3/3 1/3 0/0 0/0 0/0 = 466667, 9.333\n"
                               "#1 2/2 1/2 0/0 0/0 0/0 = 600000 broken at matters: stale\n"
                               "#2 1/1 0/1 0/0 0/0 0/0 = 200000 broken at matters: never\n"
                               "#3 0/0 0/0 0/0 0/0 0/0 = -\n");
}

TEST(FiveKnows, CallAMissingSubjectNeverBeforeAStaleOne) {
    const std::string people = "2023-12-01,lea,people,H1,p1\n2023-12-01,lea,people,H1,p2\n2023-12-01,lea,people,H2,p3\n"
                               "2023-12-01,lea,matters,p3,\n";
    const std::string second = "#2 1/1 1/1 0/0 0/0 0/0 = 1000000\n#3 0/0 0/0 0/0 0/0 0/0 = -\n";
    EXPECT_NE(chains(people + "2023-01-01,lea,matters,p1,\n").find("broken at matters: never\n" + second),
              std::string::npos);
    EXPECT_NE(
        chains(people + "2023-01-01,lea,matters,p1,\n2023-12-01,lea,matters,p2,\n").find("broken at matters: stale\n"),
        std::string::npos);
}

TEST(FiveKnows, CountEachMatterOfAHouseholdOnce) {
    // p1 and p2 share the matter m; it stands in both answers and is one.
    EXPECT_EQ(chains("2023-12-01,lea,people,H1,p1\n2023-12-01,lea,people,H1,p2\n2023-12-01,lea,matters,p1,m\n"
                     "2023-12-01,lea,matters,p2,m\n2023-12-01,lea,circumstances,m,c\n2023-12-01,lea,needs,c,\n"),
              "sum 2/3 2/2 1/1 1/1 0/0 = 666667, 13.333\n"
              "#1 2/2 2/2 1/1 1/1 0/0 = 1000000\n"
              "#2 0/1 0/0 0/0 0/0 0/0 = 0 broken at people: never\n"
              "#3 0/0 0/0 0/0 0/0 0/0 = -\n");
}

TEST(FiveKnows, ListenToTheLeaderHerselfAndToPeopleRegisteredOnHerDay) {
    // What p1 knows does not count. p2 moved out in June, p9 has moved in and is not named, px lives elsewhere.
    Tables tables = grid("2023-12-01,p1,people,H2,p3\n2023-12-01,lea,people,H1,p1\n2023-12-01,lea,people,H1,p2\n"
                         "2023-12-01,lea,people,H1,p4\n2023-12-01,lea,people,H4,p4\n");
    tables.people = "person,household,from,until\nlea,,,\np1,H1,,\np2,H1,,2023-12-31\np3,H2,,2023-12-31\np4,H4,,\np9,"
                    "H1,2023-12-31,\n";
    EXPECT_EQ(chains(assess(tables)), "sum 1/2 0/1 0/0 0/0 0/0 = 100000, 2\n"
                                      "#1 1/2 0/1 0/0 0/0 0/0 = 100000 broken at people: empty\n"
                                      "#2 0/0 0/0 0/0 0/0 0/0 = -\n"
                                      "#3 0/0 0/0 0/0 0/0 0/0 = -\n");
}

TEST(FiveKnows, OfALeaderOfSeveralUnitsTakeEachHouseholdOnceAndWhatLiesBelow) {
    Tables tables = grid("2023-12-01,lea,people,H4,p4\n2023-12-01,lea,matters,p4,\n");
    tables.roles =
        "person,role,unit,from,until\nlea,leader,G1,,\nlea,leader,T1,2023-05-01,\nlea,leader,G3,,2023-12-31\n";
    tables.households = "household,unit,from,until\nH1,G1,,2023-12-31\nH2,G1,,\nH3,G1,2024-01-01,\nH4,G2,,\nH5,G3,,\n";
    EXPECT_EQ(chains(assess(tables)), "sum 1/2 1/1 0/0 0/0 0/0 = 500000, 10\n"
                                      "#2 0/1 0/0 0/0 0/0 0/0 = 0 broken at people: never\n"
                                      "#4 1/1 1/1 0/0 0/0 0/0 = 1000000\n");
}

TEST(FiveKnows, OfALeaderWhoMovesInJulyAreAskedWhereSheEndsUpAndOfOneWhoLeavesOnHerLastDay) {
    Tables tables = grid("2023-06-15,lea,people,H1,p1\n2023-06-15,lea,people,H1,p2\n2023-12-15,lea,people,H4,p4\n"
                         "2023-06-15,bea,people,H4,p4\n2023-07-15,bea,people,H4,lea\n");
    tables.people = "person,household\nlea,\nbea,\np1,H1\np2,H1\np3,H2\np4,H4\n";
    tables.roles = "person,role,unit,from,until\nlea,leader,G1,,2023-07-01\nlea,leader,G2,2023-07-01,\n"
                   "bea,leader,G2,,2023-07-01\n";
    const FiveKnowsResult result = assess(tables);
    ASSERT_EQ(result.leaders.size(), 2);
    EXPECT_EQ(to_string(result.leaders[0].day), "2023-06-30"); // bea: her answer of July is not heard
    EXPECT_EQ(text_of(result.leaders[0].funnel), "1/1 0/1 0/0 0/0 0/0");
    EXPECT_EQ(to_string(result.leaders[1].day), "2023-12-31"); // lea: asked about G2 only
    EXPECT_EQ(text_of(result.leaders[1].funnel), "1/1 0/1 0/0 0/0 0/0");
    EXPECT_EQ(text_of(result.district), "2/2 0/2 0/0 0/0 0/0");
}

TEST(FiveKnows, AsTheyWereKnownForgetLaterAnswersButKeepHerDay) {
    const Tables tables =
        grid("2023-06-01,lea,people,H1,p1\n2023-12-01,lea,people,H1,p1\n2023-12-01,lea,people,H1,p2\n");
    const std::string rules = rules_with("points = 1\nweights = [1, 0, 0, 0, 0]\nfresh_days = [200, 0, 0, 0, 0]\n");
    EXPECT_EQ(text_of(assess(tables, rules, "2023", day_of("2023-12-01")).district), "2/3 0/2 0/0 0/0 0/0");
    // 2023-06-01 to 2023-12-31 are 213 days: stale on her day, whatever day it is known on.
    EXPECT_EQ(chains(assess(tables, rules, "2023", day_of("2023-11-30"))).substr(0, 30),
              "sum 0/3 0/0 0/0 0/0 0/0 = 0, 0");
}

TEST(FiveKnows, OfALeaderWithoutPeopleAreGivenBySaying) {
    Tables tables = grid("");
    tables.people = "person\nlea\n";
    EXPECT_EQ(chains(assess(tables)).substr(0, 31), "sum 0/0 0/0 0/0 0/0 0/0 = -, 0\n");
    EXPECT_EQ(chains(assess(tables, usual + "if_nobody = \"full\"\n")).substr(0, 32),
              "sum 0/0 0/0 0/0 0/0 0/0 = -, 20\n");
}

TEST(FiveKnows, AreReportedForHoldersOfTheRoleWhoAreNotScored) {
    Tables tables = grid("");
    tables.roles = "person,role,unit\nlea,visitor,G1\n";
    EXPECT_EQ(assess(tables).leaders.size(), 0);
    EXPECT_EQ(assess(tables, "[[item]]\ncode = \"x\"\n[five_knows]\nrole = \"visitor\"\npoints = 20\n"
                             "weights = [1, 1, 1, 1, 1]\nfresh_days = [1, 1, 1, 1, 1]\n")
                  .leaders.size(),
              1);
    EXPECT_EQ(assess(tables, "[[item]]\ncode = \"x\"\n").leaders.size(), 0);
}

TEST(ChainScore, IsExactAndRoundedOnceHalfToEven) {
    FiveKnowsRule rule;
    rule.weights = {1, 0, 0, 0, 1};
    rule.points = Points::thousandths(1);
    Funnel half{{2, 2, 1, 1, 1}, {1, 1, 1, 1, 1}}; // c = 1/2, 1/4, 1/4, 1/4, 1/4 → (1/2 + 1/4) / 2 = 3/8
    EXPECT_EQ(chain_score(rule, half), 375'000);
    EXPECT_EQ(chain_fraction(rule, half), (ChainFraction{3, 8}));
    EXPECT_EQ(chain_fraction(rule, Funnel{}), std::nullopt) << "nobody is registered";
    EXPECT_EQ(chain_fraction(rule, Funnel{{1'000'003, 0, 0, 0, 0}, {1, 0, 0, 0, 0}}), std::nullopt)
        << "too long to read";
    EXPECT_EQ(chain_points(rule, half), Points()); // 0.375 thousandths
    rule.points = Points::thousandths(4);          // 1.5 thousandths: half way, to 2
    EXPECT_EQ(chain_points(rule, half), Points::thousandths(2));
    rule.points = Points::thousandths(12); // 4.5: half way, to 4
    EXPECT_EQ(chain_points(rule, half), Points::thousandths(4));
    rule.points = Points::thousandths(-12);
    EXPECT_EQ(chain_points(rule, half), Points::thousandths(-4));
    // The part comes from the exact score, not from the six decimals: 1/3 of 3,000,000,000 points.
    rule.weights = {1, 0, 0, 0, 0};
    rule.points = Points::whole(3'000'000'000);
    EXPECT_EQ(chain_points(rule, Funnel{{3, 0, 0, 0, 0}, {1, 0, 0, 0, 0}}), Points::whole(1'000'000'000));
    EXPECT_EQ(chain_score(rule, Funnel{{3, 0, 0, 0, 0}, {1, 0, 0, 0, 0}}), 333'333);
}

TEST(ChainScore, HoldsForTheMostNegativePointsToo) {
    FiveKnowsRule rule;
    rule.weights = {1, 0, 0, 0, 0};
    rule.points = Points::thousandths(std::numeric_limits<std::int64_t>::min());
    const Funnel whole{{1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}};
    EXPECT_EQ(chain_points(rule, whole), rule.points);
    const Funnel twice{{1, 0, 0, 0, 0}, {2, 0, 0, 0, 0}};
    EXPECT_THROW(static_cast<void>(chain_points(rule, twice)), OverflowError);
    rule.points = Points::thousandths(std::numeric_limits<std::int64_t>::max());
    EXPECT_THROW(static_cast<void>(chain_points(rule, twice)), OverflowError);
}

TEST(ChainScore, HoldsForCountsOfAWholeNation) {
    FiveKnowsRule rule;
    const std::int64_t most = 1'000'000'000'000;
    rule.weights = {1'000'000'000'000'000'000, 1, 1'000'000'000'000'000'000, 999'999'999'999'999'999, 7};
    rule.points = Points::thousandths(std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(chain_points(rule, Funnel{{most, most, most, most, most}, {most, most, most, most, most}}), rule.points);
    EXPECT_EQ(chain_score(rule, Funnel{{most, most, most, most, most}, {0, 0, 0, 0, 0}}), 0);
}

/// Of many people those asked about lie far apart among the answers, which the next one is searched for from the last.
TEST(FiveKnows, AnswersThatNobodyAsksAboutAreStepped) {
    for (const int apart : {1, 7, 8, 9, 10, 17, 18, 34, 35, 199}) {
        constexpr int people = 200;
        Tables tables = grid("");
        tables.people = "person,household,from,until\nlea,,,\n";
        int registered = 0, r = 0;
        const auto add = [&](const std::string& record) {
            tables.knowledge += "r" + std::to_string(r++) + ",2023-12-01,lea," + record + "\n";
        };
        for (int p = 0; p < people; ++p) {
            const std::string person = "p" + std::to_string(1000 + p);
            // Of the others she has moved away: the leader's answers about her stand where they are.
            const bool lives_here = p % apart == 0;
            tables.people += person + ",H1,," + (lives_here ? "" : "2023-06-01") + "\n";
            registered += lives_here ? 1 : 0;
            add("people,H1," + person);
            add("matters," + person + "," + (p % 3 == 0 ? "" : "m" + std::to_string(p)));
        }
        const FiveKnowsResult result = assess(tables);
        const Funnel& funnel = result.leaders.at(0).funnel;
        EXPECT_EQ(funnel.n[0], registered) << apart;
        EXPECT_EQ(funnel.k[0], registered) << apart;
        EXPECT_EQ(funnel.n[1], registered) << apart;
        EXPECT_EQ(funnel.k[1], registered) << apart;
        EXPECT_EQ(funnel.k[2], 0) << apart;
    }
}

} // namespace
} // namespace jifen
