#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace jifen {
namespace {

using Lines = std::vector<std::string>;

District with_people(const std::string& rows) {
    Texts texts;
    texts.people = "person,name\n" + rows;
    return load(std::move(texts));
}

Lines warnings(const std::string& people) { return problems_of(with_people(people), InputTable::people); }

TEST(LookAlikes, IdsThatLookTheSameAreWarnedOfOnce) {
    EXPECT_EQ(warnings("P1,\nP2,\n张三,\n"), Lines{});
    EXPECT_EQ(warnings("W\u200B1,\nW1,\nW\u202E1,\n"), (Lines{"2 person look_alike", "4 person look_alike"}))
        << "what is plain is the one that the others look like";
    EXPECT_EQ(warnings("e\u0301,\n\u00E9,\n"), Lines{"3 person look_alike"}) << "of two that are not, the second id";
    EXPECT_EQ(warnings("\u8C48,\n\uF900,\n"), Lines{"3 person look_alike"});
}

TEST(LookAlikes, NamesThatDifferAndLookTheSameAreWarnedOf) {
    EXPECT_EQ(warnings("P1,王芳\nP2,王芳\nP3,Li Na\nP4,Li Na\nP5,\nP6,\n"), Lines{}) << "one name twice is no wonder";
    EXPECT_EQ(warnings("P1,Li\nP2,L\u200Bi\nP3,Li\nP4,\u041Bi\n"), Lines{"3 name look_alike"});
    EXPECT_EQ(warnings("P1,\u00E9\nP2,e\u0301\nP3,e\u0301\n"), (Lines{"3 name look_alike", "4 name look_alike"}));
    EXPECT_EQ(warnings("P1,\nP2,\u3000\n"), Lines{}) << "a name of blanks looks like none";
    const std::string longest(256 - 3, 'x');
    EXPECT_EQ(warnings("P1," + longest + "\nP2,\u200B" + longest + "\n"), Lines{"3 name look_alike"});
    EXPECT_EQ(warnings("P1,x" + longest + "\nP2,\u200Bx" + longest + "\n"), Lines{}) << "too long for a name";
}

TEST(LookAlikes, NamesAreMasked) {
    const District district = with_people("P1,Anna\nP2,Anna\u00A0\n");
    const Diagnostics& found = district.report().diagnostics;
    const auto warning =
        std::find_if(found.begin(), found.end(), [](const Diagnostic& d) { return d.code == "look_alike"; });
    ASSERT_NE(warning, found.end());
    EXPECT_EQ(warning->message, "the name \"A****\" looks like that of line 2, and is written with other characters");
    EXPECT_EQ(warning->value, "A****");
}

} // namespace
} // namespace jifen
