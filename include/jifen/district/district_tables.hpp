#pragma once

#include "jifen/district/district.hpp"
#include "jifen/tables/table.hpp"

/// \file
/// What a district took in, as tables with the columns of SPEC §1. Open ends and empty cells are blank. Each is made
/// afresh, in O(rows × columns); the tables share the district's ids without keeping the district alive.
///
/// They are canonical: they depend on what the district says, not on the order or the spelling of the rows it was read
/// from. Read again, they give the same district, and the same tables.

namespace jifen {

/// The units of the units table, in or out of the tree, by id: `unit`, `parent`, `level`, `name`.
[[nodiscard]] Table units_table(const District& district);
/// By id: `household`, `unit`, `from`, `until`, and the attributes by name, but for those that are blank throughout.
[[nodiscard]] Table households_table(const District& district);
/// By id: `person`, `name`, `gender`, `household` (one that is not in the households table where an entry is about it,
/// else blank), `unit` (her household's, else her own), `from`, `until`, and the attributes as for households.
[[nodiscard]] Table people_table(const District& district);
/// The roles that count (of known people, in units of the tree) by person and `from`: `person`, `role`, `unit`, `from`,
/// `until`, `source`.
[[nodiscard]] Table roles_table(const District& district);
/// The links that count (between two known, different people) by source, kind and target: `source`, `target`, `kind`,
/// `from`, `until`.
[[nodiscard]] Table links_table(const District& district);

/// Consecutive people: those numbered [begin, end).
struct PeopleRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The entries of those people, by actor, date and entry id: the columns of SPEC §1 but for `note`, which is not kept.
/// `quantity` and `recorded` are filled in.
[[nodiscard]] Table ledger_table(const District& district, PeopleRange actors);
[[nodiscard]] Table ledger_table(const District& district);
/// The answers of those people, by knower, stage, subject and date, a row for each object: the columns of SPEC §1.
/// Records of people who are not in the people table are left out, and ids of records are not kept: `record` numbers
/// the rows from `first_record`.
[[nodiscard]] Table knowledge_table(const District& district, PeopleRange knowers, std::int64_t first_record);
[[nodiscard]] Table knowledge_table(const District& district);

} // namespace jifen
