#include "jifen/index/index_method.hpp"

#include "jifen/core/error.hpp"
#include "jifen/evaluation/composite_part.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back("p" + std::to_string(100 + i));
    return made;
}

CompositeRule rule_of(std::size_t indicators) {
    CompositeRule rule;
    rule.points = Points::whole(10);
    for (std::size_t j = 0; j < indicators; ++j) {
        IndicatorRule indicator;
        indicator.of.text = "category:c" + std::to_string(j);
        indicator.weight = 1'000'000'000 * static_cast<std::int64_t>(j + 1);
        rule.indicators.push_back(indicator);
    }
    return rule;
}

IndexOutput compute(const CompositeRule& rule, const std::vector<double>& raw) {
    return composite::index_method()->compute({rule, names(raw.size() / rule.indicators.size()), raw});
}

/// What min–max, given weights and a weighted sum are, written down plainly.
std::vector<double> plain_index(const CompositeRule& rule, const std::vector<double>& raw) {
    const std::size_t count = rule.indicators.size(), people = raw.size() / count;
    std::vector<double> sums(people, 0), weights(people, 0);
    for (std::size_t j = 0; j < count; ++j) {
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for (std::size_t i = 0; i < people; ++i) {
            if (std::isnan(raw[i * count + j])) continue;
            low = std::min(low, raw[i * count + j]);
            high = std::max(high, raw[i * count + j]);
        }
        for (std::size_t i = 0; i < people; ++i) {
            const double value = raw[i * count + j];
            if (std::isnan(value)) continue;
            double share = high == low ? 0.5 : (value - low) / (high - low);
            if (rule.indicators[j].direction == IndicatorDirection::cost) share = 1 - share;
            sums[i] += static_cast<double>(rule.indicators[j].weight) * share;
            weights[i] += static_cast<double>(rule.indicators[j].weight);
        }
    }
    for (std::size_t i = 0; i < people; ++i) sums[i] /= weights[i];
    return sums;
}

TEST(IndexMethod, AWeightedSumOfMinMaxIsWhatItSays) {
    std::mt19937 random(5);
    for (int trial = 0; trial < 300; ++trial) {
        CompositeRule rule = rule_of(1 + random() % 5);
        rule.missing = IndexMissing::rest_of_weights;
        for (IndicatorRule& indicator : rule.indicators) {
            if (random() % 3 == 0) indicator.direction = IndicatorDirection::cost;
        }
        const std::size_t people = 2 + random() % 20, count = rule.indicators.size();
        std::vector<double> raw;
        for (std::size_t i = 0; i < people; ++i) {
            for (std::size_t j = 0; j < count; ++j)
                raw.push_back(i > 0 && j > 0 && random() % 6 == 0 ? none : static_cast<double>(random() % 9));
        }
        const IndexOutput output = compute(rule, raw);
        const std::vector<double> expected = plain_index(rule, raw);
        for (std::size_t i = 0; i < people; ++i) {
            EXPECT_NEAR(output.index[i], expected[i], 1e-12);
            double sum = 0, weights = 0;
            for (std::size_t j = 0; j < count; ++j) {
                const std::size_t cell = i * count + j;
                EXPECT_EQ(std::isnan(output.normalised[cell]), std::isnan(raw[cell]));
                if (std::isnan(raw[cell])) {
                    EXPECT_EQ(output.weights[cell], 0);
                    continue;
                }
                sum += output.weights[cell] * output.normalised[cell];
                weights += output.weights[cell];
            }
            EXPECT_NEAR(sum, output.index[i], 1e-12) << "what the statement shows adds up";
            EXPECT_NEAR(weights, 1, 1e-12);
        }
    }
}

TEST(IndexMethod, TakesEveryScale) {
    CompositeRule rule = rule_of(1);
    const std::vector<double> raw{0, 1, 2, 8};
    const auto normalised = [&](IndexScale scale) {
        rule.scale = scale;
        return compute(rule, raw).normalised;
    };
    EXPECT_EQ(normalised(IndexScale::min_max), (std::vector<double>{0, 0.125, 0.25, 1}));
    EXPECT_EQ(normalised(IndexScale::rank), (std::vector<double>{0, 1.0 / 3, 2.0 / 3, 1}));
    EXPECT_EQ(normalised(IndexScale::leader_share), (std::vector<double>{0, 0.125, 0.25, 1}));
    rule.indicators[0].target = 4000;
    EXPECT_EQ(normalised(IndexScale::target_distance), (std::vector<double>{0, 0.25, 0.5, 1}));
    rule.indicators[0].low = 1000;
    rule.indicators[0].high = 3000;
    EXPECT_EQ(normalised(IndexScale::goalposts), (std::vector<double>{0, 0, 0.5, 1}));
    rule.indicators[0].direction = IndicatorDirection::target;
    rule.indicators[0].target = 2000;
    const std::vector<double> to_target = normalised(IndexScale::min_max);
    EXPECT_NEAR(to_target[0], 2.0 / 3, 1e-15);
    EXPECT_EQ(to_target[2], 1);
    EXPECT_EQ(to_target[3], 0);
}

TEST(IndexMethod, TakesEveryWeighting) {
    CompositeRule rule = rule_of(2);
    const std::vector<double> raw{0, 3, 1, 1, 2, 2, 5, 0};
    for (const IndexWeights weights :
         {IndexWeights::given, IndexWeights::equal, IndexWeights::entropy, IndexWeights::critic,
          IndexWeights::standard_deviation, IndexWeights::principal_components}) {
        rule.weights = weights;
        const IndexOutput output = compute(rule, raw);
        EXPECT_NEAR(output.weights[0] + output.weights[1], 1, 1e-12) << to_string(weights);
        EXPECT_GT(output.weights[0], 0);
    }
    rule.weights = IndexWeights::given;
    EXPECT_NEAR(compute(rule, raw).weights[1], 2.0 / 3, 1e-15);
    rule.weights = IndexWeights::equal;
    EXPECT_EQ(compute(rule, raw).weights[1], 0.5);
}

TEST(IndexMethod, TakesEveryAggregate) {
    CompositeRule rule = rule_of(2);
    rule.weights = IndexWeights::equal;
    rule.scale = IndexScale::leader_share;
    const std::vector<double> raw{1, 4, 4, 1, 2, 2};
    rule.aggregate = IndexAggregate::geometric_mean;
    EXPECT_NEAR(compute(rule, raw).index[0], 0.5, 1e-15);
    EXPECT_NEAR(compute(rule, raw).index[2], 0.5, 1e-15);
    rule.aggregate = IndexAggregate::topsis;
    const IndexOutput topsis = compute(rule, raw);
    EXPECT_NEAR(topsis.index[0], 0.5, 1e-12);
    EXPECT_LT(topsis.index[2], 0.5) << "further from the best in both";
}

TEST(IndexMethod, DoesWithMissingValuesAsTheRuleSays) {
    CompositeRule rule = rule_of(2);
    const std::vector<double> raw{0, 4, none, 2, 1, 0};
    try {
        static_cast<void>(compute(rule, raw));
        FAIL();
    } catch (const ArgumentError& error) {
        const std::string said = error.what();
        EXPECT_NE(said.find("p101"), std::string::npos) << said;
        EXPECT_NE(said.find("category:c0"), std::string::npos) << said;
    }
    rule.missing = IndexMissing::drop;
    const IndexOutput dropped = compute(rule, raw);
    EXPECT_TRUE(std::isnan(dropped.index[1]));
    EXPECT_TRUE(std::isnan(dropped.normalised[3])) << "no cell of hers was used";
    EXPECT_NEAR(dropped.index[2], 1.0 / 3, 1e-15) << "the row behind is her own";
    rule.missing = IndexMissing::mean;
    EXPECT_EQ(compute(rule, raw).normalised[2], 0.5);
    rule.missing = IndexMissing::rest_of_weights;
    EXPECT_EQ(compute(rule, raw).weights[3], 1);
    EXPECT_TRUE(std::isnan(compute(rule, {0, 4, none, none, 1, 0}).index[1])) << "nothing is left to share the weight";
    rule.indicators[1].weight = 0;
    EXPECT_TRUE(std::isnan(compute(rule, raw).index[1])) << "nothing with a weight";
    rule.missing = IndexMissing::drop;
    for (const double index : compute(rule, {none, 1, 2, none}).index) EXPECT_TRUE(std::isnan(index));
}

TEST(IndexMethod, WhatIsTheSameForEverybodyIsInTheMiddle) {
    CompositeRule rule = rule_of(1);
    EXPECT_EQ(compute(rule, {7, 7, 7}).index, (std::vector<double>{0.5, 0.5, 0.5}));
    EXPECT_EQ(compute(rule, {7}).index, std::vector<double>{0.5}) << "one person";
    rule.weights = IndexWeights::entropy;
    EXPECT_THROW(static_cast<void>(compute(rule, {7, 7, 7})), ArgumentError) << "nothing to read weights from";
}

} // namespace
} // namespace jifen
