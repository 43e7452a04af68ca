#include "robustness/place_finder.hpp"

#include <cstring>

namespace jifen::robustness {

#if defined(__x86_64__)

namespace {

using Eight [[gnu::vector_size(32)]] = std::int32_t;

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

} // namespace

bool has_wide_vectors() noexcept {
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    return has_avx2;
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

void order_neighbours(std::span<std::uint32_t>) {}

#endif

} // namespace jifen::robustness
