#include "jifen/tables/gb18030.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace jifen {
namespace {

std::string decoded(std::string_view bytes) {
    std::string out;
    const Gb18030Decoded done = decode_gb18030(bytes, true, out);
    EXPECT_FALSE(done.bad.has_value());
    EXPECT_EQ(done.consumed, bytes.size());
    return out;
}

// Python's codec is held to every code in python/tests/test_sources.py.
TEST(Gb18030, DecodesOneTwoAndFourBytes) {
    EXPECT_EQ(decoded("abc\x7F"), "abc\x7F");
    EXPECT_EQ(decoded("\xD5\xC5\xC8\xFD"), "张三");
    EXPECT_EQ(decoded("\x81\x30\x81\x30"), "\xC2\x80") << "the first code of four bytes";
    EXPECT_EQ(decoded("\x84\x31\xA4\x39"), "\uFFFF") << "the last below U+10000";
    EXPECT_EQ(decoded("\x90\x30\x81\x30"), "\U00010000");
    EXPECT_EQ(decoded("\xE3\x32\x9A\x35"), "\U0010FFFF");
    EXPECT_EQ(decoded("\x95\x34\xB2\x35"), "\U00020BB7");
    EXPECT_EQ(decoded("\x81\x40\xFE\xFE"), "\u4E02\uE4C5") << "the corners of the table";
}

TEST(Gb18030, RefusesTheFirstBadByte) {
    for (const char* bytes : {"a\x80", "a\xFF", "a\xD5 ", "a\xD5\x7F", "a\xD5\xFF", "a\x81\x30 0", "a\x81\x30\x81 ",
                              "a\x84\x31\xA5\x30", "a\xE3\x32\x9A\x36", "a\xFE\x39\xFE\x39", "a\xD5", "a\x81\x30"}) {
        std::string out;
        const Gb18030Decoded done = decode_gb18030(bytes, true, out);
        EXPECT_EQ(done.bad, 1U) << bytes;
        EXPECT_EQ(out, "a");
    }
}

TEST(Gb18030, APieceMayEndInsideACharacter) {
    const std::string text = "x\xD5\xC5y\x81\x30\x81\x30\xE3\x32\x9A\x35z";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        std::string out;
        const Gb18030Decoded first = decode_gb18030(std::string_view(text).substr(0, cut), false, out);
        ASSERT_FALSE(first.bad.has_value());
        const Gb18030Decoded rest = decode_gb18030(std::string_view(text).substr(first.consumed), true, out);
        ASSERT_FALSE(rest.bad.has_value());
        EXPECT_EQ(out, decoded(text)) << cut;
    }
}

} // namespace
} // namespace jifen
