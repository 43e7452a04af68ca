#include "jifen/core/packed_column.hpp"

#include "core/vectors.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace jifen {

namespace {

/// Divides what it divides without a rest, by a product (Granlund and Montgomery 1994, section 9).
class ExactDivisor {
public:
    explicit ExactDivisor(std::uint64_t divisor) noexcept
        : shift_(std::countr_zero(divisor)), most_(std::numeric_limits<std::uint64_t>::max() / divisor) {
        const std::uint64_t odd = divisor >> shift_;
        inverse_ = odd; // in three bits; each step doubles them
        for (int bits = 3; bits < 64; bits *= 2) inverse_ *= 2 - odd * inverse_;
    }
    [[nodiscard]] std::uint64_t quotient(std::uint64_t multiple) const noexcept {
        return std::rotr(multiple * inverse_, shift_);
    }
    [[nodiscard]] bool divides(std::uint64_t number) const noexcept { return quotient(number) <= most_; }

private:
    int shift_;
    std::uint64_t most_, inverse_ = 0;
};

/// Several values at a time, when it does not divide.
template <class Stored>
void pack_as(std::span<const std::int64_t> values, std::uint64_t smallest, std::uint64_t step,
             unsigned char* to) noexcept {
    const auto for_each = [&](const auto& steps_of) {
        for (std::size_t at = 0; at < values.size(); ++at) {
            const auto stored = static_cast<Stored>(steps_of(static_cast<std::uint64_t>(values[at]) - smallest));
            std::memcpy(to + at * sizeof stored, &stored, sizeof stored);
        }
    };
    if (step == 1) return for_each([](std::uint64_t distance) { return distance; });
    for_each([divisor = ExactDivisor(step)](std::uint64_t distance) { return divisor.quotient(distance); });
}

struct Bounds {
    std::int64_t least, most;
};
/// Compiled for the instructions of whoever calls it.
[[gnu::always_inline]] inline Bounds bounds_here(std::span<const std::int64_t> values) noexcept {
    Bounds bounds{values[0], values[0]};
    for (const std::int64_t value : values) {
        bounds.least = std::min(bounds.least, value);
        bounds.most = std::max(bounds.most, value);
    }
    return bounds;
}
#if defined(__x86_64__)
[[gnu::target("avx2")]] Bounds bounds_avx2(std::span<const std::int64_t> values) noexcept {
    return bounds_here(values);
}
[[gnu::target("avx512f")]] Bounds bounds_avx512(std::span<const std::int64_t> values) noexcept {
    return bounds_here(values);
}
#endif
Bounds bounds_of(std::span<const std::int64_t> values) noexcept {
#if defined(__x86_64__)
    const Vectors vectors = widest_vectors();
    if (vectors >= Vectors::avx512) return bounds_avx512(values);
    if (vectors >= Vectors::avx2) return bounds_avx2(values);
#endif
    return bounds_here(values);
}

/// The largest number that divides all distances from the smallest; 0 when there are none.
std::uint64_t step_of(std::span<const std::int64_t> values, std::uint64_t smallest) noexcept {
    constexpr std::size_t at_once = 32; // asked together, without a branch for each
    std::uint64_t step = 0;
    ExactDivisor divisor(1);
    for (std::size_t begin = 0; begin < values.size(); begin += at_once) {
        const auto some = values.subspan(begin, std::min(at_once, values.size() - begin));
        bool divides_all = step != 0;
        for (const std::int64_t value : some)
            divides_all = divides_all & divisor.divides(static_cast<std::uint64_t>(value) - smallest);
        if (divides_all) continue;
        for (const std::int64_t value : some) {
            step = std::gcd(step, static_cast<std::uint64_t>(value) - smallest);
            if (step == 1) return step;
        }
        if (step != 0) divisor = ExactDivisor(step);
    }
    return step;
}

} // namespace

PackedBlock::PackedBlock(std::span<const std::int64_t> values, SpillFile* spill) {
    if (!values.empty()) {
        const Bounds bounds = bounds_of(values);
        smallest_ = static_cast<std::uint64_t>(bounds.least);
        range_ = static_cast<std::uint64_t>(bounds.most) - smallest_;
        if (range_ > 0) step_ = step_of(values, smallest_);
        if (step_ > 0) width_ = (static_cast<std::size_t>(std::bit_width(range_ / step_)) + 7) / 8;
        if (width_ > 0) mask_ = std::numeric_limits<std::uint64_t>::max() >> (64 - 8 * width_);
    }
    const std::size_t size = values.size() * width_ + (sizeof(std::uint64_t) - width_);
    bytes_ = PackedBytes(size, spill);
    // Eight bytes can be loaded at the last value: those behind it are masked away.
    std::memset(bytes_.get() + values.size() * width_, 0, size - values.size() * width_);
    switch (width_) {
    case 0:
        break;
    case 1:
        pack_as<std::uint8_t>(values, smallest_, step_, bytes_.get());
        break;
    case 2:
        pack_as<std::uint16_t>(values, smallest_, step_, bytes_.get());
        break;
    case 4:
        pack_as<std::uint32_t>(values, smallest_, step_, bytes_.get());
        break;
    default:
        // As it is read: eight bytes at a time, of which the next value overwrites those that are not this one's.
        const ExactDivisor divisor(step_);
        for (std::size_t at = 0; at < values.size(); ++at) {
            const std::uint64_t steps = divisor.quotient(static_cast<std::uint64_t>(values[at]) - smallest_);
            std::memcpy(bytes_.get() + at * width_, &steps, sizeof steps);
        }
    }
}

} // namespace jifen
