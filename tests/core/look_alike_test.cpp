#include "jifen/core/look_alike.hpp"

#include <gtest/gtest.h>

namespace {

using jifen::look_alike_form;

TEST(LookAlike, PlainTextIsItsOwnForm) {
    EXPECT_TRUE(jifen::is_plain("W-1_x~!"));
    EXPECT_FALSE(jifen::is_plain("W 1"));
    EXPECT_FALSE(jifen::is_plain("W\x7F"));
    EXPECT_FALSE(jifen::is_plain("张\u3000三"));
    EXPECT_FALSE(jifen::is_plain("\u00E9"));
    EXPECT_FALSE(jifen::is_plain("\uF900"));
    EXPECT_EQ(look_alike_form("W-1_x~!"), "W-1_x~!");
    EXPECT_EQ(look_alike_form("张三"), "张三");
    EXPECT_EQ(look_alike_form(""), "");
}

TEST(LookAlike, CommonChineseCharactersAreTheirOwnForm) {
    EXPECT_FALSE(jifen::is_plain("\u4DFF"));
    EXPECT_FALSE(jifen::is_plain("\uA000"));
    for (unsigned c = 0x4E00; c <= 0x9FFF; ++c) {
        const auto byte = [](unsigned bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
        const std::string text{byte(0xE0U | c >> 12U), byte(0x80U | (c >> 6U & 0x3FU)), byte(0x80U | (c & 0x3FU))};
        ASSERT_TRUE(jifen::is_plain(text)) << text;
        ASSERT_EQ(look_alike_form(text), text);
    }
}

TEST(LookAlike, CanonicalEquivalentsShareAForm) {
    EXPECT_EQ(look_alike_form("\u00E9"), look_alike_form("e\u0301"));
    EXPECT_EQ(look_alike_form("\u1EC7"), look_alike_form("e\u0323\u0302"));
    EXPECT_EQ(look_alike_form("e\u0302\u0323"), look_alike_form("e\u0323\u0302"));
    EXPECT_EQ(look_alike_form("\uAC01"), look_alike_form("\u1100\u1161\u11A8"));
    EXPECT_EQ(look_alike_form("\uF900"), look_alike_form("\u8C48"));
    EXPECT_EQ(look_alike_form("\u212B"), look_alike_form("\u00C5"));
}

TEST(LookAlike, WhatCannotBeSeenCountsForNothing) {
    EXPECT_EQ(look_alike_form("W\u200B1"), "W1");
    EXPECT_EQ(look_alike_form("W\u202E1"), "W1");
    EXPECT_EQ(look_alike_form("\uFEFFW1"), "W1");
    EXPECT_EQ(look_alike_form("  W\u00A01\u3000"), "W 1");
    EXPECT_EQ(look_alike_form("\u3000"), "");
}

TEST(LookAlike, TwinsOfLatinLettersAndFullWidthFormsAreThem) {
    EXPECT_EQ(look_alike_form("\uFF37\uFF11"), "W1");
    EXPECT_EQ(look_alike_form("\u0410\u0392"), "AB");
    EXPECT_NE(look_alike_form("\u0411"), "B"); // Б
}

TEST(LookAlike, DifferentTextsKeepDifferentForms) {
    EXPECT_NE(look_alike_form("W1"), look_alike_form("w1"));
    EXPECT_NE(look_alike_form("é"), look_alike_form("e"));
    EXPECT_NE(look_alike_form("\U00020BB7"), look_alike_form("吉"));
}

} // namespace
