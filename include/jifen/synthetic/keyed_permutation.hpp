#pragma once

#include <cstdint>

namespace jifen {

/// A shuffle of [0, size) that is never laid out: each place is computed from (seed, stream, entity) alone, in O(1)
/// time and memory. It is how exact totals are dealt out to entities that do not know one another: the holder of
/// place r gets the r-th share. A Feistel network of six Philox rounds, walked until it lands inside the range
/// (J. Black, P. Rogaway: "Ciphers with arbitrary finite domains", CT-RSA 2002). About 0.2 µs a call.
class KeyedPermutation {
public:
    /// 1 ≤ size ≤ 2^30 (unchecked).
    KeyedPermutation(std::uint64_t seed, std::uint32_t stream, std::uint32_t entity, std::uint32_t size) noexcept;

    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
    /// Where `index` goes. Precondition: index < size.
    [[nodiscard]] std::uint32_t at(std::uint32_t index) const noexcept;
    /// Who comes to `place`: the inverse of `at`. Precondition: place < size.
    [[nodiscard]] std::uint32_t index_of(std::uint32_t place) const noexcept;

private:
    [[nodiscard]] std::uint32_t scramble(std::uint32_t half, std::uint32_t round) const noexcept;
    [[nodiscard]] std::uint32_t forward(std::uint32_t value) const noexcept;
    [[nodiscard]] std::uint32_t backward(std::uint32_t value) const noexcept;

    std::uint64_t seed_;
    std::uint32_t stream_;
    std::uint32_t entity_;
    std::uint32_t size_;
    std::uint32_t half_bits_;
};

} // namespace jifen
