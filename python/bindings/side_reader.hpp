#pragma once

#include "capsule.hpp"
#include "jifen/core/error.hpp"
#include "jifen/tables/arrow_source.hpp"
#include "jifen/tables/csv_reader.hpp"
#include "made.hpp"
#include "python_rows.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen::python {

/// Takes a table beside the seven of a district from wherever it comes, by the methods that DistrictReader has as well.
template <class Read, Read (*read_source)(RowSource&, std::string_view, const RunOptions&),
          Read (*read_file)(const std::filesystem::path&, const CsvOptions&, const RunOptions&)>
struct SideReader {
    CsvOptions csv;
    Read read;

    void read_csv(const std::string&, const std::filesystem::path& file, const py::object& progress) {
        run_apart(1, progress, [&](const RunOptions& run) { read = read_file(file, csv, run); });
    }
    void read_rows(const std::string& table, std::vector<std::string> header, const py::iterable& rows,
                   std::uint64_t total, const py::object& progress, const std::string& file,
                   std::vector<std::int64_t> lines, std::vector<std::size_t> inexact) {
        const Inside inside;
        PythonRows source(table, std::move(header), rows, total, std::move(lines), std::move(inexact));
        read = read_source(source, file, told_between_rows(progress));
    }
    void read_arrow(const std::string& table, const py::object& given, const std::string& file,
                    const py::object& progress) {
        const std::string name = file.empty() ? table : file;
        if (py::isinstance<py::tuple>(given) && py::len(given) == 2) {
            const auto pair = given.cast<py::tuple>();
            auto& schema = in_capsule<ArrowSchema>(pair[0], "arrow_schema");
            auto& array = in_capsule<ArrowArray>(pair[1], "arrow_array");
            return run_apart(1, progress, [&](const RunOptions& run) {
                ArrowSource source(schema, array, name);
                read = read_source(source, file, run);
            });
        }
        auto& stream = in_capsule<ArrowArrayStream>(given, "arrow_array_stream");
        run_apart(1, progress, [&](const RunOptions& run) {
            ArrowSource source(stream, name);
            read = read_source(source, file, run);
        });
    }
};

/// Binds such a reader.
template <class Read, Read (*read_source)(RowSource&, std::string_view, const RunOptions&),
          Read (*read_file)(const std::filesystem::path&, const CsvOptions&, const RunOptions&)>
void register_side_reader(py::module_& module, const char* name, const char* about) {
    using Reader = SideReader<Read, read_source, read_file>;
    py::class_<Reader>(module, name, about, py::is_final(),
                       made_by<Reader>(py::cpp_function(
                           [](const std::string& encoding) {
                               const auto named = parse_encoding(encoding);
                               if (!named) throw ArgumentError("encoding", encoding, "it is utf-8, gb18030 or detect");
                               Reader reader;
                               reader.csv.encoding = *named;
                               return reader;
                           },
                           py::arg("encoding"))))
        .def("read_csv", &Reader::read_csv, py::arg("table"), py::arg("file"), py::arg("progress"))
        .def("read_rows", &Reader::read_rows, py::arg("table"), py::arg("header"), py::arg("rows"), py::arg("total"),
             py::arg("progress"), py::arg("file") = "", py::arg("lines") = std::vector<std::int64_t>(),
             py::arg("inexact") = std::vector<std::size_t>())
        .def("read_arrow", &Reader::read_arrow, py::arg("table"), py::arg("given"), py::arg("file"),
             py::arg("progress"))
        .def(
            "refuse", [](Reader&, const std::string&, const Diagnostics& problems) { throw TableError(problems); },
            py::arg("table"), py::arg("diagnostics"))
        .def(
            "header_at",
            [](Reader&, const std::string&, const std::vector<std::vector<std::string>>& rows) {
                if (rows.empty()) throw ArgumentError("rows", "", "the sheet is empty");
                return 0;
            },
            py::arg("table"), py::arg("rows"), "Which of a sheet's first rows is the header: the first.")
        .def("finish", [](const Reader& reader) { return reader.read; });
}

} // namespace jifen::python
