#include "jifen/core/cells.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>

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

} // namespace
} // namespace jifen
