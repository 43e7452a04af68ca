#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace rulebook_testing;

TEST(Grades, Fall) {
    const std::string text =
        with_items("[[grade]]\ncode = \"x\"\nat_least = 80\n[[grade]]\ncode = \"y\"\nat_least = 80\n"
                   "[[grade]]\ncode = \"z\"\n");
    EXPECT_EQ(errors(text), "18:12 grades_do_not_fall");
    EXPECT_TRUE(says(text, "grade \"y\" begins at 80, not below grade \"x\" at 80 (line 15)"));
}

TEST(Grades, OnlyTheLastHasNoThreshold) {
    EXPECT_EQ(errors(with_items("[[grade]]\ncode = \"x\"\n[[grade]]\ncode = \"y\"\n")), "13:1 missing_key");
    EXPECT_EQ(errors(with_items("[[grade]]\ncode = \"x\"\nat_least = 1\n")), "15:1 last_grade_with_at_least");
    EXPECT_EQ(errors(with_items("[[grade]]\ncode = \"only\"\n")), "");
    EXPECT_EQ(errors(with_items("[[grade]]\ncode = \"x\"\nat_least = -5.5\n[[grade]]\ncode = \"y\"\n")), "");
}

std::string selection(const std::string& rest) {
    return with_items("[[selection]]\ncode = \"s\"\nshare = \"20%\"\n" + rest);
}

TEST(Selections, NeedCodeAndShare) {
    EXPECT_EQ(errors(with_items("[[selection]]\n")), "13:1 missing_key; 13:1 missing_key");
}

TEST(Selections, TakeSharesAsTextFrom0To100Percent) {
    const auto share = [](const std::string& value) {
        return with_items("[[selection]]\ncode = \"s\"\nshare = " + value + "\n");
    };
    for (const char* const right : {"\"0%\"", "\"100%\"", "\"1\"", "\"33.3%\"", "\"0.125\""}) {
        EXPECT_EQ(errors(share(right)), "") << right;
    }
    for (const char* const wrong : {"\"120%\"", "\"1.1\"", "\"-1%\"", "\"20 %\"", "\"\"", "\"one fifth\""}) {
        EXPECT_EQ(errors(share(wrong)), "15:9 bad_share") << wrong;
    }
    EXPECT_EQ(errors(share("0.2")), "15:9 wrong_type");
    EXPECT_EQ(errors(share("20")), "15:9 wrong_type");
}

TEST(Selections, RankByPartsAndCategories) {
    EXPECT_EQ(errors(selection("rank_by = [\"total\", \"items\", \"linkage\", \"five_knows\", \"duties\"]\n")), "");
    EXPECT_EQ(errors(selection("rank_by = []\n")), "16:11 empty_list");
    EXPECT_EQ(errors(selection("rank_by = [\"items\", \"items\"]\n")), "16:21 duplicate_word");
    EXPECT_EQ(errors(selection("rank_by = [\"category:c\"]\n[[category]]\ncode = \"c\"\n")), "");
    EXPECT_EQ(errors(selection("rank_by = [\"category:c\", \"category\"]\n")),
              "16:12 unknown_reference; 16:26 unknown_word");
}

TEST(Selections, TieWordsThatAreNoPointsDoNotRank) {
    const std::string text = selection("rank_by = [\"fewest_deductions\", \"days_in_role\"]\n");
    EXPECT_EQ(errors(text), "16:12 unknown_word; 16:33 unknown_word");
    EXPECT_TRUE(says(text, "it can only break ties"));
}

TEST(Selections, BreakTiesByPartsCategoriesDeductionsAndDays) {
    EXPECT_EQ(errors(selection(
                  "ties = [\"total\", \"items\", \"linkage\", \"five_knows\", \"duties\", \"fewest_deductions\", "
                  "\"days_in_role\"]\n")),
              "");
    EXPECT_EQ(errors(selection("ties = []\n")), "");
    EXPECT_EQ(errors(selection("ties = [\"dutys\", \"category:\", \"dutys\"]\n")),
              "16:9 unknown_word; 16:18 unknown_reference; 16:31 duplicate_word");
    EXPECT_TRUE(says(selection("ties = [\"dutys\"]\n"), "did you mean \"duties\"?"));
}

TEST(Selections, CheckEveryKey) {
    EXPECT_EQ(errors(selection("roles = [\"visitor\"]\nof = \"all\"\nround = \"half\"\nby = \"\"\nquota = \"hare\"\n"
                               "at_the_line = \"toss\"\n")),
              "16:10 role_not_in_applies_to; 17:6 unknown_word; 18:9 unknown_word; 19:6 bad_word; 20:9 unknown_word; "
              "21:15 unknown_word");
}

TEST(Selections, NameAGradeThatExists) {
    EXPECT_EQ(errors(selection("eligible = { grade_at_least = \"qualified\", min_days_in_role = -1 }\n")),
              "16:31 unknown_reference; 16:63 bad_number");
    EXPECT_EQ(errors(selection("eligible = { grade_at_least = \"g\" }\n[[grade]]\ncode = \"g\"\n")), "");
    EXPECT_EQ(errors(selection("eligible = \"g\"\n")), "16:12 wrong_type");
}

TEST(Selections, NameTheNearestOfAMisspelledCategoryKey) {
    const std::string category = "[[category]]\ncode = \"serv\"\n";
    for (const char* const key : {"ties", "rank_by"}) {
        const auto list = [&](const char* word) {
            return selection(std::string(key) + " = [\"" + word + "\"]\n" + category);
        };
        EXPECT_TRUE(says(list("categry:serv"), "did you mean \"category:serv\"?")) << key;
        EXPECT_TRUE(says(list("serv"), "did you mean \"category:serv\"?")) << key;
        EXPECT_TRUE(says(list("item:serv"), "known here: total")) << key;
    }
}

TEST(Selections, TakeSharesOfTwelveDigits) {
    const auto share = [](const std::string& value) {
        return with_items("[[selection]]\ncode = \"s\"\nshare = \"" + value + "\"\n");
    };
    EXPECT_EQ(errors(share("0.333333333333")), "");
    EXPECT_EQ(errors(share("33.333333333333%")), "");
    EXPECT_TRUE(says(share("0.3333333333333"), "a share has up to 12 digits behind the point"));
    EXPECT_TRUE(says(share("33.3333333333333%"), "a share has up to 12 digits behind the point"));
    EXPECT_TRUE(says(share("101.3333333333333%"), "a share is 0 to 100 %"));
    EXPECT_TRUE(says(share("0.333333333333x"), "a share is 0 to 100 %"));
}

} // namespace
} // namespace jifen
