#include "robustness/narrow_keys.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen::robustness {

#if defined(__x86_64__)

namespace {

using FourScores [[gnu::vector_size(32)]] = double;
using EightScores [[gnu::vector_size(64)]] = double;
using FourSigned [[gnu::vector_size(16)]] = std::int32_t;
using EightSigned [[gnu::vector_size(32)]] = std::int32_t;
using FourKeys [[gnu::vector_size(16)]] = std::uint32_t;
using EightKeys [[gnu::vector_size(32)]] = std::uint32_t;
using SixteenKeys [[gnu::vector_size(64)]] = std::uint32_t;
using EightFloats [[gnu::vector_size(32)]] = float;
using SixteenCounts [[gnu::vector_size(32)]] = std::uint16_t;

template <class Scores, class Signed, class Keys>
[[gnu::always_inline]] inline void make_keys_by(std::span<const double> scores, const Steps& steps, unsigned index_bits,
                                                std::uint32_t* keys) {
    constexpr std::size_t lanes = sizeof(Scores) / sizeof(double);
    const Scores last = Scores{} + steps.last;
    Keys index;
    for (std::size_t lane = 0; lane < lanes; ++lane) index[lane] = static_cast<std::uint32_t>(lane);
    std::size_t i = 0;
    for (; i + lanes <= scores.size(); i += lanes, index += static_cast<std::uint32_t>(lanes)) {
        Scores at;
        std::memcpy(&at, &scores[i], sizeof at);
        at = (steps.most - at) * steps.scale;
        at = at < last ? at : last;
        // To signed numbers there is an instruction.
        const Keys step = reinterpret_cast<Keys>(__builtin_convertvector(at, Signed));
        const Keys key = step << index_bits | index;
        std::memcpy(keys + i, &key, sizeof key);
    }
    for (; i < scores.size(); ++i) {
        const double at = (steps.most - scores[i]) * steps.scale;
        keys[i] =
            static_cast<std::uint32_t>(at < steps.last ? at : steps.last) << index_bits | static_cast<std::uint32_t>(i);
    }
}

[[gnu::target("avx2")]] void make_keys_avx2(std::span<const double> scores, const Steps& steps, unsigned index_bits,
                                            std::uint32_t* keys) {
    make_keys_by<FourScores, FourSigned, FourKeys>(scores, steps, index_bits, keys);
}
[[gnu::target("avx512f")]] void make_keys_avx512(std::span<const double> scores, const Steps& steps,
                                                 unsigned index_bits, std::uint32_t* keys) {
    make_keys_by<EightScores, EightSigned, EightKeys>(scores, steps, index_bits, keys);
}

[[gnu::target("bmi2")]] void count_keys_bmi2(std::span<const std::uint32_t> keys, unsigned shift,
                                             std::uint16_t* counts) {
#pragma GCC unroll 4
    for (const std::uint32_t key : keys) ++counts[key >> shift];
}

[[gnu::target("bmi2")]] void put_keys_bmi2(std::span<const std::uint32_t> keys, unsigned shift, std::uint16_t* next,
                                           std::uint32_t* to) {
#pragma GCC unroll 4
    for (const std::uint32_t key : keys) to[next[key >> shift]++] = key;
}

/// Sixteen at a time: of one, two, four places each the sum of as many before in its half, and the sum of the first
/// half to those of the second.
[[gnu::target("avx2")]] void add_up_avx2(std::span<std::uint16_t> counts) {
    const SixteenCounts none{};
    SixteenCounts before{}; // the sum of all so far, in every lane
    for (std::size_t i = 0; i < counts.size(); i += 16) {
        SixteenCounts here;
        std::memcpy(&here, &counts[i], sizeof here);
        const SixteenCounts alone = here;
        here += __builtin_shufflevector(none, here, 0, 16, 17, 18, 19, 20, 21, 22, 8, 24, 25, 26, 27, 28, 29, 30);
        here += __builtin_shufflevector(none, here, 0, 1, 16, 17, 18, 19, 20, 21, 8, 9, 24, 25, 26, 27, 28, 29);
        here += __builtin_shufflevector(none, here, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
        const SixteenCounts first = __builtin_shufflevector(here, here, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);
        const SixteenCounts second =
            __builtin_shufflevector(here, here, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
        here += __builtin_shufflevector(none, first, 0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, 28, 29, 30, 31);
        const SixteenCounts sums = before + here - alone;
        std::memcpy(&counts[i], &sums, sizeof sums);
        before += first + second;
    }
}

/// Each two neighbours in order, from the first on.
[[gnu::target("avx2"), gnu::always_inline]] inline EightKeys in_pairs(EightKeys keys) {
    const EightKeys neighbour = __builtin_shufflevector(keys, keys, 1, 0, 3, 2, 5, 4, 7, 6);
    const EightKeys lesser = keys < neighbour ? keys : neighbour, greater = keys < neighbour ? neighbour : keys;
    return __builtin_shufflevector(lesser, greater, 0, 9, 2, 11, 4, 13, 6, 15);
}
[[gnu::target("avx512f"), gnu::always_inline]] inline SixteenKeys in_pairs(SixteenKeys keys) {
    const SixteenKeys neighbour =
        __builtin_shufflevector(keys, keys, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    const SixteenKeys lesser = keys < neighbour ? keys : neighbour, greater = keys < neighbour ? neighbour : keys;
    return __builtin_shufflevector(lesser, greater, 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31);
}

/// The keys one place further back: the last of those before, and all of these but the last.
[[gnu::target("avx2"), gnu::always_inline]] inline EightKeys moved_on(EightKeys before, EightKeys keys) {
    return __builtin_shufflevector(before, keys, 7, 8, 9, 10, 11, 12, 13, 14);
}
[[gnu::target("avx512f"), gnu::always_inline]] inline SixteenKeys moved_on(SixteenKeys before, SixteenKeys keys) {
    return __builtin_shufflevector(before, keys, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint8_t bits_of(EightSigned is) {
    return static_cast<std::uint8_t>(__builtin_ia32_movmskps256(reinterpret_cast<EightFloats>(is)));
}

/// All four steps in one pass: each takes the keys one place later than the one before, so that the pairs of every step
/// begin where a vector does. Zeros before the first key change nothing.
[[gnu::target("avx2")]] void order_avx2(std::uint32_t* keys, std::size_t size, std::uint32_t step_bits,
                                        NeighbourMarks& marks) {
    const EightKeys mask = EightKeys{} + step_bits;
    EightKeys first{}, second{}, third{}, last{}; // as they were left by each step
    std::size_t block = 0;
    for (std::size_t i = 0; i < size + NeighbourMarks::lag; i += 8, ++block) {
        EightKeys read;
        std::memcpy(&read, keys + i, sizeof read);
        const EightKeys now_first = in_pairs(read), now_second = in_pairs(moved_on(first, now_first));
        const EightKeys now_third = in_pairs(moved_on(second, now_second)), now = in_pairs(moved_on(third, now_third));
        const EightKeys one_before = moved_on(last, now);
        std::memcpy(keys + i - NeighbourMarks::lag, &now, sizeof now);
        marks.lesser()[block] = bits_of(now < one_before);
        marks.alike()[block] = bits_of(((now ^ one_before) & mask) == 0);
        first = now_first, second = now_second, third = now_third, last = now;
    }
}

[[gnu::target("avx512f")]] void order_avx512(std::uint32_t* keys, std::size_t size, std::uint32_t step_bits,
                                             NeighbourMarks& marks) {
    const SixteenKeys mask = SixteenKeys{} + step_bits;
    SixteenKeys first{}, second{}, third{}, last{};
    std::size_t block = 0;
    for (std::size_t i = 0; i < size + NeighbourMarks::lag; i += 16, block += 2) {
        SixteenKeys read;
        std::memcpy(&read, keys + i, sizeof read);
        const SixteenKeys now_first = in_pairs(read), now_second = in_pairs(moved_on(first, now_first));
        const SixteenKeys now_third = in_pairs(moved_on(second, now_second)),
                          now = in_pairs(moved_on(third, now_third));
        const SixteenKeys one_before = moved_on(last, now);
        std::memcpy(keys + i - NeighbourMarks::lag, &now, sizeof now);
        const std::uint16_t lesser =
            _mm512_cmplt_epu32_mask(reinterpret_cast<__m512i>(now), reinterpret_cast<__m512i>(one_before));
        const std::uint16_t alike =
            _mm512_testn_epi32_mask(reinterpret_cast<__m512i>(now ^ one_before), reinterpret_cast<__m512i>(mask));
        std::memcpy(marks.lesser() + block, &lesser, sizeof lesser);
        std::memcpy(marks.alike() + block, &alike, sizeof alike);
        first = now_first, second = now_second, third = now_third, last = now;
    }
}

} // namespace

void make_keys(std::span<const double> scores, const Steps& steps, unsigned index_bits, std::uint32_t* keys,
               Vectors vectors) {
    (vectors >= Vectors::avx512 ? make_keys_avx512 : make_keys_avx2)(scores, steps, index_bits, keys);
}

void count_keys(std::span<const std::uint32_t> keys, unsigned shift, std::uint16_t* counts) {
    count_keys_bmi2(keys, shift, counts);
}

void put_keys(std::span<const std::uint32_t> keys, unsigned shift, std::uint16_t* next, std::uint32_t* to) {
    put_keys_bmi2(keys, shift, next, to);
}

void add_up(std::span<std::uint16_t> counts) { add_up_avx2(counts); }

void order_neighbours(std::uint32_t* keys, std::size_t size, std::uint32_t step_bits, NeighbourMarks& marks,
                      Vectors vectors) {
    constexpr std::uint32_t greatest = std::numeric_limits<std::uint32_t>::max();
    std::fill_n(keys + size, keys_behind, greatest);
    marks.resize(size);
    (vectors >= Vectors::avx512 ? order_avx512 : order_avx2)(keys, size, step_bits, marks);
}

#else

void make_keys(std::span<const double>, const Steps&, unsigned, std::uint32_t*, Vectors) {}
void count_keys(std::span<const std::uint32_t>, unsigned, std::uint16_t*) {}
void put_keys(std::span<const std::uint32_t>, unsigned, std::uint16_t*, std::uint32_t*) {}
void add_up(std::span<std::uint16_t>) {}
void order_neighbours(std::uint32_t*, std::size_t, std::uint32_t, NeighbourMarks&, Vectors) {}

#endif

} // namespace jifen::robustness
