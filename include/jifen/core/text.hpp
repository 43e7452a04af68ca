#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jifen {

/// What a file of UTF-8 may begin with; it is no part of the text.
inline constexpr std::string_view utf8_byte_order_mark = "\xEF\xBB\xBF";

/// The offset of the first byte that is not part of well-formed UTF-8 (no overlong forms, no surrogates, nothing
/// beyond U+10FFFF); nullopt when all of it is well-formed. Reads each byte once.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept;

/// Why a text cannot be an id (SPEC §0: UTF-8, 1 to 64 bytes, no control characters); empty when it can.
[[nodiscard]] std::string_view why_not_an_id(std::string_view text) noexcept;
/// Why a text could not stand in a cell of a file; empty when it could.
[[nodiscard]] std::string_view why_not_a_cell(std::string_view text) noexcept;

/// The candidate nearest to `word` by edit distance, if it is near enough to be a likely misspelling; else empty.
[[nodiscard]] std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates);

/// `did you mean "points"?`, or empty when no candidate is near. A word of one or two bytes has no near one: every two
/// letters are two edits away from any other two.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

/// Characters of a value that messages and diagnostics show at most: every id is shown whole.
inline constexpr std::size_t longest_shown = 64;

/// The value as it is, or its first 64 characters and how long it is: `abc… (1048576 bytes)`. A byte that is not UTF-8
/// counts as a character. Whoever masks a value does it before: a long number may lie across the cut.
[[nodiscard]] std::string shortened(std::string_view value);

/// The text on one line for people to read: the bytes of control characters, line breaks among them, and those that are
/// not UTF-8 as \xNN, invisible characters as \u{N}. So a title or a name neither steers a terminal nor begins a line
/// of its own, and no character of it turns its line around. Every text for people is made by way of it; data is not.
[[nodiscard]] std::string printable(std::string_view text);

/// Puts the value in double quotes for a message, shortened and made printable: `"abc…" (1048576 bytes)`.
[[nodiscard]] std::string in_quotes(std::string_view value);

/// A personal value made unreadable for messages: the first character and the length, up to 9, stay (`张**`).
[[nodiscard]] std::string masked(std::string_view value);

/// Masks every run of 11 or more digits (identity and telephone numbers), keeping its first and last two, so that an id
/// that is really an identity number does not end up in a log. Digits of full width are digits; invisible characters,
/// and a single blank, hyphen or full stop between two digits, do not end a run.
[[nodiscard]] std::string mask_long_numbers(std::string_view value);

} // namespace jifen
