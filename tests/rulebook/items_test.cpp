#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace rulebook_testing;

TEST(Caps, AreAbove0) {
    EXPECT_EQ(errors(with_item("caps = [ { per = \"month\", points = 0 }, { per = \"year\", points = -1 } ]\n")),
              "6:36 bad_points; 6:66 bad_points");
}

TEST(Caps, NeedAPeriodAndPoints) {
    EXPECT_EQ(errors(with_item("caps = [ { } ]\n")), "6:10 missing_key; 6:10 missing_key");
    EXPECT_EQ(errors(with_item("caps = [ { per = \"fortnight\", points = 1 } ]\n")), "6:18 unknown_word");
    EXPECT_EQ(errors(with_item("caps = [ 1 ]\n")), "6:10 wrong_type");
    EXPECT_EQ(errors(with_item("caps = []\n")), "");
}

TEST(Caps, AreStoredFinestFirst) {
    const Rulebook book = parse_rulebook(with_item("caps = [ { per = \"window\", points = 3 }, { per = \"day\", points "
                                                   "= 1 }, { per = \"half\", points = 2 } ]\n"));
    const auto& caps = book->items[0].caps;
    ASSERT_EQ(caps.size(), 3U);
    EXPECT_EQ(caps[0].per, Period::day);
    EXPECT_EQ(caps[1].per, Period::half);
    EXPECT_EQ(caps[2].per, Period::window);
}

TEST(Caps, AWeekStandsBesideNothingCoarserOfTheSameOwner) {
    const auto caps = [](const std::string& coarse) {
        return with_item("caps = [ { per = \"week\", points = 1 }, { per = \"" + coarse + "\", points = 2 } ]\n");
    };
    for (const char* const coarse : {"month", "quarter", "half", "year", "window"}) {
        EXPECT_EQ(errors(caps(coarse)), "6:48 caps_do_not_nest") << coarse;
    }
    EXPECT_EQ(errors(caps("day")), "");
    EXPECT_TRUE(says(caps("month"), "weeks straddle months"));
}

TEST(Caps, WeeksAndMonthsMayBelongToDifferentOwners) {
    EXPECT_EQ(errors(with_items("[[category]]\ncode = \"c\"\ncaps = [ { per = \"month\", points = 2 } ]\n"
                                "[[item]]\ncode = \"w\"\ncategory = \"c\"\ncaps = [ { per = \"week\", points = 1 } ]\n"
                                "[total]\ncaps = [ { per = \"window\", points = 1 } ]\n")),
              "");
}

TEST(Caps, OfOnePeriodStandOnce) {
    EXPECT_EQ(
        errors(with_items("[total]\ncaps = [ { per = \"year\", points = 1 }, { per = \"year\", points = 2 } ]\n")),
        "14:48 duplicate_period");
}

TEST(Worth, HasAtMostOneOfFourWays) {
    const std::string two = with_item("points = 1\nby_level = { x = 2 }\n");
    EXPECT_EQ(errors(two), "7:1 several_ways");
    EXPECT_TRUE(says(two, "at most one of points, points_per_unit, by_level, ladder"));
    EXPECT_EQ(errors(with_item("ladder = { per = \"year\", steps = [ [1, 1] ] }\npoints_per_unit = 1\npoints = 1\n")),
              "7:1 several_ways; 8:1 several_ways");
}

TEST(Worth, OfAnItemHasOneSign) {
    const std::string levels = with_item("by_level = { x = 1, y = -1 }\n");
    EXPECT_EQ(errors(levels), "6:25 mixed_signs");
    EXPECT_TRUE(says(levels, "item \"a\" is worth 1 (line 6) and -1"));
    EXPECT_EQ(errors(with_item("points = [ { from = 2023-01-01, value = -1 }, { from = 2023-02-01, value = 1 } ]\n")),
              "6:76 mixed_signs");
    EXPECT_EQ(errors(with_item("ladder = { per = \"year\", steps = [ [1, 1], [2, -2] ] }\n")), "6:48 mixed_signs");
    EXPECT_EQ(errors(with_item("by_level = { x = 0, y = -1, z = 0 }\n")), "");
}

TEST(Worth, OfAVetoIsNone) {
    EXPECT_EQ(errors(with_item("veto = { grade = \"out\" }\npoints = 1\n")), "7:1 veto_with_points");
    EXPECT_EQ(errors(with_item("points_per_unit = 1\nveto = { grade = \"out\" }\nby_level = { x = 1 }\n")),
              "6:1 veto_with_points; 8:1 veto_with_points");
    EXPECT_EQ(errors(with_item("veto = { }\n")), "6:8 missing_key");
    EXPECT_EQ(errors(with_item("veto = { grade = \"\" }\n")), "6:18 bad_word");
    EXPECT_EQ(errors(with_item("veto = \"out\"\n")), "6:8 wrong_type");
}

TEST(Worth, ByLevelNamesLevels) {
    EXPECT_EQ(errors(with_item("by_level = { }\n")), "6:12 empty_list");
    EXPECT_EQ(errors(with_item("by_level = { title = \"x\" }\n")), "6:12 empty_list");
    EXPECT_EQ(errors(with_item("by_level = { source = \"x\" }\n")), "6:12 empty_list");
    EXPECT_EQ(errors(with_item("by_level = { source = 1 }\n")), "") << "a level of that name";
    EXPECT_EQ(errors(with_item("by_level = { x = \"1\", \"\" = 1 }\n")), "6:18 wrong_type; 6:23 bad_word");
    EXPECT_EQ(errors(with_item("by_level = 1\n")), "6:12 wrong_type");
}

TEST(Worth, MixedSignsAreSaidOnce) {
    EXPECT_EQ(errors(with_item("by_level = { a = 1, b = -1, c = 2, d = -2, e = 0 }\n")), "6:25 mixed_signs");
}

TEST(Versions, ThatCannotBeReadAreNotCompared) {
    // The second would overlap the first, if it were known when that ends.
    EXPECT_EQ(errors(with_item("points = [ { from = 2023-01-01, until = 1, value = 1 },\n"
                               "  { from = 2023-01-01, value = 2 } ]\n")),
              "6:41 wrong_type");
}

TEST(Versions, AreSorted) {
    const Rulebook book = parse_rulebook(with_item(
        "points = [ { from = 2023-07-01, value = 2 }, { from = 2023-01-01, until = 2023-03-01, value = 1 } ]\n"));
    const auto& versions = book->items[0].versions;
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].value, Points::whole(1));
    EXPECT_EQ(versions[0].days.until, *Day::parse("2023-03-01"));
    EXPECT_EQ(versions[1].days.until, Day::never_ends());
}

TEST(Versions, DoNotOverlap) {
    const std::string same =
        with_item("points = [ { from = 2023-01-01, value = 1 }, { from = 2023-01-01, value = 2 } ]\n");
    EXPECT_EQ(errors(same), "6:55 overlapping_versions");
    EXPECT_TRUE(says(
        same, "the version from 2023-01-01 (line 6, column 21) and the version from 2023-01-01 (line 6, column 55)"));
    EXPECT_EQ(errors(with_item("points = [ { from = 2023-01-01, until = 2023-02-02, value = 1 },\n"
                               "  { from = 2023-02-01, value = 2 } ]\n")),
              "7:12 overlapping_versions");
    EXPECT_EQ(errors(with_item("points = [ { from = 2023-01-01, until = 2023-02-01, value = 1 },\n"
                               "  { from = 2023-02-01, value = 2 } ]\n")),
              "");
}

TEST(Versions, ALongOneOverlapsAllThatBeginInIt) {
    const std::string text = with_item("points = [ { from = 2023-01-01, until = 2024-01-01, value = 1 },\n"
                                       "  { from = 2023-02-01, until = 2023-03-01, value = 2 },\n"
                                       "  { from = 2023-04-01, until = 2023-05-01, value = 2 } ]\n");
    EXPECT_EQ(errors(text), "7:12 overlapping_versions; 8:12 overlapping_versions");
}

TEST(Versions, NeedFromAndValue) {
    EXPECT_EQ(errors(with_item("points = [ { value = 1 }, { from = 2023-01-01 } ]\n")),
              "6:12 missing_key; 6:27 missing_key");
    EXPECT_EQ(errors(with_item("points = []\n")), "6:10 empty_list");
    EXPECT_EQ(errors(with_item("points = [ 1 ]\n")), "6:12 wrong_type");
    EXPECT_EQ(errors(with_item("points = { from = 2023-01-01, value = 0.0001 }\n")),
              "6:10 not_a_list; 6:39 bad_points");
    EXPECT_EQ(errors(with_item("points = [ { from = 2023-01-01, until = 2023-01-01, value = 1 } ]\n")),
              "6:41 bad_span");
}

TEST(Ladders, RiseInThresholdAndMagnitude) {
    const auto steps = [](const std::string& list) {
        return with_item("ladder = { per = \"year\", steps = [ " + list + " ] }\n");
    };
    EXPECT_EQ(errors(steps("[1, 1], [1, 2]")), "6:45 ladder_does_not_rise");
    EXPECT_EQ(errors(steps("[1, 1], [2, 1]")), "6:48 ladder_does_not_rise");
    EXPECT_EQ(errors(steps("[2, 2], [1, 1]")), "6:45 ladder_does_not_rise; 6:48 ladder_does_not_rise");
    EXPECT_EQ(errors(steps("[1, -1], [2, -2]")), "");
    EXPECT_EQ(errors(steps("[1, -2], [2, -1]")), "6:49 ladder_does_not_rise");
    EXPECT_EQ(errors(steps("[0.001, 1], [1000000000, 2]")), "");
}

TEST(Ladders, StepsThatCannotBeReadAreNotCompared) {
    const auto steps = [](const std::string& list) {
        return errors(with_item("ladder = { per = \"year\", steps = [ " + list + " ] }\n"));
    };
    EXPECT_EQ(steps("[1, \"x\"]"), "6:40 wrong_type");
    EXPECT_EQ(steps("[2, 2], [\"x\", 3]"), "6:45 wrong_type");
    EXPECT_EQ(steps("[2, 2], [3, \"x\"]"), "6:48 wrong_type");
    // What can be read of them is: the points are too few, and the third is compared with the first.
    EXPECT_EQ(steps("[2, 2], [\"x\", 1], [1, 3]"),
              "6:45 wrong_type; 6:50 ladder_does_not_rise; 6:55 ladder_does_not_rise");
}

TEST(Ladders, HaveThresholdsThatAreQuantitiesAbove0) {
    const auto threshold = [](const std::string& value) {
        return with_item("ladder = { per = \"year\", steps = [ [" + value + ", 1] ] }\n");
    };
    EXPECT_EQ(errors(threshold("0")), "6:37 bad_number");
    EXPECT_EQ(errors(threshold("-1")), "6:37 bad_number");
    EXPECT_EQ(errors(threshold("0.0001")), "6:37 bad_number");
    EXPECT_EQ(errors(threshold("1000000000.001")), "6:37 bad_number");
    EXPECT_EQ(errors(threshold("nan")), "6:37 bad_number");
    EXPECT_EQ(errors(threshold("\"1\"")), "6:37 wrong_type");
}

TEST(Ladders, NeedAPeriodAndSteps) {
    EXPECT_EQ(errors(with_item("ladder = { }\n")), "6:10 missing_key; 6:10 missing_key");
    EXPECT_EQ(errors(with_item("ladder = { per = \"year\", steps = [] }\n")), "6:34 empty_list");
    EXPECT_EQ(errors(with_item("ladder = { per = \"year\", steps = [ [1], 2, [1, 2, 3] ] }\n")),
              "6:36 wrong_type; 6:41 wrong_type; 6:44 wrong_type");
    EXPECT_EQ(errors(with_item("ladder = { per = \"year\", steps = 1 }\n")), "6:34 wrong_type");
    EXPECT_EQ(errors(with_item("ladder = [ [1, 1] ]\n")), "6:10 wrong_type");
}

TEST(Ladders, AreNeitherOnceNorExclusive) {
    const std::string text = with_item("ladder = { per = \"year\", steps = [ [1, 1] ] }\nonce = \"year\"\n"
                                       "[[exclusive]]\nitems = [\"a\"]\n");
    EXPECT_EQ(errors(text), "7:1 once_with_ladder; 9:10 ladder_in_exclusive");
}

TEST(Items, HaveRolesAmongThoseScored) {
    const std::string text = with_item("roles = [\"member\", \"leeder\"]\n");
    EXPECT_EQ(errors(text), "6:20 role_not_in_applies_to");
    EXPECT_TRUE(says(text, "did you mean \"leader\"?"));
}

TEST(Items, KnowTheirSubjectsAndFlags) {
    EXPECT_EQ(errors(with_item("subject = \"hausehold\"\nverified = \"yes\"\nonce = 1\n")),
              "6:11 unknown_word; 7:12 wrong_type; 8:8 wrong_type");
    EXPECT_TRUE(says(with_item("subject = \"hausehold\"\n"), "did you mean \"household\"?"));
}

TEST(Categories, AreNamedByItemsAndExist) {
    EXPECT_EQ(errors(with_item("category = \"ghost\"\n")), "6:12 unknown_reference");
    EXPECT_EQ(errors(with_item("category = \"late\"\n[[category]]\ncode = \"late\"\n")), "");
}

TEST(Categories, HoldItemsOfOneSign) {
    const std::string text = with_item("points = 1\ncategory = \"c\"\n[[item]]\ncode = \"b\"\npoints = -1\n"
                                       "category = \"c\"\n[[item]]\ncode = \"z\"\ncategory = \"c\"\n"
                                       "[[category]]\ncode = \"c\"\n");
    EXPECT_EQ(errors(text), "11:12 mixed_signs");
    EXPECT_TRUE(says(text, "item \"a\" (line 5) gives points, item \"b\" takes points"));
}

TEST(ExclusiveGroups, HoldItemsOfOneSign) {
    EXPECT_EQ(errors(with_items("[[exclusive]]\nitems = [\"a\", \"b\", \"m\"]\n")), "14:20 mixed_signs");
}

TEST(ExclusiveGroups, ShareNoItem) {
    const std::string text = with_items("[[exclusive]]\nitems = [\"a\", \"b\"]\n[[exclusive]]\nitems = [\"b\"]\n");
    EXPECT_EQ(errors(text), "16:10 two_exclusive_groups");
    EXPECT_TRUE(says(text, "stands in exclusive group 1 (line 13) and in exclusive group 2"));
}

TEST(ExclusiveGroups, NameItemsThatExistOnce) {
    EXPECT_EQ(errors(with_items("[[exclusive]]\nitems = [\"a\", \"zz\", \"a\"]\n")),
              "14:15 unknown_reference; 14:21 duplicate_word");
    EXPECT_EQ(errors(with_items("[[exclusive]]\n")), "13:1 missing_key");
}

} // namespace
} // namespace jifen
