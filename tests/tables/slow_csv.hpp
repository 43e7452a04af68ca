#pragma once

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/tables/csv_reader.hpp"

#include <cstdint>
#include <exception>
#include <filesystem>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// What reading a CSV text gives: rows, or one refusal.
struct CsvOutcome {
    struct Line {
        std::int64_t line = 0;
        std::vector<std::string> cells; ///< not looked at when there is a defect
        std::string defect;
        friend bool operator==(const Line&, const Line&) = default;
    };
    std::vector<std::string> header;
    std::vector<Line> rows; ///< those before a refusal, too
    std::string refused;    ///< the code; empty when the table was read to its end
    std::int64_t refused_line = 0;
    std::string message;

    friend bool operator==(const CsvOutcome& a, const CsvOutcome& b) {
        return a.header == b.header && a.rows == b.rows && a.refused == b.refused && a.refused_line == b.refused_line;
    }
};

inline std::ostream& operator<<(std::ostream& out, const CsvOutcome& outcome) {
    out << "header:";
    for (const std::string& name : outcome.header) out << ' ' << jifen::in_quotes(name);
    for (const CsvOutcome::Line& row : outcome.rows) {
        out << "\nline " << row.line << " [" << row.defect << "]:";
        for (const std::string& cell : row.cells) out << ' ' << jifen::in_quotes(cell);
    }
    return out << "\nrefused: " << outcome.refused << " on line " << outcome.refused_line << ": " << outcome.message;
}

/// How rows are asked for.
enum class Asking : std::uint8_t {
    row_by_row,
    in_blocks,
    blocks_ahead,    ///< the next one before the rows of the last are looked at
    in_plain_blocks, ///< as a source gives them that has no better way
    mixed
};

/// Rows of a block, and what is behind them.
inline void add_block(CsvOutcome& outcome, const RowBlock& block) {
    for (std::size_t i = 0; i < block.rows; ++i) {
        outcome.rows.push_back({block.lines[i], {}, {}});
        for (const auto& column : block.columns) outcome.rows.back().cells.emplace_back(column.texts[i]);
    }
    if (block.has_broken) outcome.rows.push_back({block.broken.line, {}, std::string(block.broken.defect_code)});
    if (block.has_broken == block.broken.defect.empty()) throw std::logic_error("a broken row has a defect");
    if (block.failure) std::rethrow_exception(block.failure);
    if (block.rows == 0 && !block.has_broken) throw std::logic_error("a block has a row");
}

inline void add_blocks_ahead(CsvOutcome& outcome, CsvReader& reader) {
    constexpr std::size_t most_rows = 0; // is taken as 1
    RowBlock block, ahead;
    for (bool is_there = reader.next_block(block, most_rows); is_there; std::swap(block, ahead)) {
        is_there = reader.next_block(ahead, most_rows);
        add_block(outcome, block);
    }
}

/// The next row, or several; false at the end.
inline bool add_next(CsvOutcome& outcome, CsvReader& reader, RowBlock& block, Asking asking) {
    constexpr std::size_t most_rows = 5;
    if (asking == Asking::mixed && outcome.rows.size() % 2 == 0) asking = Asking::row_by_row;
    if (asking == Asking::row_by_row) {
        Row row;
        if (!reader.next(row)) return false;
        if (row.defect.empty() != row.defect_code.empty()) throw std::logic_error("a defect has text and code");
        outcome.rows.push_back({row.line, {}, std::string(row.defect_code)});
        if (row.defect.empty()) outcome.rows.back().cells.assign(row.cells.begin(), row.cells.end());
        return true;
    }
    const bool there = asking == Asking::in_plain_blocks ? reader.RowSource::next_block(block, most_rows)
                                                         : reader.next_block(block, most_rows);
    if (there) add_block(outcome, block);
    return there;
}

/// What CsvReader makes of a file or of a text.
template <class... Arguments>
CsvOutcome read_csv_asking(Asking asking, const Arguments&... arguments) {
    CsvOutcome outcome;
    RowBlock block;
    try {
        CsvReader reader(arguments...);
        outcome.header = reader.header();
        if (asking == Asking::blocks_ahead) add_blocks_ahead(outcome, reader);
        while (add_next(outcome, reader, block, asking)) {
        }
    } catch (const TableError& error) {
        outcome.refused = error.diagnostics().at(0).code;
        outcome.refused_line = error.diagnostics().at(0).line;
        outcome.message = error.what();
    }
    return outcome;
}

/// The same in every way to ask, which must give the same. Opens a file several times.
template <class... Arguments>
CsvOutcome read_csv(const Arguments&... arguments) {
    CsvOutcome outcome = read_csv_asking(Asking::row_by_row, arguments...);
    for (const Asking asking : {Asking::in_blocks, Asking::blocks_ahead, Asking::in_plain_blocks, Asking::mixed}) {
        const CsvOutcome other = read_csv_asking(asking, arguments...);
        if (other != outcome || other.message != outcome.message)
            throw std::logic_error("rows in blocks are others than one by one");
    }
    return outcome;
}

inline CsvOutcome read_csv_text(std::string_view text, const CsvOptions& options = {}) {
    return read_csv(text, std::string("t.csv"), options);
}

/// The plain way to read what CsvReader's comment describes: one character after the other, nothing shared, no limits.
class SlowCsv {
public:
    static CsvOutcome read(const std::string& text) {
        SlowCsv csv(text);
        try {
            csv.read_all();
        } catch (const Refusal& refusal) {
            csv.outcome_.refused = refusal.code;
            csv.outcome_.refused_line = refusal.line;
        }
        return csv.outcome_;
    }

private:
    struct Refusal {
        std::string code;
        std::int64_t line;
    };
    explicit SlowCsv(const std::string& text) : text_(text) {}

    [[nodiscard]] char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
    [[nodiscard]] bool ends_field() const {
        return at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\n' || text_[at_] == '\r';
    }

    void read_all() {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
        while (at_ < text_.size()) read_line();
        if (outcome_.header.empty()) throw Refusal{"no_header", 1};
    }

    void read_line() {
        const std::size_t begin = at_;
        CsvOutcome::Line row{line_, {}, ""};
        const auto defect = [&row](const char* code) {
            if (row.defect.empty()) row.defect = code;
        };
        for (;;) {
            if (at(at_) == '"') {
                row.cells.push_back(read_quoted());
            } else {
                std::string cell;
                for (; !ends_field(); ++at_) cell += text_[at_];
                if (cell.find('"') != std::string::npos) defect("stray_quote");
                row.cells.push_back(cell);
            }
            row.cells.back() = without_mark(row.cells.back());
            if (at(at_) != ',' || at_ >= text_.size()) break;
            ++at_;
        }
        const bool is_empty = at_ == begin;
        if (at(at_) == '\r' && at(at_ + 1) == '\n')
            at_ += 2;
        else if (at_ < text_.size())
            ++at_;
        const std::string bytes = text_.substr(begin, at_ - begin);
        if (find_invalid_utf8(bytes)) throw Refusal{"not_utf8", line_};
        if (bytes.find('\0') != std::string::npos) defect("nul_byte");
        ++line_;
        if (is_empty) return;
        if (outcome_.header.empty()) return take_header(row);
        if (row.cells.size() != outcome_.header.size()) defect("field_count");
        if (!row.defect.empty()) row.cells.clear();
        outcome_.rows.push_back(row);
    }

    /// An apostrophe goes when behind it, and behind others, stands what could begin a formula.
    static std::string without_mark(const std::string& cell) {
        std::size_t marks = 0;
        while (marks < cell.size() && cell[marks] == '\'') ++marks;
        if (marks == 0) return cell;
        for (const char* const start : {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
            if (cell.compare(marks, std::string(start).size(), start) == 0) return cell.substr(1);
        }
        return cell;
    }

    std::string read_quoted() {
        const std::int64_t opened = line_;
        std::string cell;
        for (++at_;; ++at_) {
            if (at_ >= text_.size()) throw Refusal{"unclosed_quote", opened};
            const char c = text_[at_];
            if (c == '"') {
                if (at(at_ + 1) != '"') break;
                ++at_;
            }
            if (c == '\n' || (c == '\r' && at(at_ + 1) != '\n')) ++line_;
            cell += c;
        }
        ++at_;
        if (!ends_field()) throw Refusal{"text_after_quote", line_};
        return cell;
    }

    void take_header(const CsvOutcome::Line& row) {
        if (!row.defect.empty()) throw Refusal{"bad_header", row.line};
        std::set<std::string> seen;
        for (const std::string& name : row.cells) {
            if (name.empty()) throw Refusal{"empty_column_name", row.line};
            if (!seen.insert(name).second) throw Refusal{"duplicate_column", row.line};
        }
        outcome_.header = row.cells;
    }

    const std::string& text_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    CsvOutcome outcome_;
};

} // namespace jifen
