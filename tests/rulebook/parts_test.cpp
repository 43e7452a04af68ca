#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace rulebook_testing;

TEST(Total, HasAFloorThatIsNotAboveItsCeiling) {
    EXPECT_EQ(errors(with_items("[total]\nfloor = 2\nceiling = 1\n")), "15:11 ceiling_below_floor");
    EXPECT_EQ(errors(with_items("[total]\nfloor = 1\nceiling = 1\n")), "");
    EXPECT_EQ(errors(with_items("[total]\nbase = \"1\"\n")), "14:8 wrong_type");
}

TEST(Linkage, ChecksItsTargets) {
    EXPECT_EQ(errors(with_items("[linkage]\nexemplars = { }\n")), "14:13 missing_key; 14:13 missing_key");
    EXPECT_EQ(errors(with_items("[linkage]\ncontacts = { target = 0, points = 1 }\n")), "14:23 bad_number");
    EXPECT_EQ(errors(with_items("[linkage]\ncontacts = { target = 1.5, points = 1 }\n")), "14:23 wrong_type");
    EXPECT_EQ(errors(with_items("[linkage]\ncontacts = { target = 1000000001, points = 1 }\n")), "14:23 bad_number");
    EXPECT_EQ(errors(with_items("[linkage]\nserved = { target = 1, points = 1, items = [\"zz\"] }\n")),
              "14:45 unknown_reference");
    EXPECT_EQ(errors(with_items("[linkage]\nserved = { target = 1, points = 1, items = [] }\n")), "14:44 empty_list");
}

TEST(Linkage, TakesRolesThatAreNotScoredAndTwoGenders) {
    EXPECT_EQ(errors(with_items("[linkage]\nroles = [\"visitor\"]\ngender = \"male\"\n")), "");
    EXPECT_EQ(errors(with_items("[linkage]\nroles = []\ngender = \"women\"\n")), "14:9 empty_list; 15:10 unknown_word");
}

std::string knows(const std::string& changed) {
    return with_items("[five_knows]\nrole = \"visitor\"\npoints = 1\n" + changed);
}

TEST(FiveKnows, NeedRolePointsWeightsAndDays) {
    EXPECT_EQ(errors(with_items("[five_knows]\n")),
              "13:1 missing_key; 13:1 missing_key; 13:1 missing_key; 13:1 missing_key");
}

TEST(FiveKnows, HaveFiveWeightsOfAtLeast0WithASum) {
    const std::string days = "fresh_days = [1, 1, 1, 1, 1]\n";
    EXPECT_EQ(errors(knows(days + "weights = [1, 1, 1, 1]\n")), "17:11 not_five");
    EXPECT_EQ(errors(knows(days + "weights = [1, 1, 1, 1, 1, 1]\n")), "17:11 not_five");
    EXPECT_EQ(errors(knows(days + "weights = [0, 0.0, 0, 0, 0]\n")), "17:11 bad_number");
    EXPECT_EQ(errors(knows(days + "weights = [1, -1, 1, 1, 1]\n")), "17:15 bad_number");
    EXPECT_EQ(errors(knows(days + "weights = [1, 0.0000000001, 1, 1, 1]\n")), "17:15 bad_number");
    EXPECT_EQ(errors(knows(days + "weights = [1, 0.000000001, 1000000000, 1, 1]\n")), "");
    EXPECT_EQ(errors(knows(days + "weights = [1, 1000000001, inf, 1, \"1\"]\n")),
              "17:15 bad_number; 17:27 bad_number; 17:35 wrong_type");
    EXPECT_EQ(errors(knows(days + "weights = 1\n")), "17:11 wrong_type");
}

TEST(FiveKnows, HaveFiveNumbersOfDays) {
    const std::string weights = "weights = [1, 1, 1, 1, 1]\n";
    EXPECT_EQ(errors(knows(weights + "fresh_days = [1]\n")), "17:14 not_five");
    EXPECT_EQ(errors(knows(weights + "fresh_days = [1, -1, 1.5, 1, 1000001]\n")),
              "17:18 bad_number; 17:22 wrong_type; 17:30 bad_number");
    EXPECT_EQ(errors(knows(weights + "fresh_days = [0, 0, 0, 0, 0]\nif_nobody = \"half\"\n")), "18:13 unknown_word");
}

TEST(Duties, NeedCodeItemsAndPeriod) {
    EXPECT_EQ(errors(with_items("[[duty]]\n")), "13:1 missing_key; 13:1 missing_key; 13:1 missing_key");
    EXPECT_EQ(errors(with_items("[[duty]]\ncode = \"d\"\nitems = []\nper = \"month\"\n")), "15:9 empty_list");
}

TEST(Duties, CheckEveryKey) {
    const std::string text =
        with_items("[[duty]]\ncode = \"d\"\nitems = [\"yy\"]\nper = \"moon\"\nroles = [\"visitor\"]\n"
                   "each = \"unit\"\nat_least = 0\npoints = 0.0001\nif_none_due = true\n");
    EXPECT_EQ(errors(text),
              "15:10 unknown_reference; 16:7 unknown_word; 17:10 role_not_in_applies_to; 18:8 unknown_word; "
              "19:12 bad_number; 20:10 bad_points; 21:15 wrong_type");
}

} // namespace
} // namespace jifen
