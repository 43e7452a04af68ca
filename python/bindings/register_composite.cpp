#include "jifen/composite/aggregation.hpp"
#include "jifen/composite/hierarchy.hpp"
#include "jifen/composite/promethee.hpp"
#include "jifen/composite/rank_correlation.hpp"
#include "jifen/composite/topsis.hpp"
#include "jifen/composite/treatment.hpp"
#include "jifen/composite/vikor.hpp"
#include "jifen/composite/weights.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "made.hpp"
#include "matrix_rows.hpp"
#include "running.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace jifen::python {

namespace {

using namespace jifen::composite;

template <class Enum>
using Terms = std::vector<std::pair<std::string_view, Enum>>;

/// The enumerator of the word; ArgumentError with the nearest one otherwise.
template <class Enum>
Enum named(const char* argument, const std::string& word, const Terms<Enum>& words) {
    std::vector<std::string_view> known;
    std::string listed;
    for (const auto& [name, value] : words) {
        if (name == word) return value;
        known.push_back(name);
        listed += (listed.empty() ? "" : ", ") + std::string(name);
    }
    const std::string hint = did_you_mean(word, known);
    throw ArgumentError(argument, word, "it is one of " + listed + (hint.empty() ? "" : "; " + hint));
}

const Terms<Direction> directions{
    {"benefit", Direction::benefit}, {"cost", Direction::cost}, {"target", Direction::target}};
const Terms<MissingValues> missing_words{{"refuse", MissingValues::refuse},
                                         {"drop_row", MissingValues::drop_row},
                                         {"mean", MissingValues::mean},
                                         {"rest_of_weights", MissingValues::rest_of_weights}};
const Terms<Scale> scales{{"none", Scale::none},
                          {"min_max", Scale::min_max},
                          {"z_score", Scale::z_score},
                          {"rank", Scale::rank},
                          {"target_distance", Scale::target_distance},
                          {"leader_share", Scale::leader_share},
                          {"vector", Scale::vector},
                          {"sum", Scale::sum},
                          {"goalposts", Scale::goalposts}};
const Terms<Constant> constants{{"refuse", Constant::refuse}, {"neutral", Constant::neutral}};
const Terms<Correlation> correlations{{"pearson", Correlation::pearson}, {"spearman", Correlation::spearman}};
const Terms<PreferenceShape> shapes{{"usual", PreferenceShape::usual},     {"u_shape", PreferenceShape::u_shape},
                                    {"v_shape", PreferenceShape::v_shape}, {"level", PreferenceShape::level},
                                    {"linear", PreferenceShape::linear},   {"gaussian", PreferenceShape::gaussian}};
const Terms<PriorityMethod> priority_methods{{"eigenvector", PriorityMethod::eigenvector},
                                             {"geometric_mean", PriorityMethod::geometric_mean}};
const Terms<RandomIndexTable> index_tables{{"saaty_1980", RandomIndexTable::saaty_1980},
                                           {"saaty_2005", RandomIndexTable::saaty_2005},
                                           {"donegan_dodd_1991", RandomIndexTable::donegan_dodd_1991},
                                           {"alonso_lamata_2006", RandomIndexTable::alonso_lamata_2006}};
const Terms<MeanOfPriorities> means{{"geometric", MeanOfPriorities::geometric},
                                    {"arithmetic", MeanOfPriorities::arithmetic}};

using Numbers = std::vector<double>;
/// scale, low, high, goalposts (low, high, logarithm, clip), sample_sd, constant.
using NormalisationFields =
    std::tuple<std::string, double, double, std::tuple<double, double, bool, bool>, bool, std::string>;
/// shape, q, p, s.
using PreferenceFields = std::tuple<std::string, double, double, double>;
/// row, column, before, after.
using Cell = std::tuple<std::size_t, std::size_t, double, double>;

/// A buffer of doubles in one block, copied.
Matrix matrix_of(const py::buffer& buffer, std::size_t rows, std::size_t columns) {
    const py::buffer_info info = buffer.request();
    if (info.format != py::format_descriptor<double>::format() || !PyBuffer_IsContiguous(info.view(), 'C'))
        throw ArgumentError("values", info.format, "the library takes doubles, row by row in one block");
    Numbers values(static_cast<std::size_t>(info.size));
    if (!values.empty()) std::memcpy(values.data(), info.ptr, values.size() * sizeof(double));
    return {rows, columns, std::move(values)};
}

Normalisation normalisation_of(const NormalisationFields& fields) {
    const auto& [scale, low, high, posts, sample_sd, constant] = fields;
    Normalisation out;
    out.scale = named("scale", scale, scales);
    out.low = low;
    out.high = high;
    std::tie(out.goalposts.low, out.goalposts.high, out.goalposts.logarithm, out.goalposts.clip) = posts;
    out.sample_sd = sample_sd;
    out.constant = named("constant", constant, constants);
    return out;
}

std::vector<std::string> texts_of(const std::vector<NormalisedIndicator>& steps) {
    std::vector<std::string> out;
    out.reserve(steps.size());
    for (const NormalisedIndicator& step : steps) out.push_back(step.text);
    return out;
}

std::vector<Cell> cells_of(const std::vector<ChangedCell>& changed) {
    std::vector<Cell> out;
    out.reserve(changed.size());
    for (const ChangedCell& cell : changed) out.emplace_back(cell.row, cell.column, cell.before, cell.after);
    return out;
}

Indicators make_indicators(std::vector<std::string> alternatives, const std::vector<std::string>& names,
                           const std::vector<std::string>& given_directions,
                           const std::vector<std::optional<double>>& targets, const py::buffer& values) {
    if (given_directions.size() != names.size() || targets.size() != names.size()) {
        throw ArgumentError("directions, targets",
                            std::to_string(given_directions.size()) + ", " + std::to_string(targets.size()),
                            "there is one for each of " + std::to_string(names.size()) + " indicators");
    }
    std::vector<Indicator> columns;
    for (std::size_t i = 0; i < names.size(); ++i)
        columns.push_back({names[i], named("direction", given_directions[i], directions), targets[i]});
    Matrix matrix = matrix_of(values, alternatives.size(), names.size());
    return {std::move(alternatives), std::move(columns), std::move(matrix)};
}

/// (name, parts, judgements or None, weights), parts alike.
Criterion criterion_of(const py::tuple& fields, int depth = 0) {
    if (depth > 200) throw ArgumentError("hierarchy", "", "it is too deep");
    Criterion out;
    out.name = fields[0].cast<std::string>();
    for (const py::handle part : fields[1].cast<py::list>())
        out.parts.push_back(criterion_of(part.cast<py::tuple>(), depth + 1));
    if (!fields[2].is_none()) out.judgements = fields[2].cast<const Judgements&>();
    out.weights = fields[3].cast<Numbers>();
    return out;
}

std::vector<Judge> judges_of(const std::vector<Judgements>& judgements, const Numbers& weights) {
    if (weights.size() != judgements.size()) {
        throw ArgumentError("weights", std::to_string(weights.size()),
                            "there is one for each of " + std::to_string(judgements.size()) + " judges");
    }
    std::vector<Judge> out;
    for (std::size_t i = 0; i < judgements.size(); ++i) out.push_back({judgements[i], weights[i]});
    return out;
}

PriorityOptions options_of(const std::string& method, const std::string& table) {
    return {named("method", method, priority_methods), named("table", table, index_tables)};
}

/// Scores of any method: where they rank.
template <class T>
void add_ranking(py::class_<T>& of) {
    of.def_readonly("weights", &T::weights).def_readonly("ranking", &T::ranking);
}

void register_values(py::module_& module) {
    made<Indicators>(module, "Indicators", "Alternatives by indicators.")
        .def_property_readonly("alternatives", &Indicators::alternatives)
        .def_property_readonly("names",
                               [](const Indicators& indicators) {
                                   std::vector<std::string> names;
                                   for (const Indicator& column : indicators.columns()) names.push_back(column.name);
                                   return names;
                               })
        .def_property_readonly("directions",
                               [](const Indicators& indicators) {
                                   std::vector<std::string> names;
                                   for (const Indicator& column : indicators.columns())
                                       names.emplace_back(to_string(column.direction));
                                   return names;
                               })
        .def_property_readonly("targets",
                               [](const Indicators& indicators) {
                                   std::vector<std::optional<double>> targets;
                                   for (const Indicator& column : indicators.columns())
                                       targets.push_back(column.target);
                                   return targets;
                               })
        .def_property_readonly("missing", &Indicators::missing)
        .def("rows", [](const Indicators& indicators) { return rows_of(indicators.values()); });
    module.def("make_indicators", make_indicators, py::arg("alternatives"), py::arg("names"), py::arg("directions"),
               py::arg("targets"), py::arg("values"));

    made<Treatment>(module, "Treatment", "What was done to missing values and outliers.")
        .def_readonly("indicators", &Treatment::indicators)
        .def_readonly("dropped", &Treatment::dropped)
        .def_property_readonly("filled", [](const Treatment& treatment) { return cells_of(treatment.filled); })
        .def_property_readonly("moved", [](const Treatment& treatment) { return cells_of(treatment.moved); })
        .def_readonly("steps", &Treatment::steps);
    module.def(
        "treat",
        [](const Indicators& indicators, const std::string& missing,
           const std::optional<std::pair<double, double>>& winsorise) {
            TreatmentOptions options;
            options.missing = named("missing", missing, missing_words);
            if (winsorise) options.winsorise = Winsorisation{winsorise->first, winsorise->second};
            const Released released;
            return treat(indicators, options);
        },
        py::arg("indicators"), py::arg("missing"), py::arg("winsorise"));

    made<Normalised>(module, "Normalised", "Indicators made comparable.")
        .def_readonly("indicators", &Normalised::indicators)
        .def_property_readonly("steps", [](const Normalised& normalised) { return texts_of(normalised.steps); })
        .def_property_readonly("constant", [](const Normalised& normalised) {
            std::vector<std::size_t> constant;
            for (std::size_t i = 0; i < normalised.steps.size(); ++i)
                if (normalised.steps[i].is_constant) constant.push_back(i);
            return constant;
        });
    module.def(
        "normalise",
        [](const Indicators& indicators, const std::vector<NormalisationFields>& by) {
            std::vector<Normalisation> each(by.size());
            std::transform(by.begin(), by.end(), each.begin(), normalisation_of);
            const Released released;
            return normalise(indicators, each);
        },
        py::arg("indicators"), py::arg("by"));
    module.def(
        "kendall_tau_b", [](const Numbers& x, const Numbers& y) { return kendall_tau_b(x, y); }, py::arg("x"),
        py::arg("y"));
    module.def(
        "spearman_rho", [](const Numbers& x, const Numbers& y) { return spearman_rho(x, y); }, py::arg("x"),
        py::arg("y"));
}

void register_weights(py::module_& module) {
    made<Weights>(module, "Weights", "Weights that add up to 1.")
        .def_readonly("values", &Weights::values)
        .def_readonly("method", &Weights::method)
        .def_readonly("information", &Weights::information)
        .def_readonly("constant", &Weights::constant);
    made<PcaWeights>(module, "PcaWeights", "Weights from principal components.")
        .def_readonly("weights", &PcaWeights::weights)
        .def_readonly("eigenvalues", &PcaWeights::eigenvalues)
        .def_readonly("components", &PcaWeights::components)
        .def_readonly("explained", &PcaWeights::explained);
    module.def(
        "given_weights", [](const Numbers& weights) { return given_weights(weights); }, py::arg("weights"));
    module.def("equal_weights", equal_weights, py::arg("n"));
    module.def("entropy_weights", entropy_weights, py::arg("indicators"));
    module.def("standard_deviation_weights", standard_deviation_weights, py::arg("indicators"));
    module.def(
        "critic_weights",
        [](const Indicators& indicators, bool scales_first, const std::string& correlation) {
            return critic_weights(indicators, {scales_first, named("correlation", correlation, correlations)});
        },
        py::arg("indicators"), py::arg("scales"), py::arg("correlation"));
    module.def(
        "pca_weights",
        [](const Indicators& indicators, std::optional<std::size_t> components) {
            return pca_weights(indicators, {components});
        },
        py::arg("indicators"), py::arg("components"));
}

void register_judgements(py::module_& module) {
    made<Judgements>(module, "Judgements", "Pairwise judgements.")
        .def_property_readonly("items", &Judgements::items)
        .def_property_readonly("missing", &Judgements::missing)
        .def(
            "value",
            [](const Judgements& judgements, std::size_t over, std::size_t under) {
                if (std::max(over, under) >= judgements.size()) throw py::index_error("there is no such item");
                return judgements.value(over, under);
            },
            py::arg("over"), py::arg("under"));
    module.def(
        "judge_pairs",
        [](std::vector<std::string> items, const std::vector<std::tuple<std::string, std::string, double>>& pairs) {
            Judgements out(std::move(items));
            for (const auto& [over, under, value] : pairs) out.judge(over, under, value);
            return out;
        },
        py::arg("items"), py::arg("pairs"));
    module.def(
        "judge_matrix",
        [](std::vector<std::string> items, const py::buffer& values) {
            const Matrix matrix = matrix_of(values, items.size(), items.size());
            return Judgements::from_matrix(std::move(items), matrix);
        },
        py::arg("items"), py::arg("values"));

    made<Consistency>(module, "Consistency", "How far judgements contradict each other.")
        .def_readonly("lambda_max", &Consistency::lambda_max)
        .def_readonly("index", &Consistency::index)
        .def_property_readonly("table", [](const Consistency& of) { return to_string(of.table); })
        .def_readonly("random_index", &Consistency::random_index)
        .def_readonly("ratio", &Consistency::ratio)
        .def_readonly("geometric_index", &Consistency::geometric_index)
        .def_readonly("missing", &Consistency::missing)
        .def("is_within", &Consistency::is_within, py::arg("limit") = 0.1);
    made<Priorities>(module, "Priorities", "Weights from judgements.")
        .def_readonly("weights", &Priorities::weights)
        .def_property_readonly("method", [](const Priorities& of) { return to_string(of.method); })
        .def_readonly("consistency", &Priorities::consistency);
    made<Disturbance>(module, "Disturbance", "The judgement that disturbs most, and what would mend it.")
        .def_readonly("over", &Disturbance::over)
        .def_readonly("under", &Disturbance::under)
        .def_readonly("judged", &Disturbance::judged)
        .def_readonly("mended", &Disturbance::mended)
        .def_readonly("on_scale", &Disturbance::on_scale)
        .def_readonly("now", &Disturbance::now)
        .def_readonly("when_mended", &Disturbance::when_mended)
        .def_readonly("when_on_scale", &Disturbance::when_on_scale);
    module.def(
        "priorities",
        [](const Judgements& judgements, const std::string& method, const std::string& table) {
            return priorities(judgements, options_of(method, table));
        },
        py::arg("judgements"), py::arg("method"), py::arg("table"));
    module.def(
        "most_disturbing",
        [](const Judgements& judgements, const std::string& table) {
            const RandomIndexTable index = named("table", table, index_tables);
            const Released released;
            return most_disturbing(judgements, index);
        },
        py::arg("judgements"), py::arg("table"));
    module.def(
        "aggregate_judgements",
        [](const std::vector<Judgements>& judgements, const Numbers& weights) {
            return aggregate_judgements(judges_of(judgements, weights));
        },
        py::arg("judgements"), py::arg("weights"));
    module.def(
        "aggregate_priorities",
        [](const std::vector<Judgements>& judgements, const Numbers& weights, const std::string& method,
           const std::string& table, const std::string& mean) {
            JudgesPriorities found = aggregate_priorities(judges_of(judgements, weights), options_of(method, table),
                                                          named("mean", mean, means));
            return std::pair(std::move(found.weights), std::move(found.judges));
        },
        py::arg("judgements"), py::arg("weights"), py::arg("method"), py::arg("table"), py::arg("mean"));

    made<WeighedCriterion>(module, "WeighedCriterion", "A criterion of a hierarchy with its weight.")
        .def_readonly("name", &WeighedCriterion::name)
        .def_readonly("depth", &WeighedCriterion::depth)
        .def_readonly("parent", &WeighedCriterion::parent)
        .def_readonly("local_weight", &WeighedCriterion::local)
        .def_readonly("global_weight", &WeighedCriterion::global)
        .def_readonly("is_leaf", &WeighedCriterion::is_leaf)
        .def_readonly("consistency", &WeighedCriterion::consistency);
    module.def(
        "weigh",
        [](const py::tuple& root, const std::string& method, const std::string& table) {
            HierarchyWeights found = weigh(criterion_of(root), options_of(method, table));
            std::vector<std::pair<std::string, double>> leaves;
            leaves.reserve(found.leaves.size());
            for (LeafWeight& leaf : found.leaves) leaves.emplace_back(std::move(leaf.name), leaf.weight);
            return std::tuple(std::move(found.criteria), std::move(leaves), found.worst_ratio);
        },
        py::arg("root"), py::arg("method"), py::arg("table"));
}

void register_methods(py::module_& module) {
    made<Ranking>(module, "Ranking", "Places 1, 2, 2, 4.")
        .def_readonly("places", &Ranking::places)
        .def_readonly("order", &Ranking::order)
        .def_readonly("ties", &Ranking::ties)
        .def_readonly("tie_within", &Ranking::tie_within);
    auto index = made<CompositeIndex>(module, "CompositeIndex", "A weighted sum or geometric mean.");
    index.def_readonly("scores", &CompositeIndex::scores)
        .def_readonly("shared", &CompositeIndex::shared)
        .def("contributions", [](const CompositeIndex& of) { return rows_of(of.contributions); });
    add_ranking(index);
    auto topsis_class = made<Topsis>(module, "Topsis", "Nearness to the ideal.");
    topsis_class.def_readonly("closeness", &Topsis::closeness)
        .def_readonly("to_best", &Topsis::to_best)
        .def_readonly("to_worst", &Topsis::to_worst)
        .def_readonly("best", &Topsis::best)
        .def_readonly("worst", &Topsis::worst)
        .def_property_readonly("steps", [](const Topsis& of) { return texts_of(of.steps); });
    add_ranking(topsis_class);
    auto vikor_class = made<Vikor>(module, "Vikor", "A compromise.");
    vikor_class.def_readonly("group_utility", &Vikor::group_utility)
        .def_readonly("individual_regret", &Vikor::individual_regret)
        .def_readonly("q", &Vikor::q)
        .def_readonly("constant", &Vikor::constant)
        .def_readonly("by_group_utility", &Vikor::by_group_utility)
        .def_readonly("by_individual_regret", &Vikor::by_individual_regret)
        .def_readonly("strategy", &Vikor::strategy)
        .def_readonly("has_advantage", &Vikor::has_advantage)
        .def_readonly("is_stable", &Vikor::is_stable)
        .def_readonly("compromise", &Vikor::compromise);
    add_ranking(vikor_class);
    auto promethee_class = made<Promethee>(module, "Promethee", "Preferences for and against.");
    promethee_class.def_readonly("leaving", &Promethee::leaving)
        .def_readonly("entering", &Promethee::entering)
        .def_readonly("net", &Promethee::net);
    add_ranking(promethee_class);

    module.def(
        "weighted_sum",
        [](const Indicators& indicators, const Numbers& weights, double tie_within) {
            const Released released;
            return weighted_sum(indicators, weights, tie_within);
        },
        py::arg("indicators"), py::arg("weights"), py::arg("tie_within"));
    module.def(
        "weighted_geometric_mean",
        [](const Indicators& indicators, const Numbers& weights, double tie_within) {
            const Released released;
            return weighted_geometric_mean(indicators, weights, tie_within);
        },
        py::arg("indicators"), py::arg("weights"), py::arg("tie_within"));
    module.def(
        "topsis",
        [](const Indicators& indicators, const Numbers& weights, const NormalisationFields& by, double tie_within) {
            const Normalisation normalisation = normalisation_of(by);
            const Released released;
            return topsis(indicators, weights, normalisation, tie_within);
        },
        py::arg("indicators"), py::arg("weights"), py::arg("by"), py::arg("tie_within"));
    module.def(
        "vikor",
        [](const Indicators& indicators, const Numbers& weights, double strategy, double tie_within) {
            const Released released;
            return vikor(indicators, weights, strategy, tie_within);
        },
        py::arg("indicators"), py::arg("weights"), py::arg("strategy"), py::arg("tie_within"));
    module.def(
        "promethee",
        [](const Indicators& indicators, const Numbers& weights, const std::vector<PreferenceFields>& preferences,
           double tie_within, unsigned threads, const py::object& progress) {
            std::vector<Preference> each;
            each.reserve(preferences.size());
            for (const auto& [shape, q, p, s] : preferences) each.push_back({named("shape", shape, shapes), q, p, s});
            return compute_apart(threads, progress, [&](const RunOptions& run) {
                return promethee(indicators, weights, each, tie_within, run);
            });
        },
        py::arg("indicators"), py::arg("weights"), py::arg("preferences"), py::arg("tie_within"), py::arg("threads"),
        py::arg("progress"));
}

} // namespace

void register_composite(py::module_& module) {
    register_values(module);
    register_weights(module);
    register_judgements(module);
    register_methods(module);
}

} // namespace jifen::python
