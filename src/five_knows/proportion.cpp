#include "jifen/five_knows/proportion.hpp"

#include "jifen/core/error.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace jifen {

namespace {

void check_confidence(double confidence) {
    if (!(confidence > 0 && confidence < 1))
        throw ArgumentError("confidence", std::to_string(confidence), "it lies between 0 and 1");
}

void check_counts(std::int64_t k, std::int64_t n, std::optional<std::int64_t> population) {
    if (n < 1) throw ArgumentError("n", std::to_string(n), "at least one must have been drawn");
    if (k < 0 || k > n) throw ArgumentError("k", std::to_string(k), "it is from 0 to n = " + std::to_string(n));
    if (population && *population < n)
        throw ArgumentError("population", std::to_string(*population), "fewer than were drawn, " + std::to_string(n));
}

/// How many standard deviations the middle of the normal distribution reaches to either side.
double deviations(double confidence) {
    return boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - confidence) / 2));
}

/// n as if it had been drawn with replacement; infinite for a census.
double corrected(double n, double population) {
    return population > n ? n * (population - 1) / (population - n) : std::numeric_limits<double>::infinity();
}

Interval wilson(double rate, double n, double z) {
    if (std::isinf(n)) return {rate, rate};
    const double z2 = z * z;
    const double middle = (rate + z2 / (2 * n)) / (1 + z2 / n);
    const double half = z * std::sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    // At the ends the formula gives 0 and 1 but for the last bit.
    return {rate <= 0 ? 0 : std::max(0.0, middle - half), rate >= 1 ? 1 : std::min(1.0, middle + half)};
}

/// For counts that need not be whole.
Interval clopper_pearson(double k, double n, double confidence) {
    if (std::isinf(n)) return {k, k};
    const double tail = (1 - confidence) / 2;
    Interval interval;
    if (k > 0) interval.low = boost::math::quantile(boost::math::beta_distribution<>(k, n - k + 1), tail);
    if (k < n) {
        interval.high =
            boost::math::quantile(boost::math::complement(boost::math::beta_distribution<>(k + 1, n - k), tail));
    }
    return interval;
}

/// The smallest number in [low, high] that the test takes; `high` must be one. The test takes all above one it takes.
template <class Test>
std::int64_t smallest(std::int64_t low, std::int64_t high, const Test& takes) {
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (takes(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return high;
}

/// P(X ≤ k) of n drawn from N of which K know.
double at_most(std::int64_t k, std::int64_t known, std::int64_t n, std::int64_t population) {
    if (k < std::max<std::int64_t>(0, n + known - population)) return 0;
    if (k >= std::min(n, known)) return 1;
    const boost::math::hypergeometric_distribution<> drawn(static_cast<unsigned>(known), static_cast<unsigned>(n),
                                                           static_cast<unsigned>(population));
    return boost::math::cdf(drawn, static_cast<unsigned>(k));
}

} // namespace

Interval wilson_interval(std::int64_t k, std::int64_t n, double confidence, std::optional<std::int64_t> population) {
    check_confidence(confidence);
    check_counts(k, n, population);
    const auto drawn = static_cast<double>(n);
    return wilson(static_cast<double>(k) / drawn,
                  population ? corrected(drawn, static_cast<double>(*population)) : drawn, deviations(confidence));
}

Interval clopper_pearson_interval(std::int64_t k, std::int64_t n, double confidence,
                                  std::optional<std::int64_t> population) {
    check_confidence(confidence);
    check_counts(k, n, population);
    if (!population) return clopper_pearson(static_cast<double>(k), static_cast<double>(n), confidence);
    constexpr std::int64_t largest = std::numeric_limits<std::int32_t>::max();
    if (*population > largest)
        throw ArgumentError("population", std::to_string(*population), "more than " + std::to_string(largest));
    const double tail = (1 - confidence) / 2;
    const std::int64_t unknown = n - k;
    const std::int64_t low = k == 0 ? 0 : smallest(k, *population - unknown, [&](std::int64_t known) {
        return 1 - at_most(k - 1, known, n, *population) > tail;
    });
    // The highest is the lowest of those who do not know.
    const std::int64_t low_unknown = unknown == 0 ? 0 : smallest(unknown, *population - k, [&](std::int64_t others) {
        return 1 - at_most(unknown - 1, others, n, *population) > tail;
    });
    const auto all = static_cast<double>(*population);
    return {static_cast<double>(low) / all, static_cast<double>(*population - low_unknown) / all};
}

RateEstimate estimate_rate(std::span<const SampledStratum> strata, double confidence) {
    check_confidence(confidence);
    RateEstimate found;
    double known = 0, drawn_population = 0;
    for (const SampledStratum& stratum : strata) {
        if (stratum.population < 0)
            throw ArgumentError("population", std::to_string(stratum.population), "it is 0 or more");
        found.population += stratum.population;
        if (stratum.n == 0 && stratum.k == 0) {
            found.strata_not_drawn += stratum.population > 0 ? 1 : 0;
            continue;
        }
        check_counts(stratum.k, stratum.n, stratum.population);
        found.n += stratum.n;
        known +=
            static_cast<double>(stratum.population) * static_cast<double>(stratum.k) / static_cast<double>(stratum.n);
        drawn_population += static_cast<double>(stratum.population);
    }
    if (found.n == 0) throw ArgumentError("n", "0", "at least one must have been drawn");
    found.rate = known / drawn_population;
    double variance = 0;
    for (const SampledStratum& stratum : strata) {
        if (stratum.n == 0) continue;
        const auto n = static_cast<double>(stratum.n), population = static_cast<double>(stratum.population);
        const double rate = stratum.n > 1 ? static_cast<double>(stratum.k) / n : found.rate;
        const double share = population / drawn_population;
        variance += share * share * (1 - n / population) * rate * (1 - rate) / std::max(1.0, n - 1);
    }
    found.standard_error = std::sqrt(variance);
    const double simple = corrected(static_cast<double>(found.n), drawn_population);
    found.effective_n = variance > 0 ? std::min(simple, found.rate * (1 - found.rate) / variance) : simple;
    found.wilson = wilson(found.rate, found.effective_n, deviations(confidence));
    found.clopper_pearson = std::isinf(found.effective_n)
                                ? Interval{found.rate, found.rate}
                                : clopper_pearson(found.rate * found.effective_n, found.effective_n, confidence);
    return found;
}

std::int64_t sample_size(double width, double confidence, double rate, IntervalKind kind,
                         std::optional<std::int64_t> population) {
    check_confidence(confidence);
    if (!(width > 0 && width < 1)) throw ArgumentError("width", std::to_string(width), "it lies between 0 and 1");
    if (!(rate >= 0 && rate <= 1)) throw ArgumentError("rate", std::to_string(rate), "it lies from 0 to 1");
    if (population && *population < 1)
        throw ArgumentError("population", std::to_string(*population), "it is 1 or more");
    const double z = deviations(confidence);
    const auto is_enough = [&](std::int64_t n) {
        const auto drawn = static_cast<double>(n);
        const double as_many = population ? corrected(drawn, static_cast<double>(*population)) : drawn;
        if (std::isinf(as_many)) return true;
        const Interval interval = kind == IntervalKind::wilson ? wilson(rate, as_many, z)
                                                               : clopper_pearson(rate * as_many, as_many, confidence);
        return interval.width() <= width;
    };
    if (population) return smallest(1, *population, is_enough);
    constexpr std::int64_t largest = 1'000'000'000'000'000; // beyond, doubles no longer tell n from its neighbours
    std::int64_t most = 1;
    while (most < largest && !is_enough(most)) most = std::min(2 * most, largest);
    if (!is_enough(most))
        throw ArgumentError("width", std::to_string(width), "it takes more than " + std::to_string(largest));
    return smallest(1, most, is_enough);
}

} // namespace jifen
