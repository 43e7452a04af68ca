#pragma once

#include "leaf_matching.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace jifen {

/// A stretch of a ladder: from `load` up to the next stretch, `servers` can each be raised by one a time.
struct LoadStretch {
    std::uint32_t load = 0;
    std::uint32_t servers = 0;
    std::int64_t before = 0; ///< people taken below `load`
};

/// The loads of servers who are given people one by one, always the least loaded next. That costs the least sum of
/// squares for every number of people, and the next person costs never less than the last (2 · load + 1).
class LoadLadder {
public:
    /// The person with this number, from 0: at which load she is taken, as which of how many at that load.
    struct Rung {
        std::uint32_t load = 0;
        std::int64_t at = 0;
        std::int64_t servers = 0;
    };

    LoadLadder() = default;
    explicit LoadLadder(std::span<const LoadStretch> stretches) : stretches_(stretches) {}

    [[nodiscard]] bool empty() const noexcept { return stretches_.empty(); }
    /// Precondition: the servers can take more than `person`.
    [[nodiscard]] Rung rung(std::int64_t person) const noexcept {
        std::size_t i = stretches_.size() - 1;
        while (stretches_[i].before > person) --i;
        const LoadStretch& stretch = stretches_[i];
        const std::int64_t above = person - stretch.before;
        return {stretch.load + static_cast<std::uint32_t>(above / stretch.servers), above % stretch.servers,
                stretch.servers};
    }
    /// Says of each server how many of `people` she is given; of those at the highest load the first take one more.
    void fill(std::span<Seat> servers, std::int64_t people) const noexcept {
        if (people == 0) return;
        const Rung last = rung(people - 1);
        std::int64_t one_more = last.at + 1;
        for (Seat& seat : servers) {
            const bool can_rise = seat.load <= last.load && last.load - seat.load < seat.spare;
            const bool rises = can_rise && one_more-- > 0;
            seat.given = seat.load > last.load ? 0 : std::min(seat.spare, last.load - seat.load + (rises ? 1U : 0U));
        }
    }

private:
    std::span<const LoadStretch> stretches_;
};

/// Appends the stretches of some servers' ladder; gives how many. `ends` is memory to be used again.
inline std::size_t append_stretches(std::span<const Seat> servers, std::vector<LoadStretch>& stretches,
                                    std::vector<std::pair<std::uint32_t, std::int32_t>>& ends) {
    ends.clear();
    for (const Seat& seat : servers) {
        if (seat.spare == 0) continue;
        ends.emplace_back(seat.load, 1);
        ends.emplace_back(seat.load + seat.spare, -1);
    }
    std::sort(ends.begin(), ends.end());
    std::size_t count = 0;
    std::int64_t open = 0;
    std::int64_t before = 0;
    for (std::size_t i = 0; i < ends.size();) {
        const std::uint32_t load = ends[i].first;
        const std::int64_t was_open = open;
        for (; i < ends.size() && ends[i].first == load; ++i) open += ends[i].second;
        if (open != was_open && open > 0) {
            stretches.push_back({load, static_cast<std::uint32_t>(open), before});
            ++count;
        }
        if (i < ends.size()) before += open * (ends[i].first - load);
    }
    return count;
}

} // namespace jifen
