#include "core/large_array.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

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

TEST(LargeArray, OfMoreThanThereIsIsBadAlloc) {
    EXPECT_THROW(LargeArray<std::uint64_t>(std::numeric_limits<std::size_t>::max() / 2), std::bad_alloc);
}

} // namespace
} // namespace jifen
