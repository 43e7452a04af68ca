#pragma once

#include <string>
#include <string_view>

namespace jifen {

/// Whether all of it is printable ASCII but blanks, or common Chinese characters (U+4E00 to U+9FFF): such a text is its
/// own `look_alike_form`. Precondition: well-formed UTF-8.
[[nodiscard]] bool is_plain(std::string_view text) noexcept;

/// A form that is the same for texts that look the same. Canonically equivalent texts (`é` in one character or in two)
/// share it; invisible characters (zero width, text direction) count for nothing, every blank is a space and those at
/// the ends count for nothing, full-width letters are plain ones, and Greek and Cyrillic letters that are drawn as a
/// Latin one are that one. For comparison only. Precondition: well-formed UTF-8. O(length).
/// Source: Unicode Standard Annex 15 (decomposition), and in the manner of Unicode Technical Standard 39 (skeletons).
[[nodiscard]] std::string look_alike_form(std::string_view text);

/// Whether the character is drawn as nothing or changes the direction of what stands beside it.
[[nodiscard]] bool is_invisible(char32_t character);

} // namespace jifen
