#pragma once

#include "core/vectors.hpp"
#include "jifen/composite/matrix.hpp"
#include "robustness/score_range.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jifen::robustness {

/// Σ weight · value of every alternative, for several sets of weights at once. Values lie in tiles of eight
/// alternatives, each with all its indicators; a few tiles at a time stay in the nearest memory while all sums of them
/// are made.
class WeightedSums {
public:
    static constexpr std::size_t tile = 8;
    /// Sets of weights that `add` takes at a time.
    static constexpr std::size_t sets = 8;

    /// Takes the rows in this order.
    WeightedSums(const composite::Matrix& values, std::span<const std::uint32_t> order);

    /// Sums of one set: a multiple of `tile`, what lies beyond the alternatives being 0.
    [[nodiscard]] std::size_t stride() const noexcept { return tiles_ * tile; }
    [[nodiscard]] std::size_t indicators() const noexcept { return indicators_; }

    /// `weights`: `sets` rows of as many as there are indicators; `sums`: `sets` rows of `stride()`. Each sum is made
    /// in the order of the indicators, a product rounded before it is added: the same bits on every machine, and with
    /// all instructions that it has. `ranges`: of each set, in which its sums lie.
    void add(std::span<const double> weights, std::span<double> sums, std::span<Range, sets> ranges,
             Vectors widest = Vectors::avx512) const;

private:
    std::size_t alternatives_, indicators_, tiles_;
    std::vector<double> values_;
};

} // namespace jifen::robustness
