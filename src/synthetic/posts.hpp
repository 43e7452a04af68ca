#pragma once

#include "jifen/core/span.hpp"
#include "jifen/synthetic/rows.hpp"
#include "synthetic/layout.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace jifen::synthetic {

class MadeGrid;

/// Someone in a post over a span; `source` is how she came to it.
struct Holder {
    std::uint32_t person = 0;
    Span span;
    std::string_view source;
};

/// The posts that belong to one grid and, with the first grid of a village, to the village.
struct Posts {
    LeaderSource source = LeaderSource::volunteer;
    std::vector<Holder> leaders;  ///< one after the other without a gap; women
    std::vector<Holder> officers; ///< likewise; the leaders themselves where `source` is grid_officer, else men
    std::vector<Holder> members;  ///< committee members: leaders who are, then those of the village
    std::vector<Holder> volunteers;
    std::uint32_t village_members = 0; ///< how many at the end of `members` belong to the village alone

    [[nodiscard]] const Holder& leader_on(Day day) const;
};

/// Costs O(1): asks for the households of the people it appoints and no other.
[[nodiscard]] Posts make_posts(MadeGrid& grid);

/// Person numbers of those who work for the village and live elsewhere; none but with its first grid.
[[nodiscard]] std::vector<std::uint32_t> village_people(const Layout& layout, const Place& place);

void emit_roles(MadeGrid& grid, const RowSink<RoleRow>& sink);

} // namespace jifen::synthetic
