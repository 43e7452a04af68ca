#include "jifen/tables/table.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/exact.hpp"
#include "jifen/core/interner.hpp"
#include "jifen/tables/csv_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jifen {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

constexpr std::size_t rows_a_block = 4096;

} // namespace

std::size_t Column::rows() const noexcept {
    return std::visit(Overloaded{[](const TextColumn& c) { return c.codes.size(); },
                                 [](const NumberColumn& c) { return c.values.size(); },
                                 [](const DayColumn& c) { return c.days.size(); },
                                 [](const FlagColumn& c) { return c.values.size(); }},
                      data);
}

bool Column::is_blank(std::size_t row) const noexcept {
    return std::visit(Overloaded{[row](const TextColumn& c) { return c.codes[row] == TextColumn::blank; },
                                 [row](const NumberColumn& c) { return !c.present.empty() && c.present[row] == 0; },
                                 [row](const DayColumn& c) { return !c.days[row].is_finite(); },
                                 [](const FlagColumn&) { return false; }},
                      data);
}

void Column::append_cell(std::string& out, std::size_t row) const {
    if (is_blank(row)) return;
    std::visit(
        Overloaded{[&](const TextColumn& c) { out += (*c.dictionary)[c.codes[row]]; },
                   [&](const NumberColumn& c) { append_decimal(out, c.values[row], c.fraction_digits, c.keeps_zeros); },
                   [&](const DayColumn& c) { append_day(out, c.days[row]); },
                   [&](const FlagColumn& c) { out += c.values[row] != 0 ? "yes" : "no"; }},
        data);
}

const Column* Table::find(std::string_view column) const noexcept {
    const auto found =
        std::find_if(columns_.begin(), columns_.end(), [column](const Column& c) { return c.name == column; });
    return found == columns_.end() ? nullptr : &*found;
}

std::string Table::text(std::size_t row, std::string_view column) const {
    const Column* found = find(column);
    if (found == nullptr)
        throw ArgumentError("column", std::string(column), "the table " + name_ + " has no such column");
    std::string out;
    found->append_cell(out, row);
    return out;
}

void Table::append_csv_header(std::string& out) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i > 0) out += ',';
        append_csv_cell(out, columns_[i].name);
    }
    out += '\n';
}

void Table::append_csv_rows(std::string& out, std::size_t begin, std::size_t end) const {
    for (std::size_t row = begin; row < end; ++row) {
        const std::size_t row_begin = out.size();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) out += ',';
            if (const auto* texts = std::get_if<TextColumn>(&columns_[i].data)) {
                if (const std::uint32_t code = texts->codes[row]; code != TextColumn::blank)
                    append_csv_cell(out, (*texts->dictionary)[code]);
            } else {
                columns_[i].append_cell(out, row);
            }
        }
        if (out.size() == row_begin) out += "\"\""; // a lone blank cell: an empty line would be no row
        out += '\n';
    }
}

std::string Table::to_csv() const {
    std::string out;
    append_csv_header(out);
    append_csv_rows(out, 0, rows());
    return out;
}

void Table::append_csv(const TextSink& sink) const {
    std::string block;
    append_csv_header(block);
    for (std::size_t begin = 0; begin < rows(); begin += rows_a_block) {
        append_csv_rows(block, begin, std::min(rows(), begin + rows_a_block));
        sink(block);
        block.clear();
    }
    sink(block);
}

void Table::write_csv(const std::filesystem::path& file) const {
    CsvWriter writer(file);
    append_csv([&](std::string_view piece) { writer.lines(piece); });
    writer.close();
}

Column points_column(std::string name, Cells<std::int64_t> thousandths) {
    return {std::move(name), NumberColumn{3, false, std::move(thousandths), {}}};
}

Column count_column(std::string name, Cells<std::int64_t> values) {
    return {std::move(name), NumberColumn{0, false, std::move(values), {}}};
}

Column flag_column(std::string name, const std::vector<bool>& values) {
    return {std::move(name), FlagColumn{{values.begin(), values.end()}}};
}

Column text_column(std::string name, const std::vector<std::string_view>& texts) {
    Interner interner;
    TextColumn column{{}, {}, false};
    column.codes.reserve(texts.size());
    // Words of a closed list are the same few texts in memory: those seen last need not be read again.
    struct Seen {
        std::string_view text;
        std::uint32_t code = TextColumn::blank;
    };
    std::array<Seen, 16> seen{};
    for (const std::string_view text : texts) {
        Seen& last = seen[(reinterpret_cast<std::uintptr_t>(text.data()) >> 3U) % seen.size()];
        if (last.text.data() != text.data() || last.text.size() != text.size())
            last = {text, text.empty() ? TextColumn::blank : interner.add(text)};
        column.codes.push_back(last.code);
    }
    column.dictionary = std::make_shared<const TextPool>(interner.pool());
    return {std::move(name), std::move(column)};
}

} // namespace jifen
