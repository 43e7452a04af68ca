#pragma once

#include "core/points_sum.hpp"
#include "jifen/evaluation/evaluation.hpp"

namespace jifen {

/// What a total is before floor and ceiling.
[[nodiscard]] PointsSum sum_of_parts(const PersonScore& score, const RulebookData& rules);

} // namespace jifen
