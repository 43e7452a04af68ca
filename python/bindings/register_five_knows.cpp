#include "convert.hpp"
#include "jifen/five_knows/ask.hpp"
#include "jifen/rulebook/rulebook.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>

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

} // namespace

void register_five_knows(py::module_& module) {
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
