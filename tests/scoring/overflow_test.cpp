#include "support/overflow.hpp"

#include "jifen/scoring/scorer.hpp"
#include "support/scored_entries.hpp"

#include <gtest/gtest.h>

#include <string>

// Points are 64 bits of thousandths: 9,223,372,036,854,775.807 at most. Beyond that is an error, never a wrap (SPEC
// §0).

namespace jifen {
namespace {

using namespace testing_support;

const std::string columns = "entry,date,actor,item,quantity\n";

TEST(Overflow, OfOneEntryIsAnError) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = 9223372036\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,1000000\n"), "a counted 9223372036000000 9223372036000000\n");
    EXPECT_THROW(ann(rules, columns + "a,2023-01-01,ann,x,1000001\n"), OverflowError);
    EXPECT_THROW(ann(rules, columns + "a,2023-01-01,ann,x,1000000000\n"), OverflowError);
}

TEST(Overflow, OfOneEntryNamesThePersonTheEntryAndTheItem) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = 9223372036\n");
    const std::string ledger = "b,2023-01-02,ann,x,1000000000\na,2023-01-03,ann,x,1000000000\n"
                               "c,2023-01-01,ann,x,1\n";
    EXPECT_EQ(overflow_of([&] { return ann(rules, columns + ledger); }), "a rounded ratio: ann, b, x")
        << "the first by date";
}

TEST(Overflow, OfASumNamesThePersonAndWhatIsSummed) {
    const auto rules = rules_of("[[category]]\ncode = \"c\"\n[[item]]\ncode = \"x\"\npoints = 9223372036854775\n"
                                "[[item]]\ncode = \"y\"\npoints = -9223372036854775\n"
                                "[[item]]\ncode = \"z\"\ncategory = \"c\"\npoints = 9223372036854775\n");
    const auto twice = [&](const std::string& item) {
        return overflow_of(
            [&] { return ann(rules, columns + "a,2023-01-01,ann," + item + ",\nb,2023-01-01,ann," + item + ",\n"); });
    };
    EXPECT_EQ(twice("x"), "a person's item points: ann, , ");
    EXPECT_EQ(twice("y"), "a person's deductions: ann, , ");
    EXPECT_EQ(twice("z"), "a category's raw points: ann, , ");
}

TEST(Overflow, IsNotWhatFitsExactly) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = -1099511627.776\n");
    const std::string least = "-9223372036854775.808";
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,8388608\n"), "a counted " + least + " " + least + "\n");
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,x,8388608\n"), least + " (" + least + ")");
}

TEST(Overflow, OfAPersonsItemsIsAnError) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 9223372036854775\n"
                                "[[item]]\ncode = \"y\"\npoints = 0.807\n[[item]]\ncode = \"z\"\npoints = 0.001\n");
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,x,\nb,2023-01-01,ann,y,\n"), "9223372036854775.807 (0)");
    EXPECT_THROW(ann(rules, columns + "a,2023-01-01,ann,x,\nb,2023-01-01,ann,y,\nc,2023-01-01,ann,z,\n"),
                 OverflowError);
    EXPECT_THROW(ann(rules, columns + "a,2023-01-01,ann,x,\nb,2023-01-01,ann,x,\n"), OverflowError);
}

TEST(Overflow, OfDeductionsIsAnError) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = -9223372036854775\n");
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,x,\n"), "-9223372036854775 (-9223372036854775)");
    EXPECT_THROW(ann(rules, columns + "a,2023-01-01,ann,x,\nb,2023-01-01,ann,x,\n"), OverflowError);
}

TEST(Overflow, OfACategoryIsAnErrorEvenWhereTheTotalsCapSavesTheItems) {
    const auto rules = rules_of("[total]\ncaps = [ { per = \"year\", points = 5 } ]\n[[category]]\ncode = \"c\"\n"
                                "[[item]]\ncode = \"x\"\ncategory = \"c\"\npoints = 9223372036854775\n");
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,x,\n"), "5 (0) 9223372036854775>9223372036854775");
    EXPECT_THROW(ann(rules, columns + "a,2023-01-01,ann,x,\nb,2023-01-02,ann,x,\n"), OverflowError);
}

// Gains and deductions that end within range are no overflow, in whatever order they came: exchanging the ids of two
// entries of one day must not turn a result into an error (SPEC §4.4).
TEST(Overflow, IsAskedOfTheSumAndNotOnTheWayToIt) {
    const auto rules = rules_of("[[item]]\ncode = \"plus\"\npoints = 9000000000000000\n"
                                "[[item]]\ncode = \"minus\"\npoints = -9000000000000000\n");
    const std::string sum = "9000000000000000 (-9000000000000000)";
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,plus,\nb,2023-01-01,ann,minus,\nc,2023-01-01,ann,plus,\n"),
              sum);
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,plus,\nb,2023-01-01,ann,plus,\nc,2023-01-01,ann,minus,\n"),
              sum);
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,minus,\nb,2023-01-01,ann,plus,\nc,2023-01-01,ann,plus,\n"),
              sum);
}

} // namespace
} // namespace jifen
