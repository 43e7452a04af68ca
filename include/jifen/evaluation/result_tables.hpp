#pragma once

#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/table.hpp"

#include <filesystem>

/// \file
/// The result tables of SPEC §9, but for `selection.csv` and `diagnostics.csv`. Each call builds its table anew, in
/// time and memory proportional to its cells; rows stand in the order that §9 says.

namespace jifen {

/// With a column `composite` behind `duties` when the index of the rulebook is a part of the total.
[[nodiscard]] Table scores_table(const Evaluation& evaluation);
[[nodiscard]] Table categories_table(const Evaluation& evaluation);
[[nodiscard]] Table linkage_table(const Evaluation& evaluation);
[[nodiscard]] Table five_knows_table(const Evaluation& evaluation);
[[nodiscard]] Table duties_table(const Evaluation& evaluation);
/// `person`, `indicator` (empty: the index itself, first; then in the order of the rulebook), `raw`, `normalised`,
/// `weight` (6 decimals, half to even; of the index row `normalised` is the index), `contribution` (points; of the
/// index row the part; of an indicator blank unless the index is a weighted sum), `near_edge` (`yes`: the contribution
/// is within 1e-9 of where it would be rounded the other way).
[[nodiscard]] Table composite_table(const Evaluation& evaluation);

/// `person`, `duty`, `from`, `until`, `household`: every due of everybody who is scored that was not done (SPEC §7), by
/// person and duty code, oldest first, then by household; `from` and `until` bound the period. Asked anew, on the
/// threads of `options`. Throws Cancelled.
[[nodiscard]] Table missed_duties_table(const Evaluation& evaluation, const RunOptions& options = {});
/// The same for one person.
[[nodiscard]] Table missed_duties_table(const Evaluation& evaluation, PersonId person);

/// Every accepted entry known at `known_at`, of everyone, scored or not. The entries are scored again, on the threads
/// of `options`: cheaper than to keep 24 bytes an entry from the evaluation on. Throws Cancelled.
[[nodiscard]] Table statement_table(const Evaluation& evaluation, const RunOptions& options = {});
/// The same for one person. O(her entries).
[[nodiscard]] Table statement_table(const Evaluation& evaluation, PersonId person);
/// The text of `statement.csv`, made block by block on the threads of `options`, in bounded memory. Throws Cancelled,
/// and what the sink throws.
void append_statement_csv(const Evaluation& evaluation, const TextSink& sink, const RunOptions& options = {});

} // namespace jifen
