#include "jifen/core/text_layout.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

TEST(DisplayWidth, IsTwoForWideCharactersAndNoneForMarks) {
    EXPECT_EQ(display_width(""), 0U);
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("妇女（组）"), 10U);
    EXPECT_EQ(display_width("e\u0301"), 1U); // an accent of its own
    EXPECT_EQ(display_width("a\tb"), 2U);
    EXPECT_EQ(display_width("\u00e9\u00d7\u2248"), 3U);
    EXPECT_EQ(display_width("\U0001F600"), 2U);
    EXPECT_EQ(display_width("\U00020000"), 2U);
    EXPECT_EQ(display_width("\u1100"), 2U); // the first of all blocks, and what stands before it
    EXPECT_EQ(display_width("\u10FF"), 1U);
}

TEST(TextLayout, AlignsByWidthAndLeavesNothingBehind) {
    TextLayout layout({false, true, false});
    layout.add({"名", "1", "x"});
    layout.add({"abc", "100", ""});
    EXPECT_EQ(layout.text(1), " 名     1  x\n abc  100\n");
}

TEST(TextLayout, WritesControlsOutSoThatACellIsOneLine) {
    TextLayout layout({false, true});
    layout.add({"a\nb", "1"});
    layout.add({"abc", "100"});
    EXPECT_EQ(layout.text(0), "a\\x0Ab    1\nabc     100\n");
}

} // namespace
} // namespace jifen
