#include "convert.hpp"
#include "jifen/district/district_tables.hpp"
#include "jifen/district/network_check.hpp"
#include "jifen/district/reader.hpp"
#include "made.hpp"
#include "running.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <chrono>

namespace jifen::python {

namespace {

/// Rows that a Python program hands over: an iterator of sequences of str, each as long as the header. Needs the GIL.
/// Other forms of tables (Arrow, …) get a RowSource of their own beside this one; what follows knows only that.
class PythonRows final : public RowSource {
public:
    /// `total` is how many rows there are, for progress; 0 when it is not known.
    PythonRows(std::string table, std::vector<std::string> header, const py::iterable& rows, std::uint64_t total)
        : table_(std::move(table)), header_(std::move(header)), next_(py::iter(rows)), total_(total) {}

    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    [[nodiscard]] Position position() const override { return {static_cast<std::uint64_t>(line_), total_}; }
    bool next(Row& row) override {
        if (must_leave()) throw Cancelled();
        if (next_ == py::iterator::sentinel()) return false;
        kept_ = py::tuple(py::reinterpret_borrow<py::object>(*next_));
        cells_.clear();
        ++line_;
        for (const py::handle cell : kept_) cells_.push_back(text_of(cell));
        row = {line_, cells_, {}, {}, {}};
        if (cells_.size() != header_.size()) {
            row.defect = "its number of cells is not that of the columns";
            row.defect_code = "cell_count";
        }
        ++next_;
        return true;
    }

private:
    /// The row's next cell, for people.
    [[nodiscard]] std::string where() const {
        const std::size_t place = cells_.size();
        return table_ + " row " + std::to_string(line_) + ", " +
               (place < header_.size() ? header_[place] : "cell " + std::to_string(place + 1));
    }
    /// The text of the row's next cell, kept alive by the cell.
    [[nodiscard]] std::string_view text_of(py::handle cell) const {
        if (!PyUnicode_Check(cell.ptr())) throw py::type_error(where() + ": a cell is a str here");
        py::ssize_t size = 0;
        if (const char* text = PyUnicode_AsUTF8AndSize(cell.ptr(), &size))
            return {text, static_cast<std::size_t>(size)};
        PyErr_Clear();
        const py::object escaped = cell.attr("encode")("utf-8", "backslashreplace");
        throw ArgumentError(where(), escaped.cast<std::string>(), "it is no text: it holds half of a surrogate pair");
    }

    std::string table_;
    std::vector<std::string> header_;
    py::iterator next_;
    py::tuple kept_; ///< keeps the texts of `cells_` alive
    std::vector<std::string_view> cells_;
    std::int64_t line_ = 0;
    std::uint64_t total_;
};

InputTable table_named(const std::string& name) {
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        if (table_name(table) == name) return table;
    }
    throw ArgumentError("table", name, "it is one of units, households, people, roles, links, ledger, knowledge");
}

Table counts_table(const District& district) {
    std::vector<std::string_view> names;
    std::vector<std::int64_t> read, accepted, duplicate, conflict, rejected;
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

District read(const std::filesystem::path& folder, unsigned threads, const py::object& progress) {
    return compute_apart(threads, progress, [&](const RunOptions& run) {
        ReadOptions options;
        options.run = run;
        return read_district(folder, options);
    });
}

void read_csv(DistrictReader& reader, const std::string& table, const std::filesystem::path& file,
              const py::object& progress) {
    const InputTable which = table_named(table);
    run_apart(1, progress, [&](const RunOptions& run) { reader.read_csv(which, file, run); });
}

/// On the calling thread, which holds the GIL: the rows are Python objects. Signals are looked at between rows.
void read_rows(DistrictReader& reader, const std::string& table, std::vector<std::string> header,
               const py::iterable& rows, std::uint64_t total, const py::object& progress) {
    const InputTable which = table_named(table);
    const Inside inside;
    PythonRows source(table, std::move(header), rows, total);
    RunOptions run;
    using Clock = std::chrono::steady_clock;
    Clock::time_point next_report; // the first is told at once
    run.progress = [&](const Progress& report) {
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (progress.is_none() || (Clock::now() < next_report && report.done < report.total)) return;
        next_report = Clock::now() + std::chrono::milliseconds(100);
        progress(to_python(report.stage), report.done, report.total);
    };
    reader.read(which, source, {}, run);
}

District finish(DistrictReader& reader, unsigned threads, const py::object& progress) {
    return compute_apart(threads, progress, [&](const RunOptions& run) { return reader.finish(run); });
}

NetworkReport check(const District& district, const std::string& on, const std::string& leader,
                    std::vector<std::string> sources) {
    const Day day = parse_day("on", on);
    const Released released;
    return check_network(district, day, {leader, std::move(sources)});
}

py::dict leaders_by_source(const NetworkReport& report) {
    py::dict found;
    for (const auto& [source, leaders] : report.leaders_by_source) found[py::str(source)] = leaders;
    return found;
}

std::string repr(const NetworkReport& report) {
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

    py::class_<DistrictReader>(
        module, "DistrictReader", "Reads tables from wherever they come, judges them all, and then gives the district.",
        py::is_final(), made_by<DistrictReader>(py::cpp_function([] { return DistrictReader(); })))
        .def("read_csv", read_csv, py::arg("table"), py::arg("file"), py::arg("progress"),
             "Takes every row of a CSV file.")
        .def("read_rows", read_rows, py::arg("table"), py::arg("header"), py::arg("rows"), py::arg("total"),
             py::arg("progress"), "Takes rows of str, each as long as the header.")
        .def("finish", finish, py::arg("threads"), py::arg("progress"),
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
        .def_property_readonly("leaders_by_source", leaders_by_source,
                               "Appointments in force; '' where no source can be told.")
        .def_readonly("problems", &NetworkReport::problems)
        .def_property_readonly("ok", &NetworkReport::ok)
        .def("__repr__", repr);

    module.def("read_district", read, py::arg("folder"), py::arg("threads"), py::arg("progress"));
}

} // namespace jifen::python
