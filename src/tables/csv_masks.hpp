#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jifen {

/// Where bytes of a kind stand among 64: bit i is of byte i.
struct CsvMasks {
    static constexpr std::size_t bytes = 64;

    std::uint64_t quotes = 0;
    std::uint64_t line_ends = 0; ///< CR and LF
    std::uint64_t ends = 0;      ///< they and commas
    std::uint64_t nuls = 0;
    std::uint64_t high = 0; ///< not ASCII

    friend bool operator==(const CsvMasks&, const CsvMasks&) = default;
    /// To the first bytes.
    void clip(std::size_t count) noexcept {
        if (count >= bytes) return;
        const std::uint64_t kept = (std::uint64_t{1} << count) - 1;
        quotes &= kept, line_ends &= kept, ends &= kept, nuls &= kept, high &= kept;
    }
};

/// One byte after the other: the plain twin of `csv_masks`.
inline CsvMasks csv_masks_plainly(const char* text) noexcept {
    CsvMasks masks;
    for (std::size_t i = 0; i < CsvMasks::bytes; ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        const char c = text[i];
        if (c == '"') masks.quotes |= bit;
        if (c == '\r' || c == '\n') masks.line_ends |= bit;
        if (c == '\r' || c == '\n' || c == ',') masks.ends |= bit;
        if (c == '\0') masks.nuls |= bit;
        if ((static_cast<unsigned char>(c) & 0x80U) != 0) masks.high |= bit;
    }
    return masks;
}

#if defined(__SSE2__)
inline constexpr bool has_csv_masks = true;

inline CsvMasks csv_masks(const char* text) noexcept {
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
    }
    return masks;
}
#else
inline constexpr bool has_csv_masks = false; ///< what is quick elsewhere is to look at each byte once

inline CsvMasks csv_masks(const char* text) noexcept { return csv_masks_plainly(text); }
#endif

/// Of each bit whether an odd number is set up to it.
inline std::uint64_t parity_up_to(std::uint64_t bits) noexcept {
    for (unsigned shift = 1; shift < CsvMasks::bytes; shift *= 2) bits ^= bits << shift;
    return bits;
}

} // namespace jifen
