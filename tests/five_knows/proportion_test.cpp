#include "jifen/five_knows/proportion.hpp"

#include "jifen/core/error.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace jifen {
namespace {

/// By the logarithm of the gamma function: another way than that of the library under test.
double log_choose(std::int64_t n, std::int64_t k) {
    const auto up = [](std::int64_t number) { return std::lgamma(static_cast<double>(number) + 1); };
    return up(n) - up(k) - up(n - k);
}

double binomial(std::int64_t k, std::int64_t n, double rate) {
    return std::exp(log_choose(n, k) + static_cast<double>(k) * std::log(rate) +
                    static_cast<double>(n - k) * std::log1p(-rate));
}

double hypergeometric(std::int64_t k, std::int64_t known, std::int64_t n, std::int64_t population) {
    if (k < 0 || k > known || n - k > population - known) return 0;
    return std::exp(log_choose(known, k) + log_choose(population - known, n - k) - log_choose(population, n));
}

/// How often the intervals of n draws hold the rate.
template <class MakeInterval>
double coverage(std::int64_t n, double rate, const MakeInterval& make) {
    double sum = 0;
    for (std::int64_t k = 0; k <= n; ++k) {
        const Interval interval = make(k, n);
        if (interval.low <= rate && rate <= interval.high) sum += binomial(k, n, rate);
    }
    return sum;
}

// Figures of statsmodels' tests (results_proportion.py, made with the R package binom).
TEST(Proportion, GivesThePublishedIntervals) {
    struct Case {
        std::int64_t k, n;
        Interval wilson, clopper_pearson;
    };
    const std::array cases{
        Case{18, 20, {0.6989663547715128, 0.972133518786232}, {0.6830172859809176, 0.9876514728297052}},
        Case{4, 20, {0.0806576625797981, 0.4160174322518935}, {0.05733399705003284, 0.436614002996668}},
        Case{0, 30, {0, 0.11351339}, {0, 0.11570331}},
    };
    for (const Case& known : cases) {
        const double precision = known.k == 0 ? 5e-9 : 1e-12;
        const Interval wilson = wilson_interval(known.k, known.n, 0.95);
        EXPECT_NEAR(wilson.low, known.wilson.low, precision);
        EXPECT_NEAR(wilson.high, known.wilson.high, precision);
        const Interval exact = clopper_pearson_interval(known.k, known.n, 0.95);
        EXPECT_NEAR(exact.low, known.clopper_pearson.low, precision);
        EXPECT_NEAR(exact.high, known.clopper_pearson.high, precision);
    }
}

TEST(Proportion, EndsOfTheExactIntervalAreWhereATailIsHalfOfWhatMayBeMissed) {
    for (const std::int64_t n : {1, 7, 40, 300}) {
        for (std::int64_t k = 0; k <= n; k += 1 + n / 13) {
            const Interval interval = clopper_pearson_interval(k, n, 0.9);
            double above = 0, below = 0;
            for (std::int64_t other = 0; other <= n; ++other) {
                if (other >= k && k > 0) above += binomial(other, n, interval.low);
                if (other <= k && k < n) below += binomial(other, n, interval.high);
            }
            if (k > 0) {
                EXPECT_NEAR(above, 0.05, 1e-9) << k << " of " << n;
            } else {
                EXPECT_EQ(interval.low, 0);
            }
            if (k < n) {
                EXPECT_NEAR(below, 0.05, 1e-9) << k << " of " << n;
            } else {
                EXPECT_EQ(interval.high, 1);
            }
        }
    }
}

TEST(Proportion, CoversAsOftenAsItSays) {
    for (const std::int64_t n : {20, 50, 200}) {
        double wilson = 0;
        int rates = 0;
        for (double rate = 0.02; rate < 0.985; rate += 0.01, ++rates) {
            const double exact = coverage(n, rate, [](auto k, auto m) { return clopper_pearson_interval(k, m, 0.95); });
            EXPECT_GE(exact, 0.95 - 1e-12) << n << " at " << rate;
            wilson += coverage(n, rate, [](auto k, auto m) { return wilson_interval(k, m, 0.95); });
        }
        EXPECT_NEAR(wilson / rates, 0.95, 0.005) << n;
    }
}

TEST(Proportion, CoversAsOftenAsItSaysInSimulation) {
    std::mt19937_64 random(20231231);
    const auto unit = [&random] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    constexpr int rounds = 100'000;
    for (const std::int64_t n : {30, 120}) {
        std::vector<Interval> wilson, exact;
        for (std::int64_t k = 0; k <= n; ++k) {
            wilson.push_back(wilson_interval(k, n, 0.95));
            exact.push_back(clopper_pearson_interval(k, n, 0.95));
        }
        const auto holds = [&](const std::vector<Interval>& intervals, double rate) {
            std::size_t k = 0;
            for (std::int64_t i = 0; i < n; ++i) k += unit() < rate ? 1 : 0;
            return intervals[k].low <= rate && rate <= intervals[k].high ? 1 : 0;
        };
        for (const double rate : {0.1, 0.3, 0.5, 0.75, 0.9}) {
            int held = 0;
            for (int round = 0; round < rounds; ++round) held += holds(exact, rate);
            EXPECT_GE(held, 0.945 * rounds) << n << " at " << rate;
        }
        int held = 0;
        for (int round = 0; round < rounds; ++round) held += holds(wilson, 0.02 + 0.96 * unit());
        EXPECT_NEAR(held, 0.95 * rounds, 0.005 * rounds) << n;
    }
}

TEST(Proportion, OfAFinitePopulationCoversEveryNumberThatMayKnow) {
    for (const std::int64_t population : {12, 57}) {
        for (const std::int64_t n : {1, 5, 11}) {
            std::vector<Interval> intervals;
            for (std::int64_t k = 0; k <= n; ++k) {
                intervals.push_back(clopper_pearson_interval(k, n, 0.95, population));
                const Interval without_end = clopper_pearson_interval(k, n, 0.95);
                const double step = 1.0 / static_cast<double>(population); // the ends are whole numbers of people
                EXPECT_GE(intervals.back().low, without_end.low - step);
                EXPECT_LE(intervals.back().high, without_end.high + step);
            }
            for (std::int64_t known = 0; known <= population; ++known) {
                const double rate = static_cast<double>(known) / static_cast<double>(population);
                double covered = 0;
                for (std::int64_t k = 0; k <= n; ++k) {
                    const Interval& interval = intervals[static_cast<std::size_t>(k)];
                    if (interval.low <= rate && rate <= interval.high)
                        covered += hypergeometric(k, known, n, population);
                }
                EXPECT_GE(covered, 0.95 - 1e-9) << known << " of " << population << " by " << n;
            }
        }
    }
}

TEST(Proportion, OfACensusIsAPoint) {
    for (const auto make : {wilson_interval, clopper_pearson_interval}) {
        const Interval interval = make(3, 4, 0.95, 4);
        EXPECT_DOUBLE_EQ(interval.low, 0.75);
        EXPECT_DOUBLE_EQ(interval.high, 0.75);
        EXPECT_GT(make(3, 4, 0.95, 5).width(), 0);
        EXPECT_LT(make(300, 400, 0.95, 500).width(), make(300, 400, 0.95, std::nullopt).width());
        const Interval large = make(300, 400, 0.95, 2'000'000'000);
        EXPECT_NEAR(large.low, make(300, 400, 0.95, std::nullopt).low, 1e-6);
        EXPECT_NEAR(large.high, make(300, 400, 0.95, std::nullopt).high, 1e-6);
    }
}

TEST(RateEstimate, WeighsStrataByTheirPopulation) {
    const std::array strata{SampledStratum{100, 10, 9}, SampledStratum{300, 10, 5}, SampledStratum{50, 0, 0}};
    const RateEstimate found = estimate_rate(strata, 0.95);
    EXPECT_DOUBLE_EQ(found.rate, (100 * 0.9 + 300 * 0.5) / 400);
    const double variance = 0.0625 * 0.9 * 0.09 / 9 + 0.5625 * (1 - 1.0 / 30) * 0.25 / 9;
    EXPECT_NEAR(found.standard_error, std::sqrt(variance), 1e-15);
    EXPECT_NEAR(found.effective_n, 0.24 / variance, 1e-9);
    EXPECT_EQ(found.population, 450);
    EXPECT_EQ(found.n, 20);
    EXPECT_EQ(found.strata_not_drawn, 1);
    EXPECT_LT(found.wilson.low, 0.6);
    EXPECT_GT(found.clopper_pearson.high, found.wilson.high - 0.02);
}

TEST(RateEstimate, OfOneStratumIsTheSimpleOne) {
    const std::array strata{SampledStratum{1000, 50, 20}};
    const RateEstimate found = estimate_rate(strata, 0.95);
    const Interval simple = wilson_interval(20, 50, 0.95, 1000);
    // The variance is estimated with n − 1, so it tells a little less.
    EXPECT_NEAR(found.wilson.low, simple.low, 0.003);
    EXPECT_LE(found.wilson.low, simple.low);
    EXPECT_GE(found.wilson.high, simple.high);
}

TEST(RateEstimate, NeverTellsMoreThanADrawFromAllTogether) {
    // Where every stratum agrees in itself the variance is 0, and yet nobody asked the others.
    const std::array strata{SampledStratum{100, 5, 5}, SampledStratum{100, 5, 0}};
    const RateEstimate found = estimate_rate(strata, 0.95);
    EXPECT_EQ(found.standard_error, 0);
    EXPECT_NEAR(found.effective_n, 10 * 199 / 190.0, 1e-12);
    EXPECT_NEAR(found.wilson.low, wilson_interval(5, 10, 0.95, 200).low, 1e-12);
    const std::array all_asked{SampledStratum{3, 3, 3}, SampledStratum{1, 1, 0}};
    EXPECT_EQ(estimate_rate(all_asked, 0.95).wilson.width(), 0);
    EXPECT_EQ(estimate_rate(all_asked, 0.95).clopper_pearson.low, 0.75);
}

TEST(RateEstimate, CoversTheTrueRateOfStratifiedDraws) {
    std::mt19937_64 random(7);
    struct Stratum {
        std::int64_t population, known, n;
    };
    const std::array strata{Stratum{400, 320, 24}, Stratum{150, 60, 9}, Stratum{60, 15, 4}, Stratum{900, 810, 54}};
    const double rate = (320.0 + 60 + 15 + 810) / 1510;
    int wilson = 0, exact = 0;
    constexpr int rounds = 20'000;
    for (int round = 0; round < rounds; ++round) {
        std::vector<SampledStratum> drawn;
        for (const Stratum& stratum : strata) {
            std::int64_t k = 0, left = stratum.population, known = stratum.known;
            for (std::int64_t i = 0; i < stratum.n; ++i, --left) {
                if (static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(left)) >= known) continue;
                ++k;
                --known;
            }
            drawn.push_back({stratum.population, stratum.n, k});
        }
        const RateEstimate found = estimate_rate(drawn, 0.95);
        wilson += found.wilson.low <= rate && rate <= found.wilson.high;
        exact += found.clopper_pearson.low <= rate && rate <= found.clopper_pearson.high;
    }
    EXPECT_GE(exact, 0.945 * rounds);
    EXPECT_GE(wilson, 0.94 * rounds);
}

TEST(SampleSize, IsTheFewestThatGiveTheWidth) {
    for (const IntervalKind kind : {IntervalKind::wilson, IntervalKind::clopper_pearson}) {
        const auto width = [&](std::int64_t n) {
            return (kind == IntervalKind::wilson ? wilson_interval : clopper_pearson_interval)(n / 2, n, 0.95, {})
                .width();
        };
        const std::int64_t n = sample_size(0.1, 0.95, 0.5, kind);
        EXPECT_LE(width(n + n % 2), 0.1);
        EXPECT_GT(width(n - 2 - n % 2), 0.1);
        EXPECT_LT(sample_size(0.1, 0.95, 0.9, kind), n);
        EXPECT_LT(sample_size(0.1, 0.95, 0.5, kind, 1000), n);
        EXPECT_EQ(sample_size(0.001, 0.95, 0.5, kind, 1000), 1000) << "everybody";
        EXPECT_EQ(sample_size(0.5, 0.95, 0.5, kind, 1), 1);
    }
    EXPECT_EQ(sample_size(0.1, 0.95, 0.5, IntervalKind::wilson), 381) << "z² (1 / w² − 1), upwards";
}

TEST(Proportion, RefusesWhatIsNoSample) {
    EXPECT_THROW((void)wilson_interval(1, 0, 0.95), ArgumentError);
    EXPECT_THROW((void)wilson_interval(-1, 3, 0.95), ArgumentError);
    EXPECT_THROW((void)wilson_interval(4, 3, 0.95), ArgumentError);
    EXPECT_THROW((void)wilson_interval(1, 3, 1), ArgumentError);
    EXPECT_THROW((void)wilson_interval(1, 3, std::nan("")), ArgumentError);
    EXPECT_THROW((void)clopper_pearson_interval(1, 3, 0.95, 2), ArgumentError);
    EXPECT_THROW((void)clopper_pearson_interval(1, 3, 0.95, 1LL << 40U), ArgumentError);
    EXPECT_THROW((void)estimate_rate({}, 0.95), ArgumentError);
    const std::array bad{SampledStratum{-1, 0, 0}};
    EXPECT_THROW((void)estimate_rate(bad, 0.95), ArgumentError);
    EXPECT_THROW((void)sample_size(0, 0.95, 0.5, IntervalKind::wilson), ArgumentError);
    EXPECT_THROW((void)sample_size(0.1, 0.95, 1.5, IntervalKind::wilson), ArgumentError);
    EXPECT_THROW((void)sample_size(0.1, 0.95, 0.5, IntervalKind::wilson, 0), ArgumentError);
    for (const IntervalKind kind : {IntervalKind::wilson, IntervalKind::clopper_pearson}) {
        EXPECT_GT(sample_size(1e-6, 0.95, 0.5, kind), 3'000'000'000'000);
        EXPECT_THROW((void)sample_size(1e-12, 0.95, 0.5, kind), ArgumentError);
        EXPECT_THROW((void)sample_size(1e-300, 0.95, 0.5, kind), ArgumentError);
    }
}

} // namespace
} // namespace jifen
