#include "fuzz/fuzz_target.hpp"
#include "jifen/tables/csv_writer.hpp"
#include "tables/slow_csv.hpp"

/// The reader agrees with the plain one (tests/tables/slow_csv.hpp); what it read and wrote again reads the same; and a
/// limit holds.

using jifen::CsvLimits;
using jifen::CsvOutcome;
using jifen::fuzzing::Choices;
using jifen::fuzzing::require;

namespace {

void append_row(std::string& out, const std::vector<std::string>& cells) {
    if (cells.size() == 1 && cells[0].empty()) out += "\"\""; // an empty line would be no row
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        jifen::append_csv_cell(out, cells[i]);
    }
    out += '\n';
}

void check_written_again(const CsvOutcome& read) {
    if (read.header.empty()) return;
    std::string text;
    append_row(text, read.header);
    std::vector<std::vector<std::string>> sound;
    for (const CsvOutcome::Line& row : read.rows) {
        if (!row.defect.empty()) continue;
        append_row(text, row.cells);
        sound.push_back(row.cells);
    }
    const CsvOutcome again = jifen::read_csv_text(text);
    require(again.refused.empty(), "what was written is not refused");
    require(again.header == read.header, "the header reads the same again");
    require(again.rows.size() == sound.size(), "as many rows are read again");
    for (std::size_t i = 0; i < sound.size(); ++i)
        require(again.rows[i].defect.empty() && again.rows[i].cells == sound[i], "every cell reads the same again");
}

void check_limits(std::string_view text, const CsvLimits& limits) {
    jifen::CsvOptions options;
    options.limits = limits;
    const CsvOutcome read = jifen::read_csv_text(text, options);
    if (!read.header.empty()) require(read.header.size() <= limits.columns, "the limit of columns holds");
    for (const CsvOutcome::Line& row : read.rows) {
        require(row.line <= limits.lines, "the limit of lines holds");
        std::size_t bytes = 0;
        for (const std::string& cell : row.cells) {
            require(cell.size() <= limits.field_bytes, "the limit of a field holds");
            bytes += cell.size();
        }
        require(bytes <= limits.row_bytes, "the limit of a row holds");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    const std::size_t number = choices.below(256);
    const std::string text(choices.rest());

    const CsvOutcome read = jifen::read_csv_text(text);
    require(read == jifen::SlowCsv::read(text), "the plain reader reads the same");
    check_written_again(read);
    check_limits(text, {1 + number % 7, 1 + number % 23, 1 + number % 4, number % 2 == 0 ? 2 : 5});
    return 0;
}
