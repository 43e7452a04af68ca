#include "convert.hpp"
#include "jifen/composite/indicators.hpp"
#include "jifen/core/error.hpp"
#include "jifen/robustness/agreement.hpp"
#include "jifen/robustness/leave_item_out.hpp"
#include "jifen/robustness/leave_one_out.hpp"
#include "jifen/robustness/rank_reversal.hpp"
#include "jifen/robustness/rank_uncertainty.hpp"
#include "made.hpp"
#include "matrix_rows.hpp"
#include "register.hpp"
#include "running.hpp"

#include <pybind11/stl.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace jifen::python {

namespace {

using namespace jifen::robustness;
using jifen::composite::Indicators;

using Doubles = std::vector<double>;

Aggregation aggregation_named(const std::string& aggregation) {
    if (aggregation == "weighted_sum") return Aggregation::weighted_sum;
    if (aggregation == "geometric_mean") return Aggregation::geometric_mean;
    throw ArgumentError("aggregation", aggregation, "it is weighted_sum or geometric_mean");
}

/// The column of a field of every alternative.
template <class Field>
auto column(const RankUncertainty& of, Field PlaceInterval::*field) {
    std::vector<Field> out;
    out.reserve(of.alternatives.size());
    for (const PlaceInterval& told : of.alternatives) out.push_back(told.*field);
    return out;
}

template <auto field>
auto column_of() {
    return [](const RankUncertainty& of) { return column(of, field); };
}

void register_uncertainty(py::module_& module) {
    made<RankUncertainty>(module, "RankUncertainty", "Places under weights drawn at random.")
        .def_readonly("weights", &RankUncertainty::weights)
        .def_readonly("mean_weights", &RankUncertainty::mean_weights)
        .def_readonly("draws", &RankUncertainty::draws)
        .def_readonly("concentration", &RankUncertainty::concentration)
        .def_readonly("level", &RankUncertainty::level)
        .def_readonly("seed", &RankUncertainty::seed)
        .def_property_readonly("place", column_of<&PlaceInterval::place>())
        .def_property_readonly("low", column_of<&PlaceInterval::low>())
        .def_property_readonly("high", column_of<&PlaceInterval::high>())
        .def_property_readonly("median", column_of<&PlaceInterval::median>())
        .def_property_readonly("best", column_of<&PlaceInterval::best>())
        .def_property_readonly("worst", column_of<&PlaceInterval::worst>())
        .def_property_readonly("mean", column_of<&PlaceInterval::mean>())
        .def_property_readonly("selected_share", column_of<&PlaceInterval::selected_share>())
        .def_property_readonly("selected", column_of<&PlaceInterval::selected>());
    module.def(
        "rank_uncertainty",
        [](const Indicators& indicators, const Doubles& weights, std::vector<std::uint32_t> strata,
           std::vector<std::size_t> places, const std::string& aggregation, std::size_t draws, double concentration,
           std::uint64_t seed, double level, std::size_t most_bytes, unsigned threads, const py::object& progress) {
            const Contest contest{std::move(strata), std::move(places)};
            UncertaintyOptions options;
            options.aggregation = aggregation_named(aggregation);
            options.draws = draws;
            options.concentration = concentration;
            options.seed = seed;
            options.level = level;
            options.most_bytes = most_bytes;
            return compute_apart(threads, progress, [&](const RunOptions& run) {
                options.run = run;
                return rank_uncertainty(indicators, weights, contest, options);
            });
        },
        py::arg("indicators"), py::arg("weights"), py::arg("strata"), py::arg("places"), py::arg("aggregation"),
        py::arg("draws"), py::arg("concentration"), py::arg("seed"), py::arg("level"), py::arg("most_bytes"),
        py::arg("threads"), py::arg("progress"));
}

} // namespace

void register_robustness(py::module_& module) {
    register_uncertainty(module);
    made<WithoutOne>(module, "WithoutOne", "Places without one indicator.")
        .def_readonly("name", &WithoutOne::name)
        .def_readonly("weight", &WithoutOne::weight)
        .def_readonly("tau_b", &WithoutOne::tau_b)
        .def_readonly("largest_move", &WithoutOne::largest_move)
        .def_readonly("moved_most", &WithoutOne::moved_most)
        .def_readonly("enters", &WithoutOne::enters)
        .def_readonly("leaves", &WithoutOne::leaves)
        .def_property_readonly("places", [](const WithoutOne& of) { return of.standing.places; });
    module.def(
        "leave_one_indicator_out",
        [](const Indicators& indicators, const Doubles& weights, std::vector<std::uint32_t> strata,
           std::vector<std::size_t> places, const std::string& aggregation) {
            const Contest contest{std::move(strata), std::move(places)};
            const Aggregation how = aggregation_named(aggregation);
            const Released released;
            return leave_one_indicator_out(indicators, weights, contest, how);
        },
        py::arg("indicators"), py::arg("weights"), py::arg("strata"), py::arg("places"), py::arg("aggregation"));
    made<WithoutItem>(module, "WithoutItem", "A selection if one item gave no points.")
        .def_readonly("item", &WithoutItem::item)
        .def_property_readonly("points", [](const WithoutItem& of) { return to_python(of.points); })
        .def_readonly("tau_b", &WithoutItem::tau_b)
        .def_readonly("largest_move", &WithoutItem::largest_move)
        .def_readonly("moved_most", &WithoutItem::moved_most)
        .def_readonly("enters", &WithoutItem::enters)
        .def_readonly("leaves", &WithoutItem::leaves);
    module.def(
        "leave_item_out",
        [](const Evaluation& evaluation, const std::string& selection, const std::vector<std::string>& items,
           unsigned threads, const py::object& progress) {
            return compute_apart(threads, progress, [&](const RunOptions& run) {
                return leave_item_out(evaluation, selection, items, run);
            });
        },
        py::arg("evaluation"), py::arg("selection"), py::arg("items"), py::arg("threads"), py::arg("progress"));
    module.def(
        "rank_reversals",
        // The method is Python's own: on the calling thread, with the GIL.
        [](const Indicators& indicators, const py::function& method, const std::vector<std::size_t>& remove,
           double tie_within, const py::object& progress) {
            RunOptions run;
            if (!progress.is_none())
                run.progress = [&progress](const Progress& p) { progress(py::str(p.stage), p.done, p.total); };
            const auto ask = [&method](const Indicators& of) {
                if (PyErr_CheckSignals() != 0) throw py::error_already_set();
                return method(py::cast(of)).template cast<Doubles>();
            };
            const RankReversals found = rank_reversals(indicators, ask, remove, tie_within, run);
            std::vector<std::tuple<std::size_t, std::uint64_t, std::size_t, std::size_t>> rows;
            rows.reserve(found.found.size());
            for (const RankReversal& one : found.found)
                rows.emplace_back(one.removed, one.pairs, one.before, one.behind);
            return rows;
        },
        py::arg("indicators"), py::arg("method"), py::arg("remove"), py::arg("tie_within"), py::arg("progress"));
    module.def(
        "agreement",
        [](const std::vector<std::pair<std::string, Doubles>>& methods) {
            std::vector<MethodScores> each;
            each.reserve(methods.size());
            for (const auto& [name, scores] : methods) each.push_back({name, scores});
            const Agreement found = agreement(each);
            return std::pair(rows_of(found.tau_b), rows_of(found.rho));
        },
        py::arg("methods"));
}

} // namespace jifen::python
