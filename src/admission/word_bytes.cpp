#include "admission/word_bytes.hpp"

#include "core/byte_lookup.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {
constexpr std::size_t none = 255; ///< a byte of a number that stands for none
} // namespace

void WordBytes::read(const Ledger& ledger, std::uint32_t begin, std::span<std::uint8_t> bytes) const noexcept {
    if (of_word_.size() <= none + 1) { // every word is a byte, and none is another
        ledger.item.read(begin, bytes);
        return look_up(of_word_, bytes, bytes.data(), widest_vectors());
    }
    constexpr std::size_t at_once = 512;
    std::array<std::uint32_t, at_once> words; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
    const auto last = static_cast<std::uint32_t>(of_word_.size() - 1);
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), at_once);
        ledger.item.read(begin, std::span(words).first(count));
        for (std::size_t i = 0; i < count; ++i) bytes[i] = of_word_[std::min(words[i], last)];
        begin += static_cast<std::uint32_t>(count);
        bytes = bytes.subspan(count);
    }
}

} // namespace jifen
