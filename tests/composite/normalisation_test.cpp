#include "jifen/composite/normalisation.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;
using enum Direction;

constexpr std::array all_scales{
    Scale::none,         Scale::min_max, Scale::z_score, Scale::rank,     Scale::target_distance,
    Scale::leader_share, Scale::vector,  Scale::sum,     Scale::goalposts};

Numbers of(const Normalised& normalised) { return normalised.indicators.values().values(); }

Numbers scaled(Scale scale, const Numbers& values, Direction direction = benefit, std::optional<double> target = {}) {
    return of(normalise(single(values, direction, target), {.scale = scale}));
}

void expect_near(const Numbers& found, const Numbers& known, double slack = 1e-15) {
    ASSERT_EQ(found.size(), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) EXPECT_NEAR(found[i], known[i], slack) << i;
}

// Every cell of the ASEM portal's table, as COINr normalised it.
TEST(Normalisation, GivesTheAsemTable) {
    const auto treated = cells_of("asem_treated.csv"), known = cells_of("asem_normalised.csv");
    ASSERT_EQ(treated.size(), 50U);
    ASSERT_EQ(treated[0], known[0]);
    const std::size_t countries = treated[0].size() - 2;
    ASSERT_EQ(countries, 51U);
    Matrix values(countries, treated.size() - 1);
    std::vector<Indicator> indicators;
    for (std::size_t i = 1; i < treated.size(); ++i) {
        indicators.push_back({treated[i][0], treated[i][1] == "cost" ? cost : benefit, {}});
        for (std::size_t k = 0; k < countries; ++k) values(k, i - 1) = std::stod(treated[i][k + 2]);
    }
    const Normalised normalised =
        normalise(Indicators({treated[0].begin() + 2, treated[0].end()}, indicators, values), {.low = 0, .high = 100});
    for (std::size_t i = 1; i < known.size(); ++i) {
        ASSERT_EQ(known[i][0], treated[i][0]);
        for (std::size_t k = 0; k < countries; ++k) {
            EXPECT_NEAR(normalised.indicators.values()(k, i - 1), std::stod(known[i][k + 2]), 1e-11)
                << known[i][0] << " of " << known[0][k + 2];
        }
    }
}

TEST(Normalisation, ByMinAndMax) {
    expect_near(scaled(Scale::min_max, {2, 4, 10}), {0, 0.25, 1});
    expect_near(scaled(Scale::min_max, {2, 4, 10}, cost), {1, 0.75, 0});
    expect_near(scaled(Scale::min_max, {2, 4, 10}, target, 5), {0.4, 0.8, 0});
    expect_near(of(normalise(single({2, 4, 10}), {.low = 10, .high = 20})), {10, 12.5, 20});
    const Normalised three = normalise(single({0.1, 0.3, 0.7}), {.low = 0.1, .high = 0.3});
    EXPECT_EQ(of(three)[0], 0.1) << "the ends are met to the last bit";
    EXPECT_EQ(of(three)[2], 0.3);
}

TEST(Normalisation, ByMeanAndStandardDeviation) {
    expect_near(scaled(Scale::z_score, {1, 3, 5}), {-std::sqrt(1.5), 0, std::sqrt(1.5)});
    expect_near(scaled(Scale::z_score, {1, 3, 5}, cost), {std::sqrt(1.5), 0, -std::sqrt(1.5)});
    expect_near(scaled(Scale::z_score, {1, 3, 5}, target, 0), {std::sqrt(1.5), 0, -std::sqrt(1.5)});
    expect_near(of(normalise(single({1, 3, 5}), {.scale = Scale::z_score, .sample_sd = true})), {-1, 0, 1});
}

TEST(Normalisation, ByRankCountsEqualOnesHalf) {
    expect_near(scaled(Scale::rank, {7, 1, 3, 3, 9}), {0.75, 0, 0.375, 0.375, 1});
    expect_near(scaled(Scale::rank, {7, 1, 3, 3, 9}, cost), {0.25, 1, 0.625, 0.625, 0});
    expect_near(scaled(Scale::rank, {7, 1, 3, 3, 9}, target, 6), {1, 0, 0.5, 0.5, 0.5}, 0.13);
}

TEST(Normalisation, ByTheWayToTheTarget) {
    const Normalised met = normalise(single({0, 5, 10, 20}, benefit, 10), {.scale = Scale::target_distance});
    expect_near(of(met), {0, 0.5, 1, 1});
    EXPECT_EQ(met.steps[0].clipped, 1U);
    expect_near(scaled(Scale::target_distance, {10, 5, 0}, cost, 2), {0, 0.625, 1});
    expect_near(scaled(Scale::target_distance, {2, 4, 10}, target, 5), {0.4, 0.8, 0});
    EXPECT_THROW((void)scaled(Scale::target_distance, {1, 2}), ArgumentError) << "no target";
    // All have met it.
    EXPECT_THROW((void)scaled(Scale::target_distance, {3, 4}, benefit, 2), ArgumentError);
    const Normalisation neutral{.scale = Scale::target_distance, .high = 5, .constant = Constant::neutral};
    expect_near(of(normalise(single({3, 4}, benefit, 3), neutral)), {5, 5});
    expect_near(of(normalise(single({3, 4}, cost, 4), neutral)), {5, 5});
}

TEST(Normalisation, ByTheLeader) {
    expect_near(scaled(Scale::leader_share, {2, 4, 10}), {0.2, 0.4, 1});
    expect_near(scaled(Scale::leader_share, {2, 4, 10}, cost), {1, 0.5, 0.2});
    EXPECT_THROW((void)scaled(Scale::leader_share, {2, 4}, target, 3), ArgumentError);
    EXPECT_THROW((void)scaled(Scale::leader_share, {-1, 4}), ArgumentError);
    EXPECT_THROW((void)scaled(Scale::leader_share, {0, 4}, cost), ArgumentError);
    EXPECT_THROW((void)scaled(Scale::leader_share, {0, 0}), ArgumentError);
}

TEST(Normalisation, ByLengthAndSum) {
    expect_near(scaled(Scale::vector, {3, 4}), {0.6, 0.8});
    expect_near(scaled(Scale::vector, {-3, 4}, cost), {1.6, 0.2});
    expect_near(scaled(Scale::vector, {2, 9}, target, 5), {0.4, 0.2});
    expect_near(scaled(Scale::vector, {3e-180, 4e-180}), {0.6, 0.8});
    expect_near(scaled(Scale::sum, {1, 3}), {0.25, 0.75});
    expect_near(scaled(Scale::sum, {1, 3}, cost), {0.75, 0.25});
    expect_near(scaled(Scale::sum, {4, 8}, target, 5), {0.75, 0.25});
    EXPECT_THROW((void)scaled(Scale::sum, {5, 8}, target, 5), ArgumentError);
    EXPECT_THROW((void)scaled(Scale::sum, {-1, 3}), ArgumentError);
    EXPECT_THROW((void)scaled(Scale::sum, {0, 3}, cost), ArgumentError);
    EXPECT_THROW((void)scaled(Scale::sum, {0, 0}), ArgumentError) << "a column of zeros";
    EXPECT_THROW((void)scaled(Scale::vector, {0, 0}), ArgumentError) << "a column of zeros";
}

TEST(Normalisation, ByGoalposts) {
    const Normalisation by{.scale = Scale::goalposts, .goalposts = {.low = 20, .high = 85}};
    expect_near(of(normalise(single({20, 52.5, 85}), by)), {0, 0.5, 1});
    expect_near(of(normalise(single({20, 52.5, 85}, cost), by)), {1, 0.5, 0});
    const Normalised clipped = normalise(single({10, 90}), by);
    expect_near(of(clipped), {0, 1});
    EXPECT_EQ(clipped.steps[0].clipped, 2U);
    Normalisation open = by;
    open.goalposts.clip = false;
    expect_near(of(normalise(single({7, 150}), open)), {-0.2, 2});
    Normalisation logarithm = by;
    logarithm.goalposts = {.low = 1, .high = 100, .logarithm = true};
    expect_near(of(normalise(single({1, 10, 100}), logarithm)), {0, 0.5, 1});
    EXPECT_THROW((void)normalise(single({0, 10}), logarithm), ArgumentError);
    logarithm.goalposts.low = 0;
    EXPECT_THROW((void)normalise(single({1, 10}), logarithm), ArgumentError);
    EXPECT_THROW((void)normalise(single({1, 10}, target, 2), by), ArgumentError);
    EXPECT_THROW((void)normalise(single({1}), {.scale = Scale::goalposts, .goalposts = {.low = 1, .high = 1}}),
                 ArgumentError);
}

TEST(Normalisation, OfAConstantIndicatorIsRefusedOrNeutral) {
    for (const Scale scale : {Scale::min_max, Scale::z_score, Scale::rank}) {
        for (const Direction direction : {benefit, cost, target}) {
            const Indicators constant = single({7, 7, 7}, direction, 5);
            EXPECT_THROW((void)normalise(constant, {.scale = scale}), ArgumentError) << to_string(scale);
            const Normalised neutral = normalise(constant, {.scale = scale, .constant = Constant::neutral});
            expect_near(of(neutral), Numbers(3, scale == Scale::z_score ? 0 : 0.5));
            EXPECT_TRUE(neutral.steps[0].is_constant);
        }
    }
    EXPECT_THROW((void)scaled(Scale::min_max, {4, 6}, target, 5), ArgumentError) << "both as near";
    EXPECT_THROW((void)scaled(Scale::min_max, {4}), ArgumentError) << "one alternative";
    for (const Scale scale : {Scale::leader_share, Scale::vector, Scale::sum}) {
        expect_near(of(normalise(single({0, 0}), {.scale = scale, .constant = Constant::neutral})), {0, 0});
        EXPECT_NO_THROW((void)scaled(scale, {4})) << "one alternative";
    }
    // What differs by less than the squares can carry.
    EXPECT_THROW((void)scaled(Scale::z_score, {0, 1e-200}), ArgumentError);
}

TEST(Normalisation, DoesNotTellApartByLastBits) {
    ASSERT_NE(equal_on_paper[0], equal_on_paper[1]);
    for (const Scale scale : {Scale::min_max, Scale::z_score, Scale::rank}) {
        for (const double at : {0.3, 0.2, 1e6}) {
            for (const Direction direction : {benefit, cost, target}) {
                const Indicators constant = single(equal_on_paper, direction, at);
                EXPECT_THROW((void)normalise(constant, {.scale = scale}), ArgumentError) << to_string(scale);
                const Normalised neutral = normalise(constant, {.scale = scale, .constant = Constant::neutral});
                EXPECT_EQ(of(neutral), Numbers(3, scale == Scale::z_score ? 0 : 0.5));
                EXPECT_TRUE(neutral.steps[0].is_constant);
            }
        }
    }
    for (const double least : {0.3, 0.1 + 0.2}) {
        for (const Direction direction : {benefit, cost})
            EXPECT_THROW((void)scaled(Scale::target_distance, equal_on_paper, direction, least), ArgumentError);
        EXPECT_THROW((void)scaled(Scale::vector, equal_on_paper, target, least), ArgumentError) << "distances of 0";
        EXPECT_THROW((void)scaled(Scale::sum, equal_on_paper, target, least), ArgumentError) << "distances of 0";
    }
    // Missing values are not asked, and what is apart by more varies, however small it is.
    EXPECT_THROW((void)scaled(Scale::min_max, {0.3, missing_value, 0.1 + 0.2}), ArgumentError);
    expect_near(scaled(Scale::min_max, {1, 1 + 0x1p-39}), {0, 1});
    EXPECT_THROW((void)scaled(Scale::min_max, {1, 1 + 0x1p-40}), ArgumentError);
    expect_near(scaled(Scale::min_max, {-1e-300, 1e-300}), {0, 1});
}

TEST(Normalisation, LeavesMissingValuesMissing) {
    for (const Scale scale : all_scales) {
        const Indicators gappy = single({4, missing_value, 2, 1}, benefit, 4);
        const Numbers with = of(normalise(gappy, {.scale = scale}));
        const Numbers without = of(normalise(single({4, 2, 1}, benefit, 4), {.scale = scale}));
        EXPECT_TRUE(std::isnan(with[1]));
        expect_near({with[0], with[2], with[3]}, without);
    }
    EXPECT_THROW((void)normalise(single({missing_value}), Normalisation{}), ArgumentError);
}

TEST(Normalisation, MakesMoreTheBetterInEveryScale) {
    Random random(3);
    for (const Scale scale : all_scales) {
        if (scale == Scale::none) continue;
        for (const Direction direction : {benefit, cost}) {
            const Numbers values = random.numbers(20, 1, 9);
            const Normalisation by{.scale = scale, .goalposts = {.low = 0, .high = 10}};
            const Normalised normalised = normalise(single(values, direction, direction == benefit ? 10 : 0), by);
            EXPECT_EQ(normalised.indicators.columns()[0].direction, benefit);
            EXPECT_FALSE(normalised.indicators.columns()[0].target);
            const Numbers found = of(normalised);
            for (std::size_t i = 0; i < found.size(); ++i) {
                for (std::size_t k = 0; k < found.size(); ++k) {
                    const bool is_better = direction == benefit ? values[i] > values[k] : values[i] < values[k];
                    EXPECT_EQ(is_better, found[i] > found[k]) << to_string(scale);
                }
            }
        }
    }
}

TEST(Normalisation, DoesNotDependOnUnits) {
    Random random(4);
    for (const Scale scale :
         {Scale::min_max, Scale::z_score, Scale::rank, Scale::leader_share, Scale::vector, Scale::sum}) {
        for (const Direction direction : {benefit, cost}) {
            const Numbers values = random.numbers(15, 1, 9);
            Numbers thousandfold = values;
            for (double& value : thousandfold) value *= 1000;
            expect_near(scaled(scale, values, direction), scaled(scale, thousandfold, direction), 1e-12);
        }
    }
}

TEST(Normalisation, SaysWhatItDid) {
    const auto said = [](const Indicators& indicators, const Normalisation& by) {
        return normalise(indicators, by).steps[0].text;
    };
    EXPECT_EQ(said(single({2, 10}, cost), {.high = 100}),
              "indicator \"x\" (cost), min_max: 10 becomes 0, 2 becomes 100");
    EXPECT_EQ(said(single({1, 3}), {.scale = Scale::z_score}),
              "indicator \"x\" (benefit), z_score: mean 2, population standard deviation 1");
    EXPECT_EQ(said(single({4, 8}, target, 5), {}),
              "indicator \"x\" (target), min_max: distances to the target 5; 3 becomes 0, 0 becomes 1");
    EXPECT_EQ(said(single({4, 4}), {.constant = Constant::neutral}),
              "indicator \"x\" (benefit), min_max: all values are the same: everybody gets 0.5");
    EXPECT_EQ(said(single({0, 9}), {.scale = Scale::goalposts, .goalposts = {.low = 0, .high = 3}}),
              "indicator \"x\" (benefit), goalposts: 0 becomes 0, 3 becomes 1; 1 values beyond are set to these");
    EXPECT_EQ(said(single({1}), {.scale = Scale::none}), "indicator \"x\" (benefit), none: as they are");
}

TEST(Normalisation, IsOneForAllOrOneForEach) {
    const Indicators two = table(Matrix::of_rows({{1, 10}, {3, 30}}), {benefit, cost});
    const std::array each{Normalisation{.scale = Scale::none}, Normalisation{.scale = Scale::min_max}};
    const Normalised normalised = normalise(two, each);
    EXPECT_EQ(of(normalised), (Numbers{1, 1, 3, 0}));
    EXPECT_THROW((void)normalise(two, std::span(each).first(1)), ArgumentError);
    const std::array kept{Normalisation{.scale = Scale::none}, Normalisation{.scale = Scale::none}};
    EXPECT_EQ(normalise(two, kept).indicators.columns()[1].direction, cost) << "it was not turned";
}

TEST(Normalisation, RefusesEndsOutOfOrder) {
    EXPECT_THROW((void)normalise(single({1, 2}), {.low = 1, .high = 1}), ArgumentError);
    EXPECT_THROW((void)normalise(single({1, 2}), {.low = 0, .high = infinite}), ArgumentError);
    EXPECT_THROW((void)normalise(single({1, 2}), {.low = missing_value}), ArgumentError);
}

} // namespace
} // namespace jifen::composite
