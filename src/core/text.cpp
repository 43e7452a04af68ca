#include "jifen/core/text.hpp"

#include "jifen/core/look_alike.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <vector>

namespace jifen {

namespace {

constexpr std::size_t longest_id = 64;

constexpr bool is_continuation(unsigned char byte) noexcept { return (byte & 0xC0U) == 0x80U; }

/// Unicode category Cc, of one well-formed character: C0, DEL, and C1 (in UTF-8, C2 80 to C2 9F).
bool is_control(std::string_view character) noexcept {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte < 0x20 || byte == 0x7F || (byte == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0);
}

constexpr std::uint64_t each = 0x0101010101010101ULL, high = 0x80 * each; ///< of eight bytes

template <class Number>
std::uint64_t load(const char* from) noexcept {
    Number number{};
    std::memcpy(&number, from, sizeof number);
    return number;
}

/// Less than eight bytes, then zeros.
std::uint64_t few_bytes(std::string_view text) noexcept {
    static_assert(std::endian::native == std::endian::little);
    const char* const from = text.data();
    // Two loads that may overlap.
    if (text.size() >= 4)
        return load<std::uint32_t>(from) | load<std::uint32_t>(from + text.size() - 4) << 8 * (text.size() - 4);
    if (text.size() >= 2)
        return load<std::uint16_t>(from) | load<std::uint16_t>(from + text.size() - 2) << 8 * (text.size() - 2);
    return text.empty() ? 0 : load<std::uint8_t>(from);
}

/// The length of a part from the front that is of printable ASCII, in whole eights but for the last: nearly all of an
/// id.
std::size_t plain_part(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); at += sizeof each) {
        const std::size_t rest = text.size() - at;
        const std::uint64_t eight = rest >= sizeof each ? load<std::uint64_t>(text.data() + at)
                                                        : few_bytes(text.substr(at)) | 0x20 * each << 8 * rest;
        // The high bit of a byte of `is_plain`: it is not below 0x20 (no byte borrows from its neighbour), not 0x7F,
        // and not beyond.
        const std::uint64_t below = (eight | high) - 0x20 * each;
        const std::uint64_t is_plain = below & (((eight & ~high) + each) ^ high) & (eight ^ high) & high;
        if (is_plain != high) return at;
    }
    return text.size();
}

/// Of ASCII or of full width (U+FF10 to U+FF19).
bool is_digit(std::string_view character) noexcept {
    if (character.size() == 1) return character[0] >= '0' && character[0] <= '9';
    return character >= "\uFF10" && character <= "\uFF19";
}

/// What people put between the groups of a long number: blanks, hyphens and dashes, full stops.
bool separates_digits(std::string_view character) noexcept {
    constexpr std::array<std::string_view, 15> separators{" ",      "-",      ".",      "\u00A0", "\u00B7",
                                                          "\u2009", "\u2010", "\u2011", "\u2012", "\u2013",
                                                          "\u2014", "\u202F", "\u2212", "\u3000", "\uFF0D"};
    return std::find(separators.begin(), separators.end(), character) != separators.end();
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

/// `\u{200B}`: a character that a reader could not see, or that would turn the line around.
void append_number(std::string& out, char32_t character) {
    std::array<char, 8> digits{};
    const char* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint32_t>(character), 16).ptr;
    out += "\\u{";
    for (const char* c = digits.data(); c != end; ++c) out += static_cast<char>(*c >= 'a' ? *c - 'a' + 'A' : *c);
    out += '}';
}

/// The first `longest_shown` characters.
std::string_view shown_part(std::string_view text) noexcept {
    std::size_t end = 0;
    for (std::size_t i = 0; i < longest_shown && end < text.size(); ++i)
        end += std::max<std::size_t>(1, sequence_length(text.substr(end)));
    return text.substr(0, end);
}

/// ` (1048576 bytes)`: how long a value is of which a part is shown.
std::string length_of(std::string_view value) { return " (" + std::to_string(value.size()) + " bytes)"; }

} // namespace

std::size_t sequence_length(std::string_view text) noexcept {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(byte(i))) return 0;
    }
    const unsigned char second = byte(1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F)) {
        return 0;
    }
    return length;
}

char32_t character_of(std::string_view sequence) noexcept {
    const auto byte = [sequence](std::size_t i) { return char32_t{static_cast<unsigned char>(sequence[i])}; };
    const auto tail = [&](std::size_t i) { return byte(i) & 0x3FU; };
    switch (sequence.size()) {
    case 1:
        return byte(0);
    case 2:
        return (byte(0) & 0x1FU) << 6U | tail(1);
    case 3:
        return (byte(0) & 0x0FU) << 12U | tail(1) << 6U | tail(2);
    default:
        return (byte(0) & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3);
    }
}

void append_utf8(std::string& out, char32_t c) {
    const auto byte = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) return byte(c);
    if (c < 0x800) {
        byte(0xC0U | (c >> 6U));
    } else {
        if (c < 0x10000) {
            byte(0xE0U | (c >> 12U));
        } else {
            byte(0xF0U | (c >> 18U));
            byte(0x80U | ((c >> 12U) & 0x3FU));
        }
        byte(0x80U | ((c >> 6U) & 0x3FU));
    }
    byte(0x80U | (c & 0x3FU));
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        // Eight ASCII bytes at a time: most of a ledger is ASCII.
        while (text.size() - at >= sizeof each && (load<std::uint64_t>(text.data() + at) & high) == 0)
            at += sizeof each;
        if (text.size() - at < sizeof each && (few_bytes(text.substr(at)) & high) == 0) break;
        const std::size_t length = sequence_length(text.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return std::nullopt;
}

std::string_view why_not_an_id(std::string_view text) noexcept {
    if (text.empty()) return "it is empty";
    if (text.size() > longest_id) return "it is longer than 64 bytes";
    for (std::size_t at = plain_part(text); at < text.size();) {
        const std::size_t length = sequence_length(text.substr(at));
        if (length == 0) return "it is not valid UTF-8";
        if (is_control(text.substr(at))) return "it has a control character";
        at += length;
    }
    return {};
}

std::string_view why_not_a_cell(std::string_view text) noexcept {
    if (find_invalid_utf8(text)) return "it is not valid UTF-8";
    return text.find('\0') == std::string_view::npos ? std::string_view{} : "it has a NUL byte";
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t longest_compared = 128;
    if (word.size() > longest_compared) return {};
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > longest_compared) continue;
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string shortened(std::string_view value) {
    const std::string_view shown = shown_part(value);
    return std::string(shown) + (shown.size() < value.size() ? "…" + length_of(value) : "");
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t least_length = 3;
    const std::string_view nearest = word.size() < least_length ? std::string_view() : nearest_word(word, candidates);
    return nearest.empty() ? std::string() : "did you mean " + jifen::in_quotes(nearest) + "?";
}

std::string printable(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text.substr(at));
        const std::string_view character = text.substr(at, std::max<std::size_t>(1, length));
        at += character.size();
        if (length > 1 && is_invisible(character_of(character))) {
            append_number(out, character_of(character));
            continue;
        }
        if (length != 0 && !is_control(character)) {
            out += character;
            continue;
        }
        for (const char c : character) {
            const auto byte = static_cast<unsigned char>(c);
            out += "\\x";
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        }
    }
    return out;
}

std::string in_quotes(std::string_view value) {
    const std::string_view shown = shown_part(value);
    const std::string out = "\"" + printable(shown);
    return shown.size() == value.size() ? out + "\"" : out + "…\"" + length_of(value);
}

std::string masked(std::string_view value) {
    if (value.empty()) return {};
    const std::size_t length = std::max<std::size_t>(1, sequence_length(value));
    std::string out(value.substr(0, length));
    std::size_t hidden = 0;
    for (std::size_t at = length; at < value.size() && hidden < 8;) {
        at += std::max<std::size_t>(1, sequence_length(value.substr(at)));
        out += '*';
        ++hidden;
    }
    return out;
}

std::string mask_long_numbers(std::string_view value) {
    constexpr std::size_t least = 11;
    constexpr std::ptrdiff_t kept = 2;
    std::vector<std::string_view> number, hidden; // digits, where they lie in `value`
    bool after_separator = false;
    const auto end_number = [&] {
        if (number.size() >= least) hidden.insert(hidden.end(), number.begin() + kept, number.end() - kept);
        number.clear();
        after_separator = false;
    };
    for (std::size_t at = 0; at < value.size();) {
        const std::size_t length = std::max<std::size_t>(1, sequence_length(value.substr(at)));
        const std::string_view character = value.substr(at, length);
        if (is_digit(character)) {
            number.push_back(character);
            after_separator = false;
        } else if (!number.empty() && !after_separator && separates_digits(character)) {
            after_separator = true;
        } else if (length == 1 || !is_invisible(character_of(character))) {
            end_number();
        }
        at += length;
    }
    end_number();
    std::string out;
    const char* shown = value.data();
    for (const std::string_view digit : hidden) {
        out.append(shown, digit.data()) += '*';
        shown = digit.data() + digit.size();
    }
    return out.append(shown, value.data() + value.size());
}

} // namespace jifen
