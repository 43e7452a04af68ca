#pragma once

#include <cstddef>
#include <cstdint>
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
};

} // namespace jifen
