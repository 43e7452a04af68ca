#pragma once

#include "jifen/evaluation/composite_part.hpp"
#include "jifen/evaluation/evaluation.hpp"

namespace jifen {

/// The index of everyone whom the rule compares. `so_far` has every part but the index. Throws ArgumentError when the
/// rulebook has a composite and there is no method, and Error (`composite`) where it cannot be computed from these
/// values.
[[nodiscard]] CompositeResult assess_composite(const Evaluation& so_far, const IndexMethod* method);

} // namespace jifen
