#include "jifen/composite/weights.hpp"

#include "jifen/composite/rank_correlation.hpp"
#include "tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;
using enum Direction;

double sum_of(const Numbers& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

void expect_near(const Numbers& found, const Numbers& known, double slack) {
    ASSERT_EQ(found.size(), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) EXPECT_NEAR(found[i], known[i], slack) << i;
}

// Plain twins: the formulas, loop by loop.

double mean_of(const Numbers& values) { return sum_of(values) / static_cast<double>(values.size()); }

double product_of(const Numbers& x, const Numbers& y) {
    double out = 0;
    for (std::size_t i = 0; i < x.size(); ++i) out += (x[i] - mean_of(x)) * (y[i] - mean_of(y));
    return out;
}

double correlation_of(const Numbers& x, const Numbers& y) {
    return product_of(x, y) / std::sqrt(product_of(x, x) * product_of(y, y));
}

Numbers to_one(Numbers values) {
    const double sum = sum_of(values);
    for (double& value : values) value /= sum;
    return values;
}

Numbers plain_entropy(const Matrix& values) {
    Numbers out;
    for (std::size_t i = 0; i < values.columns(); ++i) {
        double entropy = 0;
        for (const double share : to_one(values.column(i)))
            if (share > 0) entropy -= share * std::log(share) / std::log(static_cast<double>(values.rows()));
        out.push_back(1 - entropy);
    }
    return to_one(out);
}

Numbers plain_critic(const Indicators& indicators, Correlation correlation) {
    std::vector<Numbers> columns;
    for (std::size_t i = 0; i < indicators.count(); ++i) {
        Numbers column = indicators.values().column(i);
        const auto [min, max] = std::minmax_element(column.begin(), column.end());
        const double low = *min, high = *max;
        for (double& value : column)
            value = indicators.columns()[i].direction == cost ? (high - value) / (high - low)
                                                              : (value - low) / (high - low);
        columns.push_back(column);
    }
    Numbers out;
    for (const Numbers& column : columns) {
        double conflict = 0;
        for (const Numbers& other : columns) {
            conflict +=
                1 - (correlation == Correlation::pearson ? correlation_of(column, other)
                                                         : correlation_of(mean_ranks(column), mean_ranks(other)));
        }
        out.push_back(std::sqrt(product_of(column, column)) * conflict);
    }
    return to_one(out);
}

/// Jacobi's rotations until nothing is left beside the diagonal; eigenvectors are the columns of the second.
std::pair<Matrix, Matrix> plain_eigen(Matrix matrix) {
    const std::size_t n = matrix.rows();
    Matrix vectors(n, n);
    for (std::size_t i = 0; i < n; ++i) vectors(i, i) = 1;
    for (int sweep = 0; sweep < 60; ++sweep) {
        for (std::size_t p = 0; p < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                const double angle = std::atan2(2 * matrix(p, q), matrix(q, q) - matrix(p, p)) / 2;
                const double c = std::cos(angle), s = std::sin(angle);
                const auto rotate = [c, s](double& a, double& b) {
                    const double before = a;
                    a = c * before - s * b;
                    b = s * before + c * b;
                };
                for (std::size_t k = 0; k < n; ++k) rotate(matrix(k, p), matrix(k, q));
                for (std::size_t k = 0; k < n; ++k) rotate(matrix(p, k), matrix(q, k));
                for (std::size_t k = 0; k < n; ++k) rotate(vectors(k, p), vectors(k, q));
            }
        }
    }
    return {matrix, vectors};
}

Numbers plain_pca(const Matrix& values) {
    const std::size_t n = values.columns();
    Matrix correlations(n, n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k) correlations(i, k) = correlation_of(values.column(i), values.column(k));
    const auto [diagonal, vectors] = plain_eigen(correlations);
    Numbers out(n, 0);
    for (std::size_t k = 0; k < n; ++k) {
        if (diagonal(k, k) < 1) continue;
        for (std::size_t i = 0; i < n; ++i) out[i] += diagonal(k, k) * vectors(i, k) * vectors(i, k);
    }
    return to_one(out);
}

// The formulas as they stand, with so many digits that their cancellation does not matter.
#ifdef __SIZEOF_FLOAT128__
__extension__ typedef __float128 Wide;
constexpr bool has_wide = true;
#else
using Wide = long double;
constexpr bool has_wide = false;
#endif

Wide root(Wide square) {
    Wide out = std::sqrt(static_cast<double>(square));
    for (int i = 0; i < 3; ++i) out = (out + square / out) / 2;
    return out;
}

/// ln(1 + x) by 2 · artanh(x / (2 + x)), for x not far from 0.
Wide logarithm_of_one_and(Wide x) {
    const Wide z = x / (2 + x);
    Wide sum = 0, power = z;
    for (int k = 1; k < 400; k += 2, power *= z * z) sum += power / k;
    return 2 * sum;
}

std::vector<Wide> wide(const Numbers& values, Direction direction = benefit) {
    std::vector<Wide> out;
    for (const double value : values) out.push_back(direction == cost ? -Wide{value} : Wide{value});
    return out;
}

Wide wide_product(const std::vector<Wide>& x, const std::vector<Wide>& y) {
    const auto n = static_cast<double>(x.size());
    Wide sum_x = 0, sum_y = 0, sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum_x += x[i];
        sum_y += y[i];
    }
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - sum_x / n) * (y[i] - sum_y / n);
    return sum;
}

Numbers wide_critic(const Indicators& indicators, const CriticOptions& options) {
    std::vector<Wide> information;
    Wide sum = 0;
    for (std::size_t i = 0; i < indicators.count(); ++i) {
        const auto column = [&](std::size_t j) { return indicators.values().column(j); };
        const auto side = [&](std::size_t j) {
            const bool is_cost = indicators.columns()[j].direction == cost;
            if (options.correlation == Correlation::pearson) return wide(column(j), is_cost ? cost : benefit);
            return wide(mean_ranks(column(j)), is_cost ? cost : benefit);
        };
        Wide conflict = 0;
        for (std::size_t k = 0; k < indicators.count(); ++k) {
            if (k == i) continue;
            const std::vector<Wide> x = side(i), y = side(k);
            conflict += 1 - wide_product(x, y) / root(wide_product(x, x) * wide_product(y, y));
        }
        const std::vector<Wide> values = wide(column(i));
        const Wide range =
            *std::max_element(values.begin(), values.end()) - *std::min_element(values.begin(), values.end());
        information.push_back(root(wide_product(values, values)) / (options.scales ? range : 1) * conflict);
        sum += information.back();
    }
    Numbers out;
    for (const Wide value : information) out.push_back(static_cast<double>(value / sum));
    return out;
}

Numbers wide_entropy(const Matrix& values) {
    const Wide n = static_cast<double>(values.rows());
    std::vector<Wide> information;
    Wide sum = 0;
    for (std::size_t i = 0; i < values.columns(); ++i) {
        Wide total = 0, lacking = 0;
        for (const double value : values.column(i)) total += value;
        for (const double value : values.column(i)) {
            // p ln(n p), by how much n p differs from 1.
            const Wide apart = (n * value - total) / total;
            if (value > 0) lacking += value / total * logarithm_of_one_and(apart);
        }
        information.push_back(lacking);
        sum += lacking;
    }
    Numbers out;
    for (const Wide value : information) out.push_back(static_cast<double>(value / sum));
    return out;
}

void expect_digits(const Numbers& found, const Numbers& known, const std::string& of) {
    ASSERT_EQ(found.size(), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) EXPECT_NEAR(found[i] / known[i], 1, 1e-12) << of << ", " << i;
}

TEST(CriticWeights, KeepTheirDigitsOfNearlyEqualIndicators) {
    if (!has_wide) GTEST_SKIP() << "there are no digits to compare with";
    Random random(9);
    for (const double apart : {50.0, 3.0, 0.01, 1e-4, 1e-6, 1e-8}) {
        for (int round = 0; round < 10; ++round) {
            Matrix values(30, 4);
            for (std::size_t row = 0; row < values.rows(); ++row) {
                const double common = random.between(0, 100);
                const auto near = [&] { return common + random.between(-apart, apart); };
                values(row, 0) = near();
                values(row, 1) = near() / 7;
                values(row, 2) = 3 - 1000 * near(); // a cost
                values(row, 3) = near() + 1e4;
            }
            const Indicators indicators = table(values, {benefit, benefit, cost, benefit});
            for (const CriticOptions options : {CriticOptions{}, CriticOptions{.scales = false}})
                expect_digits(critic_weights(indicators, options).values, wide_critic(indicators, options),
                              "apart by " + std::to_string(apart));
            if (apart < 1) continue; // all ranks are the same
            const CriticOptions ranks{.correlation = Correlation::spearman};
            expect_digits(critic_weights(indicators, ranks).values, wide_critic(indicators, ranks), "ranks");
        }
    }
}

TEST(EntropyWeights, KeepTheirDigitsOfNearlyEqualValues) {
    if (!has_wide) GTEST_SKIP() << "there are no digits to compare with";
    Random random(10);
    for (const double apart : {0.9, 0.3, 0.1, 1e-2, 1e-4, 1e-6, 1e-9, 1e-11}) {
        for (int round = 0; round < 10; ++round) {
            Matrix values(25, 3);
            for (std::size_t row = 0; row < values.rows(); ++row) {
                values(row, 0) = 1 + random.between(-apart, apart);
                values(row, 1) = 7e5 * (1 + random.between(-apart, apart));
                values(row, 2) = 0.01 * (1 + random.between(0, apart));
            }
            if (apart > 0.5) values(3, 1) = values(4, 1) = 0;
            expect_digits(entropy_weights(table(values)).values, wide_entropy(values),
                          "apart by " + std::to_string(apart));
        }
    }
    // However small the unit.
    EXPECT_EQ(entropy_weights(table(Matrix::of_rows({{0, 0}, {5e-324, 1}}))).values, (Numbers{0.5, 0.5}));
}

TEST(StandardDeviationWeights, KeepTheirDigitsOfNearlyEqualValues) {
    if (!has_wide) GTEST_SKIP() << "there are no digits to compare with";
    Random random(11);
    for (const double apart : {1.0, 1e-3, 1e-6, 1e-9, 1e-11}) {
        Matrix values(1000, 2);
        for (std::size_t row = 0; row < values.rows(); ++row) {
            values(row, 0) = 1 + random.between(-apart, apart);
            values(row, 1) = random.between(-apart, apart);
        }
        std::vector<Wide> deviations;
        for (std::size_t i = 0; i < 2; ++i)
            deviations.push_back(root(wide_product(wide(values.column(i)), wide(values.column(i)))));
        const Wide sum = deviations[0] + deviations[1];
        expect_digits(standard_deviation_weights(table(values)).values,
                      {static_cast<double>(deviations[0] / sum), static_cast<double>(deviations[1] / sum)},
                      "apart by " + std::to_string(apart));
    }
}

// Xu 2004 (EJOR 156, 530–532), and scikit-criteria's own.
TEST(EntropyWeights, GiveThePublishedFigures) {
    const Indicators xu =
        table(Matrix::of_rows({{30, 30, 38, 29}, {19, 54, 86, 29}, {19, 15, 85, 28.9}, {68, 70, 60, 29}}));
    expect_near(entropy_weights(xu).values, {0.463, 0.3992, 0.1378, 0.0}, 5e-5);
    expect_near(entropy_weights(table(Matrix::of_rows({{1, 2}, {4, 16}}))).values, {0.358889, 0.641111}, 5e-7);
}

// Diakoulaki, Mavrotas and Papayannakis 1995.
TEST(CriticWeights, GiveThePublishedFigures) {
    const Indicators firms = table(Matrix::of_rows({{61, 1.08, 4.33},
                                                    {20.7, 0.26, 4.34},
                                                    {16.3, 1.98, 2.53},
                                                    {9, 3.29, 1.65},
                                                    {5.4, 2.77, 2.33},
                                                    {4, 4.12, 1.21},
                                                    {-6.1, 3.52, 2.1},
                                                    {-34.6, 3.31, 0.98}}));
    expect_near(critic_weights(firms).values, {0.20222554, 0.48090173, 0.31687273}, 5e-9);
}

TEST(Weights, AreThoseOfThePlainFormulas) {
    Random random(5);
    for (int round = 0; round < 300; ++round) {
        const std::size_t rows = 8 + random.below(20), columns = 2 + random.below(7);
        const Indicators indicators = table(random.matrix(rows, columns, 0.5, 20), random.directions(columns));
        expect_near(entropy_weights(indicators).values, plain_entropy(indicators.values()), 1e-11);
        for (const Correlation correlation : {Correlation::pearson, Correlation::spearman}) {
            expect_near(critic_weights(indicators, {.correlation = correlation}).values,
                        plain_critic(indicators, correlation), 1e-11);
        }
        Numbers deviations;
        for (std::size_t i = 0; i < columns; ++i) {
            const Numbers column = indicators.values().column(i);
            deviations.push_back(std::sqrt(product_of(column, column)));
        }
        expect_near(standard_deviation_weights(indicators).values, to_one(deviations), 1e-13);
        expect_near(pca_weights(indicators).weights.values, plain_pca(indicators.values()), 1e-9);
    }
}

TEST(Weights, AddUpToOneAndNoneIsBelowZero) {
    Random random(6);
    for (int round = 0; round < 100; ++round) {
        const Indicators indicators = table(random.matrix(2 + random.below(30), 1 + random.below(9), 0, 1));
        for (const Weights& weights : {entropy_weights(indicators), standard_deviation_weights(indicators),
                                       equal_weights(indicators.count()), pca_weights(indicators).weights}) {
            EXPECT_NEAR(sum_of(weights.values), 1, 1e-14) << weights.method;
            EXPECT_GE(*std::min_element(weights.values.begin(), weights.values.end()), 0);
        }
    }
}

TEST(Weights, DoNotDependOnUnits) {
    Random random(7);
    for (int round = 0; round < 50; ++round) {
        const Matrix values = random.matrix(12, 4, 1, 5);
        Matrix other = values;
        for (std::size_t row = 0; row < 12; ++row) other(row, 2) *= 1e6;
        expect_near(entropy_weights(table(values)).values, entropy_weights(table(other)).values, 1e-12);
        expect_near(critic_weights(table(values)).values, critic_weights(table(other)).values, 1e-12);
        expect_near(pca_weights(table(values)).weights.values, pca_weights(table(other)).weights.values, 1e-10);
    }
}

TEST(Weights, OfAConstantIndicatorAreZeroAndItIsNamed) {
    const Indicators one_varies = table(Matrix::of_rows({{1, 5, 0.1}, {2, 5, 0.1}, {4, 5, 0.1}}));
    for (const Weights& weights :
         {entropy_weights(one_varies), standard_deviation_weights(one_varies), critic_weights(one_varies),
          critic_weights(one_varies, {.scales = false}),
          critic_weights(one_varies, {.correlation = Correlation::spearman}), pca_weights(one_varies).weights}) {
        EXPECT_EQ(weights.values, (Numbers{1, 0, 0})) << weights.method;
        EXPECT_EQ(weights.constant, (std::vector<std::size_t>{1, 2}));
    }
}

TEST(Weights, AreNotReadFromLastBits) {
    Matrix values = Matrix::of_rows({{1, 0, 5}, {2, 0, 3}, {4, 0, 4}});
    values.set_column(1, equal_on_paper);
    for (const Direction direction : {benefit, cost}) {
        const Indicators one_alike = table(values, {benefit, direction, benefit});
        for (const Weights& weights :
             {entropy_weights(one_alike), standard_deviation_weights(one_alike), critic_weights(one_alike),
              critic_weights(one_alike, {.scales = false}),
              critic_weights(one_alike, {.correlation = Correlation::spearman}), pca_weights(one_alike).weights}) {
            EXPECT_EQ(weights.values[1], 0) << weights.method;
            EXPECT_EQ(weights.constant, (std::vector<std::size_t>{1})) << weights.method;
        }
    }
    // Distances to a target have the last bits of what they are the difference of.
    const Indicators on_target({"a", "b", "c"}, {{"x"}, {"y", target, 0.3}, {"z"}}, values);
    for (const Weights& weights :
         {critic_weights(on_target), critic_weights(on_target, {.scales = false}), pca_weights(on_target).weights})
        EXPECT_EQ(weights.constant, (std::vector<std::size_t>{1})) << weights.method;
    const Indicators alike = single(equal_on_paper);
    EXPECT_THROW((void)entropy_weights(alike), ArgumentError);
    EXPECT_THROW((void)standard_deviation_weights(alike), ArgumentError);
    EXPECT_THROW((void)critic_weights(alike), ArgumentError);
    EXPECT_THROW((void)pca_weights(alike), ArgumentError);
}

TEST(Weights, NeedSomethingThatTellsAlternativesApart) {
    const Indicators constant = table(Matrix::of_rows({{3, 5}, {3, 5}}));
    const Indicators one = table(Matrix::of_rows({{3, 5}}));
    const Indicators gappy = table(Matrix::of_rows({{3, 5}, {missing_value, 6}}));
    const Indicators zeros = table(Matrix::of_rows({{3, 0}, {4, 0}}));
    for (const Indicators& bad : {constant, one, gappy}) {
        EXPECT_THROW((void)entropy_weights(bad), ArgumentError);
        EXPECT_THROW((void)standard_deviation_weights(bad), ArgumentError);
        EXPECT_THROW((void)critic_weights(bad), ArgumentError);
        EXPECT_THROW((void)pca_weights(bad), ArgumentError);
    }
    EXPECT_THROW((void)entropy_weights(zeros), ArgumentError);
    EXPECT_THROW((void)entropy_weights(table(Matrix::of_rows({{3, -1}, {4, 2}}))), ArgumentError);
    EXPECT_NO_THROW((void)critic_weights(zeros));
    // Two indicators that say the same have no conflict.
    const Indicators twins = table(Matrix::of_rows({{1, 10}, {2, 20}, {4, 40}}));
    EXPECT_THROW((void)critic_weights(twins), ArgumentError);
    // Nor have they when their units leave other last bits.
    const Indicators in_thirds = table(Matrix::of_rows({{1, 1 / 3.}, {2, 2 / 3.}, {4.1, 4.1 / 3}, {7.7, 7.7 / 3}}));
    for (const bool scales : {true, false})
        EXPECT_THROW((void)critic_weights(in_thirds, {.scales = scales}), ArgumentError);
}

TEST(PcaWeights, TakeComponentsByKaiserOrByNumber) {
    Random random(8);
    Matrix values(40, 3);
    for (std::size_t row = 0; row < 40; ++row) {
        const double common = random.between(0, 1);
        values(row, 0) = common + random.between(0, 0.1);
        values(row, 1) = common + random.between(0, 0.1);
        values(row, 2) = random.between(0, 1);
    }
    const PcaWeights kaiser = pca_weights(table(values));
    ASSERT_EQ(kaiser.eigenvalues.size(), 3U);
    EXPECT_TRUE(std::is_sorted(kaiser.eigenvalues.rbegin(), kaiser.eigenvalues.rend()));
    EXPECT_NEAR(sum_of(kaiser.eigenvalues), 3, 1e-12);
    const PcaWeights one = pca_weights(table(values), {.components = 1});
    EXPECT_EQ(one.components, 1U);
    EXPECT_NEAR(one.explained, one.eigenvalues[0] / 3, 1e-14);
    EXPECT_GT(one.weights.values[0], one.weights.values[2]);
    const PcaWeights all = pca_weights(table(values), {.components = 3});
    expect_near(all.weights.values, Numbers(3, 1.0 / 3), 1e-12);
    EXPECT_NEAR(all.explained, 1, 1e-14);
    EXPECT_THROW((void)pca_weights(table(values), {.components = 0}), ArgumentError);
    EXPECT_THROW((void)pca_weights(table(values), {.components = 4}), ArgumentError);
}

TEST(PcaWeights, TakeEqualEigenvaluesTogether) {
    // Uncorrelated indicators: every eigenvalue is 1, and no component is determined by itself.
    const Indicators square = table(Matrix::of_rows({{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}));
    const PcaWeights one = pca_weights(square, {.components = 1});
    EXPECT_EQ(one.components, 2U);
    expect_near(one.weights.values, {0.5, 0.5}, 1e-15);
    EXPECT_EQ(pca_weights(square).components, 2U);
}

TEST(GivenWeights, AreDividedByTheirSum) {
    EXPECT_EQ(given_weights(Numbers{1, 0, 3}).values, (Numbers{0.25, 0, 0.75}));
    expect_near(given_weights(Numbers{1e308, 1e308}).values, {0.5, 0.5}, 1e-15);
    EXPECT_EQ(equal_weights(4).values, Numbers(4, 0.25));
    for (const Numbers& bad : {Numbers{}, Numbers{0, 0}, Numbers{1, -1}, Numbers{1, missing_value}, Numbers{infinite}})
        EXPECT_THROW((void)given_weights(bad), ArgumentError);
    EXPECT_THROW((void)equal_weights(0), ArgumentError);
}

} // namespace
} // namespace jifen::composite
