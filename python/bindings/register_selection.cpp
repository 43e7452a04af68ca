#include "convert.hpp"
#include "jifen/selection/headroom.hpp"
#include "jifen/selection/result_folder.hpp"
#include "jifen/selection/selection.hpp"
#include "jifen/selection/selection_text.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

namespace jifen::python {

namespace {

/// What each stratum was given, with the line of it: the ranking points of the last selected.
RunOptions on_threads(unsigned threads) {
    RunOptions run;
    run.threads = threads;
    return run;
}

Table selection_strata_table(const Evaluation& evaluation, const std::string& code) {
    const SelectionResult result = select(evaluation, code);
    const UnitTree& units = evaluation.district()->units;
    std::vector<std::string_view> ids, names;
    Cells<std::int64_t> candidates, eligible, places, selected;
    NumberColumn line{3, false, {}, {}};
    auto row = result.rows.begin();
    for (const StratumResult& stratum : result.strata) {
        ids.push_back(stratum.stratum ? units.ids()[stratum.stratum] : std::string_view{});
        names.push_back(stratum.stratum ? units.name(stratum.stratum) : std::string_view{});
        candidates.push_back(stratum.candidates);
        eligible.push_back(stratum.eligible);
        places.push_back(stratum.places);
        selected.push_back(stratum.selected);
        std::optional<Points> last;
        for (; row != result.rows.end() && row->stratum == stratum.stratum; ++row) {
            if (row->selected) last = row->points;
        }
        line.values.push_back(last.value_or(Points()).thousandths());
        line.present.push_back(last ? 1 : 0);
    }
    std::vector<Column> columns;
    columns.push_back(text_column("stratum", ids));
    columns.push_back(text_column("name", names));
    columns.push_back(count_column("candidates", std::move(candidates)));
    columns.push_back(count_column("eligible", std::move(eligible)));
    columns.push_back(count_column("places", std::move(places)));
    columns.push_back(count_column("selected", std::move(selected)));
    columns.push_back({"line", std::move(line)});
    return {"strata", std::move(columns)};
}

void write_evaluation(const Evaluation& evaluation, const std::filesystem::path& folder, unsigned threads,
                      const py::object& progress) {
    run_apart(threads, progress, [&](const RunOptions& run) { write_results(evaluation, folder, run); });
}

std::string provenance_json(const Evaluation& evaluation, unsigned threads, const py::object& progress) {
    return compute_apart(threads, progress,
                         [&](const RunOptions& run) { return to_json(provenance(evaluation, run)); });
}

/// {file: what provenance.json says of it}.
py::dict seals(const Evaluation& evaluation, unsigned threads, const py::object& progress) {
    const auto found =
        compute_apart(threads, progress, [&](const RunOptions& run) { return result_seals(evaluation, run); });
    py::dict by_file;
    for (const ResultSeal& file : found) {
        by_file[py::cast(file.file)] =
            py::dict(py::arg("sha256") = to_string(file.seal.sha256), py::arg("rows") = file.seal.rows,
                     py::arg("sum") = file.seal.sum, py::arg("weighted_sum") = file.seal.weighted_sum);
    }
    return by_file;
}

Headroom headroom(const Evaluation& evaluation, const std::string& person, const std::string& on,
                  std::vector<std::string> subjects, std::int64_t most, unsigned threads, const py::object& progress) {
    const Day day = parse_day("on", on);
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        return find_headroom(evaluation, person, day, {std::move(subjects), most, run});
    });
}

} // namespace

void register_selection(py::module_& module) {
    py::class_<Headroom>(module, "Headroom", "What a person can still earn on a day.", py::is_final(), only_made_here())
        .def_property_readonly("day", [](const Headroom& found) { return to_python(found.day); })
        .def("caps", &caps_table, py::call_guard<Released>())
        .def("items", &items_table, py::call_guard<Released>())
        .def("goals", &goals_table, py::call_guard<Released>())
        .def(
            "text", [](const Headroom& found, const std::string& language) { return to_text(found, language); },
            py::arg("language"), py::call_guard<Released>());
    module.def("headroom", headroom, py::arg("evaluation"), py::arg("person"), py::arg("on"), py::arg("subjects"),
               py::arg("most"), py::arg("threads"), py::arg("progress"),
               "What still earns points, what would cut it, and the least work that reaches a goal.");
    module.def(
        "selection_table",
        [](const Evaluation& evaluation, unsigned threads) { return selection_table(evaluation, on_threads(threads)); },
        py::arg("evaluation"), py::arg("threads"), py::call_guard<Released>(), "Every selection of the rulebook.");
    module.def(
        "select",
        [](const Evaluation& evaluation, const std::string& code, unsigned threads) {
            return selection_table(evaluation, code, on_threads(threads));
        },
        py::arg("evaluation"), py::arg("code"), py::arg("threads"), py::call_guard<Released>(),
        "One selection of the rulebook.");
    module.def(
        "selection_text",
        [](const Evaluation& evaluation, const std::string& person, const std::string& language) {
            return selection_text(evaluation, person, language);
        },
        py::arg("evaluation"), py::arg("person"), py::arg("language"), py::call_guard<Released>(),
        "What the selections made of one person, as the last section of her statement.");
    module.def("strata_table", selection_strata_table, py::arg("evaluation"), py::arg("code"),
               py::call_guard<Released>(), "What each stratum of a selection was given.");
    module.def(
        "all_diagnostics_table", [](const Evaluation& evaluation) { return diagnostics_table(evaluation); },
        py::arg("evaluation"), py::call_guard<Released>(), "What reading the district and evaluating it found.");
    module.def("write_results", write_evaluation, py::arg("evaluation"), py::arg("folder"), py::arg("threads"),
               py::arg("progress"), "Writes every result table as CSV, all or none.");
    module.def("provenance_json", provenance_json, py::arg("evaluation"), py::arg("threads"), py::arg("progress"),
               "What the evaluation was made of, without digests of result files.");
    module.def("result_seals", seals, py::arg("evaluation"), py::arg("threads"), py::arg("progress"),
               "The seal of each file that write_results would write.");
    module.def("write_diagnostics", &write_diagnostics, py::arg("diagnostics"), py::arg("folder"),
               py::call_guard<Released>(), "Writes diagnostics.csv alone; gives the older tables beside it.");
}

} // namespace jifen::python
