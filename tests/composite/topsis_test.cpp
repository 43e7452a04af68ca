#include "jifen/composite/topsis.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;
using enum Direction;

/// The paper's steps, one by one.
Numbers plain_topsis(const Indicators& indicators, const Numbers& weights) {
    const Matrix& values = indicators.values();
    Numbers to_best(values.rows(), 0), to_worst(values.rows(), 0);
    for (std::size_t i = 0; i < values.columns(); ++i) {
        Numbers column = values.column(i);
        double squares = 0;
        for (const double value : column) squares += value * value;
        for (double& value : column) value *= weights[i] / std::sqrt(squares);
        double best = *std::max_element(column.begin(), column.end());
        double worst = *std::min_element(column.begin(), column.end());
        if (indicators.columns()[i].direction == cost) std::swap(best, worst);
        for (std::size_t row = 0; row < values.rows(); ++row) {
            to_best[row] += (column[row] - best) * (column[row] - best);
            to_worst[row] += (column[row] - worst) * (column[row] - worst);
        }
    }
    Numbers out;
    for (std::size_t row = 0; row < values.rows(); ++row)
        out.push_back(std::sqrt(to_worst[row]) / (std::sqrt(to_best[row]) + std::sqrt(to_worst[row])));
    return out;
}

// G.-H. Tzeng, J.-J. Huang: Multiple Attribute Decision Making, 2011.
TEST(Topsis, GivesThePublishedFigures) {
    const Indicators indicators = table(Matrix::of_rows({{5, 8, 4}, {7, 6, 8}, {8, 8, 6}, {7, 4, 6}}));
    const Topsis result = topsis(indicators, Numbers{0.3, 0.4, 0.3});
    const Numbers published{0.5037, 0.6581, 0.7482, 0.3340};
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(result.closeness[i], published[i], 5e-5);
    EXPECT_EQ(result.ranking.places, (std::vector<std::size_t>{3, 2, 1, 4}));
    EXPECT_EQ(result.steps.size(), 3U);
}

// scikit-criteria's tests.
TEST(Topsis, GivesThePublishedFiguresOfValuesAsTheyAre) {
    const Topsis result =
        topsis(table(Matrix::of_rows({{1, 0, 3}, {0, 5, 6}})), Numbers{1, 1, 1}, {.scale = Scale::none});
    EXPECT_NEAR(result.closeness[0], 0.14639248, 5e-9);
    EXPECT_NEAR(result.closeness[1], 0.85360752, 5e-9);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_DOUBLE_EQ(3 * result.best[i], (Numbers{1, 5, 6})[i]);
        EXPECT_DOUBLE_EQ(3 * result.worst[i], (Numbers{0, 0, 3})[i]);
    }
}

TEST(Topsis, IsThatOfThePlainFormulas) {
    Random random(10);
    for (int round = 0; round < 300; ++round) {
        const std::size_t rows = 2 + random.below(15), columns = 1 + random.below(7);
        const Indicators indicators = table(random.matrix(rows, columns, -3, 20), random.directions(columns));
        const Numbers weights = random.numbers(columns, 0.01, 5);
        const Numbers plain = plain_topsis(indicators, weights);
        const Topsis result = topsis(indicators, weights);
        for (std::size_t row = 0; row < rows; ++row) {
            EXPECT_NEAR(result.closeness[row], plain[row], 1e-12);
            EXPECT_GE(result.closeness[row], 0);
            EXPECT_LE(result.closeness[row], 1);
        }
    }
}

TEST(Topsis, LeavesCostsWhereValuesAreAsTheyAre) {
    const Indicators indicators = table(Matrix::of_rows({{1, 5}, {3, 2}, {2, 2}}), {benefit, cost});
    const Topsis result = topsis(indicators, Numbers{1, 1}, {.scale = Scale::none});
    EXPECT_EQ(result.best, (Numbers{1.5, 1}));
    EXPECT_EQ(result.closeness[1], 1) << "the best in both";
    const Indicators near({"a", "b"}, {{"x", target, 3}}, Matrix::of_rows({{1}, {2}}));
    EXPECT_THROW((void)topsis(near, Numbers{1}, {.scale = Scale::none}), ArgumentError);
    EXPECT_EQ(topsis(near, Numbers{1}).closeness, (Numbers{0, 1}));
}

TEST(Topsis, OfTheBestInEverythingIsOneAndOfTheWorstZero) {
    const Topsis result = topsis(table(Matrix::of_rows({{3, 9}, {1, 4}, {2, 5}})), Numbers{2, 1});
    EXPECT_EQ(result.closeness[0], 1);
    EXPECT_EQ(result.closeness[1], 0);
}

TEST(Topsis, TiesAlternativesThatAreAlike) {
    const Topsis result = topsis(table(Matrix::of_rows({{3, 9}, {1, 4}, {3, 9}})), Numbers{2, 1});
    EXPECT_EQ(result.ranking.ties, (std::vector<std::vector<std::size_t>>{{0, 2}}));
}

TEST(Topsis, RefusesWhereNothingIsNearerToTheBest) {
    EXPECT_THROW((void)topsis(single({3, 3}), Numbers{1}), ArgumentError);
    for (const Scale scale : {Scale::vector, Scale::none})
        EXPECT_THROW((void)topsis(single(equal_on_paper), Numbers{1}, {.scale = scale}), ArgumentError) << "last bits";
    EXPECT_THROW((void)topsis(single({3}), Numbers{1}), ArgumentError) << "one alternative";
    EXPECT_THROW((void)topsis(table(Matrix::of_rows({{1, 2}, {3, 2}})), Numbers{0, 1}), ArgumentError);
    EXPECT_NO_THROW((void)topsis(table(Matrix::of_rows({{1, 2}, {3, 2}})), Numbers{1, 1})) << "one constant indicator";
    EXPECT_THROW((void)topsis(single({3, missing_value}), Numbers{1}), ArgumentError);
    EXPECT_THROW((void)topsis(single({0, 0}), Numbers{1}), ArgumentError);
    EXPECT_THROW((void)topsis(single({1, 2}), Numbers{1, 1}), ArgumentError);
}

} // namespace
} // namespace jifen::composite
