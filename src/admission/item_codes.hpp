#pragma once

#include "admission/word_bytes.hpp"
#include "jifen/admission/binding.hpp"

#include <cstdint>
#include <span>

namespace jifen {

/// The items of a rulebook as bytes: 0 is none, or one that the rulebook does not have, an item is the number behind
/// its id. Frozen; threads share it.
class ItemCodes {
public:
    static constexpr std::size_t most_items = 254;

    /// Of a rulebook with at most `most_items` items.
    ItemCodes(const DistrictData& district, const Binding& binding)
        : of_word_(district, [&](ItemWord word) { return of(binding.item_of(word)); }) {}

    /// Those of the entries from `begin` on.
    void read(const Ledger& ledger, std::uint32_t begin, std::span<std::uint8_t> codes) const noexcept {
        of_word_.read(ledger, begin, codes);
    }

    [[nodiscard]] static std::uint8_t of(ItemId item) noexcept {
        return static_cast<std::uint8_t>(item ? item.index() + 1 : 0);
    }
    /// `code`: not 0.
    [[nodiscard]] static std::size_t index(std::uint8_t code) noexcept { return code - std::size_t{1}; }

private:
    WordBytes of_word_;
};

} // namespace jifen
