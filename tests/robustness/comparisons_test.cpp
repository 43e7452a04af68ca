#include "jifen/composite/normalisation.hpp"
#include "jifen/composite/topsis.hpp"
#include "jifen/core/error.hpp"
#include "jifen/robustness/agreement.hpp"
#include "jifen/robustness/leave_one_out.hpp"
#include "jifen/robustness/rank_reversal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace jifen::robustness {
namespace {

composite::Indicators three_by_two(std::vector<double> values) {
    return {{"a", "b", "c"}, {{"x"}, {"y"}}, composite::Matrix(3, 2, std::move(values))};
}

TEST(LeaveOneOut, SaysWhoMovesAndWhoEnters) {
    // With both: a 0.5, b 0.6, c 0.4. Without x: a 1, b 0.6, c 0. Without y: a 0, b 0.6, c 0.8.
    const auto indicators = three_by_two({0, 1, 0.6, 0.6, 0.8, 0});
    const auto found = leave_one_indicator_out(indicators, std::vector<double>{1, 1}, {{}, {1}});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].name, "x");
    EXPECT_EQ(found[0].weight, 0.5);
    EXPECT_EQ(found[0].standing.places, (std::vector<std::size_t>{1, 2, 3}));
    EXPECT_EQ(found[0].enters, std::vector<std::size_t>{0});
    EXPECT_EQ(found[0].leaves, std::vector<std::size_t>{1});
    EXPECT_EQ(found[0].largest_move, 1U);
    EXPECT_EQ(found[0].moved_most, 0U);
    EXPECT_NEAR(found[0].tau_b.value(), 1.0 / 3, 1e-15); // 2 pairs as before, 1 turned
    EXPECT_EQ(found[1].standing.places, (std::vector<std::size_t>{3, 2, 1}));
    EXPECT_EQ(found[1].largest_move, 2U);
    EXPECT_EQ(found[1].moved_most, 2U);
}

TEST(LeaveOneOut, LeavesNoIndicatorOutThatIsAllOrNothing) {
    const auto indicators = three_by_two({0, 1, 0.6, 0.6, 0.8, 0});
    EXPECT_TRUE(leave_one_indicator_out(indicators, std::vector<double>{1, 0}, {}).empty());
}

std::vector<double> min_max_index(const composite::Indicators& indicators) {
    const auto normal =
        composite::normalise(indicators, composite::Normalisation{.constant = composite::Constant::neutral});
    return composite::weighted_sum(normal.indicators, std::vector<double>(indicators.count(), 1)).scores;
}

std::vector<double> plain_index(const composite::Indicators& indicators) {
    return composite::weighted_sum(indicators, std::vector<double>(indicators.count(), 1)).scores;
}

TEST(RankReversal, IsFoundWhereOneThatLeavesTurnsTwo) {
    // Of min and max: with d, x is spread to 100 and counts little: a before b. Without d it is spread to 10.
    const composite::Indicators four({"a", "b", "c", "d"}, {{"x"}, {"y"}},
                                     composite::Matrix(4, 2, {0, 10, 10, 6, 5, 0, 100, 0}));
    const RankReversals found = rank_reversals(four, min_max_index);
    EXPECT_EQ(found.checked, 4U);
    ASSERT_EQ(found.found.size(), 2U);
    EXPECT_EQ(found.found[0].removed, 0U); // y is spread to 6 then: b before d
    EXPECT_EQ(found.found[0].before, 3U);
    EXPECT_EQ(found.found[0].behind, 1U);
    EXPECT_EQ(found.found[1].removed, 3U);
    EXPECT_EQ(found.found[1].pairs, 1U);
    EXPECT_EQ(found.found[1].before, 0U);
    EXPECT_EQ(found.found[1].behind, 1U);
    EXPECT_TRUE(rank_reversals(four, plain_index).found.empty()) << "no score depends on the others";
    const std::vector<std::size_t> third{2};
    EXPECT_TRUE(rank_reversals(four, min_max_index, third).found.empty());
}

TEST(RankReversal, CountsThePairsOfRandomIndices) {
    std::mt19937 random(11);
    std::size_t with_some = 0;
    for (int round = 0; round < 60; ++round) {
        const std::size_t n = 3 + random() % 12;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < n; ++i) names.push_back("P" + std::to_string(i));
        composite::Matrix values(n, 3);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < 3; ++j) values(i, j) = static_cast<double>(random() % 6);
        const composite::Indicators indicators(names, {{"x"}, {"y"}, {"z"}}, values);
        const std::vector<double> all = min_max_index(indicators);
        RunOptions run;
        run.threads = 2;
        const RankReversals found = rank_reversals(indicators, min_max_index, {}, 0, run);
        for (std::size_t removed = 0; removed < n; ++removed) {
            std::vector<std::string> rest;
            std::vector<double> cells, before;
            for (std::size_t i = 0; i < n; ++i) {
                if (i == removed) continue;
                rest.push_back(names[i]);
                before.push_back(all[i]);
                for (std::size_t j = 0; j < 3; ++j) cells.push_back(values(i, j));
            }
            const auto then = min_max_index({rest, indicators.columns(), composite::Matrix(n - 1, 3, cells)});
            std::uint64_t pairs = 0;
            for (std::size_t a = 0; a + 1 < n; ++a)
                for (std::size_t b = 0; b + 1 < n; ++b) pairs += before[a] > before[b] && then[a] < then[b] ? 1 : 0;
            const auto told = std::find_if(found.found.begin(), found.found.end(),
                                           [&](const RankReversal& one) { return one.removed == removed; });
            ASSERT_EQ(told == found.found.end() ? 0 : told->pairs, pairs) << round << " " << removed;
            if (pairs == 0) continue;
            ++with_some;
            const auto at = [&](std::size_t i) { return i < removed ? i : i - 1; };
            EXPECT_GT(all[told->before], all[told->behind]);
            EXPECT_LT(then[at(told->before)], then[at(told->behind)]);
        }
    }
    EXPECT_GT(with_some, 30U);
}

TEST(RankReversal, RefusesWhatIsNoQuestion) {
    const auto indicators = three_by_two({0, 1, 0.6, 0.6, 0.8, 0});
    const std::vector<std::size_t> nobody{3};
    EXPECT_THROW((void)rank_reversals(indicators, plain_index, nobody), ArgumentError);
    EXPECT_THROW((void)rank_reversals(indicators, [](const auto&) { return std::vector<double>{1}; }), ArgumentError);
    EXPECT_THROW((void)rank_reversals(indicators, [](const auto& of) { return std::vector<double>(of.rows(), NAN); }),
                 ArgumentError);
    const composite::Indicators two({"a", "b"}, {{"x"}}, composite::Matrix(2, 1, {1, 2}));
    EXPECT_THROW((void)rank_reversals(two, plain_index), ArgumentError);
}

TEST(Agreement, IsOfEachWithEach) {
    const std::vector<MethodScores> methods{{"one", {3, 2, 1}}, {"two", {3, 1, 2}}, {"flat", {1, 1, 1}}};
    const Agreement found = agreement(methods);
    EXPECT_EQ(found.tau_b(0, 0), 1);
    EXPECT_NEAR(found.tau_b(0, 1), 1.0 / 3, 1e-15);
    EXPECT_NEAR(found.rho(1, 0), 0.5, 1e-15);
    EXPECT_TRUE(std::isnan(found.tau_b(2, 0)));
    EXPECT_THROW((void)agreement({}), ArgumentError);
    const std::vector<MethodScores> twice{{"one", {1, 2}}, {"one", {1, 2}}};
    EXPECT_THROW((void)agreement(twice), ArgumentError);
    const std::vector<MethodScores> unequal{{"one", {1, 2}}, {"two", {1, 2, 3}}};
    EXPECT_THROW((void)agreement(unequal), ArgumentError);
}

} // namespace
} // namespace jifen::robustness
