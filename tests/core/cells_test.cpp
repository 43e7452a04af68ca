#include "jifen/core/cells.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

namespace jifen {
namespace {

constexpr std::size_t large_page = std::size_t{2} << 20U;

TEST(Cells, KeepTheirValuesWhileTheyGrow) {
    Cells<std::uint32_t> cells;
    constexpr std::uint32_t count = 3 * large_page / sizeof(std::uint32_t);
    for (std::uint32_t i = 0; i < count; ++i) cells.push_back(i);
    cells.resize(count + 5);
    std::fill(cells.begin() + count, cells.end(), 7U);
    for (std::uint32_t i = 0; i < count; ++i) ASSERT_EQ(cells[i], i);
    const Cells<std::uint32_t> copy = cells;
    EXPECT_EQ(copy, cells);
    EXPECT_EQ(copy.back(), 7U);
}

TEST(Cells, ThatFillALargePageBeginAtOne) {
    const Cells<std::uint8_t> cells(large_page);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(cells.data()) % large_page, 0U);
}

TEST(Cells, AreSetWhereAValueIsGiven) {
    Cells<std::int64_t> cells(1000, -3);
    cells.resize(5000, 4);
    EXPECT_EQ(std::count(cells.begin(), cells.end(), -3), 1000);
    EXPECT_EQ(std::count(cells.begin(), cells.end(), 4), 4000);
}

TEST(Cells, MoreThanThereIsMemoryForIsBadAlloc) {
    constexpr std::size_t count = std::numeric_limits<std::size_t>::max() / sizeof(std::uint64_t) + 1;
    EXPECT_THROW(static_cast<void>(CellAllocator<std::uint64_t>().allocate(count)), std::bad_array_new_length);
}

/// With nothing kept at its beginning and end, and the usual limit in between.
class KeptMemory : public testing::Test {
protected:
    KeptMemory() {
        keep_memory(0);
        keep_memory(usual);
    }
    ~KeptMemory() override { keep_memory(usual); }

    static constexpr std::size_t usual = std::size_t{256} << 20U;
    static constexpr std::size_t bytes = 3 * large_page;
};

TEST_F(KeptMemory, IsGivenToTheNextOfThatSize) {
    void* const first = allocate_cells(bytes);
    void* const other = allocate_cells(bytes); // so that the system would not give the same address again by chance
    free_cells(first, bytes);
    void* const next = allocate_cells(bytes);
    EXPECT_EQ(next, first);
    void* const larger = allocate_cells(2 * bytes);
    EXPECT_NE(larger, other);
    free_cells(next, bytes);
    free_cells(other, bytes);
    free_cells(larger, 2 * bytes);
}

TEST_F(KeptMemory, HoldsWhatIsWrittenAgain) {
    for (int round = 0; round < 3; ++round) {
        for (const std::size_t size : {std::size_t{100'000}, std::size_t{200'000}, bytes, bytes + 1}) {
            Cells<std::uint8_t> cells(size);
            std::fill(cells.begin(), cells.end(), static_cast<std::uint8_t>(round + 1));
            EXPECT_EQ(std::count(cells.begin(), cells.end(), round + 1), static_cast<std::ptrdiff_t>(size));
        }
    }
}

TEST_F(KeptMemory, OfTheOldestIsFreedFirst) {
    keep_memory(2 * bytes);
    std::array<void*, 3> blocks{};
    for (void*& block : blocks) block = allocate_cells(bytes);
    for (void* const block : blocks) free_cells(block, bytes);
    EXPECT_EQ(allocate_cells(bytes), blocks[2]); // the one freed last
    EXPECT_EQ(allocate_cells(bytes), blocks[1]);
    for (const std::size_t at : {std::size_t{1}, std::size_t{2}}) free_cells(blocks[at], bytes);
}

TEST_F(KeptMemory, IsUsedByManyThreads) {
    std::vector<std::jthread> threads;
    for (std::uint8_t t = 1; t <= 4; ++t) {
        threads.emplace_back([t] {
            for (std::size_t round = 0; round < 200; ++round) {
                Cells<std::uint8_t> cells(200'000 + round % 3 * 500'000);
                std::fill(cells.begin(), cells.end(), t);
                ASSERT_EQ(std::count(cells.begin(), cells.end(), t), static_cast<std::ptrdiff_t>(cells.size()));
                if (round % 50 == 0) keep_memory(round % 100 == 0 ? 0 : usual);
            }
        });
    }
}

} // namespace
} // namespace jifen
