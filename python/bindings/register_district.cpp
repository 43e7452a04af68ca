#include "capsule.hpp"
#include "convert.hpp"
#include "jifen/district/district_folder.hpp"
#include "jifen/district/district_tables.hpp"
#include "jifen/district/network_check.hpp"
#include "jifen/district/reader.hpp"
#include "made.hpp"
#include "python_rows.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

namespace jifen::python {

namespace {

InputTable table_named(const std::string& name) {
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        if (table_name(table) == name) return table;
    }
    throw ArgumentError("table", name, "it is one of units, households, people, roles, links, ledger, knowledge");
}

Table counts_table(const District& district) {
    std::vector<std::string_view> names;
    Cells<std::int64_t> read, accepted, duplicate, conflict, rejected;
    std::vector<bool> present;
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        const LoadCounts& counts = district.report().of(table);
        names.push_back(table_name(table));
        read.push_back(counts.read);
        accepted.push_back(counts.accepted);
        duplicate.push_back(counts.duplicate);
        conflict.push_back(counts.conflict);
        rejected.push_back(counts.rejected);
        present.push_back(counts.present);
    }
    std::vector<Column> columns;
    columns.push_back(text_column("table", names));
    columns.push_back(count_column("read", std::move(read)));
    columns.push_back(count_column("accepted", std::move(accepted)));
    columns.push_back(count_column("duplicate", std::move(duplicate)));
    columns.push_back(count_column("conflict", std::move(conflict)));
    columns.push_back(count_column("rejected", std::move(rejected)));
    columns.push_back(flag_column("present", present));
    return {"counts", std::move(columns)};
}

/// (table, alias, column)
using Aliases = std::vector<std::tuple<std::string, std::string, std::string>>;
/// (column, alias, word)
using Words = std::vector<std::tuple<std::string, std::string, std::string>>;

TableOptions make_options(const std::string& encoding, const Aliases& aliases, const Words& words, bool chinese_words,
                          bool marks, std::size_t title_rows, const std::map<std::string, std::uint64_t>& limits,
                          const std::optional<std::filesystem::path>& spill) {
    TableOptions options;
    const auto named = parse_encoding(encoding);
    if (!named) throw ArgumentError("encoding", encoding, "it is utf-8, gb18030 or detect");
    options.encoding = *named;
    for (const auto& [table, alias, column] : aliases) options.header.aliases.add(table_named(table), alias, column);
    if (chinese_words) options.header.words = WordAliases::chinese();
    for (const auto& [column, alias, word] : words) options.header.words.add(column, alias, word);
    options.header.marks = marks;
    options.header.title_rows = title_rows;
    if (spill) options.spill.folder = *spill;
    for (const auto& [name, value] : limits) {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        CsvLimits& of = options.limits;
        if (name == "field_bytes")
            of.field_bytes = value;
        else if (name == "row_bytes")
            of.row_bytes = value;
        else if (name == "columns")
            of.columns = value;
        else if (name == "lines")
            of.lines = static_cast<std::int64_t>(std::min(value, most));
        else if (name == "empty_lines")
            of.empty_lines = static_cast<std::int64_t>(std::min(value, most));
        else if (name == "file_bytes")
            of.file_bytes = value;
        else if (name == "problems")
            options.problems = value;
        else
            throw ArgumentError(
                "limits", name,
                "it is field_bytes, row_bytes, columns, lines, empty_lines, file_bytes, problems or workbook_bytes");
    }
    return options;
}

/// Every other name of a column: {table: {alias: column}}.
py::dict aliases_of(const TableOptions& options) {
    py::dict all;
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        py::dict of_table;
        for (const auto& [alias, column] : options.header.aliases.of(table))
            of_table[to_python(alias)] = to_python(column);
        all[to_python(table_name(table))] = of_table;
    }
    return all;
}

District read(const std::filesystem::path& folder, const TableOptions& tables, unsigned threads,
              const py::object& progress) {
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        return read_district(folder, ReadOptions{tables, run});
    });
}

/// A reader, and on how many threads it works.
struct ThreadedReader : DistrictReader {
    ThreadedReader(const TableOptions& options, unsigned on_threads) : DistrictReader(options), threads(on_threads) {}
    unsigned threads;
};

/// Which of the first rows of a sheet is the header.
std::size_t header_at(const ThreadedReader& reader, const std::string& table,
                      const std::vector<std::vector<std::string>>& rows) {
    const HeaderOptions& options = reader.options().header;
    for (std::size_t at = 0; at < rows.size() && at <= options.title_rows; ++at) {
        const std::vector<std::string_view> cells(rows[at].begin(), rows[at].end());
        if (options.title_rows == 0 || is_header(table_named(table), cells, options)) return at;
    }
    throw ArgumentError("title_rows", std::to_string(options.title_rows),
                        "none of the first rows of the sheet names the columns that are needed");
}

/// What `__arrow_c_stream__` gives, or the pair of `__arrow_c_array__`.
void read_arrow(ThreadedReader& reader, const std::string& table, const py::object& given, const std::string& file,
                const py::object& progress) {
    const InputTable which = table_named(table);
    if (py::isinstance<py::tuple>(given) && py::len(given) == 2) {
        const auto pair = given.cast<py::tuple>();
        auto& schema = in_capsule<ArrowSchema>(pair[0], "arrow_schema");
        auto& array = in_capsule<ArrowArray>(pair[1], "arrow_array");
        return run_apart(reader.threads, progress,
                         [&](const RunOptions& run) { reader.read_arrow(which, schema, array, file, run); });
    }
    auto& stream = in_capsule<ArrowArrayStream>(given, "arrow_array_stream");
    run_apart(reader.threads, progress, [&](const RunOptions& run) { reader.read_arrow(which, stream, file, run); });
}

void read_csv(ThreadedReader& reader, const std::string& table, const std::filesystem::path& file,
              const py::object& progress) {
    const InputTable which = table_named(table);
    run_apart(reader.threads, progress, [&](const RunOptions& run) { reader.read_csv(which, file, run); });
}

/// On the calling thread, which holds the GIL: the rows are Python objects. Signals are looked at between rows.
void read_rows(ThreadedReader& reader, const std::string& table, std::vector<std::string> header,
               const py::iterable& rows, std::uint64_t total, const py::object& progress, const std::string& file,
               std::vector<std::int64_t> lines, std::vector<std::size_t> inexact) {
    const InputTable which = table_named(table);
    const Inside inside;
    PythonRows source(table, std::move(header), rows, total, std::move(lines), std::move(inexact));
    reader.read(which, source, file, told_between_rows(progress));
}

District finish(ThreadedReader& reader, const py::object& progress) {
    return compute_apart(reader.threads, progress, [&](const RunOptions& run) { return reader.finish(run); });
}

NetworkReport check(const District& district, const std::string& on, const std::string& leader,
                    std::vector<std::string> sources) {
    const Day day = parse_day("on", on);
    const Released released;
    return check_network(district, day, {leader, std::move(sources)});
}

py::dict sitting_by_source(const NetworkReport& report) {
    py::dict found;
    for (const auto& [source, leaders] : report.leaders_by_source) found[py::str(source)] = leaders;
    return found;
}

/// {table: 64 hexadecimal digits}.
py::dict digests_of(const District& district, unsigned threads, const py::object& progress) {
    const DistrictDigests found =
        compute_apart(threads, progress, [&](const RunOptions& run) { return digests(district, run); });
    py::dict by_table;
    for (std::size_t i = 0; i < input_table_count; ++i)
        by_table[py::cast(table_name(static_cast<InputTable>(i)))] = to_string(found.tables[i]);
    return by_table;
}

void write_district(const District& district, const std::filesystem::path& folder, unsigned threads,
                    const py::object& progress) {
    run_apart(threads, progress, [&](const RunOptions& run) { write_district(district, folder, run); });
}

std::string network_repr(const NetworkReport& report) {
    return "<NetworkReport " + to_string(report.day) + ": " + std::to_string(report.grids) + " grids, " +
           std::to_string(report.leaders) + " leaders, " + std::to_string(report.problems.size()) + " problems>";
}

} // namespace

void register_district(py::module_& module) {
    py::class_<District>(module, "District", "A frozen district.", py::is_final(), only_made_here())
        .def("counts", counts_table)
        .def("units", units_table, py::call_guard<Released>())
        .def("households", households_table, py::call_guard<Released>())
        .def("people", people_table, py::call_guard<Released>())
        .def("roles", roles_table, py::call_guard<Released>())
        .def("links", links_table, py::call_guard<Released>())
        .def(
            "ledger", [](const District& district) { return ledger_table(district); }, py::call_guard<Released>())
        .def(
            "knowledge", [](const District& district) { return knowledge_table(district); }, py::call_guard<Released>())
        .def("digests", digests_of, py::arg("threads"), py::arg("progress"),
             "SHA-256 of each table in its canonical form.")
        .def("write", write_district, py::arg("folder"), py::arg("threads"), py::arg("progress"),
             "Writes every table in its canonical form, all or none.")
        .def("diagnostics", [](const District& district) { return district.report().diagnostics; })
        .def(
            "diagnostics_count",
            [](const District& district, const std::string& severity) {
                std::int64_t count = 0;
                for (const Diagnostic& problem : district.report().diagnostics)
                    count += to_string(problem.severity) == severity;
                return count;
            },
            py::arg("severity"))
        .def("check", check, py::arg("on"), py::arg("leader"), py::arg("sources"))
        .def("last_ledger_day",
             [](const District& district) -> py::object {
                 const auto day = last_ledger_day(district);
                 return day ? to_python(*day) : py::none();
             })
        .def_property_readonly(
            "spilled_bytes",
            [](const District& district) { return district->ledger.spilled ? district->ledger.spilled->size() : 0; })
        .def(
            "person_name",
            [](const District& district, const std::string& person) {
                return std::string(district->people.names[district.person(person).index()]);
            },
            py::arg("person"))
        .def(
            "unit_name",
            [](const District& district, const std::string& unit) {
                const UnitId found = district->units.ids().find(unit);
                if (!found) throw ArgumentError("unit", unit, "no such unit");
                return std::string(district->units.name(found));
            },
            py::arg("unit"));

    const py::cpp_function new_options(make_options, py::kw_only(), py::arg("encoding"), py::arg("aliases"),
                                       py::arg("words"), py::arg("chinese_words"), py::arg("marks"),
                                       py::arg("title_rows"), py::arg("limits"), py::arg("spill"));
    py::class_<TableOptions>(module, "TableOptions", "How input tables are written down.", py::is_final(),
                             made_by<TableOptions>(new_options))
        .def("aliases", aliases_of, "Every other name of a column: {table: {alias: column}}.");

    const auto on_threads = [](const TableOptions& options, unsigned threads) {
        return ThreadedReader(options, threads);
    };
    py::class_<ThreadedReader>(
        module, "DistrictReader", "Reads tables from wherever they come, judges them all, and then gives the district.",
        py::is_final(),
        made_by<ThreadedReader>(py::cpp_function(on_threads, py::arg_v("options", TableOptions(), "TableOptions()"),
                                                 py::arg("threads") = 1)))
        .def("read_csv", read_csv, py::arg("table"), py::arg("file"), py::arg("progress"),
             "Takes every row of a CSV file.")
        .def("read_rows", read_rows, py::arg("table"), py::arg("header"), py::arg("rows"), py::arg("total"),
             py::arg("progress"), py::arg("file") = "", py::arg("lines") = std::vector<std::int64_t>(),
             py::arg("inexact") = std::vector<std::size_t>(),
             "Takes rows of str, each as long as the header; `lines`: of the header, then of each row; `inexact`: "
             "columns "
             "of numbers that were not kept exactly.")
        .def("read_arrow", read_arrow, py::arg("table"), py::arg("given"), py::arg("file"), py::arg("progress"),
             "Takes an Arrow table: what __arrow_c_stream__ or __arrow_c_array__ gives.")
        .def(
            "refuse",
            [](ThreadedReader& reader, const std::string& table, const Diagnostics& problems) {
                reader.refuse(table_named(table), problems);
            },
            py::arg("table"), py::arg("diagnostics"), "Takes note of a table that could not be opened.")
        .def("header_at", header_at, py::arg("table"), py::arg("rows"), "Which of a sheet's first rows is the header.")
        .def("finish", finish, py::arg("progress"),
             "Gives the district; the reader is empty afterwards. TableError lists every table refused or missing.");

    py::class_<NetworkReport>(module, "NetworkReport", "What the network looks like on one day.", py::is_final(),
                              only_made_here())
        .def_property_readonly("day", [](const NetworkReport& report) { return to_python(report.day); })
        .def_readonly("units", &NetworkReport::units)
        .def_readonly("grids", &NetworkReport::grids)
        .def_readonly("households", &NetworkReport::households, "Registered on the day.")
        .def_readonly("people", &NetworkReport::people, "Registered on the day.")
        .def_readonly("leaders", &NetworkReport::leaders)
        .def_readonly("grids_without_leader", &NetworkReport::grids_without_leader)
        .def_readonly("grids_with_several_leaders", &NetworkReport::grids_with_several_leaders)
        .def_property_readonly("leaders_by_source", sitting_by_source,
                               "Appointments in force; '' where no source can be told.")
        .def_readonly("problems", &NetworkReport::problems)
        .def_property_readonly("ok", &NetworkReport::ok)
        .def("__repr__", network_repr);

    module.def("read_district", read, py::arg("folder"), py::arg("options"), py::arg("threads"), py::arg("progress"));
}

} // namespace jifen::python
