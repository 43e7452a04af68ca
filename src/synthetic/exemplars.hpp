#pragma once

#include "jifen/synthetic/rows.hpp"
#include "synthetic/entry_writer.hpp"
#include "synthetic/posts.hpp"

#include <cstdint>
#include <vector>

namespace jifen::synthetic {

/// The exemplary women of a grid: 5 to 13 of its women who hold no post in it. O(households).
[[nodiscard]] std::vector<std::uint32_t> make_exemplars(const Layout& layout, std::uint32_t grid, const Posts& posts);

/// "1 + 10 + 100": whom the committee members of the grid (and of its village) lead and serve, and whom its exemplars
/// serve. All inside the village; ranges lie under and over 10 and 100.
void emit_links(const Layout& layout, const Place& place, const Posts& posts, const RowSink<LinkRow>& sink);

/// What the exemplars of the grid did for those they serve. They earn nothing by it; it is what makes the hundred
/// within reach of the member who leads them (SPEC §5: `served`).
void emit_exemplar_service(const Place& place, const Posts& posts, EntryWriter& writer);

} // namespace jifen::synthetic
