#include "jifen/composite/promethee.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;
using enum Direction;

TEST(Preference, HasTheSixShapesOfThePaper) {
    const auto of = [](Preference preference, const Numbers& differences) {
        Numbers out;
        for (const double difference : differences) out.push_back(preference_of(preference, difference));
        return out;
    };
    EXPECT_EQ(of({PreferenceShape::usual}, {-1, 0, 0.1, 5}), (Numbers{0, 0, 1, 1}));
    EXPECT_EQ(of({PreferenceShape::u_shape, 2}, {-3, 2, 2.1}), (Numbers{0, 0, 1}));
    EXPECT_EQ(of({PreferenceShape::v_shape, 0, 4}, {-4, 1, 4, 5}), (Numbers{0, 0.25, 1, 1}));
    EXPECT_EQ(of({PreferenceShape::level, 1, 3}, {1, 2, 3, 3.1}), (Numbers{0, 0.5, 0.5, 1}));
    EXPECT_EQ(of({PreferenceShape::linear, 1, 3}, {1, 2, 3, 4}), (Numbers{0, 0.5, 1, 1}));
    EXPECT_DOUBLE_EQ(of({PreferenceShape::gaussian, 0, 0, 2}, {2})[0], 1 - std::exp(-0.5));
    EXPECT_EQ(of({PreferenceShape::gaussian, 0, 0, 2}, {-2, 0}), (Numbers{0, 0}));
}

TEST(Promethee, CountsVictoriesInTheUsualShape) {
    const Promethee result =
        promethee(table(Matrix::of_rows({{1, 9}, {2, 5}, {3, 7}}), {benefit, cost}), Numbers{1, 3});
    EXPECT_EQ(result.leaving, (Numbers{0, (0.25 + 1.5) / 2, (0.5 + 0.75) / 2}));
    EXPECT_EQ(result.entering, (Numbers{1, (0.25 + 0) / 2, 0.75 / 2}));
    EXPECT_EQ(result.ranking.places, (std::vector<std::size_t>{3, 1, 2}));
}

TEST(Promethee, PrefersNobodyForLastBits) {
    EXPECT_EQ(promethee(single(equal_on_paper), Numbers{1}).net, (Numbers{0, 0, 0}));
    EXPECT_EQ(promethee(single(equal_on_paper, target, 0.3), Numbers{1}).net, (Numbers{0, 0, 0}));
}

TEST(Promethee, FlowsAddUpToNothing) {
    Random random(12);
    for (int round = 0; round < 100; ++round) {
        const std::size_t rows = 2 + random.below(12), columns = 1 + random.below(6);
        const Indicators indicators = table(random.matrix(rows, columns, -3, 20), random.directions(columns));
        const Numbers weights = random.numbers(columns, 0.01, 5);
        for (const Preference preference :
             {Preference{}, Preference{PreferenceShape::u_shape, 2}, Preference{PreferenceShape::v_shape, 0, 4},
              Preference{PreferenceShape::level, 1, 3}, Preference{PreferenceShape::linear, 1, 5},
              Preference{PreferenceShape::gaussian, 0, 0, 3}}) {
            const Promethee result = promethee(indicators, weights, preference);
            EXPECT_NEAR(std::accumulate(result.net.begin(), result.net.end(), 0.0), 0, 1e-12);
            for (std::size_t i = 0; i < rows; ++i) {
                EXPECT_GE(result.leaving[i], 0);
                EXPECT_LE(result.leaving[i], 1 + 1e-12);
                EXPECT_NEAR(result.net[i], result.leaving[i] - result.entering[i], 1e-15);
            }
        }
    }
}

TEST(Promethee, TurnedRoundTurnsTheFlows) {
    Random random(13);
    const Matrix values = random.matrix(9, 3, 0, 10);
    const Promethee up = promethee(table(values), Numbers{1, 2, 3});
    const Promethee down = promethee(table(values, {cost, cost, cost}), Numbers{1, 2, 3});
    for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(up.net[i], -down.net[i], 1e-15);
}

TEST(Promethee, TiesAlternativesThatAreAlike) {
    const Promethee alike = promethee(table(Matrix::of_rows({{1, 2}, {1, 2}, {1, 2}})), Numbers{1, 1});
    EXPECT_EQ(alike.net, Numbers(3, 0));
    EXPECT_EQ(alike.ranking.places, (std::vector<std::size_t>{1, 1, 1}));
    const Promethee near = promethee(single({1, 4, 6}, target, 5), Numbers{1});
    EXPECT_EQ(near.ranking.places, (std::vector<std::size_t>{3, 1, 1})) << "4 and 6 are as near to 5";
}

TEST(Promethee, TakesOnePreferenceForEach) {
    const Indicators two = table(Matrix::of_rows({{1, 10}, {2, 30}}));
    const std::array each{Preference{PreferenceShape::u_shape, 5}, Preference{PreferenceShape::v_shape, 0, 40}};
    const Promethee result = promethee(two, Numbers{1, 1}, each);
    EXPECT_EQ(result.net, (Numbers{-0.25, 0.25}));
    EXPECT_THROW((void)promethee(two, Numbers{1, 1}, std::span(each).first(1)), ArgumentError);
}

TEST(Promethee, RefusesWhatItCannotCompare) {
    EXPECT_THROW((void)promethee(single({1}), Numbers{1}), ArgumentError);
    EXPECT_THROW((void)promethee(single({1, missing_value}), Numbers{1}), ArgumentError);
    EXPECT_THROW((void)promethee(single({1, 2}), Numbers{1, 2}), ArgumentError);
    for (const Preference bad :
         {Preference{PreferenceShape::u_shape, -1}, Preference{PreferenceShape::u_shape, missing_value},
          Preference{PreferenceShape::v_shape, 0, 0}, Preference{PreferenceShape::level, 2, 2},
          Preference{PreferenceShape::linear, 2, 1}, Preference{PreferenceShape::linear, 0, infinite},
          Preference{PreferenceShape::gaussian, 0, 0, 0}, Preference{PreferenceShape::gaussian, 0, 0, missing_value}})
        EXPECT_THROW((void)promethee(single({1, 2}), Numbers{1}, bad), ArgumentError);
    EXPECT_NO_THROW((void)promethee(single({1, 2}), Numbers{1}, {PreferenceShape::usual, -1, -1, -1})) << "not asked";
}

TEST(PrometheeThreads, ChangeNothingAndStopWhenAsked) {
    Random random(3);
    const Indicators indicators = table(random.matrix(500, 3, 0, 50), {benefit, cost, benefit});
    const Numbers weights{1, 2, 3};
    const Preference linear{PreferenceShape::linear, 2, 20};
    const Promethee one = promethee(indicators, weights, linear);
    RunOptions run;
    run.threads = 3;
    const Promethee three = promethee(indicators, weights, linear, default_tie_within, run);
    EXPECT_EQ(three.leaving, one.leaving);
    EXPECT_EQ(three.entering, one.entering);
    EXPECT_EQ(three.net, one.net);
    std::stop_source stop;
    run.stop = stop.get_token();
    run.progress = [&](const Progress&) { stop.request_stop(); };
    EXPECT_THROW((void)promethee(indicators, weights, linear, default_tie_within, run), Cancelled);
}

} // namespace
} // namespace jifen::composite
