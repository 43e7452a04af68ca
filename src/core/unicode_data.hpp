#pragma once

namespace jifen {

// Characters and ranges as text: hexadecimal numbers, records ended by ';'. Read once, by look_alike.cpp.

extern const char* const canonical_decompositions; ///< `E9=65 301;`: in full, but for Hangul, which is arithmetic
extern const char* const combining_marks;          ///< `300-314;`: of a combining class other than 0
extern const char* const invisible_characters;     ///< that are drawn as nothing
extern const char* const latin_twins;              ///< `410=41;`: Greek and Cyrillic letters drawn as a Latin one

} // namespace jifen
