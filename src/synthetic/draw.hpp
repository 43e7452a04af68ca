#pragma once

#include "jifen/synthetic/counter_rng.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

/// \file
/// Draws on integers only: distributions of real numbers call the C library's log and exp, whose last bits differ
/// between platforms.

namespace jifen::synthetic {

/// What is drawn, so that adding a draw in one place moves nothing elsewhere. Numbers are never reused.
enum class Stream : std::uint32_t {
    village_size = 1,
    leader_source = 2,
    household_count = 3,
    household = 4,
    person_name = 5,
    posts = 6,
    exemplars = 7,
    member_links = 8,
    exemplar_links = 9,
    temper = 10,
    visits = 11,
    month = 12,
    project_host = 13,
    project_size = 14,
    project = 15,
    veto = 16,
    knowledge = 17,
    place_name = 18,
    village_posts = 19,
    project_reach = 20,
    training = 21,
    exemplar_service = 22,
    nominations = 31,
};

[[nodiscard]] inline CounterRng rng_of(std::uint64_t seed, Stream stream, std::uint64_t entity) noexcept {
    return {seed, static_cast<std::uint32_t>(stream), entity};
}

[[nodiscard]] inline CounterRng rng_of(std::uint64_t seed, Stream stream, std::uint64_t entity,
                                       const CounterRng::FirstWords& first_words) noexcept {
    return {seed, static_cast<std::uint32_t>(stream), entity, first_words};
}

/// Uniform in [0, count); count ≥ 1. What Boost's uniform_int_distribution draws, to which the tests hold it; here,
/// where the count is a constant, so is what is divided by.
[[nodiscard]] inline std::uint32_t below(CounterRng& rng, std::uint32_t count) {
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    if (count <= 1) return 0;
    const std::uint32_t bucket = most / count + (most % count == count - 1 ? 1 : 0);
    while (true) {
        if (const std::uint32_t drawn = rng() / bucket; drawn < count) return drawn;
    }
}

/// Uniform in [least, most].
[[nodiscard]] inline int between(CounterRng& rng, int least, int most) {
    return least + static_cast<int>(below(rng, static_cast<std::uint32_t>(most - least) + 1));
}

/// True `per_mille` times in a thousand.
[[nodiscard]] inline bool chance(CounterRng& rng, int per_mille) {
    return static_cast<int>(below(rng, 1000)) < per_mille;
}

/// The index i with probability weights[i] / their sum.
template <std::size_t count>
[[nodiscard]] std::size_t pick(CounterRng& rng, const std::array<int, count>& weights) {
    int sum = 0;
    for (const int weight : weights) sum += weight;
    int left = static_cast<int>(below(rng, static_cast<std::uint32_t>(sum)));
    for (std::size_t i = 0; i + 1 < count; ++i) {
        left -= weights[i];
        if (left < 0) return i;
    }
    return count - 1;
}

} // namespace jifen::synthetic
