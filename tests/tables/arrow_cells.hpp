#pragma once

#include "jifen/core/error.hpp"
#include "jifen/tables/arrow_source.hpp"
#include "support/arrow_table.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {

using Texts = std::vector<std::string>;

inline std::string shown(std::string_view cell, std::string_view defect_code, std::string_view defect_value) {
    if (defect_code.empty()) return std::string(cell);
    return "!" + std::string(defect_code) + (defect_value.empty() ? "" : " " + std::string(defect_value));
}

inline void add_rows(Texts& cells, ArrowSource& source) {
    Row row;
    while (source.next(row))
        cells.push_back(shown(row.defect.empty() ? row.cells[0] : "", row.defect_code, row.defect_value));
}

inline void add_block(Texts& cells, RowBlock& block) {
    for (std::size_t i = 0; i < block.rows; ++i) cells.emplace_back(block.text(0, i));
    if (block.rows > 1) block.make_texts(0);
    for (std::size_t i = 0; i < block.rows; ++i) EXPECT_EQ(block.text(0, i), cells[cells.size() - block.rows + i]);
    for (std::size_t i = 0; i < block.rows; ++i)
        EXPECT_EQ(block.lines[i], static_cast<std::int64_t>(cells.size() - block.rows + i) + 1);
    if (block.has_broken) cells.push_back(shown("", block.broken.defect_code, block.broken.defect_value));
    if (block.failure) std::rethrow_exception(block.failure);
}

/// Of which the next is asked for before one is looked at.
inline void add_blocks(Texts& cells, ArrowSource& source, std::size_t most_rows) {
    RowBlock block, ahead;
    std::exception_ptr failure;
    for (bool is_there = source.next_block(block, most_rows); is_there; std::swap(block, ahead)) {
        try {
            is_there = source.next_block(ahead, most_rows);
        } catch (...) {
            is_there = false;
            failure = std::current_exception();
        }
        add_block(cells, block);
    }
    if (failure) std::rethrow_exception(failure);
}

/// The cells of the only column; `!code value` for a row with a defect; `refused: code` at the end if it comes to that.
/// `most_rows`: of a block; 0 for one row after the other.
inline Texts cells_in(testing_support::ArrowTable& table, bool in_one_piece, std::size_t most_rows) {
    Texts cells;
    try {
        ArrowSchema schema{};
        ArrowArray array{};
        ArrowArrayStream stream{};
        if (in_one_piece) {
            schema = table.schema();
            array = table.array();
        } else {
            stream = table.stream();
        }
        ArrowSource source = in_one_piece ? ArrowSource(schema, array, "t") : ArrowSource(stream, "t");
        if (most_rows == 0)
            add_rows(cells, source);
        else
            add_blocks(cells, source, most_rows);
    } catch (const TableError& error) {
        cells.push_back("refused: " + error.diagnostics().at(0).code);
    }
    EXPECT_EQ(table.out, 0) << "what was handed over is released once";
    return cells;
}

/// One column as a table.
inline testing_support::ArrowTable table_of(testing_support::ArrowField field) {
    std::vector<testing_support::ArrowField> fields;
    fields.push_back(std::move(field));
    return testing_support::ArrowTable(std::move(fields));
}

/// A column without nulls.
template <class Value>
testing_support::ArrowField field_of(const char* format, const std::vector<Value>& values) {
    testing_support::ArrowField field("a", format, static_cast<std::int64_t>(values.size()));
    field.without_nulls().with(values);
    return field;
}

/// The same, whichever way it is asked for.
inline Texts cells_of(testing_support::ArrowTable&& table, bool in_one_piece = false) {
    const int batches = table.batches;
    Texts cells = cells_in(table, in_one_piece, 0);
    for (const std::size_t most_rows : {1U, 2U, 100U}) {
        table.batches = batches;
        EXPECT_EQ(cells_in(table, in_one_piece, most_rows), cells) << "in blocks of " << most_rows;
    }
    return cells;
}

inline Texts cells_of(testing_support::ArrowField field) { return cells_of(table_of(std::move(field))); }

} // namespace jifen
