#include "jifen/tables/csv_reader.hpp"

#include "csv_masks.hpp"
#include "encoding_detector.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/gb18030.hpp"
#include "jifen/tables/inert.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
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
      file_(std::fopen(file.c_str(), "rb")) {
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
    : name_(std::move(name)), options_(std::move(options)), limits_(options_.limits), at_end_(true) {
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
    if (begin_ > 0) {
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

bool CsvReader::next(Row& row) {
    for (;;) {
        if (begin_ == end_ && !fill()) return false;
        const std::int64_t line = line_;
        const Scan scan = scan_row();
        if (scan == Scan::need_more) {
            line_ = line;
            static_cast<void>(fill()); // at the end of the file the row ends, too
            continue;
        }
        if (scan == Scan::end) { // an empty line
            if (++empty_lines_ <= limits_.empty_lines) continue;
            refuse(line, "too_many_empty_lines", "more than " + std::to_string(limits_.empty_lines) + " empty lines",
                   "remove them, or raise the limit \"empty_lines\"");
        }
        row.line = line;
        row.cells = cells_;
        row.defect = defect_;
        row.defect_code = defect_code_;
        row.defect_column =
            defect_cell_ < header_.size() ? std::string_view(header_[defect_cell_]) : std::string_view{};
        return true;
    }
}

void CsvReader::set_defect(std::string_view code, std::string text, std::size_t cell) {
    if (!defect_.empty()) return;
    defect_code_ = code;
    defect_cell_ = cell;
    defect_ = std::move(text);
}

/// Reads one line from `begin_` on; `need_more` leaves everything as it was, but for views, so that it can be read
/// again.
CsvReader::Scan CsvReader::scan_row() {
    cells_.clear();
    defect_.clear();
    defect_code_ = {};
    defect_cell_ = no_cell;
    std::size_t at = begin_;
    if (!scan_ordinary(at)) {
        cells_.clear();
        if (!scan_fields(at)) return Scan::need_more;
        check_bytes(begin_, at);
        unescape();
    }
    for (std::string_view& cell : cells_) {
        if (cell.starts_with('\'')) cell = without_inert_mark(cell);
    }
    const bool empty_line =
        cells_.size() == 1 && cells_[0].empty() && (buffer_[begin_] == '\n' || buffer_[begin_] == '\r');
    begin_ = at;
    if (line_ > limits_.lines) {
        refuse(line_, "too_many_lines", "more than " + std::to_string(limits_.lines) + " lines",
               "split the file, or raise the limit \"lines\"");
    }
    ++line_;
    if (empty_line) return Scan::end;
    if (!header_.empty() && cells_.size() != header_.size()) {
        set_defect("field_count", "it has " + std::to_string(cells_.size()) + " fields where the header has " +
                                      std::to_string(header_.size()));
    }
    return Scan::row;
}

void CsvReader::check_bytes(std::size_t begin, std::size_t end) {
    const std::string_view bytes(buffer_.data() + begin, end - begin);
    if (const auto bad = find_invalid_utf8(bytes)) {
        refuse(line_, "not_utf8", "byte " + std::to_string(buffer_offset_ + begin + *bad) + " is not valid UTF-8",
               "save the file as UTF-8");
    }
    if (std::memchr(bytes.data(), 0, bytes.size()) == nullptr) return;
    const auto holds_nul = [](std::string_view cell) { return cell.find('\0') != std::string_view::npos; };
    const auto cell = std::find_if(cells_.begin(), cells_.end(), holds_nul);
    set_defect("nul_byte", "it has a NUL byte", static_cast<std::size_t>(cell - cells_.begin()));
}

/// Takes the doubled quotes out of quoted cells, in place: the row is consumed, nobody reads its bytes again.
void CsvReader::unescape() {
    for (const std::size_t cell : escaped_) {
        char* const text = buffer_.data() + (cells_[cell].data() - buffer_.data());
        std::size_t kept = 0;
        for (std::size_t i = 0; i < cells_[cell].size(); ++i) {
            text[kept++] = text[i];
            if (text[i] == '"') ++i;
        }
        cells_[cell] = {text, kept};
    }
}

/// Reads a line by masks of 64 bytes if it is like nearly all: not long, all of it there, no line end or quote inside a
/// quoted cell, nothing wrong with it. False means that it is not, or not known to be, and that `cells_` means nothing.
bool CsvReader::scan_ordinary(std::size_t& at) {
    constexpr std::size_t longest = 64 * CsvMasks::bytes;
    if (!has_csv_masks) return false;
    const char* const data = buffer_.data();
    const std::size_t most_bytes = std::min({longest, limits_.field_bytes, limits_.row_bytes});
    std::size_t from = begin_, quotes = 0, quoted = 0; // `from`: where the cell begins
    std::uint64_t is_quoted = 0;                       // whether the bytes before a block end inside quotes: all bits
    bool is_ascii = true;
    for (std::size_t block = begin_; block < end_ && block - begin_ < most_bytes; block += CsvMasks::bytes) {
        CsvMasks masks = csv_masks(data + block);
        masks.clip(end_ - block);
        const std::uint64_t inside = parity_up_to(masks.quotes) ^ is_quoted;
        const std::uint64_t stops = masks.line_ends & ~inside;
        const std::uint64_t row = stops == 0 ? ~std::uint64_t{0} : stops ^ (stops - 1); // up to the first, with it
        if (((masks.line_ends & inside) | masks.nuls) & row) return false;
        is_ascii = is_ascii && (masks.high & row) == 0;
        quotes += static_cast<std::size_t>(std::popcount(masks.quotes & row));
        for (std::uint64_t ends = masks.ends & ~inside & row; ends != 0; ends &= ends - 1) {
            const std::size_t end = block + static_cast<std::size_t>(std::countr_zero(ends));
            if (data[from] == '"') {
                if (end - from < 2 || data[end - 1] != '"') return false;
                cells_.emplace_back(data + from + 1, end - from - 2);
                ++quoted;
            } else {
                cells_.emplace_back(data + from, end - from);
            }
            from = end + 1;
        }
        is_quoted = std::uint64_t{0} - (inside >> 63U);
        if (stops == 0) continue;
        const std::size_t stop = from - 1;
        // Every quote is the first or the last byte of a cell; an empty line has no cell.
        if (quotes != 2 * quoted || stop == begin_ || stop - begin_ > most_bytes) return false;
        if (cells_.size() > limits_.columns) return false;
        if (data[stop] == '\r' && (from == end_ || data[from] != '\n')) return false;
        if (!is_ascii && find_invalid_utf8({data + begin_, stop - begin_})) return false;
        at = data[stop] == '\r' ? from + 1 : from;
        return true;
    }
    return false;
}

/// Moves `at` behind the end of the line; false means that more bytes are needed and nothing was changed.
bool CsvReader::scan_fields(std::size_t& at) {
    escaped_.clear();
    const std::int64_t first_line = line_;
    const char* const data = buffer_.data();
    for (;;) {
        if (cells_.size() >= limits_.columns) {
            refuse(first_line, "too_many_columns", "more than " + std::to_string(limits_.columns) + " columns",
                   "split the table, or raise the limit \"columns\"");
        }
        std::size_t begin = at;
        std::size_t end = at;
        if (at < end_ && data[at] == '"') {
            if (!scan_quoted(at, begin, end)) return false;
            if (std::memchr(data + begin, '"', end - begin) != nullptr) escaped_.push_back(cells_.size());
        } else {
            bool stray_quote = false;
            while (at < end_ && data[at] != ',' && data[at] != '\n' && data[at] != '\r') {
                stray_quote |= data[at] == '"';
                ++at;
            }
            end = at;
            if (stray_quote)
                set_defect("stray_quote", "a field that is not quoted holds a quote (RFC 4180)", cells_.size());
        }
        if (end - begin > limits_.field_bytes) {
            refuse(first_line, "field_too_long",
                   "a field is longer than " + std::to_string(limits_.field_bytes) + " bytes",
                   "shorten it, or raise the limit \"field_bytes\"");
        }
        if (at >= end_ && !at_end_) return false;
        if (at - begin_ > limits_.row_bytes) refuse_row(first_line);
        cells_.emplace_back(data + begin, end - begin);
        if (at >= end_) break;
        const char stop = data[at];
        if (stop == ',') {
            ++at;
            continue;
        }
        // CR at the end of the buffer may be half of a CRLF.
        if (stop == '\r' && at + 1 >= end_ && !at_end_) return false;
        at += (stop == '\r' && at + 1 < end_ && data[at + 1] == '\n') ? 2 : 1;
        break;
    }
    return true;
}

/// A quoted field from its opening quote at `at`; leaves `at` behind the closing one.
bool CsvReader::scan_quoted(std::size_t& at, std::size_t& begin, std::size_t& end) {
    const char* const data = buffer_.data();
    const std::int64_t opened_on = line_;
    const auto never_closed = [&] {
        refuse(opened_on, "unclosed_quote", "the quote opened on this line is never closed",
               "close it, or double quotes inside the field");
    };
    begin = at + 1;
    std::size_t from = begin;
    for (;;) {
        const void* found = from < end_ ? std::memchr(data + from, '"', end_ - from) : nullptr;
        const std::size_t quote =
            found == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(found) - data);
        if (quote - begin > limits_.field_bytes) {
            refuse(opened_on, "field_too_long",
                   "a quoted field is longer than " + std::to_string(limits_.field_bytes) +
                       " bytes (is a quote never closed?)",
                   "close the quote, or raise the limit \"field_bytes\"");
        }
        if (found == nullptr) {
            if (at_end_) never_closed();
            return false;
        }
        if (quote + 1 >= end_ && !at_end_) return false;
        if (quote + 1 < end_ && data[quote + 1] == '"') {
            from = quote + 2;
            continue;
        }
        end = quote;
        at = quote + 1;
        break;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (data[i] == '\n' || (data[i] == '\r' && data[i + 1] != '\n')) ++line_;
    }
    if (at < end_ && data[at] != ',' && data[at] != '\n' && data[at] != '\r') {
        refuse(line_, "text_after_quote", "text follows a closing quote", "double the quotes inside a quoted field");
    }
    return true;
}

} // namespace jifen
