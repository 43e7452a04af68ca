#include "jifen/composite/aggregation.hpp"

#include "jifen/composite/normalisation.hpp"
#include "jifen/composite/topsis.hpp"
#include "tables.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;

Normalisation between(double low, double high, bool logarithm = false) {
    return {.scale = Scale::goalposts, .goalposts = {.low = low, .high = high, .logarithm = logarithm}};
}

// The Human Development Index of 2022, all 204 rows to the three places published.
TEST(GeometricMean, GivesTheHumanDevelopmentIndex) {
    const auto cells = cells_of("hdi_2022.csv");
    ASSERT_EQ(cells.size(), 205U);
    std::vector<std::string> countries;
    Numbers given;
    for (std::size_t i = 1; i < cells.size(); ++i) {
        countries.push_back(cells[i][0]);
        for (std::size_t k = 1; k <= 4; ++k) given.push_back(std::stod(cells[i][k]));
    }
    const Indicators indicators(countries, {{"life"}, {"expected"}, {"mean"}, {"income"}}, Matrix(204, 4, given));
    const std::array posts{between(20, 85), between(0, 18), between(0, 15), between(100, 75000, true)};
    const Matrix scaled = normalise(indicators, posts).indicators.values();
    Matrix dimensions(204, 3);
    for (std::size_t row = 0; row < 204; ++row) {
        const Indicators schooling({"x"}, {{"expected"}, {"mean"}}, Matrix(1, 2, {scaled(row, 1), scaled(row, 2)}));
        dimensions(row, 0) = scaled(row, 0);
        dimensions(row, 1) = weighted_sum(schooling, Numbers{1, 1}).scores[0];
        dimensions(row, 2) = scaled(row, 3);
    }
    const CompositeIndex hdi = weighted_geometric_mean(
        Indicators(countries, {{"health"}, {"education"}, {"income"}}, dimensions), Numbers{1, 1, 1});
    for (std::size_t row = 0; row < 204; ++row) {
        EXPECT_EQ(std::lround(hdi.scores[row] * 1000), std::lround(std::stod(cells[row + 1][5]) * 1000))
            << countries[row] << ": " << hdi.scores[row];
    }
    EXPECT_EQ(countries[hdi.ranking.order[0]], "CHE");
}

TEST(WeightedSum, AddsUpItsContributions) {
    const CompositeIndex index = weighted_sum(table(Matrix::of_rows({{1, 0}, {0.5, 1}, {0, 0.4}})), Numbers{1, 3});
    EXPECT_EQ(index.scores, (Numbers{0.25, 0.875, 0.75 * 0.4}));
    EXPECT_EQ(index.weights, (Numbers{0.25, 0.75}));
    EXPECT_EQ(index.ranking.places, (std::vector<std::size_t>{3, 1, 2}));
    for (std::size_t row = 0; row < 3; ++row)
        EXPECT_DOUBLE_EQ(index.contributions(row, 0) + index.contributions(row, 1), index.scores[row]);
}

TEST(GeometricMean, MultipliesItsContributions) {
    const CompositeIndex index = weighted_geometric_mean(table(Matrix::of_rows({{4, 1}, {0, 9}})), Numbers{1, 1});
    EXPECT_EQ(index.scores, (Numbers{2, 0}));
    EXPECT_EQ(index.contributions(0, 0), 2);
    const CompositeIndex without = weighted_geometric_mean(table(Matrix::of_rows({{4, 1}, {0, 9}})), Numbers{0, 1});
    EXPECT_EQ(without.scores, (Numbers{1, 9})) << "a 0 without a weight";
    EXPECT_THROW((void)weighted_geometric_mean(table(Matrix::of_rows({{4, -1}})), Numbers{1, 1}), ArgumentError);
}

TEST(Aggregation, GivesTheWeightsOfMissingValuesToTheOthers) {
    const Indicators gappy = table(Matrix::of_rows({{0.2, missing_value, 0.8}, {0.5, 0.5, 0.5}}));
    const CompositeIndex index = weighted_sum(gappy, Numbers{1, 2, 1});
    EXPECT_DOUBLE_EQ(index.scores[0], 0.5);
    EXPECT_EQ(index.contributions(0, 1), 0);
    EXPECT_EQ(index.shared, (std::vector<std::size_t>{0}));
    EXPECT_EQ(index.ranking.places, (std::vector<std::size_t>{1, 1}));
    const CompositeIndex mean = weighted_geometric_mean(gappy, Numbers{1, 2, 1});
    EXPECT_DOUBLE_EQ(mean.scores[0], 0.4);
    EXPECT_EQ(mean.contributions(0, 1), 1);
    EXPECT_TRUE(weighted_sum(gappy, Numbers{1, 0, 1}).shared.empty()) << "it has no weight";
    const Indicators empty = table(Matrix::of_rows({{missing_value, 1}, {2, 3}}));
    EXPECT_THROW((void)weighted_sum(empty, Numbers{1, 0}), ArgumentError);
}

TEST(Aggregation, NeverRewardsLess) {
    Random random(9);
    for (int round = 0; round < 200; ++round) {
        const std::size_t n = 1 + random.below(6);
        Matrix values = random.matrix(2, n, 0, 1);
        for (std::size_t column = 0; column < n; ++column)
            values(1, column) = values(0, column) + random.between(0, 0.5);
        const Numbers weights = random.numbers(n, 0.01, 1);
        for (const auto& index :
             {weighted_sum(table(values), weights), weighted_geometric_mean(table(values), weights)})
            EXPECT_GT(index.scores[1], index.scores[0]);
        Numbers tenfold = weights;
        for (double& weight : tenfold) weight *= 10;
        EXPECT_NEAR(weighted_sum(table(values), weights).scores[0], weighted_sum(table(values), tenfold).scores[0],
                    1e-15);
        EXPECT_LE(weighted_geometric_mean(table(values), weights).scores[0],
                  weighted_sum(table(values), weights).scores[0] + 1e-15)
            << "no geometric mean is above the arithmetic one";
    }
}

// docs/composite.md promises it of points × largest magnitude / range up to 100 000. The shares are known without the
// rounding of raw values, since these are thousandths.
TEST(Aggregation, IsOffByLessThanABillionthOfAPoint) {
    Random random(14);
    for (const std::size_t nearness : {1U, 100U, 10'000U}) {
        const double points = 1e5 / static_cast<double>(nearness);
        for (int round = 0; round < 100; ++round) {
            const std::size_t n = 1 + random.below(6), rows = 2 + random.below(30);
            Matrix values(rows, n), shares(rows, n);
            for (std::size_t column = 0; column < n; ++column) {
                const std::size_t range = 10 + random.below(100'000), least = range * (nearness - 1);
                for (std::size_t row = 0; row < rows; ++row) {
                    const std::size_t over = row == 0 ? 0 : row == 1 ? range : random.below(range + 1);
                    values(row, column) = static_cast<double>(least + over) / 1000;
                    shares(row, column) = static_cast<double>(over) / static_cast<double>(range);
                }
            }
            const Numbers weights = random.numbers(n, 0.01, 1);
            const Indicators scaled = normalise(table(values), Normalisation{}).indicators, known = table(shares);
            const CompositeIndex sum = weighted_sum(scaled, weights), known_sum = weighted_sum(known, weights);
            const auto product = weighted_geometric_mean(scaled, weights).scores;
            const auto known_product = weighted_geometric_mean(known, weights).scores;
            const auto closeness = topsis(scaled, weights, {.scale = Scale::none}).closeness;
            const auto known_closeness = topsis(known, weights, {.scale = Scale::none}).closeness;
            for (std::size_t row = 0; row < rows; ++row) {
                for (std::size_t column = 0; column < n; ++column)
                    EXPECT_NEAR(points * sum.contributions(row, column), points * known_sum.contributions(row, column),
                                1e-9);
                EXPECT_NEAR(points * product[row], points * known_product[row], 1e-9);
                EXPECT_NEAR(points * closeness[row], points * known_closeness[row], 1e-9);
            }
        }
    }
}

TEST(Aggregation, RefusesWhatIsNotComparable) {
    const Indicators costly = table(Matrix::of_rows({{1, 2}}), {Direction::benefit, Direction::cost});
    EXPECT_THROW((void)weighted_sum(costly, Numbers{1, 1}), ArgumentError);
    EXPECT_THROW((void)weighted_geometric_mean(costly, Numbers{1, 1}), ArgumentError);
    EXPECT_THROW((void)weighted_sum(single({1}), Numbers{1, 1}), ArgumentError);
    EXPECT_THROW((void)weighted_sum(single({1}), Numbers{-1}), ArgumentError);
    EXPECT_EQ(weighted_sum(single({3}), Numbers{7}).scores, (Numbers{3})) << "one alternative, one indicator";
}

} // namespace
} // namespace jifen::composite
