#include "text_layout.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jifen {

namespace {

struct Block {
    std::uint32_t first, last;
};

/// Wide and full-width blocks of Unicode's EastAsianWidth.txt, as far as names, places and rule texts use them.
constexpr std::array<Block, 10> wide_blocks{{{0x1100, 0x115F},
                                             {0x2E80, 0x303E},
                                             {0x3041, 0x33FF},
                                             {0x3400, 0x4DBF},
                                             {0x4E00, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFE30, 0xFE6F},
                                             {0xFF00, 0xFF60},
                                             {0x20000, 0x3FFFD}}};

bool is_wide(std::uint32_t character) noexcept {
    return std::any_of(wide_blocks.begin(), wide_blocks.end(),
                       [=](const Block& block) { return block.first <= character && character <= block.last; });
}

bool has_no_width(std::uint32_t character) noexcept {
    return character < 0x20 || (character >= 0x300 && character <= 0x36F) ||
           (character >= 0x200B && character <= 0x200F) || character == 0xFEFF;
}

/// Takes one character off the front of well-formed UTF-8.
std::uint32_t take_character(std::string_view& text) noexcept {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = std::min<std::size_t>(text.size(), lead < 0x80   ? 1
                                                                  : lead < 0xE0 ? 2
                                                                  : lead < 0xF0 ? 3
                                                                                : 4);
    std::uint32_t character = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        character = character << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

} // namespace

std::size_t display_width(std::string_view text) noexcept {
    std::size_t width = 0;
    while (!text.empty()) {
        const std::uint32_t character = take_character(text);
        if (!has_no_width(character)) width += is_wide(character) ? 2 : 1;
    }
    return width;
}

std::string TextLayout::text(std::size_t indent) const {
    std::vector<std::size_t> widths(right_aligned_.size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    std::string out;
    for (const auto& row : rows_) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - display_width(row[i]), ' ');
            line += right_aligned_[i] ? padding + row[i] : row[i] + padding;
            line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

} // namespace jifen
