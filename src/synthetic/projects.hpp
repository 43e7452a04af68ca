#pragma once

#include "synthetic/entry_writer.hpp"
#include "synthetic/made_grid.hpp"

namespace jifen::synthetic {

/// The service project a grid is host to, if it is one of those that are: every committee member who took part has an
/// entry for each session, all with the project's own `act`; the quantity is the people she served. Together the
/// projects of a district have exactly as many participations and person-times as its shape says.
void emit_project(MadeGrids& grids, const Place& place, EntryWriter& writer);

} // namespace jifen::synthetic
