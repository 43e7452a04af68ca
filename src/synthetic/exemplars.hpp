#pragma once

#include "jifen/synthetic/rows.hpp"
#include "synthetic/entry_writer.hpp"
#include "synthetic/made_grid.hpp"

#include <cstdint>
#include <vector>

namespace jifen::synthetic {

/// `MadeGrid::exemplars`. O(households).
[[nodiscard]] std::vector<std::uint32_t> make_exemplars(MadeGrid& grid);

/// A woman who is served, and since when.
struct Contact {
    std::uint32_t person = 0;
    Span span;
};
/// Whom an exemplar serves: neighbours, mostly; exemplars of one grid overlap, as neighbours do.
struct Served {
    std::uint32_t exemplar = 0;
    std::vector<Contact> women;
};
/// Of each exemplar of the grid.
[[nodiscard]] std::vector<Served> make_served(MadeGrids& grids, MadeGrid& grid);

/// "1 + 10 + 100": whom the committee members of the grid (and of its village) lead and serve, and whom its exemplars
/// serve. All inside the village; ranges lie under and over 10 and 100.
void emit_links(MadeGrids& grids, MadeGrid& grid, const std::vector<Served>& served, const RowSink<LinkRow>& sink);

/// What the exemplars of the grid did for those they serve. They earn nothing by it; it is what makes the hundred
/// within reach of the member who leads them (SPEC §5: `served`).
void emit_exemplar_service(const std::vector<Served>& served, EntryWriter& writer);

} // namespace jifen::synthetic
