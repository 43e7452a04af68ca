#include "admission/item_codes.hpp"

#include "core/byte_lookup.hpp"

#include <algorithm>

namespace jifen {

namespace {
constexpr std::size_t none = 255; ///< a byte of a number that stands for none
} // namespace

ItemCodes::ItemCodes(const DistrictData& district, const Binding& binding) : of_word_(district.item_words.size() + 1) {
    for (std::size_t w = 0; w + 1 < of_word_.size(); ++w) of_word_[w] = of(binding.item_of(ItemWord::at(w)));
}

void ItemCodes::read(const Ledger& ledger, std::uint32_t begin, std::span<std::uint8_t> codes) const noexcept {
    if (of_word_.size() <= none + 1) { // every word is a byte, and none is another
        ledger.item.read(begin, codes);
        return look_up(of_word_, codes, codes.data(), widest_vectors());
    }
    constexpr std::size_t at_once = 512;
    std::array<std::uint32_t, at_once> words; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
    const auto last = static_cast<std::uint32_t>(of_word_.size() - 1);
    while (!codes.empty()) {
        const std::size_t count = std::min(codes.size(), at_once);
        ledger.item.read(begin, std::span(words).first(count));
        for (std::size_t i = 0; i < count; ++i) codes[i] = of_word_[std::min(words[i], last)];
        begin += static_cast<std::uint32_t>(count);
        codes = codes.subspan(count);
    }
}

} // namespace jifen
