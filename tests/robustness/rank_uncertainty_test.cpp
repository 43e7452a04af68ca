#include "jifen/robustness/rank_uncertainty.hpp"

#include "jifen/composite/aggregation.hpp"
#include "jifen/core/error.hpp"
#include "jifen/synthetic/counter_rng.hpp"
#include "robustness/gamma_draw.hpp"
#include "robustness/weighted_sums.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace jifen::robustness {
namespace {

/// Some rows are like the one before.
composite::Indicators random_indicators(std::size_t rows, std::size_t columns, unsigned seed, double least = 0) {
    std::mt19937 random(seed);
    std::vector<std::string> names;
    std::vector<composite::Indicator> indicators;
    for (std::size_t i = 0; i < rows; ++i) names.push_back("P" + std::to_string(i));
    for (std::size_t j = 0; j < columns; ++j) indicators.push_back({"x" + std::to_string(j)});
    composite::Matrix values(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) {
        const bool is_like = i > 0 && random() % 6 == 0;
        for (std::size_t j = 0; j < columns; ++j)
            values(i, j) = is_like ? values(i - 1, j) : least + static_cast<double>(random() % 1000) / 999.0;
    }
    return {names, indicators, values};
}

/// What the index is ranked by: of a geometric mean its logarithm, whose last bits tell more apart than those of the
/// mean itself.
std::vector<double> ranked_by(const composite::Indicators& indicators, const std::vector<double>& weights,
                              Aggregation aggregation) {
    if (aggregation == Aggregation::weighted_sum) return scores(indicators, weights, aggregation);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> logarithms(indicators.rows());
    for (std::size_t i = 0; i < indicators.rows(); ++i) {
        for (std::size_t j = 0; j < weights.size(); ++j)
            if (weights[j] > 0) logarithms[i] += weights[j] / sum * std::log(indicators.values()(i, j)); // −∞ of 0
    }
    return logarithms;
}

/// The draws one after another, each by the functions of composite and by counting.
RankUncertainty slow(const composite::Indicators& indicators, const std::vector<double>& weights,
                     const Contest& contest, const UncertaintyOptions& options) {
    std::vector<std::vector<std::size_t>> places(indicators.rows());
    std::vector<std::size_t> selected(indicators.rows());
    RankUncertainty out;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    out.mean_weights.assign(weights.size(), 0);
    for (std::size_t draw = 0; draw < options.draws; ++draw) {
        CounterRng random(options.seed, 0x57474854, draw);
        std::vector<double> drawn;
        for (const double weight : weights) {
            const double parameter = options.concentration * (weight / sum);
            drawn.push_back(parameter > 0 ? GammaDraw(parameter)(random) : 0);
        }
        const Standing standing = stand(ranked_by(indicators, drawn, options.aggregation), contest, 0);
        for (std::size_t i = 0; i < indicators.rows(); ++i) {
            places[i].push_back(standing.places[i]);
            selected[i] += standing.selected[i] ? 1 : 0;
        }
        const double total = std::accumulate(drawn.begin(), drawn.end(), 0.0);
        for (std::size_t j = 0; j < drawn.size(); ++j) out.mean_weights[j] += drawn[j] / total;
    }
    for (std::size_t i = 0; i < indicators.rows(); ++i) {
        std::sort(places[i].begin(), places[i].end());
        // Of whole percents, so that no fraction is rounded.
        const auto cut = (100 - static_cast<std::size_t>(std::lround(options.level * 100))) * options.draws / 200;
        PlaceInterval told;
        told.low = places[i][cut];
        told.high = places[i][options.draws - 1 - cut];
        told.median = places[i][(options.draws - 1) / 2];
        told.best = places[i].front();
        told.worst = places[i].back();
        told.mean = static_cast<double>(std::accumulate(places[i].begin(), places[i].end(), std::size_t{0})) /
                    static_cast<double>(options.draws);
        told.selected_share = static_cast<double>(selected[i]) / static_cast<double>(options.draws);
        out.alternatives.push_back(told);
    }
    return out;
}

void expect_same(const RankUncertainty& fast, const RankUncertainty& slow, const std::string& what) {
    ASSERT_EQ(fast.alternatives.size(), slow.alternatives.size());
    for (std::size_t i = 0; i < fast.alternatives.size(); ++i) {
        const PlaceInterval &a = fast.alternatives[i], &b = slow.alternatives[i];
        ASSERT_EQ(a.low, b.low) << what << " " << i;
        ASSERT_EQ(a.high, b.high) << what << " " << i;
        ASSERT_EQ(a.median, b.median) << what << " " << i;
        ASSERT_EQ(a.best, b.best) << what << " " << i;
        ASSERT_EQ(a.worst, b.worst) << what << " " << i;
        ASSERT_DOUBLE_EQ(a.mean, b.mean) << what << " " << i;
        ASSERT_EQ(a.selected_share, b.selected_share) << what << " " << i;
    }
}

TEST(RankUncertainty, IsThatOfDrawsOneByOne) {
    std::mt19937 random(3);
    for (unsigned round = 0; round < 60; ++round) {
        const std::size_t rows = 1 + random() % 70, columns = 1 + random() % 9;
        UncertaintyOptions options;
        options.aggregation = round % 2 == 0 ? Aggregation::weighted_sum : Aggregation::geometric_mean;
        const auto indicators = random_indicators(rows, columns, round, round % 4 == 1 ? 0.1 : 0);
        std::vector<double> weights(columns);
        for (double& weight : weights) weight = static_cast<double>(random() % 5);
        weights[0] += 1;
        Contest contest;
        if (round % 3 == 0) {
            for (std::size_t i = 0; i < rows; ++i) contest.strata.push_back(static_cast<std::uint32_t>(random() % 3));
            contest.places = {2, 0, 5};
        } else {
            contest.places = {rows / 5};
        }
        options.draws = random() % 2 == 0 ? 20 * (1 + random() % 15) : 1 + random() % 300;
        options.concentration = round % 5 == 0 ? 0.7 : 40;
        options.level = std::array{0.9, 0.5, 0.8, 0.95, 0.7, 0.99}[round % 6];
        options.seed = round;
        const RankUncertainty fast = rank_uncertainty(indicators, weights, contest, options);
        expect_same(fast, slow(indicators, weights, contest, options), "round " + std::to_string(round));
    }
}

TEST(RankUncertainty, OfManyAlternativesInFewDrawsIsThatOfDrawsOneByOne) {
    const auto indicators = random_indicators(900, 3, 8);
    const std::vector<double> weights{1, 2, 3};
    Contest contest{{}, {300, 7}};
    for (std::size_t i = 0; i < 900; ++i) contest.strata.push_back(i % 10 == 3 ? 1 : 0);
    for (const std::size_t draws : {1U, 2U, 31U, 99U}) { // of 100 and more the places are counted
        UncertaintyOptions options;
        options.draws = draws;
        const RankUncertainty fast = rank_uncertainty(indicators, weights, contest, options);
        expect_same(fast, slow(indicators, weights, contest, options), std::to_string(draws));
    }
}

TEST(RankUncertainty, OfRowsThatAreEqualOnPaperIsThatOfEqualRows) {
    // The last bit of 0.1 + 0.2 is not that of 0.3, and the third indicator has no weight.
    const composite::Indicators three({"a", "b", "c"}, {{"x"}, {"y"}, {"z"}},
                                      composite::Matrix(3, 3, {0.3, 1, 4, 0.1 + 0.2, 1, 5, 0.2, 0.9, 6}));
    for (const Aggregation aggregation : {Aggregation::weighted_sum, Aggregation::geometric_mean}) {
        UncertaintyOptions options;
        options.aggregation = aggregation;
        options.draws = 500;
        const auto told = rank_uncertainty(three, std::vector<double>{1, 1, 0}, {{}, {1}}, options).alternatives;
        EXPECT_EQ(told[0].selected_share, 1);
        EXPECT_EQ(told[1].selected_share, 0) << "of those that tie the first is selected";
        EXPECT_EQ(told[1].worst, 1U);
        EXPECT_EQ(told[2].best, 3U);
    }
}

TEST(RankUncertainty, TakesItsTimeByTheAlternativesNotBySquare) {
    // 200,000 alternatives took 15 s when each was looked for among all places.
    composite::Matrix values(200'000, 2);
    std::vector<std::string> names(values.rows());
    std::mt19937 random(1);
    for (std::size_t i = 0; i < values.rows(); ++i) {
        names[i] = "P" + std::to_string(i);
        for (std::size_t j = 0; j < 2; ++j) values(i, j) = static_cast<double>(random()) / 4294967296.0;
    }
    UncertaintyOptions options;
    options.draws = 2;
    const auto begin = std::chrono::steady_clock::now();
    const auto told = rank_uncertainty({names, {{"x"}, {"y"}}, values}, std::vector<double>{1, 1}, {}, options);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    EXPECT_EQ(told.alternatives.size(), values.rows());
}

TEST(RankUncertaintyThreads, ChangeNothing) {
    const auto indicators = random_indicators(321, 12, 5);
    const std::vector<double> weights(12, 1);
    UncertaintyOptions options;
    options.draws = 1000;
    const Contest contest{{}, {64}};
    const RankUncertainty one = rank_uncertainty(indicators, weights, contest, options);
    for (const unsigned threads : {2U, 4U, 8U}) {
        options.run.threads = threads;
        const RankUncertainty several = rank_uncertainty(indicators, weights, contest, options);
        expect_same(several, one, std::to_string(threads));
        EXPECT_EQ(several.mean_weights, one.mean_weights);
    }
}

TEST(RankUncertainty, OfWeightsHasTheMomentsOfTheDirichletDistribution) {
    const auto indicators = random_indicators(2, 3, 1);
    UncertaintyOptions options;
    options.draws = 200'000;
    options.concentration = 20;
    options.run.threads = 2;
    const RankUncertainty found = rank_uncertainty(indicators, std::vector<double>{1, 3, 6}, {}, options);
    for (std::size_t j = 0; j < 3; ++j) {
        const double w = found.weights[j];
        EXPECT_NEAR(found.mean_weights[j], w, 5 * std::sqrt(w * (1 - w) / 21 / 200'000)) << j;
    }
    EXPECT_NEAR(found.weights[2], 0.6, 1e-15);
}

TEST(RankUncertainty, OfTwoWithOneIndicatorEachIsTheBetaDistribution) {
    // She who has 1, 0 is first when her weight is above a half: P(Beta(c/2, c/2) > 1/2) = 1/2; and of Beta(6, 4) it
    // is 1 − I(1/2; 6, 4) = 0.74609375, from the binomial sum over 9 draws of a coin.
    const composite::Indicators two({"a", "b"}, {{"x"}, {"y"}}, composite::Matrix(2, 2, {1, 0, 0, 1}));
    UncertaintyOptions options;
    options.draws = 400'000;
    options.concentration = 10;
    options.run.threads = 2;
    const RankUncertainty found = rank_uncertainty(two, std::vector<double>{6, 4}, {{}, {1}}, options);
    EXPECT_NEAR(found.alternatives[0].selected_share, 0.74609375, 5 * std::sqrt(0.25 / 400'000));
    EXPECT_EQ(found.alternatives[0].selected_share + found.alternatives[1].selected_share, 1);
    EXPECT_EQ(found.alternatives[0].place, 1U);
    EXPECT_EQ(found.alternatives[0].best, 1U);
    EXPECT_EQ(found.alternatives[0].worst, 2U);
}

TEST(RankUncertainty, OfOneIndicatorOrOneAlternativeIsNone) {
    const RankUncertainty one_indicator = rank_uncertainty(random_indicators(9, 1, 2), std::vector<double>{3}, {}, {});
    for (const PlaceInterval& told : one_indicator.alternatives) {
        EXPECT_EQ(told.best, told.worst);
        EXPECT_EQ(told.best, told.place);
    }
    const RankUncertainty alone =
        rank_uncertainty(random_indicators(1, 4, 2), std::vector<double>(4, 1), {{}, {1}}, {});
    EXPECT_EQ(alone.alternatives[0].worst, 1U);
    EXPECT_EQ(alone.alternatives[0].selected_share, 1);
}

TEST(RankUncertainty, AllAreSelectedWhereThereIsAPlaceForEach) {
    const auto indicators = random_indicators(40, 3, 1);
    for (const std::size_t places : {std::size_t{40}, std::size_t{41}, std::numeric_limits<std::size_t>::max()}) {
        for (const std::size_t draws : {3U, 1000U}) { // places that are sorted, and that are counted
            UncertaintyOptions options;
            options.draws = draws;
            for (const PlaceInterval& told :
                 rank_uncertainty(indicators, std::vector<double>{1, 1, 1}, {{}, {places}}, options).alternatives)
                EXPECT_EQ(told.selected_share, 1) << places << ' ' << draws;
        }
    }
}

TEST(RankUncertainty, OfTheLeastAndTheGreatestConcentration) {
    const auto indicators = random_indicators(20, 3, 1);
    UncertaintyOptions options;
    options.draws = 400;
    options.concentration = 1e-3; // nearly always one indicator has all the weight
    const RankUncertainty least = rank_uncertainty(indicators, std::vector<double>{1, 1, 1}, {}, options);
    for (const double weight : least.mean_weights) EXPECT_NEAR(weight, 1.0 / 3, 0.15);
    options.concentration = 1e12;
    for (const PlaceInterval& told :
         rank_uncertainty(indicators, std::vector<double>{1, 1, 1}, {}, options).alternatives) {
        EXPECT_EQ(told.median, told.place);
    }
}

TEST(RankUncertainty, RefusesWhatIsNoQuestion) {
    const auto indicators = random_indicators(5, 2, 1);
    const std::vector<double> weights{1, 1};
    const auto with = [](auto set) {
        UncertaintyOptions options;
        set(options);
        return options;
    };
    const Contest contest;
    for (const UncertaintyOptions& options : {
             with([](auto& o) { o.draws = 0; }),
             with([](auto& o) { o.draws = std::size_t{1} << 40U; }),
             with([](auto& o) { o.concentration = 0; }),
             with([](auto& o) { o.concentration = 1e-300; }), // would draw for ever
             with([](auto& o) { o.concentration = 1e300; }),
             with([](auto& o) { o.concentration = std::nan(""); }),
             with([](auto& o) { o.level = 1; }),
             with([](auto& o) { o.level = 0; }),
             with([](auto& o) { o.most_bytes = 1000; }),
         }) {
        EXPECT_THROW((void)rank_uncertainty(indicators, weights, contest, options), ArgumentError);
    }
    // One draw takes as much as 32: 5 alternatives × 2 bytes × 32.
    EXPECT_NO_THROW((void)rank_uncertainty(indicators, weights, contest, with([](auto& o) {
                                               o.draws = 1;
                                               o.most_bytes = 320;
                                           })));
    EXPECT_THROW((void)rank_uncertainty(indicators, weights, contest, with([](auto& o) {
                                            o.draws = 1;
                                            o.most_bytes = 319;
                                        })),
                 ArgumentError);
    EXPECT_THROW((void)rank_uncertainty(indicators, std::vector<double>{1}, contest, {}), ArgumentError);
    EXPECT_THROW((void)rank_uncertainty(indicators, std::vector<double>{0, 0}, contest, {}), ArgumentError);
}

TEST(RankUncertaintyThreads, StopsWhenAsked) {
    std::stop_source stop;
    UncertaintyOptions options;
    options.run.threads = 2;
    options.run.stop = stop.get_token();
    options.run.progress = [&](const Progress&) { stop.request_stop(); };
    const auto indicators = random_indicators(200, 3, 1);
    EXPECT_THROW((void)rank_uncertainty(indicators, std::vector<double>{1, 1, 1}, {}, options), Cancelled);
}

TEST(WeightedSums, AreTheSameBitsByEveryInstruction) {
    for (const std::size_t rows : {1U, 7U, 8U, 9U, 100U, 500U}) { // the last takes several blocks
        const auto indicators = random_indicators(rows, 11, 9);
        std::vector<std::uint32_t> order(rows);
        std::iota(order.begin(), order.end(), 0U);
        std::reverse(order.begin(), order.end());
        const WeightedSums sums(indicators.values(), order);
        std::vector<double> weights(WeightedSums::sets * 11);
        std::mt19937 random(4);
        for (double& weight : weights) weight = static_cast<double>(random()) / 3e9;
        for (const Vectors widest : {Vectors::common, Vectors::avx2, Vectors::avx512}) {
            std::vector<double> found(WeightedSums::sets * sums.stride(), -1);
            std::array<Range, WeightedSums::sets> ranges;
            sums.add(weights, found, ranges, widest);
            for (std::size_t s = 0; s < WeightedSums::sets; ++s) {
                const auto row = found.begin() + static_cast<std::ptrdiff_t>(s * sums.stride());
                const auto [least, most] = std::minmax_element(row, row + static_cast<std::ptrdiff_t>(rows));
                EXPECT_EQ(ranges[s].least, *least) << rows;
                EXPECT_EQ(ranges[s].most, *most) << rows;
                for (std::size_t at = 0; at < sums.stride(); ++at) {
                    double sum = 0;
                    for (std::size_t j = 0; j < 11 && at < rows; ++j) {
                        // Rounded before it is added, also where a machine could do both at once.
                        const volatile double product = weights[s * 11 + j] * indicators.values()(order[at], j);
                        sum += product;
                    }
                    EXPECT_EQ(sum, found[s * sums.stride() + at]) << static_cast<int>(widest);
                }
            }
        }
    }
}

} // namespace
} // namespace jifen::robustness
