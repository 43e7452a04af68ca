#include "jifen/core/nearby_interner.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

TEST(NearbyInterner, NumbersWhatComesAgainSoonOnce) {
    NearbyInterner texts;
    for (int round = 0; round < 10'000; ++round) {
        EXPECT_EQ(texts.add("ok"), 0U);
        EXPECT_EQ(texts.add("by phone"), 1U);
    }
    EXPECT_EQ(texts.take().size(), 2U);
}

TEST(NearbyInterner, KeepsEveryTextWhateverItForgets) {
    NearbyInterner texts;
    EXPECT_EQ(texts.add("first"), 0U);
    for (std::uint32_t n = 1; n < 20'000; ++n) EXPECT_EQ(texts.add(std::to_string(n)), n);
    EXPECT_EQ(texts.add("first"), 20'000U) << "forgotten";
    const PackedTexts kept = texts.take();
    EXPECT_EQ(kept[0], "first");
    EXPECT_EQ(kept[12'345], "12345");
    EXPECT_EQ(kept[20'000], "first");
    EXPECT_EQ(texts.add("anew"), 0U);
}

} // namespace
} // namespace jifen
