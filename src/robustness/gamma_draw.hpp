#pragma once

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <cmath>

namespace jifen::robustness {

/// Draws from the gamma distribution with the scale 1. From a shape of 1 on by G. Marsaglia, W. W. Tsang: "A simple
/// method for generating gamma variables", ACM Trans. Math. Softw. 26 (2000), from normal numbers: a quarter of the
/// time of boost::random::gamma_distribution, which takes a tangent, a logarithm and an exponential for each; below 1
/// by that.
class GammaDraw {
public:
    /// `shape`: above 0.
    explicit GammaDraw(double shape) noexcept
        : shape_(shape), third_less_(shape - 1.0 / 3), spread_(1 / std::sqrt(9 * third_less_)) {}

    template <class Random>
    double operator()(Random& random) const {
        if (shape_ < 1) return boost::random::gamma_distribution<double>(shape_)(random);
        boost::random::normal_distribution<double> normal;
        boost::random::uniform_01<double> uniform;
        while (true) {
            const double x = normal(random), root = 1 + spread_ * x;
            if (!(root > 0)) continue;
            const double cube = root * root * root, u = uniform(random), square = x * x;
            // The first holds nearly always, and implies the second.
            if (u < 1 - 0.0331 * square * square ||
                std::log(u) < square / 2 + third_less_ * (1 - cube + std::log(cube)))
                return third_less_ * cube;
        }
    }

private:
    double shape_, third_less_, spread_;
};

} // namespace jifen::robustness
