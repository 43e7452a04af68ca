#pragma once

#include <string>
#include <string_view>

namespace jifen {

/// Appends the text as a JSON string (RFC 8259): in quotes, with `"`, `\` and control characters escaped, all else as
/// it is. Precondition: UTF-8.
void append_json_string(std::string& out, std::string_view text);

} // namespace jifen
