#include "jifen/core/look_alike.hpp"

#include "jifen/core/text.hpp"
#include "unicode_data.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace jifen {

namespace {

constexpr char32_t hangul_first = 0xAC00, hangul_last = 0xD7A3;
constexpr char32_t lead_first = 0x1100, vowel_first = 0x1161, tail_before = 0x11A7;
constexpr char32_t vowels = 21, tails = 28;
constexpr char32_t full_width_first = 0xFF01, full_width_last = 0xFF5E, full_width_shift = 0xFEE0;

char32_t take_number(std::string_view& text) {
    std::uint32_t number = 0;
    const char* const end = std::from_chars(text.data(), text.data() + text.size(), number, 16).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

/// Characters of a few ranges.
class Ranges {
public:
    explicit Ranges(std::string_view text) {
        for (; !text.empty(); text.remove_prefix(1)) {
            const char32_t first = take_number(text);
            char32_t last = first;
            if (text.front() == '-') {
                text.remove_prefix(1);
                last = take_number(text);
            }
            ranges_.emplace_back(first, last);
        }
    }
    [[nodiscard]] bool contains(char32_t character) const {
        const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), character,
                                            [](char32_t c, const auto& range) { return c < range.first; });
        return after != ranges_.begin() && character <= std::prev(after)->second;
    }

private:
    std::vector<std::pair<char32_t, char32_t>> ranges_; ///< rising
};

/// What each character stands for, where it stands for others.
using Replacements = std::unordered_map<char32_t, std::u32string>;

Replacements replacements(std::string_view text) {
    Replacements found;
    for (; !text.empty(); text.remove_prefix(1)) {
        std::u32string& others = found[take_number(text)];
        while (text.front() != ';') {
            text.remove_prefix(1); // '=' or a blank
            others += take_number(text);
        }
    }
    return found;
}

bool is_blank(char32_t c) noexcept {
    return c == U' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

void append_decomposed(std::u32string& out, char32_t c) {
    static const Replacements decompositions = replacements(canonical_decompositions);
    if (c >= hangul_first && c <= hangul_last) {
        const char32_t place = c - hangul_first;
        out += static_cast<char32_t>(lead_first + place / (vowels * tails));
        out += static_cast<char32_t>(vowel_first + place % (vowels * tails) / tails);
        if (place % tails != 0) out += static_cast<char32_t>(tail_before + place % tails);
        return;
    }
    const auto found = decompositions.find(c);
    if (found == decompositions.end())
        out += c;
    else
        out += found->second;
}

char32_t twin_of(char32_t c) {
    static const Replacements twins = replacements(latin_twins);
    if (c >= full_width_first && c <= full_width_last) return c - full_width_shift;
    if (is_blank(c)) return U' ';
    const auto found = twins.find(c);
    return found == twins.end() ? c : found->second.front();
}

} // namespace

bool is_plain(std::string_view text) noexcept {
    while (!text.empty()) {
        const bool is_ascii = text.front() > ' ' && text.front() < '\x7F';
        const std::string_view three = text.substr(0, 3);
        if (!is_ascii && (three < "\u4E00" || three > "\u9FFF")) return false;
        text.remove_prefix(is_ascii ? 1 : three.size());
    }
    return true;
}

bool is_invisible(char32_t character) {
    static const Ranges invisible(invisible_characters);
    return invisible.contains(character);
}

std::string look_alike_form(std::string_view text) {
    static const Ranges marks(combining_marks);
    std::u32string characters;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::max<std::size_t>(1, sequence_length(text.substr(at)));
        const char32_t c = character_of(text.substr(at, length));
        at += length;
        if (!is_invisible(c)) append_decomposed(characters, c);
    }
    // Marks on one letter in any order: the canonical one is among them.
    for (auto begin = characters.begin(); begin != characters.end();) {
        begin = std::find_if(begin, characters.end(), [](char32_t c) { return marks.contains(c); });
        const auto end = std::find_if(begin, characters.end(), [](char32_t c) { return !marks.contains(c); });
        std::sort(begin, end);
        begin = end;
    }
    std::transform(characters.begin(), characters.end(), characters.begin(), twin_of);
    std::string out;
    for (const char32_t c : characters) append_utf8(out, c);
    const std::size_t first = out.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

} // namespace jifen
