#include "jifen/core/interner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {
namespace {

TEST(Interner, NumbersTextsInTheOrderInWhichTheyAreSeen) {
    Interner texts;
    EXPECT_EQ(texts.find("a"), Interner::absent);
    EXPECT_EQ(texts.add("b"), 0U);
    EXPECT_EQ(texts.add("a"), 1U);
    EXPECT_EQ(texts.add("b"), 0U);
    EXPECT_EQ(texts.add(""), 2U);
    EXPECT_EQ(texts.size(), 3U);
    EXPECT_EQ(texts[1], "a");
    EXPECT_EQ(texts[2], "");
    EXPECT_EQ(texts.find(""), 2U);
    EXPECT_EQ(texts.find("c"), Interner::absent);
}

TEST(Interner, FindsManyAsOneByOne) {
    Interner texts;
    std::mt19937 random(2);
    std::vector<std::string> kept;
    for (int i = 0; i < 3000; ++i) kept.push_back(random() % 9 == 0 ? "" : std::to_string(random() % 5000));
    const std::vector<std::string_view> asked(kept.begin(), kept.end());
    std::vector<std::uint32_t> numbers(asked.size());
    const auto expect_found = [&] {
        texts.find_each(asked, numbers);
        for (std::size_t i = 0; i < asked.size(); ++i)
            ASSERT_EQ(numbers[i], asked[i].empty() ? Interner::absent : texts.find(asked[i]));
    };
    expect_found();
    for (std::size_t i = 0; i < asked.size(); i += 2) texts.add(asked[i]);
    expect_found();
}

TEST(Interner, GivesItsTexts) {
    Interner texts;
    texts.add("b");
    texts.add("a");
    EXPECT_EQ(texts.pool().offsets(), (std::vector<std::int64_t>{0, 1, 2}));
    EXPECT_EQ(texts.pool().bytes(), "ba");
    const PackedTexts taken = texts.take();
    EXPECT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[1], "a");
    EXPECT_EQ(texts.find("a"), Interner::absent);
    EXPECT_EQ(texts.add("a"), 0U);
}

TEST(Interner, TellsTextsWithNulApart) {
    Interner texts;
    texts.add("a");
    EXPECT_EQ(texts.find(std::string_view("a\0", 2)), Interner::absent);
    EXPECT_EQ(texts.add(std::string_view("a\0", 2)), 1U);
    EXPECT_EQ(texts.add(std::string_view("a\0b", 3)), 2U);
}

TEST(Interner, AgreesWithAMapWhileItGrows) {
    Interner texts;
    std::map<std::string, std::uint32_t> expected;
    std::mt19937 random(1);
    for (int i = 0; i < 60'000; ++i) {
        std::string text = std::to_string(random() % 30'000);
        text.resize(text.size() + random() % 3, 'x');
        const auto [found, is_new] = expected.try_emplace(text, static_cast<std::uint32_t>(expected.size()));
        ASSERT_EQ(texts.find(text), is_new ? Interner::absent : found->second);
        ASSERT_EQ(texts.add(text), found->second);
    }
    ASSERT_EQ(texts.size(), expected.size());
    for (const auto& [text, number] : expected) {
        ASSERT_EQ(texts.find(text), number);
        ASSERT_EQ(texts[number], text);
    }
}

TEST(TextPool, IsLaidOutAsAnArrowLargeUtf8Array) {
    TextPool pool;
    EXPECT_TRUE(pool.empty());
    EXPECT_EQ(pool.offsets(), std::vector<std::int64_t>{0});
    pool.reserve(3, 10);
    pool.add("ab");
    pool.add("");
    pool.add("张");
    EXPECT_EQ(pool.size(), 3U);
    EXPECT_EQ(pool.offsets(), (std::vector<std::int64_t>{0, 2, 2, 5}));
    EXPECT_EQ(std::string(pool.bytes().begin(), pool.bytes().end()), "ab张");
    EXPECT_EQ(pool[1], "");
    EXPECT_EQ(pool[2], "张");
}

} // namespace
} // namespace jifen
