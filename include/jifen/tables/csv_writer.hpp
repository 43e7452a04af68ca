#pragma once

#include "jifen/core/day.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace jifen {

/// Writes CSV rows (RFC 4180 quoting, UTF-8 without a mark, LF) to a file, in blocks of up to a megabyte.
/// Every writing function throws FileError when the disk refuses.
class CsvWriter {
public:
    /// Replaces the file. Throws FileError when it cannot be opened.
    explicit CsvWriter(const std::filesystem::path& file);
    CsvWriter(CsvWriter&&) noexcept = default;
    /// Closes the file written so far, as the destructor does.
    CsvWriter& operator=(CsvWriter&& other) noexcept;
    ~CsvWriter();

    CsvWriter& cell(std::string_view text);
    /// A cell known to need no quotes: numbers, days, ids made by a program.
    CsvWriter& plain(std::string_view text);
    CsvWriter& cell(Day day);
    CsvWriter& cell(std::int64_t number);
    void end_row();
    /// Whole lines prepared elsewhere, each ended by LF; many of them are written at once, as they are.
    void lines(std::string_view text);
    /// Writes what is left and closes; called by the destructor too, which swallows errors: call it yourself.
    void close();

private:
    struct CloseFile {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    void separate();
    void close_quietly() noexcept;
    void flush();
    void write(std::string_view text);

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::string buffer_;
    std::size_t row_begin_ = 0; ///< where in the buffer the row that is being written starts
    bool row_started_ = false;
};

/// Appends one cell, quoted when it holds a comma, a quote, or a line end, or begins with what could be taken for a
/// byte order mark.
void append_csv_cell(std::string& out, std::string_view text);

} // namespace jifen
