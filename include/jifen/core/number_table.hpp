#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

namespace jifen {

/// Finds the number of a text by its hash, where somebody else keeps the texts. Open addressing, 8 bytes a slot, of
/// which at most three in four are taken.
class NumberTable {
public:
    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    [[nodiscard]] static std::uint32_t hash_of(std::string_view text) noexcept {
        return static_cast<std::uint32_t>(std::uint64_t{std::hash<std::string_view>{}(text)} >> 32U);
    }
    /// Makes room for so many numbers.
    void reserve(std::size_t numbers) {
        if (slots_.size() / 4 * 3 < numbers) grow(numbers + numbers / 3 + 4);
    }
    /// Fetches where the search for a hash begins: for many that are asked for soon after one another, in a table that
    /// is far from near.
    void prefetch(std::uint32_t hash) const noexcept {
        if (!slots_.empty()) __builtin_prefetch(&slots_[home_of(hash)]);
    }
    /// The number kept under the hash for which is_same(number), to be changed at will; a new one is `absent` first,
    /// and must be set. Amortised O(1).
    template <class IsSame>
    [[nodiscard]] std::uint32_t& add(std::uint32_t hash, IsSame is_same) {
        if (slots_.size() / 4 * 3 <= taken_) grow(slots_.size() * 2 + 16);
        Slot& slot = slots_[find_slot(hash, is_same)];
        if (slot.number == absent) {
            slot.hash = hash;
            ++taken_;
        }
        return slot.number;
    }
    /// The same number, or `absent`.
    template <class IsSame>
    [[nodiscard]] std::uint32_t find(std::uint32_t hash, IsSame is_same) const {
        return slots_.empty() ? absent : slots_[find_slot(hash, is_same)].number;
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = absent;
    };
    /// Where the search for a hash begins: hashes lie in the order of their size, so any number of slots will do.
    [[nodiscard]] std::size_t home_of(std::uint32_t hash) const noexcept {
        return static_cast<std::size_t>((std::uint64_t{hash} * slots_.size()) >> 32U);
    }
    template <class IsSame>
    [[nodiscard]] std::size_t find_slot(std::uint32_t hash, IsSame is_same) const {
        std::size_t at = home_of(hash);
        while (slots_[at].number != absent && (slots_[at].hash != hash || !is_same(slots_[at].number))) {
            if (++at == slots_.size()) at = 0;
        }
        return at;
    }
    void grow(std::size_t slots);

    std::vector<Slot> slots_;
    std::size_t taken_ = 0;
};

} // namespace jifen
