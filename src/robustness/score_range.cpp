#include "robustness/score_range.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>

namespace jifen::robustness {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Range plain_range(std::span<const double> scores) noexcept {
    Range range{infinity, -infinity};
    for (const double score : scores) {
        range.least = score < range.least ? score : range.least;
        range.most = score > range.most ? score : range.most;
    }
    return range;
}

} // namespace

#if defined(__x86_64__)

namespace {

using FourDoubles [[gnu::vector_size(32)]] = double;
using EightDoubles [[gnu::vector_size(64)]] = double;

template <class Scores>
[[gnu::always_inline]] inline Range range_by(std::span<const double> scores) noexcept {
    constexpr std::size_t lanes = sizeof(Scores) / sizeof(double);
    Scores least[2]{Scores{} + infinity, Scores{} + infinity}, most[2]{Scores{} - infinity, Scores{} - infinity};
    std::size_t i = 0;
    for (; i + 2 * lanes <= scores.size(); i += 2 * lanes) {
        for (std::size_t half = 0; half < 2; ++half) {
            Scores at;
            std::memcpy(&at, &scores[i + half * lanes], sizeof at);
            least[half] = at < least[half] ? at : least[half];
            most[half] = at > most[half] ? at : most[half];
        }
    }
    Range range = plain_range(scores.subspan(i));
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        range.least = std::min({range.least, least[0][lane], least[1][lane]});
        range.most = std::max({range.most, most[0][lane], most[1][lane]});
    }
    return range;
}

[[gnu::target("avx2")]] Range range_avx2(std::span<const double> scores) noexcept {
    return range_by<FourDoubles>(scores);
}
[[gnu::target("avx512f")]] Range range_avx512(std::span<const double> scores) noexcept {
    return range_by<EightDoubles>(scores);
}

} // namespace

Range range_of(std::span<const double> scores, Vectors vectors) noexcept {
    if (vectors == Vectors::common) return plain_range(scores);
    return vectors >= Vectors::avx512 ? range_avx512(scores) : range_avx2(scores);
}

#else

Range range_of(std::span<const double> scores, Vectors) noexcept { return plain_range(scores); }

#endif

} // namespace jifen::robustness
