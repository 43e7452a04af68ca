#include "district/texts.hpp"
#include "support/arrow_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

using testing_support::ArrowField;
using testing_support::ArrowTable;
using testing_support::text_field;
using Lines = std::vector<std::string>;

ArrowField doubles(const char* name, const std::vector<double>& values) {
    ArrowField field(name, "g", static_cast<std::int64_t>(values.size()));
    field.without_nulls().with(values);
    return field;
}

std::vector<ArrowField> entries() {
    std::vector<ArrowField> fields;
    fields.push_back(text_field("entry", {"E1", "E2"}));
    fields.push_back(text_field("date", {"2023-01-01", "2023-13-01"}));
    fields.push_back(text_field("actor", {"P1", "P1"}));
    fields.push_back(text_field("item", {"visit", "visit"}));
    return fields;
}

/// A reader with all that is needed but a ledger.
DistrictReader without_ledger() {
    DistrictReader reader;
    for (const InputTable table : {InputTable::units, InputTable::people, InputTable::roles}) {
        Texts texts;
        CsvReader rows(texts.of(table), "unused");
        reader.read(table, rows);
    }
    return reader;
}

Lines refused(DistrictReader& reader) {
    Lines found;
    try {
        (void)reader.finish();
    } catch (const TableError& error) {
        for (const Diagnostic& d : error.diagnostics())
            found.push_back(d.file + " " + std::to_string(d.line) + " " + d.column + " " + d.code);
    }
    return found;
}

TEST(ReadArrow, FloatingPointNumbersAreQuantitiesAndNothingElse) {
    auto fields = entries();
    fields.push_back(doubles("quantity", {0.1, 2.5}));
    ArrowTable table(std::move(fields));
    ArrowArrayStream stream = table.stream();
    DistrictReader reader = without_ledger();
    reader.read_arrow(InputTable::ledger, stream);
    const District district = reader.finish();
    ASSERT_EQ(district->ledger.size(), 1U);
    EXPECT_EQ(district->ledger.quantity[0], 100) << "what its shortest decimal says";

    auto others = entries();
    others[2] = doubles("actor", {1, 2});
    ArrowTable wrong(std::move(others));
    ArrowArrayStream refusing = wrong.stream();
    reader = without_ledger();
    reader.read_arrow(InputTable::ledger, refusing, "ledger.parquet");
    EXPECT_EQ(refused(reader), Lines{"ledger.parquet 1 actor float_column"});
    EXPECT_EQ(wrong.out, 0);
}

TEST(ReadArrow, MessagesNameTheFileOrElseTheTable) {
    for (const bool in_one_piece : {false, true}) {
        for (const std::string file : {"", "entries.arrow"}) {
            ArrowTable table(entries());
            DistrictReader reader = without_ledger();
            if (in_one_piece) {
                ArrowSchema schema = table.schema();
                ArrowArray array = table.array();
                reader.read_arrow(InputTable::ledger, schema, array, file);
            } else {
                ArrowArrayStream stream = table.stream();
                reader.read_arrow(InputTable::ledger, stream, file);
            }
            const District district = reader.finish();
            const Diagnostics& all = district.report().diagnostics;
            const auto found = std::find_if(all.begin(), all.end(), [](const auto& d) { return d.code == "bad_date"; });
            ASSERT_NE(found, all.end());
            EXPECT_EQ(found->file, file.empty() ? "ledger row" : file);
            EXPECT_EQ(found->line, 2);
            EXPECT_EQ(district->ledger.size(), 1U);

            ArrowTable broken(std::vector<ArrowField>{});
            ArrowArrayStream stream = broken.stream();
            reader = without_ledger();
            reader.read_arrow(InputTable::ledger, stream, file);
            EXPECT_EQ(refused(reader), Lines{(file.empty() ? "ledger" : file) + " 0  no_header"});
        }
    }
}

/// A column of one moment within a day, which no cell can be.
ArrowField moment(const char* name) {
    ArrowField field(name, "tss:", 1);
    field.without_nulls().with(std::vector<std::int64_t>{12 * 3600});
    return field;
}

TEST(ReadArrow, WhatNoCellCanBeIsToldAndMaskedWhereItIsPersonal) {
    struct Case {
        const char* column;
        bool marks;
        std::string message;
    };
    for (const Case& one : {Case{"from", false, R"(row rejected: from = "1970-01-01 12:00:00")"},
                            Case{"gender", false, R"(row rejected: gender = "1********")"},
                            Case{"*gender", true, R"(row rejected: gender = "1********")"},
                            Case{"favourite_day", false, R"(row rejected: "favourite_day" = "1********")"}}) {
        std::vector<ArrowField> fields;
        fields.push_back(text_field("person", {"P2"}));
        fields.push_back(moment(one.column));
        ArrowTable table(std::move(fields));
        ArrowArrayStream stream = table.stream();
        TableOptions options;
        options.header.marks = one.marks;
        DistrictReader reader(options);
        for (const InputTable needed : {InputTable::units, InputTable::roles}) {
            Texts texts;
            CsvReader rows(texts.of(needed), "unused");
            reader.read(needed, rows);
        }
        reader.read_arrow(InputTable::people, stream);
        const District district = reader.finish();
        const Diagnostics& all = district.report().diagnostics;
        const auto found = std::find_if(all.begin(), all.end(), [](const auto& d) { return d.file == "people row"; });
        ASSERT_NE(found, all.end());
        EXPECT_EQ(found->message.substr(0, one.message.size()), one.message);
    }
}

TEST(DistrictReader, TakesNoteOfATableThatCouldNotBeOpened) {
    DistrictReader reader = without_ledger();
    reader.refuse(InputTable::ledger, {{"ledger.xlsx", 0, "", Severity::error, "unreadable", "no workbook", "", ""}});
    EXPECT_EQ(refused(reader), Lines{"ledger.xlsx 0  unreadable"});
}

} // namespace
} // namespace jifen
