#pragma once

#include "rulebook/node.hpp"
#include "rulebook/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jifen::rulebook_reading {

/// A rulebook text as a tree, with what can still be judged when it has syntax errors.
struct Document {
    Node root;
    bool readable = true; ///< false: nothing could be made of it, the report says why
    std::string lost;     ///< the statements left out for syntax errors: what is missing may stand in them
    std::string unread;   ///< `lost`, and the values left out whose keys stand
    /// The tables of the root under headers that were refused because the name was taken, in file order: the key is
    /// the name. They are no part of the root, but their content is judged as well. Of a header such as
    /// `[linkage.served]` it is a partial table `linkage` that holds `served` and nothing else.
    std::vector<Member> repeated;
};

/// Makes the tree of a rulebook text: bytes are checked (size, UTF-8, depth), then toml++ parses. toml++ stops at its
/// first syntax error; here the statement with the error is taken out and the rest is parsed again, so that the errors
/// of the rest are listed in the same go. At most `most_syntax_errors` times, each costs O(size).
[[nodiscard]] Document read_document(std::string_view toml, Report& report);

inline constexpr std::size_t most_bytes = std::size_t{16} << 20U;
inline constexpr int most_syntax_errors = 20;

} // namespace jifen::rulebook_reading
