#include "scoring/slot_plan.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jifen {

namespace {

constexpr std::uint64_t thousand = 1000;

/// The quantities of the whole ledger.
struct Quantities {
    std::uint64_t divisor = 0, most = 0;

    explicit Quantities(const Ledger& ledger) {
        if (ledger.size() == 0) return;
        divisor = ledger.quantity.common_divisor(0, ledger.size());
        most = static_cast<std::uint64_t>(ledger.quantity.bounds(0, ledger.size()).second); // none is negative
    }
    /// The largest number of thousandths that divides them all, so that points for that many are whole thousandths and
    /// fit 32 bits; where there is none, one unit.
    [[nodiscard]] std::uint64_t unit(const std::vector<std::uint32_t>& values) const {
        const auto is_whole = [this](std::uint32_t value) {
            std::uint64_t product = 0;
            return !__builtin_mul_overflow(divisor, std::uint64_t{value}, &product) && product % thousand == 0 &&
                   product / thousand <= std::numeric_limits<std::uint32_t>::max();
        };
        return divisor != 0 && std::ranges::all_of(values, is_whole) ? divisor : thousand;
    }
};

} // namespace

DayRows::DayRows(std::span<const std::uint32_t> numbers, std::size_t width) : width_(width) {
    constexpr std::size_t piece = std::size_t{1} << piece_bits;
    for (std::size_t day = 0; day < numbers.size(); ++day) {
        begins_.push_back(static_cast<std::uint16_t>(numbers[day] * width));
        beyond_.push_back(static_cast<std::uint8_t>(numbers[day] - numbers[day / piece * piece]));
    }
    beyond_.resize((numbers.size() + piece - 1) / piece * piece);
}

void SlotPlan::plan_weights(const Ledger& ledger) {
    const std::size_t codes = asks_.size(), days = rows_.size(), rows = cells_.size() / codes;
    const std::size_t width = (codes + WeightPlan::lanes - 1) / WeightPlan::lanes * WeightPlan::lanes;
    if (!asks_quantities_alone_ || any_daily_ || rows * width > WeightPlan::most_cells ||
        days > std::numeric_limits<std::uint16_t>::max())
        return;
    WeightPlan& plan = weights_.emplace();
    plan.width = width;
    const Quantities quantities(ledger);
    plan.unit = quantities.unit(asked_values_);
    plan.weighs_all = !any_per_unit_ ||
                      (quantities.divisor % plan.unit == 0 && quantities.most / plan.unit <= WeightPlan::most_weight);
    std::vector<std::uint32_t> numbers(rows_.size());
    for (std::size_t day = 0; day < days; ++day) numbers[day] = static_cast<std::uint32_t>(rows_[day] / codes);
    plan.rows = DayRows(numbers, width);
    for (const std::uint8_t asks : asks_)
        plan.is_units.push_back(static_cast<Asks>(asks) == Asks::quantity ? std::numeric_limits<std::uint8_t>::max()
                                                                          : 0);
    plan.values.resize(rows * width);
    plan.slots.resize(rows * width);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t code = 1; code < codes; ++code) {
            const std::size_t cell = row * codes + code;
            const std::uint64_t of_units = asked_values_[cell] * plan.unit / thousand;
            plan.values[row * width + code] =
                plan.is_units[code] != 0 ? static_cast<std::uint32_t>(of_units) : cells_[cell].value;
            plan.slots[row * width + code] = static_cast<std::uint16_t>(cells_[cell].slot); // fewer than cells
        }
    }
    plan.limits.resize(width, std::numeric_limits<std::uint64_t>::max());
    plan.categories.resize(width, static_cast<std::uint32_t>(program_.rules().categories.size()));
    for (std::size_t code = 1; code < codes; ++code) {
        const std::size_t item = ItemCodes::index(static_cast<std::uint8_t>(code));
        const Passage& passage = passages_[items_.owners[item].begin];
        if (passage.is_apart()) {
            plan.items_apart.push_back(ItemId::at(item));
        } else {
            plan.limits[code] = passage.limit;
            plan.categories[code] = passage.category;
        }
    }
    for (std::size_t first = 0; first < width; first += WeightPlan::lanes) {
        plan.steps_of.push_back(static_cast<std::uint32_t>(plan.steps.size()));
        for (std::size_t row = 0; row < rows; ++row) plan_step(row, first, row + 1 == rows);
    }
    plan.steps_of.push_back(static_cast<std::uint32_t>(plan.steps.size()));
    plan_lanes(quantities.most);
}

void SlotPlan::plan_lanes(std::uint64_t most_quantity) {
    WeightPlan& plan = *weights_;
    const auto has_one_slot = [](const Owner& owner) { return owner.end - owner.begin == 1; };
    if (passages_.empty() || !plan.items_apart.empty() || !std::ranges::all_of(categories_.owners, has_one_slot) ||
        !std::ranges::all_of(total_.owners, has_one_slot))
        return;
    const std::size_t categories = categories_.owners.size();
    LanePlan lanes;
    for (const Stage* const stage : {&categories_, &total_}) {
        for (const Owner& owner : stage->owners)
            lanes.targets.push_back({owner.limit, LanePlan::no_lane, owner.is_deduction});
    }
    std::vector<std::size_t> rows; // filled, of each lane
    std::vector<std::size_t> place_of;
    for (const Passage& passage : passages_) {
        const bool has_category = passage.category < categories;
        std::uint8_t& lane = lanes.targets[has_category ? passage.category : categories + passage.onward].lane;
        if (lane == LanePlan::no_lane) {
            lane = static_cast<std::uint8_t>(rows.size());
            rows.push_back(0);
        }
        place_of.push_back(rows[lane]++ * LanePlan::lanes + lane);
    }
    if (rows.size() > LanePlan::lanes || std::ranges::max(rows) > LanePlan::most_rows) return;
    lanes.limits.resize(std::ranges::max(rows));
    for (std::size_t slot = 0; slot < passages_.size(); ++slot) {
        LanePlan::Row& row = lanes.limits[place_of[slot] / LanePlan::lanes];
        row.by_lane[place_of[slot] % LanePlan::lanes] =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(passages_[slot].limit, LanePlan::most_points));
    }
    for (const std::uint16_t slot : plan.slots) lanes.places.push_back(static_cast<std::uint16_t>(place_of[slot]));
    // As many as are taken by lane as fast as all cells together.
    const std::uint64_t most = std::max(most_fixed_, most_product(most_quantity) / thousand) + 1;
    lanes.most_entries =
        static_cast<std::size_t>(std::min<std::uint64_t>(plan.values.size() / 4, LanePlan::most_points / most));
    plan.lanes_of_few = std::move(lanes);
}

/// What becomes of the sums of eight codes behind a row, if anything does.
void SlotPlan::plan_step(std::size_t row, std::size_t first_code, bool is_last) {
    WeightPlan& plan = *weights_;
    const std::size_t codes = asks_.size();
    WeightPlan::Step step;
    step.end = static_cast<std::uint32_t>(row + 1);
    step.targets = static_cast<std::uint32_t>(plan.targets.size());
    for (std::size_t lane = 0; lane < WeightPlan::lanes; ++lane) {
        const std::size_t code = first_code + lane;
        if (code == 0 || code >= codes) continue;
        const std::uint32_t slot = cells_[row * codes + code].slot;
        const std::uint32_t next = is_last ? slot : cells_[(row + 1) * codes + code].slot;
        if (slot == next && !is_last) continue;
        const auto bit = static_cast<std::uint8_t>(1U << lane);
        step.ended |= bit;
        const Passage& passage = passages_[slot];
        const bool has_category = passage.category < program_.rules().categories.size();
        if (!passage.is_apart() && !is_last && passages_[next].onward == passage.onward) continue;
        step.onward |= bit;
        if (passage.is_apart()) {
            plan.targets.push_back({WeightPlan::Stage::items, slot});
        } else {
            plan.targets.push_back(
                {has_category ? WeightPlan::Stage::categories : WeightPlan::Stage::total, passage.onward});
        }
    }
    if (step.ended != 0 || is_last) plan.steps.push_back(step);
}

} // namespace jifen
