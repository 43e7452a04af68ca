#include "jifen/composite/ranking.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace jifen::composite {
namespace {

using Places = std::vector<std::size_t>;

TEST(Ranking, GivesTiesThePlaceOfTheFirst) {
    const Ranking ranking = rank(std::array{5.0, 9.0, 7.0, 7.0});
    EXPECT_EQ(ranking.places, (Places{4, 1, 2, 2}));
    EXPECT_EQ(ranking.order, (Places{1, 2, 3, 0}));
    EXPECT_EQ(ranking.ties, (std::vector<Places>{{2, 3}}));
    EXPECT_EQ(rank(std::array{5.0, 9.0, 7.0, 7.0}, Best::lowest).places, (Places{1, 4, 2, 2}));
}

TEST(Ranking, TakesForEqualWhatDiffersInTheLastBits) {
    const std::array scores{0.3, 0.1 + 0.2, 0.2};
    ASSERT_NE(scores[0], scores[1]);
    EXPECT_EQ(rank(scores).places, (Places{1, 1, 3}));
    EXPECT_EQ(rank(scores).order, (Places{0, 1, 2})) << "in the order of the input";
    EXPECT_EQ(rank(scores, Best::highest, 0).places, (Places{2, 1, 3}));
    EXPECT_TRUE(rank(scores, Best::highest, 0).ties.empty());
}

TEST(Ranking, MeasuresATieFromTheBestOfItsGroup) {
    // Each is near the next; the last is not near the first.
    EXPECT_EQ(rank(std::array{10.0, 9.9, 9.8}, Best::highest, 0.011).places, (Places{1, 1, 3}));
    EXPECT_EQ(rank(std::array{9.8, 9.9, 10.0}, Best::lowest, 0.011).places, (Places{1, 1, 3}));
}

TEST(Ranking, TiesAlsoAtTheVeryLimit) {
    const double below = std::nextafter(0.75, 0);
    EXPECT_EQ(rank(std::array{1.0, 0.75}, Best::highest, 0.25).places, (Places{1, 1}));
    EXPECT_EQ(rank(std::array{1.0, below}, Best::highest, 0.25).places, (Places{1, 2}));
    EXPECT_EQ(rank(std::array{0.75, 1.0}, Best::lowest, 0.25).places, (Places{1, 1}));
    EXPECT_EQ(rank(std::array{below, 1.0}, Best::lowest, 0.25).places, (Places{1, 2}));
}

TEST(Ranking, OfNobodyAndOfOne) {
    EXPECT_TRUE(rank({}).places.empty());
    EXPECT_EQ(rank(std::array{-3.0}).places, (Places{1}));
    EXPECT_EQ(rank(std::array{0.0, 0.0, -0.0}).places, (Places{1, 1, 1}));
}

TEST(Ranking, RefusesScoresWithoutAPlace) {
    EXPECT_THROW((void)rank(std::array{1.0, missing_value}), ArgumentError);
    EXPECT_THROW((void)rank(std::array{1.0, infinite}), ArgumentError);
    EXPECT_THROW((void)rank(std::array{1.0}, Best::highest, -1), ArgumentError);
    EXPECT_THROW((void)rank(std::array{1.0}, Best::highest, 1), ArgumentError);
    EXPECT_THROW((void)rank(std::array{1.0}, Best::highest, missing_value), ArgumentError);
}

} // namespace
} // namespace jifen::composite
