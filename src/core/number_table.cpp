#include "jifen/core/number_table.hpp"

namespace jifen {

void NumberTable::grow(std::size_t slots) {
    std::vector<Slot> old(slots);
    old.swap(slots_);
    for (const Slot& slot : old) {
        if (slot.number == absent) continue;
        slots_[find_slot(slot.hash, [](std::uint32_t) { return false; })] = slot;
    }
}

} // namespace jifen
