#include "running.hpp"

PYBIND11_MODULE(_jifen, module) {
    module.doc() = "The C++ library jifen, bound plainly. Use the package jifen, which adds manners.";
    jifen::python::register_exit();
    jifen::python::register_core(module);
    jifen::python::register_tables(module);
#ifdef JIFEN_WITH_COMPOSITE
    jifen::python::register_composite(module);
#endif
    jifen::python::register_district(module);
    jifen::python::register_rulebook(module);
    jifen::python::register_linkage(module);
    jifen::python::register_five_knows(module);
    jifen::python::register_evaluation(module);
    jifen::python::register_selection(module);
    jifen::python::register_synthetic(module);
#ifdef JIFEN_WITH_COMPOSITE
    jifen::python::register_index(module);
    jifen::python::register_robustness(module);
#endif
}
