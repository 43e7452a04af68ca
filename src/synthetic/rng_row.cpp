#include "synthetic/rng_row.hpp"

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen::synthetic {

#if defined(__x86_64__)

namespace {

constexpr std::size_t lanes = 4;

/// Four counters of Philox4x32 (counter_rng.hpp) at once, each word in the lower half of a lane.
struct Counters {
    __m256i a, b, c, d;
};

[[gnu::target("avx2")]] inline void round_of(Counters& x, __m256i key_a, __m256i key_b) noexcept {
    const __m256i first = _mm256_mul_epu32(x.a, _mm256_set1_epi64x(0xD2511F53));
    const __m256i second = _mm256_mul_epu32(x.c, _mm256_set1_epi64x(0xCD9E8D57));
    // Upper halves of lanes may hold anything: products do not read them.
    x.a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(second, 32), x.b), key_a);
    x.b = second;
    x.c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(first, 32), x.d), key_b);
    x.d = first;
}

/// The four words of each lane, one lane after the other.
[[gnu::target("avx2")]] inline void store(const Counters& x, std::size_t block, CounterRng::FirstWords* to) noexcept {
    const __m256i first = _mm256_blend_epi32(x.a, _mm256_slli_epi64(x.b, 32), 0b1010'1010);
    const __m256i second = _mm256_blend_epi32(x.c, _mm256_slli_epi64(x.d, 32), 0b1010'1010);
    const __m256i even = _mm256_unpacklo_epi64(first, second), odd = _mm256_unpackhi_epi64(first, second);
    const auto put = [block](CounterRng::FirstWords& words, __m128i four) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data() + 4 * block), four);
    };
    put(to[0], _mm256_castsi256_si128(even));
    put(to[1], _mm256_castsi256_si128(odd));
    put(to[2], _mm256_extracti128_si256(even, 1));
    put(to[3], _mm256_extracti128_si256(odd, 1));
}

[[gnu::target("avx2")]] void fill_avx2(std::uint64_t seed, std::uint32_t stream, std::uint64_t first,
                                       CounterRng::FirstWords* words) noexcept {
    const __m256i entity =
        _mm256_add_epi64(_mm256_set1_epi64x(static_cast<std::int64_t>(first)), _mm256_setr_epi64x(0, 1, 2, 3));
    std::array<Counters, 2> x{}; // the first block of words of each, and the second
    for (std::size_t block = 0; block < x.size(); ++block) {
        x[block] = {_mm256_set1_epi64x(static_cast<std::int64_t>(block)), _mm256_set1_epi64x(stream), entity,
                    _mm256_srli_epi64(entity, 32)};
    }
    auto key_a = static_cast<std::uint32_t>(seed), key_b = static_cast<std::uint32_t>(seed >> 32U);
    for (int round = 0; round < 10; ++round) {
        for (Counters& counters : x) round_of(counters, _mm256_set1_epi64x(key_a), _mm256_set1_epi64x(key_b));
        key_a += 0x9E3779B9U;
        key_b += 0xBB67AE85U;
    }
    for (std::size_t block = 0; block < x.size(); ++block) store(x[block], block, words);
}

} // namespace

#endif

void RngRow::fill(std::uint64_t first) noexcept {
    first_ = first;
    is_filled_ = true;
#if defined(__x86_64__)
    if (vectors_ >= Vectors::avx2) {
        for (std::size_t i = 0; i < length; i += lanes)
            fill_avx2(seed_, static_cast<std::uint32_t>(stream_), first + i, &words_[i]);
        return;
    }
#endif
    for (std::size_t i = 0; i < length; ++i)
        words_[i] = CounterRng::first_words(seed_, static_cast<std::uint32_t>(stream_), first + i);
}

} // namespace jifen::synthetic
