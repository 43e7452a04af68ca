#include "jifen/district/entry.hpp"

#include <algorithm>

namespace jifen {

PersonId Ledger::actor_of(EntryId entry) const noexcept {
    const auto after = std::upper_bound(actor_begin.begin(), actor_begin.end(), entry.value());
    return PersonId::at(static_cast<std::size_t>(after - actor_begin.begin()) - 1);
}

EntryId Ledger::withdrawn_by(EntryId entry) const noexcept {
    const auto found = std::lower_bound(cancelling.begin(), cancelling.end(), entry);
    if (found == cancelling.end() || *found != entry) return EntryId::none();
    return cancelled[static_cast<std::size_t>(found - cancelling.begin())];
}

} // namespace jifen
