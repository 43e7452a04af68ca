#include "jifen/tables/csv_reader.hpp"

#include "csv_masks.hpp"
#include "encoding_detector.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/gb18030.hpp"

#include <algorithm>
#include <system_error>
#include <unordered_set>

namespace jifen {

std::string_view to_string(Encoding encoding) noexcept {
    switch (encoding) {
    case Encoding::utf8:
        return "utf-8";
    case Encoding::gb18030:
        return "gb18030";
    case Encoding::detect:
        break;
    }
    return "detect";
}

std::optional<Encoding> parse_encoding(std::string_view name) noexcept {
    const auto is = [name](std::string_view other) {
        return std::equal(name.begin(), name.end(), other.begin(), other.end(),
                          [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
    };
    if (is("utf-8") || is("utf8")) return Encoding::utf8;
    if (is("gb18030") || is("gbk") || is("gb2312")) return Encoding::gb18030;
    if (is("detect")) return Encoding::detect;
    return std::nullopt;
}

CsvReader::CsvReader(const std::filesystem::path& file, CsvOptions options)
    : path_(file), name_(file.filename().string()), options_(std::move(options)), limits_(options_.limits),
      file_(std::fopen(file.c_str(), "rb")), has_bits_(widest_vectors() >= Vectors::avx2) {
    if (!file_)
        throw FileError("cannot open the file", path_, last_file_error(), "check that it exists and may be read");
    options_.block_bytes = std::max<std::size_t>(1, options_.block_bytes);
    std::error_code no_size;
    file_bytes_ = std::filesystem::file_size(file, no_size);
    if (no_size) file_bytes_ = 0; // a pipe
    if (file_bytes_ > limits_.file_bytes) refuse_size();
    std::setvbuf(file_.get(), nullptr, _IONBF, 0); // we read in blocks of our own
    if (options_.encoding == Encoding::detect) detect_encoding({});
    read_header();
}

CsvReader::CsvReader(std::string_view text, std::string name, CsvOptions options)
    : name_(std::move(name)), options_(std::move(options)), limits_(options_.limits), at_end_(true),
      has_bits_(widest_vectors() >= Vectors::avx2) {
    if (text.size() > limits_.file_bytes) refuse_size();
    if (options_.encoding == Encoding::detect) detect_encoding(text);
    if (options_.encoding == Encoding::gb18030) {
        decode(text, true);
        text = decoded_;
    }
    buffer_.resize(text.size() + CsvMasks::bytes);
    std::copy(text.begin(), text.end(), buffer_.begin());
    end_ = text.size();
    read_header();
}

CsvReader::~CsvReader() = default;

void CsvReader::refuse(std::int64_t line, std::string code, std::string message, std::string remedy) const {
    Diagnostic diagnostic;
    diagnostic.file = name_;
    diagnostic.line = line;
    diagnostic.code = std::move(code);
    diagnostic.message = "table refused: " + std::move(message);
    diagnostic.remedy = std::move(remedy);
    throw TableError({std::move(diagnostic)});
}

void CsvReader::refuse_size() const {
    refuse(0, "file_too_large", "the file is larger than " + std::to_string(limits_.file_bytes) + " bytes",
           "split the file, or raise the limit \"file_bytes\"");
}

void CsvReader::refuse_row(std::int64_t line) const {
    refuse(line, "row_too_long",
           "a row is longer than " + std::to_string(limits_.row_bytes) + " bytes (is a quote never closed?)",
           "close the quote, or raise the limit \"row_bytes\"");
}

void CsvReader::read_header() {
    while (end_ < utf8_byte_order_mark.size() && fill()) {
    }
    if (std::string_view(buffer_.data(), end_).starts_with(utf8_byte_order_mark)) begin_ = utf8_byte_order_mark.size();
    Row row;
    for (std::size_t above = 0; next(row); ++above) {
        if (options_.title_rows == 0 || !options_.is_header || options_.is_header(row.cells)) return take_header(row);
        if (above == options_.title_rows) {
            refuse(row.line, "no_header",
                   "none of the first " + std::to_string(above + 1) + " rows names the columns that are needed",
                   "name the columns, or let more rows above the header be passed over");
        }
    }
    refuse(1, "no_header", line_ == 1 ? "the file is empty" : "no row names the columns",
           "the first row must name the columns");
}

void CsvReader::take_header(const Row& row) {
    // A NUL or a stray quote in the header is a defect of the row; of the header it condemns the table.
    if (!row.defect.empty())
        refuse(row.line, "bad_header", "the header row is malformed: " + std::string(row.defect), "");
    std::unordered_set<std::string_view> seen;
    for (const std::string_view name : row.cells) {
        if (name.empty()) refuse(row.line, "empty_column_name", "a column has no name", "name every column");
        if (!seen.insert(name).second) {
            refuse(row.line, "duplicate_column",
                   "the column " + jifen::in_quotes(mask_long_numbers(name)) + " stands twice",
                   "name each column once");
        }
    }
    header_line_ = row.line;
    header_.assign(row.cells.begin(), row.cells.end());
}

bool CsvReader::fill() {
    if (at_end_) return false;
    masks_.clear();
    masks_end_ = 0;
    if (is_lent_) {
        std::swap(buffer_, lent_buffer_);
        is_lent_ = false;
        const std::size_t size = end_ - begin_;
        buffer_.resize(std::max(buffer_.size(), size + CsvMasks::bytes));
        std::copy_n(lent_buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), size, buffer_.begin());
        buffer_offset_ += begin_;
        end_ = size;
        begin_ = 0;
    } else if (begin_ > 0) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        buffer_offset_ += begin_;
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ > limits_.row_bytes + 1) refuse_row(line_); // all of it is one row, but for a CR that may end it
    return read_block();
}

/// Appends the next block to the buffer; false at the end of the file.
bool CsvReader::read_block() {
    // A row that does not end is scanned again with every block: blocks that grow with it keep that linear.
    const std::size_t most = std::max(options_.block_bytes, end_ / 2);
    if (options_.encoding == Encoding::utf8) {
        make_room(most);
        const std::size_t got = read_bytes(buffer_.data() + end_, most);
        end_ += got;
        return got > 0;
    }
    decoded_.clear();
    while (decoded_.empty() && !at_end_) {
        const std::size_t kept = undecoded_.size();
        undecoded_.resize(kept + most);
        undecoded_.resize(kept + read_bytes(undecoded_.data() + kept, most));
        decode(undecoded_, at_end_);
    }
    make_room(decoded_.size());
    std::copy(decoded_.begin(), decoded_.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(end_));
    end_ += decoded_.size();
    return !decoded_.empty();
}

/// For so many bytes more, and for masks of the last of them.
void CsvReader::make_room(std::size_t bytes) {
    if (buffer_.size() < end_ + bytes + CsvMasks::bytes) buffer_.resize(end_ + bytes + CsvMasks::bytes);
}

std::size_t CsvReader::read_bytes(char* to, std::size_t most) {
    const std::size_t got = std::fread(to, 1, most, file_.get());
    if (got == 0) {
        if (std::ferror(file_.get()) != 0) {
            throw FileError("cannot read on at line " + std::to_string(line_), path_, last_file_error());
        }
        at_end_ = true;
    }
    bytes_read_ += got;
    if (bytes_read_ > limits_.file_bytes) refuse_size();
    return got;
}

/// Looks at the whole file, or at the text when there is none.
void CsvReader::detect_encoding(std::string_view text) {
    EncodingDetector detector;
    if (file_) {
        std::vector<char> block(options_.block_bytes);
        for (std::size_t got = 0; (got = read_bytes(block.data(), block.size())) > 0;)
            detector.add({block.data(), got});
        if (std::fseek(file_.get(), 0, SEEK_SET) != 0)
            refuse(0, "no_encoding", "its encoding cannot be found out: it cannot be read twice", "name the encoding");
        at_end_ = false;
        bytes_read_ = 0;
    } else {
        detector.add(text);
    }
    const EncodingFound found = detector.finish();
    if (found.bad_utf8 && found.bad_gb18030) {
        refuse(0, "no_encoding",
               "it is neither UTF-8 (byte " + std::to_string(*found.bad_utf8) + ") nor GB18030 (byte " +
                   std::to_string(*found.bad_gb18030) + ")",
               "save the file as UTF-8");
    }
    options_.encoding = found.bad_utf8 ? Encoding::gb18030 : Encoding::utf8;
    not_utf8_ = found.bad_utf8;
}

/// Makes the bytes UTF-8 in `decoded_`; half a character at their end waits in `undecoded_`.
void CsvReader::decode(std::string_view bytes, bool is_last) {
    const Gb18030Decoded done = decode_gb18030(bytes, is_last, decoded_);
    if (done.bad) {
        const std::uint64_t before = bytes_read_ - std::min<std::uint64_t>(bytes_read_, bytes.size());
        refuse(0, "not_gb18030", "byte " + std::to_string(before + *done.bad) + " is not valid GB18030",
               "save the file as GB18030 or as UTF-8, and name its encoding");
    }
    undecoded_ = std::string(bytes.substr(done.consumed)); // `bytes` may be its own
}

RowSource::Position CsvReader::position() const {
    // After decoding it is not known which byte a row began with; a block more or less does not matter.
    return {options_.encoding == Encoding::utf8 ? buffer_offset_ + begin_ : bytes_read_, file_bytes_};
}

} // namespace jifen
