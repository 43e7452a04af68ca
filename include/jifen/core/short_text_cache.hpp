#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <vector>

namespace jifen {

/// Remembers numbers of short texts that came lately: one that comes again and again is recognised in a few
/// nanoseconds. A text that is not remembered says nothing. Where many are forgotten for others it grows. Memory: 48
/// KiB to 768 KiB.
class ShortTextCache {
public:
    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t longest = 16; ///< bytes of a text that can be remembered

    ShortTextCache() : slots_(std::size_t{1} << least_bits) {}

    /// The number of the text; `absent` when it is not remembered.
    [[nodiscard]] std::uint32_t find(std::string_view text) const noexcept {
        if (text.empty() || text.size() > longest) return absent;
        const Key key = key_of(text);
        const Slot& slot = slots_[place_of(key)];
        return slot.key == key && slot.size == text.size() ? slot.number : absent;
    }
    /// What stood in its place is forgotten, and everything when it grows. A text that is empty or too long is not
    /// remembered.
    void remember(std::string_view text, std::uint32_t number) {
        if (text.empty() || text.size() > longest) return;
        const Key key = key_of(text);
        if (slots_[place_of(key)].size != 0 && ++forgotten_ > slots_.size() * forgotten_a_slot && bits_ < most_bits)
            grow();
        slots_[place_of(key)] = {key, static_cast<std::uint32_t>(text.size()), number};
    }

private:
    static constexpr unsigned least_bits = 11, most_bits = 15; ///< of places
    static constexpr std::size_t forgotten_a_slot = 4;         ///< until it grows

    /// The bytes of a text, some of them twice: with its size they tell it from any other.
    struct Key {
        std::uint64_t first = 0, last = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Slot {
        Key key;
        std::uint32_t size = 0; ///< no text is empty
        std::uint32_t number = absent;
    };

    template <class Word>
    static Word load(const char* from) noexcept {
        Word word{};
        std::memcpy(&word, from, sizeof word);
        return word;
    }
    static Key key_of(std::string_view text) noexcept {
        const char* const begin = text.data();
        const char* const end = begin + text.size();
        if (text.size() >= 8) return {load<std::uint64_t>(begin), load<std::uint64_t>(end - 8)};
        if (text.size() >= 4) return {load<std::uint32_t>(begin), load<std::uint32_t>(end - 4)};
        const auto byte = [](char c) { return static_cast<std::uint64_t>(static_cast<unsigned char>(c)); };
        return {byte(begin[0]) | byte(begin[text.size() / 2]) << 8U, byte(end[-1])};
    }
    [[nodiscard]] std::size_t place_of(const Key& key) const noexcept {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
        const std::uint64_t mixed = (key.first * odd ^ key.last) * odd;
        return static_cast<std::size_t>((mixed ^ mixed >> 29U) * odd >> (64U - bits_));
    }
    void grow() {
        slots_.assign(std::size_t{1} << (bits_ + 1), Slot{});
        ++bits_; // not before there is memory
        forgotten_ = 0;
    }

    std::vector<Slot> slots_;
    unsigned bits_ = least_bits;
    std::size_t forgotten_ = 0; ///< since it grew
};

} // namespace jifen
