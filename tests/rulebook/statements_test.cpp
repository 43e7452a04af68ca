#include "rulebook/rulebook_errors.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>

// Where statements end, and what is known of them behind a syntax error.

namespace jifen {
namespace {

using namespace rulebook_testing;

TEST(Statements, MayEndWithTheFile) {
    EXPECT_EQ(errors(with_item("points = 1")), "");
    EXPECT_EQ(errors(with_item("point = 1 # no line end")), "6:1 unknown_key");
    EXPECT_EQ(errors(with_item("points")), "6:7 syntax");
    EXPECT_EQ(errors(with_item("points = ")), "6:10 syntax");
    EXPECT_EQ(errors(with_item("[total")), "6:7 syntax");
    EXPECT_EQ(errors(with_item("source = \"abc")), "6:14 syntax");
    EXPECT_EQ(errors(with_item("source = \"abc\\")), "6:15 syntax");
    EXPECT_EQ(errors(with_item("source = \"\"\"abc\\")), "6:17 syntax");
    EXPECT_EQ(errors(with_item("source = \"\"\"abc\"\"\"")), "");
    EXPECT_EQ(errors(with_item("points = 家")), "6:10 syntax");
    EXPECT_TRUE(says(with_item("points = 家"), "the character '家' stands outside of a text"));
}

TEST(Statements, GoOnBehindATextWhateverStandsInIt) {
    const auto behind = [](const std::string& text) { return errors(with_item("source = " + text + "\nx = 1\n")); };
    // A backslash escapes a quote in a text with double quotes alone.
    EXPECT_EQ(behind(R"("a\"b = [")"), "7:1 unknown_key");
    EXPECT_EQ(behind(R"('a\')"), "7:1 unknown_key");
    EXPECT_EQ(behind(R"('''a\''')"), "7:1 unknown_key");
    EXPECT_EQ(behind(R"("""a\"""b""")"), "7:1 unknown_key");
    // Up to two quotes before the closing three belong to the text.
    for (const char* const text : {R"("""a"""")", R"("""a""""")", R"('''a'''')", R"('''a''''')"})
        EXPECT_EQ(behind(text), "7:1 unknown_key") << text;
    EXPECT_EQ(behind(R"("""a"""""")"), "6:19 syntax; 7:1 unknown_key") << "not three";
    EXPECT_EQ(behind("\"a\\"), "6:13 syntax; 7:1 unknown_key") << "the line ends behind the backslash";
    EXPECT_EQ(behind("\"\"\"\n]\n\"\"\""), "9:1 unknown_key");
}

TEST(Statements, HaveKeysInQuotes) {
    EXPECT_EQ(errors(with_item("\"points\" = 1\n'x=[' = 1\n")), "7:1 unknown_key");
    EXPECT_EQ(errors(with_item("\"points = 1\nx = 1\n")), "6:12 syntax; 7:1 unknown_key");
    EXPECT_TRUE(says(with_item("\"points = 1\nx = 1\n"), "what begins at line 6 is never closed"));
    EXPECT_EQ(errors(with_items("[\"total]\nx = 1\n[[grade]]\ny = 1\n")),
              "13:9 syntax; 14:1 unknown_key; 15:1 missing_key; 16:1 unknown_key");
}

TEST(Statements, MayBeIndentedAndEndInAnyWay) {
    EXPECT_EQ(errors(with_item("\tpoints\t=\t1\t\r\n \t\r\n\tx = 1\r\n")), "8:2 unknown_key");
    const std::string text = with_item("\t from = 2023-02-30 \t\r\n\tx = 1\r\n");
    EXPECT_EQ(errors(text), "6:10 syntax; 7:2 unknown_key");
    EXPECT_TRUE(says(text, "in \"from = 2023-02-30\"")) << "without the blanks around it";
    const std::string twice =
        with_item("points = 1\nonce \t= \"day\"\r\nonce\t= \"day\"\r\n[total]\t\r\n[total] \t\r\n");
    EXPECT_EQ(errors(twice), "8:1 duplicate_key; 10:1 duplicate_key");
    EXPECT_TRUE(says(twice, "\"once\" is given twice, first at line 7"));
    EXPECT_TRUE(says(twice, "\"[total]\" is given twice, first at line 9"));
    // The line where toml++ gives up may hold nothing.
    EXPECT_TRUE(says(with_item("source = \"\"\"abc\n \t "), "in \"\""));
}

TEST(Statements, TheFirstOneMayBeWrong) {
    EXPECT_EQ(errors("= 1\n" + with_items("")), "1:1 syntax");
    EXPECT_TRUE(says("= 1\n" + with_items(""), "in \"= 1\""));
    EXPECT_EQ(errors("# \x01"), "1:1 missing_key; 1:1 missing_key; 1:1 missing_key; 1:1 no_items; 1:3 syntax");
}

TEST(Statements, AreNotLostForAWrongComment) {
    EXPECT_EQ(errors(with_items("x = 1\n# \x01\ny = 1\n")), "13:1 unknown_key; 14:3 syntax; 15:1 unknown_key");
    EXPECT_EQ(errors(with_items("x = 1\n\n  # \x01 z = 1\n# \x02\n")), "13:1 unknown_key; 15:5 syntax; 16:3 syntax");
}

TEST(Statements, AnOpenListEndsWhereALineCanOnlyBeAHeader) {
    const auto in_open_list = [](const std::string& line) { return with_item("roles = [\n" + line + "\nx = 1\n"); };
    for (const char* const line : {"[total]", "[Total]", "[_t]", "[total.a-b_9.C]", "[[item]]", "[item] \t\r"}) {
        EXPECT_TRUE(says(in_open_list(line), "what begins at line 6 is never closed")) << line;
        EXPECT_TRUE(says(in_open_list(line), "unknown key")) << line << ": what follows it is judged";
    }
    // The rest is the list's.
    for (const char* const line : {"[]", "[1]", "[true]", "[nan],", "[a b]", "[1,\n2]", "[[1, 2]]", "[[1]", "[\"a\"]",
                                   "[-a]", "[{a = 1}]", "", " ", "[@]", "[`]", "[{]", "[^]", "[~]"})
        EXPECT_FALSE(says(in_open_list(line), "unknown key")) << line;
    EXPECT_EQ(errors(with_item("ladder = { per = \"year\", steps = [\n[1,\n1],\n[2, 2]\n] }\n")), "");
}

// --- what is not missed, because it may have been lost ---------------------------------------------------------------

/// Whether a reference to `zz` is reported where that text is lost for a syntax error.
bool is_missed(const std::string& lost) {
    return says(with_items("[[exclusive]]\nitems = [\"a\", \"zz\"]\n[[itm]\n" + lost + "\n"), "names item \"zz\"");
}

TEST(Lost, WordsAreNotMissedWhereTheyStandWhole) {
    for (const char* const lost : {"code = \"zz\"", "code = 'zz'", "zz = 1", "zzz = 1\nx = [zz]", "家zz家 = 1", "zz"})
        EXPECT_FALSE(is_missed(lost)) << lost;
    for (const char* const lost : {"", "zzz = 1", "azz = 1", "Zzz = 1", "9zz = 1", "_zz = 1", "-zz = 1", "zza = 1",
                                   "zzA = 1", "zz0 = 1", "zz_ = 1", "zz- = 1", "azza = 1"})
        EXPECT_TRUE(is_missed(lost)) << lost;
    // At the very beginning of what is lost.
    EXPECT_FALSE(says(with_items("zz 1\n[[exclusive]]\nitems = [\"a\", \"zz\"]\n"), "names item \"zz\""));
}

TEST(Lost, WhichGradeIsTheLastIsNotSaidWhereOneMayBeLost) {
    const std::string grades = "[[grade]]\ncode = \"g\"\nat_least = 1\n";
    EXPECT_EQ(errors(with_items(grades)), "15:1 last_grade_with_at_least");
    EXPECT_EQ(errors(with_items(grades + "[[x]\ngrade = 1\n")), "16:5 syntax");
    EXPECT_EQ(errors(with_items(grades + "[[x]\nat_least = 1\n")), "16:5 syntax");
    EXPECT_EQ(errors(with_items(grades + "[[x]\ny = 1\n")), "15:1 last_grade_with_at_least; 16:5 syntax");
}

TEST(Lost, ItemsAreNotMissedWhereTheirValueCannotBeRead) {
    EXPECT_EQ(errors(std::string(head) + "item = 1.2.3\n"), "4:8 syntax");
    EXPECT_EQ(errors(std::string(head) + "item = []\n"), "4:1 no_items");
}

TEST(Lost, HeadersKeepNamesThatNeedQuotes) {
    EXPECT_EQ(errors(with_items("[linkage.\"a b\"\nx = 1\n")), "13:10 unknown_key; 13:15 syntax");
    EXPECT_EQ(errors(with_item("[[item.points]]\nfrom = 2023-01-01\nvalue = 1\n[item.points.title]\nzh = \"a\"\n"
                               "[item.points.title]\nzh = 1\n")),
              "11:1 duplicate_key; 12:6 wrong_type");
}

TEST(Bytes, OfAFileAreReadUpToTheLimit) {
    const auto code_of = [](const std::filesystem::path& file) {
        try {
            static_cast<void>(read_rulebook(file));
        } catch (const RulebookError& error) {
            return error.diagnostics().at(0).code;
        }
        return std::string();
    };
    const TemporaryFolder folder;
    EXPECT_EQ(code_of(folder.write("r.toml", with_items(""))), "");
    EXPECT_EQ(code_of("/dev/zero"), "too_large") << "which has no end";
}

} // namespace
} // namespace jifen
