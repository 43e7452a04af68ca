#pragma once

#include "jifen/evaluation/evaluation.hpp"
#include "jifen/rulebook/composite_rule.hpp"

#include <vector>

namespace jifen {

/// What an evaluation says of everyone who is scored, one number each in the order of `scored()`: points in points,
/// shares and rates from 0 to 1. NaN where she has none: no linkage row, nobody registered in her households, nothing
/// due. Points of a part that does not apply to her are 0, as in `scores()`. The source is one of the evaluation's
/// rulebook. O(scored people + rows of the part).
[[nodiscard]] std::vector<double> indicator_values(const Evaluation& evaluation, const IndicatorSource& source);

} // namespace jifen
