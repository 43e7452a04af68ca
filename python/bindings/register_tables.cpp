#include "convert.hpp"
#include "jifen/selection/result_folder.hpp"
#include "jifen/tables/table.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <filesystem>

namespace jifen::python {

namespace {

const Column& column_of(const Table& table, const std::string& name) {
    if (const Column* found = table.find(name)) return *found;
    throw ArgumentError("column", name, "the table " + table.name() + " has no such column");
}

py::list values(const Table& table, const std::string& column, std::size_t begin, std::size_t end) {
    const std::size_t last = std::min(end, table.rows());
    return to_python(column_of(table, column), std::min(begin, last), last);
}

/// How a column is shown: numbers stand on the right.
bool is_number(const Table& table, const std::string& column) {
    return std::holds_alternative<NumberColumn>(column_of(table, column).data);
}

} // namespace

void register_tables(py::module_& module) {
    py::class_<Table>(module, "Table", "A result table: named, typed columns of equal length.", py::is_final(),
                      only_made_here())
        .def_property_readonly("name", &Table::name)
        .def_property_readonly("columns",
                               [](const Table& table) {
                                   std::vector<std::string> names;
                                   for (const Column& column : table.columns()) names.push_back(column.name);
                                   return names;
                               })
        .def("__len__", &Table::rows)
        .def("values", values, py::arg("column"), py::arg("begin"), py::arg("end"),
             "Rows [begin, end) of a column, cut to what is there; blanks as None.")
        .def("is_number", is_number, py::arg("column"))
        .def("to_csv", &Table::to_csv, py::call_guard<Released>())
        .def("write_csv", &Table::write_csv, py::arg("file"), py::call_guard<Released>());

    module.def(
        "diagnostics_table", [](const Diagnostics& diagnostics) { return diagnostics_table(diagnostics); },
        py::arg("diagnostics"), "Problems as a table.");
}

} // namespace jifen::python
