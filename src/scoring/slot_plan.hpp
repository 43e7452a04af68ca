#pragma once

#include "admission/item_codes.hpp"
#include "jifen/admission/admission.hpp"
#include "scoring/weight_plan.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

/// Where points gather that no cap and no ladder tells apart. A *slot* is an item in an unbroken run of days that lie
/// in the same period of every cap on its way (its own, its category's, the total's) and of its ladder. In a slot the
/// order of entries decides verdicts, but not points: what a stage credits to all of them is the smallest of their sum
/// and of what is left of each cap. So sums by slot, taken through the stages in the order of days, come to the same
/// points as entry after entry (SPEC §4.4). Categories and the total have slots of their own, cut alike.
///
/// Compiled for a program and the words of a district; frozen; threads share it.
class SlotPlan {
public:
    explicit SlotPlan(const Admission& admission);

    /// Whether a program is not too large for the tables, and its points not for 32 bits.
    [[nodiscard]] static bool can_take(const Admission& admission);
    /// Whether making the tables pays for the entries that there are.
    [[nodiscard]] static bool pays_for(const Admission& admission) noexcept;

    /// Days `first` … of the window, until the owner's next slot.
    struct Slot {
        std::uint32_t first = 0;
        std::uint32_t onward = 0; ///< the slot of the next stage that points go on to
    };
    /// A run of slots of one item, one category or the total, and the caps they meet.
    struct Owner {
        std::uint32_t begin = 0, end = 0; ///< of `slots` of its stage
        std::span<const Cap> caps;
        std::uint32_t cap_numbers = 0; ///< begin in `cap_numbers` of the numbers of periods, slots × caps
        bool is_deduction = false;
        bool caps_one_by_one = false; ///< no cap's period has two slots: each is credited its points, `limit` at most
        std::uint64_t limit = 0;      ///< thousandths
    };
    /// How what one slot of an item has gathered goes on, when the slots of few entries are looked at and no others.
    struct Passage {
        std::uint64_t limit = 0;    ///< thousandths
        std::uint32_t onward = 0;   ///< as of the slot; `apart`
        std::uint32_t category = 0; ///< whose slot that is; the number of categories: the total's
        /// All slots of its item have to be looked through, because they share a cap or a ladder.
        static constexpr std::uint32_t apart = 0xFFFFFFFFU;
        [[nodiscard]] bool is_apart() const noexcept { return onward == apart; }
    };
    struct Stage {
        std::vector<Owner> owners;
        std::vector<Slot> slots;
        std::vector<std::int32_t> cap_numbers;
    };
    /// What an entry of an item on a day adds. Values are magnitudes: the points of an item are all of one sign.
    struct Cell {
        std::uint32_t slot = 0;  ///< of `items`, marked where it is the first of a slot a day
        std::uint32_t value = 0; ///< thousandths; 0 where more than day and item has to be asked
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    static constexpr std::uint32_t daily = 0x80000000U; ///< the mark of a slot
    /// What has to be asked of an entry besides its item and day.
    enum class Asks : std::uint8_t { nothing, quantity, veto, level, once, exclusive };
    static constexpr std::size_t kinds_of_asks = 6;

    [[nodiscard]] const Stage& items() const noexcept { return items_; } ///< owners by item
    [[nodiscard]] const Stage& categories() const noexcept { return categories_; }
    [[nodiscard]] const Stage& total() const noexcept { return total_; } ///< two owners alike: gains, deductions
    [[nodiscard]] const std::vector<Passage>& passages() const noexcept { return passages_; } ///< by slot of `items`
    /// By slot of `items`.
    [[nodiscard]] ItemId item_of(std::uint32_t slot) const noexcept { return item_of_slot_[slot]; }
    /// How many slots have to be looked through with others.
    [[nodiscard]] std::size_t shared_slots() const noexcept { return shared_slots_; }
    /// The number of an item + 1 stands for it here; 0 is no item, of which nothing is asked and whose cells add 0.
    [[nodiscard]] const ItemCodes& codes() const noexcept { return codes_; }
    [[nodiscard]] const std::vector<std::uint8_t>& asks() const noexcept { return asks_; } ///< by code: `Asks`
    [[nodiscard]] bool asks_quantities_alone() const noexcept { return asks_quantities_alone_; }
    /// By code, in rows of days on which all is the same; of an item with a slot a day they are alike, so that all rows
    /// together stay in the nearest memory.
    [[nodiscard]] const std::vector<Cell>& cells() const noexcept { return cells_; }
    /// By day of the window: where its row begins.
    [[nodiscard]] const std::vector<std::uint32_t>& rows() const noexcept { return rows_; }
    /// Of an entry that meets the cell on that day of the window, counted from 0.
    [[nodiscard]] static std::uint32_t slot_on(Cell cell, std::uint32_t day) noexcept {
        return (cell.slot & ~daily) + (day & (0 - cell.slot / daily));
    }
    /// Beside the cells, of those where more has to be asked: thousandths, of one or of a unit. A unit of a ladder,
    /// whose slots gather quantities, has 1.000.
    [[nodiscard]] const std::vector<std::uint32_t>& asked_values() const noexcept { return asked_values_; }
    /// None where more than quantities is asked, a slot is a day, or there are too many cells, or days.
    [[nodiscard]] const std::optional<WeightPlan>& weights() const noexcept { return weights_; }
    [[nodiscard]] bool any_daily() const noexcept { return any_daily_; }
    [[nodiscard]] bool any_per_unit() const noexcept { return any_per_unit_; }
    /// The largest magnitude of what an entry adds that does not depend on its quantity.
    [[nodiscard]] std::uint64_t most_fixed() const noexcept { return most_fixed_; }
    /// The largest of a value for a unit × a quantity of at most so many thousandths; 2^64 − 1 when it is larger still.
    [[nodiscard]] std::uint64_t most_product(std::uint64_t quantity) const noexcept;

    /// The number of the period, from 0 for the window's first one, that contains a day, counted from its first.
    [[nodiscard]] std::int32_t period_in_window(Period per, std::int32_t day) const noexcept {
        const Day first = program_.window().first();
        return program_.calendar().number(per, first.plus(day)) - program_.calendar().number(per, first);
    }

    /// The same for each day of the window; of a kind of period in which an item is `once`, else empty.
    [[nodiscard]] const std::vector<std::int32_t>& periods_once(Period per) const noexcept {
        return periods_once_[static_cast<std::size_t>(per)];
    }

private:
    void plan_weights(const Ledger& ledger);
    void plan_lanes(std::uint64_t most_quantity);
    void plan_step(std::size_t row, std::size_t first_code, bool is_last);

    Program program_;
    std::array<std::vector<std::int32_t>, all_periods.size()> periods_once_;
    Stage items_, categories_, total_;
    std::vector<Passage> passages_;
    std::vector<ItemId> item_of_slot_;
    std::size_t shared_slots_ = 0;
    std::vector<Cell> cells_;
    std::vector<std::uint32_t> rows_;
    std::vector<std::uint32_t> asked_values_;
    std::vector<std::uint8_t> asks_;
    ItemCodes codes_;
    std::optional<WeightPlan> weights_;
    bool any_daily_ = false, any_per_unit_ = false, asks_quantities_alone_ = true;
    std::uint64_t most_fixed_ = 0, most_per_unit_ = 0;
};

} // namespace jifen
