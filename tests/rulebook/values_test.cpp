#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace rulebook_testing;

Points points_of(const std::string& written) {
    return parse_rulebook(with_item("points = " + written + "\n"))->items.at(0).versions.at(0).value;
}

TEST(PointsNumbers, AFloatMeansItsShortestDecimal) {
    EXPECT_EQ(points_of("0.1").thousandths(), 100);
    EXPECT_EQ(points_of("2.675").thousandths(), 2675);
    EXPECT_EQ(points_of("1e3").thousandths(), 1'000'000);
    EXPECT_EQ(points_of("1.0").thousandths(), 1000);
    EXPECT_EQ(points_of("0.001").thousandths(), 1);
    EXPECT_EQ(points_of("-0.0"), Points());
    EXPECT_EQ(points_of("0x10").thousandths(), 16'000);
    EXPECT_EQ(points_of("1_000").thousandths(), 1'000'000);
    EXPECT_EQ(points_of("9223372036854775").thousandths(), 9'223'372'036'854'775'000);
    EXPECT_EQ(points_of("0.1000000000000000055511151231257827"), points_of("0.1"));
}

TEST(PointsNumbers, AreWholeThousandths) {
    EXPECT_EQ(errors(with_item("points = 0.0005\n")), "6:10 bad_points");
    EXPECT_TRUE(says(with_item("points = 0.0005\n"), "points of item \"a\" is 0.0005"));
    EXPECT_EQ(errors(with_item("points = 0.30000000000000004\n")), "6:10 bad_points");
    EXPECT_EQ(errors(with_item("points = 1e-300\n")), "6:10 bad_points");
    // Below the smallest double there is no number to round to 0.
    EXPECT_EQ(errors(with_item("points = 1e-400\n")), "6:10 syntax");
    EXPECT_TRUE(says(with_item("points = 1e-400\n"), "'1e-400' is not representable"));
}

TEST(PointsNumbers, Fit64BitsOfThousandths) {
    EXPECT_EQ(errors(with_item("points = 1e300\n")), "6:10 bad_points");
    EXPECT_TRUE(says(with_item("points = 1e300\n"), "is 1e300;"));
    EXPECT_EQ(errors(with_item("points = 9223372036854776\n")), "6:10 bad_points");
    EXPECT_EQ(errors(with_item("points = -9223372036854776\n")), "6:10 bad_points");
}

TEST(PointsNumbers, AreNumbers) {
    const std::string both = with_item("points = nan\n[[item]]\ncode = \"b\"\npoints = inf\n");
    EXPECT_EQ(errors(both), "6:10 bad_points; 9:10 bad_points");
    EXPECT_TRUE(says(both, "is nan"));
    EXPECT_TRUE(says(both, "is inf"));
    EXPECT_EQ(errors(with_item("points = -inf\n")), "6:10 bad_points");
    EXPECT_EQ(errors(with_item("points = \"1\"\n")), "6:10 wrong_type");
    EXPECT_EQ(errors(with_item("points = true\n")), "6:10 wrong_type");
    EXPECT_EQ(errors(with_item("points = 2023-01-01\n")), "6:10 wrong_type");
    EXPECT_EQ(errors(with_item("points_per_unit = [1]\n")), "6:19 wrong_type");
}

TEST(Dates, ATextOrADateWithATimeIsNotADate) {
    const std::string both = with_item("points = 1\nfrom = \"2023-01-01\"\nuntil = 2023-02-01T00:00:00Z\n");
    EXPECT_EQ(errors(both), "7:8 wrong_type; 8:9 wrong_type");
    EXPECT_TRUE(says(both, "a date is expected, this is a text: \"2023-01-01\""));
    EXPECT_TRUE(says(both, "a date is expected, this is a date with a time: 2023-02-01T00:00:00Z"));
    EXPECT_EQ(errors(with_item("from = 2023-02-01T00:00:00\nuntil = 07:32:00\n")), "6:8 wrong_type; 7:9 wrong_type");
    EXPECT_EQ(errors(with_item("from = 20230101\n")), "6:8 wrong_type");
}

TEST(Dates, ReachFrom1900To2199) {
    EXPECT_EQ(errors(with_item("from = 1900-01-01\nuntil = 2199-12-31\n")), "");
    EXPECT_EQ(errors(with_item("from = 1899-12-31\nuntil = 2200-01-01\n")), "6:8 bad_date; 7:9 bad_date");
}

TEST(Dates, ASpanEndsAfterItsBeginning) {
    EXPECT_EQ(errors(with_item("from = 2023-01-01\nuntil = 2023-01-01\n")), "7:9 bad_span");
    EXPECT_EQ(errors(with_item("from = 2023-01-02\nuntil = 2023-01-01\n")), "7:9 bad_span");
    EXPECT_EQ(errors(with_item("from = 2023-01-01\nuntil = 2023-01-02\n")), "");
}

TEST(WholeNumbers, LieInSensibleRanges) {
    const auto days = [](const std::string& value) { return "record_within_days = " + value + "\n" + with_item(""); };
    EXPECT_EQ(errors(days("0")), "");
    EXPECT_EQ(errors(days("-1")), "1:22 bad_number");
    EXPECT_EQ(errors(days("1000001")), "1:22 bad_number");
    EXPECT_EQ(errors(days("31.0")), "1:22 wrong_type");
    EXPECT_EQ(errors(days("\"31\"")), "1:22 wrong_type");
}

TEST(Codes, AreIds) {
    const auto code = [](const std::string& value) { return std::string(head) + "[[item]]\ncode = " + value + "\n"; };
    EXPECT_EQ(errors(code("\"\"")), "5:8 bad_id");
    EXPECT_EQ(errors(code("\"" + std::string(64, 'x') + "\"")), "");
    EXPECT_EQ(errors(code("\"" + std::string(65, 'x') + "\"")), "5:8 bad_id");
    EXPECT_EQ(errors(code(R"("a\tb")")), "5:8 bad_id");
    EXPECT_EQ(errors(code("1")), "5:8 wrong_type");
    EXPECT_EQ(errors(std::string(head) + "[[item]]\npoints = 1\n"), "4:1 missing_key");
}

TEST(Codes, AreUniqueWithinTheirKindOnly) {
    const std::string twice = with_items("[[item]]\ncode = \"a\"\n");
    EXPECT_EQ(errors(twice), "14:8 duplicate_code");
    EXPECT_TRUE(says(twice, "item code \"a\" is given twice, first at line 5"));
    EXPECT_EQ(errors(with_items("[[category]]\ncode = \"a\"\n[[grade]]\ncode = \"a\"\n")), "");
    EXPECT_EQ(errors(with_items("[[category]]\ncode = \"c\"\n[[category]]\ncode = \"c\"\n")), "16:8 duplicate_code");
    EXPECT_EQ(errors(with_items("[[grade]]\ncode = \"g\"\nat_least = 1\n[[grade]]\ncode = \"g\"\n")),
              "17:8 duplicate_code");
    const std::string duty = "[[duty]]\ncode = \"d\"\nitems = [\"a\"]\nper = \"month\"\n";
    EXPECT_EQ(errors(with_items(duty + duty)), "18:8 duplicate_code");
    const std::string selection = "[[selection]]\ncode = \"s\"\nshare = \"1%\"\n";
    EXPECT_EQ(errors(with_items(selection + selection)), "17:8 duplicate_code");
}

TEST(Lists, OfWordsAreNeitherEmptyNorRepeating) {
    EXPECT_EQ(errors(with_item("channels = []\nroles = []\n")), "6:12 empty_list; 7:9 empty_list");
    EXPECT_EQ(errors(with_item("channels = [\"x\", \"y\", \"x\"]\n")), "6:23 duplicate_word");
    EXPECT_EQ(errors(with_item("channels = \"x\"\n")), "6:12 wrong_type");
    EXPECT_EQ(errors(with_item("channels = [\"\", 1]\n")), "6:13 bad_word; 6:17 wrong_type");
    EXPECT_EQ(errors(with_items("[[exclusive]]\nitems = []\n")), "14:9 empty_list");
}

TEST(Lists, ALongWordIsAWordThoughNoId) {
    EXPECT_EQ(errors(with_item("channels = [\"" + std::string(80, 'x') + "\"]\n")), "");
}

TEST(Root, NeedsItsFourKeys) {
    EXPECT_EQ(errors("jifen = 1\ncode = \"h\"\n"), "1:1 missing_key; 1:1 no_items");
    const std::string messages_found = messages("jifen = 1\ncode = \"h\"\n");
    EXPECT_NE(messages_found.find("has no applies_to"), std::string::npos);
    EXPECT_NE(messages_found.find("has no items"), std::string::npos);
    EXPECT_EQ(errors("code = \"h\"\napplies_to = [\"x\"]\n[[item]]\ncode = \"a\"\n"), "1:1 missing_key");
    EXPECT_EQ(errors("jifen = 1\napplies_to = [\"x\"]\n[[item]]\ncode = \"a\"\n"), "1:1 missing_key");
    EXPECT_EQ(errors(std::string(head) + "item = []\n"), "4:1 no_items");
    EXPECT_EQ(errors("jifen = 1\ncode = \"h\"\napplies_to = []\n[[item]]\ncode = \"a\"\n"), "3:14 empty_list");
}

TEST(Root, AnotherFormatVersionIsRefused) {
    const std::string text = "jifen = 2\ncode = \"h\"\napplies_to = [\"x\"]\n[[item]]\ncode = \"a\"\n";
    EXPECT_EQ(errors(text), "1:9 unknown_version");
    EXPECT_TRUE(says(text, "this library reads version 1"));
    EXPECT_EQ(errors("jifen = \"1\"\ncode = \"h\"\napplies_to = [\"x\"]\n[[item]]\ncode = \"a\"\n"), "1:9 wrong_type");
    EXPECT_EQ(errors("jifen = 1.0\ncode = \"h\"\napplies_to = [\"x\"]\n[[item]]\ncode = \"a\"\n"), "1:9 wrong_type");
}

TEST(Keys, AnUnknownOneIsRefusedAtEveryDepthWithTheNearestKnown) {
    const std::string text = std::string(head) + "aplies_to = []\n[[item]]\ncode = \"a\"\npoint = 1\n"
                                                 "caps = [ { per = \"month\", point = 3 } ]\n";
    EXPECT_EQ(errors(text), "4:1 unknown_key; 7:1 unknown_key; 8:10 missing_key; 8:27 unknown_key");
    EXPECT_TRUE(says(text, "unknown key \"aplies_to\" in the rulebook [unknown_key]; did you mean \"applies_to\"?"));
    EXPECT_TRUE(says(text, "unknown key \"point\" in item \"a\" [unknown_key]; did you mean \"points\"?"));
    EXPECT_TRUE(says(text, "unknown key \"point\" in cap 1 of item \"a\" [unknown_key]; did you mean \"points\"?"));
}

TEST(Keys, WhereNoneIsNearTheKnownOnesAreListed) {
    EXPECT_TRUE(says(with_items("[total]\nweather = 1\n"), "known here: title, source, base, floor, ceiling or caps"));
}

TEST(Keys, AreRefusedInEveryTable) {
    EXPECT_EQ(errors(with_items(R"([total]
x = 1
[[category]]
code = "c"
x = 1
[[item]]
code = "v"
points = [ { from = 2023-01-01, value = 1, x = 1 } ]
[[item]]
code = "l"
ladder = { per = "year", steps = [ [1, 1] ], x = 1 }
[[item]]
code = "t"
veto = { grade = "g", x = 1 }
[[exclusive]]
items = ["a"]
x = 1
[linkage]
x = 1
exemplars = { target = 1, points = 1, items = ["a"] }
contacts = { target = 1, points = 1, x = 1 }
served = { target = 1, points = 1, x = 1 }
[five_knows]
role = "leader"
points = 1
weights = [1, 1, 1, 1, 1]
fresh_days = [1, 1, 1, 1, 1]
x = 1
[[duty]]
code = "d"
items = ["a"]
per = "month"
x = 1
[[grade]]
code = "g"
x = 1
[[selection]]
code = "s"
share = "1%"
x = 1
eligible = { x = 1 }
)")),
              "14:1 unknown_key; 17:1 unknown_key; 20:44 unknown_key; 23:46 unknown_key; 26:23 unknown_key; "
              "29:1 unknown_key; 31:1 unknown_key; 32:39 unknown_key; 33:38 unknown_key; 34:36 unknown_key; "
              "40:1 unknown_key; 45:1 unknown_key; 48:1 unknown_key; 52:1 unknown_key; 53:14 unknown_key");
}

TEST(Keys, TablesAreTables) {
    EXPECT_EQ(errors("total = 1\nlinkage = []\nfive_knows = \"x\"\nitem = 1\ngrade = [1]\n" + std::string(head)),
              "1:9 wrong_type; 2:11 wrong_type; 3:14 wrong_type; 4:1 no_items; 4:8 wrong_type; 5:10 wrong_type");
}

TEST(Keys, ASingleTableInPlaceOfAListIsReportedAndItsContentChecked) {
    const std::string text = with_items("[selection]\nshare = \"120%\"\nties = [\"category:xx\"]\n");
    EXPECT_EQ(errors(text), "13:1 missing_key; 13:1 not_a_list; 14:9 bad_share; 15:9 unknown_reference");
    EXPECT_TRUE(says(text, "write [[selection]]"));
    EXPECT_EQ(errors(with_item("caps = { per = \"month\", points = 0 }\n")), "6:8 not_a_list; 6:34 bad_points");
}

TEST(AllErrors, AreListedInOneGoEachOnce) {
    const std::string dangling = with_items(R"([[item]]
code = "c"
category = "ghost"
[[exclusive]]
items = ["a", "zz"]
[[duty]]
code = "d"
items = ["yy"]
per = "month"
points = 1
[selection]
code = "s"
share = "20%"
ties = ["category:xx"]
)");
    EXPECT_EQ(errors(dangling), "15:12 unknown_reference; 17:15 unknown_reference; 20:10 unknown_reference; "
                                "23:1 not_a_list; 26:9 unknown_reference");
}

TEST(AllErrors, AnUndefinedNameIsAnsweredWithTheNearest) {
    EXPECT_TRUE(says(std::string(head) + "[[item]]\ncode = \"home_visit\"\n[[exclusive]]\nitems = [\"home_visits\"]\n",
                     "did you mean \"home_visit\"?"));
}

TEST(PointsNumbers, OutOfRangeAreShownAsWritten) {
    const std::string text = with_item("source = \"村\"\npoints = 9223372036854775.807\n");
    EXPECT_EQ(errors(text), "7:10 bad_points");
    EXPECT_TRUE(says(text, "is 9223372036854775.807; points reach"));
    EXPECT_TRUE(says(text, "as a decimal of TOML this is 9223372036854776"));
    EXPECT_TRUE(says(with_item("by_level = { \"村\" = 1_0.000_5 }\n"), "is 1_0.000_5; points are whole thousandths"));
}

TEST(Codes, OneThatIsUnusableHidesNoUnknownReference) {
    const std::string text = with_items("[[item]]\ncode = 5\n[[category]]\ncode = 3\n[[grade]]\ncode = 4\n"
                                        "[[item]]\ncode = \"k\"\ncategory = \"ghost\"\n"
                                        "[[exclusive]]\nitems = [\"zz\", \"5\"]\n"
                                        "[[selection]]\ncode = \"s\"\nshare = \"1%\"\n"
                                        "eligible = { grade_at_least = \"g\" }\n");
    EXPECT_EQ(errors(text), "14:8 wrong_type; 16:8 wrong_type; 18:8 wrong_type; 21:12 unknown_reference; "
                            "23:10 unknown_reference; 27:31 unknown_reference");
}

TEST(Codes, OneThatCannotBeReadHidesOnlyReferencesToIt) {
    EXPECT_EQ(errors(with_items("[[item]]\ncode = \"b c\\q\"\n[[exclusive]]\nitems = [\"b c\", \"zz\"]\n")),
              "14:13 syntax; 16:17 unknown_reference");
}

TEST(Roles, AreCheckedWhateverElseIsWrongWithAppliesTo) {
    const auto book = [](const std::string& applies_to) {
        return "jifen = 1\ncode = \"h\"\napplies_to = " + applies_to +
               "\n[[item]]\ncode = \"i\"\nroles = [\"x\", \"a\"]\n"
               "[[duty]]\ncode = \"d\"\nitems = [\"i\"]\nper = \"year\"\nroles = [\"x\"]\n"
               "[[selection]]\ncode = \"s\"\nshare = \"1%\"\nroles = [\"x\"]\n";
    };
    const std::string wrong = "6:10 role_not_in_applies_to; 11:10 role_not_in_applies_to; 15:10 role_not_in_applies_to";
    EXPECT_EQ(errors(book("[\"a\", \"a\"]")), "3:20 duplicate_word; " + wrong);
    EXPECT_EQ(errors(book("[\"a\", 5]")), "3:20 wrong_type; " + wrong);
    EXPECT_EQ(errors(book("\"a\"")), "3:14 wrong_type; " + wrong);
    EXPECT_EQ(errors(book("[]")), "3:14 empty_list");
}

TEST(Roles, WhatAppliesToHoldsBesideWordsIsNotAskedAgain) {
    EXPECT_EQ(errors("jifen = 1\ncode = \"h\"\napplies_to = [\"a\", 5]\n[[item]]\ncode = \"i\"\nroles = [\"5\"]\n"),
              "3:20 wrong_type");
}

TEST(Words, HaveNoControlCharacters) {
    for (const char* const escaped : {"\\t", "\\u0000", "\\u001F", "\\u007F", "\\u0080", "\\u009F"})
        EXPECT_EQ(errors(with_item(std::string("channels = [\"a") + escaped + "\"]\n")), "6:13 bad_word") << escaped;
    for (const char* const text : {" ", "~", "\\u00A0", "·", "é", "村"})
        EXPECT_EQ(errors(with_item(std::string("channels = [\"a") + text + "\"]\n")), "") << text;
    EXPECT_TRUE(says(with_item("channels = [\"a\\u0085\"]\n"), "a word has no control characters"));
}

TEST(Values, OfAnotherTypeAreNamed) {
    const auto message = [](const std::string& rest) { return messages(with_item(rest)); };
    EXPECT_NE(message("points_per_unit = { a = 1 }\n").find("is expected, this is a table ["), std::string::npos);
    EXPECT_NE(message("points_per_unit = [1]\n").find("is expected, this is a list ["), std::string::npos);
    EXPECT_NE(message("points = \"\"\n").find("this is a text: \"\" ["), std::string::npos) << "empty as it is";
    EXPECT_NE(message("verified = 1\n").find("true or false is expected, this is a number: 1 ["), std::string::npos);
    const std::string quotes = "write it without quotes";
    EXPECT_EQ(message("verified = 1\n").find(quotes), std::string::npos);
    EXPECT_NE(message("verified = \"true\"\n").find(quotes), std::string::npos);
    for (const char* const value : {"1", "1.5", "true", "2023-01-01"})
        EXPECT_NE(message(std::string("source = ") + value + "\n").find("write it in double quotes"), std::string::npos)
            << value;
    for (const char* const value : {"[]", "07:32:00"})
        EXPECT_EQ(message(std::string("source = ") + value + "\n").find("double quotes"), std::string::npos) << value;
}

TEST(Values, ThatCannotBeReadAreReportedOnce) {
    EXPECT_EQ(errors("record_within_days = 1.2.3\n" + with_item("points = 1_\nverified = yes\nsource = =\n"
                                                                "from = 2023-02-30\n")),
              "1:22 syntax; 7:10 syntax; 8:12 syntax; 9:10 syntax; 10:8 syntax");
    EXPECT_EQ(errors(with_items("[five_knows]\nrole = \"leader\"\npoints = 1\nweights = 1.2.3\n"
                                "fresh_days = [1, 1, 1, 1, 1]\n[[item]]\ncode = \"l\"\n"
                                "ladder = { per = \"year\", steps = [[1.2.3, 1]] }\n")),
              "16:11 syntax; 20:39 syntax");
}

TEST(PointsNumbers, OutOfRangeAndTooLongToShowAreShownAsTheyAre) {
    const std::string long_one = "9223372036854776." + std::string(60, '0');
    EXPECT_TRUE(says(with_item("points = " + long_one + "\n"), "is 9223372036854776; points reach"));
    EXPECT_FALSE(says(with_item("points = " + long_one + "\n"), "as a decimal of TOML"));
    // As far to the right nobody looks for what is written.
    const std::string far = "by_level = { \"" + std::string(2500, 'x') + "\" = 9223372036854775.807 }\n";
    EXPECT_TRUE(says(with_item(far), "is 9223372036854776; points reach"));
    EXPECT_TRUE(says(with_item("by_level = { \"村\" = 9223372036854775.807 }\n"), "is 9223372036854775.807;"));
}

TEST(WholeNumbers, MayBeAsLargeAsTomlAllows) {
    for (const char* const number : {"9223372036854775807", "-9223372036854775808"}) {
        const std::string text = std::string("record_within_days = ") + number + "\n" + with_item("");
        EXPECT_EQ(errors(text), "1:22 bad_number");
        EXPECT_TRUE(says(text, std::string("is ") + number + "; it is 0 to 1000000"));
    }
}

TEST(Codes, ThatAreMissingAreNotNamed) {
    const std::string text = std::string(head) + "[[item]]\ncategory = \"c\"\n";
    EXPECT_EQ(errors(text), "4:1 missing_key; 5:12 unknown_reference");
    EXPECT_TRUE(says(text, "an item names category \"c\""));
}

} // namespace
} // namespace jifen
