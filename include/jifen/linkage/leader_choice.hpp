#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/parallel.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

/// \file
/// The best choice of one leader for each grid, exactly: the kernel of appointment.hpp, which says who is a candidate.

namespace jifen {

/// That a person may lead a grid, and how gladly she is seen there.
struct Candidacy {
    UnitId grid;
    PersonId person;
    std::uint32_t preference = 0; ///< 0 is the most preferred; below `preference_classes`
    std::int64_t suitability = 0; ///< thousandths, not negative
    bool in_office = false;       ///< she leads this grid already
};

inline constexpr std::size_t preference_classes = 8;

/// What is made as great as it can be, the first first.
struct ChoiceObjective {
    std::int64_t filled = 0;                 ///< grids with a leader
    std::vector<std::int64_t> of_preference; ///< of those, by preference class: `preference_classes` counts
    std::int64_t suitability = 0;            ///< sum, in thousandths
    std::int64_t kept = 0;                   ///< leaders in office who stay
    friend auto operator<=>(const ChoiceObjective&, const ChoiceObjective&) = default;
};

/// Grids that together have too few people: `people` is everyone who may lead any of them, and they may lead fewer
/// grids than these are. Each of the grids could be among those that stay vacant.
struct Shortage {
    std::vector<UnitId> grids;    ///< ascending
    std::vector<PersonId> people; ///< ascending
    std::int64_t vacant = 0;      ///< grids less what the people may lead: so many stay vacant, however it is chosen
};

struct LeaderChoice {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    std::vector<UnitId> grids;            ///< ascending
    std::vector<std::uint32_t> candidacy; ///< of each grid: number of the candidacy chosen; `none`: it stays vacant
    std::vector<std::uint32_t> shortage;  ///< of each grid: number of the shortage it is part of; `none`: of none
    std::vector<Shortage> shortages;      ///< by their first grid
    ChoiceObjective objective;
};

/// One leader at most for each of the grids, at most `max_grids` grids for a person, such that the objective is the
/// greatest in lexicographic order: the most grids filled, then the most of class 0, of class 1, …, then the greatest
/// sum of suitability, then the most who stay in office. Of several such choices the one whose first grid has the
/// smallest person id, then the second, and so on, a vacancy coming last. The order of the input does not matter.
///
/// A grid is vacant although somebody may lead it only where it is part of a shortage (Hall's condition): so every
/// vacancy is explained by `shortages`, or nobody stands for it.
///
/// Grids and people that share no candidacy are solved apart: O(c log c) for those where the best of every grid is
/// free, else by shortest augmenting paths, O(g · c log c) at worst for g grids and c candidacies of one such part, in
/// practice far less (docs/network.md has times). About 100 bytes a candidacy.
///
/// Throws ArgumentError for max_grids 0, a grid twice, a candidacy twice or for a grid that is not listed, a preference
/// or suitability out of range; OverflowError when the sum of suitability does not fit 64 bits; Error("limit") beyond
/// 2^29 candidacies; Cancelled on a stop request. R. K. Ahuja, T. L. Magnanti, J. B. Orlin: Network Flows, 1993, ch. 9
/// and 12 (augmenting paths); A. L. Dulmage, N. S. Mendelsohn: Canadian J. Math. 10, 1958 (the parts that lack people).
[[nodiscard]] LeaderChoice choose_leaders(std::span<const UnitId> grids, std::span<const Candidacy> candidacies,
                                          std::uint32_t max_grids = 1, const RunOptions& options = {});

} // namespace jifen
