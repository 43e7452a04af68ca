#pragma once

#include "jifen/evaluation/composite_part.hpp"

#include <memory>

namespace jifen::composite {

/// The method of the rooms `composite` for `[composite]` of a rulebook: `evaluate(district, rules, window,
/// {.index_method = jifen::composite::index_method()})`. It treats what is missing, normalises (where a scale divides
/// by the spread, an indicator that is the same for everybody is in the middle: it tells nobody apart), weights (those
/// read from the values: of the normalised ones) and combines, as the headers of `jifen/composite/` say. Throws
/// ArgumentError, with the names, when somebody lacks a value and may not, and where those headers say so. O(people ×
/// indicators · log people). Safe to use from many threads.
[[nodiscard]] std::shared_ptr<const IndexMethod> index_method();

} // namespace jifen::composite
