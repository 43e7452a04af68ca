#include "jifen/composite/vikor.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;
using Places = std::vector<std::size_t>;
using enum Direction;

struct Plain {
    Numbers s, r, q;
};

/// The paper's steps, one by one.
Plain plain_vikor(const Indicators& indicators, const Numbers& weights, double v) {
    const Matrix& f = indicators.values();
    double sum = 0;
    for (const double weight : weights) sum += weight;
    Plain out{Numbers(f.rows(), 0), Numbers(f.rows(), 0), {}};
    for (std::size_t i = 0; i < f.columns(); ++i) {
        const Numbers column = f.column(i);
        double best = *std::max_element(column.begin(), column.end());
        double worst = *std::min_element(column.begin(), column.end());
        if (indicators.columns()[i].direction == cost) std::swap(best, worst);
        for (std::size_t row = 0; row < f.rows(); ++row) {
            const double term = weights[i] / sum * (best - f(row, i)) / (best - worst);
            out.s[row] += term;
            out.r[row] = std::max(out.r[row], term);
        }
    }
    const auto [s_min, s_max] = std::minmax_element(out.s.begin(), out.s.end());
    const auto [r_min, r_max] = std::minmax_element(out.r.begin(), out.r.end());
    for (std::size_t row = 0; row < f.rows(); ++row)
        out.q.push_back(v * (out.s[row] - *s_min) / (*s_max - *s_min) +
                        (1 - v) * (out.r[row] - *r_min) / (*r_max - *r_min));
    return out;
}

TEST(Vikor, IsThatOfThePlainFormulas) {
    Random random(11);
    for (int round = 0; round < 300; ++round) {
        const std::size_t rows = 3 + random.below(15), columns = 2 + random.below(6);
        const Indicators indicators = table(random.matrix(rows, columns, -3, 20), random.directions(columns));
        const Numbers weights = random.numbers(columns, 0.01, 5);
        const double v = random.between(0, 1);
        const Plain plain = plain_vikor(indicators, weights, v);
        const Vikor result = vikor(indicators, weights, v);
        for (std::size_t row = 0; row < rows; ++row) {
            EXPECT_NEAR(result.group_utility[row], plain.s[row], 1e-12);
            EXPECT_NEAR(result.individual_regret[row], plain.r[row], 1e-12);
            EXPECT_NEAR(result.q[row], plain.q[row], 1e-12);
        }
        const auto first = result.ranking.order[0];
        EXPECT_EQ(result.q[first], *std::min_element(result.q.begin(), result.q.end()));
        EXPECT_EQ(result.compromise.front(), first);
        const double gap = result.q[result.ranking.order[1]] - result.q[first];
        EXPECT_EQ(result.has_advantage, gap >= 1 / static_cast<double>(rows - 1) - 1e-12);
    }
}

TEST(Vikor, ProposesOneAloneThatIsAheadAndStable) {
    const Vikor result = vikor(table(Matrix::of_rows({{9, 9}, {2, 3}, {1, 1}})), Numbers{1, 1});
    EXPECT_TRUE(result.has_advantage);
    EXPECT_TRUE(result.is_stable);
    EXPECT_EQ(result.compromise, (Places{0}));
    EXPECT_EQ(result.q[0], 0);
    EXPECT_EQ(result.q[2], 1);
    EXPECT_EQ(result.ranking.places, (Places{1, 2, 3}));
}

TEST(Vikor, ProposesAllWhomTheFirstHasNoAdvantageOver) {
    const Vikor result = vikor(table(Matrix::of_rows({{10, 0}, {0, 10}, {9, 1}, {-30, -30}})), Numbers{1, 1});
    EXPECT_FALSE(result.has_advantage);
    EXPECT_EQ(result.compromise.size(), 3U);
    EXPECT_EQ(std::count(result.compromise.begin(), result.compromise.end(), 3U), 0);
}

TEST(Vikor, StatesConstantIndicatorsAndTakesNothingFromThem) {
    const Vikor result = vikor(table(Matrix::of_rows({{9, 4}, {2, 4}})), Numbers{1, 1});
    EXPECT_EQ(result.constant, (Places{1}));
    EXPECT_EQ(result.group_utility, (Numbers{0, 0.5}));
    const Vikor alike = vikor(table(Matrix::of_rows({{9, 4}, {9, 4}})), Numbers{1, 1});
    EXPECT_EQ(alike.q, (Numbers{0, 0}));
    EXPECT_EQ(alike.ranking.places, (Places{1, 1}));
    EXPECT_EQ(alike.compromise, (Places{0, 1}));
}

TEST(Vikor, IsNotDecidedByLastBits) {
    const Vikor alike = vikor(single(equal_on_paper), Numbers{1});
    EXPECT_EQ(alike.constant, (Places{0}));
    EXPECT_EQ(alike.q, (Numbers{0, 0, 0}));
    EXPECT_EQ(vikor(single(equal_on_paper, target, 0.3), Numbers{1}).q, (Numbers{0, 0, 0}));
    // What one lacks in x1 she has in x0: S is a half for everybody, but for the last bits of its two terms.
    const Vikor even = vikor(table(Matrix::of_rows({{0, 3.7}, {3, 0.7}, {0.4, 3.3}, {1.8, 1.9}})), Numbers{1, 1}, 1);
    EXPECT_EQ(even.q, (Numbers{0, 0, 0, 0}));
    EXPECT_EQ(even.ranking.places, (Places{1, 1, 1, 1}));
}

TEST(Vikor, TakesATargetForACostOfDistance) {
    const Vikor result = vikor(single({1, 4, 8}, target, 5), Numbers{1});
    EXPECT_EQ(result.ranking.places, (Places{3, 1, 2}));
}

TEST(Vikor, RefusesWhatItCannotCompare) {
    EXPECT_THROW((void)vikor(single({1}), Numbers{1}), ArgumentError);
    EXPECT_THROW((void)vikor(single({1, missing_value}), Numbers{1}), ArgumentError);
    EXPECT_THROW((void)vikor(single({1, 2}), Numbers{0}), ArgumentError);
    EXPECT_THROW((void)vikor(single({1, 2}), Numbers{1}, 1.5), ArgumentError);
    EXPECT_THROW((void)vikor(single({1, 2}), Numbers{1}, missing_value), ArgumentError);
}

} // namespace
} // namespace jifen::composite
