#include "robustness/place_finder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace jifen::robustness {
namespace {

std::vector<std::uint32_t> plainly_sorted(const std::vector<double>& scores) {
    std::vector<std::uint32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    return order;
}

void expect_sorted(PlaceFinder& finder, const std::vector<double>& scores) {
    const auto found = finder.sort(scores);
    EXPECT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), plainly_sorted(scores)) << scores.size();
}

TEST(PlaceFinder, SortsWhateverTheScoresAre) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> uniform;
    std::normal_distribution<double> normal;
    const std::vector<std::function<double()>> kinds{
        [&] { return uniform(random); },
        [&] { return normal(random) * 1e80; },
        [&] { return std::exp(20 * normal(random)); },                   // nearly all in one bucket
        [&] { return static_cast<double>(random() % 7); },               // many equal
        [&] { return 1.0; },                                             // all equal
        [&] { return random() % 9 == 0 ? -infinity : uniform(random); }, // a geometric mean of 0
        [&] { return -infinity; },
        [&] { return random() % 2000 == 0 ? 1e300 : uniform(random); },  // one far above all
        [&] { return random() % 2 == 0 ? 1.7e308 : -1.7e308; },          // the span is infinite
        [&] { return 1 + static_cast<double>(random() % 4) * 2.3e-16; }, // neighbours among numbers
        [&] { return (random() % 2 == 0 ? 1 : -1) * 5e-324; },
    };
    // The same for all: what was sorted before does not matter.
    PlaceFinder plain(Vectors::common), narrow(Vectors::avx2), wide(Vectors::avx512);
    for (const auto& kind : kinds) {
        for (const std::size_t size :
             {0U, 1U, 2U, 3U, 23U, 24U, 25U, 31U, 32U, 33U, 64U, 65U, 1000U, 3170U, 8191U, 8192U, 8193U, 70000U}) {
            std::vector<double> scores(size);
            for (double& score : scores) score = kind();
            for (PlaceFinder* const finder : {&plain, &narrow, &wide}) expect_sorted(*finder, scores);
        }
    }
}

TEST(PlaceFinder, SortsWhatIsSortedAlreadyEitherWay) {
    PlaceFinder finder;
    std::vector<double> scores(5000);
    std::iota(scores.begin(), scores.end(), 0.0);
    expect_sorted(finder, scores);
    std::reverse(scores.begin(), scores.end());
    expect_sorted(finder, scores);
}

TEST(PlaceFinder, TellsWhoTies) {
    std::mt19937 random(5);
    for (const std::size_t size : {5U, 100U, 3000U, 10000U}) {
        std::vector<double> scores(size);
        // Equal ones, and others that lie too near to each other to be told apart by the steps of keys.
        for (double& score : scores) {
            score = static_cast<double>(random() % 50);
            if (random() % 2 == 0) score += static_cast<double>(random() % 3) * 1e-12;
        }
        const auto order = plainly_sorted(scores);
        for (const Vectors widest : {Vectors::common, Vectors::avx2, Vectors::avx512}) {
            std::size_t visited = 0;
            PlaceFinder(widest).for_each_in_order(scores, [&](std::size_t index, std::size_t position, bool is_tied) {
                ASSERT_EQ(position, visited++);
                ASSERT_EQ(index, order[position]);
                ASSERT_EQ(is_tied, position > 0 && scores[index] == scores[order[position - 1]]);
            });
            ASSERT_EQ(visited, size);
        }
    }
}

TEST(PlaceFinder, ForgetsTheTiesOfThoseBefore) {
    PlaceFinder finder;
    std::vector<double> scores(100, 1);
    std::size_t ties = 0;
    const auto count = [&](std::size_t, std::size_t, bool is_tied) { ties += is_tied ? 1 : 0; };
    finder.for_each_in_order(scores, count);
    EXPECT_EQ(ties, 99U);
    std::iota(scores.begin(), scores.end(), 0.0);
    finder.for_each_in_order(scores, count);
    EXPECT_EQ(ties, 99U);
    std::fill(scores.begin() + 40, scores.begin() + 43, 7.0);
    finder.for_each_in_order(scores, count);
    EXPECT_EQ(ties, 99U + 3);
}

TEST(PlaceFinder, ARangeMayBeWiderThanTheScoresButForInfinity) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> uniform;
    for (const std::size_t size : {1U, 30U, 500U, 9000U}) {
        std::vector<double> scores(size);
        for (double& score : scores) score = random() % 10 == 0 ? -infinity : uniform(random);
        const auto order = plainly_sorted(scores);
        for (const Range& range : {Range{0, 1}, Range{-3, 2}, Range{-1e9, 1e9}, Range{-1.7e308, 1.7e308}}) {
            for (const Vectors widest : {Vectors::common, Vectors::avx2, Vectors::avx512}) {
                std::size_t visited = 0;
                PlaceFinder(widest).for_each_in_order(
                    scores, range, [&](std::size_t index, std::size_t position, bool is_tied) {
                        ASSERT_EQ(position, visited++);
                        ASSERT_EQ(index, order[position]);
                        ASSERT_EQ(is_tied, position > 0 && scores[index] == scores[order[position - 1]]);
                    });
                ASSERT_EQ(visited, size);
            }
        }
    }
}

} // namespace
} // namespace jifen::robustness
