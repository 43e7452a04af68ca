#include "district/side_table.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/district/builder.hpp"

#include <algorithm>
#include <utility>

namespace jifen {

namespace {

std::string shown(std::string_view text) { return in_quotes(mask_long_numbers(text)); }

/// How messages name where rows come from.
std::string of_rows(std::string_view table, const std::string& file) {
    return file.empty() ? std::string(table) + " row" : file;
}

} // namespace

Diagnostic cell_problem(std::string_view table, const SidePlace& place, Severity severity, std::string_view outcome,
                        std::string_view column, std::string_view value, std::string_view code, std::string_view reason,
                        std::string_view remedy) {
    const std::string masked_value = mask_long_numbers(value);
    std::string message;
    if (!outcome.empty()) message = std::string(outcome) + ": ";
    message += std::string(column) + " = " + in_quotes(masked_value) + ": " + std::string(reason);
    return {of_rows(table, place.file),
            place.line,
            std::string(column),
            severity,
            std::string(code),
            std::move(message),
            find_invalid_utf8(masked_value) ? in_quotes(masked_value) : shortened(masked_value),
            std::string(remedy)};
}

SideTable::SideTable(std::string_view name, std::span<const SideColumn> columns, RowSource& source,
                     std::string_view file)
    : table_(name), columns_(columns), source_(source), file_(file), place_(columns.size(), missing) {
    for (std::size_t at = 0; at < source.header().size(); ++at) take_column(at);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].is_required && place_[c] == missing) {
            refuse(this->name(c), "missing_column", "the required column " + in_quotes(this->name(c)) + " is missing",
                   "add the column");
        }
    }
    if (!problems_.empty()) throw TableError(std::move(problems_));
}

void SideTable::take_column(std::size_t at) {
    const std::string& written = source_.header()[at];
    std::vector<std::string_view> known;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const SideColumn& column = columns_[c];
        known.insert(known.end(), column.names.begin(), column.names.end());
        if (std::find(column.names.begin(), column.names.end(), written) == column.names.end()) continue;
        if (place_[c] != missing) {
            refuse(written, "duplicate_column",
                   shown(source_.header()[place_[c]]) + " and " + shown(written) + " both name the column " +
                       in_quotes(name(c)),
                   "keep one of them");
        }
        place_[c] = at;
        if (source_.is_approximate(at) && !column.is_number) {
            refuse(written, "float_column",
                   "the column " + shown(written) + " holds floating-point numbers, which do not keep an id",
                   "convert it to text before");
        }
        return;
    }
    const std::string nearest = did_you_mean(written, known);
    refuse(written, "unknown_column", "it has an unknown column " + shown(written),
           nearest.empty() ? "remove the column" : nearest);
}

void SideTable::refuse(const std::string& column, std::string code, const std::string& reason, std::string remedy) {
    const std::string shown_name = shortened(mask_long_numbers(column));
    problems_.push_back({file_.empty() ? std::string(table_) : file_, file_.empty() ? 0 : source_.header_line(),
                         shown_name, Severity::error, std::move(code), "table refused: " + reason, shown_name,
                         std::move(remedy)});
}

void SideTable::look_up(const RunOptions& run) const {
    if (run.stop.stop_requested()) throw Cancelled();
    const RowSource::Position position = source_.position();
    if (run.progress) run.progress({file_.empty() ? table_ : file_, position.done, position.total});
}

bool SideTable::next(const RunOptions& run) {
    constexpr std::uint64_t rows_between_looks = 1U << 12U;
    while (source_.next(row_)) {
        is_rejected_ = false;
        if (rows_++ % rows_between_looks == 0) look_up(run);
        if (row_.defect.empty()) return true;
        count_rejected();
        add_problem({of_rows(table_, file_), row_.line, shortened(row_.defect_column), Severity::error,
                     std::string(row_.defect_code), "row rejected: " + std::string(row_.defect), "",
                     "correct the row"});
    }
    look_up(run);
    return false;
}

void SideTable::count_rejected() {
    if (!is_rejected_) ++rejected_;
    is_rejected_ = true;
}

void SideTable::add_problem(Diagnostic problem) {
    if (problems_.size() >= most_problems) {
        throw TableError({{of_rows(table_, file_), row_.line, "", Severity::error, "too_many_problems",
                           "table refused: its rows have more than " + std::to_string(most_problems) + " problems", "",
                           "see that it is the right table and correct it"}});
    }
    problems_.push_back(std::move(problem));
}

void SideTable::reject(std::size_t column, std::string_view code, std::string_view reason, std::string_view remedy) {
    count_rejected();
    add_problem(cell_problem(table_, {file_, row_.line}, Severity::error, "row rejected", name(column), cell(column),
                             code, reason, remedy));
}

void SideTable::reject_unless_id(std::size_t column) {
    if (const auto reason = why_not_an_id(cell(column)); !reason.empty())
        reject(column, "bad_value", reason, "correct the cell");
}

Diagnostics SideTable::take_problems() {
    sort_diagnostics(problems_);
    return std::move(problems_);
}

} // namespace jifen
