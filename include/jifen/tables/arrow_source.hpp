#pragma once

#include "jifen/tables/arrow_c_data.hpp"
#include "jifen/tables/row_source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// A table handed over through the Arrow C stream interface, as rows of text cells: texts in all three layouts (also
/// by dictionary) as they are, null as an empty cell, whole numbers and decimals as plain decimals, dates and
/// timestamps of whole days as dates, booleans as `yes` and `no`.
///
/// Columns of other types are refused (TableError, with the column and what to do): bytes, lists, structures, times of
/// day, timestamps with a time zone, run-end encoding. Numbers in binary floating point become their shortest decimal,
/// and `is_approximate` tells them, so that a loader can refuse them where they would be ids. A cell that cannot be
/// taken (a time of day, a day out of range) is a `defect` of its row. Text that is not UTF-8, and an array that
/// contradicts itself, refuse the table.
/// Memory: nothing beyond the producer's batch, and the one before it while a block looks at it. Cost: O(cells).
class ArrowSource final : public RowSource {
public:
    /// Takes the stream over: `stream` is released here, and empty afterwards, also when this throws. `name` is used in
    /// messages.
    ArrowSource(ArrowArrayStream& stream, std::string name);
    /// The same for a table in one piece.
    ArrowSource(ArrowSchema& schema, ArrowArray& array, std::string name);
    ~ArrowSource() override;

    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    [[nodiscard]] bool is_approximate(std::size_t column) const override;
    [[nodiscard]] Position position() const override { return {static_cast<std::uint64_t>(row_), 0}; }
    bool next(Row& row) override;
    /// Days, whole numbers and codes of dictionaries are given as they are, and no text is copied: all of a batch is
    /// looked at a column at a time.
    bool next_block(RowBlock& block, std::size_t most) override;
    /// A stream must not mind who asks it, one at a time.
    [[nodiscard]] bool is_of_no_thread() const override { return true; }

private:
    struct Parts;

    void read_schema();
    [[nodiscard]] bool next_batch();
    void bind();
    [[nodiscard]] bool fill(RowBlock& block, std::size_t most);
    [[nodiscard]] bool row_is_null(std::int64_t row) const noexcept;
    [[noreturn]] void refuse(std::string column, std::string code, const std::string& reason, std::string remedy) const;
    [[noreturn]] void refuse_failed(int error) const;

    std::string name_;
    std::unique_ptr<Parts> parts_;
    std::vector<std::string> header_;
    std::vector<std::string_view> cells_;
    std::string defect_;
    std::string defect_value_;
    std::int64_t batch_rows_ = 0;
    std::int64_t in_batch_ = 0;
    std::int64_t row_ = 0;
};

} // namespace jifen
