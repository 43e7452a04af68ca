#include "core/byte_lookup.hpp"
#include "scoring/signed_points.hpp"
#include "scoring/totals_scorer.hpp"
#include "scoring/weighing.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {
/// So many entries of any weight add up to 30 bits at most, and their products to 62: no need to look at them.
constexpr std::size_t always_fit = std::size_t{1} << 14U;
} // namespace

/// Columns of some entries, as they are weighed.
struct TotalsScorer::WeightTile {
    static constexpr std::size_t size = 512;

    std::array<std::uint8_t, size> code, is_units;
    std::array<std::uint16_t, size> day, units;
};

/// Whether all of these entries can be weighed, and what they come to fits.
bool TotalsScorer::can_weigh(EntryRange range) const {
    if (!plan_.weights()) return false;
    const WeightPlan& plan = *plan_.weights();
    if (plan.weighs_all && range.size() <= always_fit) return true;
    if (may_overflow(range)) return false;
    std::uint64_t most = 1; // weighs an entry
    if (plan_.any_per_unit()) {
        const PackedColumn<std::int64_t>& quantities = admission_.district().ledger.quantity;
        if (quantities.common_divisor(range.begin, range.end) % plan.unit != 0) return false;
        most = std::max(most, static_cast<std::uint64_t>(quantities.bounds(range.begin, range.end).second) / plan.unit);
    }
    return most <= WeightPlan::most_weight && range.size() < (std::uint64_t{1} << 32U) / most;
}

/// add(cells, weights, how many came before) for her entries, as many at a time as are weighed together.
template <class Add>
void TotalsScorer::for_each_weighed(EntryRange range, Add add) {
    for (std::uint32_t at = range.begin; at < range.end;) {
        if (at < weighed_.begin || at >= weighed_.end) weigh_from(at);
        const std::uint32_t end = std::min(range.end, weighed_.end);
        const std::size_t inside = at - weighed_.begin;
        add(std::span(std::as_const(weighed_cells_)).subspan(inside, end - at), weighed_weights_.data() + inside,
            at - range.begin);
        at = end;
    }
}

/// Adds her entries by weight: of few to the sums by slot, which are noted, of others to the weights by cell.
void TotalsScorer::add_weighed(EntryRange range, bool is_few) {
    using Cells = std::span<const std::uint16_t>;
    if (is_few) {
        for_each_weighed(range, [this](Cells cells, const std::uint16_t* weights, std::size_t before) {
            add_few(cells, weights, noted_slots_.data() + before);
        });
    } else {
        for_each_weighed(range, [this](Cells cells, const std::uint16_t* weights, std::size_t /*before*/) {
            add_weights(cells, weights, weights_.data());
        });
    }
}

/// All of her score, of few entries.
std::optional<ItemsScore> TotalsScorer::score_by_lane(EntryRange range, std::span<CategoryScore> categories) {
    const WeightPlan& weights = *plan_.weights();
    const LanePlan& plan = *weights.lanes_of_few;
    if (lane_sums_.empty()) lane_sums_.resize(plan.limits.size());
    for_each_weighed(range,
                     [&](std::span<const std::uint16_t> cells, const std::uint16_t* of_cells, std::size_t /*before*/) {
                         add_points(cells, of_cells, weights.values.data(), plan.places.data(), lane_sums_.data());
                     });
    LaneSums lanes;
    fold_lanes(plan.limits, lane_sums_.data(), lanes, widest_vectors());
    std::uint64_t gained = 0, deducted = 0;
    for (std::size_t c = 0; c < categories.size(); ++c) {
        const LanePlan::Target& target = plan.targets[c];
        const std::uint64_t credited = std::min<std::uint64_t>(lanes.credited[target.lane], target.limit);
        gained += target.is_deduction ? 0 : credited;
        deducted += target.is_deduction ? credited : 0;
        categories[c] = {signed_points(lanes.raw[target.lane], target.is_deduction),
                         signed_points(credited, target.is_deduction)};
    }
    const std::span<const LanePlan::Target> sides = std::span(plan.targets).last(2);
    gained = std::min(gained + lanes.credited[sides[0].lane], sides[0].limit);
    const Points deductions = signed_points(std::min(deducted + lanes.credited[sides[1].lane], sides[1].limit), true);
    return ItemsScore{signed_points(gained, false) + deductions, deductions, std::nullopt};
}

/// Weighs as many entries as are weighed at a time, also of those behind her: who comes next finds them done. Of
/// quantities that cannot be weighed weights are wrong, and not asked for.
void TotalsScorer::weigh_from(std::uint32_t begin) {
    const WeightPlan& plan = *plan_.weights();
    const Ledger& ledger = admission_.district().ledger;
    const Vectors vectors = widest_vectors();
    const std::size_t count = std::min(WeightTile::size, ledger.size() - begin);
    weighed_cells_.resize(WeightTile::size);
    weighed_weights_.resize(WeightTile::size);
    WeightTile tile; // NOLINT(cppcoreguidelines-pro-type-member-init): each column is written before it is read
    const auto codes = std::span(tile.code).first(count);
    plan_.codes().read(ledger, begin, codes);
    ledger.day.read(begin, std::span(tile.day).first(count));
    EntriesToWeigh entries{codes, admission_.states().data() + begin, tile.day.data(), tile.is_units.data(), nullptr};
    if (plan_.any_per_unit()) {
        look_up(plan.is_units, codes, tile.is_units.data(), vectors);
        ledger.quantity.read_quotients(begin, plan.unit, std::span(tile.units).first(count));
        entries.units = tile.units.data();
    }
    weigh(plan.rows, static_cast<std::uint16_t>(first_day_), entries, weighed_cells_.data(), weighed_weights_.data(),
          vectors);
    weighed_ = {begin, begin + static_cast<std::uint32_t>(count)};
}

void TotalsScorer::add_few(std::span<const std::uint16_t> cells, const std::uint16_t* weights, std::uint32_t* slots) {
    const std::uint32_t* const values = plan_.weights()->values.data();
    const std::uint16_t* const slot_of = plan_.weights()->slots.data();
    std::uint64_t* const sums = item_sums_.data();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t cell = cells[i];
        const std::uint32_t slot = slot_of[cell];
        sums[slot] += std::uint64_t{values[cell]} * weights[i];
        slots[i] = slot;
    }
}

} // namespace jifen
