#include "jifen/tables/csv_reader.hpp"

#include "jifen/core/file_error.hpp"
#include "support/temporary_folder.hpp"
#include "tables/slow_csv.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

namespace jifen {
namespace {

using Cells = std::vector<std::string>;

/// Rows that were taken, without their lines.
std::vector<Cells> cells_of(const CsvOutcome& outcome) {
    EXPECT_EQ(outcome.refused, "") << outcome;
    std::vector<Cells> cells;
    for (const CsvOutcome::Line& row : outcome.rows)
        cells.push_back(row.defect.empty() ? row.cells : Cells{"! " + row.defect});
    return cells;
}

/// The cells of the only row.
Cells row_of(const CsvOutcome& outcome) {
    const auto rows = cells_of(outcome);
    EXPECT_EQ(rows.size(), 1U) << outcome;
    return rows.empty() ? Cells{} : rows.front();
}

const std::string header = "id,worker,date\r\n";

TEST(CsvReader, ByteOrderMarkIsNoPartOfTheFirstName) {
    const CsvOutcome outcome = read_csv_text("\xEF\xBB\xBFid,worker\r\n1,W1\r\n");
    EXPECT_EQ(outcome.header, (Cells{"id", "worker"}));
    EXPECT_EQ(row_of(outcome), (Cells{"1", "W1"}));
    EXPECT_EQ(read_csv_text("\xEF\xBB\xBF").refused, "no_header");
    EXPECT_EQ(read_csv_text("\xEF\xBB").refused, "not_utf8");
    // Only the first three bytes are a mark; further on it is a character.
    EXPECT_EQ(read_csv_text("\xEF\xBB\xBF\xEF\xBB\xBFid\n").header, Cells{"\xEF\xBB\xBFid"});
    EXPECT_EQ(row_of(read_csv_text("id\n\xEF\xBB\xBF"
                                   "1\n")),
              Cells{"\xEF\xBB\xBF"
                    "1"});
}

/// The offset that the refusal names.
std::string offset_of(const std::string& text) {
    const CsvOutcome outcome = read_csv_text(text);
    EXPECT_EQ(outcome.refused, "not_utf8") << outcome;
    const auto from = outcome.message.find("byte ");
    return from == std::string::npos ? outcome.message
                                     : outcome.message.substr(from, outcome.message.find(" is not") - from);
}

TEST(CsvReader, BytesThatAreNotUtf8RefuseTheTableWithTheOffset) {
    EXPECT_EQ(offset_of(header + "1,\xD5\xC5\xC8\xFD,2025-01-02\r\n"), "byte 18");           // 张三 in GB18030
    EXPECT_EQ(offset_of(header + "1,W1,2025-01-02\r\n2,C\xF4te,2025-01-02\r\n"), "byte 36"); // ô in Latin-1
    EXPECT_EQ(offset_of(header + "1,\xC0\xAF\xED\xA0\x80,2025-01-02\r\n"), "byte 18"); // overlong, then a surrogate
    EXPECT_EQ(offset_of(header + "1,\"a\r\nb\xED\xA0\x80\",2025-01-02\r\n"), "byte 23");
    EXPECT_EQ(offset_of("\xEF\xBB\xBF" + header + "1,\xFF,x\n"), "byte 21") << "the mark counts";
    EXPECT_EQ(offset_of("i\xE9,worker\n"), "byte 1");
    EXPECT_EQ(offset_of("id\n\xE5\xBC"), "byte 3") << "cut short by the end";
    EXPECT_EQ(read_csv_text(header + "1,\xFF,x\n").refused_line, 2);
}

TEST(CsvReader, DoubledQuotesCommaAndLineEndStayInAQuotedField) {
    EXPECT_EQ(row_of(read_csv_text(header + "1,\"W \"\"1\"\", a\r\nb\",2025-01-02\r\n")),
              (Cells{"1", "W \"1\", a\r\nb", "2025-01-02"}));
    EXPECT_EQ(row_of(read_csv_text("a,b,c\n\"\",\"\"\"\",\"\"\"\"\"\"\n")), (Cells{"", "\"", "\"\""}));
    EXPECT_EQ(row_of(read_csv_text("a\n\"x\"\"\"")), Cells{"x\""});
    EXPECT_EQ(row_of(read_csv_text("a\n\"\"\"x\"")), Cells{"\"x"});
    EXPECT_EQ(read_csv_text("\"a,b\",\"c\"\"d\"\n").header, (Cells{"a,b", "c\"d"}));
}

TEST(CsvReader, QuoteNeverClosedRefusesTheTableAndNamesTheOpeningLine) {
    CsvOutcome outcome = read_csv_text(header + "1,W1,x\r\n2,\"W1,2025-01-02\r\n3,W2,2025-01-03\r\n");
    EXPECT_EQ(outcome.refused, "unclosed_quote");
    EXPECT_EQ(outcome.refused_line, 3);
    EXPECT_EQ(outcome.rows.size(), 1U) << "no row after it";
    outcome = read_csv_text("a,b\n\"x\ny\",\"z\n\n");
    EXPECT_EQ(outcome.refused_line, 3) << "the quote was opened on the second line of the row";
    EXPECT_EQ(read_csv_text("a\n\"").refused, "unclosed_quote");
    EXPECT_EQ(read_csv_text("a\n\"\"\"").refused, "unclosed_quote");
    EXPECT_EQ(read_csv_text("\"a\n").refused, "unclosed_quote");
}

TEST(CsvReader, TextAfterAClosingQuoteRefusesTheTable) {
    const CsvOutcome outcome = read_csv_text("a,b\n\"x\ny\"z,1\n");
    EXPECT_EQ(outcome.refused, "text_after_quote");
    EXPECT_EQ(outcome.refused_line, 3);
    EXPECT_EQ(read_csv_text("a\n\"x\" \n").refused, "text_after_quote");
}

TEST(CsvReader, QuoteInsideAnUnquotedFieldIsADefectOfItsRowAlone) {
    EXPECT_EQ(cells_of(read_csv_text("a,b\n1,W\"1\n2,W2\n x,\"y\"\n \"z\",1\n")),
              (std::vector<Cells>{{"! stray_quote"}, {"2", "W2"}, {" x", "y"}, {"! stray_quote"}}));
}

TEST(CsvReader, NulByteIsADefectOfItsRow) {
    EXPECT_EQ(cells_of(read_csv_text(std::string("a,b\n1,W\0001\n2,\"\0\"\n3,W3\n", 20))),
              (std::vector<Cells>{{"! nul_byte"}, {"! nul_byte"}, {"3", "W3"}}));
}

TEST(CsvReader, RowsWithTooFewOrTooManyFieldsAreDefectsWithTheCounts) {
    CsvReader reader(std::string_view("a,b,c\n1,2\n1,2,3,4\n1,2,3\n,,\n"), "t.csv");
    Row row;
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.defect_code, "field_count");
    EXPECT_EQ(row.defect, "it has 2 fields where the header has 3");
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.defect, "it has 4 fields where the header has 3");
    ASSERT_TRUE(reader.next(row));
    EXPECT_TRUE(row.defect.empty() && row.defect_code.empty());
    EXPECT_EQ(row.line, 4);
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.cells.size(), 3U);
    EXPECT_FALSE(reader.next(row));
    EXPECT_FALSE(reader.next(row)) << "asking again at the end is harmless";
}

TEST(CsvReader, LineEndsMayBeMixed) {
    const std::vector<Cells> rows{{"1", "W1"}, {"2", "W2"}, {"3", "W3"}, {"4", "W4"}};
    for (const char* text : {"a,b\n1,W1\r\n2,W2\r3,W3\n4,W4", "a,b\r1,W1\r2,W2\r3,W3\r4,W4\r",
                             "a,b\n1,W1\n2,W2\n3,W3\n4,W4\n", "a,b\r\n1,W1\r\n2,W2\r\n3,W3\r\n4,W4\r\n"}) {
        const CsvOutcome outcome = read_csv_text(text);
        EXPECT_EQ(cells_of(outcome), rows);
        EXPECT_EQ(outcome.rows.back().line, 5);
    }
}

TEST(CsvReader, EmptyLinesArePassedOverButCounted) {
    const CsvOutcome outcome = read_csv_text("\n\r\n\ra,b\n\n1,2\r\n\r\n\r3,4\n\n\n");
    EXPECT_EQ(cells_of(outcome), (std::vector<Cells>{{"1", "2"}, {"3", "4"}}));
    EXPECT_EQ(outcome.rows[0].line, 6);
    EXPECT_EQ(outcome.rows[1].line, 9);
}

TEST(CsvReader, InOneColumnAnEmptyLineIsNoRowButAnEmptyQuotedCellIs) {
    EXPECT_EQ(cells_of(read_csv_text("a\n\n\"\"\nx\n \n\"\"")), (std::vector<Cells>{{""}, {"x"}, {" "}, {""}}));
}

TEST(CsvReader, LinesInsideQuotedFieldsCountForTheRowsBehind) {
    const CsvOutcome outcome = read_csv_text("a,b\n\"1\n2\r\n3\r4\",x\n5,6\n");
    EXPECT_EQ(outcome.rows.at(0).line, 2);
    EXPECT_EQ(outcome.rows.at(1).line, 6);
}

TEST(CsvReader, FinalLineEndMayLack) {
    EXPECT_EQ(row_of(read_csv_text("a,b\n1,W1")), (Cells{"1", "W1"}));
    EXPECT_EQ(row_of(read_csv_text("a,b\n1,")), (Cells{"1", ""}));
    EXPECT_EQ(row_of(read_csv_text("a,b\n1,\"\"")), (Cells{"1", ""}));
    EXPECT_EQ(read_csv_text("a,b").header, (Cells{"a", "b"}));
}

TEST(CsvReader, HeaderAloneIsATableWithoutRows) {
    const CsvOutcome outcome = read_csv_text(header);
    EXPECT_EQ(outcome.refused, "");
    EXPECT_TRUE(outcome.rows.empty());
}

TEST(CsvReader, WithoutAHeaderTheTableIsRefused) {
    for (const char* text : {"", "\n", "\r\n\r\n", "\n\n\n"})
        EXPECT_EQ(read_csv_text(text).refused, "no_header") << text;
}

TEST(CsvReader, ColumnNamesAreDistinctAndNotEmpty) {
    CsvOutcome outcome = read_csv_text("\nid,worker,worker,date\r\n1,W1,W2,x\r\n");
    EXPECT_EQ(outcome.refused, "duplicate_column");
    EXPECT_EQ(outcome.refused_line, 2);
    EXPECT_NE(outcome.message.find("\"worker\""), std::string::npos);
    EXPECT_EQ(read_csv_text("a,\"a\"\n").refused, "duplicate_column");
    EXPECT_EQ(read_csv_text("a,\n").refused, "empty_column_name");
    EXPECT_EQ(read_csv_text(",a\n").refused, "empty_column_name");
    EXPECT_EQ(read_csv_text("\"\"\n").refused, "empty_column_name");
    EXPECT_EQ(read_csv_text("a,A, a\n").refused, "") << "names are told apart byte by byte";
}

TEST(CsvReader, DefectiveHeaderCondemnsTheTable) {
    EXPECT_EQ(read_csv_text("a\"b,c\n1,2\n").refused, "bad_header");
    EXPECT_EQ(read_csv_text(std::string_view("a\0b,c\n1,2\n", 10)).refused, "bad_header");
}

TEST(CsvReader, KeepsEveryOtherCharacterAsItIs) {
    const Cells cells{"=1+1", "\t-1 ", "<b>&lt;", "W\u200b1\u202e", "e\u0301", "𠮷", "\xC2\x85\x1B", "a;b"};
    std::string text = "a,b,c,d,e,f,g,h\n";
    for (const std::string& cell : cells) text += (&cell == cells.data() ? "" : ",") + cell;
    EXPECT_EQ(row_of(read_csv_text(text)), cells);
}

TEST(CsvReader, FileThatCannotBeReadIsAFileError) {
    const TemporaryFolder folder;
    const auto failure = [](const std::filesystem::path& path) {
        try {
            CsvReader reader(path);
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), path);
            return error.operation() + ": " + std::to_string(error.reason().value());
        }
        return std::string();
    };
    EXPECT_EQ(failure(folder / "nowhere.csv"), "cannot open the file: " + std::to_string(ENOENT));
    EXPECT_EQ(failure(folder.path()), "cannot read on at line 1: " + std::to_string(EISDIR)) << "a folder is no file";
}

// --- limits ----------------------------------------------------------------------------------------------------------

CsvOptions limits(std::size_t field, std::size_t row, std::size_t columns, std::int64_t lines) {
    CsvOptions options;
    options.limits = {field, row, columns, lines};
    return options;
}

/// What becomes of the text with these limits, from memory and from a file alike.
std::string refused_with(const CsvOptions& given, const std::string& text) {
    const TemporaryFolder folder;
    const CsvOutcome from_text = read_csv_text(text, given);
    const CsvOutcome from_file = read_csv(folder.write("t.csv", text), given);
    EXPECT_EQ(from_text, from_file);
    return from_text.refused;
}

TEST(CsvLimits, HoldForFields) {
    const CsvOptions ten = limits(10, 1000, 10, 10);
    EXPECT_EQ(refused_with(ten, "a,b\n0123456789,\"0123456789\"\n"), "");
    EXPECT_EQ(refused_with(ten, "a,b\n01234567890,x\n"), "field_too_long");
    EXPECT_EQ(refused_with(ten, "a,b\nx,\"01234567890\"\n"), "field_too_long");
    EXPECT_EQ(refused_with(ten, "a,b\nx,\"01234567\"\"\"\n"), "") << "as written: ten bytes";
    EXPECT_EQ(refused_with(ten, "a,b\nx,\"012345678\"\"\"\n"), "field_too_long");
    EXPECT_EQ(refused_with(ten, "a,b\nx,\"0123456789 and never closed\n"), "field_too_long");
    EXPECT_EQ(refused_with(ten, "a,b\nx,\"0123\n"), "unclosed_quote");
    EXPECT_EQ(refused_with(ten, "a23456789012\n"), "field_too_long") << "of the header, too";
}

TEST(CsvLimits, HoldForRowsWhereverTheyLieInTheFile) {
    const CsvOptions twenty = limits(1000, 20, 10, 1'000'000);
    EXPECT_EQ(refused_with(twenty, "a,b\n0123456789,012345678\n"), "");
    EXPECT_EQ(refused_with(twenty, "a,b\n0123456789,012345678\r\n"), "") << "the line end does not count";
    EXPECT_EQ(refused_with(twenty, "a,b\n0123456789,0123456789\n"), "row_too_long");
    EXPECT_EQ(refused_with(twenty, "a,b\n0123456789,\"0123\n45\n\"\n"), "row_too_long");
    EXPECT_EQ(refused_with(twenty, "a,b\n0123456789,0123456789"), "row_too_long");
    const std::string many(100'000, '\n');
    EXPECT_EQ(refused_with(twenty, "a,b\n" + many + "0123456789,012345678\r" + many), "");
    EXPECT_EQ(refused_with(twenty, "a,b\n" + many + "0123456789,0123456789\r" + many), "row_too_long");
}

TEST(CsvLimits, HoldForRowsAtTheEdgeOfABlock) {
    const CsvOptions twenty = limits(1000, 20, 10, 10'000'000);
    const TemporaryFolder folder;
    const auto is_refused = [&](const std::string& text) {
        try {
            CsvReader reader(folder.write("t.csv", text), twenty);
            Row row;
            while (reader.next(row)) {
            }
            return false;
        } catch (const TableError& error) {
            EXPECT_EQ(error.diagnostics().at(0).code, "row_too_long");
            return true;
        }
    };
    constexpr std::size_t block = std::size_t{1} << 20;
    for (std::size_t before = block - 26; before <= block + 1; ++before) {
        std::string filler = "a,b\n";
        while (filler.size() + 21 < before) filler += "0123456789,012345678\n";
        filler.resize(before, '\n');
        ASSERT_FALSE(is_refused(filler + "0123456789,012345678\r\n1,2\n")) << before;
        ASSERT_FALSE(is_refused(filler + "0123456789,012345678\r1,2\n")) << before;
        ASSERT_TRUE(is_refused(filler + "0123456789,0123456789\n1,2\n")) << before;
    }
}

TEST(CsvLimits, ARowThatIsTooLongIsRefusedBeforeItsEndIsRead) {
    const CsvOptions twenty = limits(std::size_t{1} << 30U, 20, 10, 10);
    const std::string long_text(std::size_t{5} << 20U, 'x');
    const TemporaryFolder folder;
    for (const char* const begin : {"a,b\n1,", "a,b\n1,\""}) {
        const CsvOutcome read = read_csv(folder.write("t.csv", begin + long_text), twenty);
        EXPECT_EQ(read.refused, "row_too_long") << "and not that a quote is never closed, which only the end can tell";
        EXPECT_EQ(read.refused_line, 2);
    }
}

TEST(CsvLimits, HoldForColumns) {
    EXPECT_EQ(refused_with(limits(10, 100, 3, 10), "a,b,c\n1,2,3\n"), "");
    EXPECT_EQ(refused_with(limits(10, 100, 3, 10), "a,b,c,d\n"), "too_many_columns");
    EXPECT_EQ(refused_with(limits(10, 100, 3, 10), "a,b,c\n1,2,3,4\n"), "too_many_columns");
}

TEST(CsvLimits, HoldForLines) {
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n1\n2\n"), "") << "three lines";
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n1\n2"), "");
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n1\n2\n3\n"), "too_many_lines");
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n1\n2\n3"), "too_many_lines");
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n\n\n\n"), "too_many_lines") << "empty lines count";
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n\"1\n2\"\n"), "");
    EXPECT_EQ(refused_with(limits(10, 100, 3, 3), "a\n\"1\n2\n3\"\n"), "too_many_lines");
}

TEST(CsvLimits, HoldForEmptyLines) {
    CsvOptions options;
    options.limits.empty_lines = 3;
    EXPECT_EQ(refused_with(options, "a\n\n1\n\n2\n\n"), "");
    EXPECT_EQ(refused_with(options, "a\n\n1\n\n2\n\n\n3\n"), "too_many_empty_lines");
    EXPECT_EQ(refused_with(options, "\r\r\r\ra\n"), "too_many_empty_lines") << "above the header, too";
}

TEST(CsvLimits, HoldForFiles) {
    CsvOptions options;
    options.limits.file_bytes = 4;
    EXPECT_EQ(refused_with(options, "a\n1\n"), "");
    EXPECT_EQ(refused_with(options, "a\n1\n2"), "file_too_large");
}

TEST(CsvLimits, AreNamedWhereTheyRefuse) {
    const auto remedy = [](const CsvLimits& given) {
        CsvOptions options;
        options.limits = given;
        try {
            CsvReader reader("a,b\n\n\n0123456789,0123456789\n", "t.csv", options);
            Row row;
            while (reader.next(row)) {
            }
        } catch (const TableError& error) {
            return error.diagnostics().at(0).remedy;
        }
        return std::string();
    };
    EXPECT_EQ(remedy({}), "");
    EXPECT_EQ(remedy({.field_bytes = 9}), "shorten it, or raise the limit \"field_bytes\"");
    EXPECT_EQ(remedy({.row_bytes = 20}), "close the quote, or raise the limit \"row_bytes\"");
    EXPECT_EQ(remedy({.columns = 1}), "split the table, or raise the limit \"columns\"");
    EXPECT_EQ(remedy({.lines = 3}), "split the file, or raise the limit \"lines\"");
    EXPECT_EQ(remedy({.empty_lines = 1}), "remove them, or raise the limit \"empty_lines\"");
    EXPECT_EQ(remedy({.file_bytes = 20}), "split the file, or raise the limit \"file_bytes\"");
}

TEST(CsvReader, ReadsARowOfManyBlocks) {
    // Blocks grow with a row that does not end: what is read stays the same.
    const std::string cell(std::size_t{1} << 20U, 'x');
    std::string text = "a,b,c,d,e,f,g,h\n";
    for (int i = 0; i < 7; ++i) text += "\"" + cell + "\",";
    text += "last\n1,2,3,4,5,6,7,8\n";
    const TemporaryFolder folder;
    const CsvOutcome from_file = read_csv(folder.write("t.csv", text));
    ASSERT_EQ(from_file.rows.size(), 2U);
    EXPECT_EQ(from_file.rows[0].cells[6], cell);
    EXPECT_EQ(from_file.rows[0].cells[7], "last");
    EXPECT_EQ(from_file.rows[1].cells[7], "8");
}

// --- encodings -------------------------------------------------------------------------------------------------------

CsvOptions gb18030() {
    CsvOptions options;
    options.encoding = Encoding::gb18030;
    return options;
}

TEST(CsvEncoding, IsUtf8UnlessNamed) {
    const std::string text = "id,worker\n1,\xD5\xC5\xC8\xFD\n"; // 张三 in GB18030
    EXPECT_EQ(read_csv_text(text).refused, "not_utf8");
    const CsvOutcome read = read_csv_text(text, gb18030());
    EXPECT_EQ(read.refused, "");
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"1", "张三"}));
}

TEST(CsvEncoding, BadBytesAreRefusedWithTheirOffsetInTheFile) {
    const std::string text = "id,worker\n1,\xD5\xC5\xFF\n";
    const CsvOutcome read = read_csv_text(text, gb18030());
    EXPECT_EQ(read.refused, "not_gb18030");
    EXPECT_NE(read.message.find("byte 14 "), std::string::npos) << read.message;
    const TemporaryFolder folder;
    std::string large = "id,worker\n";
    while (large.size() < (std::size_t{3} << 20U)) large += "1,\xD5\xC5\xC8\xFD\n";
    const std::size_t offset = large.size() + 2;
    large += "1,\xD5\x20\n";
    const CsvOutcome from_file = read_csv(folder.write("t.csv", large), gb18030());
    EXPECT_EQ(from_file.refused, "not_gb18030");
    EXPECT_NE(from_file.message.find("byte " + std::to_string(offset) + " "), std::string::npos) << from_file.message;
}

TEST(CsvEncoding, HalfACharacterAtTheEndIsRefused) {
    EXPECT_EQ(read_csv_text("a\n\xD5", gb18030()).refused, "not_gb18030");
    EXPECT_EQ(read_csv_text("a\n\x81\x30\x81", gb18030()).refused, "not_gb18030");
}

TEST(CsvEncoding, ABlockMayEndInsideACharacter) {
    const TemporaryFolder folder;
    for (std::size_t shift = 0; shift < 5; ++shift) {
        std::string text = "a,b\n" + std::string(shift, '\n');
        std::size_t rows = 0;
        for (; text.size() < (std::size_t{1} << 20U) + 64; ++rows) text += "\xD5\xC5,\x81\x39\xEF\x30\n";
        const CsvOutcome read = read_csv(folder.write("t.csv", text), gb18030());
        ASSERT_EQ(read.refused, "");
        ASSERT_EQ(read.rows.size(), rows);
        for (const CsvOutcome::Line& row : read.rows) ASSERT_EQ(row.cells, read.rows[0].cells);
    }
}

TEST(CsvEncoding, AByteOrderMarkInGb18030IsNoPartOfTheHeader) {
    EXPECT_EQ(read_csv_text("\x84\x31\x95\x33"
                            "a\n1\n",
                            gb18030())
                  .header,
              std::vector<std::string>{"a"});
}

// --- titles above the header -----------------------------------------------------------------------------------------

CsvOptions titled(std::size_t rows) {
    CsvOptions options;
    options.title_rows = rows;
    options.is_header = [](std::span<const std::string_view> cells) {
        return std::find(cells.begin(), cells.end(), "id") != cells.end();
    };
    return options;
}

TEST(CsvTitles, AreTakenForTheHeaderUnlessAskedFor) {
    EXPECT_EQ(read_csv_text("Ledger of 2023\nid,worker\n1,W1\n").header, std::vector<std::string>{"Ledger of 2023"});
}

TEST(CsvTitles, AreTakenForTheHeaderWhereNothingTellsThemApart) {
    CsvOptions options;
    options.title_rows = 2;
    EXPECT_EQ(read_csv_text("Ledger of 2023\nid\n", options).header, std::vector<std::string>{"Ledger of 2023"});
}

TEST(CsvTitles, ArePassedOverUpToSoMany) {
    const std::string text = "Ledger of 2023,\n,\nid,worker\n1,W1\n";
    const CsvOutcome read = read_csv_text(text, titled(2));
    EXPECT_EQ(read.header, (std::vector<std::string>{"id", "worker"}));
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_EQ(read.rows[0].line, 4);
    const CsvOutcome refused = read_csv_text(text, titled(1));
    EXPECT_EQ(refused.refused, "no_header");
    EXPECT_EQ(refused.refused_line, 2);
    EXPECT_EQ(read_csv_text("a\nb\n", titled(5)).refused, "no_header");
}

// --- cells made inert by an export -----------------------------------------------------------------------------------

TEST(CsvMarks, AreTakenOffAgain) {
    const CsvOutcome read = read_csv_text("a,b,c,d\n'=1+1,''=1,'x,=1\n\"'\n=1\",'-1,'\uFF1D1,'\n");
    ASSERT_EQ(read.rows.size(), 2U);
    EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"=1+1", "'=1", "'x", "=1"}));
    EXPECT_EQ(read.rows[1].cells, (std::vector<std::string>{"\n=1", "-1", "\uFF1D1", "'"}));
}

} // namespace
} // namespace jifen
