#include "robustness/gamma_draw.hpp"

#include "jifen/synthetic/counter_rng.hpp"

#include <boost/math/distributions/gamma.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace jifen::robustness {
namespace {

/// How far the share of draws up to a number is at most from what the distribution says (Kolmogorov and Smirnov).
double distance(double shape, std::size_t draws) {
    CounterRng random(7, 1, static_cast<std::uint64_t>(shape * 1000));
    const GammaDraw draw(shape);
    std::vector<double> drawn(draws);
    for (double& value : drawn) value = draw(random);
    std::sort(drawn.begin(), drawn.end());
    const boost::math::gamma_distribution<double> gamma(shape);
    double most = 0;
    for (std::size_t i = 0; i < draws; ++i) {
        const double expected = boost::math::cdf(gamma, drawn[i]);
        most = std::max({most, expected - static_cast<double>(i) / static_cast<double>(draws),
                         static_cast<double>(i + 1) / static_cast<double>(draws) - expected});
    }
    return most;
}

TEST(GammaDraw, HasTheGammaDistribution) {
    constexpr std::size_t draws = 60'000;
    // Beyond it lies one of 100,000 sets of draws.
    const double most = std::sqrt(-std::log(1e-5 / 2) / 2 / static_cast<double>(draws));
    for (const double shape : {0.01, 0.3, 0.999, 1.0, 1.001, 1.7, 3.3, 25.0, 1000.0})
        EXPECT_LT(distance(shape, draws), most) << shape;
}

TEST(GammaDraw, OfAGreatShapeIsNearIt) {
    CounterRng random(1, 2, 3);
    const GammaDraw draw(1e12);
    for (int i = 0; i < 1000; ++i) EXPECT_NEAR(draw(random), 1e12, 6e6);
}

} // namespace
} // namespace jifen::robustness
