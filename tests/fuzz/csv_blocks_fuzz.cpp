#include "fuzz/fuzz_target.hpp"
#include "tables/slow_csv.hpp"

#include <unistd.h>

#include <fstream>

/// Where the blocks of a file end, nobody sees. A target of its own: a file of more than a block takes a hundred times
/// as long as what the target `csv` does.

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

/// A header and a row, then the text; of the file the row is so long that `before` bytes of the text lie in the first
/// block, the rest in the second.
void check_block_edge(std::string_view text, std::size_t before) {
    static const ScratchFile file;
    const std::string header = "a,b\nx,";
    const std::string filler(block - before - header.size() - 1, 'x');
    CsvOutcome in_blocks = jifen::read_csv(file.write(header + filler + "\n" + std::string(text)));
    CsvOutcome in_memory = jifen::read_csv_text(header + "\n" + std::string(text));
    require(!in_blocks.rows.empty() && !in_memory.rows.empty(), "the row before the text is read");
    in_blocks.rows.erase(in_blocks.rows.begin());
    in_memory.rows.erase(in_memory.rows.begin());
    require(in_blocks == in_memory, "the end of a block does not show");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    const std::size_t before = choices.below(256);
    const std::string_view text = choices.rest();
    check_block_edge(text, std::min(before, text.size()));
    return 0;
}
