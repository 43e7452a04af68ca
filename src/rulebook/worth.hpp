#pragma once

#include "rulebook/table_reader.hpp"

#include <optional>
#include <string>

namespace jifen::rulebook_reading {

/// What an item is worth: points, points_per_unit, by_level, ladder or veto (SPEC §3), of which it has at most one.
/// Fills the fields of `item`; returns the sign of its points, 0 when they are all 0, or of both signs (reported).
int read_worth(TableReader& table, Item& item);

} // namespace jifen::rulebook_reading
