#include "convert.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/evaluation/statement.hpp"
#include "jifen/evaluation/unit_tables.hpp"
#ifdef JIFEN_WITH_COMPOSITE
#include "jifen/index/index_method.hpp"
#endif
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

namespace jifen::python {

namespace {

Kernels kernels_of(const std::string& word) {
    if (word == "chosen") return Kernels::chosen;
    if (word == "plain") return Kernels::plain;
    if (word == "fast") return Kernels::fast;
    throw ArgumentError("kernels", word, "not one of chosen, plain, fast");
}

Evaluation run_evaluation(const District& district, const Rulebook& rulebook, const std::string& window,
                          const std::optional<std::string>& known_at, unsigned threads, const std::string& kernels,
                          const py::object& progress) {
    const Window parsed = Window::parse(window);
    const Kernels ways = kernels_of(kernels);
    EvaluationOptions options;
    if (known_at) options.known_at = parse_day("known_at", *known_at);
#ifdef JIFEN_WITH_COMPOSITE
    options.index_method = composite::index_method();
#endif
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        options.run = run;
        options.run.kernels = ways;
        return evaluate(district, rulebook, parsed, options);
    });
}

Table statements(const Evaluation& evaluation, unsigned threads, const py::object& progress) {
    return compute_apart(threads, progress, [&](const RunOptions& run) { return statement_table(evaluation, run); });
}

/// Of one person, or of everybody.
Table missed(const Evaluation& evaluation, const std::optional<std::string>& person, unsigned threads,
             const py::object& progress) {
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        return person ? missed_duties_table(evaluation, evaluation.scored().people[evaluation.place_of(*person)])
                      : missed_duties_table(evaluation, run);
    });
}

/// The district's five stages: how many there were to know, and how many were known.
Table funnel_table(const Evaluation& evaluation) {
    const Funnel& funnel = evaluation.five_knows().district;
    std::vector<std::string_view> stages;
    for (std::size_t stage = 0; stage < stage_count; ++stage) stages.push_back(to_string(static_cast<Stage>(stage)));
    std::vector<Column> columns;
    columns.push_back(text_column("stage", stages));
    columns.push_back(count_column("n", {funnel.n.begin(), funnel.n.end()}));
    columns.push_back(count_column("k", {funnel.k.begin(), funnel.k.end()}));
    return {"funnel", std::move(columns)};
}

std::string coverage_repr(const LinkageCoverage& coverage) {
    return "<LinkageCoverage " + std::to_string(coverage.members) + " members, " + std::to_string(coverage.people) +
           " people, " + std::to_string(coverage.reached_by_nobody) + " reached by nobody>";
}

template <class... Arguments>
auto without_gil(Table (*make)(Arguments...)) {
    return [make](Arguments... arguments) {
        const Released released;
        return make(arguments...);
    };
}

} // namespace

void register_evaluation(py::module_& module) {
    py::class_<LinkageCoverage>(module, "LinkageCoverage", "How far the members together reach.", py::is_final(),
                                only_made_here())
        .def_readonly("members", &LinkageCoverage::members)
        .def_readonly("members_with_exemplars", &LinkageCoverage::members_with_exemplars,
                      "Who lead at least the target number.")
        .def_readonly("members_with_contacts", &LinkageCoverage::members_with_contacts)
        .def_readonly("members_with_served", &LinkageCoverage::members_with_served)
        .def_readonly("people", &LinkageCoverage::people,
                      "Registered on the window's last day, of the rule's gender if it names one.")
        .def_readonly("reached_by_nobody", &LinkageCoverage::reached_by_nobody)
        .def_readonly("reached_by_several", &LinkageCoverage::reached_by_several)
        .def_readonly("links_out_of_office", &LinkageCoverage::links_out_of_office)
        .def_readonly("links_to_departed", &LinkageCoverage::links_to_departed)
        .def("__repr__", coverage_repr);

    py::class_<Statement>(module, "Statement", "Everything one person was given, to the total.", py::is_final(),
                          only_made_here())
        .def_property_readonly("total", [](const Statement& s) { return to_python(s.score.total); })
        .def_property_readonly("grade", [](const Statement& s) { return std::string(s.evaluation.grade(s.place)); })
        .def_property_readonly("rank",
                               [](const Statement& s) {
                                   const std::uint32_t rank = s.evaluation.ranks()[s.place];
                                   return rank > 0 ? std::optional(rank) : std::nullopt;
                               })
        .def(
            "rows", [](const Statement& s, const std::string& language) { return to_table(s, language); },
            py::arg("language"), py::call_guard<Released>())
        .def(
            "text", [](const Statement& s, const std::string& language) { return to_text(s, language); },
            py::arg("language"));

    py::class_<Evaluation>(module, "Evaluation", "A district evaluated; it keeps its district and rulebook alive.",
                           py::is_final(), only_made_here())
        .def("scores", without_gil(scores_table))
        .def("categories", without_gil(categories_table))
        .def("linkage", without_gil(linkage_table))
        .def("five_knows", without_gil(five_knows_table))
        .def("duties", without_gil(duties_table))
        .def("composite", without_gil(composite_table))
        .def("statement", statements, py::arg("threads"), py::arg("progress"))
        .def(
            "explain", [](const Evaluation& e, const std::string& person) { return statement(e, person); },
            py::arg("person"), py::call_guard<Released>())
        .def("missed_duties", missed, py::arg("person"), py::arg("threads"), py::arg("progress"))
        .def(
            "five_knows_by", [](const Evaluation& e, const std::string& level) { return five_knows_by(e, level); },
            py::arg("level"), py::call_guard<Released>())
        .def(
            "linkage_by", [](const Evaluation& e, const std::string& level) { return linkage_by(e, level); },
            py::arg("level"), py::call_guard<Released>())
        .def("coverage", [](const Evaluation& e) { return e.linkage().coverage; })
        .def("funnel", funnel_table)
        .def_property_readonly("window", [](const Evaluation& e) { return to_string(e.program().window()); })
        .def_property_readonly("last_day", [](const Evaluation& e) { return to_python(e.program().window().last()); })
        .def("__len__", [](const Evaluation& e) { return e.scored().size(); });

    module.def(
        "last_day_of", [](const std::string& window) { return to_python(Window::parse(window).last()); },
        py::arg("window"), "The last day of a window.");
    module.def(
        "parse_day",
        [](const std::string& argument, const std::string& text) { return to_python(parse_day(argument, text)); },
        py::arg("argument"), py::arg("text"), "The day a text names; `argument` is the name used in messages.");
    module.def("evaluate", run_evaluation, py::arg("district"), py::arg("rulebook"), py::arg("window"),
               py::arg("known_at"), py::arg("threads"), py::arg("kernels"), py::arg("progress"));
}

} // namespace jifen::python
