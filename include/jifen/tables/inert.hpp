#pragma once

#include <string>
#include <string_view>

namespace jifen {

/// Whether a spreadsheet could take the text for a formula: it begins with = + - @, a tab, CR or LF, or with one of the
/// full-width forms ＝ ＋ － ＠, perhaps behind apostrophes.
[[nodiscard]] bool could_be_formula(std::string_view text) noexcept;

/// The text as every export writes it: with an apostrophe in front where it could be a formula, else as it is. A
/// spreadsheet shows such a cell as text.
[[nodiscard]] std::string inert(std::string_view text);

/// The text that `inert` was given: without its first apostrophe, if it could be a formula behind one.
[[nodiscard]] std::string_view without_inert_mark(std::string_view cell) noexcept;

} // namespace jifen
