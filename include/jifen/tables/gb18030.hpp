#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// What was made of a piece of GB18030 text.
struct Gb18030Decoded {
    std::size_t consumed = 0;       ///< bytes read; less than given when the piece ends inside a character
    std::optional<std::size_t> bad; ///< offset of the first byte that is no GB18030; nothing behind it is read
};

/// Decodes GB 18030-2005 (one, two and four bytes a character; of it GBK and GB 2312 are parts) and appends the
/// characters to `out` as UTF-8. Strict: a byte that starts no character, and a four-byte code of none, is `bad`. With
/// `at_end`, so is a piece that ends inside a character. Reads each byte once.
[[nodiscard]] Gb18030Decoded decode_gb18030(std::string_view bytes, bool at_end, std::string& out);

} // namespace jifen
