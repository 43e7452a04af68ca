#include "jifen/core/period.hpp"

#include "jifen/core/gregorian.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace jifen {
namespace {

constexpr Period finest_to_year[] = {Period::day,     Period::week, Period::month,
                                     Period::quarter, Period::half, Period::year};

Day day(const char* text) { return *Day::parse(text); }

TEST(Period, NumbersAndDaysAgreeForEveryDayAndKind) {
    const Day first = day("1900-01-01");
    const Day last = day("2199-12-31");
    for (const Period period : finest_to_year) {
        std::int32_t before = period_number(period, first);
        Span days = period_days(period, before);
        for (Day at = first; at <= last; at = at.plus(1)) {
            const std::int32_t number = period_number(period, at);
            if (number != before) {
                // Monotone and without a gap: the next period starts on the day after the last one's end.
                ASSERT_EQ(number, before + 1) << to_string(period) << ' ' << to_string(at);
                ASSERT_EQ(days.until, at);
                days = period_days(period, number);
                ASSERT_EQ(days.from, at);
                before = number;
            }
            ASSERT_TRUE(days.contains(at)) << to_string(period) << ' ' << to_string(at);
        }
        EXPECT_GT(days.until, last);
        EXPECT_EQ(period_number(Period::window, last), 0);
    }
}

TEST(Period, OfMonthsStartsOnTheFirstOfTheRightMonths) {
    for (Day at = day("1900-01-01"); at <= day("2199-12-31"); at = at.plus(1)) {
        const CivilDate date = at.civil();
        if (date.day != 1) continue;
        const auto starts = [&](Period period) { return period_days(period, period_number(period, at)).from == at; };
        ASSERT_TRUE(starts(Period::month));
        ASSERT_EQ(starts(Period::quarter), date.month % 3 == 1);
        ASSERT_EQ(starts(Period::half), date.month % 6 == 1);
        ASSERT_EQ(starts(Period::year), date.month == 1);
    }
}

TEST(Period, WeeksAreIsoWeeksFromMonday) {
    for (Day at = day("1900-01-01"); at <= day("2199-12-31"); at = at.plus(1)) {
        const auto date = to_gregorian(at);
        const Span week = period_days(Period::week, period_number(Period::week, at));
        ASSERT_EQ(week.days(), 7);
        ASSERT_EQ(to_gregorian(week.from).day_of_week().as_number(), 1) << to_string(at);
        // The ISO week belongs to the year of its Thursday and is numbered from there.
        const Day thursday = week.from.plus(3);
        const std::int32_t number = 1 + (to_gregorian(thursday).day_of_year() - 1) / 7;
        ASSERT_EQ(number, date.week_number()) << to_string(at);
    }
}

TEST(Period, WeeksAreThoseOfTheIsoCalendarExamples) {
    // Year, week and weekday as in python/cpython Lib/test/datetimetester.py.
    struct Example {
        const char* day;
        int year, week, weekday;
    };
    const Example examples[] = {{"2003-12-22", 2003, 52, 1}, {"2003-12-29", 2004, 1, 1},  {"2004-01-05", 2004, 2, 1},
                                {"2009-12-28", 2009, 53, 1}, {"2010-01-04", 2010, 1, 1},  {"2020-01-01", 2020, 1, 3},
                                {"2019-12-31", 2020, 1, 2},  {"2019-12-29", 2019, 52, 7}, {"2010-01-01", 2009, 53, 5},
                                {"2016-01-01", 2015, 53, 5}};
    for (const Example& example : examples) {
        const Day at = day(example.day);
        const Span week = period_days(Period::week, period_number(Period::week, at));
        const Day thursday = week.from.plus(3);
        EXPECT_EQ(thursday.civil().year, example.year) << example.day;
        EXPECT_EQ(1 + days_between(*Day::from_civil(example.year, 1, 1), thursday) / 7, example.week) << example.day;
        EXPECT_EQ(days_between(week.from, at) + 1, example.weekday) << example.day;
    }
}

TEST(Period, YearsWith53IsoWeeksAreThoseOfTheIsoCalendar) {
    // Offsets from 2000 as in python/cpython Lib/test/datetimetester.py.
    const std::vector<int> long_years{4, 9, 15, 20, 26, 32, 37, 43, 48, 54, 60, 65, 71, 76, 82, 88, 93, 99};
    std::vector<int> found;
    for (int year = 2000; year < 2100; ++year) {
        // 4 January always lies in week 1.
        const auto first_week = [](int y) { return period_number(Period::week, *Day::from_civil(y, 1, 4)); };
        const int weeks = first_week(year + 1) - first_week(year);
        ASSERT_TRUE(weeks == 52 || weeks == 53);
        if (weeks == 53) found.push_back(year - 2000);
    }
    EXPECT_EQ(found, long_years);
}

TEST(Period, OfTheLastDayEndsAfterIt) {
    const Day last = day("2199-12-31");
    for (const Period period : {Period::day, Period::month, Period::quarter, Period::half, Period::year})
        EXPECT_EQ(period_days(period, period_number(period, last)).until, last.plus(1)) << to_string(period);
    EXPECT_EQ(period_days(Period::week, period_number(Period::week, last)).from, day("2199-12-30"));
}

TEST(Period, NamesReadBackAndOthersAreRefused) {
    for (const Period period : all_periods) EXPECT_EQ(parse_period(to_string(period)), period);
    for (const char* text : {"", "Day", "days", "weeks", "month ", "decade", "年"})
        EXPECT_EQ(parse_period(text), std::nullopt) << text;
}

/// Does every period of the fine kind lie in one of the coarse kind? Asked of every day instead of the rule.
bool nests_in_the_calendar(Period fine, Period coarse) {
    for (Day at = day("2000-01-01"); at <= day("2027-12-31"); at = at.plus(1)) {
        const Day next = at.plus(1);
        const bool same_fine = period_number(fine, at) == period_number(fine, next);
        if (same_fine && period_number(coarse, at) != period_number(coarse, next)) return false;
    }
    return true;
}

TEST(Period, NestsExactlyWhereTheCalendarDoes) {
    for (const Period fine : all_periods) {
        for (const Period coarse : all_periods)
            EXPECT_EQ(nests(fine, coarse), nests_in_the_calendar(fine, coarse))
                << to_string(fine) << " in " << to_string(coarse);
    }
    static_assert(nests(Period::day, Period::week) && nests(Period::week, Period::window));
    static_assert(!nests(Period::week, Period::year) && !nests(Period::month, Period::week));
    static_assert(!nests(Period::year, Period::half) && nests(Period::half, Period::half));
}

TEST(Period, MonthsBeforeADayEndWhereTheMonthDoes) {
    const auto before = [](std::string_view day, std::int32_t months) {
        return to_string(months_before(*Day::parse(day), months));
    };
    EXPECT_EQ(before("2023-05-31", 0), "2023-05-31");
    EXPECT_EQ(before("2023-05-31", 1), "2023-04-30");
    EXPECT_EQ(before("2024-05-30", 3), "2024-02-29");
    EXPECT_EQ(before("2023-03-15", 3), "2022-12-15");
    EXPECT_EQ(before("1900-01-31", 0), "1900-01-31");
    EXPECT_EQ(months_before(*Day::parse("1900-12-31"), 12), Day::always());
    EXPECT_EQ(months_before(*Day::parse("2199-12-31"), 0x7FFFFFFF), Day::always());
}

} // namespace
} // namespace jifen
