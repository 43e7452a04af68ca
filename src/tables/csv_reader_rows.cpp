#include "csv_masks.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/csv_reader.hpp"
#include "jifen/tables/inert.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace jifen {

bool CsvReader::next(Row& row) {
    for (;;) {
        const Scan found = scan_next(row, true);
        if (found == Scan::row) return true;
        if (found == Scan::need_more && !fill() && begin_ == end_) return false; // at the end the row ends, too
    }
}

bool CsvReader::next_block(RowBlock& block, std::size_t most) {
    most = std::max<std::size_t>(most, 1);
    block.clear(header_.size(), most);
    try {
        Row row;
        while (block.rows < most) {
            add_ordinary_rows(block, most);
            if (block.rows == most) break;
            const Scan found = scan_next(row, false);
            if (found == Scan::need_more) {
                if (block.rows > 0) break; // to read on moves the bytes
                if (!fill() && begin_ == end_) return false;
            } else if (found == Scan::row) {
                if (!row.defect.empty()) {
                    block.end_with(row);
                    break;
                }
                block.add(row);
                is_lent_ = true;
            }
        }
    } catch (...) {
        block.failure = std::current_exception();
    }
    return true;
}

/// The next row, or an empty line, of the bytes that are here.
CsvReader::Scan CsvReader::scan_next(Row& row, bool may_be_ordinary) {
    if (begin_ == end_) return Scan::need_more;
    const std::int64_t line = line_;
    defect_.clear();
    defect_code_ = {};
    defect_cell_ = no_cell;
    Scan scan = Scan::row;
    if (std::size_t at = begin_; may_be_ordinary && scan_ordinary_row(at)) {
        begin_ = at;
        check_lines();
        ++line_;
    } else {
        scan = scan_odd_row();
    }
    if (scan == Scan::need_more) {
        line_ = line;
        return scan;
    }
    if (scan == Scan::empty_line) {
        if (++empty_lines_ <= limits_.empty_lines) return scan;
        refuse(line, "too_many_empty_lines", "more than " + std::to_string(limits_.empty_lines) + " empty lines",
               "remove them, or raise the limit \"empty_lines\"");
    }
    row.line = line;
    row.cells = cells_;
    row.defect = defect_;
    row.defect_code = defect_code_;
    row.defect_column = defect_cell_ < header_.size() ? std::string_view(header_[defect_cell_]) : std::string_view{};
    return scan;
}

void CsvReader::set_defect(std::string_view code, std::string text, std::size_t cell) {
    if (!defect_.empty()) return;
    defect_code_ = code;
    defect_cell_ = cell;
    defect_ = std::move(text);
}

/// Reads one line from `begin_` on; `need_more` leaves everything as it was, but for views, so that it can be read
/// again.
CsvReader::Scan CsvReader::scan_odd_row() {
    std::size_t at = begin_;
    cells_.clear();
    if (!scan_fields(at)) return Scan::need_more;
    check_bytes(begin_, at);
    unescape();
    for (std::string_view& cell : cells_) cell = without_inert_mark(cell);
    const bool empty_line =
        cells_.size() == 1 && cells_[0].empty() && (buffer_[begin_] == '\n' || buffer_[begin_] == '\r');
    begin_ = at;
    check_lines();
    ++line_;
    if (empty_line) return Scan::empty_line;
    if (!header_.empty() && cells_.size() != header_.size()) {
        set_defect("field_count", "it has " + std::to_string(cells_.size()) + " fields where the header has " +
                                      std::to_string(header_.size()));
    }
    return Scan::row;
}

void CsvReader::check_lines() const {
    if (line_ > limits_.lines) {
        refuse(line_, "too_many_lines", "more than " + std::to_string(limits_.lines) + " lines",
               "split the file, or raise the limit \"lines\"");
    }
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

/// Makes the masks of some blocks of the buffer, from that one on, which has bytes that were read.
void CsvReader::make_masks(std::size_t block) {
    constexpr std::size_t blocks_at_once = 64;
    const std::size_t begin = block * CsvMasks::bytes;
    masks_.resize(std::min(blocks_at_once, (end_ - begin - 1) / CsvMasks::bytes + 1));
    csv_masks(buffer_.data() + begin, masks_, widest_vectors());
    masks_.back().clip(end_ - begin - (masks_.size() - 1) * CsvMasks::bytes);
    first_mask_ = block;
    masks_end_ = block + masks_.size();
}

/// Reads a line by masks of 64 bytes if it is like nearly all: as many fields as the header, not long, all of it there,
/// no line end or quote inside a quoted cell, nothing wrong with it. Its cells are written to cell_of(column), `at`
/// moves behind its end. False means that it is not, or not known to be, and that these cells mean nothing. Compiled
/// for the instructions of whoever calls it.
template <class CellOf>
[[gnu::always_inline]] inline bool CsvReader::scan_ordinary(std::size_t& at, CellOf cell_of) {
    constexpr std::size_t longest = 64 * CsvMasks::bytes;
    // In locals, for cells are written, behind which a compiler suspects every member.
    const char* const data = buffer_.data();
    const std::size_t columns = header_.size(), begin = at;
    const std::size_t most_bytes = std::min({longest, limits_.field_bytes, limits_.row_bytes});
    const std::size_t bytes_end = std::min(end_, begin + most_bytes);
    std::size_t from = begin, cell = 0;                                // `from`: where the cell begins
    std::uint64_t here = ~std::uint64_t{0} << begin % CsvMasks::bytes; // the line's bytes in the block
    std::uint64_t begins = here & (~here + 1);                         // a cell that begins before those of the block
    std::uint64_t open = 0;      // a quote at the end of the block before that neither begins a cell nor yet ends one
    std::uint64_t is_quoted = 0; // whether the bytes before a block end inside quotes: all bits
    std::uint64_t high = 0, apostrophes = 0;
    for (std::size_t block = begin / CsvMasks::bytes;; ++block) {
        const std::size_t block_begin = block * CsvMasks::bytes;
        if (block_begin >= bytes_end) return false;
        if (block >= masks_end_ || block < first_mask_) make_masks(block);
        const CsvMasks& masks = masks_[block - first_mask_];
        // Lines end outside quotes: the quotes of those before it in the block are to be forgotten.
        if (block_begin < begin) is_quoted = std::uint64_t{0} - (masks.parity >> (begin - block_begin - 1) & 1U);
        const std::uint64_t inside = masks.parity ^ is_quoted;
        const std::uint64_t stops = masks.line_ends & ~inside & here;
        const std::uint64_t row = (stops ^ (stops - 1)) & here; // up to the first, with it; all when there is none
        std::uint64_t ends = masks.ends & ~inside & row;
        // A cell ends outside quotes, so it has an even number of them. If each is its first or last byte, it has none,
        // or two around all of it.
        const std::uint64_t misplaced = masks.quotes & row & ~(begins | ends << 1U | ends >> 1U);
        constexpr std::uint64_t last = std::uint64_t{1} << (CsvMasks::bytes - 1);
        if (((masks.line_ends & inside) | masks.nuls) & row || misplaced & ~last || (open & ~ends)) return false;
        if (cell + static_cast<std::size_t>(std::popcount(ends)) > columns) return false;
        high |= masks.high & row;
        apostrophes |= masks.apostrophes & row;
        begins = ends >> (CsvMasks::bytes - 1);
        open = misplaced >> (CsvMasks::bytes - 1);
        for (; ends != 0; ends &= ends - 1) {
            const std::size_t end = block_begin + static_cast<std::size_t>(std::countr_zero(ends));
            // Without a branch: which cells are quoted may change from line to line.
            const std::size_t quote = data[from] == '"' ? 1 : 0;
            cell_of(cell++) = {data + from + quote, end - from - 2 * quote};
            from = end + 1;
        }
        is_quoted = std::uint64_t{0} - (inside >> (CsvMasks::bytes - 1));
        here = ~std::uint64_t{0};
        if (stops == 0) continue;
        const std::size_t stop = from - 1;
        if (stop == begin || stop - begin > most_bytes || cell != columns) return false; // an empty line has no cell
        if (data[stop] == '\r' && (from == end_ || data[from] != '\n')) return false;
        if (high != 0 && find_invalid_utf8({data + begin, stop - begin})) return false;
        for (std::size_t c = 0; apostrophes != 0 && c < columns; ++c) cell_of(c) = without_inert_mark(cell_of(c));
        at = data[stop] == '\r' ? from + 1 : from;
        return true;
    }
}

/// A row like nearly all, into `cells_`.
bool CsvReader::scan_ordinary_row(std::size_t& at) {
    if (!has_csv_masks) return false;
    cells_.resize(header_.size());
    if (has_bits_) return scan_ordinary_row_by_bits(at);
    return scan_ordinary(at, [cells = cells_.data()](std::size_t c) -> std::string_view& { return cells[c]; });
}

#if defined(__x86_64__)
[[gnu::target("bmi,bmi2,popcnt")]]
#endif
bool CsvReader::scan_ordinary_row_by_bits(std::size_t& at) {
    return scan_ordinary(at, [cells = cells_.data()](std::size_t c) -> std::string_view& { return cells[c]; });
}

/// Adds rows up to the first that is not like nearly all, or for which there is no room.
void CsvReader::add_ordinary_rows(RowBlock& block, std::size_t most) {
    if (!has_csv_masks) return;
    columns_.clear();
    for (RowBlock::Column& column : block.columns) columns_.push_back(column.texts.data());
    if (has_bits_)
        scan_ordinary_rows_by_bits(block, most);
    else
        scan_ordinary_rows(block, most);
}

[[gnu::always_inline]] inline void CsvReader::scan_ordinary_rows(RowBlock& block, std::size_t most) {
    std::string_view* const* const columns = columns_.data();
    while (block.rows < most && begin_ < end_) {
        const std::size_t row = block.rows;
        std::size_t at = begin_;
        if (!scan_ordinary(at, [=](std::size_t c) -> std::string_view& { return columns[c][row]; })) return;
        begin_ = at;
        check_lines();
        block.lines[row] = line_++;
        ++block.rows;
        is_lent_ = true;
    }
}

#if defined(__x86_64__)
[[gnu::target("bmi,bmi2,popcnt")]]
#endif
void CsvReader::scan_ordinary_rows_by_bits(RowBlock& block, std::size_t most) {
    scan_ordinary_rows(block, most);
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
