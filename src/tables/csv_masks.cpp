#include "csv_masks.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen {

namespace {

/// Of each bit whether an odd number is set up to it.
[[maybe_unused]] std::uint64_t parity_up_to(std::uint64_t bits) noexcept {
    for (unsigned shift = 1; shift < CsvMasks::bytes; shift *= 2) bits ^= bits << shift;
    return bits;
}

#if defined(__SSE2__)

CsvMasks masks_sse2(const char* text) noexcept {
    const auto mask = [](__m128i equal) { return std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(equal))}; };
    CsvMasks masks;
    for (unsigned i = 0; i < CsvMasks::bytes; i += 16) {
        const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
        const auto is = [here](char c) { return _mm_cmpeq_epi8(here, _mm_set1_epi8(c)); };
        const __m128i line_ends = _mm_or_si128(is('\r'), is('\n'));
        masks.quotes |= mask(is('"')) << i;
        masks.line_ends |= mask(line_ends) << i;
        masks.ends |= mask(_mm_or_si128(line_ends, is(','))) << i;
        masks.nuls |= mask(is('\0')) << i;
        masks.high |= mask(here) << i;
        masks.apostrophes |= mask(is('\'')) << i;
    }
    masks.parity = parity_up_to(masks.quotes);
    return masks;
}

#endif

#if defined(__x86_64__)

[[gnu::target("avx2")]] std::uint64_t mask_of(__m256i equal) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(equal));
}
[[gnu::target("avx2")]] __m256i where_is(__m256i here, char c) noexcept {
    return _mm256_cmpeq_epi8(here, _mm256_set1_epi8(c));
}

[[gnu::target("avx2")]] void masks_avx2(const char* text, std::span<CsvMasks> all) noexcept {
    for (CsvMasks& masks : all) {
        masks = {};
        for (unsigned i = 0; i < CsvMasks::bytes; i += 32) {
            const __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i));
            const __m256i line_ends = _mm256_or_si256(where_is(here, '\r'), where_is(here, '\n'));
            masks.quotes |= mask_of(where_is(here, '"')) << i;
            masks.line_ends |= mask_of(line_ends) << i;
            masks.ends |= mask_of(_mm256_or_si256(line_ends, where_is(here, ','))) << i;
            masks.nuls |= mask_of(where_is(here, '\0')) << i;
            masks.high |= mask_of(here) << i;
            masks.apostrophes |= mask_of(where_is(here, '\'')) << i;
        }
        masks.parity = parity_up_to(masks.quotes);
        text += CsvMasks::bytes;
    }
}

#endif

} // namespace

void csv_masks(const char* text, std::span<CsvMasks> masks, [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors != Vectors::common) return masks_avx2(text, masks);
#endif
    for (CsvMasks& of : masks) {
#if defined(__SSE2__)
        of = masks_sse2(text);
#else
        of = csv_masks_plainly(text);
#endif
        text += CsvMasks::bytes;
    }
}

} // namespace jifen
