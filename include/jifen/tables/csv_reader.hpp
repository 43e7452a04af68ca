#pragma once

#include "jifen/tables/row_source.hpp"

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace jifen {

/// What a CSV file may hold at most; beyond it the table is refused with TableError, which names the limit. Memory
/// stays below eight times the longest row and a few megabytes, whatever else the file holds.
struct CsvLimits {
    std::size_t field_bytes = std::size_t{1} << 20; ///< as written, doubled quotes counted twice
    std::size_t row_bytes = std::size_t{1} << 24;   ///< as written, without the line end
    std::size_t columns = 4096;
    std::int64_t lines = 4'000'000'000;
    std::int64_t empty_lines = 1'000'000;
    std::uint64_t file_bytes = std::uint64_t{1} << 40U;
};

/// How the bytes of a file stand for characters. A file is what its reader says; only `detect` looks: UTF-8 if it has a
/// byte order mark or is strictly UTF-8, else GB18030 if it is strictly that, else it is refused. It reads a file
/// twice.
enum class Encoding : std::uint8_t { utf8, gb18030, detect };
/// `utf-8`, `gb18030`, `detect`.
[[nodiscard]] std::string_view to_string(Encoding encoding) noexcept;
/// The encoding of that name (`utf-8`, `utf8`, `gb18030`, `gbk`, `gb2312`, `detect`, in any case); nullopt for another.
[[nodiscard]] std::optional<Encoding> parse_encoding(std::string_view name) noexcept;

struct CsvOptions {
    CsvLimits limits;
    Encoding encoding = Encoding::utf8; ///< limits count bytes of UTF-8 after decoding, but for `file_bytes`
    /// Up to so many rows above the header are passed over: titles, notes. Needs `is_header`.
    std::size_t title_rows = 0;
    /// Tells a header from a title.
    std::function<bool(std::span<const std::string_view>)> is_header;
    /// Bytes of a file that are read at once, at least 1; what comes out does not depend on it, but for which fault is
    /// told where a row, or the file, has several.
    std::size_t block_bytes = std::size_t{1} << 20;
};

struct CsvMasks;

/// Strict CSV (RFC 4180) in UTF-8 or GB18030, with or without a byte order mark.
///
/// Lines end with LF, CRLF or CR, in any mix; the last one may lack its end; empty lines are passed over. A field is
/// either quoted from its first byte to its last, with `""` for a quote, or holds no quote at all. The apostrophe that
/// an export sets before what could be a formula (tables/inert.hpp) is taken off again. Memory: the bytes that
/// are read at once, twice where blocks are asked for, or a row that is longer.
/// A row with the wrong number of fields, a NUL byte, or a quote inside an unquoted field comes with a `defect`.
/// Refused whole (TableError with the line or the byte offset): bytes that are not of the encoding, a quote that is
/// never closed or is followed by other text, no header row, an empty or repeated column name, anything beyond the
/// limits.
class CsvReader final : public RowSource {
public:
    /// Throws FileError when the file cannot be opened or read, as `next` does, TableError when its header must be
    /// refused.
    explicit CsvReader(const std::filesystem::path& file, CsvOptions options = {});
    /// From text in memory, which is copied; `name` is the file name used in messages.
    CsvReader(std::string_view text, std::string name, CsvOptions options = {});
    ~CsvReader() override;

    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    [[nodiscard]] std::int64_t header_line() const override { return header_line_; }
    /// The one that was named, or found.
    [[nodiscard]] Encoding encoding() const noexcept { return options_.encoding; }
    /// The offset of the byte for which it was found that the file is not UTF-8, and so taken for GB18030.
    [[nodiscard]] std::optional<std::uint64_t> not_utf8() const noexcept { return not_utf8_; }
    bool next(Row& row) override;
    /// Nothing is copied: a block ends with the bytes that were read at once.
    bool next_block(RowBlock& block, std::size_t most) override;
    [[nodiscard]] bool is_of_no_thread() const override { return true; }
    [[nodiscard]] Position position() const override;

private:
    struct CloseFile {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    static constexpr std::size_t no_cell = static_cast<std::size_t>(-1);
    enum class Scan : std::uint8_t { row, need_more, empty_line };

    void detect_encoding(std::string_view text);
    void read_header();
    void take_header(const Row& row);
    [[nodiscard]] bool fill();
    [[nodiscard]] bool read_block();
    void make_room(std::size_t bytes);
    [[nodiscard]] std::size_t read_bytes(char* to, std::size_t most);
    void decode(std::string_view bytes, bool is_last);
    [[nodiscard]] Scan scan_next(Row& row, bool may_be_ordinary);
    [[nodiscard]] Scan scan_odd_row();
    template <class CellOf>
    [[nodiscard]] bool scan_ordinary(std::size_t& at, CellOf cell_of);
    [[nodiscard]] bool scan_ordinary_row(std::size_t& at);
    [[nodiscard]] bool scan_ordinary_row_by_bits(std::size_t& at);
    void scan_ordinary_rows(RowBlock& block, std::size_t most);
    void scan_ordinary_rows_by_bits(RowBlock& block, std::size_t most);
    void add_ordinary_rows(RowBlock& block, std::size_t most);
    void check_lines() const;
    void make_masks(std::size_t block);
    [[nodiscard]] bool scan_fields(std::size_t& at);
    [[nodiscard]] bool scan_quoted(std::size_t& at, std::size_t& begin, std::size_t& end);
    void unescape();
    void set_defect(std::string_view code, std::string text, std::size_t cell = no_cell);
    void check_bytes(std::size_t begin, std::size_t end);
    [[noreturn]] void refuse_size() const;
    [[noreturn]] void refuse_row(std::int64_t line) const;
    [[noreturn]] void refuse(std::int64_t line, std::string code, std::string message, std::string remedy) const;

    std::filesystem::path path_; ///< empty for text in memory
    std::string name_;
    CsvOptions options_;
    CsvLimits limits_;
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::uint64_t file_bytes_ = 0; ///< 0 when it cannot be told
    std::uint64_t bytes_read_ = 0;
    std::optional<std::uint64_t> not_utf8_;
    std::string undecoded_; ///< what was read and not yet made UTF-8
    std::string decoded_;
    bool at_end_ = false; ///< the buffer holds the last bytes
    std::vector<char> buffer_;
    std::vector<char> lent_buffer_;   ///< which a block may look at
    bool is_lent_ = false;            ///< a block looks at the buffer: it must stay as it is
    std::size_t begin_ = 0;           ///< first byte of the buffer that is not consumed
    std::size_t end_ = 0;             ///< one past the last byte read
    std::uint64_t buffer_offset_ = 0; ///< offset in the file of buffer_[0]
    std::vector<CsvMasks> masks_;     ///< of some blocks of the buffer, one after another
    std::size_t first_mask_ = 0;      ///< the block of the first
    std::size_t masks_end_ = 0;       ///< the block behind that of the last
    bool has_bits_ = false;           ///< the machine has instructions for the bits of masks
    std::int64_t line_ = 1;
    std::int64_t empty_lines_ = 0;
    std::vector<std::string> header_;
    std::int64_t header_line_ = 1;
    std::vector<std::string_view> cells_;
    std::vector<std::string_view*> columns_; ///< of the block that is being filled, the cells of its first row
    std::vector<std::size_t> escaped_;       ///< cells of this row that hold doubled quotes
    std::string defect_;
    std::string_view defect_code_;
    std::size_t defect_cell_ = no_cell;
};

} // namespace jifen
