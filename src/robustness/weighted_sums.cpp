#include "robustness/weighted_sums.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace jifen::robustness {

namespace {

using Four [[gnu::vector_size(32)]] = double;

/// Sets of weights whose sums of a tile stay in registers: eight alternatives in two vectors for each.
constexpr std::size_t sets_at_once = 4;
/// Values that are read again for the next sets, from the nearest memory.
constexpr std::size_t values_a_block = 2048;

/// The sums of some tiles; `stride`: from one set to the next.
[[gnu::always_inline]] inline void sum_block(const double* values, std::size_t tiles, std::size_t indicators,
                                             const double* weights, double* sums, std::size_t stride) {
    static_assert(sets_at_once == 4 && WeightedSums::tile == 8);
    for (std::size_t t = 0; t < tiles; ++t) {
        Four a0{}, a1{}, b0{}, b1{}, c0{}, c1{}, d0{}, d1{};
        for (std::size_t j = 0; j < indicators; ++j, values += WeightedSums::tile) {
            Four low, high;
            std::memcpy(&low, values, sizeof low);
            std::memcpy(&high, values + 4, sizeof high);
            const double a = weights[j], b = weights[indicators + j];
            const double c = weights[2 * indicators + j], d = weights[3 * indicators + j];
            a0 += a * low;
            a1 += a * high;
            b0 += b * low;
            b1 += b * high;
            c0 += c * low;
            c1 += c * high;
            d0 += d * low;
            d1 += d * high;
        }
        double* const out = sums + t * WeightedSums::tile;
        const auto put = [](double* to, const Four& low, const Four& high) {
            std::memcpy(to, &low, sizeof low);
            std::memcpy(to + 4, &high, sizeof high);
        };
        put(out, a0, a1);
        put(out + stride, b0, b1);
        put(out + 2 * stride, c0, c1);
        put(out + 3 * stride, d0, d1);
    }
}

[[gnu::always_inline]] inline void sum_tiles(const double* values, std::size_t tiles, std::size_t indicators,
                                             const double* weights, double* sums) {
    constexpr std::size_t tile = WeightedSums::tile;
    const std::size_t stride = tiles * tile;
    const std::size_t tiles_a_block =
        std::max<std::size_t>(1, values_a_block / (tile * std::max<std::size_t>(1, indicators)));
    for (std::size_t first = 0; first < tiles; first += tiles_a_block) {
        const std::size_t count = std::min(tiles_a_block, tiles - first);
        for (std::size_t set = 0; set < WeightedSums::sets; set += sets_at_once) {
            sum_block(values + first * tile * indicators, count, indicators, weights + set * indicators,
                      sums + set * stride + first * tile, stride);
        }
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sum_tiles_avx2(const double* values, std::size_t tiles, std::size_t indicators,
                                            const double* weights, double* sums) {
    sum_tiles(values, tiles, indicators, weights, sums);
}

using WholeTile [[gnu::vector_size(64)]] = double;

/// All sets at once, a tile being one vector; the ranges of whole tiles, of which nothing has to be read again.
[[gnu::target("avx512f")]] void sum_tiles_avx512(const double* values, std::size_t tiles, std::size_t whole_tiles,
                                                 std::size_t indicators, const double* weights, double* sums,
                                                 std::span<Range, WeightedSums::sets> ranges) {
    constexpr std::size_t sets = WeightedSums::sets;
    static_assert(sets == 8 && WeightedSums::tile == 8);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::size_t stride = tiles * WeightedSums::tile;
    WholeTile least[sets], most[sets];
    std::fill_n(least, sets, WholeTile{} + infinity);
    std::fill_n(most, sets, WholeTile{} - infinity);
    for (std::size_t t = 0; t < tiles; ++t) {
        WholeTile sum[sets]{};
        for (std::size_t j = 0; j < indicators; ++j, values += WeightedSums::tile) {
            WholeTile value;
            std::memcpy(&value, values, sizeof value);
            for (std::size_t set = 0; set < sets; ++set) sum[set] += weights[set * indicators + j] * value;
        }
        for (std::size_t set = 0; set < sets; ++set)
            std::memcpy(sums + set * stride + t * WeightedSums::tile, &sum[set], sizeof sum[set]);
        if (t >= whole_tiles) break;
        for (std::size_t set = 0; set < sets; ++set) {
            least[set] = sum[set] < least[set] ? sum[set] : least[set];
            most[set] = sum[set] > most[set] ? sum[set] : most[set];
        }
    }
    for (std::size_t set = 0; set < sets; ++set) {
        for (std::size_t lane = 0; lane < WeightedSums::tile; ++lane) {
            ranges[set].least = std::min(ranges[set].least, least[set][lane]);
            ranges[set].most = std::max(ranges[set].most, most[set][lane]);
        }
    }
}
#endif

} // namespace

WeightedSums::WeightedSums(const composite::Matrix& values, std::span<const std::uint32_t> order)
    : alternatives_(order.size()), indicators_(values.columns()), tiles_((order.size() + tile - 1) / tile),
      values_(tiles_ * tile * values.columns()) {
    for (std::size_t at = 0; at < order.size(); ++at) {
        for (std::size_t j = 0; j < indicators_; ++j)
            values_[(at / tile * indicators_ + j) * tile + at % tile] = values(order[at], j);
    }
}

void WeightedSums::add(std::span<const double> weights, std::span<double> sums, std::span<Range, sets> ranges,
                       Vectors widest) const {
    const Vectors vectors = std::min(widest, widest_vectors());
    std::fill(ranges.begin(), ranges.end(), range_of({}, vectors));
    std::size_t known = 0; // of the alternatives, whose sums are in the ranges
#if defined(__x86_64__)
    if (vectors >= Vectors::avx512) {
        const std::size_t whole_tiles = alternatives_ / tile;
        sum_tiles_avx512(values_.data(), tiles_, whole_tiles, indicators_, weights.data(), sums.data(), ranges);
        known = whole_tiles * tile;
    }
    if (vectors == Vectors::avx2) sum_tiles_avx2(values_.data(), tiles_, indicators_, weights.data(), sums.data());
#endif
    if (vectors == Vectors::common) sum_tiles(values_.data(), tiles_, indicators_, weights.data(), sums.data());
    for (std::size_t set = 0; set < sets; ++set) {
        const Range rest = range_of(sums.subspan(set * stride() + known, alternatives_ - known), vectors);
        ranges[set] = {std::min(ranges[set].least, rest.least), std::max(ranges[set].most, rest.most)};
    }
}

} // namespace jifen::robustness
