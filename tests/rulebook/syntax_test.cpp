#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace rulebook_testing;

std::string repeated(std::string_view part, std::size_t times) {
    std::string out;
    out.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += part;
    return out;
}

TEST(Syntax, AHundredThousandNestedListsAreRefusedWithAPlace) {
    const std::string nested = "x = " + repeated("[", 100'000) + repeated("]", 100'000) + "\n";
    EXPECT_EQ(errors(std::string(head) + nested), "1:1 no_items; 4:1 unknown_key; 4:37 syntax");
    // Even when they are never closed, and as tables.
    EXPECT_EQ(errors(std::string(head) + "x = " + repeated("[", 100'000)), "4:1 unknown_key; 4:37 syntax");
    EXPECT_EQ(errors(with_item("x = " + repeated("{a=", 100'000))), "6:1 unknown_key; 6:101 syntax");
}

TEST(Syntax, AHundredThousandDottedKeysAreRefusedWithAPlace) {
    const std::string dotted = repeated("a.", 100'000) + "a";
    EXPECT_EQ(errors(with_item("points = 1\n" + dotted + " = 1\n")), "7:34 syntax");
    EXPECT_EQ(errors(with_item("[" + dotted + "]\n")), "6:35 syntax");
    EXPECT_EQ(errors(with_item("x = { " + dotted + " = 1 }\n")), "6:1 unknown_key; 6:40 syntax");
}

TEST(Syntax, AKeyGivenTwiceIsRefusedAtTheSecond) {
    const std::string twice = std::string(head) + "code = \"again\"\n[[item]]\ncode = \"a\"\npoints = 1\n";
    EXPECT_EQ(errors(twice), "4:1 duplicate_key");
    EXPECT_TRUE(says(twice, "\"code\" is given twice, first at line 2"));
}

TEST(Syntax, AKeyGivenTwiceHidesNoOtherError) {
    EXPECT_EQ(errors(with_item("points = 1\npoints = 2\ncategory = \"c\"\nonce = \"hour\"\n")),
              "7:1 duplicate_key; 8:12 unknown_reference; 9:8 unknown_word");
}

TEST(Syntax, AKeyGivenTwiceInAnInlineTableIsRefused) {
    EXPECT_EQ(errors(with_item("by_level = { x = 1, x = 2 }\n")), "6:25 duplicate_key");
}

TEST(Syntax, ATableGivenTwiceIsRefusedAtTheSecond) {
    const std::string twice = with_items("[total]\nbase = 1\n[total]\nbase = 2\n[[grade]]\ncode = \"g\"\nx = 1\n");
    EXPECT_EQ(errors(twice), "15:1 duplicate_key; 19:1 unknown_key");
    EXPECT_TRUE(says(twice, "\"[total]\" is given twice, first at line 13"));
}

TEST(Syntax, AnImpossibleDateIsRefusedWhereItBegins) {
    EXPECT_EQ(errors(with_item("points = 1\nfrom = 2023-02-30\n")), "7:8 syntax");
    EXPECT_TRUE(says(with_item("from = 2023-02-30\n"), "2023-02-30"));
}

TEST(Syntax, AValueThatCannotBeReadHidesNoOtherErrorAndMakesNone) {
    // Three values without meaning: nothing is said to be missing on their account.
    const std::string several = with_item("points = 1.2.3\nfrom = 2023-02-30\nuntil = 2023-99-01\npoint = 4\n"
                                          "[[grade]]\ncode = \"g\"\nat_least = 1__0\n[[grade]]\ncode = \"h\"\n");
    EXPECT_EQ(errors(several), "6:10 syntax; 7:8 syntax; 8:9 syntax; 9:1 unknown_key; 12:12 syntax");
}

TEST(Syntax, ACodeThatCannotBeReadMakesNoUndefinedReferences) {
    EXPECT_EQ(errors(std::string(head) + "[[item]]\ncode = \"a\\q\"\n[[exclusive]]\nitems = [\"a\"]\n"), "5:11 syntax");
}

TEST(Syntax, AListThatIsNeverClosedEndsAtTheNextHeader) {
    const std::string open = std::string(head) + "[[item]]\ncode = \"a\"\nroles = [\"leader\",\n[[item]]\ncode = 1\n";
    EXPECT_EQ(errors(open), "7:4 syntax; 8:8 wrong_type");
    EXPECT_TRUE(says(open, "what begins at line 6 is never closed"));
}

TEST(Syntax, ABracketThatClosesTheOtherKindIsRefused) {
    EXPECT_EQ(errors(with_item("roles = [ }\npoint = 1\n")), "6:11 syntax; 7:1 unknown_key");
    EXPECT_EQ(errors(with_item("by_level = { x = 1 ]\n")), "6:20 syntax");
    EXPECT_EQ(errors(with_item("caps = [ { per = \"year\", points = 1 ], { } ]\n")), "6:37 syntax");
    EXPECT_EQ(errors(with_item("points = }\n")), "6:10 syntax");
    EXPECT_EQ(errors(with_item("points = ]\n")), "6:10 syntax");
}

TEST(Syntax, ATextThatIsNeverClosedIsNamed) {
    EXPECT_EQ(errors(with_item("source = \"abc\npoints = 0.0001\n")), "6:14 syntax; 7:10 bad_points");
    EXPECT_EQ(errors(with_item("source = \"\"\"abc\npoints = 0.0001\n")), "7:16 syntax");
}

TEST(Syntax, AHeaderThatCannotBeReadTakesItsKeysAlong) {
    EXPECT_EQ(
        errors(with_items("[[item]\ncode = \"c\"\n[[duty]]\ncode = \"d\"\nper = \"month\"\nitems = [\"c\"]\nx = 1\n")),
        "13:8 syntax; 19:1 unknown_key");
}

TEST(Syntax, AHeaderWithoutANameIsRefused) {
    for (const char* const header : {"[ # x", "[]", "[[]]", "[=]", "[.a]", "[a.]", "[ [a] ]", "["}) {
        const Diagnostics found = errors_in(with_items(std::string(header) + "\n"));
        ASSERT_EQ(found.size(), 1U) << header;
        EXPECT_EQ(found[0].code, "syntax") << header;
        EXPECT_EQ(found[0].line, 13) << header;
    }
}

TEST(Syntax, AKeyOutsideLatinLettersNeedsQuotes) {
    EXPECT_EQ(errors(with_item("by_level = { 村 = 1 }\n")), "6:14 syntax");
    EXPECT_TRUE(says(with_item("家 = 1\n"), "double quotes"));
    EXPECT_EQ(errors(with_item("by_level = { \"村\" = 1 }\n")), "");
}

TEST(Syntax, FullWidthSignsAndBlanksAreNamed) {
    EXPECT_EQ(errors(with_item("points = 1\u3000\n")), "6:10 syntax");
    EXPECT_EQ(errors(with_item("source = “duty 1”\npoint = 1\n")), "6:10 syntax; 7:1 unknown_key");
    EXPECT_EQ(errors(with_item("roles = [\"leader\"，\"member\"]\n")), "6:18 syntax");
    EXPECT_EQ(errors(with_items("[total] §7\n")), "13:9 syntax");
    EXPECT_TRUE(says(with_item("roles = [\"leader\"，\"member\"]\n"), "the character '，' stands outside of a text"));
}

TEST(Syntax, ANumberBeyond64BitsIsRefused) {
    EXPECT_EQ(errors(with_item("points = 99999999999999999999999\n")), "6:10 syntax");
}

TEST(Syntax, AControlCharacterInACommentIsRefused) {
    EXPECT_EQ(errors("# \x01\n" + with_items("")), "1:3 syntax");
    EXPECT_EQ(errors(with_items("x = 1 # \x01\n")), "13:1 unknown_key; 13:9 syntax");
}

TEST(Syntax, BeyondTwentySyntaxErrorsItSaysSoAndStops) {
    const Diagnostics found = errors_in(with_item(repeated("from = 2023-02-30\n", 30)));
    EXPECT_EQ(found.size(), 21U);
    EXPECT_EQ(found.front().code, "too_many_syntax_errors");
}

TEST(Syntax, AnEmptyFileLacksEverything) {
    EXPECT_EQ(errors(""), "1:1 missing_key; 1:1 missing_key; 1:1 missing_key; 1:1 no_items");
}

TEST(Syntax, ColumnsCountCharacters) {
    EXPECT_EQ(errors(with_item("by_level = { \"村级\" = 1, \"省\" = -1 }\n")), "6:30 mixed_signs");
}

TEST(Bytes, WindowsLineEndsAndAByteOrderMarkChangeNoPlace) {
    std::string text;
    for (const char c : with_item("points = 0.0005\n")) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_EQ(errors(text), "6:10 bad_points");
    EXPECT_EQ(errors("\xEF\xBB\xBF" + text), "6:10 bad_points");
    EXPECT_EQ(errors("\xEF\xBB\xBFx = 1\n" + with_items("")), "1:1 unknown_key");
}

TEST(Bytes, OtherEncodingsAreRefusedWithTheByteOffset) {
    const std::string gb18030 = std::string(head) + "title = { zh = \"\xB8\xBE\" }\n"; // 妇
    EXPECT_EQ(errors(gb18030), "4:17 invalid_utf8");
    EXPECT_TRUE(says(gb18030, "byte 0xB8 at byte offset " + std::to_string(head.size() + 16)));
    EXPECT_EQ(errors(std::string("\xFF\xFEj\0", 4)), "1:1 invalid_utf8");
    EXPECT_EQ(errors("\xEF\xBB\xBF\xFF"), "1:2 invalid_utf8");
    EXPECT_TRUE(says("\xEF\xBB\xBF\xFF", "byte offset 3"));
}

TEST(Bytes, MoreThanSixteenMebibytesAreRefusedWithTheLimit) {
    std::string text = with_items("");
    text.resize((std::size_t{16} << 20U) + 1, '\n');
    EXPECT_EQ(errors(text), "1:1 too_large");
    EXPECT_TRUE(says(text, "16 MiB"));
    text.pop_back();
    EXPECT_EQ(errors(text), "");
}

TEST(Syntax, ATableGivenTwiceIsJudgedEachTime) {
    EXPECT_EQ(errors(with_items("[total]\nbase = 1\n[total]\nfloor = \"x\"\nfoo = 1\n[\"total\"]\nbar = 1\n")),
              "15:1 duplicate_key; 16:9 wrong_type; 17:1 unknown_key; 18:1 duplicate_key; 19:1 unknown_key");
    EXPECT_EQ(errors(with_items("[linkage]\n[linkage]\nx = 1\n[five_knows\nx = 1\n")),
              "14:1 duplicate_key; 15:1 unknown_key; 16:1 missing_key; 16:1 missing_key; 16:1 missing_key; "
              "16:1 missing_key; 16:12 syntax; 17:1 unknown_key");
}

TEST(Syntax, AKeyLikeThatOfARepeatedTableIsUnknownAllTheSame) {
    EXPECT_EQ(errors(with_items("[\"~total\"]\nx = 1\n[total]\n[total]\ny = 1\n")),
              "13:2 unknown_key; 16:1 duplicate_key; 17:1 unknown_key");
}

TEST(Syntax, AMalformedHeaderOverLinesChangesNoPlace) {
    EXPECT_EQ(errors(with_items("[total \"\"\"\nfoo = 1\n\"\"\"]\nbar = 1\n")), "13:8 syntax; 16:1 unknown_key");
}

TEST(Syntax, WhatStandsUnderAMalformedHeaderIsJudged) {
    EXPECT_EQ(errors(with_items("[[item]\ncode = \"c\"\npoints = 2\npoints = 3\nbogus = 1\n")),
              "13:8 syntax; 16:1 duplicate_key; 17:1 unknown_key");
    // Malformed and given twice.
    EXPECT_EQ(errors(with_items("[total]\n[total\nbogus = 1\n")), "14:1 duplicate_key; 14:7 syntax; 15:1 unknown_key");
}

TEST(Syntax, AHeaderOfAnotherKindHidesNothing) {
    EXPECT_EQ(errors(with_items("[[grade]]\ncode = \"g\"\n[grade]\ncode = \"k\"\nfoo = 1\n[[selection]]\nbar = 1\n")),
              "15:1 duplicate_key; 17:1 unknown_key; 18:1 missing_key; 18:1 missing_key; 19:1 unknown_key");
    EXPECT_EQ(errors(with_items("[[total]]\nfoo = 1\n")), "13:1 wrong_type; 14:1 unknown_key");
}

TEST(Syntax, AHeaderThatNamesNothingKnownLosesItsContentOnly) {
    const std::string text = with_items("[[itm]\ncode = \"zz\"\n[[exclusive]]\nitems = [\"zz\", \"yy\"]\n[[duty]]\n");
    EXPECT_EQ(errors(text), "13:7 syntax; 16:16 unknown_reference; 17:1 missing_key; 17:1 missing_key");
}

} // namespace
} // namespace jifen
