#include "jifen/core/points.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <type_traits>

namespace jifen {
namespace {

constexpr Points most = Points::thousandths(std::numeric_limits<std::int64_t>::max());
constexpr Points least = Points::thousandths(std::numeric_limits<std::int64_t>::min());
constexpr Points one = Points::thousandths(1);

static_assert(!std::is_convertible_v<double, Points> && !std::is_constructible_v<Points, double>);
static_assert(!std::is_convertible_v<std::int64_t, Points> && !std::is_constructible_v<Points, int>);
static_assert(Points::whole(2) + Points::thousandths(500) == Points::thousandths(2500));
static_assert(Points() == Points::whole(0) && Points().is_zero() && !Points().is_negative());

/// What was computed when it overflowed.
template <class Compute>
std::string overflow_of(Compute compute) {
    try {
        compute();
    } catch (const OverflowError& error) {
        EXPECT_EQ(error.code(), "overflow");
        EXPECT_NE(std::string(error.what()).find(error.operation()), std::string::npos) << error.what();
        return error.operation();
    }
    return "no overflow";
}

TEST(Points, SumThatDoesNotFitThrowsAndNeverWraps) {
    EXPECT_EQ(overflow_of([] { (void)(most + one); }), "a sum of points");
    EXPECT_EQ(overflow_of([] { (void)(least + -one); }), "a sum of points");
    EXPECT_EQ(overflow_of([] { (void)(least + least); }), "a sum of points");
    EXPECT_EQ(most + least, -one);
    EXPECT_EQ(most + Points(), most);
}

TEST(Points, DifferenceThatDoesNotFitThrows) {
    EXPECT_EQ(overflow_of([] { (void)(least - one); }), "a difference of points");
    EXPECT_EQ(overflow_of([] { (void)(Points() - least); }), "a difference of points");
    EXPECT_EQ(overflow_of([] { (void)-least; }), "a difference of points");
    EXPECT_EQ(-most, least + one);
}

TEST(Points, FailedAdditionLeavesTheValueAsItWas) {
    Points value = most;
    EXPECT_THROW(value += one, OverflowError);
    EXPECT_EQ(value, most);
    value = least;
    EXPECT_THROW(value -= one, OverflowError);
    EXPECT_EQ(value, least);
}

TEST(Points, WholePointsBeyond64BitsThrow) {
    EXPECT_EQ(Points::whole(9'223'372'036'854'775).thousandths(), 9'223'372'036'854'775'000);
    EXPECT_EQ(Points::whole(-9'223'372'036'854'775).thousandths(), -9'223'372'036'854'775'000);
    EXPECT_EQ(overflow_of([] { (void)Points::whole(9'223'372'036'854'776); }), "whole points");
    EXPECT_EQ(overflow_of([] { (void)Points::whole(std::numeric_limits<std::int64_t>::min()); }), "whole points");
}

TEST(Points, AreScaledExactlyAndRoundedOnce) {
    EXPECT_EQ(scale(one, 1, 2), Points()); // 0.0005 goes to the even 0
    EXPECT_EQ(scale(Points::thousandths(3), 1, 2), Points::thousandths(2));
    EXPECT_EQ(scale(Points::whole(10), 1, 3), Points::thousandths(3333));
    EXPECT_EQ(scale(Points::whole(-10), 2, 3), Points::thousandths(-6667));
    EXPECT_EQ(scale(most, 1'000'000'000'000, 1'000'000'000'000), most);
    EXPECT_THROW((void)scale(most, 3, 2), OverflowError);
}

TEST(Points, AreReadAndWrittenAsPlainDecimals) {
    EXPECT_EQ(Points::parse("12.5"), Points::thousandths(12'500));
    EXPECT_EQ(Points::parse("-0"), Points());
    EXPECT_EQ(Points::parse("-9223372036854775.808"), least);
    EXPECT_EQ(Points::parse("0.0005"), std::nullopt);
    EXPECT_EQ(Points::parse(""), std::nullopt);
    EXPECT_EQ(to_string(Points::thousandths(-2'050)), "-2.05");
    std::ostringstream out;
    out << most << ' ' << Points();
    EXPECT_EQ(out.str(), "9223372036854775.807 0");
}

TEST(Points, HaveAMagnitudeEvenWhereTheyHaveNoPositiveTwin) {
    EXPECT_EQ(magnitude(Points()), 0U);
    EXPECT_EQ(magnitude(Points::thousandths(1500)), 1500U);
    EXPECT_EQ(magnitude(Points::thousandths(-1500)), 1500U);
    EXPECT_EQ(magnitude(Points::thousandths(std::numeric_limits<std::int64_t>::min())), std::uint64_t{1} << 63U);
}

TEST(Points, OrderAsNumbers) {
    EXPECT_LT(least, Points());
    EXPECT_LT(Points::parse("-1.5"), Points::parse("-1.499"));
    EXPECT_TRUE(Points::thousandths(-1).is_negative());
}

} // namespace
} // namespace jifen
