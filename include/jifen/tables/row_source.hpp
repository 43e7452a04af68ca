#pragma once

#include "jifen/core/day.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// One row of a text table. The views live until the next row is asked for.
struct Row {
    std::int64_t line = 0;                   ///< 1-based line on which it starts
    std::span<const std::string_view> cells; ///< as many as the header has, unless `defect` says otherwise
    std::string_view defect;                 ///< why the row cannot be taken (too few fields, …); empty when it can
    std::string_view defect_code;            ///< the stable code of the defect
    std::string_view defect_column;          ///< the column it is in, if it is in one
    std::string_view defect_value;           ///< what stands there where `cells` does not say it; not masked
};

/// Rows of a text table by column, for who works on a column at a time; filled again and again in the same memory. What
/// it views lives until the source is asked for the block after the next one: the next can be read meanwhile, into
/// another RowBlock.
struct RowBlock {
    /// The cells of a column, as texts or as what they were before: of their kind one for each row.
    struct Column {
        enum class Kind : std::uint8_t { texts, days, wholes, codes };
        static constexpr std::int64_t no_whole = std::numeric_limits<std::int64_t>::min();
        static constexpr std::uint32_t no_code = std::numeric_limits<std::uint32_t>::max();

        Kind kind = Kind::texts;
        std::vector<std::string_view> texts;
        std::vector<Day> days;            ///< `always` where there is none
        std::vector<std::int64_t> wholes; ///< `no_whole` where there is none
        std::vector<std::uint32_t> codes; ///< of texts of the dictionary; `no_code` where there is none
        std::span<const std::string_view> dictionary;
        std::uint64_t dictionary_number = 0; ///< another one for another dictionary; not 0

        /// Of texts and codes.
        [[nodiscard]] std::string_view text(std::size_t row) const noexcept {
            if (kind == Kind::texts) return texts[row];
            return codes[row] == no_code ? std::string_view() : dictionary[codes[row]];
        }
    };
    std::size_t rows = 0;
    std::vector<Column> columns;     ///< as many as the header has
    std::vector<std::int64_t> lines; ///< on which the rows start; at least `rows`
    bool has_broken = false;
    Row broken;                 ///< the row behind them, which has a defect, if `has_broken`
    std::exception_ptr failure; ///< what `next` threw behind them; to be thrown on by whoever has taken the rows

    RowBlock() = default;
    RowBlock(RowBlock&&) noexcept = default;
    RowBlock& operator=(RowBlock&&) noexcept = default;
    RowBlock(const RowBlock&) = delete;
    RowBlock& operator=(const RowBlock&) = delete;
    ~RowBlock() = default;

    /// Makes it an empty one with room for so many rows.
    void clear(std::size_t column_count, std::size_t most_rows);
    /// Ends it with a row that has a defect: a copy of what the source says of it, its cells apart.
    void end_with(const Row& row);
    /// Adds a row as its source gave it, which is not to be asked for another while the views are looked at. Room for
    /// it is there.
    void add(const Row& row) {
        for (std::size_t c = 0; c < columns.size(); ++c) columns[c].texts[rows] = row.cells[c];
        lines[rows++] = row.line;
    }
    /// The same for cells that do not live long.
    void add_copy(const Row& row);
    /// The cell as the text that `RowSource::next` makes of it; lives as long as the views.
    [[nodiscard]] std::string_view text(std::size_t column, std::size_t row);
    /// Makes all cells of a column texts.
    void make_texts(std::size_t column);
    /// A copy of the text that lives as long as the views.
    [[nodiscard]] std::string_view keep(std::string_view text);
    /// Bytes of such copies so far.
    [[nodiscard]] std::size_t kept_bytes() const noexcept { return kept_bytes_; }

private:
    struct Piece {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    std::vector<Piece> pieces_;
    std::size_t piece_ = 0; ///< the one that is being filled
    std::size_t used_ = 0;  ///< of its bytes
    std::size_t kept_bytes_ = 0;
};

/// A table of text cells, read row by row: CSV, Arrow, rows handed over by a program. Loaders know only this.
class RowSource {
public:
    RowSource() = default;
    RowSource(const RowSource&) = delete;
    RowSource& operator=(const RowSource&) = delete;
    virtual ~RowSource() = default;

    /// Column names in file order; distinct and not empty.
    [[nodiscard]] virtual const std::vector<std::string>& header() const = 0;
    /// The line of the header, for messages.
    [[nodiscard]] virtual std::int64_t header_line() const { return 1; }
    /// Whether the cells of the column were numbers in binary floating point: those do not keep an id.
    [[nodiscard]] virtual bool is_approximate([[maybe_unused]] std::size_t column) const { return false; }
    /// How far it is, in bytes or rows: for progress. A total of 0 says that it is not known.
    struct Position {
        std::uint64_t done = 0, total = 0;
    };
    [[nodiscard]] virtual Position position() const { return {}; }
    /// Moves to the next row; false at the end. Throws TableError when the table must be refused whole, FileError
    /// when its file cannot be read.
    virtual bool next(Row& row) = 0;
    /// Moves over several rows, `most` at most (0 is taken as 1), up to one with a defect or a failure; false at
    /// the end. What comes
    /// out is what `next` gives row by row, and one can be asked for after the other. Unless a source does better, it
    /// asks `next` and copies the cells, some thousand rows or about a megabyte at most.
    virtual bool next_block(RowBlock& block, std::size_t most);
    /// Whether `next_block` can be called from any thread, one at a time.
    [[nodiscard]] virtual bool is_of_no_thread() const { return false; }
};

} // namespace jifen
