#pragma once

#include "jifen/district/district.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {

/// The words a network check looks for; the defaults are Pinggu's (SPEC §1).
struct NetworkWords {
    std::string leader = "group_leader";
    /// The source of a leader whose appointment names none: the first of these roles that she also holds that day.
    std::vector<std::string> sources = {"grid_officer", "committee_member", "volunteer"};
};

/// What the network looks like on one day. A problem is a diagnostic with severity error.
struct NetworkReport {
    Day day;
    std::int64_t units = 0, grids = 0, households = 0, people = 0; ///< households and people registered on the day
    std::int64_t leaders = 0; ///< people who hold the leader's role in some grid on the day
    std::int64_t grids_without_leader = 0;
    std::int64_t grids_with_several_leaders = 0;
    /// Appointments in force by source, bytewise; "" where no source can be told. They add up to the grids when
    /// each grid has one leader.
    std::vector<std::pair<std::string, std::int64_t>> leaders_by_source;
    Diagnostics problems;

    [[nodiscard]] bool ok() const noexcept { return problems.empty(); }
};

/// One root; every parent exists; no cycle; every household in a unit of the deepest level; every person's household
/// and every role's person and unit exist; links join two different known people; each grid has exactly one leader on
/// the day; the leaders' sources add up to the number of grids. References are checked whatever their dates.
/// O(district).
[[nodiscard]] NetworkReport check_network(const District& district, Day day, const NetworkWords& words = {});

/// The last date in the ledger: the default day of a check. nullopt when the ledger is empty.
[[nodiscard]] std::optional<Day> last_ledger_day(const District& district);

} // namespace jifen
