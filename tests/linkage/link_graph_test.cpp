#include "jifen/linkage/link_graph.hpp"

#include "jifen/linkage/boost_graph.hpp"
#include "jifen/linkage/graph_algorithms.hpp"
#include "support/small_district.hpp"

#include <boost/concept/assert.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <queue>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<LinkGraph>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<LinkGraph>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<LinkGraph>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<LinkGraph>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<LinkGraph, std::uint32_t, boost::vertex_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<LinkGraph, LinkEnds, boost::edge_index_t>));
BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<UndirectedLinks>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<UndirectedLinks>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<UndirectedLinks>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<UndirectedLinks>));
static_assert(std::forward_iterator<LinkIterator>);
static_assert(std::ranges::forward_range<LinkRange>);

/// p0 … p9, and these links.
District people_with(const std::string& links) {
    Tables tables;
    tables.people = "person\n";
    for (int p = 0; p < 10; ++p) tables.people += "p" + std::to_string(p) + "\n";
    tables.links = "source,target,kind,from,until\n" + links;
    return district_of(tables);
}

unsigned below(unsigned end, std::mt19937& random) { return static_cast<unsigned>(random() % end); }

District random_district(std::mt19937& random, std::size_t links) {
    std::set<std::string> rows;
    while (rows.size() < links) {
        const unsigned source = below(10, random), target = below(10, random);
        if (source == target) continue;
        const unsigned from = below(12, random);
        rows.insert("p" + std::to_string(source) + ",p" + std::to_string(target) +
                    (below(2, random) == 0 ? ",leads," : ",serves,") +
                    (from == 0 ? "" : "2023-" + std::string(from < 10 ? "0" : "") + std::to_string(from) + "-01") +
                    (below(2, random) == 0 ? ",2023-12-01\n" : ",\n"));
    }
    std::string text;
    for (const std::string& row : rows) text += row;
    return people_with(text);
}

/// `p0>p1 p0>p2`: the links of a range, as they are met.
std::string said(const LinkRange& range) {
    std::string out;
    for (const LinkEnds& ends : range)
        out += (out.empty() ? "p" : " p") + std::to_string(ends.source.value()) + ">p" +
               std::to_string(ends.target.value());
    return out;
}

TEST(LinkGraph, GivesLinksFromBothOfTheirEnds) {
    const LinkGraph graph(people_with("p0,p1,leads,,\np0,p2,serves,,\np3,p0,leads,,\np2,p0,serves,,\n"));
    EXPECT_EQ(graph.count_links(), 4U);
    EXPECT_EQ(said(graph.links()), "p0>p1 p0>p2 p2>p0 p3>p0");
    EXPECT_EQ(said(graph.out(PersonId(0))), "p0>p1 p0>p2");
    EXPECT_EQ(said(graph.in(PersonId(0))), "p2>p0 p3>p0");
    EXPECT_EQ(said(graph.around(PersonId(0))), "p0>p1 p0>p2 p0>p2 p0>p3");
    EXPECT_EQ(said(graph.around(PersonId(9))), "");
    EXPECT_EQ(graph[(*graph.in(PersonId(0)).begin()).link].kind, LinkKind::serves);
}

TEST(LinkGraph, OnADayHasTheLinksInForceThatDay) {
    const LinkGraph graph(people_with("p0,p1,leads,2023-03-01,2023-06-01\np0,p1,serves,,\np1,p2,leads,2023-06-01,\n"));
    const auto on = [&](const char* day) { return graph.on(*Day::parse(day)); };
    EXPECT_EQ(said(on("2023-02-28").links()), "p0>p1");
    EXPECT_EQ(said(on("2023-03-01").links()), "p0>p1 p0>p1");
    EXPECT_EQ(said(on("2023-06-01").links()), "p0>p1 p1>p2");
    EXPECT_EQ(said(on("2023-06-01").in(PersonId(1))), "p0>p1");
    EXPECT_EQ(said(on("2023-06-01").around(PersonId(1))), "p1>p2 p1>p0");
    EXPECT_EQ(said(on("2023-06-01").only(LinkKind::leads).links()), "p1>p2");
    EXPECT_EQ(said(graph.only(LinkKind::serves).links()), "p0>p1");
    EXPECT_EQ(graph.only(LinkKind::serves).only(LinkKind::leads).count_links(), 0U);
    EXPECT_EQ(said(on("2023-02-28").on(*Day::parse("2023-06-02")).links()), "p0>p1 p1>p2") << "the later day";
    EXPECT_EQ(on("2023-03-01").count_links(), 2U);
}

TEST(LinkGraph, OutlivesTheDistrictItWasMadeOf) {
    auto graph = LinkGraph(people_with("p0,p1,leads,,\n")).on(*Day::parse("2023-01-01"));
    const LinkGraph copy = graph;
    graph = LinkGraph(people_with(""));
    EXPECT_EQ(said(copy.links()), "p0>p1");
    EXPECT_EQ(graph.count_links(), 0U);
}

TEST(LinkGraph, AgreesWithTheTableOfLinksOnRandomDistricts) {
    std::mt19937 random(11);
    for (int round = 0; round < 100; ++round) {
        const District district = random_district(random, below(40, random));
        const Day day = *Day::from_civil(2023, 1 + below(12, random), 15);
        const LinkGraph graph = LinkGraph(district).on(day);
        using Ends = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
        std::vector<Ends> out(10), in(10);
        std::size_t count = 0;
        for (std::uint32_t p = 0; p < 10; ++p) {
            for (const Link& link : district->links.of(PersonId(p))) {
                if (!link.days.contains(day)) continue;
                ++count;
                out[p].emplace_back(p, link.target.value());
                in[link.target.index()].emplace_back(p, link.target.value());
            }
        }
        const auto ends = [](const auto& pair) {
            Ends found;
            for (auto it = pair.first; it != pair.second; it++)
                found.emplace_back((*it).source.value(), (*it).target.value());
            return found;
        };
        EXPECT_EQ(num_edges(graph), count);
        EXPECT_EQ(ends(edges(graph)).size(), count);
        for (std::uint32_t p = 0; p < 10; ++p) {
            EXPECT_EQ(ends(out_edges(p, graph)), out[p]);
            EXPECT_EQ(ends(in_edges(p, graph)), in[p]);
            EXPECT_EQ(degree(p, graph), out[p].size() + in[p].size());
            EXPECT_EQ(out_degree(p, UndirectedLinks(graph)), degree(p, graph));
            std::vector<std::uint32_t> adjacent;
            const auto [begin, end] = adjacent_vertices(p, graph);
            for (auto it = begin; it != end; ++it) adjacent.push_back(*it);
            ASSERT_EQ(adjacent.size(), out[p].size());
            for (std::size_t i = 0; i < adjacent.size(); ++i) EXPECT_EQ(adjacent[i], out[p][i].second);
        }
    }
}

/// Steps by relaxing every link until nothing changes.
std::vector<std::uint32_t> slow_steps(const LinkGraph& graph, PersonId from) {
    std::vector<std::uint32_t> steps(graph.people(), unreachable);
    steps[from.index()] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (const LinkEnds& link : graph.links()) {
            const std::uint32_t there = steps[link.source.index()];
            if (there == unreachable || there + 1 >= steps[link.target.index()]) continue;
            steps[link.target.index()] = there + 1;
            changed = true;
        }
    }
    return steps;
}

/// The most pairs among the links from `at` on, by trying each.
int slow_matching(const std::vector<LinkEnds>& links, std::size_t at, unsigned taken) {
    if (at == links.size()) return 0;
    const unsigned both = 1U << links[at].source.value() | 1U << links[at].target.value();
    const int without = slow_matching(links, at + 1, taken);
    return (taken & both) != 0 ? without : std::max(without, 1 + slow_matching(links, at + 1, taken | both));
}

TEST(GraphAlgorithms, AgreeWithPlainOnesOnRandomDistricts) {
    std::mt19937 random(12);
    for (int round = 0; round < 200; ++round) {
        const LinkGraph graph =
            LinkGraph(random_district(random, below(16, random))).on(*Day::from_civil(2023, 1 + below(12, random), 15));
        const PersonId from(below(10, random));
        EXPECT_EQ(steps_from(graph, from), slow_steps(graph, from));

        const std::vector<std::uint32_t> component = connected_components(graph);
        std::uint32_t next = 0;
        for (std::uint32_t p = 0; p < 10; ++p) {
            EXPECT_LE(component[p], next);
            next = std::max(next, component[p] + 1);
        }
        std::vector<std::uint32_t> slow(10);
        for (std::uint32_t p = 0; p < 10; ++p) slow[p] = p;
        for (int again = 0; again < 10; ++again) {
            for (const LinkEnds& link : graph.links())
                slow[link.source.index()] = slow[link.target.index()] =
                    std::min(slow[link.source.index()], slow[link.target.index()]);
        }
        for (std::uint32_t p = 0; p < 10; ++p) {
            for (std::uint32_t q = 0; q < 10; ++q) EXPECT_EQ(component[p] == component[q], slow[p] == slow[q]);
        }

        const std::vector<PersonId> partners = maximum_matching(graph);
        int paired = 0;
        for (std::uint32_t p = 0; p < 10; ++p) {
            if (!partners[p]) continue;
            ++paired;
            EXPECT_EQ(partners[partners[p].index()], PersonId(p));
            EXPECT_TRUE(std::ranges::any_of(graph.around(PersonId(p)),
                                            [&](const LinkEnds& link) { return link.target == partners[p]; }));
        }
        const LinkRange links = graph.links();
        EXPECT_EQ(paired, 2 * slow_matching({links.begin(), links.end()}, 0, 0));
    }
}

TEST(GraphAlgorithms, TakeADistrictOfNobody) {
    Tables tables;
    tables.people = "person\n";
    const LinkGraph graph(district_of(tables));
    EXPECT_TRUE(connected_components(graph).empty());
    EXPECT_TRUE(maximum_matching(graph).empty());
    EXPECT_EQ(graph.count_links(), 0U);
}

TEST(BoostGraph, OtherAlgorithmsRunOnTheGraphAsItStands) {
    const LinkGraph graph(
        people_with("p0,p1,leads,,\np1,p2,serves,,\np2,p0,serves,,\np2,p3,leads,,\np4,p3,serves,,\n"));
    std::vector<int> component(10);
    EXPECT_EQ(boost::strong_components(
                  graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph))),
              8);
    std::vector<int> distance(10);
    boost::dijkstra_shortest_paths(
        graph, 0,
        boost::distance_map(boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, graph)))
            .weight_map(boost::make_static_property_map<LinkEnds>(2)));
    EXPECT_EQ(distance[3], 6);
    std::vector<std::uint32_t> order;
    EXPECT_THROW(boost::topological_sort(graph, std::back_inserter(order)), boost::not_a_dag);
    order.clear();
    const LinkGraph leading = graph.only(LinkKind::leads);
    boost::topological_sort(leading, std::back_inserter(order));
    EXPECT_EQ(order.size(), 10U);
    const auto turned = boost::make_reverse_graph(graph);
    EXPECT_EQ(out_degree(3, turned), 2U);
    EXPECT_EQ(get(boost::edge_index, graph, *out_edges(2, graph).first),
              get(get(boost::edge_index, graph), *out_edges(2, graph).first));
}

TEST(Graphviz, NamesPeopleWithLinksAndSaysOfALinkItsKindAndDays) {
    Tables tables;
    tables.people = "person\n\"a\"\"b\\\"\nlonely\n张\n";
    tables.links =
        "source,target,kind,from,until\n\"a\"\"b\\\",张,leads,2023-01-01,\n张,\"a\"\"b\\\",serves,,2024-01-01\n";
    std::string dot;
    write_graphviz(LinkGraph(district_of(tables)), [&](std::string_view piece) { dot += piece; });
    EXPECT_EQ(dot, "digraph linkage {\n  \"a\\\"b\\\\\";\n  \"张\";\n"
                   "  \"a\\\"b\\\\\" -> \"张\" [kind=leads, from=\"2023-01-01\"];\n"
                   "  \"张\" -> \"a\\\"b\\\\\" [kind=serves, until=\"2024-01-01\"];\n}\n");
}

TEST(LinkGraph, LinksAsATableAreThoseOfTheDistrictThatAreInForce) {
    const LinkGraph graph(people_with("p0,p1,leads,2023-03-01,\np2,p1,serves,,2023-02-01\n"));
    EXPECT_EQ(links_table(graph).to_csv(),
              "source,target,kind,from,until\np0,p1,leads,2023-03-01,\np2,p1,serves,,2023-02-01\n");
    EXPECT_EQ(links_table(graph.on(*Day::parse("2023-03-01"))).to_csv(),
              "source,target,kind,from,until\np0,p1,leads,2023-03-01,\n");
}

} // namespace
} // namespace jifen
