#pragma once

#include "jifen/scoring/scorer.hpp"
#include "scoring/slot_plan.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

/// The items part of one person at a time, as `Scorer` computes it, without the verdicts: sums by slot (`SlotPlan`) in
/// one pass over her entries, then the caps on the sums. Reuses its memory: one a thread.
class TotalsScorer {
public:
    /// Both outlive it. `always`: however few a person's entries are against the slots.
    TotalsScorer(const Admission& admission, const SlotPlan& plan, bool always);

    /// As `Scorer::score`, whatever `categories` were; nullopt, with `categories` as they were, when some sum might not
    /// fit 64 bits or her entries are too few for so many slots: then ask `Scorer`. O(n + slots); of few entries O(n)
    /// and the slots of those items whose slots share a cap or a ladder, or, by lane, O(n + rows), which are never too
    /// many. People one behind the other are quickest: where entries are weighed, those of the next are done with hers.
    [[nodiscard]] std::optional<ItemsScore> score(PersonId person, std::span<CategoryScore> categories);

private:
    struct Tile;
    struct WeightTile;
    static constexpr std::size_t most_few = 512; ///< entries of which slots are noted
    /// An entry that waits for what becomes of its act.
    struct Delayed {
        ItemId item;
        std::uint32_t slot = 0;
        std::uint64_t points = 0;
        ActWord act;
        std::uint64_t once_key = 0; ///< 0: it is not asked
        std::uint32_t place = 0;    ///< of its act in `largest_`
    };
    /// What is asked of an item whose entries are asked more. Items themselves are too wide for the nearest memory.
    struct AskedItem {
        Scoring scoring = Scoring::none;
        ExclusiveId exclusive;
        std::uint32_t code_rank = 0;
        std::optional<Period> once;
    };
    struct CapState {
        std::uint64_t limit, left;
        std::int32_t number; ///< of the period that `left` is about
    };
    /// Magnitudes.
    struct Folded {
        std::uint64_t raw = 0, credited = 0;
    };

    void make_sums();
    [[nodiscard]] bool may_overflow(EntryRange range) const;
    void add_one_by_one(EntryRange range, bool is_few);
    template <bool notes_slots>
    void add_tile(Tile& tile);
    template <bool notes_slots, bool any_daily>
    void add_fixed(Tile& tile);
    void add_asked(Tile& tile);
    void add_by_quantity(const Tile& tile, std::span<const std::uint16_t> which);
    [[nodiscard]] std::uint32_t cell_of(const Tile& tile, std::size_t i) const noexcept;
    [[nodiscard]] std::uint32_t slot_of(const Tile& tile, std::size_t i) const noexcept;
    [[nodiscard]] std::uint64_t asked_points(const Tile& tile, std::size_t i, ItemId item) const noexcept;
    [[nodiscard]] std::uint64_t once_key_of(const Tile& tile, std::size_t i, ItemId item) const noexcept;
    void settle_acts();
    [[nodiscard]] bool seen_before(std::uint64_t key);
    Folded fold_owner(const SlotPlan::Stage& stage, const SlotPlan::Owner& owner, std::uint64_t* sums,
                      std::uint64_t* next);
    Folded fold_shared_caps(const SlotPlan::Stage& stage, const SlotPlan::Owner& owner, std::uint64_t* sums,
                            std::uint64_t* next);
    template <class CapStates>
    static Folded fold_capped(const SlotPlan::Stage& stage, const SlotPlan::Owner& owner, std::uint64_t* sums,
                              std::uint64_t* next, CapStates caps);
    void fold_few(std::size_t count);
    void climb(const Ladder& ladder, const SlotPlan::Owner& owner);
    [[nodiscard]] ItemsScore fold(std::span<CategoryScore> categories);

    // totals_scorer_weights.cpp
    [[nodiscard]] bool can_weigh(EntryRange range) const;
    template <class Add>
    void for_each_weighed(EntryRange range, Add add);
    void add_weighed(EntryRange range, bool is_few);
    [[nodiscard]] std::optional<ItemsScore> score_by_lane(EntryRange range, std::span<CategoryScore> categories);
    void weigh_from(std::uint32_t begin);
    void add_few(std::span<const std::uint16_t> cells, const std::uint16_t* weights, std::uint32_t* slots);

    const Admission& admission_;
    const SlotPlan& plan_;
    const RulebookData& rules_;
    bool always_;
    std::uint32_t first_day_;
    bool has_levels_ = false, has_acts_ = false, has_once_ = false;
    std::vector<AskedItem> asked_items_; ///< by item

    // Magnitudes, all of them 0 between two people.
    std::vector<std::uint64_t> item_sums_; ///< by slot; at least one, to which what adds nothing adds 0
    std::vector<std::uint64_t> category_sums_, total_sums_; ///< by slot
    std::vector<std::uint64_t> raw_; ///< by category; the last, of items without one, is never asked, nor made 0

    // By weight, where the plan has a WeightPlan.
    std::vector<std::uint32_t> weights_;                         ///< by cell; 0 between two people
    std::vector<LanePlan::Row> lane_sums_;                       ///< as of its limits; 0 between two people
    EntryRange weighed_{0, 0};                                   ///< of one person and those behind her
    std::vector<std::uint16_t> weighed_cells_, weighed_weights_; ///< of these entries

    // Whose sums may not be 0.
    std::vector<std::uint32_t> noted_slots_; ///< of the entries, when they are few
    std::vector<ItemId> touched_, all_items_;
    std::vector<std::uint8_t> item_is_touched_;     ///< 0 between two people
    std::vector<std::uint8_t> category_is_touched_; ///< the last: none

    std::vector<CapState> caps_;
    std::vector<Delayed> delayed_; ///< the first `delayed_count_` of them
    std::size_t delayed_count_ = 0;
    std::vector<std::uint32_t> largest_;    ///< of each act in a group, behind its place in `delayed_`; 0 is empty
    std::vector<std::uint64_t> once_slots_; ///< open addressing; 0 is empty
    std::size_t once_mask_ = 0;
    std::optional<ItemId> veto_;
};

} // namespace jifen
