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
    PlaceFinder finder, by_plain_steps(false); // the same for all: what was sorted before does not matter
    for (const auto& kind : kinds) {
        for (const std::size_t size :
             {0U, 1U, 2U, 3U, 23U, 24U, 25U, 31U, 32U, 33U, 64U, 65U, 1000U, 3170U, 8191U, 8192U, 8193U, 70000U}) {
            std::vector<double> scores(size);
            for (double& score : scores) score = kind();
            expect_sorted(finder, scores);
            expect_sorted(by_plain_steps, scores);
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
    PlaceFinder finder;
    for (const std::size_t size : {5U, 100U, 3000U, 10000U}) {
        std::vector<double> scores(size);
        // Equal ones, and others that lie too near to each other to be told apart by the steps of keys.
        for (double& score : scores) {
            score = static_cast<double>(random() % 50);
            if (random() % 2 == 0) score += static_cast<double>(random() % 3) * 1e-12;
        }
        const auto order = plainly_sorted(scores);
        std::size_t visited = 0;
        finder.for_each_in_order(scores, [&](std::size_t index, std::size_t position, bool is_tied) {
            ASSERT_EQ(position, visited++);
            ASSERT_EQ(index, order[position]);
            ASSERT_EQ(is_tied, position > 0 && scores[index] == scores[order[position - 1]]);
        });
        ASSERT_EQ(visited, size);
    }
}

TEST(PlaceFinder, NeighboursChangePlacesAndNothingIsLost) {
    if (!has_wide_vectors()) GTEST_SKIP() << "this machine does not have the instructions";
    std::mt19937 random(7);
    for (std::size_t size = 0; size < 70; ++size) {
        std::vector<std::uint32_t> keys(size);
        for (std::uint32_t& key : keys) key = static_cast<std::uint32_t>(random() >> 1U);
        std::vector<std::uint32_t> expected = keys;
        for (int pass = 0; pass < 4; ++pass) {
            for (std::size_t i = pass % 2 == 0 ? 0 : 1; i + 1 < size; i += 2)
                if (expected[i + 1] < expected[i]) std::swap(expected[i], expected[i + 1]);
        }
        order_neighbours(keys);
        ASSERT_EQ(keys, expected) << size;
    }
}

TEST(PlaceFinder, TheFirstLesserKeyIsFoundWhereverItLies) {
    if (!has_wide_vectors()) GTEST_SKIP() << "this machine does not have the instructions";
    for (std::size_t size = 1; size < 40; ++size) {
        for (std::size_t lesser = 1; lesser <= size; ++lesser) { // none at the end
            std::vector<std::uint32_t> keys(size);
            for (std::size_t i = 0; i < size; ++i) keys[i] = static_cast<std::uint32_t>(i < lesser ? 5 + i / 2 : i / 2);
            for (std::size_t first = 1; first <= size; ++first)
                ASSERT_EQ(find_lesser(keys, first), first <= lesser ? lesser : size) << size << ' ' << first;
        }
    }
}

TEST(PlaceFinder, KeysByVectorsAreThoseMadeOneByOne) {
    if (!has_wide_vectors()) GTEST_SKIP() << "this machine does not have the instructions";
    std::mt19937_64 random(9);
    std::uniform_real_distribution<double> uniform;
    constexpr unsigned index_bits = 6;
    const Steps steps{1, (1 << 25) - 1, (1 << 25) - 1};
    for (std::size_t size = 0; size < 64; ++size) {
        std::vector<double> scores(size);
        for (double& score : scores)
            score = random() % 9 == 0 ? -std::numeric_limits<double>::infinity() : uniform(random);
        std::vector<std::uint32_t> keys(size);
        make_keys(scores, steps, index_bits, keys.data());
        for (std::size_t i = 0; i < size; ++i) {
            const auto step = static_cast<std::uint32_t>(std::min((1 - scores[i]) * steps.scale, steps.last));
            ASSERT_EQ(keys[i], step << index_bits | i) << size;
        }
    }
}

TEST(PlaceFinder, RangeByVectorsIsThatFoundOneByOne) {
    if (!has_wide_vectors()) GTEST_SKIP() << "this machine does not have the instructions";
    std::mt19937_64 random(9);
    std::normal_distribution<double> normal;
    for (std::size_t size = 1; size < 64; ++size) {
        std::vector<double> scores(size);
        for (double& score : scores) score = normal(random);
        const auto [least, most] = std::minmax_element(scores.begin(), scores.end());
        ASSERT_EQ(range_of(scores), std::pair(*least, *most)) << size;
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(range_of({}), std::pair(infinity, -infinity));
}

TEST(PlaceFinder, CountsAreAddedUpByVectors) {
    if (!has_wide_vectors()) GTEST_SKIP() << "this machine does not have the instructions";
    std::mt19937 random(8);
    for (std::size_t size = 0; size <= 4096; size = size < 64 ? size + 16 : size * 4) {
        std::vector<std::uint16_t> counts(size), expected(size);
        for (std::uint16_t& count : counts) count = static_cast<std::uint16_t>(random() % 15);
        std::exclusive_scan(counts.begin(), counts.end(), expected.begin(), std::uint16_t{0});
        add_up(counts);
        ASSERT_EQ(counts, expected) << size;
    }
}

} // namespace
} // namespace jifen::robustness
