#include "jifen/core/short_text_cache.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace jifen {
namespace {

TEST(ShortTextCache, GivesOnlyNumbersThatWereTold) {
    ShortTextCache cache;
    std::map<std::string, std::uint32_t> told;
    std::mt19937 random(5);
    int found = 0;
    for (int i = 0; i < 200'000; ++i) {
        // Few letters, so that texts are often the same but for their length or one byte.
        std::string text(random() % 19, 'a');
        for (char& c : text) c = random() % 8 == 0 ? "b\0\xFF"[random() % 3] : 'a';
        const std::uint32_t number = cache.find(text);
        if (number != ShortTextCache::absent) {
            ++found;
            ASSERT_EQ(number, told.at(text)) << testing::PrintToString(text);
        }
        if (random() % 2 == 0) {
            cache.remember(text, static_cast<std::uint32_t>(i));
            if (!text.empty() && text.size() <= ShortTextCache::longest) {
                told[text] = static_cast<std::uint32_t>(i);
                ASSERT_EQ(cache.find(text), static_cast<std::uint32_t>(i));
            } else {
                ASSERT_EQ(cache.find(text), ShortTextCache::absent);
            }
        }
    }
    EXPECT_GT(found, 20'000);
}

TEST(ShortTextCache, RecognisesMostOfAThousandTexts) {
    ShortTextCache cache;
    for (std::uint32_t i = 0; i < 1000; ++i) cache.remember("P000" + std::to_string(1000 + i), i);
    int kept = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) kept += cache.find("P000" + std::to_string(1000 + i)) == i ? 1 : 0;
    EXPECT_GT(kept, 700);
}

// It grows for those that come again and again, and gives no wrong number before, while, or after.
TEST(ShortTextCache, RecognisesMostOfTenThousandTextsOnceItHasGrown) {
    ShortTextCache cache;
    constexpr std::uint32_t texts = 10'000;
    std::mt19937 random(6);
    std::uint32_t found_late = 0;
    constexpr int rounds = 600'000, late = 500'000;
    for (int i = 0; i < rounds; ++i) {
        const auto number = static_cast<std::uint32_t>(random() % texts);
        const std::string text = "P" + std::to_string(1'000'000 + number);
        const std::uint32_t found = cache.find(text);
        ASSERT_TRUE(found == number || found == ShortTextCache::absent) << text;
        if (found == ShortTextCache::absent) {
            cache.remember(text, number);
            ASSERT_EQ(cache.find(text), number);
        } else if (i >= late) {
            ++found_late;
        }
    }
    EXPECT_GT(found_late, static_cast<std::uint32_t>(rounds - late) * 8 / 10);
}

} // namespace
} // namespace jifen
