#pragma once

#include "jifen/core/number_table.hpp"
#include "jifen/core/packed_texts.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace jifen {

/// The rising order in which ids of a ledger come that was written down entry by entry, but for a few strays: ids of
/// another series, rows that were added later. Among the other rows an id can be searched for, and of two of them the
/// one that comes first has the smaller id: nobody needs a table of all. Memory: a bit a row if there are strays.
class IdOrder {
public:
    static constexpr std::uint32_t absent = NumberTable::absent;
    struct Run {
        std::uint32_t begin, end;
    };

    /// No order.
    IdOrder() = default;
    /// Finds the order of the ids, if there is one. Strays are rows whose id is not greater than all before, or those
    /// whose id is not smaller than all after, whichever are few: one in 32 at most, and a few more. `look` is called
    /// now and then. Two passes at most.
    IdOrder(const PackedTexts& ids, const std::function<void()>& look);

    /// Whether there is one.
    [[nodiscard]] explicit operator bool() const noexcept { return is_there_; }
    [[nodiscard]] bool has_strays() const noexcept { return !strays_.empty(); }
    /// Precondition: there is an order.
    [[nodiscard]] bool is_stray(std::size_t row) const noexcept { return has_strays() && strays_[row]; }
    /// All strays, ascending.
    [[nodiscard]] const std::vector<Run>& stray_runs() const noexcept { return runs_; }
    /// The row with that id among those that are no strays; `absent` when there is none. O(log rows). `ids` are those
    /// of the constructor; precondition: there is an order.
    [[nodiscard]] std::uint32_t find(const PackedTexts& ids, std::string_view id) const noexcept;

private:
    [[nodiscard]] bool find_strays(const PackedTexts& ids, bool is_forward, const std::function<void()>& look);

    std::vector<bool> strays_; ///< by row; empty when there are none
    std::vector<Run> runs_;
    bool is_there_ = false; ///< made from those
};

} // namespace jifen
