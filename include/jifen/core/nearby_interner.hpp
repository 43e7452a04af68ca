#pragma once

#include "jifen/core/number_table.hpp"
#include "jifen/core/packed_texts.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace jifen {

/// Numbers texts, and remembers only the last few thousand of them: a word that comes again and again has one number,
/// a text that comes once costs little more than its bytes. Equal texts may have two numbers, if many came between.
class NearbyInterner {
public:
    /// Where texts lie that are added from now on (PackedTextsWriter).
    void spill_to(SpillFile* spill) noexcept { texts_.spill_to(spill); }
    std::uint32_t add(std::string_view text) {
        if (remembered_ == most_remembered) forget();
        std::uint32_t& number =
            numbers_.add(NumberTable::hash_of(text), [&](std::uint32_t other) { return texts_[other] == text; });
        if (number == NumberTable::absent) {
            if (texts_.size() >= NumberTable::absent - 1) throw std::length_error("more than 2^32 - 2 texts");
            texts_.add(text);
            number = static_cast<std::uint32_t>(texts_.size() - 1);
            ++remembered_;
        }
        return number;
    }
    /// The texts by number; the interner is empty afterwards.
    [[nodiscard]] PackedTexts take() {
        forget();
        return texts_.take();
    }

private:
    static constexpr std::size_t most_remembered = 4096;

    void forget() {
        numbers_ = {};
        remembered_ = 0;
    }

    PackedTextsWriter texts_;
    NumberTable numbers_; ///< of the texts remembered
    std::size_t remembered_ = 0;
};

} // namespace jifen
