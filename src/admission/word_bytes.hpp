#pragma once

#include "jifen/district/district.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jifen {

/// A byte for each word that items have in the ledger, and 0 for none. Frozen; threads share it.
class WordBytes {
public:
    /// `byte_of(word)` is asked for each word once.
    template <class ByteOf>
    WordBytes(const DistrictData& district, const ByteOf& byte_of) : of_word_(district.item_words.size() + 1) {
        for (std::size_t word = 0; word + 1 < of_word_.size(); ++word) of_word_[word] = byte_of(ItemWord::at(word));
    }

    /// Those of the entries from `begin` on.
    void read(const Ledger& ledger, std::uint32_t begin, std::span<std::uint8_t> bytes) const noexcept;

private:
    std::vector<std::uint8_t> of_word_; ///< the last one: of none
};

} // namespace jifen
