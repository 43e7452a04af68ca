#include "jifen/core/interner.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace jifen {

std::size_t Interner::slot_of(std::uint64_t hash, std::string_view text) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(hash) & mask;
    while (slots_[at].number != absent && (slots_[at].hash != hash || pool_[slots_[at].number] != text)) {
        at = (at + 1) & mask;
    }
    return at;
}

void Interner::grow() {
    std::vector<Slot> old(std::max<std::size_t>(16, slots_.size() * 2));
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.number == absent) continue;
        std::size_t at = static_cast<std::size_t>(slot.hash) & mask;
        while (slots_[at].number != absent) at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

std::uint32_t Interner::add(std::string_view text) {
    if (slots_.size() < (pool_.size() + 1) * 2) grow();
    const std::uint64_t hash = std::hash<std::string_view>{}(text);
    Slot& slot = slots_[slot_of(hash, text)];
    if (slot.number == absent) {
        if (pool_.size() >= absent - 1) throw std::length_error("more than 2^32 - 2 distinct texts");
        pool_.add(text);
        slot = {hash, static_cast<std::uint32_t>(pool_.size() - 1)};
    }
    return slot.number;
}

std::uint32_t Interner::find(std::string_view text) const noexcept {
    if (slots_.empty()) return absent;
    return slots_[slot_of(std::hash<std::string_view>{}(text), text)].number;
}

} // namespace jifen
