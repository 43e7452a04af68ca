#include "jifen/scoring/cap_use.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace jifen {

namespace {

/// The caps of one owner while entries pass, in the order of the rulebook: finest period first.
class CapsOfOne {
public:
    CapsOfOne(const std::vector<Cap>& caps, const Calendar& calendar, Day day) : calendar_(calendar) {
        for (const Cap& cap : caps) {
            const std::int32_t around = calendar.number(cap.per, day);
            caps_.push_back({cap.per, magnitude(cap.points), around, around, 0, 0});
        }
    }

    /// Credits the smallest of `incoming` and what remains of each, as `Scorer` does.
    std::uint64_t take(Day day, std::uint64_t incoming) {
        std::uint64_t credited = incoming;
        for (State& cap : caps_) {
            const std::int32_t number = calendar_.number(cap.per, day);
            if (cap.number != number) cap.used = 0;
            cap.number = number;
            credited = std::min(credited, cap.limit - cap.used);
        }
        for (State& cap : caps_) {
            cap.used += credited;
            if (cap.number == cap.around) cap.used_around += credited;
        }
        return credited;
    }
    [[nodiscard]] Points used(std::size_t cap) const {
        return Points::thousandths(static_cast<std::int64_t>(caps_[cap].used_around));
    }

private:
    struct State {
        Period per;
        std::uint64_t limit;
        std::int32_t around; ///< number of the period that contains the day asked about
        std::int32_t number; ///< of the period that `used` is about
        std::uint64_t used, used_around;
    };
    const Calendar& calendar_;
    std::vector<State> caps_;
};

Span days_around(Period per, Day day, const Window& window) {
    if (per == Period::window) return window.span();
    const Span days = period_days(per, period_number(per, day));
    return {std::max(days.from, window.first()), std::min(days.until, window.end())};
}

} // namespace

std::vector<CapUse> use_of_caps(const Admission& admission, PersonId person, std::span<const EntryScore> entries,
                                Day day) {
    const RulebookData& rules = admission.program().rules();
    const Calendar& calendar = admission.program().calendar();
    const Ledger& ledger = admission.district().ledger;
    const auto state_of = [&](const std::vector<Cap>& caps) { return CapsOfOne(caps, calendar, day); };
    std::vector<CapsOfOne> items, categories;
    for (const Item& item : rules.items) items.push_back(state_of(item.caps));
    for (const Category& category : rules.categories) categories.push_back(state_of(category.caps));
    CapsOfOne total = state_of(rules.total.caps);

    const EntryRange range = ledger.of(person);
    for (std::uint32_t at = 0; at < range.size(); ++at) {
        const EntryScore& score = entries[at];
        const bool is_gain = score.raw > Points() && is_valid(score.verdict);
        if (!is_gain) continue; // what is exclusive or a repeat has raw 0
        const EntryId entry(range.begin + at);
        const ItemId item = admission.item(entry);
        const Day on = ledger.day[entry.index()];
        std::uint64_t left = items[item.index()].take(on, magnitude(score.raw));
        if (const CategoryId category = rules.items[item.index()].category)
            left = categories[category.index()].take(on, left);
        left = total.take(on, left);
        assert(left == magnitude(score.credited));
    }

    std::vector<CapUse> uses;
    const auto add = [&](CutBy::Kind stage, ItemId item, CategoryId category, const std::vector<Cap>& caps,
                         const CapsOfOne& state) {
        for (std::size_t i = 0; i < caps.size(); ++i) {
            uses.push_back({stage, item, category, caps[i].per,
                            days_around(caps[i].per, day, admission.program().window()), caps[i].points, state.used(i),
                            &caps[i].heading});
        }
    };
    const auto can_gain = [](const Item& item) { return !item.is_veto() && !item.is_negative(); };
    std::vector<bool> is_met(categories.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Item& item = rules.items[i];
        if (!can_gain(item)) continue;
        add(CutBy::Kind::item, ItemId::at(i), {}, item.caps, items[i]);
        if (item.category) is_met[item.category.index()] = true;
    }
    for (std::size_t i = 0; i < categories.size(); ++i) {
        if (is_met[i]) add(CutBy::Kind::category, {}, CategoryId::at(i), rules.categories[i].caps, categories[i]);
    }
    add(CutBy::Kind::total, {}, {}, rules.total.caps, total);
    return uses;
}

} // namespace jifen
