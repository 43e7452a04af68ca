#include "evaluation/ranking.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <random>
#include <vector>

namespace jifen {
namespace {

using Ranks = Cells<std::uint32_t>;

Ranks ranks_slowly(const std::vector<Points>& totals, const std::vector<std::uint8_t>& is_out) {
    Ranks ranks;
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

// Of several chunks, whose best and worst are in any of them.
TEST(Ranking, IsTheSameOnAnyNumberOfThreads) {
    constexpr std::size_t people = 100'000;
    std::mt19937_64 random(12);
    for (const std::int64_t range : {20'000, 1'000'000}) { // counted, sorted
        std::vector<Points> totals;
        std::vector<std::uint8_t> is_out;
        for (std::size_t i = 0; i < people; ++i) {
            totals.push_back(
                Points::thousandths(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range)) - 500));
            is_out.push_back(random() % 10 == 0 ? 1 : 0);
        }
        std::vector<Points> ranked;
        for (std::size_t i = 0; i < people; ++i) {
            if (is_out[i] == 0) ranked.push_back(totals[i]);
        }
        std::ranges::sort(ranked, std::greater());
        RunOptions threads;
        threads.threads = 3;
        const Ranks ranks = ranks_of(totals, is_out, threads);
        ASSERT_EQ(ranks, ranks_of(totals, is_out));
        for (std::size_t i = 0; i < people; ++i) {
            const auto better = std::ranges::lower_bound(ranked, totals[i], std::greater()) - ranked.begin();
            ASSERT_EQ(ranks[i], is_out[i] != 0 ? 0 : better + 1) << i;
        }
    }
}

TEST(Ranking, TakesTheTotalsThatAreFarthestApart) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::vector<Points> totals{Points::thousandths(most), Points(), Points::thousandths(least), Points()};
    EXPECT_EQ(ranks_of(totals), (Ranks{1, 2, 4, 2}));
    EXPECT_EQ(ranks_of(totals, std::vector<std::uint8_t>{1, 1, 0, 1}), (Ranks{0, 0, 1, 0}));
}

} // namespace
} // namespace jifen
