#pragma once

#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/table.hpp"

#include <string_view>

/// \file
/// Sums by the units of one level, by unit id: every unit of the tree at that level has a row, also where there is
/// nothing to sum; what lies in no such unit stands in a last row with a blank unit, so that the rows always add up to
/// the district. O(rows summed × depth). Both throw ArgumentError when no unit of the tree has the level.

namespace jifen {

/// `unit`, `n1`, `k1`, … `n5`, `k5`, `score` (SPEC §6: the counts of a village or a district are sums). A household
/// counts in the unit it lies in, once for each leader who is asked about it, as in `FiveKnowsResult::district`.
[[nodiscard]] Table five_knows_by(const Evaluation& evaluation, std::string_view level);

/// `unit`, `members`, `with_exemplars`, `with_contacts`, `with_served` (members who reach the target; blank where the
/// rulebook has none), `exemplars`, `contacts`, `served` (sums of the members' counts: whoever two members reach counts
/// for both). A member counts in the unit of her home role among `linkage.roles`.
[[nodiscard]] Table linkage_by(const Evaluation& evaluation, std::string_view level);

} // namespace jifen
