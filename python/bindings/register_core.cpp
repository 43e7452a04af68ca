#include "convert.hpp"
#include "jifen/core/cells.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/core/text_layout.hpp"
#include "jifen/core/version.hpp"
#include "made.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

namespace jifen::python {

namespace {

/// Raises a class of jifen.errors, given its keyword arguments.
void raise(const char* name, const std::exception& error, const py::dict& fields) {
    const py::object type = py::module_::import("jifen.errors").attr(name);
    const py::object instance = type(to_python(error.what()), **fields);
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
              py::dict(py::arg("argument") = to_python(error.argument()), py::arg("value") = to_python(error.value())));
    } catch (const OverflowError& error) {
        raise("PointsOverflowError", error,
              py::dict(py::arg("operation") = error.operation(), py::arg("person") = to_python(error.person()),
                       py::arg("entry") = to_python(error.entry()), py::arg("item") = to_python(error.item())));
    } catch (const Cancelled& error) {
        raise("Cancelled", error, {});
    } catch (const FileError& error) {
        raise("FileError", error,
              py::dict(py::arg("operation") = error.operation(), py::arg("filename") = py::cast(error.path()),
                       py::arg("errno") = error.reason().value(),
                       py::arg("strerror") = to_python(error.reason().message())));
    } catch (const Error& error) {
        raise("Error", error, py::dict(py::arg("code") = error.code()));
    }
}

Severity parse_severity(const std::string& text) {
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
        if (text == to_string(severity)) return severity;
    }
    throw ArgumentError("severity", text, "it is error, warning or note");
}

Diagnostic make_diagnostic(std::string file, std::int64_t line, std::string column, const std::string& severity,
                           std::string code, std::string message, std::string value, std::string remedy) {
    return {std::move(file),   line,
            std::move(column), parse_severity(severity),
            std::move(code),   std::move(message),
            std::move(value),  std::move(remedy)};
}

} // namespace

void register_core(py::module_& module) {
    py::register_exception_translator(translate);

    const py::cpp_function make(make_diagnostic, py::kw_only(), py::arg("file") = "", py::arg("line") = 0,
                                py::arg("column") = "", py::arg("severity") = "error", py::arg("code") = "",
                                py::arg("message") = "", py::arg("value") = "", py::arg("remedy") = "");
    py::class_<Diagnostic>(module, "Diagnostic", "One problem found in an input, as data.", py::is_final(),
                           made_by<Diagnostic>(make))
        .def_property_readonly(
            "file", [](const Diagnostic& d) { return to_python(d.file); },
            "File name without its folder; empty if it is of no file.")
        .def_property_readonly(
            "line", [](const Diagnostic& d) { return d.line > 0 ? std::optional(d.line) : std::nullopt; },
            "Line in the file, from 1; None if it is of no line.")
        .def_property_readonly(
            "column", [](const Diagnostic& d) { return to_python(d.column); },
            "Column name of a table, or column of a rulebook's line, from 1.")
        .def_property_readonly(
            "severity", [](const Diagnostic& d) { return to_string(d.severity); }, "error, warning or note.")
        .def_property_readonly(
            "code", [](const Diagnostic& d) { return to_python(d.code); },
            "Stable, made for programs: bad_date, unknown_actor, ...")
        .def_property_readonly(
            "message", [](const Diagnostic& d) { return to_python(d.message); },
            "What is wrong; personal values are masked.")
        .def_property_readonly(
            "value", [](const Diagnostic& d) { return to_python(d.value); },
            "The offending value, masked when it is personal.")
        .def_property_readonly(
            "remedy", [](const Diagnostic& d) { return to_python(d.remedy); }, "What to do about it; may be empty.")
        .def("__str__", [](const Diagnostic& d) { return to_python(to_string(d)); })
        .def("__repr__", [](const Diagnostic& d) { return to_python("<Diagnostic " + to_string(d) + ">"); })
        .def("__eq__",
             [](const Diagnostic& a, const py::object& b) {
                 return py::isinstance<Diagnostic>(b) && a == b.cast<const Diagnostic&>();
             })
        .def("__hash__",
             [](const Diagnostic& d) { return py::hash(py::make_tuple(d.file, d.line, d.column, d.code, d.message)); })
        .def("__getnewargs_ex__", [](const Diagnostic& d) {
            return py::make_tuple(py::tuple(),
                                  py::dict(py::arg("file") = d.file, py::arg("line") = d.line,
                                           py::arg("column") = d.column, py::arg("severity") = to_string(d.severity),
                                           py::arg("code") = d.code, py::arg("message") = d.message,
                                           py::arg("value") = d.value, py::arg("remedy") = d.remedy));
        });

    module.def("display_width", &display_width, py::arg("text"),
               "Cells that the text takes in a fixed-width font: Chinese characters take two, combining marks none.");
    module.def("printable", &printable, py::arg("text"),
               "The text on one line: controls and what is not UTF-8 as \\xNN, invisible characters as \\u{N}.");
    module.def("mask_long_numbers", &mask_long_numbers, py::arg("text"),
               "The text with every run of 11 or more digits masked, as messages show it.");
    module.def("keep_memory", &keep_memory, py::arg("bytes"),
               "How much memory of freed large results stays with the process for the next ones.");
    module.def("version", &version, "The version of the library.");
}

} // namespace jifen::python
