#include "jifen/rulebook/item.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

TEST(Title, IsFoundByLanguageThenWithoutThenFirst) {
    const Title by_language{{{"zh", "家访"}, {"en", "Home visit"}}};
    EXPECT_EQ(by_language.in("en", "code"), "Home visit");
    EXPECT_EQ(by_language.in("fr", "code"), "家访");
    const Title plain{{{"", "Home visit"}}};
    EXPECT_EQ(plain.in("zh", "code"), "Home visit");
    EXPECT_EQ(Title().in("zh", "code"), "code");
    EXPECT_TRUE(Title().empty());
}

TEST(Ladder, GivesThePointsOfTheHighestStepReached) {
    Ladder ladder;
    ladder.steps = {{Quantity::thousandths(10'000), Points::whole(2)},
                    {Quantity::thousandths(20'500), Points::whole(5)}};
    EXPECT_EQ(ladder.at(0), Points());
    EXPECT_EQ(ladder.at(9'999), Points());
    EXPECT_EQ(ladder.at(10'000), Points::whole(2));
    EXPECT_EQ(ladder.at(20'499), Points::whole(2));
    EXPECT_EQ(ladder.at(20'500), Points::whole(5));
    EXPECT_EQ(ladder.at(std::numeric_limits<std::int64_t>::max()), Points::whole(5));
}

TEST(Item, IsNegativeWhenAnyOfItsPointsAre) {
    EXPECT_FALSE(Item().is_negative());
    Item versions;
    versions.versions.resize(2);
    EXPECT_FALSE(versions.is_negative());
    versions.versions[1].value = Points::whole(-1);
    EXPECT_TRUE(versions.is_negative());
    Item rate;
    rate.per_unit = Points::whole(-1);
    EXPECT_TRUE(rate.is_negative());
    Item levels;
    levels.by_level = {{"village", Points()}, {"district", Points::thousandths(-1)}};
    EXPECT_TRUE(levels.is_negative());
    Item ladder;
    ladder.ladder.emplace().steps = {{Quantity::one(), Points::whole(-1)}};
    EXPECT_TRUE(ladder.is_negative());
}

} // namespace
} // namespace jifen
