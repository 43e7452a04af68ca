#include "district/texts.hpp"
#include "jifen/core/error.hpp"
#include "jifen/tables/arrow_source.hpp"
#include "support/arrow_table.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {
namespace {

using testing_support::ArrowField;
using testing_support::ArrowTable;
using testing_support::text_field;
using Cells = std::vector<std::string>;
using Lines = std::vector<std::string>;

/// Rows of a program, whatever stands in them.
class GivenRows final : public RowSource {
public:
    struct Given {
        Cells cells;
        std::int64_t line = 0;
        std::string defect;
        bool fails = false; ///< the source breaks here
    };
    GivenRows(Cells header, const std::vector<Given>& rows) : header_(std::move(header)), rows_(rows) {}
    [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
    bool next(Row& row) override {
        if (at_ == rows_.size()) return false;
        const Given& given = rows_[at_++];
        if (given.fails) throw std::runtime_error("the source broke");
        cells_.assign(given.cells.begin(), given.cells.end());
        row = {};
        row.line = given.line;
        row.cells = cells_;
        row.defect = given.defect;
        if (!given.defect.empty()) row.defect_code = "given";
        return true;
    }

private:
    Cells header_;
    const std::vector<Given>& rows_;
    std::vector<std::string_view> cells_;
    std::size_t at_ = 0;
};

/// What comes of a ledger: the district with its report, or why there is none.
Lines outcome_of(RowSource& source, const RunOptions& run, std::size_t most_problems_kept, std::string_view file = {}) {
    Texts texts;
    texts.people += "P4,,,,,,\nP5,,,,,,\n";
    DistrictBuilder builder;
    builder.limit_problems(most_problems_kept);
    for (const InputTable table : {InputTable::units, InputTable::households, InputTable::people, InputTable::roles})
        feed(builder, table, texts.of(table));
    Lines lines;
    HeaderOptions header;
    header.words = WordAliases::chinese();
    try {
        read_table(builder, InputTable::ledger, source, file, header, run);
    } catch (const TableError& error) {
        for (const Diagnostic& d : error.diagnostics()) lines.push_back("thrown: " + to_string(d));
    } catch (const std::runtime_error& error) {
        lines.push_back(std::string("thrown: ") + error.what());
    }
    try {
        const District district = builder.freeze();
        const Described described(district);
        lines.insert(lines.end(), described.lines().begin(), described.lines().end());
        for (const Diagnostic& d : district.report().diagnostics) lines.push_back(to_string(d));
        lines.push_back(counts_of(district, InputTable::ledger));
    } catch (const TableError& error) {
        for (const Diagnostic& d : error.diagnostics()) lines.push_back("refused: " + to_string(d));
    }
    return lines;
}

RunOptions with(Kernels kernels, unsigned threads) {
    RunOptions run;
    run.kernels = kernels;
    run.threads = threads;
    return run;
}

constexpr std::array<const char*, 13> columns{"entry",    "date",    "actor",   "item",     "quantity",
                                              "level",    "subject", "channel", "verified", "act",
                                              "recorded", "cancels", "note"};

/// A cell of a column: as it should be, or one that may or may not be taken.
std::string random_cell(std::size_t column, int entry, bool is_odd, std::mt19937& random) {
    const auto number = [&](unsigned count) { return std::to_string(random() % count); };
    const std::string odd[] = {"",
                               std::string(64, 'x'),
                               std::string(65, 'x'),
                               "a\x01",
                               std::string("a\0b", 3),
                               "\xC3(",
                               "張三",
                               "2023/4/5",
                               "1900-01-01",
                               "2023-02-29",
                               "1899-12-31",
                               "0.001",
                               "1000000000.001",
                               "是",
                               "no",
                               "x",
                               "E1"};
    if (is_odd) return odd[random() % std::size(odd)];
    switch (column) {
    case 0:
        return "E" + std::to_string(entry);
    case 1:
        return "2023-0" + std::to_string(1 + random() % 9) + "-1" + number(10);
    case 2:
        return "P" + number(7);
    case 3:
        return "item" + number(9);
    case 4:
        return random() % 2 == 0 ? "" : number(3) + "." + number(9);
    case 6:
        return random() % 3 == 0 ? "" : "a subject of many bytes " + number(2000);
    case 8:
        return std::array<const char*, 4>{"", "yes", "no", "否"}[random() % 4];
    case 9:
        return random() % 2 == 0 ? "" : "A" + number(5000);
    case 10:
        return random() % 2 == 0 ? "" : "2023-11-1" + number(10);
    case 11:
        return random() % 30 == 0 ? "E" + number(9000) : "";
    case 12:
        return random() % 10 == 0 ? "note " + number(50) : "";
    default:
        return random() % 2 == 0 ? "" : "word" + number(4);
    }
}

/// Some of the columns, in any order; the four that are needed are among them.
std::vector<std::size_t> random_columns(std::mt19937& random) {
    std::vector<std::size_t> chosen{0, 1, 2, 3};
    for (std::size_t column = 4; column < columns.size(); ++column)
        if (random() % 3 != 0) chosen.push_back(column);
    std::shuffle(chosen.begin(), chosen.end(), random);
    return chosen;
}

TEST(EntryIntake, TakesWhatIsTakenRowByRow) {
    for (unsigned seed = 0; seed < 24; ++seed) {
        std::mt19937 random(seed);
        const auto chosen = random_columns(random);
        Cells header;
        for (const std::size_t column : chosen) header.emplace_back(columns[column]);
        const unsigned odd_of = std::array<unsigned, 4>{1'000'000, 3000, 100, 5}[seed % 4];
        const int count = seed % 3 == 0 ? 300 : 9000;
        const bool has_lines = seed % 5 != 0;
        std::vector<GivenRows::Given> rows;
        for (int i = 0; i < count; ++i) {
            GivenRows::Given row;
            for (const std::size_t column : chosen)
                row.cells.push_back(random_cell(column, i, random() % odd_of == 0, random));
            if (has_lines) row.line = i + 2;
            if (random() % (odd_of * 20) == 0) row.defect = "it is wrong as a whole";
            if (i > 0 && random() % 300 == 0) row.cells = rows.back().cells; // a duplicate
            rows.push_back(std::move(row));
        }
        if (seed % 6 == 5) rows[rows.size() / 2].fails = true;
        for (const std::size_t kept : {std::size_t{20}, most_problems}) {
            GivenRows one_by_one(header, rows);
            const Lines expected = outcome_of(one_by_one, with(Kernels::plain, 1), kept);
            for (const unsigned threads : {1U, 3U}) {
                GivenRows in_blocks(header, rows);
                ASSERT_EQ(outcome_of(in_blocks, with(Kernels::fast, threads), kept), expected)
                    << "seed " << seed << ", threads " << threads;
            }
        }
    }
}

TEST(EntryIntake, TakesFilesAsRowByRow) {
    const TemporaryFolder folder;
    for (unsigned seed = 0; seed < 8; ++seed) {
        std::mt19937 random(seed);
        const unsigned odd_of = std::array<unsigned, 4>{1'000'000, 2000, 200, 20}[seed % 4];
        std::string text;
        for (const char* const column : columns) text += std::string(text.empty() ? "" : ",") + column;
        text += "\n";
        for (int i = 0; i < 40'000; ++i) {
            for (std::size_t column = 0; column < columns.size(); ++column) {
                std::string cell = random_cell(column, i, random() % odd_of == 0, random);
                if (cell.find('\xC3') != std::string::npos) cell = "it refuses the file";
                text += (column == 0 ? "\"" : ",\"") + cell + "\"";
            }
            text += random() % odd_of == 0 ? ",\n" : "\n";
        }
        if (seed == 7) text += "\xC3(\n";
        const auto file = folder.write("ledger.csv", text);
        CsvReader one_by_one(file);
        const Lines expected = outcome_of(one_by_one, with(Kernels::plain, 1), most_problems, "ledger.csv");
        for (const unsigned threads : {1U, 2U}) {
            CsvReader in_blocks(file);
            ASSERT_EQ(outcome_of(in_blocks, with(Kernels::fast, threads), most_problems, "ledger.csv"), expected)
                << "seed " << seed << ", threads " << threads;
        }
    }
}

/// A column of indices into texts, of which each serves many rows; some rows are null.
ArrowField coded(const char* name, const Cells& texts, std::size_t rows, std::mt19937& random) {
    std::vector<std::int16_t> indices;
    std::vector<std::uint8_t> valid(rows / 8 + 1, 0xFF);
    for (std::size_t row = 0; row < rows; ++row) {
        indices.push_back(static_cast<std::int16_t>(random() % texts.size()));
        if (random() % 50 == 0) valid[row / 8] &= static_cast<std::uint8_t>(~(1U << (row % 8)));
    }
    ArrowField field(name, "s", static_cast<std::int64_t>(rows));
    field.with(valid).with(indices);
    field.of(text_field(nullptr, texts));
    return field;
}

/// One of whole numbers of 32 bits, days or plain ones, of which one in `odd_of` is `odd`.
ArrowField numbered(const char* name, const char* format, std::size_t rows, std::int32_t least, std::int32_t odd,
                    unsigned odd_of, std::mt19937& random) {
    std::vector<std::int32_t> values;
    for (std::size_t row = 0; row < rows; ++row)
        values.push_back(random() % odd_of == 0 ? odd : least + static_cast<std::int32_t>(random() % 300));
    ArrowField field(name, format, static_cast<std::int64_t>(rows));
    field.with(std::vector<std::uint8_t>(rows / 8 + 1, 0xEF)).with(values);
    return field;
}

/// `batches` times the same ids, so that all but the first batch are duplicates or conflicts.
std::unique_ptr<ArrowTable> random_arrow(unsigned seed, bool has_days_for_actors) {
    std::mt19937 random(seed);
    const std::size_t rows = 2000 + random() % 3000;
    const unsigned odd_of = std::array<unsigned, 3>{1'000'000, 500, 20}[seed % 3];
    Cells ids;
    for (std::size_t row = 0; row < rows; ++row)
        ids.push_back(random() % odd_of == 0 ? std::string("\x01") : "E" + std::to_string(row));
    std::vector<ArrowField> fields;
    fields.push_back(text_field("entry", ids));
    fields.push_back(numbered("date", "tdD", rows, 19'358, 99'999, odd_of, random));
    fields.push_back(numbered("recorded", "tdD", rows, 19'700, -30'000, odd_of, random));
    if (has_days_for_actors)
        fields.push_back(numbered("actor", "tdD", rows, 19'358, 19'358, odd_of, random));
    else
        fields.push_back(coded("actor", {"P1", "P2", "P4", "nobody", "P5"}, rows, random));
    fields.push_back(coded("item", {"visit", "", "help", "x\x01y"}, rows, random));
    fields.push_back(numbered("quantity", "i", rows, 0, -1, odd_of, random));
    fields.push_back(numbered("subject", "i", rows, 1, 7, odd_of, random));
    fields.push_back(coded("verified", {"yes", "no", "是", ""}, rows, random));
    fields.push_back(coded("act", {"A1", "A2", odd_of < 100 ? "A\x02" : "A3"}, rows, random));
    auto table = std::make_unique<ArrowTable>(std::move(fields));
    table->batches = 2;
    return table;
}

TEST(EntryIntake, TakesArrowTablesAsRowByRow) {
    for (unsigned seed = 0; seed < 12; ++seed) {
        const auto table = random_arrow(seed, seed % 4 == 3);
        const auto outcome = [&](Kernels kernels, unsigned threads, std::size_t kept) {
            table->batches = 2;
            ArrowArrayStream stream = table->stream();
            ArrowSource source(stream, "ledger");
            return outcome_of(source, with(kernels, threads), kept);
        };
        for (const std::size_t kept : {std::size_t{10}, most_problems}) {
            table->batch_error = seed % 2 == 0 ? 0 : EIO; // behind its rows the stream fails, or does not
            const Lines expected = outcome(Kernels::plain, 1, kept);
            for (const unsigned threads : {1U, 2U})
                ASSERT_EQ(outcome(Kernels::fast, threads, kept), expected)
                    << "seed " << seed << ", threads " << threads;
        }
    }
}

} // namespace
} // namespace jifen
