#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace jifen {

/// Whether they are the same. Most ids are of one or two words of the machine: two pieces that may overlap, instead of
/// a call.
[[nodiscard]] inline bool is_same_text(std::string_view a, std::string_view b) noexcept {
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    const auto differ = [&](auto piece, std::size_t from) {
        auto other = piece;
        std::memcpy(&piece, a.data() + from, sizeof piece);
        std::memcpy(&other, b.data() + from, sizeof other);
        return piece ^ other;
    };
    constexpr std::size_t word = sizeof(std::uint64_t), half = sizeof(std::uint32_t);
    if (size > 2 * word || size < half) return a == b;
    if (size >= word) return (differ(std::uint64_t{}, 0) | differ(std::uint64_t{}, size - word)) == 0;
    return (differ(std::uint32_t{}, 0) | differ(std::uint32_t{}, size - half)) == 0;
}

} // namespace jifen
