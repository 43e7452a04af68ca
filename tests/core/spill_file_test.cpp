#include "jifen/core/spill_file.hpp"

#include "jifen/core/file_error.hpp"
#include "jifen/core/packed_texts.hpp"
#include "support/disk_of.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

TEST(SpillFile, KeepsEveryPieceWhetherItsMemoryIsThereOrNot) {
    const TemporaryFolder folder;
    SpillFile file(folder.path());
    std::vector<std::pair<unsigned char*, std::size_t>> pieces;
    // Among them some of no byte, and some larger than what is mapped at a time.
    for (const std::size_t size : {1U, 0U, 17U, 4096U, 40'000'000U, 3U, 300'000'000U, 5U, 1'000'000U, 1'000'000U}) {
        unsigned char* const piece = file.add(size);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(piece) % alignof(std::uint64_t), 0U);
        if (size > 0) {
            piece[0] = static_cast<unsigned char>(pieces.size() + 1);
            piece[size - 1] = static_cast<unsigned char>(pieces.size() + 1);
        }
        pieces.emplace_back(piece, size);
        file.leave();
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto [piece, size] = pieces[i];
        if (size == 0) continue;
        EXPECT_EQ(piece[0], i + 1);
        EXPECT_EQ(piece[size - 1], i + 1);
        file.done_with(size);
    }
    EXPECT_GE(file.size(), 342'000'000U);
}

TEST(SpillFile, HasNoName) {
    const TemporaryFolder folder;
    SpillFile file(folder.path());
    (void)file.add(10);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SpillFile, SaysWhichFolderTakesNoFile) {
    const TemporaryFolder folder;
    try {
        const SpillFile file(folder / "not there");
        FAIL() << "taken";
    } catch (const FileError& error) {
        EXPECT_EQ(error.path(), folder / "not there");
        EXPECT_EQ(error.reason(), std::errc::no_such_file_or_directory);
        EXPECT_NE(std::string(error.what()).find("room for the ledger"), std::string::npos) << error.what();
    }
}

TEST(SpillFile, ThatMayNotGrowIsAnErrorAndKeepsWhatItHas) {
    const TemporaryFolder folder;
    SpillFile file(folder.path());
    unsigned char* const piece = file.add(100);
    std::memset(piece, 7, 100);
    const std::uint64_t size = file.size();
    {
        const DiskOf disk(size);
        EXPECT_THROW((void)file.add(static_cast<std::size_t>(size)), FileError);
    }
    EXPECT_EQ(file.size(), size);
    EXPECT_EQ(piece[99], 7);
    unsigned char* const next = file.add(static_cast<std::size_t>(size));
    next[size - 1] = 9;
    EXPECT_EQ(piece[0], 7);
}

TEST(SpillFile, HoldsColumnsAndTextsAsMemoryDoes) {
    const TemporaryFolder folder;
    SpillFile file(folder.path());
    PackedWriter<std::int64_t> numbers(&file);
    PackedTextsWriter texts(&file);
    for (std::int64_t i = 0; i < 10'000; ++i) {
        numbers.add(i * i * i);
        texts.add(std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i));
    }
    const PackedColumn<std::int64_t> column = numbers.take();
    const PackedTexts kept = texts.take();
    file.leave();
    for (std::size_t i = 0; i < 10'000; ++i) {
        const auto number = static_cast<std::int64_t>(i);
        ASSERT_EQ(column[i], number * number * number);
        ASSERT_EQ(kept[i], std::string(i % 40, 'x') + std::to_string(i));
    }
    // Both writers begin anew, and still spill.
    const std::uint64_t before = file.size();
    for (std::int64_t i = 0; i < 300'000; ++i) numbers.add(i * i * i);
    EXPECT_EQ(numbers.take()[299'999], std::int64_t{299'999} * 299'999 * 299'999);
    EXPECT_GT(file.size(), before);
}

} // namespace
} // namespace jifen
