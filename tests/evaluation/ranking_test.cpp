#include "evaluation/ranking.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace jifen {
namespace {

std::vector<std::uint32_t> ranks_slowly(const std::vector<Points>& totals, const std::vector<std::uint8_t>& is_out) {
    std::vector<std::uint32_t> ranks;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        std::uint32_t rank = 1;
        for (std::size_t other = 0; other < totals.size(); ++other)
            rank += totals[other] > totals[i] && is_out[other] == 0 ? 1 : 0;
        ranks.push_back(is_out[i] != 0 ? 0 : rank);
    }
    return ranks;
}

// Close together and far apart, with and without ties, above and below 0, some or all without a rank.
TEST(Ranking, AgreesWithCountingWhoIsBetter) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 600; ++round) {
        const std::size_t people = random() % 60;
        const std::int64_t range = std::int64_t{1} << random() % 62;
        const std::int64_t least =
            -static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range)) + round - 300;
        std::vector<Points> totals;
        std::vector<std::uint8_t> is_out;
        for (std::size_t i = 0; i < people; ++i) {
            const auto above = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range));
            totals.push_back(Points::thousandths(least + above));
            is_out.push_back(round % 50 == 0 || random() % 5 == 0 ? 1 : 0);
        }
        ASSERT_EQ(ranks_of(totals, is_out), ranks_slowly(totals, is_out)) << round;
        ASSERT_EQ(ranks_of(totals), ranks_slowly(totals, std::vector<std::uint8_t>(people))) << round;
    }
}

TEST(Ranking, TakesTheTotalsThatAreFarthestApart) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::vector<Points> totals{Points::thousandths(most), Points(), Points::thousandths(least), Points()};
    EXPECT_EQ(ranks_of(totals), (std::vector<std::uint32_t>{1, 2, 4, 2}));
    EXPECT_EQ(ranks_of(totals, std::vector<std::uint8_t>{1, 1, 0, 1}), (std::vector<std::uint32_t>{0, 0, 1, 0}));
}

} // namespace
} // namespace jifen
