#pragma once

#include <string_view>

namespace jifen {

/// The version of the library, as the build states it: `0.1.0`.
[[nodiscard]] std::string_view version() noexcept;

} // namespace jifen
