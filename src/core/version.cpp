#include "jifen/core/version.hpp"

namespace jifen {

std::string_view version() noexcept { return JIFEN_VERSION_STRING; }

} // namespace jifen
