#pragma once

#include "jifen/core/ids.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

/// How few entries come to what categories and the total are credited. These have one slot each here, of which no more
/// than eight are *lanes*, that something goes on to. Slots of items lie in rows, each in the column of its lane, so
/// that eight are capped and added up at a time.
struct LanePlan {
    static constexpr std::size_t lanes = 8;
    static constexpr std::uint8_t no_lane = lanes;
    static constexpr std::size_t most_rows = 256; ///< more do not stay in the nearest memory

    /// Of slots: thousandths, of which nobody's few entries come to more than 32 bits.
    struct alignas(32) Row {
        std::array<std::uint32_t, lanes> by_lane{};
    };
    static constexpr std::uint64_t most_points = 0xFFFFFFFF;
    std::vector<std::uint16_t> places; ///< by cell of the WeightPlan: row × lanes + lane of its slot; of no item any
    std::vector<Row> limits;           ///< where there is no slot any
    std::size_t most_entries = 0;      ///< of a person taken so
    /// A category, or a side of the total.
    struct Target {
        std::uint64_t limit = 0; ///< thousandths
        std::uint8_t lane = no_lane;
        bool is_deduction = false;
    };
    std::vector<Target> targets; ///< by category, and behind them the total's gains and deductions
};

/// Where the row of cells of each day begins. A day has the row of the day before it, or the next: so how many rows it
/// lies behind the first of its *piece*, 128 days, fits a byte, and the rows of a piece fit two registers.
class DayRows {
public:
    static constexpr unsigned piece_bits = 7;

    DayRows() = default;
    /// By day the number of its row, from 0 on; at least a day, and at most 2^16. `width`: cells of a row.
    DayRows(std::span<const std::uint32_t> numbers, std::size_t width);

    [[nodiscard]] std::uint16_t last_day() const noexcept { return static_cast<std::uint16_t>(begins_.size() - 1); }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }
    [[nodiscard]] const std::uint16_t* begins() const noexcept { return begins_.data(); } ///< by day
    [[nodiscard]] std::uint16_t begin_of_piece(std::size_t piece) const noexcept {
        return begins_[piece << piece_bits];
    }
    /// For each day of a piece the number of rows from that of its first day on.
    [[nodiscard]] const std::uint8_t* beyond(std::size_t piece) const noexcept {
        return beyond_.data() + (piece << piece_bits);
    }

private:
    std::size_t width_ = 0;
    std::vector<std::uint16_t> begins_;
    std::vector<std::uint8_t> beyond_; ///< of whole pieces
};

/// How the points of many entries come from their *weights*: 1 for an entry of an item worth points, its units for one
/// of an item worth points a unit or of a ladder. Weights gather in *cells*, one for each item in a run of days on
/// which no points and no slot change, and the points of a cell are one product. So an entry is one addition to a small
/// table, whatever its item asks. What the cells of an item come to is capped slot by slot, and goes on, for eight
/// items at a time, in the order of days.
///
/// Part of a SlotPlan (`SlotPlan::weights`); frozen; threads share it.
struct WeightPlan {
    static constexpr std::size_t lanes = 8; ///< items at a time, by code

    /// To the sums of which stage something goes on.
    enum class Stage : std::uint8_t { items, categories, total };
    static constexpr std::size_t stages = 3;
    struct Target {
        Stage stage = Stage::items;
        std::uint32_t slot = 0; ///< of that stage of the SlotPlan
    };
    /// Rows up to which eight items are added up, and what becomes of the sums then.
    struct Step {
        std::uint32_t end = 0;  ///< behind the last of the rows
        std::uint8_t ended = 0; ///< a bit for each lane whose slot ends: it is credited what there is, `limits` at most
        std::uint8_t onward = 0;   ///< a bit for each whose credit goes on
        std::uint32_t targets = 0; ///< where to, from the first of these bits on
    };

    /// More do not stay in the nearest memory.
    static constexpr std::size_t most_cells = 8192;
    static constexpr std::uint64_t most_weight = 0xFFFF; ///< of one entry

    std::size_t width = 0;             ///< cells of a row, a multiple of `lanes`, those behind the codes of items empty
    DayRows rows;                      ///< by day of the window
    std::vector<std::uint32_t> values; ///< by cell: thousandths for a weight of 1
    std::vector<std::uint16_t> slots;  ///< by cell, of `SlotPlan::items`; of no item any
    std::vector<std::uint8_t> is_units; ///< by code of the item: 0xFF where an entry weighs its units, else 0
    /// Thousandths of a quantity that weigh 1: quantities are weighed where it divides them.
    std::uint64_t unit = 0;
    /// It divides all quantities of the ledger, and the largest weighs `most_weight` at most; or none is asked for.
    bool weighs_all = false;

    // By code, in as many as a row has.
    std::vector<std::uint64_t> limits; ///< thousandths in a slot
    /// Of the item; the number of categories: it has none, or is in `items_apart`.
    std::vector<std::uint32_t> categories;

    std::vector<Step> steps;             ///< of the first eight codes in the order of days, then of the next
    std::vector<std::uint32_t> steps_of; ///< by eight codes: the first; one more
    std::vector<Target> targets;
    /// So many entries are taken slot by slot as fast as all cells together.
    [[nodiscard]] std::size_t few() const noexcept { return values.size() / 16; }
    std::optional<LanePlan> lanes_of_few;

    /// Whose slots share a cap or a ladder: the steps leave their sums by slot, uncapped.
    std::vector<ItemId> items_apart;
};

} // namespace jifen
