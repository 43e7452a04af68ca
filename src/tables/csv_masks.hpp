#pragma once

#include "core/vectors.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace jifen {

/// Where bytes of a kind stand among 64: bit i is of byte i.
struct CsvMasks {
    static constexpr std::size_t bytes = 64;

    std::uint64_t quotes = 0;
    std::uint64_t line_ends = 0; ///< CR and LF
    std::uint64_t ends = 0;      ///< they and commas
    std::uint64_t nuls = 0;
    std::uint64_t high = 0;        ///< not ASCII
    std::uint64_t apostrophes = 0; ///< with which a cell may begin that is marked as inert
    std::uint64_t parity = 0;      ///< of the quotes up to a byte, with it: set where they are odd

    friend bool operator==(const CsvMasks&, const CsvMasks&) = default;
    /// To the first bytes.
    void clip(std::size_t count) noexcept {
        if (count >= bytes) return;
        const std::uint64_t kept = (std::uint64_t{1} << count) - 1;
        for (std::uint64_t* const mask : {&quotes, &line_ends, &ends, &nuls, &high, &apostrophes, &parity})
            *mask &= kept;
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
        if (c == '\'') masks.apostrophes |= bit;
        if (std::popcount(masks.quotes) % 2 != 0) masks.parity |= bit;
    }
    return masks;
}

/// Whether `csv_masks` is quicker than to look at each byte once.
#if defined(__SSE2__)
inline constexpr bool has_csv_masks = true;
#else
inline constexpr bool has_csv_masks = false;
#endif

/// The masks of the text, of 64 bytes each, with instructions that the machine must have.
void csv_masks(const char* text, std::span<CsvMasks> masks, Vectors vectors) noexcept;

} // namespace jifen
