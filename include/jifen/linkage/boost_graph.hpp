#pragma once

#include "jifen/linkage/link_graph.hpp"

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/transform_iterator.hpp>
#include <boost/property_map/property_map.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

/// \file
/// The edge to Boost.Graph: any of its algorithms runs on a LinkGraph, whole or on a day, as it stands. Not part of
/// `jifen.hpp`: it costs a second to compile and needs Boost's headers, which the library itself does not ask of its
/// users.
///
/// A vertex is a person's number, `vertex_index` is the identity, `edge_index` the number of the link (for a view, with
/// gaps). Algorithms for undirected graphs take an `UndirectedLinks`.

namespace jifen {

/// The same people and links with no direction: a link stands around both of its ends. Cheap to copy.
class UndirectedLinks {
public:
    explicit UndirectedLinks(LinkGraph graph) : graph_(std::move(graph)) {}
    [[nodiscard]] const LinkGraph& graph() const noexcept { return graph_; }

private:
    LinkGraph graph_;
};

/// The number of a link, for Boost's algorithms.
struct LinkNumber {
    using key_type = LinkEnds;
    using value_type = std::uint32_t;
    using reference = std::uint32_t;
    using category = boost::readable_property_map_tag;
    friend std::uint32_t get(LinkNumber, LinkEnds ends) noexcept { return ends.link.value(); }
};

namespace detail {

struct TargetNumber {
    std::uint32_t operator()(LinkEnds ends) const noexcept { return ends.target.value(); }
};

struct DirectedTraversal : virtual boost::bidirectional_graph_tag,
                           virtual boost::adjacency_graph_tag,
                           virtual boost::vertex_list_graph_tag,
                           virtual boost::edge_list_graph_tag {};
struct UndirectedTraversal : virtual boost::incidence_graph_tag,
                             virtual boost::adjacency_graph_tag,
                             virtual boost::vertex_list_graph_tag,
                             virtual boost::edge_list_graph_tag {};

struct LinkGraphTraits {
    using vertex_descriptor = std::uint32_t;
    using edge_descriptor = LinkEnds;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    using traversal_category = DirectedTraversal;
    using vertex_iterator = boost::counting_iterator<std::uint32_t>;
    using out_edge_iterator = LinkIterator;
    using in_edge_iterator = LinkIterator;
    using edge_iterator = LinkIterator;
    using adjacency_iterator = boost::transform_iterator<TargetNumber, LinkIterator, std::uint32_t, std::uint32_t>;
    using vertices_size_type = std::size_t;
    using edges_size_type = std::size_t;
    using degree_size_type = std::size_t;
    static vertex_descriptor null_vertex() noexcept { return PersonId::none().value(); }
};

template <class Iterator>
std::pair<Iterator, Iterator> as_pair(const LinkRange& range) {
    return {Iterator(range.begin()), Iterator(range.end())};
}

template <class Graph>
concept SomeLinkGraph = std::same_as<Graph, LinkGraph> || std::same_as<Graph, UndirectedLinks>;

inline const LinkGraph& directed(const LinkGraph& graph) noexcept { return graph; }
inline const LinkGraph& directed(const UndirectedLinks& graph) noexcept { return graph.graph(); }
inline LinkRange going_out(const LinkGraph& graph, std::uint32_t v) noexcept { return graph.out(PersonId(v)); }
inline LinkRange coming_in(const LinkGraph& graph, std::uint32_t v) noexcept { return graph.in(PersonId(v)); }
inline LinkRange going_out(const UndirectedLinks& graph, std::uint32_t v) noexcept {
    return graph.graph().around(PersonId(v));
}

} // namespace detail

template <detail::SomeLinkGraph Graph>
std::size_t num_vertices(const Graph& graph) noexcept {
    return detail::directed(graph).people();
}
template <detail::SomeLinkGraph Graph>
auto vertices(const Graph& graph) {
    using Iterator = detail::LinkGraphTraits::vertex_iterator;
    return std::pair(Iterator(0), Iterator(static_cast<std::uint32_t>(num_vertices(graph))));
}
/// O(all links) for a view.
template <detail::SomeLinkGraph Graph>
std::size_t num_edges(const Graph& graph) noexcept {
    return detail::directed(graph).count_links();
}
template <detail::SomeLinkGraph Graph>
auto edges(const Graph& graph) {
    return detail::as_pair<LinkIterator>(detail::directed(graph).links());
}
template <detail::SomeLinkGraph Graph>
std::uint32_t source(LinkEnds link, const Graph&) noexcept {
    return link.source.value();
}
template <detail::SomeLinkGraph Graph>
std::uint32_t target(LinkEnds link, const Graph&) noexcept {
    return link.target.value();
}
template <detail::SomeLinkGraph Graph>
auto out_edges(std::uint32_t v, const Graph& graph) {
    return detail::as_pair<LinkIterator>(detail::going_out(graph, v));
}
/// O(links around her), as the degrees below.
template <detail::SomeLinkGraph Graph>
std::size_t out_degree(std::uint32_t v, const Graph& graph) {
    return static_cast<std::size_t>(std::ranges::distance(detail::going_out(graph, v)));
}
template <detail::SomeLinkGraph Graph>
auto adjacent_vertices(std::uint32_t v, const Graph& graph) {
    return detail::as_pair<detail::LinkGraphTraits::adjacency_iterator>(detail::going_out(graph, v));
}

inline auto in_edges(std::uint32_t v, const LinkGraph& graph) {
    return detail::as_pair<LinkIterator>(detail::coming_in(graph, v));
}
inline std::size_t in_degree(std::uint32_t v, const LinkGraph& graph) {
    return static_cast<std::size_t>(std::ranges::distance(detail::coming_in(graph, v)));
}
inline std::size_t degree(std::uint32_t v, const LinkGraph& graph) {
    return in_degree(v, graph) + out_degree(v, graph);
}

template <detail::SomeLinkGraph Graph>
boost::typed_identity_property_map<std::uint32_t> get(boost::vertex_index_t, const Graph&) noexcept {
    return {};
}
template <detail::SomeLinkGraph Graph>
std::uint32_t get(boost::vertex_index_t, const Graph&, std::uint32_t v) noexcept {
    return v;
}
template <detail::SomeLinkGraph Graph>
LinkNumber get(boost::edge_index_t, const Graph&) noexcept {
    return {};
}
template <detail::SomeLinkGraph Graph>
std::uint32_t get(boost::edge_index_t, const Graph&, LinkEnds link) noexcept {
    return link.link.value();
}

} // namespace jifen

namespace boost {

template <>
struct graph_traits<jifen::LinkGraph> : jifen::detail::LinkGraphTraits {
    using directed_category = bidirectional_tag;
};

template <>
struct graph_traits<jifen::UndirectedLinks> : jifen::detail::LinkGraphTraits {
    using directed_category = undirected_tag;
    using traversal_category = jifen::detail::UndirectedTraversal;
};

template <jifen::detail::SomeLinkGraph Graph>
struct property_map<Graph, vertex_index_t> {
    using type = typed_identity_property_map<std::uint32_t>;
    using const_type = type;
};

template <jifen::detail::SomeLinkGraph Graph>
struct property_map<Graph, edge_index_t> {
    using type = jifen::LinkNumber;
    using const_type = type;
};

} // namespace boost
