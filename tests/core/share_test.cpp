#include "jifen/core/share.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <random>
#include <string>

namespace jifen {
namespace {

TEST(Share, IsReadAsPercentageOrAsDecimal) {
    EXPECT_EQ(Share::parse("20%"), (Share{1, 5}));
    EXPECT_EQ(Share::parse("0.2"), (Share{1, 5}));
    EXPECT_EQ(Share::parse("0.200"), Share::parse("20.0%"));
    EXPECT_EQ(Share::parse("0"), (Share{0, 1}));
    EXPECT_EQ(Share::parse("0%"), (Share{0, 1}));
    EXPECT_EQ(Share::parse("1"), (Share{1, 1}));
    EXPECT_EQ(Share::parse("100%"), (Share{1, 1}));
    EXPECT_EQ(Share::parse("100.000000000000%"), (Share{1, 1}));
    EXPECT_EQ(Share::parse("0.000000000001%"), (Share{1, 100'000'000'000'000}));
}

TEST(Share, RefusesMoreThanAllAndWhatIsNoPlainDecimal) {
    for (const char* text : {"",
                             "%",
                             "120%",
                             "100.000000000001%",
                             "1.000000000001",
                             "2",
                             "-1%",
                             "-0.1",
                             "20 %",
                             "20%%",
                             "%20",
                             ".5",
                             "5.%",
                             "+20%",
                             "1e-1",
                             "0.0000000000001",
                             "20％",
                             "１0%",
                             "1/5",
                             "999999999999999999999%"})
        EXPECT_EQ(Share::parse(text), std::nullopt) << text;
}

TEST(Share, IsWrittenAsAPercentageThatReadsBack) {
    EXPECT_EQ(to_string(Share{1, 5}), "20%");
    EXPECT_EQ(to_string(Share{1, 8}), "12.5%");
    EXPECT_EQ(to_string(Share{0, 1}), "0%");
    EXPECT_EQ(to_string(Share{1, 1}), "100%");
    std::mt19937_64 random(7);
    for (int i = 0; i < 5'000; ++i) {
        const auto value = static_cast<std::int64_t>(random() % 1'000'000'000'001);
        const auto share = Share::parse(format_decimal(value, 12));
        ASSERT_TRUE(share) << value;
        ASSERT_EQ(Share::parse(to_string(*share)), share) << to_string(*share);
        ASSERT_EQ(std::gcd(share->numerator, share->denominator), 1);
    }
}

TEST(Share, OfACountIsExactInEachRounding) {
    const Share fifth{1, 5};
    EXPECT_EQ(fifth.of(12, Rounding::down), 2);
    EXPECT_EQ(fifth.of(12, Rounding::half_even), 2);
    EXPECT_EQ(fifth.of(12, Rounding::up), 3);
    EXPECT_EQ((Share{1, 2}.of(5, Rounding::half_even)), 2);
    EXPECT_EQ((Share{1, 2}.of(7, Rounding::half_even)), 4);
    EXPECT_EQ(fifth.of(0, Rounding::up), 0);
    // As a double, 0.07 of 100 is 7.000000000000001 and would be rounded up to 8.
    EXPECT_EQ(Share::parse("7%")->of(100, Rounding::up), 7);
}

TEST(Share, OfTheLargestCountNeedsMoreThan64BitsOnTheWay) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const Share nearly_all = *Share::parse("99.999999999999%");
    const boost::multiprecision::cpp_int exact =
        boost::multiprecision::cpp_int(nearly_all.numerator) * most / nearly_all.denominator;
    EXPECT_EQ(nearly_all.of(most, Rounding::down), static_cast<std::int64_t>(exact));
    EXPECT_EQ((Share{1, 1}.of(most, Rounding::up)), most);
}

} // namespace
} // namespace jifen
