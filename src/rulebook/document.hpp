#pragma once

#include "rulebook/node.hpp"
#include "rulebook/report.hpp"

#include <string_view>

namespace jifen::rulebook_reading {

/// A rulebook text as a tree, with what can still be judged when it has syntax errors.
struct Document {
    Node root;
    bool readable = true;   ///< false: nothing could be made of it, the report says why
    bool keys_lost = false; ///< statements with syntax errors were left out: what is missing may stand in them
};

/// Makes the tree of a rulebook text: bytes are checked (size, UTF-8, depth), then toml++ parses. toml++ stops at its
/// first syntax error; here the statement with the error is taken out and the rest is parsed again, so that the errors
/// of the rest are listed in the same go. At most `most_syntax_errors` times, each costs O(size).
[[nodiscard]] Document read_document(std::string_view toml, Report& report);

inline constexpr std::size_t most_bytes = std::size_t{16} << 20U;
inline constexpr int most_syntax_errors = 20;

} // namespace jifen::rulebook_reading
