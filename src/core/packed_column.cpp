#include "jifen/core/packed_column.hpp"

#include <algorithm>
#include <limits>

namespace jifen {

PackedBlock::PackedBlock(std::span<const std::int64_t> values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (least != values.end()) {
        smallest_ = static_cast<std::uint64_t>(*least);
        const std::uint64_t range = static_cast<std::uint64_t>(*most) - smallest_;
        width_ = (static_cast<std::size_t>(std::bit_width(range)) + 7) / 8;
        if (width_ > 0) mask_ = std::numeric_limits<std::uint64_t>::max() >> (64 - 8 * width_);
    }
    const std::size_t size = values.size() * width_ + (sizeof(std::uint64_t) - width_);
    bytes_ = std::make_unique_for_overwrite<unsigned char[]>(size);
    // As it is read: eight bytes at a time, of which the next value overwrites those that are not this one's. The last
    // ones lie in the space behind.
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::uint64_t bits = static_cast<std::uint64_t>(values[at]) - smallest_;
        std::memcpy(bytes_.get() + at * width_, &bits, sizeof bits);
    }
}

} // namespace jifen
