#include "robustness/weighted_sums.hpp"

#include <cstring>

namespace jifen::robustness {

namespace {

using Four [[gnu::vector_size(32)]] = double;

/// Eight alternatives by four sets of weights in eight vectors: every value is read once, every weight once a tile.
[[gnu::always_inline]] inline void sum_tiles(const double* values, std::size_t tiles, std::size_t indicators,
                                             const double* weights, double* sums) {
    constexpr std::size_t sets = WeightedSums::sets, tile = WeightedSums::tile, halves = tile / 4;
    const std::size_t stride = tiles * tile;
    for (std::size_t t = 0; t < tiles; ++t) {
        Four sum[sets][halves] = {};
        for (std::size_t j = 0; j < indicators; ++j, values += tile) {
            Four value[halves];
            std::memcpy(value, values, sizeof value);
            for (std::size_t s = 0; s < sets; ++s) {
                const double weight = weights[s * indicators + j];
                const Four each = {weight, weight, weight, weight};
                for (std::size_t h = 0; h < halves; ++h) sum[s][h] += each * value[h];
            }
        }
        for (std::size_t s = 0; s < sets; ++s) std::memcpy(sums + s * stride + t * tile, sum[s], sizeof sum[s]);
    }
}

#if defined(__x86_64__)
// Without the instructions that multiply and add at once: they would round once where others round twice.
[[gnu::target("avx2")]] void sum_tiles_avx2(const double* values, std::size_t tiles, std::size_t indicators,
                                            const double* weights, double* sums) {
    sum_tiles(values, tiles, indicators, weights, sums);
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

void WeightedSums::add(std::span<const double> weights, std::span<double> sums) const {
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) {
        sum_tiles_avx2(values_.data(), tiles_, indicators_, weights.data(), sums.data());
        return;
    }
#endif
    add_plainly(weights, sums);
}

void WeightedSums::add_plainly(std::span<const double> weights, std::span<double> sums) const {
    sum_tiles(values_.data(), tiles_, indicators_, weights.data(), sums.data());
}

} // namespace jifen::robustness
