#include "fuzz/fuzz_target.hpp"
#include "tables/slow_csv.hpp"

#include <unistd.h>

#include <array>
#include <fstream>

/// Where the blocks of a file end, nobody sees. A target of its own: writing a file takes far longer than what the
/// target `csv` does.

using jifen::CsvOutcome;
using jifen::fuzzing::Choices;
using jifen::fuzzing::require;

namespace {

/// A file of this process, removed at its end.
class ScratchFile {
public:
    ScratchFile() : path_(folder() / ("jifen_csv_fuzz_" + std::to_string(getpid()))) {}
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
    /// In memory where that can be: a disk would be most of the work.
    static std::filesystem::path folder() {
        const std::filesystem::path in_memory = "/dev/shm";
        return std::filesystem::is_directory(in_memory) ? in_memory : std::filesystem::temp_directory_path();
    }

    std::filesystem::path path_;
};

constexpr std::array encodings{jifen::Encoding::utf8, jifen::Encoding::gb18030, jifen::Encoding::detect};

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile file;
    Choices choices(data, size);
    jifen::CsvOptions options;
    options.block_bytes = choices.below(80); // none at all counts as one
    options.encoding = encodings[choices.below(encodings.size())];
    const std::string text(choices.rest());
    const CsvOutcome in_blocks = jifen::read_csv(file.write(text), options);
    const CsvOutcome in_memory = jifen::read_csv_text(text, options);
    if (in_memory.refused == "not_gb18030") { // of a text all is decoded before its first row is read
        require(!in_blocks.refused.empty(), "what is not GB18030 is refused");
    } else {
        require(in_blocks == in_memory, "the end of a block does not show");
    }
    return 0;
}
