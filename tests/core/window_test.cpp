#include "jifen/core/window.hpp"

#include "jifen/core/error.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

Day day(const char* text) { return *Day::parse(text); }
Span span(const char* from, const char* until) { return {day(from), day(until)}; }

TEST(Window, IsReadInEachOfItsForms) {
    EXPECT_EQ(Window::parse("2023").span(), span("2023-01-01", "2024-01-01"));
    EXPECT_EQ(Window::parse("2023-H1").span(), span("2023-01-01", "2023-07-01"));
    EXPECT_EQ(Window::parse("2023-H2").span(), span("2023-07-01", "2024-01-01"));
    EXPECT_EQ(Window::parse("2023-Q1").span(), span("2023-01-01", "2023-04-01"));
    EXPECT_EQ(Window::parse("2023-Q3").span(), span("2023-07-01", "2023-10-01"));
    EXPECT_EQ(Window::parse("2023-Q4").span(), span("2023-10-01", "2024-01-01"));
    EXPECT_EQ(Window::parse("2024-02").span(), span("2024-02-01", "2024-03-01"));
    EXPECT_EQ(Window::parse("2023-12").span(), span("2023-12-01", "2024-01-01"));
    EXPECT_EQ(Window::parse("2023-02-01..2023-09-01").span(), span("2023-02-01", "2023-09-01"));
    EXPECT_EQ(Window::parse("2023/2/1..2023年2月2日").span(), span("2023-02-01", "2023-02-02"));
}

TEST(Window, InAnyOtherFormIsRefusedWithTheText) {
    const std::vector<std::string> texts{"",
                                         "23",
                                         "202",
                                         "20233",
                                         "2023 ",
                                         " 2023",
                                         "2023-",
                                         "2023-0",
                                         "2023-00",
                                         "2023-13",
                                         "2023-7",
                                         "2023-007",
                                         "2023-H0",
                                         "2023-H3",
                                         "2023-h1",
                                         "2023-Q0",
                                         "2023-Q5",
                                         "2023-Q",
                                         "2023-Q11",
                                         "2023Q1",
                                         "2023/07",
                                         "2023-1.",
                                         "2023-.1",
                                         "2023--1",
                                         "2023-+1",
                                         "1899",
                                         "2200",
                                         "2023-01-01",
                                         "2023..2024",
                                         "2023-01-01..",
                                         "..2023-01-01",
                                         "2023-01-01...2024-01-01",
                                         "2023-01-01..2024-01-01..2025-01-01",
                                         "2023-02-30..2023-03-05",
                                         "2023-05-01..2023-05-01",
                                         "2023-05-02..2023-05-01",
                                         "2023-01-01..2200-01-01",
                                         "1899-12-31..1900-02-01",
                                         "２０２３",
                                         "+023",
                                         "-023"};
    for (const std::string& text : texts) {
        try {
            (void)Window::parse(text);
            ADD_FAILURE() << text;
        } catch (const ArgumentError& error) {
            EXPECT_EQ(error.argument(), "window");
            EXPECT_EQ(error.value(), text);
            EXPECT_NE(std::string(error.what()).find("2023-Q3"), std::string::npos) << "the forms are named";
        }
    }
}

TEST(Window, OfTheFirstAndLastYearsIsWhole) {
    EXPECT_EQ(Window::year(1900).days(), 365);
    EXPECT_EQ(Window::year(2199).days(), 365);
    EXPECT_EQ(Window::year(2199).last(), day("2199-12-31"));
    EXPECT_EQ(Window::parse("2199-12").last(), day("2199-12-31"));
    EXPECT_EQ(Window::parse("2199-Q4"), Window::of({day("2199-10-01"), day("2199-12-31").plus(1)}));
    EXPECT_THROW((void)Window::year(1899), ArgumentError);
    EXPECT_THROW((void)Window::year(2200), ArgumentError);
    EXPECT_THROW((void)Window::year(-2023), ArgumentError);
}

TEST(Window, OfASpanThatIsOpenEmptyOrBeyondTheCalendarIsRefused) {
    const Day first = day("2023-01-01");
    EXPECT_THROW((void)Window::of({Day::always(), first}), ArgumentError);
    EXPECT_THROW((void)Window::of({first, Day::never_ends()}), ArgumentError);
    EXPECT_THROW((void)Window::of({}), ArgumentError);
    EXPECT_THROW((void)Window::of({first, first}), ArgumentError);
    EXPECT_THROW((void)Window::of({first, first.plus(-1)}), ArgumentError);
    EXPECT_THROW((void)Window::of({day("1900-01-01").plus(-1), first}), ArgumentError);
    EXPECT_THROW((void)Window::of({first, day("2199-12-31").plus(2)}), ArgumentError);
    EXPECT_EQ(Window::of({first, first.plus(1)}).days(), 1);
}

TEST(Window, KnowsItsEdges) {
    const Window window = Window::parse("2024-02");
    EXPECT_EQ(window.first(), day("2024-02-01"));
    EXPECT_EQ(window.end(), day("2024-03-01"));
    EXPECT_EQ(window.last(), day("2024-02-29"));
    EXPECT_EQ(window.days(), 29);
    EXPECT_TRUE(window.contains(window.last()));
    EXPECT_FALSE(window.contains(window.end()));
    EXPECT_FALSE(window.contains(window.first().plus(-1)));
}

TEST(Window, IsWrittenAsTwoDaysThatReadBack) {
    for (const char* text : {"2023", "2023-H2", "2024-02", "2023-02-03..2023-02-04", "1900"}) {
        const Window window = Window::parse(text);
        EXPECT_EQ(Window::parse(to_string(window)), window) << text;
    }
    EXPECT_EQ(to_string(Window::year(2023)), "2023-01-01..2024-01-01");
}

TEST(Window, HasNoPeriodThatItsEdgesCut) {
    const Window window = Window::parse("2023-01-02..2023-08-31");
    const auto count = [&](Period period) { return window.whole_periods(period).size(); };
    EXPECT_EQ(count(Period::day), 241U);
    EXPECT_EQ(count(Period::week), 34U); // from Monday 2 January to Sunday 27 August
    EXPECT_EQ(count(Period::month), 6U); // February to July
    EXPECT_EQ(count(Period::quarter), 1U);
    EXPECT_EQ(count(Period::half), 0U);
    EXPECT_EQ(count(Period::year), 0U);
    ASSERT_EQ(count(Period::window), 1U);
    EXPECT_EQ(window.whole_periods(Period::window).front(), window.span());
    EXPECT_EQ(window.whole_periods(Period::month).front(), span("2023-02-01", "2023-03-01"));
    EXPECT_EQ(window.whole_periods(Period::month).back(), span("2023-07-01", "2023-08-01"));
}

TEST(Window, ThatIsOnePeriodHasExactlyThat) {
    EXPECT_EQ(Window::parse("2023").whole_periods(Period::year), std::vector{span("2023-01-01", "2024-01-01")});
    EXPECT_EQ(Window::parse("2023-H1").whole_periods(Period::half), std::vector{span("2023-01-01", "2023-07-01")});
    EXPECT_EQ(Window::parse("2023-02-06..2023-02-13").whole_periods(Period::week),
              std::vector{span("2023-02-06", "2023-02-13")});
    EXPECT_TRUE(Window::parse("2023-02-06..2023-02-12").whole_periods(Period::week).empty());
    EXPECT_TRUE(Window::parse("2023-02-07..2023-02-19").whole_periods(Period::week).empty());
    EXPECT_EQ(Window::parse("2199").whole_periods(Period::month).size(), 12U);
    EXPECT_EQ(Window::parse("1900").whole_periods(Period::quarter).size(), 4U);
}

TEST(Window, WholePeriodsAreThoseThatStartAndEndInsideOnRandomWindows) {
    std::mt19937 random(11);
    for (int i = 0; i < 300; ++i) {
        const Day from = day("2019-06-01").plus(static_cast<std::int32_t>(random() % 900));
        const Window window = Window::of({from, from.plus(1 + static_cast<std::int32_t>(random() % 800))});
        for (const Period period :
             {Period::day, Period::week, Period::month, Period::quarter, Period::half, Period::year}) {
            std::vector<Span> slow;
            for (Day at = window.first(); at <= window.last(); at = at.plus(1)) {
                const Span days = period_days(period, period_number(period, at));
                if (days.from == at && days.until <= window.end()) slow.push_back(days);
            }
            ASSERT_EQ(window.whole_periods(period), slow) << to_string(window) << ' ' << to_string(period);
        }
    }
}

} // namespace
} // namespace jifen
