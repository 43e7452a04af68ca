#include "fuzz/fuzz_target.hpp"
#include "jifen/tables/csv_writer.hpp"
#include "tables/slow_csv.hpp"

#include <unistd.h>

#include <fstream>

/// The reader agrees with the plain one (tests/tables/slow_csv.hpp); what it read and wrote again reads the same; where
/// the blocks of a file end, nobody sees; and a limit holds.

using jifen::CsvLimits;
using jifen::CsvOutcome;
using jifen::fuzzing::Choices;
using jifen::fuzzing::require;

namespace {

constexpr std::size_t block = std::size_t{1} << 20;

/// A file of this process, removed at its end.
class ScratchFile {
public:
    ScratchFile() : path_(std::filesystem::temp_directory_path() / ("jifen_csv_fuzz_" + std::to_string(getpid()))) {}
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    const std::filesystem::path& write(std::string_view bytes) const {
        std::ofstream out(path_, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        require(!out.fail(), "the scratch file is written");
        return path_;
    }

private:
    std::filesystem::path path_;
};

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

/// A header and a row, then the text; of the file the row is so long that `before` bytes of the text lie in the first
/// block, the rest in the second.
void check_block_edge(std::string_view text, std::size_t before) {
    static const ScratchFile file;
    const std::string header = "a,b\nx,";
    const std::string filler(block - before - header.size() - 1, 'x');
    CsvOutcome in_blocks = jifen::read_csv(file.write(header + filler + "\n" + std::string(text)));
    CsvOutcome in_memory = jifen::read_csv_text(header + "\n" + std::string(text));
    require(in_blocks.rows.size() > 0 && in_memory.rows.size() > 0, "the row before the text is read");
    in_blocks.rows.erase(in_blocks.rows.begin());
    in_memory.rows.erase(in_memory.rows.begin());
    require(in_blocks == in_memory, "the end of a block does not show");
}

void check_limits(std::string_view text, CsvLimits limits) {
    const CsvOutcome read = jifen::read_csv_text(text, limits);
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
    const std::uint8_t kind = choices.byte();
    const std::size_t number = choices.below(256);
    const std::string text(choices.rest());

    const CsvOutcome read = jifen::read_csv_text(text);
    require(read == jifen::SlowCsv::read(text), "the plain reader reads the same");
    check_written_again(read);
    // A file of a megabyte takes a hundred times as long as the rest: one kind of 256 will do.
    if (kind == 0) check_block_edge(text, std::min(number, text.size()));
    if (kind == 1) check_limits(text, {1 + number % 7, 1 + number % 23, 1 + number % 4, number % 2 == 0 ? 2 : 5});
    return 0;
}
