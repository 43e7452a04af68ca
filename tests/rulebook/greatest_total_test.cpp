#include "jifen/rulebook/greatest_total.hpp"

#include "support/small_district.hpp"

#include <filesystem>
#include <string>
#include <vector>

// What can be worked out by hand. tests/scoring and tests/evaluation hold it against ledgers.

namespace jifen {
namespace {

using namespace testing_support;

const std::vector<std::string> leader{"leader"};
const std::vector<std::string> member{"member"};

std::string text_of(const std::optional<Points>& points) { return points ? to_string(*points) : "no limit"; }

std::string items_of(const std::string& rest, const std::string& window = "2023") {
    const GreatestTotal greatest = greatest_total(rules_of(rest), Window::parse(window), leader);
    return text_of(greatest.items) + (greatest.reached ? "" : " at most");
}

std::string total_of(const std::string& rest, const std::string& window = "2023",
                     const std::vector<std::string>& roles = leader) {
    const GreatestTotal greatest = greatest_total(rules_of(rest), Window::parse(window), roles);
    return text_of(greatest.total) + (greatest.reached ? "" : " at most");
}

const std::string visit = "[[item]]\ncode = \"visit\"\npoints = 2\n";

TEST(GreatestTotal, WithoutACapThereIsNoLimit) {
    EXPECT_EQ(items_of(visit), "no limit");
    EXPECT_EQ(items_of(visit + "once = \"year\"\n"), "no limit") << "the subjects are not counted";
    EXPECT_EQ(items_of("[[item]]\ncode = \"a\"\npoints = -2\n[[item]]\ncode = \"b\"\n"), "0");
    EXPECT_EQ(items_of("[[item]]\ncode = \"a\"\npoints = 0\n"), "0");
}

TEST(GreatestTotal, CapsCountForEachPeriodOfTheWindow) {
    const std::string monthly = visit + "caps = [ { per = \"month\", points = 3 } ]\n";
    EXPECT_EQ(items_of(monthly), "36");
    EXPECT_EQ(items_of(monthly, "2023-01-31..2023-03-02"), "9") << "periods are cut at the edges, caps are not";
    EXPECT_EQ(items_of(visit + "caps = [ { per = \"month\", points = 3 }, { per = \"half\", points = 10 } ]\n"), "20");
    EXPECT_EQ(items_of(visit + "caps = [ { per = \"week\", points = 1 } ]\n"), "53");
    EXPECT_EQ(items_of(visit + "caps = [ { per = \"window\", points = 7.5 } ]\n"), "7.5");
}

TEST(GreatestTotal, DaysInForceCount) {
    const std::string flood = visit + "caps = [ { per = \"month\", points = 3 } ]\n";
    EXPECT_EQ(items_of(flood + "from = 2023-06-30\nuntil = 2023-09-02\n"), "12");
    EXPECT_EQ(items_of(flood + "until = 2023-01-01\n"), "0");
    const std::string dated =
        "[[item]]\ncode = \"a\"\ncaps = [ { per = \"quarter\", points = 1 } ]\npoints = [ "
        "{ from = 2023-01-01, until = 2023-02-01, value = 1 }, "
        "{ from = 2023-02-01, until = 2023-10-01, value = 0 }, { from = 2023-12-31, value = 1 } ]\n";
    EXPECT_EQ(items_of(dated), "2") << "a version worth nothing gives nothing";
}

TEST(GreatestTotal, ALadderGivesItsHighestStepInEachPeriod) {
    const std::string ladder = "[[item]]\ncode = \"a\"\nladder = { per = \"quarter\", steps = [ [4, 1], [8, 3] ] }\n";
    EXPECT_EQ(items_of(ladder), "12");
    EXPECT_EQ(items_of(ladder + "caps = [ { per = \"year\", points = 10 } ]\n"), "10");
    EXPECT_EQ(items_of(ladder + "from = 2023-05-01\n"), "9");
}

TEST(GreatestTotal, CategoriesAndTheTotalHaveCapsOfTheirOwn) {
    const std::string rest =
        "[[category]]\ncode = \"c\"\ncaps = [ { per = \"quarter\", points = 10 } ]\n"
        "[[item]]\ncode = \"a\"\npoints = 1\ncategory = \"c\"\ncaps = [ { per = \"month\", points = 2 } ]\n"
        "[[item]]\ncode = \"b\"\npoints = 1\ncategory = \"c\"\ncaps = [ { per = \"month\", points = 1 } ]\n"
        "[[item]]\ncode = \"d\"\npoints = 1\ncaps = [ { per = \"year\", points = 5 } ]\n";
    EXPECT_EQ(items_of(rest), "41") << "four quarters of 9, not of 10";
    EXPECT_EQ(items_of("[total]\ncaps = [ { per = \"year\", points = 40 } ]\n" + rest), "40");
}

TEST(GreatestTotal, WherePeriodsCrossItIsABound) {
    const std::string rest = "[[category]]\ncode = \"c\"\ncaps = [ { per = \"month\", points = 5 } ]\n"
                             "[[item]]\ncode = \"a\"\npoints = 5\ncategory = \"c\"\n";
    EXPECT_EQ(items_of(rest + "caps = [ { per = \"year\", points = 7 } ]\n"), "7 at most");
    EXPECT_EQ(items_of(rest + "caps = [ { per = \"year\", points = 90 } ]\n"), "60 at most");
    EXPECT_EQ(items_of(rest + "caps = [ { per = \"week\", points = 9 } ]\n"), "60 at most");
    EXPECT_EQ(items_of(rest + "caps = [ { per = \"year\", points = 7 } ]\n", "2023-03"), "5")
        << "in a window of one month a year lies within a month";
}

TEST(GreatestTotal, OnlyWhatIsForHerRolesCounts) {
    const std::string rest = visit + "roles = [\"leader\"]\ncaps = [ { per = \"year\", points = 4 } ]\n"
                                     "[[item]]\ncode = \"b\"\npoints = 1\nroles = [\"member\"]\n"
                                     "caps = [ { per = \"year\", points = 3 } ]\n";
    EXPECT_EQ(total_of(rest), "4");
    EXPECT_EQ(total_of(rest, "2023", member), "3");
    EXPECT_EQ(total_of(rest, "2023", {"leader", "member"}), "7");
    EXPECT_EQ(total_of(rest, "2023", {"stranger"}), "0");
}

const std::string knows = "[five_knows]\nrole = \"leader\"\npoints = 20\nweights = [1, 1, 1, 1, 1]\n"
                          "fresh_days = [1, 1, 1, 1, 1]\n";
const std::string capped = visit + "caps = [ { per = \"year\", points = 10 } ]\n";

TEST(GreatestTotal, IsClippedToFloorAndCeiling) {
    EXPECT_EQ(total_of("[total]\nbase = 5\n" + capped), "15");
    EXPECT_EQ(total_of("[total]\nbase = 5\nceiling = 12\n" + capped), "12");
    EXPECT_EQ(total_of("[total]\nbase = 5\nceiling = 12\n" + visit), "12") << "whatever has no limit";
    EXPECT_EQ(total_of("[total]\nbase = -50\nfloor = -3\n" + capped), "-3");
}

TEST(GreatestTotal, AddsLinkageKnowsAndDuties) {
    const std::string linkage = "[linkage]\nroles = [\"member\"]\nexemplars = { target = 10, points = 6 }\n"
                                "contacts = { target = 100, points = 7 }\nserved = { target = 100, points = 7 }\n";
    EXPECT_EQ(total_of(capped + linkage + knows), "30");
    EXPECT_EQ(total_of(capped + linkage + knows, "2023", member), "30");
    EXPECT_EQ(total_of(capped + linkage + knows, "2023", {"member", "leader"}), "50");
    EXPECT_EQ(total_of(capped + "until = 2023-01-01\n" + linkage, "2023", member), "13") << "nothing can serve";
}

std::string duty(const std::string& more) {
    return capped + "from = 2023-04-01\n[[duty]]\ncode = \"d\"\nitems = [\"visit\"]\npoints = 4\n" + more;
}

TEST(GreatestTotal, ADutyCountsWhereItCanBeDone) {
    EXPECT_EQ(total_of(duty("per = \"year\"\n")), "14");
    EXPECT_EQ(total_of(duty("per = \"quarter\"\n")), "14 at most") << "the first quarter cannot be done";
    EXPECT_EQ(total_of(duty("per = \"quarter\"\neach = \"household\"\n")), "14") << "no household need be there then";
    EXPECT_EQ(total_of(duty("per = \"quarter\"\n"), "2023-Q1"), "0");
    EXPECT_EQ(total_of(duty("per = \"year\"\n"), "2023-H2"), "10") << "no whole year: none is due";
    EXPECT_EQ(total_of(duty("per = \"year\"\nif_none_due = \"full\"\n"), "2023-H2"), "14");
    EXPECT_EQ(total_of(duty("per = \"year\"\nroles = [\"member\"]\n")), "10");
}

TEST(GreatestTotal, ADutyThatTakesPointsIsBestNotDoneAndOnlyABound) {
    const std::string takes = capped + "[[duty]]\ncode = \"d\"\nitems = [\"visit\"]\npoints = -4\nper = \"year\"\n";
    EXPECT_EQ(total_of(takes), "10 at most");
    EXPECT_EQ(total_of(takes + "if_none_due = \"full\"\n", "2023-H2"), "6") << "then everybody has it";
}

TEST(GreatestTotal, ADutyOfDeductionsCostsWhatItGives) {
    EXPECT_EQ(total_of("[[item]]\ncode = \"late\"\npoints = -1\n[[duty]]\ncode = \"d\"\nitems = [\"late\"]\n"
                       "points = 4\nper = \"year\"\n"),
              "4 at most");
}

TEST(GreatestTotal, SumsBeyond64BitsAreNoLimit) {
    EXPECT_EQ(items_of(visit + "caps = [ { per = \"day\", points = 9000000000000000 } ]\n"), "no limit");
    EXPECT_EQ(items_of(visit + "caps = [ { per = \"window\", points = 9000000000000000 } ]\n"), "9000000000000000");
}

TEST(GreatestTotal, WithoutAWindowItIsTheBestCalendarYear) {
    const auto best = [](const std::string& rest) { return text_of(greatest_total(rules_of(rest), leader).total); };
    EXPECT_EQ(best(visit + "caps = [ { per = \"day\", points = 1 } ]\n"), "366");
    EXPECT_EQ(best(visit + "caps = [ { per = \"week\", points = 1 } ]\n"), "54")
        << "a leap year from Sunday to Monday touches 54 weeks";
    EXPECT_EQ(best(visit + "caps = [ { per = \"month\", points = 1 } ]\nfrom = 2023-11-30\nuntil = 2024-02-02\n"), "2");
    EXPECT_EQ(best(visit + "caps = [ { per = \"month\", points = 1 } ]\nfrom = 2023-11-30\n"), "12");
    EXPECT_EQ(best(visit + "until = 1900-01-02\ncaps = [ { per = \"day\", points = 1 } ]\n"), "1");
}

TEST(GreatestTotal, ListsEachRoleAndThenAllThatAreNamed) {
    const Rulebook rules = rules_of(capped + "[five_knows]\nrole = \"officer\"\npoints = 20\n"
                                             "weights = [1, 1, 1, 1, 1]\nfresh_days = [1, 1, 1, 1, 1]\n");
    const auto totals = greatest_totals(rules, Window::year(2023));
    ASSERT_EQ(totals.size(), 3U);
    EXPECT_EQ(totals[0].roles, leader);
    EXPECT_EQ(totals[1].roles, member);
    EXPECT_EQ(totals[2].roles, (std::vector<std::string>{"leader", "member", "officer"}));
    EXPECT_EQ(text_of(totals[0].total), "10");
    EXPECT_EQ(text_of(totals[2].total), "30");
    const auto anytime = greatest_totals(rules);
    ASSERT_EQ(anytime.size(), 3U);
    EXPECT_EQ(text_of(anytime[2].total), "30");
}

TEST(GreatestTotal, OfTheShippedRulebookIsWhatItsHeadSays) {
    const Rulebook rules = read_rulebook(std::filesystem::path(JIFEN_RULEBOOK_DIR) / "pinggu-1-10-100.toml");
    const auto totals = greatest_totals(rules, Window::year(2023));
    ASSERT_EQ(totals.size(), 3U);
    const GreatestTotal& both = totals.back();
    // 34 + 12 + 8 + 8 + 18 + 10, linkage 20, five knows 15, duties 25: more than the ceiling of 125.
    EXPECT_EQ(text_of(both.items), "90");
    EXPECT_EQ(text_of(both.linkage), "20");
    EXPECT_EQ(text_of(both.five_knows), "15");
    EXPECT_EQ(text_of(both.duties), "25");
    EXPECT_EQ(text_of(both.total), "125");
    EXPECT_TRUE(both.reached);
    // Every version of its points begins in 2023 or later: an earlier year reaches the ceiling with less.
    EXPECT_EQ(text_of(greatest_totals(rules).back().duties), "25");
}

TEST(GreatestTotal, OfAnIndexIsItsPointsAndWhatRoundingMayAdd) {
    const Rulebook rules = parse_rulebook("jifen = 1\ncode = \"h\"\napplies_to = [\"leader\", \"member\"]\n"
                                          "[[item]]\ncode = \"a\"\npoints = 0\n[composite]\nroles = [\"leader\"]\n"
                                          "points = 20\nweights = \"equal\"\n[[composite.indicator]]\nof = \"items\"\n"
                                          "[[composite.indicator]]\nof = \"deductions\"\n");
    EXPECT_EQ(text_of(greatest_total(rules, Window::year(2023), leader).total), "20.001");
    EXPECT_FALSE(greatest_total(rules, Window::year(2023), leader).reached);
    EXPECT_EQ(text_of(greatest_total(rules, Window::year(2023), member).composite), "0");
}

} // namespace
} // namespace jifen
