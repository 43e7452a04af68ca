#include "jifen/tables/gb18030.hpp"

#include "core/utf8.hpp"
#include "gb18030_table.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace jifen {

namespace {

constexpr std::uint32_t no_character = 0xFFFFFFFF;
constexpr std::uint32_t first_beyond_bmp = 0x10000;
constexpr std::uint32_t last_character = 0x10FFFF;
constexpr std::uint32_t four_byte_beyond_bmp = (0x90U - 0x81U) * 12600U; ///< the place of 90 30 81 30

constexpr bool is_between(unsigned char byte, unsigned char first, unsigned char last) noexcept {
    return byte >= first && byte <= last;
}

/// The four-byte codes run, in their order, through the characters below U+10000 that have no shorter code.
const std::vector<char16_t>& four_byte_characters() {
    static const std::vector<char16_t> characters = [] {
        std::vector<bool> shorter(first_beyond_bmp);
        std::fill_n(shorter.begin(), 0x80, true);
        std::fill(shorter.begin() + 0xD800, shorter.begin() + 0xE000, true); // surrogates are no characters
        for (std::size_t i = 0; i < gb18030_first_bytes * gb18030_second_bytes; ++i)
            shorter[gb18030_two_byte[i]] = true;
        std::vector<char16_t> rest;
        for (std::uint32_t c = 0; c < first_beyond_bmp; ++c) {
            if (!shorter[c]) rest.push_back(static_cast<char16_t>(c));
        }
        return rest;
    }();
    return characters;
}

std::uint32_t four_byte_character(std::uint32_t place) {
    const std::vector<char16_t>& characters = four_byte_characters();
    if (place < characters.size()) return characters[place];
    if (place < four_byte_beyond_bmp || place - four_byte_beyond_bmp > last_character - first_beyond_bmp)
        return no_character;
    return first_beyond_bmp + (place - four_byte_beyond_bmp);
}

struct Character {
    std::size_t length = 0; ///< 0: the bytes end inside it
    std::uint32_t character = no_character;
};

/// The character at the front, which is not ASCII.
Character character_at(std::string_view bytes) {
    const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (!is_between(byte(0), 0x81, 0xFE)) return {1, no_character};
    if (bytes.size() < 2) return {};
    const unsigned char second = byte(1);
    if (is_between(second, 0x40, 0x7E) || is_between(second, 0x80, 0xFE)) {
        const std::size_t column = second - (second < 0x7F ? 0x40U : 0x41U);
        return {2, gb18030_two_byte[(byte(0) - 0x81U) * gb18030_second_bytes + column]};
    }
    if (!is_between(second, 0x30, 0x39)) return {1, no_character};
    if (bytes.size() < 3) return {};
    if (!is_between(byte(2), 0x81, 0xFE)) return {1, no_character};
    if (bytes.size() < 4) return {};
    if (!is_between(byte(3), 0x30, 0x39)) return {1, no_character};
    const std::uint32_t place =
        (((byte(0) - 0x81U) * 10U + (second - 0x30U)) * 126U + (byte(2) - 0x81U)) * 10U + (byte(3) - 0x30U);
    return {4, four_byte_character(place)};
}

} // namespace

Gb18030Decoded decode_gb18030(std::string_view bytes, bool at_end, std::string& out) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto ascii_end = std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(),
                                            [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        const auto end = static_cast<std::size_t>(ascii_end - bytes.begin());
        out.append(bytes.substr(at, end - at));
        at = end;
        if (at == bytes.size()) break;
        const Character found = character_at(bytes.substr(at));
        if (found.length == 0) return {at, at_end ? std::optional(at) : std::nullopt};
        if (found.character == no_character) return {at, at};
        append_utf8(out, found.character);
        at += found.length;
    }
    return {at, std::nullopt};
}

} // namespace jifen
