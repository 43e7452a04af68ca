#include "synthetic/csv_rows.hpp"

#include <gtest/gtest.h>

namespace jifen::synthetic {
namespace {

TEST(DayTexts, SayWhatEveryDayIsInsideAndOutside) {
    const DayTexts days(Day(19'000), Day(19'003));
    std::deque<std::string> others;
    for (const Day day : {Day(-40'000), Day(18'999), Day(19'000), Day(19'002), Day(19'003), Day(40'000)})
        EXPECT_EQ(days.of(day, others), to_string(day));
    EXPECT_EQ(days.of(Day::always(), others), "");
    EXPECT_EQ(days.of(Day::never_ends(), others), "");
    EXPECT_EQ(others.size(), 4U);
}

// Cells of every length, so that each way of putting one is taken, and memory grows anywhere in a row.
TEST(CsvRows, HaveTheirCellsBetweenCommasHoweverLong) {
    const DayTexts days(Day(19'000), Day(19'003));
    CsvRows rows(days);
    for (int twice = 0; twice < 2; ++twice) {
        std::string expected;
        rows.clear();
        for (std::size_t length = 0; length < 300; ++length) {
            std::string cell;
            for (std::size_t i = 0; i < length; ++i) cell += static_cast<char>('a' + (i + length) % 26);
            rows.add(cell, Day(19'001), Day(18'000), Day::always(), Day(30'000), cell);
            expected += cell + ",2022-01-09,2019-04-14,,2052-02-20," + cell + "\n";
        }
        EXPECT_EQ(rows.text(), expected);
    }
}

} // namespace
} // namespace jifen::synthetic
