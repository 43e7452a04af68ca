#pragma once

#include <cstdint>
#include <optional>
#include <span>

/// \file
/// What a sample tells of a rate: k of n who were asked knew. Intervals are two-sided, in [0, 1].

namespace jifen {

struct Interval {
    double low = 0, high = 1;
    [[nodiscard]] double width() const noexcept { return high - low; }
};

/// Wilson's score interval (Wilson 1927): on average over the rates it covers as often as `confidence` says. With a
/// `population` of which the n were drawn without replacement, n counts as n · (N − 1) / (N − n): the interval of a
/// census is a point. Throws ArgumentError unless 0 ≤ k ≤ n ≥ 1, 0 < confidence < 1, n ≤ population. O(1).
[[nodiscard]] Interval wilson_interval(std::int64_t k, std::int64_t n, double confidence,
                                       std::optional<std::int64_t> population = {});

/// Clopper and Pearson's exact interval (1934): it covers at least as often as `confidence` says, whatever the rate.
/// With a `population`, that of the hypergeometric distribution: the numbers K of N for which neither k or more nor k
/// or fewer is rarer than (1 − confidence) / 2, by N. Throws as `wilson_interval`. O(log N · n) with a population.
[[nodiscard]] Interval clopper_pearson_interval(std::int64_t k, std::int64_t n, double confidence,
                                                std::optional<std::int64_t> population = {});

/// What one stratum of a sample found: k of n knew, drawn without replacement of N.
struct SampledStratum {
    std::int64_t population = 0, n = 0, k = 0;
};

/// The rate in a population of strata, each with its own share of it drawn.
struct RateEstimate {
    double rate = 0;
    double standard_error = 0;
    /// The size of a simple random sample with replacement that tells as much: rate · (1 − rate) / variance, but never
    /// more than the drawn, corrected for the finite population, would.
    double effective_n = 0;
    Interval wilson, clopper_pearson; ///< of `effective_n`, as Korn and Graubard (1998) do it
    std::int64_t population = 0, n = 0;
    std::int64_t strata_not_drawn = 0; ///< with a population and nobody drawn: the estimate does not speak of them
};

/// Σ N_h · k_h / n_h over the strata that were drawn, by Σ N_h; its variance is Σ (N_h / N)² · (1 − n_h / N_h) ·
/// p_h · (1 − p_h) / (n_h − 1), where a stratum of which one was drawn takes the rate of all. Throws ArgumentError as
/// the intervals do, and when nothing was drawn. O(strata).
[[nodiscard]] RateEstimate estimate_rate(std::span<const SampledStratum> strata, double confidence);

enum class IntervalKind : std::uint8_t { wilson, clopper_pearson };

/// How many of the population (none: it is without end) must be drawn, so that the interval is no wider than `width` if
/// the rate found is `rate`: 0.5 is the worst. Throws ArgumentError unless 0 < width < 1, 0 ≤ rate ≤ 1, and when it
/// takes more than 10^15. O(log n).
[[nodiscard]] std::int64_t sample_size(double width, double confidence, double rate, IntervalKind kind,
                                       std::optional<std::int64_t> population = {});

} // namespace jifen
