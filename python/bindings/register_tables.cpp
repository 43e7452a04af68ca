#include "convert.hpp"
#include "jifen/selection/result_folder.hpp"
#include "jifen/tables/arrow_export.hpp"
#include "jifen/tables/table.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

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

/// What its cells are: `id`, `text`, `count`, `points`, `day` or `flag`.
std::string kind(const Table& table, const std::string& column) {
    const auto& data = column_of(table, column).data;
    if (const auto* text = std::get_if<TextColumn>(&data)) return text->is_id ? "id" : "text";
    if (const auto* numbers = std::get_if<NumberColumn>(&data))
        return numbers->fraction_digits == 0 ? "count" : "points";
    return std::holds_alternative<DayColumn>(data) ? "day" : "flag";
}

/// A C struct of Arrow's in a capsule, as https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html
/// says: whoever takes it moves it out and leaves it without `release`.
template <class Struct>
py::object capsule_of(std::unique_ptr<Struct> held, const char* name) {
    auto capsule = py::reinterpret_steal<py::object>(PyCapsule_New(held.get(), name, [](PyObject* object) {
        const std::unique_ptr<Struct> dropped(
            static_cast<Struct*>(PyCapsule_GetPointer(object, PyCapsule_GetName(object))));
        if (dropped->release != nullptr) dropped->release(dropped.get());
    }));
    if (!capsule) throw py::error_already_set();
    static_cast<void>(held.release()); // the capsule's now
    return capsule;
}

py::object arrow_stream(const std::shared_ptr<Table>& table) {
    auto stream = std::make_unique<ArrowArrayStream>();
    export_arrow(table, *stream);
    return capsule_of(std::move(stream), "arrow_array_stream");
}

py::object arrow_schema(const Table& table) {
    auto schema = std::make_unique<ArrowSchema>();
    export_arrow_schema(table, *schema);
    return capsule_of(std::move(schema), "arrow_schema");
}

} // namespace

void register_tables(py::module_& module) {
    py::class_<Table, std::shared_ptr<Table>>(module, "Table", "A result table: named, typed columns of equal length.",
                                              py::is_final(), only_made_here())
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
        .def("kind", kind, py::arg("column"))
        .def("arrow_stream", arrow_stream, "The table as a capsule of the Arrow C stream interface.")
        .def("arrow_schema", arrow_schema, "Its schema as a capsule of the Arrow C data interface.")
        .def("to_csv", &Table::to_csv, py::call_guard<Released>())
        .def("write_csv", &Table::write_csv, py::arg("file"), py::call_guard<Released>());

    module.def(
        "diagnostics_table", [](const Diagnostics& diagnostics) { return diagnostics_table(diagnostics); },
        py::arg("diagnostics"), "Problems as a table.");
}

} // namespace jifen::python
