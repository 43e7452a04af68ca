#include "jifen/tables/csv_writer.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/file_error.hpp"
#include "support/temporary_folder.hpp"
#include "tables/slow_csv.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

std::string cell_of(std::string_view text) {
    std::string out;
    append_csv_cell(out, text);
    return out;
}

TEST(CsvCell, IsQuotedOnlyWhereItMustBe) {
    EXPECT_EQ(cell_of(""), "");
    EXPECT_EQ(cell_of("\xEF\xBB\xBFx"), "\"\xEF\xBB\xBFx\"") << "no byte order mark at the front of a file";
    EXPECT_EQ(cell_of("张三 ;'\t"), "张三 ;'\t");
    EXPECT_EQ(cell_of("a,b"), "\"a,b\"");
    EXPECT_EQ(cell_of("\""), "\"\"\"\"");
    EXPECT_EQ(cell_of("a\nb"), "\"a\nb\"");
    EXPECT_EQ(cell_of("a\rb"), "\"a\rb\"");
    EXPECT_EQ(cell_of("=1+1"), "'=1+1") << "no cell can become a formula";
    EXPECT_EQ(cell_of("=1,1"), "\"'=1,1\"");
}

TEST(CsvWriter, WritesCellsOfEachKind) {
    const TemporaryFolder folder;
    CsvWriter writer(folder / "t.csv");
    writer.cell("text, quoted")
        .plain("P1")
        .cell(*Day::parse("2023/4/5"))
        .cell(Day::never_ends())
        .cell(std::int64_t{-7});
    writer.end_row();
    writer.lines("a,b\nc,d\n");
    writer.cell(std::numeric_limits<std::int64_t>::min()).end_row();
    writer.close();
    writer.close(); // closing twice is harmless
    EXPECT_EQ(folder.read("t.csv"), "\"text, quoted\",P1,2023-04-05,,-7\na,b\nc,d\n-9223372036854775808\n");
}

TEST(CsvWriter, ReplacesTheFile) {
    const TemporaryFolder folder;
    folder.write("t.csv", "something long that was there before");
    { CsvWriter(folder / "t.csv").cell("x").end_row(); }
    EXPECT_EQ(folder.read("t.csv"), "x\n") << "the destructor writes what is left";
}

TEST(CsvWriter, MayBeMovedAndClosesWhatItIsAssignedOver) {
    const TemporaryFolder folder;
    CsvWriter first(folder / "first.csv");
    first.cell("1");
    CsvWriter moved(std::move(first));
    moved.cell("2").end_row();
    CsvWriter other(folder / "other.csv");
    other.cell("3").cell("4");
    moved = std::move(other);
    EXPECT_EQ(folder.read("first.csv"), "1,2\n") << "nothing written before the assignment is lost";
    moved.cell("5").end_row();
    moved.close();
    EXPECT_EQ(folder.read("other.csv"), "3,4,5\n");
}

TEST(CsvWriter, LoneEmptyCellIsQuotedBecauseAnEmptyLineIsNoRow) {
    const TemporaryFolder folder;
    CsvWriter writer(folder / "t.csv");
    for (const char* cell : {"a", "", "x", ""}) writer.cell(cell).end_row();
    writer.close();
    EXPECT_EQ(folder.read("t.csv"), "a\n\"\"\nx\n\"\"\n");
    EXPECT_EQ(read_csv(folder / "t.csv").rows.size(), 3U);
}

TEST(CsvWriter, ThrowsWhenTheFileCannotBeOpened) {
    const TemporaryFolder folder;
    try {
        CsvWriter writer(folder / "no such folder" / "t.csv");
        FAIL() << "it opened";
    } catch (const FileError& error) {
        EXPECT_EQ(error.path(), folder / "no such folder" / "t.csv");
        EXPECT_EQ(error.operation(), "cannot open for writing");
        EXPECT_EQ(error.reason(), std::errc::no_such_file_or_directory);
    }
}

TEST(CsvWriter, ThrowsWhenTheDiskIsFull) {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full here";
    CsvWriter small("/dev/full");
    small.cell("x").end_row();
    const auto reason_of = [](const auto& write) {
        try {
            write();
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), "/dev/full");
            return error.reason();
        }
        return std::error_code();
    };
    EXPECT_EQ(reason_of([&] { small.close(); }), std::errc::no_space_on_device);
    CsvWriter large("/dev/full");
    const std::string text(std::size_t{3} << 20, 'x');
    EXPECT_EQ(reason_of([&] { large.cell(text).end_row(); }), std::errc::no_space_on_device);
}

TEST(CsvWriter, RandomCellsReturnFromTheReaderUnchanged) {
    constexpr std::array<std::string_view, 14> pieces{"",  "\"", ",", "\n", "\r", "\r\n", "a",
                                                      " ", "张", "é", "\t", "=",  "𠮷",   "\\"};
    const TemporaryFolder folder;
    std::mt19937 random(8);
    for (int i = 0; i < 150; ++i) {
        const std::size_t columns = 1 + random() % 4;
        CsvOutcome expected;
        CsvWriter writer(folder / "t.csv");
        for (std::size_t column = 0; column < columns; ++column) {
            expected.header.push_back("column " + std::to_string(column));
            writer.cell(expected.header.back());
        }
        writer.end_row();
        const std::size_t rows = i == 0 ? 100'000 : random() % 50; // once many blocks
        for (std::size_t row = 0; row < rows; ++row) {
            auto& cells = expected.rows.emplace_back().cells;
            for (std::size_t column = 0; column < columns; ++column) {
                std::string& cell = cells.emplace_back();
                for (std::size_t piece = random() % 8; piece > 0; --piece) cell += pieces[random() % pieces.size()];
                writer.cell(cell);
            }
            writer.end_row();
        }
        writer.close();
        const CsvOutcome found = read_csv(folder / "t.csv");
        ASSERT_EQ(found.refused, "");
        ASSERT_EQ(found.header, expected.header);
        ASSERT_EQ(found.rows.size(), expected.rows.size());
        for (std::size_t row = 0; row < rows; ++row) ASSERT_EQ(found.rows[row].cells, expected.rows[row].cells) << row;
    }
}

} // namespace
} // namespace jifen
