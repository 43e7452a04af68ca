#pragma once

#include "rulebook/node.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace jifen::rulebook_reading {

/// Why a text is not TOML: toml++ stops at the first.
struct SyntaxError {
    Place place;
    std::string message;
    bool duplicate = false; ///< a key or table given twice
};

/// Parses with toml++. Precondition: valid UTF-8 without byte order mark, and no statement that StatementScanner
/// refuses.
[[nodiscard]] std::variant<Node, SyntaxError> parse_toml(std::string_view text);

} // namespace jifen::rulebook_reading
