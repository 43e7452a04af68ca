#include "python_rows.hpp"

#include "convert.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "running.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace jifen::python {

PythonRows::PythonRows(std::string table, std::vector<std::string> header, const py::iterable& rows,
                       std::uint64_t total, std::vector<std::int64_t> lines, std::vector<std::size_t> inexact)
    : table_(std::move(table)), header_(std::move(header)), next_(py::iter(rows)), total_(total),
      lines_(std::move(lines)), inexact_(std::move(inexact)) {}

bool PythonRows::is_approximate(std::size_t column) const {
    return std::binary_search(inexact_.begin(), inexact_.end(), column);
}

bool PythonRows::next(Row& row) {
    if (must_leave()) throw Cancelled();
    if (next_ == py::iterator::sentinel()) return false;
    kept_ = py::tuple(py::reinterpret_borrow<py::object>(*next_));
    cells_.clear();
    ++rows_;
    for (const py::handle cell : kept_) cells_.push_back(text_of(cell));
    row = {rows_ < lines_.size() ? lines_[rows_] : static_cast<std::int64_t>(rows_), cells_, {}, {}, {}, {}};
    if (cells_.size() != header_.size()) {
        row.defect = "its number of cells is not that of the columns";
        row.defect_code = "cell_count";
    }
    ++next_;
    return true;
}

std::string PythonRows::where() const {
    const std::size_t place = cells_.size();
    return table_ + " row " + std::to_string(rows_) + ", " +
           (place < header_.size() ? header_[place] : "cell " + std::to_string(place + 1));
}

std::string_view PythonRows::text_of(py::handle cell) const {
    if (!PyUnicode_Check(cell.ptr())) throw py::type_error(where() + ": a cell is a str here");
    py::ssize_t size = 0;
    if (const char* text = PyUnicode_AsUTF8AndSize(cell.ptr(), &size)) return {text, static_cast<std::size_t>(size)};
    PyErr_Clear();
    const py::object escaped = cell.attr("encode")("utf-8", "backslashreplace");
    // Its column may be personal, or an attribute: which cell it is says enough.
    throw ArgumentError(where(), masked(escaped.cast<std::string>()),
                        "it is no text: it holds half of a surrogate pair");
}

RunOptions told_between_rows(const py::object& progress) {
    using Clock = std::chrono::steady_clock;
    RunOptions run;
    run.progress = [progress, next_report = Clock::time_point()](const Progress& report) mutable { // the first at once
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (progress.is_none() || (Clock::now() < next_report && report.done < report.total)) return;
        next_report = Clock::now() + std::chrono::milliseconds(100);
        progress(to_python(report.stage), report.done, report.total);
    };
    return run;
}

} // namespace jifen::python
