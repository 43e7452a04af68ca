#include "robustness/weighted_sums.hpp"

#include <algorithm>
#include <cstring>

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

void sum_tiles_commonly(const double* values, std::size_t tiles, std::size_t indicators, const double* weights,
                        double* sums) {
    sum_tiles(values, tiles, indicators, weights, sums);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sum_tiles_avx2(const double* values, std::size_t tiles, std::size_t indicators,
                                            const double* weights, double* sums) {
    sum_tiles(values, tiles, indicators, weights, sums);
}

using WholeTile [[gnu::vector_size(64)]] = double;

/// All sets at once, a tile being one vector.
[[gnu::target("avx512f")]] void sum_tiles_avx512(const double* values, std::size_t tiles, std::size_t indicators,
                                                 const double* weights, double* sums) {
    static_assert(WeightedSums::sets == 8 && WeightedSums::tile == 8);
    const std::size_t stride = tiles * WeightedSums::tile;
    for (std::size_t t = 0; t < tiles; ++t) {
        WholeTile sum[WeightedSums::sets]{};
        for (std::size_t j = 0; j < indicators; ++j, values += WeightedSums::tile) {
            WholeTile value;
            std::memcpy(&value, values, sizeof value);
            for (std::size_t set = 0; set < WeightedSums::sets; ++set)
                sum[set] += weights[set * indicators + j] * value;
        }
        for (std::size_t set = 0; set < WeightedSums::sets; ++set)
            std::memcpy(sums + set * stride + t * WeightedSums::tile, &sum[set], sizeof sum[set]);
    }
}
#endif

} // namespace

WeightedSums::WeightedSums(const composite::Matrix& values, std::span<const std::uint32_t> order)
    : indicators_(values.columns()), tiles_((values.rows() + tile - 1) / tile),
      values_(tiles_ * tile * values.columns()) {
    for (std::size_t at = 0; at < order.size(); ++at) {
        for (std::size_t j = 0; j < indicators_; ++j)
            values_[(at / tile * indicators_ + j) * tile + at % tile] = values(order[at], j);
    }
}

Vectors widest_vectors() noexcept {
#if defined(__x86_64__)
    static const Vectors widest = __builtin_cpu_supports("avx512f") != 0 ? Vectors::avx512
                                  : __builtin_cpu_supports("avx2") != 0  ? Vectors::avx2
                                                                         : Vectors::common;
    return widest;
#else
    return Vectors::common;
#endif
}

void WeightedSums::add(std::span<const double> weights, std::span<double> sums, [[maybe_unused]] Vectors widest) const {
    auto* sum = &sum_tiles_commonly;
#if defined(__x86_64__)
    widest = std::min(widest, widest_vectors());
    if (widest == Vectors::avx2) sum = &sum_tiles_avx2;
    if (widest == Vectors::avx512) sum = &sum_tiles_avx512;
#endif
    sum(values_.data(), tiles_, indicators_, weights.data(), sums.data());
}

} // namespace jifen::robustness
