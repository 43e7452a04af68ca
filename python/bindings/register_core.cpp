#include "convert.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/version.hpp"
#include "register.hpp"

#include <pybind11/stl.h>

#include <filesystem>

namespace jifen::python {

namespace {

/// Raises a class of jifen.errors, given its keyword arguments.
void raise(const char* name, const std::exception& error, const py::dict& fields) {
    const py::object type = py::module_::import("jifen.errors").attr(name);
    const py::object instance = type(error.what(), **fields);
    PyErr_SetObject(type.ptr(), instance.ptr());
}

void translate(std::exception_ptr thrown) {
    if (!thrown) return;
    try {
        std::rethrow_exception(std::move(thrown));
    } catch (const TableError& error) {
        raise("TableError", error, py::dict(py::arg("diagnostics") = error.diagnostics()));
    } catch (const RulebookError& error) {
        raise("RulebookError", error, py::dict(py::arg("diagnostics") = error.diagnostics()));
    } catch (const InputError& error) {
        raise("InputError", error,
              py::dict(py::arg("diagnostics") = error.diagnostics(), py::arg("code") = error.code()));
    } catch (const ArgumentError& error) {
        raise("ArgumentError", error,
              py::dict(py::arg("argument") = error.argument(), py::arg("value") = error.value()));
    } catch (const OverflowError& error) {
        raise("PointsOverflowError", error, py::dict(py::arg("operation") = error.operation()));
    } catch (const Cancelled& error) {
        raise("Cancelled", error, {});
    } catch (const Error& error) {
        if (error.code() == "io") return raise("FileError", error, {});
        raise("Error", error, py::dict(py::arg("code") = error.code()));
    } catch (const std::filesystem::filesystem_error& error) {
        raise("FileError", error, {});
    }
}

std::string repr(const Diagnostic& diagnostic) { return "<Diagnostic " + to_string(diagnostic) + ">"; }

Severity parse_severity(const std::string& text) {
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
        if (text == to_string(severity)) return severity;
    }
    throw ArgumentError("severity", text, "it is error, warning or note");
}

} // namespace

void register_core(py::module_& module) {
    py::register_exception_translator(translate);

    py::class_<Diagnostic>(module, "Diagnostic", "One problem found in an input, as data.")
        .def(py::init([](std::string file, std::int64_t line, std::string column, const std::string& severity,
                         std::string code, std::string message, std::string value, std::string remedy) {
                 return Diagnostic{std::move(file),   line,
                                   std::move(column), parse_severity(severity),
                                   std::move(code),   std::move(message),
                                   std::move(value),  std::move(remedy)};
             }),
             py::kw_only(), py::arg("file") = "", py::arg("line") = 0, py::arg("column") = "",
             py::arg("severity") = "error", py::arg("code") = "", py::arg("message") = "", py::arg("value") = "",
             py::arg("remedy") = "")
        .def_readonly("file", &Diagnostic::file, "File name without its folder; empty if it is of no file.")
        .def_property_readonly(
            "line", [](const Diagnostic& d) { return d.line > 0 ? std::optional(d.line) : std::nullopt; },
            "Line in the file, from 1; None if it is of no line.")
        .def_readonly("column", &Diagnostic::column, "Column name of a table, or column of a rulebook's line, from 1.")
        .def_property_readonly(
            "severity", [](const Diagnostic& d) { return to_string(d.severity); }, "error, warning or note.")
        .def_readonly("code", &Diagnostic::code, "Stable, made for programs: bad_date, unknown_actor, ...")
        .def_readonly("message", &Diagnostic::message, "What is wrong; personal values are masked.")
        .def_readonly("value", &Diagnostic::value, "The offending value, masked when it is personal.")
        .def_readonly("remedy", &Diagnostic::remedy, "What to do about it; may be empty.")
        .def("__str__", [](const Diagnostic& d) { return to_string(d); })
        .def("__repr__", repr)
        .def("__eq__",
             [](const Diagnostic& a, const py::object& b) {
                 return py::isinstance<Diagnostic>(b) && a == b.cast<const Diagnostic&>();
             })
        .def("__hash__",
             [](const Diagnostic& d) { return py::hash(py::make_tuple(d.file, d.line, d.column, d.code, d.message)); })
        .def(py::pickle(
            [](const Diagnostic& d) {
                return py::make_tuple(d.file, d.line, d.column, static_cast<int>(d.severity), d.code, d.message,
                                      d.value, d.remedy);
            },
            [](const py::tuple& t) {
                return Diagnostic{t[0].cast<std::string>(), t[1].cast<std::int64_t>(),
                                  t[2].cast<std::string>(), static_cast<Severity>(t[3].cast<int>()),
                                  t[4].cast<std::string>(), t[5].cast<std::string>(),
                                  t[6].cast<std::string>(), t[7].cast<std::string>()};
            }));

    module.def("version", &version, "The version of the library.");
}

} // namespace jifen::python
