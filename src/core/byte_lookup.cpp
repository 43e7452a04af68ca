#include "core/byte_lookup.hpp"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen {

namespace {

std::uint8_t look_up(std::span<const std::uint8_t> table, std::uint8_t byte) noexcept {
    return byte < table.size() ? table[byte] : 0;
}

void look_up_commonly(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in,
                      std::uint8_t* out) noexcept {
    for (std::size_t i = 0; i < in.size(); ++i) out[i] = look_up(table, in[i]);
}

std::size_t list_commonly(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in,
                          std::uint16_t* out) noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < in.size(); ++i) { // without a branch: which are marked nobody can guess
        out[count] = static_cast<std::uint16_t>(i);
        count += look_up(table, in[i]) != 0 ? 1U : 0U;
    }
    return count;
}

#if defined(__x86_64__)

constexpr std::size_t most_bytes = 256;
constexpr std::size_t narrow = 32, wide = 64; ///< bytes of a register

[[gnu::target("avx2")]] std::size_t look_up_avx2(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in,
                                                 std::uint8_t* out) noexcept {
    constexpr std::size_t block = 16; ///< bytes that are looked up at once
    alignas(block) std::array<std::uint8_t, most_bytes> padded{};
    std::copy(table.begin(), table.end(), padded.begin());
    const std::size_t blocks = (table.size() + block - 1) / block;
    // Added to what lies beyond the first block, it sets the upper bit, which stands for 0.
    const __m256i beyond = _mm256_set1_epi8(0x70);
    std::size_t done = 0;
    for (; done + narrow <= in.size(); done += narrow) {
        const __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in.data() + done));
        __m256i found = _mm256_setzero_si256();
        for (std::size_t b = 0; b < blocks; ++b) {
            const __m256i inside = _mm256_xor_si256(here, _mm256_set1_epi8(static_cast<char>(b * block)));
            const __m256i values = _mm256_broadcastsi128_si256(
                _mm_load_si128(reinterpret_cast<const __m128i*>(padded.data() + b * block)));
            found = _mm256_or_si256(found, _mm256_shuffle_epi8(values, _mm256_adds_epu8(inside, beyond)));
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + done), found);
    }
    return done;
}

using Bytes = __m512i;

/// The first `count` bytes of a register, or all.
[[gnu::always_inline]] inline __mmask64 first_of(std::size_t count) noexcept {
    return count >= wide ? ~__mmask64{0} : (__mmask64{1} << count) - 1;
}

/// A table in four registers, the bytes behind its end 0.
struct WideTable {
    Bytes first, second, third, fourth;
};

[[gnu::target("avx512bw")]] inline Bytes quarter_of(std::span<const std::uint8_t> table, std::size_t begin) noexcept {
    if (table.size() <= begin) return _mm512_setzero_si512();
    return _mm512_maskz_loadu_epi8(first_of(table.size() - begin), table.data() + begin);
}

[[gnu::target("avx512bw")]] inline WideTable wide_table(std::span<const std::uint8_t> table) noexcept {
    return {quarter_of(table, 0), quarter_of(table, wide), quarter_of(table, 2 * wide), quarter_of(table, 3 * wide)};
}

[[gnu::target("avx512bw,avx512vbmi")]] inline Bytes look_up_wide(const WideTable& table, Bytes bytes) noexcept {
    const Bytes lower = _mm512_permutex2var_epi8(table.first, bytes, table.second);
    const Bytes upper = _mm512_permutex2var_epi8(table.third, bytes, table.fourth);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(bytes), lower, upper);
}

[[gnu::target("avx512bw,avx512vbmi")]] void
look_up_avx512(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in, std::uint8_t* out) noexcept {
    const WideTable wide_one = wide_table(table);
    for (std::size_t done = 0; done < in.size(); done += wide) {
        const __mmask64 there = first_of(in.size() - done);
        const Bytes here = _mm512_maskz_loadu_epi8(there, in.data() + done);
        _mm512_mask_storeu_epi8(out + done, there, look_up_wide(wide_one, here));
    }
}

[[gnu::target("avx512bw,avx512vbmi,avx512vbmi2,popcnt")]] std::size_t
list_avx512(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in, std::uint16_t* out) noexcept {
    constexpr std::size_t half = wide / 2; // numbers that fill a register
    const WideTable wide_one = wide_table(table);
    alignas(wide) std::array<std::uint16_t, half> ascending{};
    for (std::size_t k = 0; k < half; ++k) ascending[k] = static_cast<std::uint16_t>(k);
    Bytes numbers = _mm512_load_si512(ascending.data());
    const Bytes step = _mm512_set1_epi16(half);
    std::size_t count = 0;
    for (std::size_t done = 0; done < in.size(); done += wide) {
        const __mmask64 there = first_of(in.size() - done);
        const Bytes marks = look_up_wide(wide_one, _mm512_maskz_loadu_epi8(there, in.data() + done));
        const __mmask64 marked = _mm512_mask_test_epi8_mask(there, marks, marks);
        for (const auto part : {static_cast<__mmask32>(marked), static_cast<__mmask32>(marked >> half)}) {
            _mm512_storeu_si512(out + count, _mm512_maskz_compress_epi16(part, numbers));
            count += static_cast<std::size_t>(__builtin_popcount(part));
            numbers = _mm512_add_epi16(numbers, step);
        }
    }
    return count;
}

#endif

} // namespace

void look_up(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in, std::uint8_t* out,
             [[maybe_unused]] Vectors vectors) noexcept {
    std::size_t done = 0;
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512_bytes) return look_up_avx512(table, in, out);
    if (vectors >= Vectors::avx2) done = look_up_avx2(table, in, out);
#endif
    look_up_commonly(table, in.subspan(done), out + done);
}

std::size_t list_marked(std::span<const std::uint8_t> table, std::span<const std::uint8_t> in, std::uint16_t* out,
                        [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512_bytes) return list_avx512(table, in, out);
#endif
    return list_commonly(table, in, out);
}

} // namespace jifen
