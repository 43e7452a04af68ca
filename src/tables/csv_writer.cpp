#include "jifen/tables/csv_writer.hpp"

#include "jifen/core/exact.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/inert.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

constexpr auto needs_quotes = [] {
    std::array<bool, 256> needs{};
    for (const char c : {',', '"', '\r', '\n'}) needs[static_cast<unsigned char>(c)] = true;
    return needs;
}();

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
    throw FileError(what, path, last_file_error(), "check the folder and the space left");
}

} // namespace

void append_csv_cell(std::string& out, std::string_view text) {
    const bool marked = could_be_formula(text);
    // At the front of a file the character U+FEFF would be taken for a byte order mark, and lost.
    const bool quoted =
        std::any_of(text.begin(), text.end(), [](char c) { return needs_quotes[static_cast<unsigned char>(c)]; });
    if (!quoted && !text.starts_with(utf8_byte_order_mark)) {
        if (marked) out += '\'';
        out += text;
        return;
    }
    out += '"';
    if (marked) out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

CsvWriter::CsvWriter(const std::filesystem::path& file) : path_(file), file_(std::fopen(file.c_str(), "wb")) {
    if (!file_) fail(path_, "cannot open for writing");
    buffer_.reserve(block_bytes + 4096);
}

CsvWriter& CsvWriter::operator=(CsvWriter&& other) noexcept {
    if (this == &other) return *this;
    close_quietly();
    path_ = std::move(other.path_);
    file_ = std::move(other.file_);
    buffer_ = std::move(other.buffer_);
    row_begin_ = other.row_begin_;
    row_started_ = other.row_started_;
    return *this;
}

CsvWriter::~CsvWriter() { close_quietly(); }

void CsvWriter::close_quietly() noexcept {
    try {
        close();
    } catch (const std::exception&) {
        // Neither a destructor nor an assignment may throw; whoever cares about the last block calls close().
        file_.reset();
    }
}

void CsvWriter::separate() {
    if (row_started_)
        buffer_ += ',';
    else
        row_begin_ = buffer_.size();
    row_started_ = true;
}

CsvWriter& CsvWriter::cell(std::string_view text) {
    separate();
    append_csv_cell(buffer_, text);
    return *this;
}

CsvWriter& CsvWriter::plain(std::string_view text) {
    separate();
    buffer_ += text;
    return *this;
}

CsvWriter& CsvWriter::cell(Day day) {
    separate();
    append_day(buffer_, day);
    return *this;
}

CsvWriter& CsvWriter::cell(std::int64_t number) {
    separate();
    append_decimal(buffer_, number, 0);
    return *this;
}

void CsvWriter::end_row() {
    // A lone empty cell would be an empty line, which readers pass over.
    if (row_started_ && buffer_.size() == row_begin_) buffer_ += "\"\"";
    buffer_ += '\n';
    row_started_ = false;
    if (buffer_.size() >= block_bytes) flush();
}

void CsvWriter::lines(std::string_view text) {
    constexpr std::size_t many = block_bytes / 16;
    if (text.size() >= many) { // as it is
        flush();
        write(text);
        return;
    }
    buffer_ += text;
    if (buffer_.size() >= block_bytes) flush();
}

void CsvWriter::write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail(path_, "cannot write");
}

void CsvWriter::flush() {
    write(buffer_);
    buffer_.clear();
}

void CsvWriter::close() {
    if (!file_) return;
    flush();
    if (std::fclose(file_.release()) != 0) fail(path_, "cannot write");
}

} // namespace jifen
