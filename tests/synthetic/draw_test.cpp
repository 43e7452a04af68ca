#include "synthetic/draw.hpp"

#include "synthetic/id_text.hpp"
#include "synthetic/layout.hpp"

#include <boost/random/uniform_int_distribution.hpp>
#include <gtest/gtest.h>

#include <string>

namespace jifen::synthetic {
namespace {

TEST(Draw, BelowACountIsWhatBoostDraws) {
    for (const std::uint32_t count : {1U, 2U, 3U, 7U, 1000U, 1023U, 65'536U, 3'000'000'000U, 4'294'967'294U,
                                      2'147'483'648U, 2'147'483'649U, 4'294'967'295U}) {
        CounterRng ours(5, 1, count), theirs(5, 1, count);
        boost::random::uniform_int_distribution<std::uint32_t> uniform(0, count - 1);
        for (int i = 0; i < 1000; ++i) ASSERT_EQ(below(ours, count), uniform(theirs)) << count;
        EXPECT_EQ(ours(), theirs()) << count << ": as many words were drawn";
    }
}

// Across every carry, of ids of eight digits and of more.
TEST(RowIds, AreTheIdOfEachRowInTurn) {
    for (const double scale : {0.1, 5.0}) {
        const Layout layout(1, scale);
        const std::uint32_t last_grid = layout.totals.grids - 1;
        for (const std::uint32_t grid : {0U, last_grid}) {
            RowIds ids(layout, 'E', grid);
            for (std::uint32_t row = 1; row < 10'000; ++row) {
                ASSERT_EQ(ids.next().view(), layout.row_id('E', grid, row).view());
                ASSERT_EQ(ids.last().view(), layout.row_id('E', grid, row).view());
            }
        }
    }
}

TEST(IdText, HasItsNumberWithLeadingZerosOrWhole) {
    EXPECT_EQ(IdText('P', 42, 5).view(), "P00042");
    EXPECT_EQ(IdText('P', 99'999, 5).view(), "P99999");
    EXPECT_EQ(IdText('P', 100'000, 5).view(), "P100000");
    EXPECT_EQ(IdText('G', 0, 1).view(), "G0");
    EXPECT_EQ(IdText('E', 18'446'744'073'709'551'615U, 3).view(), "E18446744073709551615");
    IdText text('A', 7, 2);
    text.add('-');
    text.add(1941, 4);
    EXPECT_EQ(text.view(), "A07-1941");
    text.add(0, 0);
    EXPECT_EQ(text.view(), "A07-1941");
    text.add(12'345'678, 8);
    text.add(999, 8);
    text.add(42, 7); // the last that begins where eight digits still fit, or not
    EXPECT_EQ(text.view(), "A07-194112345678000009990000042");
}

} // namespace
} // namespace jifen::synthetic
