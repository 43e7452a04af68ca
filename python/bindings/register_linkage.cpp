#include "convert.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/linkage/coverage.hpp"
#include "jifen/linkage/graph_algorithms.hpp"
#include "jifen/linkage/link_graph.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>

namespace jifen::python {

namespace {

/// A column of people, those with a place in `codes` that is not none.
Column people_column(std::string name, const LinkGraph& graph, const std::vector<PersonId>& people) {
    TextColumn column{graph.district()->people.ids.pool(), {}, true};
    column.codes.reserve(people.size());
    for (const PersonId person : people) column.codes.push_back(person ? person.value() : TextColumn::blank);
    return {std::move(name), std::move(column)};
}

std::vector<PersonId> everybody(const LinkGraph& graph) {
    std::vector<PersonId> people;
    for (std::size_t p = 0; p < graph.people(); ++p) people.push_back(PersonId::at(p));
    return people;
}

Table components_table(const LinkGraph& graph) {
    const Released released;
    const std::vector<std::uint32_t> found = connected_components(graph);
    std::vector<Column> columns{people_column("person", graph, everybody(graph))};
    columns.push_back(count_column("component", {found.begin(), found.end()}));
    return {"components", std::move(columns)};
}

Table steps_table(const LinkGraph& graph, const std::string& person) {
    const Released released;
    const std::vector<std::uint32_t> found = steps_from(graph, graph.district().person(person));
    std::vector<PersonId> people;
    std::vector<std::int64_t> steps;
    for (std::size_t p = 0; p < found.size(); ++p) {
        if (found[p] == unreachable) continue;
        people.push_back(PersonId::at(p));
        steps.push_back(found[p]);
    }
    std::vector<Column> columns{people_column("person", graph, people)};
    columns.push_back(count_column("steps", std::move(steps)));
    return {"steps", std::move(columns)};
}

Table pairs_table(const LinkGraph& graph) {
    const Released released;
    const std::vector<PersonId> partners = maximum_matching(graph);
    std::vector<PersonId> first, second;
    for (std::size_t p = 0; p < partners.size(); ++p) {
        if (!partners[p] || partners[p] < PersonId::at(p)) continue;
        first.push_back(PersonId::at(p));
        second.push_back(partners[p]);
    }
    return {"pairs", {people_column("person", graph, first), people_column("partner", graph, second)}};
}

std::string graphviz(const LinkGraph& graph) {
    const Released released;
    std::string text;
    write_graphviz(graph, [&text](std::string_view piece) { text += piece; });
    return text;
}

LinkKind kind_named(const std::string& kind) {
    if (const auto found = parse_link_kind(kind)) return *found;
    throw ArgumentError("kind", kind, "it is leads or serves");
}

UnitId unit_named(const District& district, const std::string& unit) {
    const UnitId found = district->units.ids().find(unit);
    if (!district->units.in_tree(found)) throw ArgumentError("unit", unit, "no such unit in the tree");
    return found;
}

NetworkCoverage coverage(const Evaluation& evaluation, const std::string& on, std::int32_t contact_months,
                         std::vector<std::string> contact_items, unsigned threads, const py::object& progress) {
    const Day day = parse_day("on", on);
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        return coverage_on(evaluation.admission(), day, {contact_months, std::move(contact_items), run});
    });
}

Table series(const Evaluation& evaluation, const std::optional<std::string>& unit, std::int32_t contact_months,
             std::vector<std::string> contact_items, unsigned threads, const py::object& progress) {
    const UnitId of = unit ? unit_named(evaluation.district(), *unit) : UnitId::none();
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        return coverage_series(evaluation.admission(), of, {contact_months, std::move(contact_items), run});
    });
}

} // namespace

void register_linkage(py::module_& module) {
    py::class_<LinkGraph>(module, "LinkGraph", "People and links, whole or on a day.", py::is_final(), only_made_here())
        .def(
            "on", [](const LinkGraph& graph, const std::string& day) { return graph.on(parse_day("day", day)); },
            py::arg("day"))
        .def(
            "only", [](const LinkGraph& graph, const std::string& kind) { return graph.only(kind_named(kind)); },
            py::arg("kind"))
        .def_property_readonly("day",
                               [](const LinkGraph& graph) -> py::object {
                                   const auto& day = graph.filter().day();
                                   return day ? to_python(*day) : py::none();
                               })
        .def("count_people", &LinkGraph::people)
        .def("count_links", &LinkGraph::count_links, py::call_guard<Released>())
        .def(
            "links", [](const LinkGraph& graph) { return links_table(graph); }, py::call_guard<Released>())
        .def("components", components_table)
        .def("steps_from", steps_table, py::arg("person"))
        .def("pairs", pairs_table)
        .def("graphviz", graphviz);

    py::class_<NetworkCoverage>(module, "NetworkCoverage", "How far the network reaches on one day.", py::is_final(),
                                only_made_here())
        .def_property_readonly("day", [](const NetworkCoverage& coverage) { return to_python(coverage.day); })
        .def("members", coverage_table, py::call_guard<Released>())
        .def("by", coverage_by, py::arg("level"), py::call_guard<Released>())
        .def("reach", reach_table, py::call_guard<Released>())
        .def("uncontacted", uncontacted_table, py::call_guard<Released>())
        .def(
            "sums",
            [](const NetworkCoverage& coverage, const std::optional<std::string>& unit) {
                return coverage_sums_table(coverage, unit ? unit_named(coverage.district, *unit) : UnitId::none());
            },
            py::arg("unit"));

    module.def("coverage_on", coverage, py::arg("evaluation"), py::arg("on"), py::arg("contact_months"),
               py::arg("contact_items"), py::arg("threads"), py::arg("progress"));
    module.def("coverage_series", series, py::arg("evaluation"), py::arg("unit"), py::arg("contact_months"),
               py::arg("contact_items"), py::arg("threads"), py::arg("progress"));
    module.def(
        "link_graph", [](const District& district) { return LinkGraph(district); }, py::arg("district"),
        py::call_guard<Released>());
}

} // namespace jifen::python
