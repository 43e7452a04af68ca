#pragma once

#include "jifen/tables/arrow_c_data.hpp"
#include "jifen/tables/table.hpp"

#include <memory>

namespace jifen {

/// Hands a table over through the Arrow C stream interface, in one batch. What the consumer holds keeps the table
/// alive, and it may release the parts in any order, early, late, or never.
///
/// Types: ids are `large_utf8`, so that they join with any other text; other texts are dictionaries (`uint32` to
/// `large_utf8`); counts `int64`; points and scores `decimal128(19, 3)` and `(19, 6)`; days `date32`; flags `bool`; a
/// blank is null. Nothing is copied of counts, days, the codes of words and all dictionaries, nor of ids that lie in
/// their order (the entries of a whole ledger); made anew are the bits of validity and flags, ids otherwise (gathered
/// from their codes), and decimals, which have 16 bytes in Arrow and 8 here. O(rows) and, for those, that much memory
/// until the consumer releases it.
void export_arrow(std::shared_ptr<const Table> table, ArrowArrayStream& out);

/// The schema alone.
void export_arrow_schema(const Table& table, ArrowSchema& out);

} // namespace jifen
