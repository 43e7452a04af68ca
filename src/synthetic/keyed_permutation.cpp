#include "jifen/synthetic/keyed_permutation.hpp"

#include "jifen/synthetic/counter_rng.hpp"

#include <bit>

namespace jifen {

namespace {

constexpr std::uint32_t rounds = 6;

} // namespace

KeyedPermutation::KeyedPermutation(std::uint64_t seed, std::uint32_t stream, std::uint32_t entity,
                                   std::uint32_t size) noexcept
    : seed_(seed), stream_(stream), entity_(entity), size_(size),
      half_bits_((static_cast<std::uint32_t>(std::bit_width(size - 1)) + 1) / 2) {}

std::uint32_t KeyedPermutation::scramble(std::uint32_t half, std::uint32_t round) const noexcept {
    const auto word = philox4x32({half, stream_, entity_, round | 0x80000000U},
                                 {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)})[0];
    return half_bits_ == 0 ? 0 : word >> (32 - half_bits_);
}

std::uint32_t KeyedPermutation::forward(std::uint32_t value) const noexcept {
    std::uint32_t left = value >> half_bits_;
    std::uint32_t right = value & ((1U << half_bits_) - 1);
    for (std::uint32_t round = 0; round < rounds; ++round) {
        const std::uint32_t mixed = left ^ scramble(right, round);
        left = right;
        right = mixed;
    }
    return left << half_bits_ | right;
}

std::uint32_t KeyedPermutation::backward(std::uint32_t value) const noexcept {
    std::uint32_t left = value >> half_bits_;
    std::uint32_t right = value & ((1U << half_bits_) - 1);
    for (std::uint32_t round = rounds; round-- > 0;) {
        const std::uint32_t mixed = right ^ scramble(left, round);
        right = left;
        left = mixed;
    }
    return left << half_bits_ | right;
}

std::uint32_t KeyedPermutation::at(std::uint32_t index) const noexcept {
    do index = forward(index);
    while (index >= size_);
    return index;
}

std::uint32_t KeyedPermutation::index_of(std::uint32_t place) const noexcept {
    do place = backward(place);
    while (place >= size_);
    return place;
}

} // namespace jifen
