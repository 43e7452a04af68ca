#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

// What stands under a refused header is judged all the same (docs/choices.md, 50).

namespace jifen {
namespace {

using namespace rulebook_testing;

/// The errors of a rulebook, as `line:column code`; `rest` begins at line 13.
std::string under(std::string_view rest) { return errors(with_items(rest)); }

TEST(RefusedHeader, OfAPartGivenTwiceHidesNothingBelowIt) {
    EXPECT_EQ(
        under("[linkage.served]\ntarget = 1\npoints = 1\n[linkage.served]\ntarget = \"x\"\npoints = 0.0001\nfoo = 1\n"),
        "16:1 duplicate_key; 17:10 wrong_type; 18:10 bad_points; 19:1 unknown_key");
    EXPECT_TRUE(says(with_items("[linkage.served]\ntarget = 1\npoints = 1\n[linkage.served]\ntarget = 1\nfoo = 1\n"),
                     "\"[linkage.served]\" is given twice, first at line 13"));
}

TEST(RefusedHeader, OfAPartLacksWhatItsOwnTableLacks) {
    // `served` has no target the second time either; what linkage may lack is not asked again.
    EXPECT_EQ(under("[linkage.served]\ntarget = 1\npoints = 1\n[linkage.served]\npoints = 1\n"),
              "16:1 duplicate_key; 16:1 missing_key");
    EXPECT_EQ(under("[five_knows]\nrole = \"leader\"\npoints = 1\nweights = [1, 1, 1, 1, 1]\n"
                    "fresh_days = [1, 1, 1, 1, 1]\n[five_knows.title]\nzh = \"a\"\n[five_knows.title]\nen = 1\n"),
              "20:1 duplicate_key; 21:6 wrong_type");
}

TEST(RefusedHeader, OfAPartOfAnItemIsNoItemOfItsOwn) {
    const std::string twice = "[item.ladder]\nper = \"month\"\nsteps = [[1, -2]]\n";
    // Neither a code nor points are missing, and it is not counted among the items.
    EXPECT_EQ(errors(with_item(twice + "[item.ladder]\nper = \"hour\"\nsteps = [[1]]\nfoo = 1\n[[item]]\nbar = 1\n")),
              "9:1 duplicate_key; 10:7 unknown_word; 11:10 wrong_type; 12:1 unknown_key; 13:1 missing_key; "
              "14:1 unknown_key");
    const std::string text =
        with_item(twice + "[item.ladder]\nper = \"month\"\nsteps = [[1, -2]]\nfoo = 1\n[[item]]\nbar = 1\n");
    EXPECT_TRUE(says(text, "unknown key \"foo\" in the ladder of an item"));
    EXPECT_TRUE(says(text, "unknown key \"bar\" in item 2"));
}

TEST(RefusedHeader, OfEveryPartIsJudged) {
    EXPECT_EQ(errors(with_item("[item.by_level]\na = -1\n[item.by_level]\na = \"x\"\n")),
              "8:1 duplicate_key; 9:5 wrong_type");
    EXPECT_EQ(errors(with_item("[item.veto]\ngrade = \"x\"\n[item.veto]\ngrade = 1\nfoo = 1\n")),
              "8:1 duplicate_key; 9:9 wrong_type; 10:1 unknown_key");
    for (const std::string part : {"exemplars", "contacts", "served"}) {
        EXPECT_EQ(under("[linkage." + part + "]\ntarget = 1\npoints = 1\n[linkage." + part +
                        "]\ntarget = 0\npoints = 1\nfoo = 1\n"),
                  "16:1 duplicate_key; 17:10 bad_number; 19:1 unknown_key")
            << part;
    }
    EXPECT_EQ(under("[[selection]]\ncode = \"s\"\nshare = \"1\"\n[selection.eligible]\nmin_days_in_role = 1\n"
                    "[selection.eligible]\nmin_days_in_role = -1\nfoo = 1\n"),
              "18:1 duplicate_key; 19:20 bad_number; 20:1 unknown_key");
    EXPECT_EQ(under("[total.title]\nzh = \"a\"\n[total.title]\nzh = 1\n"), "15:1 duplicate_key; 16:6 wrong_type");
}

TEST(RefusedHeader, OfAListBelowATableIsAListThere) {
    // An inline list cannot be continued by headers.
    EXPECT_EQ(under("[total]\ncaps = [ { per = \"year\", points = 1 } ]\n[[total.caps]]\nper = \"hour\"\npoints = 1\n"
                    "foo = 1\n"),
              "15:1 duplicate_key; 16:7 unknown_word; 18:1 unknown_key");
    EXPECT_EQ(errors(with_item("points = [ { from = 2023-01-01, value = 1 } ]\n[[item.points]]\nfrom = 2023-01-01\n"
                               "value = 0.0001\nfoo = 1\n")),
              "7:1 duplicate_key; 9:9 bad_points; 10:1 unknown_key");
    EXPECT_EQ(under("[[total.caps]]\nper = \"year\"\npoints = 1\n[total.caps.title]\nzh = \"a\"\n[total.caps.title]\n"
                    "zh = 1\n"),
              "18:1 duplicate_key; 19:6 wrong_type");
}

TEST(RefusedHeader, OfAnInlineTableHidesNothing) {
    EXPECT_EQ(
        under("[linkage]\nserved = { target = 1, points = 1 }\n[linkage.served]\nfoo = 1\ntarget = 1\npoints = 1\n"),
        "15:1 duplicate_key; 16:1 unknown_key");
}

TEST(RefusedHeader, OfOneTableAfterAListOrAListAfterOneTableHidesNothing) {
    EXPECT_EQ(errors(std::string(head) + "[item]\ncode = \"a\"\n[[item]]\ncode = \"b\"\nfoo = 1\n"),
              "4:1 not_a_list; 6:1 duplicate_key; 8:1 unknown_key");
    EXPECT_EQ(under("[total]\n[[total]]\nfoo = 1\n"), "14:1 duplicate_key; 15:1 unknown_key");
    EXPECT_EQ(under("[linkage]\n[linkage.served]\ntarget = 1\npoints = 1\n[[linkage.served]]\nfoo = 1\n"),
              "17:1 duplicate_key; 17:1 missing_key; 17:1 missing_key; 17:1 wrong_type; 18:1 unknown_key");
}

TEST(RefusedHeader, MayBeWrittenInAnyWay) {
    for (const std::string header :
         {"[ linkage . served ]", "[\"linkage\".served]", "[linkage.'served']", "[linkage.served] # again"}) {
        EXPECT_EQ(under("[linkage.served]\ntarget = 1\npoints = 1\n" + header + "\ntarget = 1\npoints = 1\nfoo = 1\n"),
                  "16:1 duplicate_key; 19:1 unknown_key")
            << header;
    }
}

TEST(RefusedHeader, GivenManyTimesIsJudgedEachTime) {
    EXPECT_EQ(under("[linkage.served]\ntarget = 1\npoints = 1\n[linkage.served]\ntarget = 1\npoints = 1\na1 = 1\n"
                    "[total]\n[total]\nb1 = 1\n[linkage.served]\ntarget = 1\npoints = 1\nc1 = 1\n"),
              "16:1 duplicate_key; 19:1 unknown_key; 21:1 duplicate_key; 22:1 unknown_key; 23:1 duplicate_key; "
              "26:1 unknown_key");
}

TEST(RefusedHeader, ThatIsMalformedIsReadAsWhatItBeginsWith) {
    EXPECT_EQ(under("[linkage.served\nfoo = 1\ntarget = 1\npoints = 1\n"), "13:16 syntax; 14:1 unknown_key");
    EXPECT_EQ(under("[[total.caps]\nper = \"year\"\npoints = 1\nfoo = 1\n"), "13:14 syntax; 16:1 unknown_key");
    // Malformed and given twice.
    EXPECT_EQ(under("[linkage.served]\ntarget = 1\npoints = 1\n[linkage.served\ntarget = 1\npoints = 1\nfoo = 1\n"),
              "16:1 duplicate_key; 16:16 syntax; 19:1 unknown_key");
}

TEST(RefusedHeader, ThatNamesNothingKnownLosesItsContentAlone) {
    EXPECT_EQ(under("[linkge.served]\nfoo = 1\n[linkge.served]\nbar = 1\n[total]\nbaz = 1\n"),
              "13:2 unknown_key; 15:1 duplicate_key; 18:1 unknown_key");
    const std::string escaped = "[linkage.\"a\\\\b\"]"; // a\b, which is not worth the trouble
    EXPECT_EQ(under(escaped + "\nfoo = 1\n" + escaped + "\nbar = 1\n[total]\nbaz = 1\n"),
              "13:10 unknown_key; 15:1 duplicate_key; 18:1 unknown_key");
    // An unknown part of a known table is unknown each time.
    EXPECT_EQ(under("[linkage.srved]\n[linkage.srved]\n"), "13:10 unknown_key; 14:1 duplicate_key; 14:1 unknown_key");
}

} // namespace
} // namespace jifen
