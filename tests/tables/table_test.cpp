#include "jifen/tables/table.hpp"

#include "jifen/core/error.hpp"
#include "support/temporary_folder.hpp"
#include "tables/slow_csv.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace jifen {
namespace {

Table small() {
    std::vector<Column> columns;
    columns.push_back(text_column("person", {"P1", "", "P,3", "P1"}));
    columns.push_back(points_column("total", {12'500, -2'000, 0, std::numeric_limits<std::int64_t>::min()}));
    columns.push_back({"rank", NumberColumn{0, false, {1, 0, 2, 3}, {1, 0, 1, 1}}});
    columns.push_back({"score", NumberColumn{6, true, {1'000'000, 0, 333'333, -1}, {}}});
    columns.push_back(
        {"day", DayColumn{{*Day::parse("2023-04-05"), Day::always(), Day::never_ends(), *Day::parse("1900-01-01")}}});
    columns.push_back(flag_column("vetoed", {true, false, false, true}));
    columns.push_back(count_column("entries", {0, 1, 22, 333}));
    return {"scores", std::move(columns)};
}

TEST(Table, CellsAreWrittenAsTheSpecSays) {
    EXPECT_EQ(small().to_csv(), "person,total,rank,score,day,vetoed,entries\n"
                                "P1,12.5,1,1.000000,2023-04-05,yes,0\n"
                                ",-2,,0.000000,,no,1\n"
                                "\"P,3\",0,2,0.333333,,no,22\n"
                                "P1,-9223372036854775.808,3,-0.000001,1900-01-01,yes,333\n");
}

TEST(Table, CellTextIsNotQuoted) {
    const Table table = small();
    EXPECT_EQ(table.text(2, "person"), "P,3");
    EXPECT_EQ(table.text(1, "person"), "");
    EXPECT_EQ(table.text(0, "total"), "12.5");
    EXPECT_THROW((void)table.text(0, "nothing"), ArgumentError);
}

TEST(Table, BlankCellsAreKnown) {
    const Table table = small();
    const auto blanks = [&](const char* column) {
        std::string out;
        for (std::size_t row = 0; row < table.rows(); ++row) out += table.find(column)->is_blank(row) ? '_' : 'x';
        return out;
    };
    EXPECT_EQ(blanks("person"), "x_xx");
    EXPECT_EQ(blanks("total"), "xxxx");
    EXPECT_EQ(blanks("rank"), "x_xx");
    EXPECT_EQ(blanks("day"), "x__x");
    EXPECT_EQ(table.find("nothing"), nullptr);
}

TEST(FlagColumn, IsATypeOfItsOwnWhateverItsName) {
    const Column flags = flag_column("anything", {true, false});
    EXPECT_EQ(std::get<FlagColumn>(flags.data).values, (Cells<std::uint8_t>{1, 0}));
    EXPECT_EQ(flags.rows(), 2U);
    EXPECT_FALSE(flags.is_blank(1));
    EXPECT_TRUE(std::holds_alternative<TextColumn>(text_column("vetoed", {"yes"}).data));
}

TEST(TextColumn, EqualTextsShareACode) {
    const Column column = text_column("c", {"a", "b", "a", "", "b"});
    const auto& texts = std::get<TextColumn>(column.data);
    EXPECT_EQ(texts.codes, (Cells<std::uint32_t>{0, 1, 0, TextColumn::blank, 1}));
    EXPECT_EQ(texts.dictionary->size(), 2U);
}

TEST(Table, WithoutRowsIsItsHeader) {
    EXPECT_EQ(Table("t", {text_column("a", {}), count_column("b, c", {})}).to_csv(), "a,\"b, c\"\n");
    EXPECT_EQ(Table().rows(), 0U);
}

TEST(Table, OfOneColumnKeepsItsBlankCells) {
    const CsvOutcome read = read_csv_text(Table("t", {text_column("a", {"x", "", "y"})}).to_csv());
    ASSERT_EQ(read.rows.size(), 3U);
    EXPECT_EQ(read.rows[1].cells, std::vector<std::string>{""});
}

TEST(Table, IsWrittenToAFileAsToText) {
    const TemporaryFolder folder;
    Cells<std::int64_t> numbers;
    for (std::int64_t i = 0; i < 10'000; ++i) numbers.push_back(i * i * 37);
    for (const std::size_t rows : {0U, 1U, 4095U, 4096U, 4097U, 10'000U}) {
        const Table table("t",
                          {points_column("n", {numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(rows)})});
        table.write_csv(folder / "t.csv");
        ASSERT_TRUE(folder.read("t.csv") == table.to_csv()) << rows;
    }
    EXPECT_THROW(small().write_csv(folder / "no such folder" / "t.csv"), Error);
}

} // namespace
} // namespace jifen
