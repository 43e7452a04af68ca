/// Tables in, beside the time to sum the same bytes: a year's ledger of two million entries as Arrow columns and as CSV
/// text, block by block. Every cell is looked at: offsets, indices of dictionaries, UTF-8, days. Bytes a second of all
/// three can be divided. Before anything is timed, blocks are held to the rows one by one.

#include "../tests/support/arrow_table.hpp"
#include "jifen/tables/arrow_source.hpp"
#include "jifen/tables/csv_reader.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace jifen;
using testing_support::ArrowField;
using testing_support::ArrowTable;
using testing_support::text_field;

constexpr std::size_t entry_count = 2'000'000;
constexpr auto entries = static_cast<std::int64_t>(entry_count);
constexpr std::size_t block_rows = std::size_t{1} << 14U;

std::vector<std::string> words(const std::string& kind, std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(kind + std::to_string(1'000'000 + i));
    return made;
}

/// The bytes that a table hands over, besides its dictionaries.
struct Columns {
    std::vector<ArrowField> fields;
    std::vector<std::span<const std::byte>> bytes;

    template <class Value>
    void add(const char* name, const char* format, const std::vector<Value>& values) {
        ArrowField field(name, format, static_cast<std::int64_t>(values.size()));
        field.without_nulls().with(values);
        bytes.emplace_back(field.bytes.back().get(), values.size() * sizeof(Value));
        fields.push_back(std::move(field));
    }
    template <class Index>
    void add_coded(const char* name, const char* format, const std::vector<std::string>& texts, std::mt19937& random) {
        std::vector<Index> indices(entry_count);
        for (Index& index : indices) index = static_cast<Index>(random() % texts.size());
        add(name, format, indices);
        fields.back().of(text_field(nullptr, texts));
    }
    void add_texts(const char* name, const std::vector<std::string>& texts) {
        ArrowField field = text_field(name, texts);
        std::size_t size = 0;
        for (const std::string& text : texts) size += text.size();
        bytes.emplace_back(field.bytes[0].get(), (texts.size() + 1) * sizeof(std::int32_t));
        bytes.emplace_back(field.bytes[1].get(), size);
        fields.push_back(std::move(field));
    }
};

Columns made_columns() {
    std::mt19937 random(1);
    Columns columns;
    std::vector<std::int32_t> days(entry_count), recorded(entry_count), quantities(entry_count);
    for (std::size_t i = 0; i < entry_count; ++i) {
        days[i] = 19'358 + static_cast<std::int32_t>(random() % 365);
        recorded[i] = days[i] + static_cast<std::int32_t>(random() % 30);
        quantities[i] = 1 + static_cast<std::int32_t>(random() % 5);
    }
    columns.add_texts("entry", words("E", entry_count));
    columns.add("date", "tdD", days);
    columns.add_coded<std::int32_t>("actor", "i", words("P", 2000), random);
    columns.add_coded<std::int16_t>("item", "s", words("i", 40), random);
    columns.add("quantity", "i", quantities);
    columns.add_coded<std::int8_t>("verified", "c", {"yes", "no"}, random);
    columns.add_coded<std::int16_t>("subject", "s", words("S", 1000), random);
    columns.add_coded<std::int16_t>("act", "s", words("A", 1000), random);
    columns.add("recorded", "tdD", recorded);
    return columns;
}

/// Bytes of all cells as texts.
std::size_t text_bytes(RowSource& source) {
    std::size_t sum = 0;
    RowBlock block;
    while (source.next_block(block, block_rows)) {
        for (std::size_t c = 0; c < block.columns.size(); ++c)
            for (std::size_t row = 0; row < block.rows; ++row) sum += block.text(c, row).size();
    }
    return sum;
}

std::size_t text_bytes_row_by_row(RowSource& source) {
    std::size_t sum = 0;
    for (Row row; source.next(row);)
        sum = std::accumulate(row.cells.begin(), row.cells.end(), sum,
                              [](std::size_t before, std::string_view cell) { return before + cell.size(); });
    return sum;
}

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "nothing is timed: %s\n", what);
    std::abort();
}

class Ledger {
public:
    static Ledger& only() {
        static Ledger ledger;
        return ledger;
    }
    [[nodiscard]] ArrowArrayStream stream() {
        table_.batches = 1;
        return table_.stream();
    }
    [[nodiscard]] const std::string& csv() const { return csv_; }
    [[nodiscard]] std::int64_t arrow_bytes() const {
        return std::accumulate(bytes_.begin(), bytes_.end(), std::int64_t{0}, [](std::int64_t sum, auto column) {
            return sum + static_cast<std::int64_t>(column.size());
        });
    }
    [[nodiscard]] std::uint64_t sum() const {
        std::uint64_t sum = 0;
        for (const auto column : bytes_) {
            for (std::size_t at = 0; at + sizeof sum <= column.size(); at += sizeof sum) {
                std::uint64_t word = 0;
                std::memcpy(&word, column.data() + at, sizeof word);
                sum += word;
            }
        }
        return sum;
    }

private:
    Ledger() : Ledger(made_columns()) {}
    explicit Ledger(Columns columns) : bytes_(std::move(columns.bytes)), table_(std::move(columns.fields)) {
        ArrowArrayStream first = stream();
        ArrowSource in_rows(first, "ledger");
        csv_ = "entry,date,actor,item,quantity,verified,subject,act,recorded\n";
        std::size_t expected = 0;
        for (Row row; in_rows.next(row);) {
            for (const std::string_view cell : row.cells) {
                csv_ += csv_.back() == '\n' ? "\"" : "\",\"";
                csv_ += cell;
                expected += cell.size();
            }
            csv_ += "\"\n";
        }
        ArrowArrayStream second = stream();
        ArrowSource in_blocks(second, "ledger");
        require(text_bytes(in_blocks) == expected, "blocks of the Arrow table are not its rows");
        CsvReader csv_in_rows(csv_, "ledger.csv"), csv_in_blocks(csv_, "ledger.csv");
        require(text_bytes_row_by_row(csv_in_rows) == expected, "rows of the text are not those of the Arrow table");
        require(text_bytes(csv_in_blocks) == expected, "blocks of the text are not its rows");
    }

    std::vector<std::span<const std::byte>> bytes_;
    ArrowTable table_;
    std::string csv_;
};

void each_block(RowSource& source) {
    RowBlock block;
    while (source.next_block(block, block_rows)) benchmark::DoNotOptimize(block.rows);
}

void arrow_read(benchmark::State& state) {
    const Ledger& ledger = Ledger::only();
    for (auto _ : state) benchmark::DoNotOptimize(ledger.sum());
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * ledger.arrow_bytes());
}

void arrow_blocks(benchmark::State& state) {
    Ledger& ledger = Ledger::only();
    for (auto _ : state) {
        ArrowArrayStream stream = ledger.stream();
        ArrowSource source(stream, "ledger");
        each_block(source);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * ledger.arrow_bytes());
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * entries);
}

void csv_blocks(benchmark::State& state) {
    const Ledger& ledger = Ledger::only();
    for (auto _ : state) {
        state.PauseTiming(); // it takes a copy
        CsvReader source(ledger.csv(), "ledger.csv");
        state.ResumeTiming();
        each_block(source);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(ledger.csv().size()));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * entries);
}

BENCHMARK(arrow_read)->Unit(benchmark::kMillisecond);
BENCHMARK(arrow_blocks)->Unit(benchmark::kMillisecond);
BENCHMARK(csv_blocks)->Unit(benchmark::kMillisecond);

} // namespace
