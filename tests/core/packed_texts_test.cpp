#include "jifen/core/packed_texts.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

void expect_kept(const std::vector<std::string>& texts) {
    PackedTextsWriter writer;
    for (const std::string& text : texts) writer.add(text);
    ASSERT_EQ(writer.size(), texts.size());
    const PackedTexts packed = writer.take();
    EXPECT_EQ(writer.size(), 0U);
    ASSERT_EQ(packed.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(packed[i], texts[i]) << i;
}

TEST(PackedTexts, KeepsTextsOfEveryLength) {
    std::mt19937 random(1);
    constexpr std::size_t block = PackedTexts::block_size;
    for (const std::size_t longest : {std::size_t{0}, std::size_t{1}, std::size_t{9}, std::size_t{300}}) {
        for (const std::size_t count : {std::size_t{0}, std::size_t{1}, block - 1, block, block + 1, 2 * block + 3}) {
            std::vector<std::string> texts(count);
            for (std::size_t i = 0; i < count; ++i)
                texts[i].assign(random() % (longest + 1), static_cast<char>('a' + i % 26));
            expect_kept(texts);
        }
    }
    expect_kept({std::string(1'000'000, 'x'), "", "张", std::string("a\0b", 3), ""});
}

TEST(PackedTexts, ViewsLiveOnWhenTheTextsAreMoved) {
    PackedTextsWriter writer;
    writer.add("short");
    PackedTexts texts = writer.take();
    const std::string_view view = texts[0];
    const PackedTexts moved = std::move(texts);
    EXPECT_EQ(view, "short");
    EXPECT_EQ(moved[0].data(), view.data());
}

TEST(PackedTexts, BeginAnewWhenTheyAreTaken) {
    PackedTextsWriter writer;
    writer.add("a");
    EXPECT_EQ(writer.take()[0], "a");
    writer.add("bc");
    const PackedTexts second = writer.take();
    EXPECT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0], "bc");
}

} // namespace
} // namespace jifen
