#include "jifen/linkage/graph_algorithms.hpp"

#include "jifen/linkage/boost_graph.hpp"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/max_cardinality_matching.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace jifen {

namespace {

/// A vector as a property map of the vertices.
template <class Value>
auto map_of(std::vector<Value>& values) {
    return boost::make_iterator_property_map(values.begin(), boost::typed_identity_property_map<std::uint32_t>{},
                                             values.front());
}

struct CountSteps : boost::default_bfs_visitor {
    explicit CountSteps(std::vector<std::uint32_t>& steps) : steps_(&steps) {}
    void tree_edge(LinkEnds link, const LinkGraph&) const {
        (*steps_)[link.target.index()] = (*steps_)[link.source.index()] + 1;
    }

private:
    std::vector<std::uint32_t>* steps_;
};

/// As a quoted string of DOT.
std::string in_dot(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string dot_day(std::string_view name, Day day) {
    return day.is_finite() ? ", " + std::string(name) + "=\"" + to_string(day) + "\"" : std::string();
}

} // namespace

std::vector<std::uint32_t> connected_components(const LinkGraph& graph) {
    std::vector<std::uint32_t> component(graph.people());
    if (!component.empty()) boost::connected_components(UndirectedLinks(graph), map_of(component));
    return component;
}

std::vector<std::uint32_t> steps_from(const LinkGraph& graph, PersonId person) {
    std::vector<std::uint32_t> steps(graph.people(), unreachable);
    std::vector<boost::default_color_type> colors(graph.people());
    steps[person.index()] = 0;
    boost::breadth_first_search(graph, person.value(), boost::visitor(CountSteps(steps)).color_map(map_of(colors)));
    return steps;
}

std::vector<PersonId> maximum_matching(const LinkGraph& graph) {
    std::vector<PersonId> partners(graph.people());
    if (partners.empty()) return partners;
    std::vector<std::uint32_t> mates(graph.people());
    boost::edmonds_maximum_cardinality_matching(UndirectedLinks(graph), map_of(mates));
    for (std::size_t p = 0; p < mates.size(); ++p) partners[p] = PersonId(mates[p]);
    return partners;
}

Table links_table(const LinkGraph& graph) {
    const SortedTexts<PersonId>& ids = graph.district()->people.ids;
    TextColumn sources{ids.pool(), {}, true}, targets{ids.pool(), {}, true};
    std::vector<std::string_view> kinds;
    DayColumn from, until;
    for (const LinkEnds& ends : graph.links()) {
        const Link& link = graph[ends.link];
        sources.codes.push_back(ends.source.value());
        targets.codes.push_back(ends.target.value());
        kinds.push_back(to_string(link.kind));
        from.days.push_back(link.days.from);
        until.days.push_back(link.days.until);
    }
    std::vector<Column> columns{{"source", std::move(sources)}, {"target", std::move(targets)}};
    columns.push_back(text_column("kind", kinds));
    columns.push_back({"from", std::move(from)});
    columns.push_back({"until", std::move(until)});
    return {"links", std::move(columns)};
}

void write_graphviz(const LinkGraph& graph, const TextSink& sink) {
    const SortedTexts<PersonId>& ids = graph.district()->people.ids;
    sink("digraph linkage {\n");
    for (std::size_t p = 0; p < graph.people(); ++p) {
        if (!graph.around(PersonId::at(p)).empty()) sink("  " + in_dot(ids[PersonId::at(p)]) + ";\n");
    }
    for (const LinkEnds& ends : graph.links()) {
        const Link& link = graph[ends.link];
        sink("  " + in_dot(ids[ends.source]) + " -> " + in_dot(ids[ends.target]) +
             " [kind=" + std::string(to_string(link.kind)) + dot_day("from", link.days.from) +
             dot_day("until", link.days.until) + "];\n");
    }
    sink("}\n");
}

} // namespace jifen
