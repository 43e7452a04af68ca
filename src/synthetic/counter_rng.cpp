#include "jifen/synthetic/counter_rng.hpp"

#include "core/vectors.hpp"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen {

namespace {

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;
using FourBlocks = std::array<std::uint32_t, 16>;

FourBlocks four_commonly(const Counter& counter, const Key& key) noexcept {
    FourBlocks words{};
    for (std::uint32_t block = 0; block < words.size() / counter.size(); ++block) {
        const auto made = philox4x32({counter[0] + block, counter[1], counter[2], counter[3]}, key);
        std::ranges::copy(made, words.begin() + block * made.size());
    }
    return words;
}

#if defined(__x86_64__)

/// Two counters, whose four products of a round are made in the four lanes of a register. In the lower halves of lanes
/// stand words 0 and 2 of each counter, and words 1 and 3; upper ones may hold anything: products do not read them.
struct TwoCounters {
    __m256i even, odd;
};

[[gnu::target("avx2")]] inline void round_of(TwoCounters& x, __m256i keys) noexcept {
    const __m256i factors = _mm256_setr_epi64x(0xD2511F53, 0xCD9E8D57, 0xD2511F53, 0xCD9E8D57);
    // Each product goes to the other lane of its counter, once its upper half first.
    constexpr int halves_exchanged = 0b00'01'10'11, lanes_exchanged = 0b01'00'11'10;
    const __m256i products = _mm256_mul_epu32(x.even, factors);
    x.even = _mm256_xor_si256(_mm256_shuffle_epi32(products, halves_exchanged), _mm256_xor_si256(x.odd, keys));
    x.odd = _mm256_shuffle_epi32(products, lanes_exchanged);
}

[[gnu::target("avx2")]] inline void store(const TwoCounters& x, std::uint32_t* to) noexcept {
    const __m256i words = _mm256_blend_epi32(x.even, _mm256_slli_epi64(x.odd, 32), 0b1010'1010);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), words);
}

[[gnu::target("avx2")]] FourBlocks four_avx2(const Counter& counter, const Key& key) noexcept {
    const __m256i odd = _mm256_setr_epi64x(counter[1], counter[3], counter[1], counter[3]);
    TwoCounters first{_mm256_setr_epi64x(counter[0], counter[2], counter[0] + 1, counter[2]), odd};
    TwoCounters second{_mm256_setr_epi64x(counter[0] + 2, counter[2], counter[0] + 3, counter[2]), odd};
    __m256i keys = _mm256_setr_epi64x(key[0], key[1], key[0], key[1]);
    const __m256i step = _mm256_setr_epi64x(0x9E3779B9, 0xBB67AE85, 0x9E3779B9, 0xBB67AE85);
    for (int round = 0; round < 10; ++round) {
        round_of(first, keys);
        round_of(second, keys);
        keys = _mm256_add_epi32(keys, step);
    }
    FourBlocks words; // NOLINT(cppcoreguidelines-pro-type-member-init): all of it is stored below
    store(first, words.data());
    store(second, words.data() + words.size() / 2);
    return words;
}

#endif

} // namespace

FourBlocks four_of_philox4x32(const Counter& counter, const Key& key) noexcept {
#if defined(__x86_64__)
    if (widest_vectors() >= Vectors::avx2) return four_avx2(counter, key);
#endif
    return four_commonly(counter, key);
}

} // namespace jifen
