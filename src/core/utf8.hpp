#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jifen {

/// Bytes of the well-formed sequence at the front of `text`, 0 when it is malformed (Unicode 15, table 3-7).
/// Precondition: not empty.
[[nodiscard]] std::size_t sequence_length(std::string_view text) noexcept;

/// The character of a well-formed sequence.
[[nodiscard]] char32_t character_of(std::string_view sequence) noexcept;

/// Appends the sequence of a character. Precondition: a Unicode scalar value.
void append_utf8(std::string& out, char32_t character);

} // namespace jifen
