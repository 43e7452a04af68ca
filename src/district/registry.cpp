#include "jifen/district/registry.hpp"

#include <algorithm>

namespace jifen {

const TextPool* Attributes::find(std::string_view name) const noexcept {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? nullptr : &columns[static_cast<std::size_t>(found - names.begin())];
}

} // namespace jifen
