#pragma once

#include "jifen/linkage/link_graph.hpp"
#include "jifen/tables/table.hpp"
#include "jifen/tables/text_sink.hpp"

#include <cstdint>
#include <vector>

/// \file
/// What is asked most of a linkage graph, by Boost.Graph's algorithms. Others run on it by `linkage/boost_graph.hpp`.

namespace jifen {

/// For each person the number of her component: two people have the same one when links, whatever their direction, join
/// them. Numbered from 0 in the order of their first people. O(people + links).
[[nodiscard]] std::vector<std::uint32_t> connected_components(const LinkGraph& graph);

inline constexpr std::uint32_t unreachable = 0xFFFF'FFFFU;
/// For each person the fewest links on a way to her along their direction; `unreachable` where there is none. Breadth
/// first: O(people + links).
[[nodiscard]] std::vector<std::uint32_t> steps_from(const LinkGraph& graph, PersonId person);

/// As many pairs of linked people as can be had without anybody in two of them: for each person her partner, or none.
/// Edmonds' blossom algorithm: O(people · links · α), near to linear where, as here, greedy pairing leaves little over.
[[nodiscard]] std::vector<PersonId> maximum_matching(const LinkGraph& graph);

/// The links by source, kind and target: `source`, `target`, `kind`, `from`, `until`. O(all links).
[[nodiscard]] Table links_table(const LinkGraph& graph);

/// The graph in the DOT language of GraphViz: people who have a link, by their ids, and every link with its kind and
/// days. O(people + links).
void write_graphviz(const LinkGraph& graph, const TextSink& sink);

} // namespace jifen
