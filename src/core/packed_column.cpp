#include "jifen/core/packed_column.hpp"

#include <algorithm>
#include <limits>

namespace jifen {

namespace {

/// Several values at a time.
template <class Stored>
void pack_as(std::span<const std::int64_t> values, std::uint64_t smallest, unsigned char* to) noexcept {
    for (std::size_t at = 0; at < values.size(); ++at) {
        const auto stored = static_cast<Stored>(static_cast<std::uint64_t>(values[at]) - smallest);
        std::memcpy(to + at * sizeof stored, &stored, sizeof stored);
    }
}

} // namespace

PackedBlock::PackedBlock(std::span<const std::int64_t> values, SpillFile* spill) {
    if (!values.empty()) {
        std::int64_t least = values[0], most = values[0];
        for (const std::int64_t value : values) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
        smallest_ = static_cast<std::uint64_t>(least);
        range_ = static_cast<std::uint64_t>(most) - smallest_;
        width_ = (static_cast<std::size_t>(std::bit_width(range_)) + 7) / 8;
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
        pack_as<std::uint8_t>(values, smallest_, bytes_.get());
        break;
    case 2:
        pack_as<std::uint16_t>(values, smallest_, bytes_.get());
        break;
    case 4:
        pack_as<std::uint32_t>(values, smallest_, bytes_.get());
        break;
    default:
        // As it is read: eight bytes at a time, of which the next value overwrites those that are not this one's.
        for (std::size_t at = 0; at < values.size(); ++at) {
            const std::uint64_t bits = static_cast<std::uint64_t>(values[at]) - smallest_;
            std::memcpy(bytes_.get() + at * width_, &bits, sizeof bits);
        }
    }
}

} // namespace jifen
