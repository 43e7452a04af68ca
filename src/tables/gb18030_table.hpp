#pragma once

#include <cstddef>

namespace jifen {

inline constexpr std::size_t gb18030_first_bytes = 126;  ///< 81 to FE
inline constexpr std::size_t gb18030_second_bytes = 190; ///< 40 to 7E, 80 to FE

/// The characters of the two-byte codes, by first byte, then second. All of them lie below U+10000.
extern const char16_t gb18030_two_byte[gb18030_first_bytes * gb18030_second_bytes + 1];

} // namespace jifen
