#include "jifen/core/number_table.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace jifen {
namespace {

constexpr std::uint32_t absent = NumberTable::absent;

/// Numbers under hashes of the test's choice.
struct Hashed {
    std::uint32_t& add(std::uint32_t number) {
        return table.add(hashes[number], [&](std::uint32_t other) { return other == number; });
    }
    [[nodiscard]] std::uint32_t find(std::uint32_t number) const {
        return table.find(hashes[number], [&](std::uint32_t other) { return other == number; });
    }
    std::vector<std::uint32_t> hashes;
    NumberTable table;
};

TEST(NumberTable, FindsNothingWhenEmpty) {
    const Hashed hashed{{0}, {}};
    EXPECT_EQ(hashed.find(0), absent);
}

TEST(NumberTable, TellsNumbersOfOneHashApart) {
    // All at the last place, so that the search goes on from the first.
    Hashed hashed{std::vector<std::uint32_t>(1000, std::numeric_limits<std::uint32_t>::max()), {}};
    for (std::uint32_t n = 0; n < 1000; ++n) {
        EXPECT_EQ(hashed.find(n), absent);
        std::uint32_t& added = hashed.add(n);
        EXPECT_EQ(added, absent);
        added = n;
    }
    for (std::uint32_t n = 0; n < 1000; ++n) EXPECT_EQ(hashed.find(n), n);
}

TEST(NumberTable, KeepsWhatItHoldsWhenRoomIsMade) {
    Hashed hashed;
    for (std::uint32_t n = 0; n < 5000; ++n) hashed.hashes.push_back(n * 2'654'435'761U);
    for (std::uint32_t n = 0; n < 100; ++n) hashed.add(n) = n;
    hashed.table.reserve(5000);
    hashed.table.reserve(10);
    for (std::uint32_t n = 0; n < 5000; ++n) {
        EXPECT_EQ(hashed.find(n), n < 100 ? n : absent);
        hashed.add(n) = n;
    }
    for (std::uint32_t n = 0; n < 5000; ++n) EXPECT_EQ(hashed.find(n), n);
}

TEST(NumberTable, GivesTheNumberToBeChanged) {
    Hashed hashed{{5, 5}, {}};
    const auto any = [](std::uint32_t) { return true; };
    hashed.table.add(5, any) = 0;
    hashed.table.add(5, any) = 1;
    EXPECT_EQ(hashed.table.find(5, any), 1U);
    EXPECT_EQ(hashed.find(0), absent);
}

TEST(NumberTable, HashesByTheText) {
    EXPECT_EQ(NumberTable::hash_of("E1"), NumberTable::hash_of(std::string("E") + "1"));
    EXPECT_NE(NumberTable::hash_of("E1"), NumberTable::hash_of("E2"));
}

} // namespace
} // namespace jifen
