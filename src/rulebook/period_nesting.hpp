#pragma once

#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace jifen::rulebook_bounds {

/// Which kinds of periods lie within which, as `nests` says; in one window it can be more: a window of one month lies
/// in one year, so that a `window` cap lies within a `year` cap.
class PeriodNesting {
public:
    PeriodNesting() {
        for (const Period fine : all_periods) {
            for (const Period coarse : all_periods) within(fine, coarse) = nests(fine, coarse);
        }
    }
    /// Of the periods of that window, cut at its edges. O(days).
    explicit PeriodNesting(const Window& window) {
        for (auto& row : within_) row.fill(true);
        for (Day day = window.first().plus(1); day < window.end(); day = day.plus(1)) {
            for (const Period coarse : all_periods) {
                if (!begins(coarse, day)) continue;
                for (const Period fine : all_periods) {
                    if (!begins(fine, day)) within(fine, coarse) = false;
                }
            }
        }
    }
    [[nodiscard]] bool holds(Period fine, Period coarse) const noexcept {
        return within_[static_cast<std::size_t>(fine)][static_cast<std::size_t>(coarse)];
    }

private:
    static bool begins(Period per, Day day) noexcept {
        return period_number(per, day) != period_number(per, day.plus(-1));
    }
    bool& within(Period fine, Period coarse) {
        return within_[static_cast<std::size_t>(fine)][static_cast<std::size_t>(coarse)];
    }
    std::array<std::array<bool, all_periods.size()>, all_periods.size()> within_{};
};

/// Whether each cap or ladder period of a stage lies within every cap period of the later stages on its way, for all
/// items: then more work never lowers a total, `exclusive` and `once` apart (SPEC §4.4).
[[nodiscard]] inline bool all_periods_nest(const RulebookData& rules, const Window& window) {
    const PeriodNesting nesting(window);
    const auto lie_within = [&](Period fine, const std::vector<Cap>& caps) {
        return std::all_of(caps.begin(), caps.end(), [&](const Cap& cap) { return nesting.holds(fine, cap.per); });
    };
    return std::all_of(rules.items.begin(), rules.items.end(), [&](const Item& item) {
        const std::vector<Cap> none;
        const std::vector<Cap>& category = item.category ? rules.categories[item.category.index()].caps : none;
        const auto lies_within_later = [&](const Cap& cap) { return lie_within(cap.per, rules.total.caps); };
        const auto of_item = [&](Period per) { return lie_within(per, category) && lie_within(per, rules.total.caps); };
        return (!item.ladder || (lie_within(item.ladder->per, item.caps) && of_item(item.ladder->per))) &&
               std::all_of(item.caps.begin(), item.caps.end(), [&](const Cap& cap) { return of_item(cap.per); }) &&
               std::all_of(category.begin(), category.end(), lies_within_later);
    });
}

} // namespace jifen::rulebook_bounds
