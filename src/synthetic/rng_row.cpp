#include "synthetic/rng_row.hpp"

#include <cstring>
#include <tuple>

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

/// Two words of each lane side by side.
[[gnu::target("avx2")]] inline void store_pairs(__m256i lower, __m256i upper, std::uint32_t* to) noexcept {
    const __m256i pairs = _mm256_blend_epi32(lower, _mm256_slli_epi64(upper, 32), 0b1010'1010);
    alignas(32) std::array<std::uint64_t, lanes> each{};
    _mm256_store_si256(reinterpret_cast<__m256i*>(each.data()), pairs);
    constexpr std::size_t words = std::tuple_size_v<CounterRng::Words>;
    for (std::size_t lane = 0; lane < lanes; ++lane) std::memcpy(to + lane * words, &each[lane], sizeof each[lane]);
}

[[gnu::target("avx2")]] void fill_avx2(std::uint64_t seed, std::uint32_t stream, std::uint64_t first,
                                       CounterRng::Words* words) noexcept {
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
    for (std::size_t block = 0; block < x.size(); ++block) {
        std::uint32_t* const to = words->data() + 4 * block;
        store_pairs(x[block].a, x[block].b, to);
        store_pairs(x[block].c, x[block].d, to + 2);
    }
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
