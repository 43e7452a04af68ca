#include "convert.hpp"
#include "jifen/rulebook/articles.hpp"
#include "jifen/rulebook/lint.hpp"
#include "jifen/rulebook/rulebook.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <map>
#include <optional>
#include <string>

namespace jifen::python {

namespace {

template <class Rule>
std::vector<std::string> codes(const std::vector<Rule>& rules) {
    std::vector<std::string> found;
    found.reserve(rules.size());
    for (const Rule& rule : rules) found.push_back(rule.code);
    return found;
}

template <class Rule>
std::string title_among(const std::vector<Rule>& rules, const std::string& code, const std::string& language) {
    for (const Rule& rule : rules) {
        if (rule.code == code) return std::string(rule.heading.title.in(language, code));
    }
    return code;
}

std::string title_of(const Rulebook& rulebook, const std::string& kind, const std::string& code,
                     const std::string& language) {
    if (kind == "category") return title_among(rulebook->categories, code, language);
    if (kind == "item") return title_among(rulebook->items, code, language);
    if (kind == "duty") return title_among(rulebook->duties, code, language);
    if (kind == "grade") return title_among(rulebook->grades, code, language);
    if (kind == "selection") return title_among(rulebook->selections, code, language);
    throw ArgumentError("kind", kind, "it is category, item, duty, grade or selection");
}

/// The targets there are, by the name of the count.
std::map<std::string, std::int64_t> targets(const LinkageRule& rule) {
    std::map<std::string, std::int64_t> found;
    if (rule.exemplars) found["exemplars"] = rule.exemplars->target;
    if (rule.contacts) found["contacts"] = rule.contacts->target;
    if (rule.served) found["served"] = rule.served->target;
    return found;
}

std::vector<std::string> rank_by(const Rulebook& rulebook, const std::string& code) {
    for (const Selection& selection : rulebook->selections) {
        if (selection.code != code) continue;
        std::vector<std::string> keys;
        keys.reserve(selection.rank_by.size());
        for (const RankKey& key : selection.rank_by) keys.push_back(key.text);
        return keys;
    }
    throw ArgumentError("selection", code, "the rulebook has no such selection");
}

std::optional<std::string> five_knows_role(const Rulebook& rulebook) {
    return rulebook->five_knows ? std::optional(rulebook->five_knows->role) : std::nullopt;
}

std::optional<Window> window_of(const std::optional<std::string>& text) {
    return text ? std::optional(Window::parse(*text)) : std::nullopt;
}

} // namespace

void register_rulebook(py::module_& module) {
    py::class_<LinkageRule>(module, "LinkageRule", "Who is linked to whom, and how many it should be.", py::is_final(),
                            only_made_here())
        .def_readonly("roles", &LinkageRule::roles, "Whose holders are the members.")
        .def_readonly("gender", &LinkageRule::gender, "female or male: only they count; empty: everyone does.")
        .def_property_readonly("targets", targets,
                               "By exemplars, contacts and served; only those that points ask for.");

    py::class_<Rulebook>(module, "Rulebook", "A validated rulebook.", py::is_final(), only_made_here())
        .def_property_readonly("code", [](const Rulebook& r) { return r->code; })
        .def_property_readonly("sha256", [](const Rulebook& r) { return to_string(r->sha256); })
        .def_property_readonly("toml", [](const Rulebook& r) { return r->toml; })
        .def_property_readonly("source", [](const Rulebook& r) { return r->heading.source; })
        .def_property_readonly("applies_to", [](const Rulebook& r) { return r->applies_to; })
        .def_property_readonly("categories", [](const Rulebook& r) { return codes(r->categories); })
        .def_property_readonly("items", [](const Rulebook& r) { return codes(r->items); })
        .def_property_readonly("duties", [](const Rulebook& r) { return codes(r->duties); })
        .def_property_readonly("linkage", [](const Rulebook& r) { return r->linkage; })
        .def_property_readonly("five_knows_role", five_knows_role)
        .def_property_readonly("grades", [](const Rulebook& r) { return codes(r->grades); })
        .def_property_readonly("selections", [](const Rulebook& r) { return codes(r->selections); })
        .def(
            "title",
            [](const Rulebook& r, const std::string& language) {
                return std::string(r->heading.title.in(language, r->code));
            },
            py::arg("language"))
        .def("rank_by", rank_by, py::arg("selection"))
        .def("title_of", title_of, py::arg("kind"), py::arg("code"), py::arg("language"),
             "The title of a category, item, duty, grade or selection; its code if it has none.")
        .def(
            "lint",
            [](const Rulebook& r, const std::optional<std::string>& window) { return lint(r, window_of(window)); },
            py::arg("window"), py::call_guard<Released>(), "What is legal in it but odd.")
        .def(
            "explain",
            [](const Rulebook& r, const std::string& language, const std::optional<std::string>& window) {
                return to_articles(r, language, window_of(window));
            },
            py::arg("language"), py::arg("window"), py::call_guard<Released>(), "It as readable articles.");

    module.def("read_rulebook", &read_rulebook, py::arg("file"), py::call_guard<Released>());
    module.def("parse_rulebook", &parse_rulebook, py::arg("toml"), py::arg("file"), py::call_guard<Released>());
}

} // namespace jifen::python
