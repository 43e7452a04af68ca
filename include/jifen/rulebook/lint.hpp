#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <optional>

namespace jifen {

/// What is legal in a rulebook but odd (SPEC §3 *lint*): a cap that no value fits, a grade nobody can reach, periods
/// under which more work lowers a total, and the like. Each is a warning with a stable code, the place of the rule, the
/// numbers that make it odd and a remedy; `docs/lint.md` shows each code with an example. Sorted by place.
///
/// With a window the dates are asked as well (what is not in force in it, duties that are never due), and what can be
/// reached is asked of that window; without, of any calendar year. Costs what `greatest_total` costs, and O(n) beside.
[[nodiscard]] Diagnostics lint(const Rulebook& rulebook, const std::optional<Window>& window = {});

} // namespace jifen
