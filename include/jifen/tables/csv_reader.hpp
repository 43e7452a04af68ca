#pragma once

#include "jifen/tables/row_source.hpp"

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace jifen {

/// What a CSV file may hold at most; beyond it the table is refused with TableError.
struct CsvLimits {
    std::size_t field_bytes = std::size_t{1} << 20; ///< as written, doubled quotes counted twice
    std::size_t row_bytes = std::size_t{1} << 24;   ///< as written, without the line end
    std::size_t columns = 4096;
    std::int64_t lines = 4'000'000'000;
};

/// Strict CSV (RFC 4180) in UTF-8, with or without a byte order mark.
///
/// Lines end with LF, CRLF or CR, in any mix; the last one may lack its end; empty lines are passed over. A field is
/// either quoted from its first byte to its last, with `""` for a quote, or holds no quote at all. Memory: one row.
/// A row with the wrong number of fields, a NUL byte, or a quote inside an unquoted field comes with a `defect`.
/// Refused whole (TableError with the line or the byte offset): bytes that are not UTF-8, a quote that is never closed
/// or is followed by other text, no header row, an empty or repeated column name, anything beyond the limits.
class CsvReader final : public RowSource {
public:
    /// Throws FileError when the file cannot be opened or read, as `next` does, TableError when its header must be
    /// refused.
    explicit CsvReader(const std::filesystem::path& file, CsvLimits limits = {});
    /// From text in memory, which is copied; `name` is the file name used in messages.
    CsvReader(std::string_view text, std::string name, CsvLimits limits = {});
    ~CsvReader() override;

    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    bool next(Row& row) override;
    [[nodiscard]] Position position() const override { return {buffer_offset_ + begin_, file_bytes_}; }

private:
    struct CloseFile {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    static constexpr std::size_t no_cell = static_cast<std::size_t>(-1);
    enum class Scan : std::uint8_t { row, need_more, end };

    void read_header();
    [[nodiscard]] bool fill();
    [[nodiscard]] Scan scan_row();
    [[nodiscard]] bool scan_fields(std::size_t& at);
    [[nodiscard]] bool scan_quoted(std::size_t& at, std::size_t& begin, std::size_t& end);
    void unescape();
    void set_defect(std::string_view code, std::string text, std::size_t cell = no_cell);
    void check_bytes(std::size_t begin, std::size_t end);
    [[noreturn]] void refuse_row(std::int64_t line) const;
    [[noreturn]] void refuse(std::int64_t line, std::string code, std::string message, std::string remedy) const;

    std::filesystem::path path_; ///< empty for text in memory
    std::string name_;
    CsvLimits limits_;
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::uint64_t file_bytes_ = 0; ///< 0 when it cannot be told
    bool at_end_ = false;          ///< the buffer holds the last bytes
    std::vector<char> buffer_;
    std::size_t begin_ = 0;           ///< first byte of the buffer that is not consumed
    std::size_t end_ = 0;             ///< one past the last byte read
    std::uint64_t buffer_offset_ = 0; ///< offset in the file of buffer_[0]
    std::int64_t line_ = 1;
    std::vector<std::string> header_;
    std::vector<std::string_view> cells_;
    std::vector<std::size_t> escaped_; ///< cells of this row that hold doubled quotes
    std::string defect_;
    std::string_view defect_code_;
    std::size_t defect_cell_ = no_cell;
};

} // namespace jifen
