#include "jifen/robustness/places.hpp"

#include "jifen/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace jifen::robustness {
namespace {

/// Place and selection by counting, pair by pair.
Standing slow_stand(const std::vector<double>& scores, const Contest& contest) {
    Standing out{std::vector<std::size_t>(scores.size()), std::vector<bool>(scores.size())};
    const auto stratum = [&](std::size_t i) { return contest.strata.empty() ? 0 : contest.strata[i]; };
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::size_t better = 0, before = 0;
        for (std::size_t k = 0; k < scores.size(); ++k) {
            if (stratum(k) != stratum(i)) continue;
            if (scores[k] > scores[i]) ++better;
            if (scores[k] > scores[i] || (scores[k] == scores[i] && k < i)) ++before;
        }
        out.places[i] = better + 1;
        out.selected[i] = !contest.places.empty() && before < contest.places[stratum(i)];
    }
    return out;
}

TEST(Places, TiesShareThePlaceOfTheFirstAndTheFirstOfTheInputIsSelected) {
    const std::vector<double> scores{5, 7, 5, 9, 5};
    const Standing found = stand(scores, {{}, {3}});
    EXPECT_EQ(found.places, (std::vector<std::size_t>{3, 2, 3, 1, 3}));
    EXPECT_EQ(found.selected, (std::vector<bool>{true, true, false, true, false}));
    EXPECT_EQ(stand(scores, {}).selected, std::vector<bool>(5, false));
}

TEST(Places, AreThoseInTheStratum) {
    const std::vector<double> scores{1, 2, 3, 4};
    const Standing found = stand(scores, {{1, 0, 1, 0}, {1, 5}});
    EXPECT_EQ(found.places, (std::vector<std::size_t>{2, 2, 1, 1}));
    EXPECT_EQ(found.selected, (std::vector<bool>{true, false, true, true}));
}

TEST(Places, AreThoseOfCountingForScoresOfEveryKind) {
    std::mt19937 random(7);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 400; ++round) {
        const std::size_t n = 1 + random() % 200;
        std::vector<double> scores(n);
        for (double& score : scores) {
            const double u = static_cast<double>(random()) / 4294967296.0;
            switch (round % 8) {
            case 0:
                score = u;
                break;
            case 1:
                score = std::floor(u * 10);
                break; // many ties
            case 2:
                score = u < 0.1 ? -infinity : u;
                break; // an index of 0
            case 3:
                score = std::exp(60 * u);
                break; // nearly all in one bucket
            case 4:
                score = 1 + u * 1e-15;
                break; // the last bits
            case 5:
                score = u * 5e-324 * 8;
                break; // subnormal
            case 6:
                score = (u - 0.5) * 1.7e308;
                break; // their range overflows
            default:
                score = u < 0.02 ? infinity : u < 0.04 ? -infinity : 0;
                break;
            }
        }
        Contest contest;
        if (round % 3 == 1) contest.places = {random() % (n + 2)};
        if (round % 3 == 2) {
            for (std::size_t i = 0; i < n; ++i) contest.strata.push_back(static_cast<std::uint32_t>(random() % 7));
            contest.places.assign(7, n / 20);
        }
        const Standing fast = stand(scores, contest, 0), slow = slow_stand(scores, contest);
        ASSERT_EQ(fast.places, slow.places) << "round " << round;
        ASSERT_EQ(fast.selected, slow.selected) << "round " << round;
    }
}

TEST(Places, AreThoseOfSortingForMoreThanAFewBitsCanCount) {
    std::mt19937 random(5);
    for (const bool is_spread : {true, false}) {
        std::vector<double> scores(150'000);
        for (double& score : scores)
            score = is_spread ? static_cast<double>(random()) : std::exp(static_cast<double>(random()) / 1e8);
        std::vector<double> sorted = scores;
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        const Standing found = stand(scores, {}, 0);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const auto at = std::lower_bound(sorted.begin(), sorted.end(), scores[i], std::greater<>());
            ASSERT_EQ(found.places[i], static_cast<std::size_t>(at - sorted.begin()) + 1);
        }
    }
}

TEST(Places, OfScoresThatAreEqualOnPaperAreTheSame) {
    const std::vector<double> scores{0.1 + 0.2, 0.3, 0.1};
    EXPECT_EQ(stand(scores, {}).places, (std::vector<std::size_t>{1, 1, 3}));
    EXPECT_EQ(stand(scores, {}, 0).places, (std::vector<std::size_t>{1, 2, 3}));
}

TEST(Places, RefuseWhatDoesNotHoldTogether) {
    const std::vector<double> scores{1, 2};
    EXPECT_THROW((void)stand(std::vector<double>{1, std::nan("")}, {}), ArgumentError);
    EXPECT_THROW((void)stand(scores, {{}, {1, 1}}), ArgumentError);
    EXPECT_THROW((void)stand(scores, {{0}, {}}), ArgumentError);
    EXPECT_THROW((void)stand(scores, {{0, 4'000'000'000U}, {}}), ArgumentError);
    EXPECT_THROW((void)stand(scores, {{0, 1}, {1}}), ArgumentError);
    EXPECT_NO_THROW((void)stand(std::vector<double>{}, {}));
    const composite::Indicators missing({"a", "b"}, {{"x"}}, composite::Matrix(2, 1, {1, std::nan("")}));
    EXPECT_THROW((void)jifen::robustness::scores(missing, std::vector<double>{1}, Aggregation::weighted_sum),
                 ArgumentError);
}

} // namespace
} // namespace jifen::robustness
