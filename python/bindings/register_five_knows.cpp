#include "convert.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/five_knows/ask.hpp"
#include "jifen/five_knows/spot_check.hpp"
#include "jifen/rulebook/rulebook.hpp"
#include "made.hpp"
#include "running.hpp"
#include "side_reader.hpp"

#include <pybind11/stl.h>

#include <array>
#include <memory>

namespace jifen::python {

namespace {

/// Something known, with the district whose texts it shows.
struct Asked {
    District district;
    std::shared_ptr<const Known> known;
};

const FiveKnowsRule& rule_of(const Rulebook& rulebook) {
    if (const auto& rule = rulebook->five_knows) return *rule;
    throw ArgumentError("rulebook", rulebook->code, "it has no [five_knows]");
}

/// (leader, what she knows) of the leader named, or of everybody who leads there that day.
std::vector<std::pair<std::string, Asked>> ask(const District& district, const Rulebook& rulebook,
                                               const std::string& household, const std::string& on,
                                               const std::optional<std::string>& leader) {
    const FiveKnowsRule& rule = rule_of(rulebook);
    const HouseholdId of = district->households.ids.find(household);
    if (!of) throw ArgumentError("household", household, "no such household in the households table");
    const Day day = parse_day("on", on);
    std::vector<PersonId> leaders;
    if (leader)
        leaders.push_back(district.person(*leader));
    else
        leaders = leaders_of(district, rule, of, day);
    std::vector<std::pair<std::string, Asked>> found;
    for (const PersonId person : leaders) {
        auto known = std::make_shared<const Known>(ask_household(district, rule, person, of, day));
        found.emplace_back(std::string(district->people.ids[person]), Asked{district, std::move(known)});
    }
    return found;
}

std::vector<Asked> next_of(const Asked& asked) {
    std::vector<Asked> next;
    for (const Known& known : asked.known->leads_to)
        next.push_back({asked.district, std::shared_ptr<const Known>(asked.known, &known)});
    return next;
}

std::pair<double, double> ends(const Interval& interval) { return {interval.low, interval.high}; }

IntervalKind interval_kind_named(const std::string& kind) {
    if (kind == "wilson") return IntervalKind::wilson;
    if (kind == "clopper_pearson") return IntervalKind::clopper_pearson;
    throw ArgumentError("kind", kind, "it is wilson or clopper_pearson");
}

void register_proportion(py::module_& module) {
    module.def(
        "wilson_interval",
        [](std::int64_t k, std::int64_t n, double confidence, std::optional<std::int64_t> population) {
            return ends(wilson_interval(k, n, confidence, population));
        },
        py::arg("k"), py::arg("n"), py::arg("confidence"), py::arg("population"));
    module.def(
        "clopper_pearson_interval",
        [](std::int64_t k, std::int64_t n, double confidence, std::optional<std::int64_t> population) {
            const Released released;
            return ends(clopper_pearson_interval(k, n, confidence, population));
        },
        py::arg("k"), py::arg("n"), py::arg("confidence"), py::arg("population"));
    module.def(
        "sample_size",
        [](double width, double confidence, double rate, const std::string& kind,
           std::optional<std::int64_t> population) {
            const IntervalKind named = interval_kind_named(kind);
            const Released released;
            return sample_size(width, confidence, rate, named, population);
        },
        py::arg("width"), py::arg("confidence"), py::arg("rate"), py::arg("kind"), py::arg("population"));
}

/// The answers as a table that can be read again.
Table answers_table(const DoorAnswers& answers) {
    std::vector<std::string_view> households, stages;
    Cells<std::int64_t> asked, known;
    for (const WrittenAnswer& row : answers.rows) {
        households.push_back(row.household);
        stages.push_back(to_string(row.stage));
        asked.push_back(row.asked);
        known.push_back(row.known);
    }
    return {"door_answers",
            {text_column("household", households), text_column("stage", stages),
             count_column("asked", std::move(asked)), count_column("known", std::move(known))}};
}

py::dict counts_by_verdict(const SpotCheckResult& result) {
    constexpr std::array verdicts{DoorVerdict::agrees, DoorVerdict::claims_more, DoorVerdict::records_less,
                                  DoorVerdict::no_leader};
    std::array<std::int64_t, verdicts.size()> counts{};
    for (const DoorFinding& finding : result.findings) ++counts[static_cast<std::size_t>(finding.verdict)];
    py::dict by_verdict;
    for (const DoorVerdict verdict : verdicts)
        by_verdict[to_python(to_string(verdict))] = counts[static_cast<std::size_t>(verdict)];
    return by_verdict;
}

SpotCheckResult assess(const SpotCheckSample& sample, const DoorAnswers& answers, const Evaluation& evaluation,
                       double confidence) {
    (void)rule_of(evaluation.rulebook());
    if (&*evaluation.district() != &*sample.district)
        throw ArgumentError("evaluation", "", "it is of another district than the sample");
    return assess_door_answers(sample, answers, evaluation.five_knows(), confidence);
}

void register_spot_check(py::module_& module) {
    py::class_<DoorAnswers>(module, "DoorAnswers", "What was answered at the doors.", py::is_final(), only_made_here())
        .def("__len__", [](const DoorAnswers& answers) { return answers.rows.size(); })
        .def_readonly("blank", &DoorAnswers::blank)
        .def_readonly("rejected", &DoorAnswers::rejected)
        .def_readonly("problems", &DoorAnswers::problems)
        .def("table", answers_table);
    register_side_reader<DoorAnswers, read_door_answers, read_door_answers>(
        module, "DoorAnswersReader", "Reads the table of door answers from wherever it comes.");

    py::class_<SpotCheckSample>(module, "SpotCheckSample", "Households drawn, stratum by stratum.", py::is_final(),
                                only_made_here())
        .def_property_readonly("day", [](const SpotCheckSample& sample) { return to_python(sample.design.day); })
        .def_property_readonly("level", [](const SpotCheckSample& sample) { return sample.design.level; })
        .def_property_readonly("seed", [](const SpotCheckSample& sample) { return sample.design.seed; })
        .def("__len__", [](const SpotCheckSample& sample) { return sample.households.size(); })
        .def("sample", sample_table, py::call_guard<Released>())
        .def(
            "strata", [](const SpotCheckSample& sample) { return strata_table(sample); }, py::call_guard<Released>())
        .def("form", door_form_table, py::call_guard<Released>())
        .def("assess", assess, py::arg("answers"), py::arg("evaluation"), py::arg("confidence"),
             py::call_guard<Released>());
    module.def(
        "draw_households",
        [](const District& district, const std::string& on, const std::optional<std::string>& level,
           std::int64_t households, std::int64_t at_least, std::string seed) {
            if (level && level->empty()) throw ArgumentError("level", "", "it is the name of a level, such as village");
            const SpotCheckDesign design{parse_day("on", on), level.value_or(""), households, at_least,
                                         std::move(seed)};
            const Released released;
            return draw_households(district, design);
        },
        py::arg("district"), py::arg("on"), py::arg("level"), py::arg("households"), py::arg("at_least"),
        py::arg("seed"));

    py::class_<SpotCheckResult>(module, "SpotCheckResult", "What a spot check tells.", py::is_final(), only_made_here())
        .def_readonly("confidence", &SpotCheckResult::confidence)
        .def_readonly("drawn", &SpotCheckResult::households_drawn)
        .def_readonly("visited", &SpotCheckResult::households_visited)
        .def_readonly("blank", &SpotCheckResult::blank)
        .def_readonly("problems", &SpotCheckResult::problems)
        .def_property_readonly("verdicts", counts_by_verdict)
        .def("stages", stage_rates_table, py::call_guard<Released>())
        .def("findings", findings_table, py::call_guard<Released>());
}

} // namespace

void register_five_knows(py::module_& module) {
    register_proportion(module);
    register_spot_check(module);
    py::class_<Asked>(module, "Known", "Something that a leader knows, or should.", py::is_final(), only_made_here())
        .def_property_readonly("text", [](const Asked& asked) { return asked.known->text; })
        .def_property_readonly("asks",
                               [](const Asked& asked) {
                                   const auto& stage = asked.known->asks;
                                   return stage ? std::optional(std::string(to_string(*stage))) : std::nullopt;
                               })
        .def_property_readonly("state",
                               [](const Asked& asked) {
                                   return asked.known->asks ? std::optional(to_string(asked.known->state))
                                                            : std::nullopt;
                               })
        .def_property_readonly("answered",
                               [](const Asked& asked) -> py::object {
                                   const auto& day = asked.known->answered;
                                   return day ? to_python(*day) : py::none();
                               })
        .def_property_readonly("is_registered", [](const Asked& asked) { return asked.known->is_registered; })
        .def_property_readonly("is_known", [](const Asked& asked) { return asked.known->is_known; })
        .def_property_readonly("leads_to", next_of)
        .def(
            "to_text", [](const Asked& asked, const std::string& language) { return to_text(*asked.known, language); },
            py::arg("language"));
    module.def("ask_household", ask, py::arg("district"), py::arg("rulebook"), py::arg("household"), py::arg("on"),
               py::arg("leader"));
}

} // namespace jifen::python
