#include "jifen/rulebook/lint.hpp"

#include "support/small_district.hpp"

#include <filesystem>
#include <string>

// docs/lint.md has an example of each warning, and a test that runs them (python/tests/test_lint.py). Here: places,
// numbers, and what is close to a warning and is none.

namespace jifen {
namespace {

using namespace testing_support;

/// `line:column code`, joined by `; `; `rest` begins at line 4.
std::string warnings(const std::string& rest, const std::optional<Window>& window = {}) {
    std::string out;
    for (const Diagnostic& warning : lint(rules_of(rest), window)) {
        EXPECT_EQ(warning.severity, Severity::warning);
        EXPECT_EQ(warning.file, "test.toml");
        EXPECT_FALSE(warning.remedy.empty());
        out += (out.empty() ? "" : "; ") + std::to_string(warning.line) + ":" + warning.column + " " + warning.code;
    }
    return out;
}

std::string message(const std::string& rest) {
    const Diagnostics found = lint(rules_of(rest));
    return found.size() == 1 ? found.front().message : std::to_string(found.size()) + " warnings";
}

const std::string item = "[[item]]\ncode = \"a\"\npoints = 3\n"; // lines 4 to 6

TEST(Lint, SaysNothingOfTheShippedRulebook) {
    const Rulebook rules = read_rulebook(std::filesystem::path(JIFEN_RULEBOOK_DIR) / "pinggu-1-10-100.toml");
    for (const std::optional<Window>& window : {std::optional<Window>(), std::optional(Window::year(2023))}) {
        for (const Diagnostic& warning : lint(rules, window)) ADD_FAILURE() << to_string(warning);
    }
    EXPECT_FALSE(lint(rules, Window::year(2022)).empty()) << "the flood season is that of 2023";
}

TEST(Lint, NamesThePlaceOfTheRuleAndTheNumbers) {
    const std::string rest = item + "caps = [ { per = \"month\", points = 2 } ]\n";
    EXPECT_EQ(warnings(rest), "4:1 value_above_cap");
    EXPECT_EQ(message(rest),
              "item \"a\" is worth 3, but item \"a\" has a cap of 2 for each month: no entry ever counts "
              "in full");
    EXPECT_EQ(warnings("[[item]]\ncode = \"a\"\npoints = 1\ncaps = [ { per = \"month\", points = 8 },\n"
                       "  { per = \"year\", points = 8 } ]\n"),
              "8:3 coarser_cap_not_larger")
        << "a cap has a place of its own";
    EXPECT_EQ(warnings("[[item]]\ncode = \"a\"\ncaps = [ { per = \"month\", points = 2 } ]\npoints = [\n"
                       "  { from = 2023-01-01, value = 2 },\n  { from = 2024-01-01, value = 3 } ]\n"),
              "9:3 value_above_cap")
        << "and so has a version";
}

TEST(Lint, TakesCapsOfDeductionsOnTheirOwnSide) {
    EXPECT_EQ(warnings("[[item]]\ncode = \"a\"\npoints = -3\ncaps = [ { per = \"month\", points = 2 } ]\n"),
              "4:1 value_above_cap");
    EXPECT_EQ(warnings("[total]\nceiling = 1\n[[item]]\ncode = \"a\"\npoints = -3\n"), "");
}

TEST(Lint, WhatJustFitsIsNoWarning) {
    EXPECT_EQ(warnings(item + "caps = [ { per = \"month\", points = 3 }, { per = \"quarter\", points = 8.999 } ]\n"),
              "");
    EXPECT_EQ(warnings(item + "caps = [ { per = \"month\", points = 3 }, { per = \"quarter\", points = 9 } ]\n"),
              "7:41 cap_never_reached");
    EXPECT_EQ(warnings("[total]\nbase = 7\nceiling = 10\n" + item), "");
    EXPECT_EQ(warnings("[total]\nbase = 7.001\nceiling = 10\n" + item), "7:1 value_above_ceiling");
    const std::string grades = "[[grade]]\ncode = \"g\"\nat_least = 36\n[[grade]]\ncode = \"h\"\n";
    EXPECT_EQ(warnings(item + "caps = [ { per = \"month\", points = 3 } ]\n" + grades), "");
    EXPECT_EQ(warnings(item + "caps = [ { per = \"month\", points = 3 } ]\n" + grades, Window::parse("2023-H1")),
              "8:1 unreachable_grade");
    EXPECT_EQ(
        warnings(item + "from = 2023-06-01\nuntil = 2023-12-02\ncaps = [ { per = \"month\", points = 3 } ]\n" + grades),
        "10:1 unreachable_grade")
        << "in force in seven months of one year, never more";
}

TEST(Lint, ALadderUnderAFinerCapIsOutOfReachOnlyIfOneStepIs) {
    const std::string ladder = "[[item]]\ncode = \"a\"\nladder = { per = \"month\", steps = [ [1, 1], [2, 3] ] }\n";
    // Two days of one month can have 1 and 2; but a ladder of months under caps of days does not nest.
    EXPECT_EQ(warnings(ladder + "caps = [ { per = \"day\", points = 2 } ]\n"), "6:10 periods_do_not_nest");
    EXPECT_EQ(warnings(ladder + "caps = [ { per = \"day\", points = 1 } ]\n"),
              "6:10 periods_do_not_nest; 6:10 step_above_cap");
    EXPECT_EQ(warnings(ladder + "caps = [ { per = \"year\", points = 3 } ]\n"), "");
}

TEST(Lint, AsksNestingOfEveryLaterStageAndInTheWindow) {
    const std::string category = "[[category]]\ncode = \"c\"\ncaps = [ { per = \"month\", points = 3 } ]\n";
    EXPECT_EQ(warnings("[total]\ncaps = [ { per = \"week\", points = 9 } ]\n" + category + item + "category = \"c\"\n"),
              "8:10 periods_do_not_nest");
    const std::string yearly = category + item + "category = \"c\"\ncaps = [ { per = \"year\", points = 30 } ]\n";
    EXPECT_EQ(warnings(yearly), "11:10 periods_do_not_nest");
    EXPECT_EQ(warnings(yearly, Window::parse("2023-03")), "") << "one month lies in one year";
}

TEST(Lint, OnceWithUnequalPointsLooksAtThePeriodOfOnce) {
    const auto dated = [](const char* once, const char* second) {
        return std::string("[[item]]\ncode = \"a\"\nonce = \"") + once +
               "\"\npoints = [ { from = 2023-01-01, value = 1 }, { from = " + second + ", value = 2 } ]\n";
    };
    EXPECT_EQ(warnings(dated("month", "2023-07-01")), "");
    EXPECT_EQ(warnings(dated("month", "2023-07-02")), "4:1 once_with_unequal_points");
    EXPECT_EQ(warnings(dated("year", "2023-07-01")), "4:1 once_with_unequal_points");
    EXPECT_EQ(warnings("[[item]]\ncode = \"a\"\nonce = \"day\"\nby_level = { x = 1, y = 1, z = 0 }\n"), "")
        << "what is worth nothing is no first entry";
    EXPECT_EQ(warnings("[[item]]\ncode = \"a\"\nonce = \"day\"\npoints_per_unit = 1\n"),
              "4:1 once_with_unequal_points");
}

TEST(Lint, AVetoMayGiveAGradeThatNoTotalGives) {
    const std::string rest = "[total]\nbase = 60\n" + item +
                             "caps = [ { per = \"year\", points = 3 } ]\n"
                             "[[grade]]\ncode = \"high\"\nat_least = 60\n[[grade]]\ncode = \"low\"\n";
    EXPECT_EQ(warnings(rest), "13:1 grade_never_given");
    EXPECT_EQ(warnings(rest + "[[item]]\ncode = \"v\"\nveto = { grade = \"low\" }\n"), "");
}

TEST(Lint, AGradeIsInReachOfWhoHoldsSeveralRoles) {
    const std::string caps = "caps = [ { per = \"year\", points = 3 } ]\n";
    const std::string rest = item + caps + "roles = [\"leader\"]\n[[item]]\ncode = \"b\"\npoints = 3\n" + caps +
                             "roles = [\"member\"]\n[[grade]]\ncode = \"g\"\nat_least = 6\n[[grade]]\ncode = \"h\"\n";
    EXPECT_EQ(warnings(rest), "");
    // A duty that takes points from members does not lower what others can have.
    EXPECT_EQ(warnings(rest + "[[duty]]\ncode = \"d\"\nitems = [\"b\"]\nroles = [\"member\"]\nper = \"month\"\n"
                              "points = -2\nif_none_due = \"full\"\n"),
              "");
}

} // namespace
} // namespace jifen
