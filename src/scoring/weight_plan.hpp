#pragma once

#include "jifen/core/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace jifen {

/// How the slots of few entries come to what categories and the total are credited, where that fits registers: these have
/// one slot each, and no more than eight of them are *lanes*, which something goes on to.
struct LanePlan {
    static constexpr std::size_t lanes = 8;
    static constexpr std::uint8_t no_lane = lanes;

    // By slot of `SlotPlan::items`.
    std::vector<std::uint64_t> limits;    ///< thousandths
    std::vector<std::uint8_t> lane_bits;  ///< 1 << the lane that it goes on to
    /// By category, and behind them of the total's gains and deductions: its lane or `no_lane`.
    std::vector<std::uint8_t> lane_of;
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
    std::vector<std::uint16_t> rows;   ///< by day of the window: where its row of cells begins; `rows_slack` more
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
    /// So many entries are taken one by one as fast as all cells together.
    [[nodiscard]] std::size_t few() const noexcept { return values.size() / (lanes_of_few ? 8 : 16); }
    std::optional<LanePlan> lanes_of_few;

    /// Whose slots share a cap or a ladder: the steps leave their sums by slot, uncapped.
    std::vector<ItemId> items_apart;
};

} // namespace jifen
