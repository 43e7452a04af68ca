#pragma once

#include "synthetic/entry_writer.hpp"
#include "synthetic/made_grid.hpp"

#include <cstddef>

namespace jifen::synthetic {

/// The home visits of one grid in one month (from 0): each household once, by the leader then in office; most done,
/// some missed, late, by telephone, unconfirmed, repeated, entered wrongly and corrected.
void emit_visits(MadeGrid& grid, std::size_t month, EntryWriter& writer);

} // namespace jifen::synthetic
