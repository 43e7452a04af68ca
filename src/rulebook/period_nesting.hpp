#pragma once

#include "jifen/core/window.hpp"

#include <array>

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

} // namespace jifen::rulebook_bounds
