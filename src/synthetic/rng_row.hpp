#pragma once

#include "core/vectors.hpp"
#include "synthetic/draw.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace jifen::synthetic {

/// Generators of one stream for entities that mostly follow each other: the first words of a few of them are made
/// together, several counters in a register. What `rng_of` gives.
class RngRow {
public:
    static constexpr std::size_t length = 8; ///< entities whose words are made together

    RngRow(std::uint64_t seed, Stream stream, Vectors vectors = widest_vectors()) noexcept
        : vectors_(vectors), seed_(seed), stream_(stream) {}

    [[nodiscard]] CounterRng of(std::uint64_t entity) noexcept {
        if (entity - first_ >= length || !is_filled_) fill(entity);
        return rng_of(seed_, stream_, entity, words_[entity - first_]);
    }

private:
    void fill(std::uint64_t first) noexcept;

    Vectors vectors_;
    std::uint64_t seed_;
    Stream stream_;
    bool is_filled_ = false;
    std::uint64_t first_ = 0; ///< entity
    std::array<CounterRng::FirstWords, length> words_{};
};

} // namespace jifen::synthetic
