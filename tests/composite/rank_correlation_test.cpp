#include "jifen/composite/rank_correlation.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;

/// Pair by pair.
std::optional<double> plain_tau_b(const Numbers& x, const Numbers& y) {
    double score = 0, pairs_x = 0, pairs_y = 0;
    const auto sign = [](double a, double b) { return a < b ? -1 : a > b ? 1 : 0; };
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            const int sx = sign(x[i], x[k]), sy = sign(y[i], y[k]);
            score += sx * sy;
            pairs_x += sx * sx;
            pairs_y += sy * sy;
        }
    }
    if (pairs_x == 0 || pairs_y == 0) return std::nullopt;
    return score / std::sqrt(pairs_x) / std::sqrt(pairs_y);
}

// scipy's tests, which had them from R's cor.test.
TEST(RankCorrelation, GivesThePublishedFigures) {
    EXPECT_NEAR(kendall_tau_b(Numbers{5, 2, 1, 3, 6, 4, 7}, Numbers{5, 2, 6, 3, 1, 7, 4}).value(), -0.14285714285714285,
                1e-15);
    EXPECT_NEAR(kendall_tau_b(Numbers{12, 2, 1, 12, 2}, Numbers{1, 4, 7, 1, 0}).value(), -0.47140452079103173, 1e-15);
    const Numbers x{1, 2, 3, 4, 5}, y{1, 3, 2, 4, 5};
    EXPECT_NEAR(spearman_rho(x, y).value(), 0.9, 1e-15);
    EXPECT_NEAR(kendall_tau_b(x, y).value(), 0.8, 1e-15);
    EXPECT_EQ(kendall_tau_b(Numbers{2, 2, 2}, Numbers{2, 0, 2}), std::nullopt);
    EXPECT_EQ(spearman_rho(Numbers{2, 2, 2}, Numbers{2, 0, 2}), std::nullopt);
}

TEST(RankCorrelation, IsUndefinedForFewerThanTwo) {
    for (const auto& one : {Numbers{}, Numbers{1}}) {
        EXPECT_EQ(kendall_tau_b(one, one), std::nullopt);
        EXPECT_EQ(spearman_rho(one, one), std::nullopt);
    }
}

TEST(RankCorrelation, IsOneForTheSameOrderAndMinusOneTurnedRound) {
    Random random(1);
    for (std::size_t n = 2; n < 40; ++n) {
        const Numbers x = random.numbers(n, -5, 5);
        Numbers same = x, turned = x;
        for (double& value : same) value = std::exp(value);
        for (double& value : turned) value = -value;
        EXPECT_EQ(kendall_tau_b(x, same), 1);
        EXPECT_EQ(kendall_tau_b(x, turned), -1);
        EXPECT_NEAR(spearman_rho(x, same).value(), 1, 1e-15);
        EXPECT_NEAR(spearman_rho(x, turned).value(), -1, 1e-15);
    }
}

TEST(RankCorrelation, IsThatOfAllPairs) {
    Random random(2);
    for (int round = 0; round < 500; ++round) {
        const std::size_t n = random.below(30);
        const std::size_t values = 1 + random.below(12); // few values: many ties
        Numbers x(n), y(n);
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = static_cast<double>(random.below(values));
            y[i] = static_cast<double>(random.below(values));
        }
        const auto plain = plain_tau_b(x, y), fast = kendall_tau_b(x, y);
        ASSERT_EQ(plain.has_value(), fast.has_value());
        if (plain) {
            EXPECT_NEAR(*plain, *fast, 1e-14);
        }
        EXPECT_EQ(fast, kendall_tau_b(y, x)) << "either way";
    }
}

TEST(RankCorrelation, RefusesSidesThatDoNotMatch) {
    EXPECT_THROW((void)kendall_tau_b(Numbers{1, 2}, Numbers{1}), ArgumentError);
    EXPECT_THROW((void)spearman_rho(Numbers{1, 2}, Numbers{1}), ArgumentError);
    EXPECT_THROW((void)kendall_tau_b(Numbers{1, 2}, Numbers{1, missing_value}), ArgumentError);
    EXPECT_THROW((void)spearman_rho(Numbers{missing_value, 2}, Numbers{1, 2}), ArgumentError);
    EXPECT_THROW((void)mean_ranks(Numbers{missing_value}), ArgumentError);
}

TEST(MeanRanks, AreSharedByEqualValues) {
    EXPECT_EQ(mean_ranks(Numbers{30, 10, 20, 20, 10, 10}), (Numbers{6, 2, 4.5, 4.5, 2, 2}));
    EXPECT_TRUE(mean_ranks(Numbers{}).empty());
}

} // namespace
} // namespace jifen::composite
