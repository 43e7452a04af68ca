#pragma once

#include "jifen/core/text_pool.hpp"

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace jifen {

/// Numbers distinct texts from 0 in the order in which they are first seen. Open addressing over a TextPool: 32 to 64
/// bytes a text besides the text itself. At most 2^32 − 2 texts; more throws std::length_error.
class Interner {
public:
    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    /// The number of the text, adding it when it is new. Amortised O(length).
    std::uint32_t add(std::string_view text);
    /// The number of the text, or `absent`.
    [[nodiscard]] std::uint32_t find(std::string_view text) const noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return pool_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t number) const noexcept { return pool_[number]; }
    [[nodiscard]] const TextPool& pool() const noexcept { return pool_; }

private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t number = absent;
    };
    [[nodiscard]] std::size_t slot_of(std::uint64_t hash, std::string_view text) const noexcept;
    void grow();

    TextPool pool_;
    std::vector<Slot> slots_;
};

} // namespace jifen
