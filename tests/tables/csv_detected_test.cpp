#include "support/temporary_folder.hpp"
#include "tables/slow_csv.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace jifen {
namespace {

CsvOptions detecting() {
    CsvOptions options;
    options.encoding = Encoding::detect;
    return options;
}

/// What a text is found to be, from memory and from a file alike: the encoding, or the message of its refusal.
std::string found(const std::string& text) {
    const auto answer = [](auto&&... arguments) {
        try {
            const CsvReader reader(arguments..., detecting());
            EXPECT_EQ(reader.not_utf8().has_value(), reader.encoding() == Encoding::gb18030);
            return std::string(to_string(reader.encoding()));
        } catch (const TableError& error) {
            EXPECT_EQ(error.diagnostics().at(0).code, "no_encoding");
            return error.diagnostics().at(0).message;
        }
    };
    const TemporaryFolder folder;
    const std::string from_text = answer(std::string_view(text), "t.csv");
    EXPECT_EQ(answer(folder.write("t.csv", text)), from_text);
    return from_text;
}

TEST(CsvEncoding, NamesAreKnownInAnyCase) {
    for (const char* const name : {"UTF-8", "utf8", "Utf-8"}) EXPECT_EQ(parse_encoding(name), Encoding::utf8) << name;
    for (const char* const name : {"Gb18030", "gbk", "GB2312"})
        EXPECT_EQ(parse_encoding(name), Encoding::gb18030) << name;
    EXPECT_EQ(parse_encoding("detect"), Encoding::detect);
    for (const char* const name : {"latin-1", "", "utf", "utf-88", "gb", "[tf-8", "@tf-8"})
        EXPECT_EQ(parse_encoding(name), std::nullopt) << name;
    for (const Encoding encoding : {Encoding::utf8, Encoding::gb18030, Encoding::detect})
        EXPECT_EQ(parse_encoding(to_string(encoding)), encoding);
}

TEST(CsvDetected, IsUtf8WhereverItCanBe) {
    EXPECT_EQ(found("id,worker\n1,W1\n"), "utf-8");
    EXPECT_EQ(found("id,worker\n1,张三\n"), "utf-8");
    EXPECT_EQ(found("\xEF\xBB\xBFid,worker\n1,张三\n"), "utf-8");
}

TEST(CsvDetected, TakesNoMarkForOneThatStandsAtTheBeginningOfABlock) {
    // 锘緿 (EF BB BF 44) begins the second block of GB18030 whose first byte is not UTF-8.
    const std::string text = "\xD5\xC5"
                             "idname,\xEF\xBB\xBF"
                             "D\n1,2\n";
    const TemporaryFolder folder;
    CsvOptions options = detecting();
    options.block_bytes = 9;
    const CsvOutcome in_blocks = read_csv(folder.write("t.csv", text), options);
    EXPECT_EQ(in_blocks.refused, "");
    EXPECT_EQ(in_blocks, read_csv_text(text, detecting()));
}

TEST(CsvDetected, IsGb18030WhereItCannotBeUtf8) {
    const std::string text = "id,worker\n1,\xD5\xC5\xC8\xFD\n"; // 张三
    EXPECT_EQ(found(text), "gb18030");
    const CsvOutcome read = read_csv_text(text, detecting());
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"1", "张三"}));
    EXPECT_EQ(CsvReader(std::string_view(text), "t.csv", detecting()).not_utf8(), 12U);
    EXPECT_EQ(found("id\n\xE5\xBC"), "gb18030") << "as UTF-8 it would be cut short";
    EXPECT_EQ(CsvReader(std::string_view("id\n\xE5\xBC"), "t.csv", detecting()).not_utf8(), 3U);
}

TEST(CsvDetected, IsRefusedWhereItIsNeither) {
    const std::string says = "table refused: it is neither UTF-8 ";
    EXPECT_EQ(found("id\n\xFF\n"), says + "(byte 3) nor GB18030 (byte 3)");
    EXPECT_EQ(found("id\n\xD5\xC5\n\x80\n"), says + "(byte 3) nor GB18030 (byte 6)");
    EXPECT_EQ(found("id\n\xD5"), says + "(byte 3) nor GB18030 (byte 3)");
    // What has a byte order mark of UTF-8 is taken for nothing else.
    EXPECT_EQ(found("\xEF\xBB\xBFid\n\xD5\xC5\xC8\xFD\n"), says + "(byte 6) nor GB18030 (byte 6)");
}

TEST(CsvDetected, ABlockMayEndInsideACharacter) {
    const TemporaryFolder folder;
    for (std::size_t shift = 0; shift < 4; ++shift) {
        std::string text = "id,worker\n" + std::string(shift, '\n');
        while (text.size() < (std::size_t{1} << 20U) + 64) text += "𠮷,𠮷\n";
        folder.write("t.csv", text);
        EXPECT_EQ(CsvReader(folder / "t.csv", detecting()).encoding(), Encoding::utf8) << shift;
        folder.write("t.csv", text + "\xD5\xC5\n");
        EXPECT_EQ(CsvReader(folder / "t.csv", detecting()).not_utf8(), text.size()) << shift;
    }
}

TEST(CsvDetected, SaysHowFarItIsInTheFile) {
    std::string text = "id,worker\n";
    for (int i = 0; i < 100; ++i) text += "1,\xD5\xC5\xC8\xFD\n";
    const TemporaryFolder folder;
    for (const Encoding encoding : {Encoding::gb18030, Encoding::detect}) {
        CsvOptions options;
        options.encoding = encoding;
        CsvReader reader(folder.write("t.csv", text), options);
        Row row;
        while (reader.next(row)) EXPECT_LE(reader.position().done, reader.position().total);
        EXPECT_EQ(reader.position().done, text.size());
        EXPECT_EQ(reader.position().total, text.size());
    }
}

// --- pipes -----------------------------------------------------------------------------------------------------------

/// What is read from a pipe that somebody writes the text into.
CsvOutcome piped(const std::string& text, const CsvOptions& options) {
    const TemporaryFolder folder;
    const std::filesystem::path pipe = folder / "t.csv";
    EXPECT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << text; });
    CsvOutcome outcome = read_csv_asking(Asking::row_by_row, pipe, options);
    writer.join();
    return outcome;
}

TEST(CsvPipe, IsReadLikeAFile) {
    const CsvOutcome read = piped("id,worker\n1,W1\n", {});
    EXPECT_EQ(read.refused, "");
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"1", "W1"}));
}

TEST(CsvPipe, IsRefusedOnceItIsTooLong) {
    CsvOptions four;
    four.limits.file_bytes = 4;
    EXPECT_EQ(piped("a\n1\n", four).refused, "");
    EXPECT_EQ(piped("a\n1\n2", four).refused, "file_too_large") << "though nothing said how long it would be";
}

TEST(CsvPipe, CannotBeReadTwice) {
    const CsvOutcome read = piped("id,worker\n1,W1\n", detecting());
    EXPECT_EQ(read.refused, "no_encoding");
    EXPECT_NE(read.message.find("it cannot be read twice"), std::string::npos) << read.message;
}

} // namespace
} // namespace jifen
