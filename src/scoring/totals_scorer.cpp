#include "scoring/totals_scorer.hpp"

#include "core/byte_lookup.hpp"
#include "scoring/points_mask.hpp"
#include "scoring/signed_points.hpp"
#include "scoring/weighing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <tuple>
#include <utility>

namespace jifen {

namespace {

constexpr std::uint64_t most_sum = std::uint64_t{1} << 62U;
constexpr std::int32_t no_period_yet = std::numeric_limits<std::int32_t>::min();
/// Looking through the slots costs about as much as this share of scoring an entry after the other.
constexpr std::size_t slots_for_an_entry = 64;

/// value × quantity / 1000 rounded half to even; within 62 bits.
std::uint64_t points_of(std::uint64_t value, std::uint64_t quantity) noexcept {
    const std::uint64_t sum = value * quantity + 500;
    const std::uint64_t up = sum / 1000;
    return up - (up * 1000 == sum ? up % 2 : 0);
}

/// Visits the slots from `begin` up to `end` whose sums are not 0, in their order. Most days of most items are empty,
/// and which are not nobody can guess: they are found 64 at a time without a branch.
template <class Visit>
void for_each_with_points(const std::uint64_t* sums, std::uint32_t begin, std::uint32_t end, Visit visit) {
    constexpr std::uint32_t at_once = 64;
    const Vectors vectors = widest_vectors();
    for (std::uint32_t first = begin; first < end; first += at_once) {
        std::uint64_t found = 0;
        if (end - first >= at_once) {
            found = points_mask(sums + first, vectors);
        } else {
            for (std::uint32_t k = 0; k < end - first; ++k) found |= std::uint64_t{sums[first + k] != 0} << k;
        }
        for (; found != 0; found &= found - 1) visit(first + static_cast<std::uint32_t>(std::countr_zero(found)));
    }
}

/// Never 0, which is an empty place.
std::uint64_t once_key(ItemId item, std::int32_t period, std::uint32_t subject) noexcept {
    return std::uint64_t{1} << 63U | std::uint64_t{item.value()} << 49U |
           std::uint64_t{static_cast<std::uint32_t>(period)} << 32U | subject;
}

/// Where to look first among so many places, a power of two from 2 on. Keys have what tells them apart in upper bits,
/// which one product would carry into few bits of its own: their sum with the lower ones is multiplied again.
std::size_t hashed(std::uint64_t key, std::size_t places) noexcept {
    constexpr std::uint64_t scatter = 0x9E3779B97F4A7C15U; // 2^64 divided by the golden ratio
    key *= scatter;
    key ^= key >> 32U;
    return static_cast<std::size_t>(key * scatter >> static_cast<unsigned>(std::countl_zero(places) + 1));
}

} // namespace

/// Some entries of one person, their columns as they are asked for.
struct TotalsScorer::Tile {
    static constexpr std::size_t size = most_few; // so that few are one tile

    std::uint32_t begin = 0;
    std::size_t count = 0;
    std::array<std::uint8_t, size> code;               ///< of the item; 0 where the entry is not valid
    std::array<std::uint32_t, size> day;               ///< from the first of the window on; 0 where code is 0
    std::array<std::uint16_t, size + list_slack> more; ///< which of them are asked more
    std::array<std::array<std::uint16_t, size>, SlotPlan::kinds_of_asks> by_asks; ///< which of those, by what is asked
    std::array<std::size_t, SlotPlan::kinds_of_asks> asks_count{};
    std::array<std::uint64_t, size> quantity;
    std::array<std::uint32_t, size> subject, level, act;

    template <class Column, class Number>
    void read(const Column& column, std::array<Number, size>& into) const {
        column.read(begin, std::span(into).first(count));
    }
};

TotalsScorer::TotalsScorer(const Admission& admission, const SlotPlan& plan, bool always)
    : admission_(admission), plan_(plan), rules_(admission.program().rules()), always_(always),
      first_day_(static_cast<std::uint32_t>(admission.program().window().first().number())) {
    for (std::size_t i = 0; i < rules_.items.size(); ++i) {
        const Item& item = rules_.items[i];
        has_levels_ = has_levels_ || item.scoring == Scoring::by_level;
        has_acts_ = has_acts_ || item.exclusive;
        has_once_ = has_once_ || item.once;
        asked_items_.push_back({item.scoring, item.exclusive, admission.program().code_rank(ItemId::at(i)), item.once});
    }
}

std::optional<ItemsScore> TotalsScorer::score(PersonId person, std::span<CategoryScore> categories) {
    const EntryRange range = admission_.district().ledger.of(person);
    if (range.size() == 0) {
        std::ranges::fill(categories, CategoryScore{});
        return ItemsScore{};
    }
    const bool weighs = can_weigh(range);
    if (!weighs && may_overflow(range)) return std::nullopt;
    if (weighs && plan_.weights()->lanes_of_few && range.size() <= plan_.weights()->lanes_of_few->most_entries)
        return score_by_lane(range, categories);
    // Of few entries only their own slots, or those of their items, are looked at: one takes as long as an entry.
    const std::size_t slots = plan_.items().slots.size(), items = rules_.items.size();
    const bool is_few = range.size() <= std::min(most_few, plan_.weights() ? plan_.weights()->few() : slots);
    const std::size_t slots_to_see = is_few ? plan_.shared_slots() : slots;
    const std::size_t entries = is_few ? std::max(items, range.size()) : range.size();
    if (!always_ && slots_to_see >= (slots_for_an_entry + 1) * entries) return std::nullopt;
    if (item_sums_.empty()) make_sums();
    veto_ = std::nullopt;
    if (weighs) {
        add_weighed(range, is_few);
    } else {
        add_one_by_one(range, is_few);
    }
    if (is_few) {
        fold_few(range.size());
    } else {
        const std::vector<ItemId>& to_fold = weighs ? plan_.weights()->items_apart : all_items_;
        touched_.assign(to_fold.begin(), to_fold.end());
        std::fill(category_is_touched_.begin(), category_is_touched_.end(), 1);
        if (weighs)
            fold_weights(*plan_.weights(), weights_.data(),
                         {{item_sums_.data(), category_sums_.data(), total_sums_.data()}, raw_.data()},
                         widest_vectors());
    }
    return fold(categories);
}

/// Reads and adds her entries without weights. `is_few`: their slots are noted.
void TotalsScorer::add_one_by_one(EntryRange range, bool is_few) {
    if (has_once_) {
        once_slots_.assign(std::bit_ceil(range.size() * 2), 0);
        once_mask_ = once_slots_.size() - 1;
    }
    Tile tile; // NOLINT(cppcoreguidelines-pro-type-member-init): each column is written before it is read
    for (std::uint32_t begin = range.begin; begin < range.end; begin += static_cast<std::uint32_t>(tile.count)) {
        tile.begin = begin;
        tile.count = std::min<std::size_t>(Tile::size, range.end - begin);
        if (is_few) {
            add_tile<true>(tile);
        } else {
            add_tile<false>(tile);
        }
    }
    if (delayed_count_ > 0) settle_acts();
}

/// Takes the slots that were noted, which are all that she has, to the next stage where each is capped by itself; the
/// items of the others are noted as touched, and the categories of all.
void TotalsScorer::fold_few(std::size_t count) {
    touched_.clear();
    std::fill(category_is_touched_.begin(), category_is_touched_.end(), 0);
    const SlotPlan::Passage* const passages = plan_.passages().data();
    const auto categories = static_cast<std::uint32_t>(rules_.categories.size());
    std::uint64_t *const sums = item_sums_.data(), *const raw = raw_.data();
    std::uint64_t *const of_categories = category_sums_.data(), *const of_total = total_sums_.data();
    std::uint8_t* const category_is_touched = category_is_touched_.data();
    const std::uint32_t* const slots = noted_slots_.data();
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t slot = slots[i];
        const SlotPlan::Passage& passage = passages[slot];
        category_is_touched[passage.category] = 1;
        if (passage.is_apart()) {
            const ItemId item = plan_.item_of(slot);
            if (std::exchange(item_is_touched_[item.index()], 1) == 0) touched_.push_back(item);
            continue;
        }
        const std::uint64_t points = std::exchange(sums[slot], 0);
        raw[passage.category] += points;
        (passage.category < categories ? of_categories : of_total)[passage.onward] += std::min(points, passage.limit);
    }
    for (const ItemId item : touched_) item_is_touched_[item.index()] = 0;
}

/// Not before somebody needs them: there may be very many slots, and nobody with entries enough.
void TotalsScorer::make_sums() {
    category_sums_.resize(plan_.categories().slots.size());
    total_sums_.resize(plan_.total().slots.size());
    raw_.resize(rules_.categories.size() + 1);
    item_sums_.resize(plan_.items().slots.size() + 1);
    noted_slots_.resize(most_few);
    if (plan_.weights()) weights_.resize(plan_.weights()->values.size());
    item_is_touched_.resize(rules_.items.size());
    category_is_touched_.resize(rules_.categories.size() + 1);
    for (std::size_t i = 0; i < rules_.items.size(); ++i) all_items_.push_back(ItemId::at(i));
}

/// Whether the sums of so many entries might not fit; asked before, so that nothing need be asked on the way.
bool TotalsScorer::may_overflow(EntryRange range) const {
    std::uint64_t most = plan_.most_fixed();
    if (plan_.any_per_unit()) {
        const auto largest = admission_.district().ledger.quantity.bounds(range.begin, range.end).second;
        most = std::max(most, plan_.most_product(static_cast<std::uint64_t>(largest))); // quantities are not negative
    }
    return most > most_sum / range.size();
}

template <bool notes_slots>
void TotalsScorer::add_tile(Tile& tile) {
    const Ledger& ledger = admission_.district().ledger;
    plan_.codes().read(ledger, tile.begin, std::span(tile.code).first(tile.count));
    tile.read(ledger.day, tile.day);
    // Without a branch, which would be guessed wrong wherever an entry is refused.
    const std::uint8_t* const states = admission_.states().data() + tile.begin;
    const std::uint32_t first_day = first_day_;
    for (std::size_t i = 0; i < tile.count; ++i)
        tile.code[i] = static_cast<std::uint8_t>(tile.code[i] & (states[i] == Admission::valid ? 0xFFU : 0U));
    for (std::size_t i = 0; i < tile.count; ++i)
        tile.day[i] = (tile.day[i] - first_day) & (tile.code[i] != 0 ? ~std::uint32_t{0} : 0);
    if (plan_.any_daily()) {
        add_fixed<notes_slots, true>(tile);
    } else {
        add_fixed<notes_slots, false>(tile);
    }
    add_asked(tile);
}

/// Adds what day and item say of the entries.
template <bool notes_slots, bool any_daily>
void TotalsScorer::add_fixed(Tile& tile) {
    const std::uint32_t* const rows = plan_.rows().data();
    const SlotPlan::Cell* const cells = plan_.cells().data();
    std::uint64_t* const sums = item_sums_.data();
    [[maybe_unused]] std::uint32_t* const noted_slots = noted_slots_.data(); // of few entries, which are one tile
    const std::size_t count = tile.count; // sums might be it, for all that a compiler knows
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t day = tile.day[i];
        const SlotPlan::Cell adds = cells[rows[day] + tile.code[i]];
        const std::uint32_t slot = any_daily ? SlotPlan::slot_on(adds, day) : adds.slot;
        sums[slot] += adds.value;
        if constexpr (notes_slots) noted_slots[i] = slot;
    }
}

/// The number of the cell of a valid entry.
std::uint32_t TotalsScorer::cell_of(const Tile& tile, std::size_t i) const noexcept {
    return plan_.rows()[tile.day[i]] + tile.code[i];
}

std::uint32_t TotalsScorer::slot_of(const Tile& tile, std::size_t i) const noexcept {
    return SlotPlan::slot_on(plan_.cells()[cell_of(tile, i)], tile.day[i]);
}

/// Adds those of which day and item do not say all, one kind after the other: which kind the next one is cannot be
/// guessed. Entries of one item keep their order.
void TotalsScorer::add_asked(Tile& tile) {
    using Asks = SlotPlan::Asks;
    const std::size_t count =
        list_marked(plan_.asks(), std::span(tile.code).first(tile.count), tile.more.data(), widest_vectors());
    if (count == 0) return;
    const Ledger& ledger = admission_.district().ledger;
    if (plan_.any_per_unit()) tile.read(ledger.quantity, tile.quantity);
    const std::span<const std::uint16_t> more = std::span(tile.more).first(count);
    if (plan_.asks_quantities_alone()) return add_by_quantity(tile, more);
    if (has_levels_) tile.read(ledger.level, tile.level);
    if (has_acts_) tile.read(ledger.act, tile.act);
    if (has_once_) tile.read(ledger.subject, tile.subject);
    tile.asks_count = {};
    const std::uint8_t* const asks_of_code = plan_.asks().data();
    for (const std::uint16_t i : more) {
        const std::size_t asks = asks_of_code[tile.code[i]];
        tile.by_asks[asks][tile.asks_count[asks]++] = i;
    }
    const auto which = [&tile](Asks asks) {
        const auto at = static_cast<std::size_t>(asks);
        return std::span(std::as_const(tile.by_asks[at])).first(tile.asks_count[at]);
    };
    const auto item_at = [&](std::size_t i) { return ItemId::at(ItemCodes::index(tile.code[i])); };
    add_by_quantity(tile, which(Asks::quantity));
    if (!veto_ && !which(Asks::veto).empty()) veto_ = item_at(which(Asks::veto).front());
    for (const std::size_t i : which(Asks::level)) item_sums_[slot_of(tile, i)] += asked_points(tile, i, item_at(i));
    for (const std::size_t i : which(Asks::once)) {
        const ItemId item = item_at(i);
        const std::uint64_t points = asked_points(tile, i, item);
        if (points != 0 && !seen_before(once_key_of(tile, i, item))) item_sums_[slot_of(tile, i)] += points;
    }
    if (const std::size_t most = delayed_count_ + which(Asks::exclusive).size(); delayed_.size() < most)
        delayed_.resize(most);
    for (const std::size_t i : which(Asks::exclusive)) {
        const ItemId item = item_at(i);
        const std::uint32_t slot = slot_of(tile, i);
        const std::uint64_t points = asked_points(tile, i, item);
        const bool is_once = asked_items_[item.index()].once.has_value();
        const ActWord act(tile.act[i]);
        // One by one: a record that is copied as a whole waits for what was written last.
        Delayed& entry = delayed_[delayed_count_];
        entry.item = item;
        entry.slot = slot;
        entry.points = points;
        entry.act = act;
        entry.once_key = is_once ? once_key_of(tile, i, item) : 0;
        // What is about no act and not `once` stands as it is.
        const bool is_delayed = (act || is_once) && points != 0;
        delayed_count_ += is_delayed ? 1 : 0;
        item_sums_[slot] += is_delayed ? 0 : points;
    }
}

void TotalsScorer::add_by_quantity(const Tile& tile, std::span<const std::uint16_t> which) {
    const std::uint32_t* const rows = plan_.rows().data();
    const SlotPlan::Cell* const cells = plan_.cells().data();
    const std::uint32_t* const values = plan_.asked_values().data();
    std::uint64_t* const sums = item_sums_.data();
    for (const std::size_t i : which) {
        const std::uint32_t cell = rows[tile.day[i]] + tile.code[i];
        sums[SlotPlan::slot_on(cells[cell], tile.day[i])] += points_of(values[cell], tile.quantity[i]);
    }
}

std::uint64_t TotalsScorer::asked_points(const Tile& tile, std::size_t i, ItemId item) const noexcept {
    const Scoring scoring = asked_items_[item.index()].scoring;
    // Admission made sure that the level has points.
    if (scoring == Scoring::by_level) return magnitude(*admission_.binding().points_at(item, LevelWord(tile.level[i])));
    const std::uint64_t points = plan_.asked_values()[cell_of(tile, i)];
    return scoring == Scoring::points_per_unit ? points_of(points, tile.quantity[i]) : points;
}

std::uint64_t TotalsScorer::once_key_of(const Tile& tile, std::size_t i, ItemId item) const noexcept {
    const std::vector<std::int32_t>& periods = plan_.periods_once(*asked_items_[item.index()].once);
    return once_key(item, periods[tile.day[i]], tile.subject[i]);
}

/// Of one act under several items of a group the item with the largest single magnitude stands (ties: the smaller
/// code), with all its entries; then `once` is asked, in their order.
void TotalsScorer::settle_acts() {
    const auto delayed = std::span(delayed_).first(std::exchange(delayed_count_, 0));
    const std::size_t mask = std::bit_ceil(2 * delayed.size()) - 1;
    largest_.assign(mask + 1, 0);
    for (std::uint32_t i = 0; i < delayed.size(); ++i) {
        Delayed& entry = delayed[i];
        if (!entry.act) continue;
        const AskedItem& rule = asked_items_[entry.item.index()];
        const std::uint64_t key = std::uint64_t{entry.act.value()} << 32U | rule.exclusive.value();
        std::size_t at = hashed(key, largest_.size());
        const auto is_of_act = [&](const Delayed& other) {
            return other.act == entry.act && asked_items_[other.item.index()].exclusive == rule.exclusive;
        };
        while (largest_[at] != 0 && !is_of_act(delayed[largest_[at] - 1])) at = (at + 1) & mask;
        entry.place = static_cast<std::uint32_t>(at);
        if (largest_[at] != 0) {
            const Delayed& other = delayed[largest_[at] - 1];
            const std::uint32_t rank = asked_items_[other.item.index()].code_rank;
            if (std::tuple(~entry.points, rule.code_rank) >= std::tuple(~other.points, rank)) continue;
        }
        largest_[at] = i + 1;
    }
    for (const Delayed& entry : delayed) {
        if (entry.act && delayed[largest_[entry.place] - 1].item != entry.item) continue;
        if (entry.once_key == 0 || !seen_before(entry.once_key)) item_sums_[entry.slot] += entry.points;
    }
}

/// Whether the key came before; remembers it.
bool TotalsScorer::seen_before(std::uint64_t key) {
    std::size_t at = hashed(key, once_slots_.size());
    while (once_slots_[at] != 0) {
        if (once_slots_[at] == key) return true;
        at = (at + 1) & once_mask_;
    }
    once_slots_[at] = key;
    return false;
}

/// Takes the sums of an owner's slots, which are left 0, through its caps in the order of days, and on to the next
/// stage. Nothing can overflow: all her points together fit (`may_overflow`).
inline TotalsScorer::Folded TotalsScorer::fold_owner(const SlotPlan::Stage& stage, const SlotPlan::Owner& owner,
                                                     std::uint64_t* sums, std::uint64_t* next) {
    if (!owner.caps_one_by_one) return fold_shared_caps(stage, owner, sums, next);
    Folded all;
    for (std::uint32_t slot = owner.begin; slot < owner.end; ++slot) {
        const std::uint64_t points = std::exchange(sums[slot], 0);
        const std::uint64_t credited = std::min(points, owner.limit);
        all.raw += points;
        all.credited += credited;
        next[stage.slots[slot].onward] += credited;
    }
    return all;
}

TotalsScorer::Folded TotalsScorer::fold_shared_caps(const SlotPlan::Stage& stage, const SlotPlan::Owner& owner,
                                                    std::uint64_t* sums, std::uint64_t* next) {
    switch (owner.caps.size()) {
    case 1:
        return fold_capped(stage, owner, sums, next, std::array<CapState, 1>());
    case 2:
        return fold_capped(stage, owner, sums, next, std::array<CapState, 2>());
    case 3:
        return fold_capped(stage, owner, sums, next, std::array<CapState, 3>());
    default:
        caps_.resize(owner.caps.size());
        return fold_capped(stage, owner, sums, next, std::span(caps_));
    }
}

/// With as many caps as there are states: few of them stay in registers from slot to slot.
template <class CapStates>
TotalsScorer::Folded TotalsScorer::fold_capped(const SlotPlan::Stage& stage, const SlotPlan::Owner& owner,
                                               std::uint64_t* sums, std::uint64_t* next, CapStates caps) {
    Folded all;
    for (std::size_t c = 0; c < caps.size(); ++c) caps[c] = {magnitude(owner.caps[c].points), 0, no_period_yet};
    const std::int32_t* const numbers_of_owner = stage.cap_numbers.data() + owner.cap_numbers;
    const SlotPlan::Slot* const slots = stage.slots.data();
    for_each_with_points(sums, owner.begin, owner.end, [&](std::uint32_t slot) {
        std::uint64_t points = std::exchange(sums[slot], 0);
        all.raw += points;
        const std::int32_t* const numbers = numbers_of_owner + (slot - owner.begin) * caps.size();
        for (std::size_t c = 0; c < caps.size(); ++c) {
            CapState& cap = caps[c];
            cap.left = cap.number != numbers[c] ? cap.limit : cap.left;
            cap.number = numbers[c];
            points = std::min(points, cap.left);
        }
        for (CapState& cap : caps) cap.left -= points;
        all.credited += points;
        next[slots[slot].onward] += points;
    });
    return all;
}

/// The caps of the three stages on the sums.
ItemsScore TotalsScorer::fold(std::span<CategoryScore> categories) {
    for (const ItemId id : touched_) {
        const Item& item = rules_.items[id.index()];
        const SlotPlan::Owner& owner = plan_.items().owners[id.index()];
        if (item.ladder) climb(*item.ladder, owner);
        if (item.category)
            raw_[item.category.index()] +=
                fold_owner(plan_.items(), owner, item_sums_.data(), category_sums_.data()).raw;
        else
            fold_owner(plan_.items(), owner, item_sums_.data(), total_sums_.data());
    }
    for (std::size_t c = 0; c < categories.size(); ++c) {
        if (!category_is_touched_[c]) {
            categories[c] = {};
            continue;
        }
        const SlotPlan::Owner& owner = plan_.categories().owners[c];
        const std::uint64_t credited =
            fold_owner(plan_.categories(), owner, category_sums_.data(), total_sums_.data()).credited;
        categories[c] = {signed_points(std::exchange(raw_[c], 0), owner.is_deduction),
                         signed_points(credited, owner.is_deduction)};
    }
    std::array<Points, 2> sides;
    for (std::size_t side = 0; side < sides.size(); ++side) {
        const SlotPlan::Owner& owner = plan_.total().owners[side];
        std::uint64_t nowhere = 0;
        sides[side] =
            signed_points(fold_owner(plan_.total(), owner, total_sums_.data(), &nowhere).credited, owner.is_deduction);
    }
    return ItemsScore{sides[0] + sides[1], sides[1], veto_};
}

/// Makes of the quantities in a ladder's slots what each reaches beyond the slots before it in the ladder's period.
void TotalsScorer::climb(const Ladder& ladder, const SlotPlan::Owner& owner) {
    std::int32_t number = no_period_yet;
    std::int64_t quantity = 0;
    for_each_with_points(item_sums_.data(), owner.begin, owner.end, [&](std::uint32_t slot) {
        const std::int32_t period =
            plan_.period_in_window(ladder.per, static_cast<std::int32_t>(plan_.items().slots[slot].first));
        if (std::exchange(number, period) != period) quantity = 0;
        const Points before = ladder.at(quantity);
        quantity += static_cast<std::int64_t>(item_sums_[slot]);
        item_sums_[slot] = magnitude(ladder.at(quantity) - before);
    });
}

} // namespace jifen
