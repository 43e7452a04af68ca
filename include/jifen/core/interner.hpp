#pragma once

#include "jifen/core/number_table.hpp"
#include "jifen/core/packed_texts.hpp"
#include "jifen/core/text_pool.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace jifen {

/// Numbers distinct texts from 0 in the order in which they are first seen: 12 to 24 bytes a text besides the text
/// itself. At most 2^32 − 2 texts; more throws std::length_error.
class Interner {
public:
    static constexpr std::uint32_t absent = NumberTable::absent;

    /// The number of the text, adding it when it is new. Amortised O(length).
    std::uint32_t add(std::string_view text);
    /// The number of the text, or `absent`.
    [[nodiscard]] std::uint32_t find(std::string_view text) const noexcept;
    /// The same for each of them, of which an empty one is `absent` without being asked for; as many numbers as texts.
    /// Quicker than one by one where the table is far from near.
    void find_each(std::span<const std::string_view> texts, std::span<std::uint32_t> numbers) const noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
    /// The view lives until the next `add`.
    [[nodiscard]] std::string_view operator[](std::size_t number) const noexcept { return texts_[number]; }
    /// A copy of the texts, by number.
    [[nodiscard]] TextPool pool() const;
    /// The texts themselves; the interner is empty afterwards.
    [[nodiscard]] PackedTexts take();

private:
    PackedTextsWriter texts_;
    NumberTable numbers_;
};

} // namespace jifen
