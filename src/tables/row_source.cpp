#include "jifen/tables/row_source.hpp"

#include <algorithm>

namespace jifen {

namespace {
constexpr std::size_t piece_bytes = std::size_t{1} << 18U;
constexpr std::size_t most_kept_bytes = std::size_t{1} << 20U;
constexpr std::size_t most_copied_rows = 4096; ///< a slow source is asked for so many before anybody is told
} // namespace

void RowBlock::clear(std::size_t column_count, std::size_t most_rows) {
    columns.resize(column_count);
    for (Column& column : columns) {
        column.kind = Column::Kind::texts;
        if (column.texts.size() < most_rows) column.texts.resize(most_rows);
    }
    if (lines.size() < most_rows) lines.resize(most_rows);
    rows = 0;
    has_broken = false;
    broken = {};
    failure = nullptr;
    // A cell of many megabytes is not held on to.
    std::erase_if(pieces_, [](const Piece& piece) { return piece.size > piece_bytes; });
    piece_ = used_ = kept_bytes_ = 0;
}

std::string_view RowBlock::keep(std::string_view text) {
    if (text.empty()) return {};
    while (piece_ < pieces_.size() && pieces_[piece_].size - used_ < text.size()) {
        ++piece_;
        used_ = 0;
    }
    if (piece_ == pieces_.size()) {
        const std::size_t size = std::max(piece_bytes, text.size());
        pieces_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    }
    char* const to = pieces_[piece_].bytes.get() + used_;
    std::copy(text.begin(), text.end(), to);
    used_ += text.size();
    kept_bytes_ += text.size();
    return {to, text.size()};
}

void RowBlock::add_copy(const Row& row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
        columns[c].kind = Column::Kind::texts;
        columns[c].texts[rows] = keep(row.cells[c]);
    }
    lines[rows++] = row.line;
}

std::string_view RowBlock::text(std::size_t column, std::size_t row) {
    const Column& from = columns[column];
    switch (from.kind) {
    case Column::Kind::texts:
    case Column::Kind::codes:
        break;
    case Column::Kind::days:
        return keep(to_string(from.days[row])); // empty where there is none
    case Column::Kind::wholes:
        return from.wholes[row] == Column::no_whole ? std::string_view() : keep(std::to_string(from.wholes[row]));
    }
    return from.text(row);
}

void RowBlock::make_texts(std::size_t column) {
    Column& made = columns[column];
    for (std::size_t row = 0; row < rows; ++row) made.texts[row] = text(column, row);
    made.kind = Column::Kind::texts;
}

void RowBlock::end_with(const Row& row) {
    broken.line = row.line;
    broken.defect = keep(row.defect);
    broken.defect_code = keep(row.defect_code);
    broken.defect_column = keep(row.defect_column);
    broken.defect_value = keep(row.defect_value);
    has_broken = true;
}

bool RowSource::next_block(RowBlock& block, std::size_t most) {
    most = std::clamp<std::size_t>(most, 1, most_copied_rows);
    block.clear(header().size(), most);
    Row row;
    try {
        while (block.rows < most && block.kept_bytes() < most_kept_bytes) {
            if (!next(row)) return block.rows > 0;
            if (!row.defect.empty()) {
                block.end_with(row);
                break;
            }
            block.add_copy(row);
        }
    } catch (...) {
        block.failure = std::current_exception();
    }
    return true;
}

} // namespace jifen
