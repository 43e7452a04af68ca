#include "robustness/place_finder.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace jifen::robustness {

#if defined(__x86_64__)

namespace {

using Eight [[gnu::vector_size(32)]] = std::int32_t;
using Four [[gnu::vector_size(32)]] = double;
using EightFloats [[gnu::vector_size(32)]] = float;
using FourWords [[gnu::vector_size(16)]] = std::int32_t;
using Sixteen [[gnu::vector_size(32)]] = std::uint16_t;

[[gnu::target("avx2")]] std::pair<double, double> range_avx2(std::span<const double> scores) noexcept {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr std::size_t lanes = 4;
    Four least[2]{Four{} + infinity, Four{} + infinity}, most[2]{Four{} - infinity, Four{} - infinity};
    std::size_t i = 0;
    for (; i + 2 * lanes <= scores.size(); i += 2 * lanes) {
        for (std::size_t half = 0; half < 2; ++half) {
            Four at;
            std::memcpy(&at, &scores[i + half * lanes], sizeof at);
            least[half] = at < least[half] ? at : least[half];
            most[half] = at > most[half] ? at : most[half];
        }
    }
    std::pair<double, double> range{infinity, -infinity};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        range.first = std::min({range.first, least[0][lane], least[1][lane]});
        range.second = std::max({range.second, most[0][lane], most[1][lane]});
    }
    for (; i < scores.size(); ++i) {
        range.first = std::min(range.first, scores[i]);
        range.second = std::max(range.second, scores[i]);
    }
    return range;
}

[[gnu::target("avx2")]] void make_keys_avx2(std::span<const double> scores, const Steps& steps, unsigned index_bits,
                                            std::uint32_t* keys) {
    constexpr std::size_t lanes = 4;
    const Four last = Four{} + steps.last;
    FourWords index{0, 1, 2, 3};
    std::size_t i = 0;
    for (; i + lanes <= scores.size(); i += lanes, index += static_cast<std::int32_t>(lanes)) {
        Four at;
        std::memcpy(&at, &scores[i], sizeof at);
        at = (steps.most - at) * steps.scale;
        at = at < last ? at : last;
        const FourWords key = __builtin_convertvector(at, FourWords) << static_cast<std::int32_t>(index_bits) | index;
        std::memcpy(keys + i, &key, sizeof key);
    }
    for (; i < scores.size(); ++i) {
        const double at = (steps.most - scores[i]) * steps.scale;
        keys[i] =
            static_cast<std::uint32_t>(at < steps.last ? at : steps.last) << index_bits | static_cast<std::uint32_t>(i);
    }
}

/// Sixteen at a time: of one, two, four, eight places each the sum of as many before.
[[gnu::target("avx2")]] void add_up_avx2(std::span<std::uint16_t> counts) {
    const Sixteen none{};
    Sixteen before{}; // the sum of all so far, in every lane
    for (std::size_t i = 0; i < counts.size(); i += 16) {
        Sixteen here;
        std::memcpy(&here, &counts[i], sizeof here);
        const Sixteen alone = here;
        here += __builtin_shufflevector(none, here, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
        here += __builtin_shufflevector(none, here, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
        here += __builtin_shufflevector(none, here, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
        here += __builtin_shufflevector(none, here, 0, 0, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23);
        const Sixteen sums = before + here - alone;
        std::memcpy(&counts[i], &sums, sizeof sums);
        before += __builtin_shufflevector(here, here, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
    }
}

/// Puts each two neighbours in order, from the one at `first`; the keys are below 2^31.
[[gnu::target("avx2")]] void order_pairs(std::span<std::uint32_t> keys, std::size_t first) {
    constexpr std::size_t lanes = 8;
    std::size_t i = first;
    for (; i + lanes <= keys.size(); i += lanes) {
        Eight here;
        std::memcpy(&here, &keys[i], sizeof here);
        const Eight neighbour = __builtin_shufflevector(here, here, 1, 0, 3, 2, 5, 4, 7, 6);
        // The left one of a pair becomes the lesser, the right one the greater.
        const Eight is_wrong = (neighbour < here) ^ Eight { 0, -1, 0, -1, 0, -1, 0, -1 };
        here = is_wrong ? neighbour : here;
        std::memcpy(&keys[i], &here, sizeof here);
    }
    for (; i + 1 < keys.size(); i += 2) {
        if (keys[i + 1] < keys[i]) std::swap(keys[i], keys[i + 1]);
    }
}

[[gnu::target("avx2")]] void find_alike_avx2(std::span<const std::uint32_t> keys, std::uint32_t mask,
                                             std::span<std::uint8_t> alike) {
    const Eight bits = Eight{} + static_cast<std::int32_t>(mask);
    for (std::size_t i = 0; (i + 1) * 8 < keys.size(); ++i) {
        Eight here, next;
        std::memcpy(&here, &keys[i * 8], sizeof here);
        std::memcpy(&next, &keys[i * 8 + 1], sizeof next);
        const Eight is_alike = ((here ^ next) & bits) == 0;
        alike[i] = static_cast<std::uint8_t>(__builtin_ia32_movmskps256(reinterpret_cast<EightFloats>(is_alike)));
    }
}

[[gnu::target("avx2")]] std::size_t find_lesser_avx2(std::span<const std::uint32_t> keys, std::size_t first) noexcept {
    constexpr std::size_t lanes = 8;
    std::size_t i = first;
    for (; i + lanes <= keys.size(); i += lanes) {
        Eight here, before;
        std::memcpy(&here, &keys[i], sizeof here);
        std::memcpy(&before, &keys[i - 1], sizeof before);
        const Eight is_lesser = here < before;
        const auto lesser = static_cast<unsigned>(__builtin_ia32_movmskps256(reinterpret_cast<EightFloats>(is_lesser)));
        if (lesser != 0) return i + static_cast<std::size_t>(std::countr_zero(lesser));
    }
    while (i < keys.size() && keys[i] >= keys[i - 1]) ++i;
    return i;
}

} // namespace

bool has_wide_vectors() noexcept {
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    return has_avx2;
}

std::pair<double, double> range_of(std::span<const double> scores) noexcept { return range_avx2(scores); }

void make_keys(std::span<const double> scores, const Steps& steps, unsigned index_bits, std::uint32_t* keys) {
    make_keys_avx2(scores, steps, index_bits, keys);
}

void add_up(std::span<std::uint16_t> counts) { add_up_avx2(counts); }

void find_alike(std::span<const std::uint32_t> keys, std::uint32_t mask, std::span<std::uint8_t> alike) {
    find_alike_avx2(keys, mask, alike);
}

std::size_t find_lesser(std::span<const std::uint32_t> keys, std::size_t first) noexcept {
    return find_lesser_avx2(keys, first);
}

void order_neighbours(std::span<std::uint32_t> keys) {
    constexpr int rounds = 2; // after which few are left that are not in their place
    for (int round = 0; round < rounds; ++round) {
        order_pairs(keys, 0);
        order_pairs(keys, 1);
    }
}

#else

bool has_wide_vectors() noexcept { return false; }

std::pair<double, double> range_of(std::span<const double>) noexcept { return {}; }
void make_keys(std::span<const double>, const Steps&, unsigned, std::uint32_t*) {}
void add_up(std::span<std::uint16_t>) {}
void find_alike(std::span<const std::uint32_t>, std::uint32_t, std::span<std::uint8_t>) {}
std::size_t find_lesser(std::span<const std::uint32_t> keys, std::size_t) noexcept { return keys.size(); }
void order_neighbours(std::span<std::uint32_t>) {}

#endif

} // namespace jifen::robustness
