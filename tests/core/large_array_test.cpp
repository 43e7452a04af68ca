#include "core/large_array.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace jifen {
namespace {

TEST(LargeArray, HoldsWhatIsWrittenFromEndToEnd) {
    constexpr std::size_t page = large_page / sizeof(std::uint32_t);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, page - 1, page, page + 1, 3 * page + 5}) {
        LargeArray<std::uint32_t> array(size);
        for (std::size_t i = 0; i < size; ++i) array.data()[i] = static_cast<std::uint32_t>(i * 7);
        for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(array.data()[i], i * 7) << size;
        if (size >= page) {
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.data()) % large_page, 0U) << size;
        }
    }
}

TEST(LargeArray, AVectorResizedLargelyHasItsOldAndItsNewValues) {
    std::vector<std::uint16_t> values(5, 3);
    constexpr std::size_t size = 3 * large_page / sizeof(std::uint16_t) + 1;
    resize_largely(values, size);
    ASSERT_EQ(values.size(), size);
    EXPECT_EQ(std::count(values.begin(), values.end(), 3), 5);
    EXPECT_EQ(std::count(values.begin(), values.end(), 0), static_cast<std::ptrdiff_t>(size) - 5);
    resize_largely(values, 2);
    EXPECT_EQ(values, (std::vector<std::uint16_t>{3, 3}));
}

TEST(LargeArray, OfMoreThanThereIsIsBadAlloc) {
    EXPECT_THROW(LargeArray<std::uint64_t>(std::numeric_limits<std::size_t>::max() / 2), std::bad_alloc);
}

} // namespace
} // namespace jifen
