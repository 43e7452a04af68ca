#include "robustness/place_finder.hpp"

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
    PlaceFinder finder; // the same for all: what was sorted before does not matter
    for (const auto& kind : kinds) {
        for (const std::size_t size : {0UL, 1UL, 2UL, 47UL, 48UL, 49UL, 64UL, 65UL, 1000UL, 3170UL, 70000UL}) {
            std::vector<double> scores(size);
            for (double& score : scores) score = kind();
            expect_sorted(finder, scores);
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

} // namespace
} // namespace jifen::robustness
