#include "evaluation/ranking.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace jifen {
namespace {

std::vector<std::uint32_t> ranks_slowly(const std::vector<Points>& totals) {
    std::vector<std::uint32_t> ranks;
    for (const Points total : totals) {
        const auto better = std::ranges::count_if(totals, [total](Points other) { return other > total; });
        ranks.push_back(total == no_rank ? 0 : static_cast<std::uint32_t>(better + 1));
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
        for (std::size_t i = 0; i < people; ++i) {
            const auto above = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range));
            const bool is_ranked = round % 50 != 0 && random() % 5 != 0;
            totals.push_back(is_ranked ? Points::thousandths(least + above) : no_rank);
        }
        ASSERT_EQ(ranks_of(totals), ranks_slowly(totals)) << round;
    }
}

TEST(Ranking, TakesTheTotalsThatAreFarthestApart) {
    const std::vector<Points> totals{Points::thousandths(std::numeric_limits<std::int64_t>::max()), no_rank,
                                     Points::thousandths(std::numeric_limits<std::int64_t>::min() + 1), Points()};
    EXPECT_EQ(ranks_of(totals), (std::vector<std::uint32_t>{1, 0, 3, 2}));
}

} // namespace
} // namespace jifen
