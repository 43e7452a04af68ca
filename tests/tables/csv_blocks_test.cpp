#include "support/temporary_folder.hpp"
#include "tables/csv_masks.hpp"
#include "tables/slow_csv.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// CsvReader reads files in blocks, of 1 MiB unless told otherwise; what it gives must not show where they end.

namespace jifen {
namespace {

constexpr std::size_t block = std::size_t{1} << 20;

/// A header and rows, `bytes` in all, the last of them a line end.
std::string filler(std::size_t bytes) {
    std::string text = "a,b\n";
    std::string row = "0,";
    row.resize(1023, 'x');
    row += '\n';
    while (text.size() + 2 * row.size() < bytes) text += row;
    std::string last = "1,";
    last.resize(bytes - text.size() - 1, 'y');
    return text + last + '\n';
}

/// Reads the text from a file and in the plain way.
void expect_same(const TemporaryFolder& folder, const std::string& text, const std::string& what) {
    const CsvOutcome fast = read_csv(folder.write("t.csv", text));
    const CsvOutcome slow = SlowCsv::read(text);
    ASSERT_TRUE(fast == slow) << what << "\nrefused: " << fast.refused << " on line " << fast.refused_line
                              << ", expected " << slow.refused << " on line " << slow.refused_line
                              << "\nrows: " << fast.rows.size() << ", expected " << slow.rows.size();
}

TEST(CsvBlocks, EdgeMayFallAnywhereInARow) {
    const TemporaryFolder folder;
    const std::vector<std::string> features{
        "2,\"a,b\"\n3,4\n",           // a quoted field
        "2,a\r\n3,b\r\n",             // CRLF
        "2,a\r3,b\r",                 // CR
        "2,é张𠮷\n",                  // characters of two, three and four bytes
        "2,\"x\"\"y\"\"\"\n3,\"\"\n", // doubled quotes, an empty quoted field
        "2,\"p\r\nq\rr\ns\"\r\n",     // line ends inside quotes
        "\r\n\r\r\n2,x\n\n",          // empty lines
        "2,x\"y\n3,\n4\n",            // defects
        "2,\"x\"y\n3,4\n",            // text behind a quote: refused
        "2,x\xC3(\n3,4\n",            // not UTF-8: refused
        "2,\"x\n3,4\n",               // never closed: refused
    };
    for (const std::string& feature : features) {
        for (std::size_t before = 0; before <= feature.size(); ++before) {
            const std::string text = filler(block - before) + feature;
            expect_same(folder, text,
                        "the edge after " + std::to_string(before) + " bytes of " + testing::PrintToString(feature));
            if (HasFatalFailure()) return;
        }
    }
}

TEST(CsvBlocks, FileMayEndExactlyAtAnEdge) {
    const TemporaryFolder folder;
    for (const std::string end :
         {"2,x\n", "2,x\r\n", "2,x\r", "2,x", "2,", "2,\"\"", "2,\"x", "\r", "\n", "2,\xE5", "2,\"x\"\""}) {
        expect_same(folder, filler(block - end.size()) + end, testing::PrintToString(end));
        expect_same(folder, filler(2 * block - end.size()) + end, testing::PrintToString(end));
        if (HasFatalFailure()) return;
    }
}

TEST(CsvBlocks, RowMaySpanManyBlocks) {
    const TemporaryFolder folder;
    std::string text = "a,b,c,d,e,f\n";
    for (int field = 0; field < 6; ++field) {
        text += field == 0 ? "\"" : ",\"";
        for (int i = 0; i < 130'000; ++i) text += "张\n\"\"x";
        text += '"';
    }
    text += "\r\n1,2,3,4,5,6\r\n";
    expect_same(folder, text, "six fields of 780 kB");
}

TEST(CsvBlocks, LongQuoteThatIsNeverClosedIsRefusedAtTheFieldLimit) {
    const TemporaryFolder folder;
    const std::string text = "a,b\n1,2\n3,\"" + std::string(5 * block, 'x');
    const CsvOutcome outcome = read_csv(folder.write("t.csv", text));
    EXPECT_EQ(outcome.refused, "field_too_long");
    EXPECT_EQ(outcome.refused_line, 3);
    EXPECT_EQ(outcome.rows.size(), 1U);
}

TEST(CsvBlocks, OffsetOfABadByteCountsFromTheStartOfTheFile) {
    const TemporaryFolder folder;
    const std::string text = filler(3 * block + 17) + "2,x\xFFy\n";
    const CsvOutcome outcome = read_csv(folder.write("t.csv", text));
    EXPECT_EQ(outcome.refused, "not_utf8");
    EXPECT_NE(outcome.message.find("byte " + std::to_string(3 * block + 17 + 3) + " "), std::string::npos)
        << outcome.message;
}

/// Bytes that mean something to a CSV reader, and a few that do not.
std::string soup(std::mt19937& random, std::size_t most) {
    constexpr std::array<std::string_view, 20> pieces{"\"",   "\"", "\"\"", ",",        ",",  "\n", "\r",
                                                      "\r\n", "a",  "b",    "1",        "张", "é",  "\"",
                                                      "\n",   ",",  "\xE5", "\xED\xA0", " ",  ";"};
    std::string text;
    for (std::size_t i = random() % most; i > 0; --i) {
        const std::size_t piece = random() % (pieces.size() * 4);
        if (piece < pieces.size()) {
            if (static_cast<unsigned char>(pieces[piece][0]) >= 0xE5 && pieces[piece] != "张" && random() % 20 != 0)
                continue;
            text += pieces[piece];
        } else if (piece == pieces.size()) {
            text += '\0';
        } else {
            text += piece % 5 == 0 ? "," : piece % 7 == 0 ? "\n" : piece % 3 == 0 ? "\"q\"" : "w";
        }
    }
    return text;
}

TEST(CsvReader, AgreesWithThePlainReaderOnRandomBytes) {
    std::mt19937 random(99);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 60'000; ++i) {
        const std::string text = (random() % 4 == 0   ? ""
                                  : random() % 2 == 0 ? "a,b\n"
                                                      : "\xEF\xBB\xBF"
                                                        "a\r\n") +
                                 soup(random, 40);
        const CsvOutcome fast = read_csv_text(text);
        const CsvOutcome slow = SlowCsv::read(text);
        ASSERT_EQ(fast, slow) << testing::PrintToString(text);
        (fast.refused.empty() ? read : refused) += 1;
    }
    EXPECT_GT(read, 5'000);
    EXPECT_GT(refused, 5'000);
}

TEST(CsvReader, AgreesWithThePlainReaderOnTidyRandomRows) {
    // Without what refuses a table, so that the outcome is many rows.
    constexpr std::array<std::string_view, 12> cells{
        "", "x", "\"\"", "\"a,b\"", "\"\"\"\"", "\"l\nm\"", "\"l\r\nm\rn\"", "张三", "y\"z", " ", "\"é\"\"\"", "0"};
    constexpr std::array<std::string_view, 3> ends{"\n", "\r", "\r\n"};
    std::mt19937 random(5);
    for (int i = 0; i < 3'000; ++i) {
        std::string text = "a,b,c\n";
        for (std::size_t row = random() % 12; row > 0; --row) {
            const std::size_t fields = random() % 6 == 0 ? random() % 5 : 3;
            for (std::size_t field = 0; field < fields; ++field) {
                if (field > 0) text += ',';
                text += cells[random() % cells.size()];
            }
            text += ends[random() % ends.size()];
        }
        ASSERT_EQ(read_csv_text(text), SlowCsv::read(text)) << testing::PrintToString(text);
    }
}

/// Rows beyond 64 bytes, and beyond what is read by masks, nearly all of them ordinary.
TEST(CsvReader, AgreesWithThePlainReaderOnLongRandomRows) {
    std::mt19937 random(8);
    const auto repeated = [&](std::string_view piece) {
        std::string text;
        const std::size_t length = random() % (random() % 40 == 0 ? 5000 : 90);
        while (text.size() < length) text += piece;
        return text;
    };
    constexpr std::array<std::string_view, 4> odd{"y\"z", "\"l\nm\"", "\"a\"\"b\"", "'=1"};
    constexpr std::array<std::string_view, 3> ends{"\n", "\r\n", "\n"};
    for (int i = 0; i < 3'000; ++i) {
        std::string text = "a,b,c\n";
        for (std::size_t row = random() % 12; row > 0; --row) {
            for (std::size_t field = 0; field < 3; ++field) {
                if (field > 0) text += ',';
                if (random() % 60 == 0) {
                    text += odd[random() % odd.size()];
                } else if (random() % 2 == 0) {
                    text += '"' + repeated(random() % 9 == 0 ? "张" : "a, b") + '"';
                } else {
                    text += repeated(random() % 9 == 0 ? "é" : "w");
                }
            }
            text += random() % 50 == 0 ? "\r" : ends[random() % ends.size()];
        }
        if (random() % 4 == 0) text.pop_back();
        if (random() % 20 == 0 && !text.empty()) text[random() % text.size()] = "\0\xFF\","[random() % 4];
        ASSERT_EQ(read_csv_text(text), SlowCsv::read(text)) << testing::PrintToString(text);
    }
}

TEST(CsvReader, LimitsOfOrdinaryRowsAreExact) {
    CsvOptions options;
    const std::string cell(300, 'w');
    options.limits.field_bytes = 300;
    options.limits.row_bytes = 604;
    options.limits.columns = 3;
    const std::string head = "a,b,c\n";
    EXPECT_EQ(read_csv_text(head + cell + ",\"" + cell + "\",\n", options).rows.size(), 1U);
    EXPECT_EQ(read_csv_text(head + cell + ",1," + cell + "\n", options).rows.size(), 1U);
    EXPECT_EQ(read_csv_text(head + cell + ",\"" + cell + "\",1\n", options).refused, "row_too_long");
    EXPECT_EQ(read_csv_text(head + cell + "w,1,1\n", options).refused, "field_too_long");
    EXPECT_EQ(read_csv_text(head + "1,1,1,1\n", options).refused, "too_many_columns");
}

TEST(CsvMasks, AreThoseMadeByteByByte) {
    std::mt19937 random(3);
    constexpr std::string_view bytes = "\",\r\n\0'a\x80\xFF";
    for (int i = 0; i < 1000; ++i) {
        std::array<char, 3 * CsvMasks::bytes> text{};
        for (char& c : text) c = random() % 3 == 0 ? bytes[random() % bytes.size()] : static_cast<char>(random());
        for (const Vectors vectors : {Vectors::common, Vectors::avx2}) {
            if (vectors > widest_vectors()) continue;
            std::array<CsvMasks, 3> found{};
            csv_masks(text.data(), found, vectors);
            for (std::size_t k = 0; k < found.size(); ++k)
                ASSERT_EQ(found[k], csv_masks_plainly(text.data() + k * CsvMasks::bytes));
        }
    }
}

TEST(CsvMasks, AreClippedToTheFirstBytes) {
    std::string text(CsvMasks::bytes, '"');
    const CsvMasks all = csv_masks_plainly(text.data());
    EXPECT_EQ(all.quotes, ~std::uint64_t{0});
    for (std::size_t count = 0; count < CsvMasks::bytes; ++count) {
        CsvMasks front = all;
        front.clip(count);
        EXPECT_EQ(front.quotes, (std::uint64_t{1} << count) - 1);
        EXPECT_EQ(front.parity, all.parity & front.quotes);
    }
    CsvMasks whole = all;
    whole.clip(CsvMasks::bytes);
    EXPECT_EQ(whole, all);
}

TEST(CsvMasks, QuotesMayStandAnywhereInABlock) {
    constexpr std::array<std::string_view, 8> rows{"\"y\"z,1\n", "y\"\",\"\"\n", "\"y\",1\n",  "\"y\"\"z\",1\n",
                                                   ",\"\"\n",    ",\"y,\"\n",    ",z\"y,\"\n", ",\"y\"\r\n"};
    for (const std::string_view row : rows) {
        for (std::size_t before = 0; before < 2 * CsvMasks::bytes; ++before) {
            std::string text = "a,b\n1,2\n" + std::string(before, 'x');
            text += row;
            text += "3,4\n";
            ASSERT_EQ(read_csv_text(text), SlowCsv::read(text)) << testing::PrintToString(text);
        }
    }
}

TEST(CsvBlocks, RandomBytesAcrossAnEdgeAreReadAsThePlainReaderDoes) {
    const TemporaryFolder folder;
    std::mt19937 random(41);
    for (int i = 0; i < 60; ++i) {
        const std::string text = filler(block - random() % 30) + soup(random, 60);
        expect_same(folder, text, testing::PrintToString(text.substr(block - 40)));
        if (HasFatalFailure()) return;
    }
}

TEST(CsvBlocks, RandomBytesAreReadTheSameInBlocksOfAnySize) {
    const TemporaryFolder folder;
    std::mt19937 random(42);
    for (int i = 0; i < 300; ++i) {
        const std::string text = "a,b\n" + soup(random, 60);
        CsvOptions options;
        options.block_bytes = random() % 40; // none at all counts as one
        for (const Encoding encoding : {Encoding::utf8, Encoding::detect}) {
            options.encoding = encoding;
            ASSERT_EQ(read_csv(folder.write("t.csv", text), options), read_csv_text(text, options))
                << options.block_bytes << " " << testing::PrintToString(text);
        }
        ASSERT_TRUE(read_csv(folder / "t.csv") == SlowCsv::read(text)) << testing::PrintToString(text);
    }
}

} // namespace
} // namespace jifen
