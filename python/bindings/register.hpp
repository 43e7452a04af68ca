#pragma once

#include <pybind11/pybind11.h>

/// \file
/// One function a room: each adds the room's plain bindings to the extension module. Manners are in python/jifen.

namespace jifen::python {

namespace py = pybind11;

void register_core(py::module_& module);
void register_tables(py::module_& module);
void register_composite(py::module_& module); ///< only where the extension was built with Eigen
void register_district(py::module_& module);
void register_rulebook(py::module_& module);
void register_linkage(py::module_& module);
void register_five_knows(py::module_& module);
void register_evaluation(py::module_& module);
void register_selection(py::module_& module);
void register_synthetic(py::module_& module);
void register_index(py::module_& module);      ///< as register_composite
void register_robustness(py::module_& module); ///< as register_composite

} // namespace jifen::python
