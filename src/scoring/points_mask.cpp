#include "scoring/points_mask.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jifen {

namespace {

std::uint64_t mask_commonly(const std::uint64_t* sums) noexcept {
    std::uint64_t found = 0;
    for (unsigned k = 0; k < 64; ++k) found |= std::uint64_t{sums[k] != 0} << k;
    return found;
}

#if defined(__x86_64__)

[[gnu::target("avx2")]] std::uint64_t mask_avx2(const std::uint64_t* sums) noexcept {
    std::uint64_t empty = 0;
    for (unsigned k = 0; k < 64; k += 4) {
        const __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + k));
        const __m256i is_empty = _mm256_cmpeq_epi64(here, _mm256_setzero_si256());
        empty |= std::uint64_t{static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(is_empty)))} << k;
    }
    return ~empty;
}

[[gnu::target("avx512f")]] std::uint64_t mask_avx512(const std::uint64_t* sums) noexcept {
    std::uint64_t found = 0;
    for (unsigned k = 0; k < 64; k += 8) {
        const __m512i here = _mm512_loadu_si512(sums + k);
        found |= std::uint64_t{_mm512_test_epi64_mask(here, here)} << k;
    }
    return found;
}

#endif

} // namespace

std::uint64_t points_mask(const std::uint64_t* sums, [[maybe_unused]] Vectors vectors) noexcept {
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512) return mask_avx512(sums);
    if (vectors >= Vectors::avx2) return mask_avx2(sums);
#endif
    return mask_commonly(sums);
}

} // namespace jifen
