#include "jifen/core/error.hpp"
#include "jifen/tables/csv_writer.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

/// CsvWriter writes in blocks of a megabyte; what comes to the disk must not show it, and what the disk says must come
/// back.

namespace jifen {
namespace {

TEST(CsvWriterBlocks, LinesBeyondABlockAreWrittenOnce) {
    const TemporaryFolder folder;
    const std::string line = std::string(999, 'x') + '\n';
    std::string expected;
    CsvWriter writer(folder / "t.csv");
    for (int i = 0; i < 2500; ++i) {
        writer.lines(line);
        expected += line;
        if (i % 100 != 0) continue;
        const std::string many(static_cast<std::size_t>(i) * 100, 'y'); // as it is, from some size on
        writer.lines(many);
        expected += many;
    }
    writer.close();
    EXPECT_TRUE(folder.read("t.csv") == expected);
}

TEST(CsvWriterBlocks, AFullDiskIsSaidAtTheBlockThatDoesNotFit) {
    CsvWriter writer("/dev/full");
    const std::string piece(50'000, 'x');
    for (int i = 0; i < 20; ++i) writer.lines(piece);
    EXPECT_THROW(writer.lines(piece), Error);
    CsvWriter at_once("/dev/full");
    EXPECT_THROW(at_once.lines(std::string(700'000, 'x')), Error);
}

TEST(CsvWriterBlocks, ARowWithoutCellsIsAnEmptyLine) {
    const TemporaryFolder folder;
    CsvWriter writer(folder / "t.csv");
    writer.end_row();
    writer.plain("x").end_row();
    writer.close();
    EXPECT_EQ(folder.read("t.csv"), "\nx\n");
}

TEST(CsvWriterBlocks, AWriterMovedOntoItselfGoesOn) {
    const TemporaryFolder folder;
    CsvWriter writer(folder / "t.csv");
    writer.plain("x");
    CsvWriter& same = writer;
    writer = std::move(same);
    writer.plain("y").end_row();
    writer.close();
    EXPECT_EQ(folder.read("t.csv"), "x,y\n");
}

} // namespace
} // namespace jifen
