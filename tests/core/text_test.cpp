#include "jifen/core/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6U);
        put(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12U);
        put(0x80 | (c >> 6U & 0x3FU));
        put(0x80 | (c & 0x3FU));
    } else {
        put(0xF0 | c >> 18U);
        put(0x80 | (c >> 12U & 0x3FU));
        put(0x80 | (c >> 6U & 0x3FU));
        put(0x80 | (c & 0x3FU));
    }
}

/// The plain way: decode by the lead byte, then ask whether the code point needed those bytes and may be written.
std::optional<std::size_t> slow_find_invalid(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        std::size_t length = 1;
        char32_t c = lead;
        if (lead >= 0x80) {
            if (lead < 0xC0 || lead >= 0xF8) return at;
            length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            c = lead & (0x7FU >> length);
        }
        if (at + length > text.size()) return at;
        for (std::size_t i = 1; i < length; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            if ((byte & 0xC0U) != 0x80) return at;
            c = c << 6U | (byte & 0x3FU);
        }
        constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
        if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return at;
        at += length;
    }
    return std::nullopt;
}

TEST(Utf8, EveryCodePointIsWellFormedAndEverySurrogateIsNot) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        std::string text;
        append_utf8(text, c);
        const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        ASSERT_EQ(find_invalid_utf8(text).has_value(), surrogate) << static_cast<std::uint32_t>(c);
    }
}

TEST(Utf8, MalformedBytesAreFoundAtEveryOffsetOfABlock) {
    const std::vector<std::string> bad{"\x80",
                                       "\xBF",
                                       "\xC0\x80",
                                       "\xC0\xAF",
                                       "\xC1\xBF", // stray continuations, overlong in two bytes
                                       "\xE0\x80\x80",
                                       "\xE0\x9F\xBF",
                                       "\xF0\x80\x80\x80",
                                       "\xF0\x8F\xBF\xBF", // overlong in three and four
                                       "\xED\xA0\x80",
                                       "\xED\xBF\xBF",
                                       "\xED\xA0\xBD\xED\xB8\x80", // surrogates, and a pair of them (CESU-8)
                                       "\xF4\x90\x80\x80",
                                       "\xF5\x80\x80\x80",
                                       "\xF8\x88\x80\x80\x80",
                                       "\xFE",
                                       "\xFF", // beyond U+10FFFF
                                       "\xC3",
                                       "\xE5\xBC",
                                       "\xE5",
                                       "\xF0\xA0\xAE",
                                       "\xF0\xA0",
                                       "\xF0", // cut short
                                       "\xC3(",
                                       "\xE5\xBC(",
                                       "\xE5(\xA0",
                                       "\xF0\xA0\xAE(",
                                       "\xF0(\xAE\xB7",
                                       "\xD5\xC5\xC8\xFD",
                                       "C\xF4te"};
    for (const std::string& bytes : bad) {
        for (std::size_t before = 0; before < 20; ++before) {
            for (const std::size_t after : {0U, 1U, 7U, 8U, 9U, 30U}) {
                const std::string text = std::string(before, 'a') + bytes + std::string(after, 'b');
                const std::size_t first = before + (bytes.front() == 'C' ? 1 : 0);
                ASSERT_EQ(find_invalid_utf8(text), first) << testing::PrintToString(text);
                ASSERT_EQ(find_invalid_utf8("张" + text), first + 3) << testing::PrintToString(text);
            }
        }
    }
}

TEST(Utf8, WellFormedCharactersAtEveryOffsetOfABlockAreTaken) {
    for (const std::string character :
         {"é", "张", "𠮷", "\x7F", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"}) {
        for (std::size_t before = 0; before < 20; ++before) {
            for (std::size_t after = 0; after < 20; ++after)
                ASSERT_EQ(find_invalid_utf8(std::string(before, 'a') + character + std::string(after, 'b')),
                          std::nullopt);
        }
    }
    EXPECT_EQ(find_invalid_utf8(""), std::nullopt);
    EXPECT_EQ(find_invalid_utf8(std::string(1, '\0')), std::nullopt);
}

TEST(Utf8, AgreesWithPlainDecodingOnRandomBytes) {
    std::mt19937 random(3);
    constexpr std::array<unsigned char, 16> likely{0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0x9F, 0xA0, 0xED,
                                                   0xEE, 0xF0, 0x8F, 0x90, 0xF4, 0xF5, 'a',  'b'};
    for (int i = 0; i < 200'000; ++i) {
        std::string text;
        const std::size_t length = random() % 24;
        for (std::size_t at = 0; at < length; ++at) {
            if (random() % 3 == 0)
                append_utf8(text, std::array<char32_t, 6>{0x41, 0xE9, 0x5F20, 0xD7FF, 0x20BB7, 0x10FFFF}[random() % 6]);
            else if (random() % 2 == 0)
                text.push_back('z');
            else
                text.push_back(
                    static_cast<char>(random() % 8 == 0 ? random() % 256 : likely[random() % likely.size()]));
        }
        ASSERT_EQ(find_invalid_utf8(text), slow_find_invalid(text)) << testing::PrintToString(text);
    }
}

TEST(Id, HasOneTo64BytesOfUtf8WithoutControlCharacters) {
    for (const std::string text :
         {"P1", "11010519491231002X", " ", " a ", "张三", "𠮷", "\xC2\xA0", "é", "e\xCC\x81", "a,b\"c"})
        EXPECT_EQ(why_not_an_id(text), "") << text;
    EXPECT_EQ(why_not_an_id(std::string(64, 'x')), "");
    EXPECT_EQ(why_not_an_id(std::string(65, 'x')), "it is longer than 64 bytes");
    std::string chinese;
    for (int i = 0; i < 21; ++i) chinese += "张";
    EXPECT_EQ(why_not_an_id(chinese + "x"), "") << "63 + 1 bytes";
    EXPECT_EQ(why_not_an_id(chinese + "张"), "it is longer than 64 bytes");
    EXPECT_EQ(why_not_an_id(""), "it is empty");
}

TEST(Id, WithAnyControlCharacterIsRefused) {
    for (char32_t c = 0; c <= 0x2FF; ++c) {
        std::string text = "a";
        append_utf8(text, c);
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        EXPECT_EQ(why_not_an_id(text) == "it has a control character", control) << static_cast<std::uint32_t>(c);
        EXPECT_EQ(why_not_an_id(text + "b").empty(), !control) << static_cast<std::uint32_t>(c);
    }
}

TEST(Id, IsLookedAtByteForByte) {
    for (const std::size_t length : {7U, 8U, 9U, 16U, 23U, 64U}) {
        for (std::size_t at = 0; at < length; ++at) {
            for (unsigned byte = 0; byte < 256; ++byte) {
                std::string text(length, '~');
                text[at] = static_cast<char>(byte);
                const std::string_view expected = byte < 0x20 || byte == 0x7F ? "it has a control character"
                                                  : byte >= 0x80              ? "it is not valid UTF-8"
                                                                              : "";
                ASSERT_EQ(why_not_an_id(text), expected) << length << " bytes, byte " << at << " is " << byte;
            }
        }
    }
}

TEST(Id, ThatIsNotUtf8IsRefused) {
    for (const std::string text : {"\xC3", "a\xC2", "\xC0\xAF", "\xED\xA0\x80", "\xD5\xC5\xC8\xFD", "C\xF4te"})
        EXPECT_EQ(why_not_an_id(text), "it is not valid UTF-8") << testing::PrintToString(text);
}

TEST(NearestWord, IsALikelyMisspellingOrNothing) {
    constexpr std::array<std::string_view, 4> words{"household", "unit", "from", "until"};
    EXPECT_EQ(nearest_word("houshold", words), "household");
    EXPECT_EQ(nearest_word("unti", words), "until");
    EXPECT_EQ(nearest_word("unt", words), "unit"); // unit is one letter away, until two
    EXPECT_EQ(nearest_word("form", words), "from");
    EXPECT_EQ(nearest_word("Unit", words), "unit");
    EXPECT_EQ(nearest_word("telephone", words), "");
    EXPECT_EQ(nearest_word("household", {}), "");
    EXPECT_EQ(nearest_word(std::string(1'000'000, 'h'), words), "") << "long words are not compared";
    const std::string long_word(200, 'u');
    const std::array<std::string_view, 1> long_words{long_word};
    EXPECT_EQ(nearest_word(std::string(128, 'u'), long_words), "");
}

TEST(DidYouMean, AsksForTheNearWordAndSaysNothingOfShortOnes) {
    constexpr std::array<std::string_view, 3> words{"visit", "up", "电话"};
    EXPECT_EQ(did_you_mean("vist", words), "did you mean \"visit\"?");
    EXPECT_EQ(did_you_mean("telephone", words), "");
    EXPECT_EQ(nearest_word("an", words), "up");
    EXPECT_EQ(did_you_mean("an", words), "") << "two letters are two edits away from any other two";
}

TEST(Quoted, ShowsControlCharactersAndBrokenBytesAsHex) {
    EXPECT_EQ(jifen::in_quotes("张三"), "\"张三\"");
    EXPECT_EQ(jifen::in_quotes(std::string("a\0b\n\x7F", 5)), "\"a\\x00b\\x0A\\x7F\"");
    EXPECT_EQ(jifen::in_quotes("\x1B[31m"), "\"\\x1B[31m\"");
    EXPECT_EQ(jifen::in_quotes("\xC2\x9B"
                               "31m"),
              "\"\\xC2\\x9B31m\"")
        << "U+009B starts a terminal's control sequence, too";
    EXPECT_EQ(jifen::in_quotes("C\xF4te"), "\"C\\xF4te\"");
    EXPECT_EQ(jifen::in_quotes(""), "\"\"");
}

TEST(Quoted, IsShortenedOnACharacterBoundary) {
    EXPECT_EQ(jifen::in_quotes(std::string(64, 'a')), '"' + std::string(64, 'a') + '"');
    EXPECT_EQ(jifen::in_quotes(std::string(65, 'a')), '"' + std::string(64, 'a') + "…\" (65 bytes)");
    for (std::size_t before = 0; before < 4; ++before) {
        std::string text(before, 'a');
        for (std::size_t i = before; i < 64; ++i) text += "𠮷";
        EXPECT_EQ(jifen::in_quotes(text), '"' + text + '"');
        EXPECT_EQ(jifen::in_quotes(text + "𠮷"), '"' + text + "…\" (" + std::to_string(text.size() + 4) + " bytes)");
    }
    EXPECT_EQ(find_invalid_utf8(jifen::in_quotes(std::string(100, '\x80'))), std::nullopt);
}

TEST(Shortened, KeepsTheFirst64CharactersAndSaysHowLongTheValueIs) {
    EXPECT_EQ(shortened(""), "");
    EXPECT_EQ(shortened("a\nb"), "a\nb");
    EXPECT_EQ(shortened(std::string(64, 'a')), std::string(64, 'a'));
    EXPECT_EQ(shortened(std::string(1U << 20U, 'a')), std::string(64, 'a') + "… (1048576 bytes)");
    std::string text;
    for (int i = 0; i < 64; ++i) text += "张";
    EXPECT_EQ(shortened(text), text);
    EXPECT_EQ(shortened(text + "x"), text + "… (193 bytes)");
    EXPECT_EQ(shortened(std::string(65, '\x80')), std::string(64, '\x80') + "… (65 bytes)");
}

TEST(Shortened, CutsNoMaskOffANumberThatLiesAcrossTheCut) {
    const std::string value = std::string(60, 'a') + "110109196001010028";
    EXPECT_EQ(shortened(mask_long_numbers(value)), std::string(60, 'a') + "11**… (78 bytes)");
}

TEST(Quoted, IsUtf8WhateverTheBytes) {
    std::mt19937 random(17);
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::size_t at = random() % 80; at > 0; --at) text.push_back(static_cast<char>(random() % 256));
        const std::string shown = jifen::in_quotes(text);
        ASSERT_EQ(find_invalid_utf8(shown), std::nullopt);
        ASSERT_TRUE(
            std::none_of(shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    }
}

TEST(Printable, IsOneLineThatSteersNoTerminal) {
    EXPECT_EQ(printable("王芳 \"1\""), "王芳 \"1\"");
    EXPECT_EQ(printable("\x1B[2J王\n总分\r\t\x7F\u0085"), "\\x1B[2J王\\x0A总分\\x0D\\x09\\x7F\\xC2\\x85");
    EXPECT_EQ(printable("a\u202Eb"), "a\\u{202E}b");
    EXPECT_EQ(printable("\xFF"), "\\xFF");
    EXPECT_EQ(printable(std::string(100, 'x')), std::string(100, 'x'));
}

TEST(Masked, KeepsTheFirstCharacterAndTheLength) {
    EXPECT_EQ(masked("张三丰"), "张**");
    EXPECT_EQ(masked("Anna"), "A***");
    EXPECT_EQ(masked("𠮷野家"), "𠮷**");
    EXPECT_EQ(masked(""), "");
    EXPECT_EQ(masked(std::string(100, 'x')), "x********");
}

TEST(MaskLongNumbers, HidesTheMiddleOfElevenAndMoreDigits) {
    EXPECT_EQ(mask_long_numbers("13812345678"), "13*******78");
    EXPECT_EQ(mask_long_numbers("1381234567"), "1381234567");
    EXPECT_EQ(mask_long_numbers("110105194912310021"), "11**************21");
    EXPECT_EQ(mask_long_numbers("11010519491231002X"), "11*************02X");
    EXPECT_EQ(mask_long_numbers("电话13812345678、13887654321"), "电话13*******78、13*******21");
    EXPECT_EQ(mask_long_numbers("1234567890 - 1234567890"), "1234567890 - 1234567890");
    EXPECT_EQ(mask_long_numbers(""), "");
    EXPECT_EQ(mask_long_numbers("x13812345678"), "x13*******78");
}

TEST(MaskLongNumbers, SeesThroughFullWidthAndInvisibleCharacters) {
    EXPECT_EQ(mask_long_numbers("１３８１２３４５６７８"), "１３*******７８");
    EXPECT_EQ(mask_long_numbers("1３812345678"), "1３*******78");
    EXPECT_EQ(mask_long_numbers("138123\u200B45678"), "13****\u200B***78");
    EXPECT_EQ(mask_long_numbers("\uFF0F13812345678\uFF1A"), "\uFF0F13*******78\uFF1A");
    EXPECT_EQ(mask_long_numbers("13812345\xFF"
                                "678"),
              "13812345\xFF"
              "678");
}

TEST(MaskLongNumbers, SeesThroughWhatPeoplePutBetweenTheGroupsOfANumber) {
    EXPECT_EQ(mask_long_numbers("138 1234 5678"), "13* **** **78");
    EXPECT_EQ(mask_long_numbers("138-1234-5678"), "13*-****-**78");
    EXPECT_EQ(mask_long_numbers("110105 19491231 002X"), "11**** ******** *02X");
    EXPECT_EQ(mask_long_numbers("6222.0200\u00A01111\u30002222"), "62**.****\u00A0****\u3000**22");
    EXPECT_EQ(mask_long_numbers("13812345\u2011678,"), "13******\u2011*78,");
    EXPECT_EQ(mask_long_numbers("2023-02-01..2023-09-01"), "2023-02-01..2023-09-01") << "two are no separator";
    EXPECT_EQ(mask_long_numbers("2023-02-01 "), "2023-02-01 ");
    EXPECT_EQ(mask_long_numbers("-138 1234 5678- "), "-13* **** **78- ");
}

} // namespace
} // namespace jifen
