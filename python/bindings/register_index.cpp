#include "jifen/core/error.hpp"
#include "jifen/index/evaluation_indicators.hpp"
#include "running.hpp"

#include <pybind11/stl.h>

#include <optional>

namespace jifen::python {

namespace {

using composite::EvaluationPart;

EvaluationPart part_of(const std::string& word) {
    for (const EvaluationPart part :
         {EvaluationPart::categories, EvaluationPart::linkage, EvaluationPart::five_knows, EvaluationPart::duties}) {
        if (word == to_string(part)) return part;
    }
    throw ArgumentError("parts", word, "they are among categories, linkage, five_knows, duties");
}

composite::Indicators indicators_of(const Evaluation& evaluation, const std::vector<std::string>& words,
                                    const std::optional<std::vector<std::string>>& people) {
    std::vector<EvaluationPart> parts;
    parts.reserve(words.size());
    for (const std::string& word : words) parts.push_back(part_of(word));
    const Released released;
    return people ? composite::evaluation_indicators(evaluation, parts, *people)
                  : composite::evaluation_indicators(evaluation, parts);
}

} // namespace

void register_index(py::module_& module) {
    module.def("evaluation_indicators", indicators_of, py::arg("evaluation"), py::arg("parts"), py::arg("people"));
}

} // namespace jifen::python
