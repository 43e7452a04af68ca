#include "scoring/slot_plan.hpp"

#include "core/day_rows.hpp"

#include <algorithm>
#include <limits>

namespace jifen {

namespace {

constexpr std::size_t most_cells = std::size_t{1} << 22U;
constexpr std::uint64_t most_points = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t one = 1000; ///< thousandths

/// Of the larger of the two tables: by day and item, and by day and owner.
std::size_t cell_count(const Admission& admission) noexcept {
    const RulebookData& rules = admission.program().rules();
    const std::size_t owners = rules.items.size() + rules.categories.size() + 2;
    return static_cast<std::size_t>(admission.program().window().days()) * owners;
}

/// The days of the window on which a slot begins.
class Cuts {
public:
    explicit Cuts(const Program& program) : program_(program), at_(static_cast<std::size_t>(program.window().days())) {
        at_[0] = true;
    }
    void add(Period per) {
        const Day first = program_.window().first();
        for (std::size_t day = 1; day < at_.size(); ++day) {
            const Day today = first.plus(static_cast<std::int32_t>(day));
            if (program_.calendar().number(per, today) != program_.calendar().number(per, today.plus(-1)))
                at_[day] = true;
        }
    }
    void add(const std::vector<Cap>& caps) {
        for (const Cap& cap : caps) add(cap.per);
    }
    [[nodiscard]] bool operator[](std::size_t day) const { return at_[day]; }
    [[nodiscard]] std::size_t days() const noexcept { return at_.size(); }

private:
    const Program& program_;
    std::vector<bool> at_;
};

/// Of numbers that never fall.
bool are_distinct(std::span<const std::int32_t> numbers) {
    return std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end();
}

/// For each day of the window the slot of one owner.
using SlotOfDay = std::vector<std::uint32_t>;

/// Adds an owner to the stage; `onward` is the owner of the next stage that its points go on to, if there is one.
SlotOfDay add_owner(SlotPlan::Stage& stage, const Program& program, const std::vector<Cap>& caps, const Cuts& cuts,
                    const SlotOfDay* onward) {
    SlotPlan::Owner owner;
    owner.begin = static_cast<std::uint32_t>(stage.slots.size());
    owner.caps = caps;
    owner.cap_numbers = static_cast<std::uint32_t>(stage.cap_numbers.size());
    SlotOfDay slot_of_day(cuts.days());
    for (std::uint32_t day = 0; day < cuts.days(); ++day) {
        if (cuts[day]) {
            stage.slots.push_back({day, onward == nullptr ? 0 : (*onward)[day]});
            for (const Cap& cap : caps) {
                stage.cap_numbers.push_back(
                    program.calendar().number(cap.per, program.window().first().plus(static_cast<std::int32_t>(day))));
            }
        }
        slot_of_day[day] = static_cast<std::uint32_t>(stage.slots.size() - 1);
    }
    owner.end = static_cast<std::uint32_t>(stage.slots.size());
    owner.limit = std::numeric_limits<std::uint64_t>::max();
    for (const Cap& cap : caps) owner.limit = std::min(owner.limit, magnitude(cap.points));
    owner.caps_one_by_one =
        caps.empty() || (caps.size() == 1 && are_distinct(std::span(stage.cap_numbers).subspan(owner.cap_numbers)));
    stage.owners.push_back(owner);
    return slot_of_day;
}

bool has_units(const Item& item) noexcept {
    return item.scoring == Scoring::points_per_unit || item.scoring == Scoring::ladder;
}

SlotPlan::Asks asks_of(const Item& item) noexcept {
    if (item.is_veto()) return SlotPlan::Asks::veto;
    if (item.exclusive) return SlotPlan::Asks::exclusive;
    if (item.once) return SlotPlan::Asks::once;
    if (item.scoring == Scoring::by_level) return SlotPlan::Asks::level;
    return has_units(item) ? SlotPlan::Asks::quantity : SlotPlan::Asks::nothing;
}

/// Of one, or of a unit: a ladder's slots gather quantities.
Points value_on(const Item& item, Day day) noexcept {
    if (item.scoring == Scoring::ladder) return Points::thousandths(one);
    if (item.scoring == Scoring::points_per_unit) return item.per_unit;
    const PointsVersion* version = version_on(item, day);
    return version == nullptr ? Points() : version->value;
}

} // namespace

bool SlotPlan::can_take(const Admission& admission) {
    const RulebookData& rules = admission.program().rules();
    if (cell_count(admission) > most_cells || rules.items.size() > ItemCodes::most_items) return false;
    return std::ranges::all_of(rules.items, [](const Item& item) {
        const auto fits = [](Points points) { return magnitude(points) <= most_points; };
        return fits(item.per_unit) &&
               std::ranges::all_of(item.versions, [&](const PointsVersion& v) { return fits(v.value); }) &&
               std::ranges::all_of(item.by_level, [&](const auto& level) { return fits(level.second); }) &&
               (!item.ladder || fits(item.ladder->steps.back().points)); // the largest magnitude of its steps
    });
}

bool SlotPlan::pays_for(const Admission& admission) noexcept {
    return cell_count(admission) <= admission.district().ledger.size();
}

SlotPlan::SlotPlan(const Admission& admission)
    : program_(admission.program()), codes_(admission.district(), admission.binding()) {
    const RulebookData& rules = program_.rules();
    Cuts total_cuts(program_);
    total_cuts.add(rules.total.caps);
    // Gains and deductions are capped alike, each on its own side (SPEC §4.4).
    const SlotOfDay gains = add_owner(total_, program_, rules.total.caps, total_cuts, nullptr);
    const SlotOfDay deductions = add_owner(total_, program_, rules.total.caps, total_cuts, nullptr);
    total_.owners.back().is_deduction = true;

    std::vector<bool> takes_away(rules.categories.size());
    for (const Item& item : rules.items) {
        if (item.category && item.is_negative()) takes_away[item.category.index()] = true;
    }
    std::vector<Cuts> category_cuts;
    std::vector<SlotOfDay> category_slots;
    for (std::size_t c = 0; c < rules.categories.size(); ++c) {
        category_cuts.push_back(total_cuts);
        category_cuts.back().add(rules.categories[c].caps);
        category_slots.push_back(add_owner(categories_, program_, rules.categories[c].caps, category_cuts.back(),
                                           takes_away[c] ? &deductions : &gains));
        categories_.owners.back().is_deduction = takes_away[c];
    }

    const auto days = static_cast<std::size_t>(program_.window().days());
    const std::size_t codes = rules.items.size() + 1;
    cells_.resize(days * codes);
    asked_values_.resize(days * codes);
    asks_.push_back(static_cast<std::uint8_t>(Asks::nothing));
    for (const Item& item : rules.items) {
        if (!item.once) continue;
        std::vector<std::int32_t>& periods = periods_once_[static_cast<std::size_t>(*item.once)];
        while (periods.size() < days)
            periods.push_back(period_in_window(*item.once, static_cast<std::int32_t>(periods.size())));
    }
    for (const Item& item : rules.items) {
        Cuts cuts = item.category ? category_cuts[item.category.index()] : total_cuts;
        cuts.add(item.caps);
        if (item.ladder) cuts.add(item.ladder->per);
        const SlotOfDay slots = add_owner(items_, program_, item.caps, cuts,
                                          item.category        ? &category_slots[item.category.index()]
                                          : item.is_negative() ? &deductions
                                                               : &gains);
        items_.owners.back().is_deduction = item.is_negative();
        const Owner& owner = items_.owners.back();
        const std::size_t category = item.category ? item.category.index() : rules.categories.size();
        const bool is_shared = !owner.caps_one_by_one || item.ladder.has_value();
        if (is_shared) shared_slots_ += owner.end - owner.begin;
        for (std::uint32_t slot = owner.begin; slot < owner.end; ++slot) {
            passages_.push_back({owner.limit, is_shared ? Passage::apart : items_.slots[slot].onward,
                                 static_cast<std::uint32_t>(category)});
            item_of_slot_.push_back(ItemId::at(items_.owners.size() - 1));
        }
        any_per_unit_ = any_per_unit_ || has_units(item);
        for (const auto& [level, points] : item.by_level) most_fixed_ = std::max(most_fixed_, magnitude(points));
        const Asks asks = asks_of(item);
        asks_.push_back(static_cast<std::uint8_t>(asks));
        asks_quantities_alone_ = asks_quantities_alone_ && (asks == Asks::nothing || asks == Asks::quantity);
        const bool is_daily = owner.end - owner.begin == days;
        any_daily_ = any_daily_ || is_daily;
        for (std::size_t day = 0; day < days; ++day) {
            const std::uint64_t value =
                magnitude(value_on(item, program_.window().first().plus(static_cast<std::int32_t>(day))));
            auto& most = has_units(item) ? most_per_unit_ : most_fixed_;
            most = std::max(most, value);
            const std::size_t at = day * codes + items_.owners.size(); // the number of the item + 1
            const std::uint32_t slot = is_daily ? owner.begin | daily : slots[day];
            const auto narrow = static_cast<std::uint32_t>(value);
            cells_[at] = {slot, asks == Asks::nothing ? narrow : 0};
            asked_values_[at] = asks == Asks::nothing ? 0 : narrow;
        }
    }
    rows_ = join_equal_rows(codes, cells_, asked_values_);
    plan_weights(admission.district().ledger);
}

std::uint64_t SlotPlan::most_product(std::uint64_t quantity) const noexcept {
    std::uint64_t most = 0;
    return __builtin_mul_overflow(most_per_unit_, quantity, &most) ? std::numeric_limits<std::uint64_t>::max() : most;
}

} // namespace jifen
