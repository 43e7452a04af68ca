#include "jifen/district/entry.hpp"

#include <algorithm>

namespace jifen {

PersonId Ledger::actor_of(EntryId entry) const noexcept {
    const auto after = std::upper_bound(actor_begin.begin(), actor_begin.end(), entry.value());
    return PersonId::at(static_cast<std::size_t>(after - actor_begin.begin()) - 1);
}

} // namespace jifen
