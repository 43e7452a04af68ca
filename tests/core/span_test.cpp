#include "jifen/core/span.hpp"

#include <gtest/gtest.h>

#include <random>

namespace jifen {
namespace {

constexpr Span days(int from, int until) { return {Day(from), Day(until)}; }

static_assert(Span().contains(Day(0)) && !Span().empty());
static_assert(days(1, 3).contains(Day(1)) && !days(1, 3).contains(Day(3)) && !days(1, 3).contains(Day(0)));
static_assert(days(1, 1).empty() && days(2, 1).empty() && days(2, 1).days() == 0);

TEST(Span, IsHalfOpen) {
    EXPECT_EQ(days(1, 4).days(), 3);
    EXPECT_FALSE(days(1, 4).overlaps(days(4, 6)));
    EXPECT_TRUE(days(1, 4).overlaps(days(3, 6)));
    EXPECT_EQ(days(1, 4).intersect(days(3, 6)), days(3, 4));
    EXPECT_TRUE(days(1, 4).intersect(days(5, 6)).empty());
}

TEST(Span, OpenEndsReachEverywhere) {
    const Span since{Day(10), Day::never_ends()};
    const Span before{Day::always(), Day(10)};
    EXPECT_FALSE(since.overlaps(before));
    EXPECT_TRUE(Span().contains(since));
    EXPECT_FALSE(since.contains(Span()));
    EXPECT_EQ(Span().intersect(days(1, 2)), days(1, 2));
}

TEST(Span, AgreesWithAskingEveryDay) {
    std::mt19937 random(5);
    const auto end = [&] { return static_cast<int>(random() % 12); };
    for (int i = 0; i < 5'000; ++i) {
        const Span a = days(end(), end());
        const Span b = days(end(), end());
        if (a.empty() || b.empty()) continue;
        int both = 0;
        bool all = true;
        for (int day = -1; day < 13; ++day) {
            both += a.contains(Day(day)) && b.contains(Day(day)) ? 1 : 0;
            all = all && (!b.contains(Day(day)) || a.contains(Day(day)));
        }
        ASSERT_EQ(a.overlaps(b), both > 0);
        ASSERT_EQ(a.intersect(b).days(), both);
        ASSERT_EQ(a.contains(b), all);
    }
}

} // namespace
} // namespace jifen
