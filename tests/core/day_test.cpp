#include "jifen/core/day.hpp"

#include "jifen/core/gregorian.hpp"

#include <boost/date_time/gregorian/formatters.hpp>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace jifen {
namespace {

static_assert(!std::is_convertible_v<int, Day>);
static_assert(!Day::always().is_finite() && !Day::never_ends().is_finite() && Day().is_finite());
static_assert(Day::always() < Day(std::numeric_limits<std::int32_t>::min() + 1) && Day(0) < Day::never_ends());

TEST(Day, AgreesWithBoostOnEveryDayFrom1900To2199) {
    const boost::gregorian::date epoch(1970, 1, 1);
    boost::gregorian::date date(1900, 1, 1);
    const boost::gregorian::date end(2200, 1, 1);
    int days = 0;
    for (; date < end; date += boost::gregorian::days(1), ++days) {
        const auto day = Day::from_civil(date.year(), date.month(), date.day());
        ASSERT_TRUE(day);
        ASSERT_EQ(day->number(), (date - epoch).days());
        ASSERT_EQ(day->civil(), (CivilDate{date.year(), date.month(), date.day()}));
        ASSERT_EQ(to_string(*day), boost::gregorian::to_iso_extended_string(date));
        ASSERT_EQ(Day::parse(to_string(*day)), day);
        ASSERT_EQ(to_gregorian(*day), date);
        ASSERT_EQ(from_gregorian(date), day);
        const auto [year, month, number] = day->civil();
        const auto parts = [&](const char* a, const char* b, const char* c) {
            return std::to_string(year) + a + std::to_string(month) + b + std::to_string(number) + c;
        };
        ASSERT_EQ(Day::parse(parts("/", "/", "")), day);
        ASSERT_EQ(Day::parse(parts("年", "月", "日")), day);
    }
    EXPECT_EQ(days, 109'573);
}

TEST(Day, OfAnotherMonthLengthOrYearIsRefused) {
    for (int year = 1890; year <= 2210; ++year) {
        for (unsigned month = 0; month <= 14; ++month) {
            for (unsigned number = 0; number <= 33; ++number) {
                bool exists = year >= 1900 && year <= 2199;
                try {
                    const boost::gregorian::date date(static_cast<unsigned short>(year),
                                                      static_cast<unsigned short>(month),
                                                      static_cast<unsigned short>(number));
                } catch (const std::out_of_range&) {
                    exists = false;
                }
                if (number < 28 && number > 1 && month > 1 && month < 12) continue; // throwing is slow; edges suffice
                ASSERT_EQ(Day::from_civil(year, month, number).has_value(), exists)
                    << year << ' ' << month << ' ' << number;
            }
        }
        if (year == 1910) year = 2090;
    }
}

TEST(Day, NumbersTooLargeForAByteAreNotTakenForSmallOnes) {
    EXPECT_EQ(Day::from_civil(2023, 257, 1), std::nullopt);
    EXPECT_EQ(Day::from_civil(2023, 1, 257), std::nullopt);
    EXPECT_EQ(Day::from_civil(2023, 0x80000001U, 0x80000001U), std::nullopt);
    EXPECT_EQ(Day::from_civil(2023 + 65536, 1, 1), std::nullopt);
    EXPECT_EQ(Day::from_civil(-1, 1, 1), std::nullopt);
}

TEST(Day, ThirtiethOfFebruaryIsRefused) {
    // The valid and invalid days are those of python/cpython Lib/test/datetimetester.py.
    for (const char* text : {"2024-02-29", "2000-02-29"}) EXPECT_TRUE(Day::parse(text)) << text;
    for (const char* text : {"2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-13-01", "2024-00-10",
                             "2024-04-31", "2023-02-30", "2024/2/30", "2023年2月29日", "2024-01-00", "2024-01-32"})
        EXPECT_EQ(Day::parse(text), std::nullopt) << text;
}

TEST(Day, IsReadInExactlyThreeForms) {
    const auto day = Day::from_civil(2023, 4, 5);
    for (const char* text : {"2023-04-05", "2023/4/5", "2023/04/05", "2023/4/05", "2023年4月5日", "2023年04月05日"})
        EXPECT_EQ(Day::parse(text), day) << text;
}

TEST(Day, InAnyOtherFormIsRefused) {
    const std::vector<std::string> texts{"",
                                         " ",
                                         "2023",
                                         "2023-04",
                                         "2023-4-5",
                                         "2023-04-5",
                                         "2023-4-05",
                                         "20230405",
                                         "23-04-05",
                                         "2023.04.05",
                                         "2023-04/05",
                                         "2023/4-5",
                                         "2023年4月5",
                                         "2023年4月",
                                         "2023年4/5",
                                         "2023/4/5日",
                                         " 2023-04-05",
                                         "2023-04-05 ",
                                         "2023-04-05T00",
                                         "2023-04-05\n",
                                         "-2023-04-05",
                                         "+2023-04-05",
                                         "2023-04-005",
                                         "2023/004/5",
                                         "02023-04-05",
                                         "2023/4/",
                                         "2023//5",
                                         "2023-04-",
                                         "２023-04-05",
                                         "2023－04－05",
                                         "2023年４月5日",
                                         "2023-0x-05",
                                         "0000-00-00",
                                         "9999-12-31",
                                         "1899-12-31",
                                         "2200-01-01",
                                         "45658",
                                         "2024-06-30T24:00:00",
                                         "04/05/2023",
                                         "5 Apr 2023",
                                         std::string("2023-04-05\0", 11)};
    for (const std::string& text : texts) EXPECT_EQ(Day::parse(text), std::nullopt) << text;
}

TEST(Day, RangeEndsWhereTheSpecSays) {
    EXPECT_TRUE(Day::parse("1900-01-01"));
    EXPECT_TRUE(Day::parse("2199-12-31"));
    EXPECT_EQ(days_between(*Day::parse("1900-01-01"), *Day::parse("2199-12-31")), 109'572);
}

TEST(Day, OpenEndsAreWrittenAsNothing) {
    EXPECT_EQ(to_string(Day::always()), "");
    EXPECT_EQ(to_string(Day::never_ends()), "");
    std::string out = "on ";
    append_day(out, *Day::parse("2023/4/5"));
    EXPECT_EQ(out, "on 2023-04-05");
}

TEST(Day, FromBoostRefusesSpecialValuesAndOtherCenturies) {
    using boost::gregorian::date;
    EXPECT_EQ(from_gregorian(date(boost::date_time::not_a_date_time)), std::nullopt);
    EXPECT_EQ(from_gregorian(date(boost::date_time::pos_infin)), std::nullopt);
    EXPECT_EQ(from_gregorian(date(boost::date_time::neg_infin)), std::nullopt);
    EXPECT_EQ(from_gregorian(date(1899, 12, 31)), std::nullopt);
    EXPECT_EQ(from_gregorian(date(2200, 1, 1)), std::nullopt);
    EXPECT_EQ(from_gregorian(date(1400, 1, 1)), std::nullopt);
}

TEST(Day, ReachesFromTheFirstToTheLastOfThem) {
    EXPECT_EQ(Day::first(), *Day::from_civil(1900, 1, 1));
    EXPECT_EQ(Day::last(), *Day::from_civil(2199, 12, 31));
}

TEST(Day, ArithmeticCountsDays) {
    const Day day = *Day::parse("2024-02-28");
    EXPECT_EQ(to_string(day.plus(1)), "2024-02-29");
    EXPECT_EQ(to_string(day.plus(2)), "2024-03-01");
    EXPECT_EQ(to_string(day.plus(-59)), "2023-12-31");
    EXPECT_EQ(days_between(day, day.plus(366)), 366);
}

} // namespace
} // namespace jifen
