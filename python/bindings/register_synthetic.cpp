#include "jifen/synthetic/generate_folder.hpp"
#include "jifen/synthetic/synthetic_district.hpp"
#include "jifen/synthetic/synthetic_nominations.hpp"
#include "running.hpp"

#include <pybind11/stl/filesystem.h>

namespace jifen::python {

namespace {

void generate(const std::filesystem::path& folder, std::uint64_t seed, double scale, bool replace, unsigned threads,
              const py::object& progress) {
    run_apart(threads, progress, [&](const RunOptions& run) {
        GenerateOptions options;
        options.seed = seed;
        options.scale = scale;
        options.replace = replace;
        options.run = run;
        generate_folder(folder, options);
    });
}

District make_district(std::uint64_t seed, double scale, unsigned threads, const py::object& progress) {
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        GenerateOptions options;
        options.seed = seed;
        options.scale = scale;
        options.run = run;
        return synthetic_district(options);
    });
}

} // namespace

void register_synthetic(py::module_& module) {
    module.def("generate_folder", generate, py::arg("folder"), py::arg("seed"), py::arg("scale"), py::arg("replace"),
               py::arg("threads"), py::arg("progress"), "Writes the tables of a synthetic Pinggu district.");
    module.def(
        "synthetic_nominations",
        [](std::uint64_t seed, double scale) { return SyntheticNominations(seed, scale).all(); }, py::arg("seed"),
        py::arg("scale"), py::call_guard<Released>(), "Who is nominated in a synthetic Pinggu district.");
    module.def("synthetic_district", make_district, py::arg("seed"), py::arg("scale"), py::arg("threads"),
               py::arg("progress"), "A synthetic Pinggu district, frozen.");
}

} // namespace jifen::python
