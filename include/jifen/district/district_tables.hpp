#pragma once

#include "jifen/district/district.hpp"
#include "jifen/tables/table.hpp"

/// \file
/// What a district took in, as tables with the columns of SPEC §1. Open ends and empty cells are blank. Each is made
/// afresh, in O(rows × columns); the tables share the district's ids without keeping the district alive.

namespace jifen {

/// The units of the units table, in or out of the tree, by id: `unit`, `parent`, `level`, `name`.
[[nodiscard]] Table units_table(const District& district);
/// By id: `household`, `unit`, `from`, `until`, and the attributes.
[[nodiscard]] Table households_table(const District& district);
/// By id: `person`, `name`, `gender`, `household` (blank when it is not in the households table), `unit` (her
/// household's, else her own), `from`, `until`, and the attributes.
[[nodiscard]] Table people_table(const District& district);
/// The roles that count (of known people, in units of the tree) by person and `from`: `person`, `role`, `unit`, `from`,
/// `until`, `source`.
[[nodiscard]] Table roles_table(const District& district);
/// The links that count (between two known, different people) by source, kind and target: `source`, `target`, `kind`,
/// `from`, `until`.
[[nodiscard]] Table links_table(const District& district);

} // namespace jifen
