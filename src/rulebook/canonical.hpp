#pragma once

#include "rulebook/node.hpp"

#include <string>

namespace jifen::rulebook_reading {

/// What a rulebook says as one line of JSON that does not depend on how it was written down: keys in bytewise order,
/// no blanks, numbers without trailing zeros, dates as texts, and no comments. Precondition: a tree without errors.
[[nodiscard]] std::string canonical_json(const Node& root);

} // namespace jifen::rulebook_reading
