#include "jifen/core/exact.hpp"

#include "jifen/core/error.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

using Big = boost::multiprecision::cpp_int;
constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most = std::numeric_limits<std::int64_t>::max();

/// The plain way: a floor, then what is left of it is compared with one half. nullopt when it needs more than 64 bits.
std::optional<std::int64_t> slow_divide(const Big& numerator, const Big& denominator, Rounding rounding) {
    Big floor = numerator / denominator;
    if (floor * denominator > numerator) --floor;
    const Big rest = numerator - floor * denominator;
    Big result = floor;
    if (rounding == Rounding::up && rest != 0) result = floor + 1;
    if (rounding == Rounding::half_even && (rest * 2 > denominator || (rest * 2 == denominator && floor % 2 != 0)))
        result = floor + 1;
    if (result < least || result > most) return std::nullopt;
    return static_cast<std::int64_t>(result);
}

std::optional<std::int64_t> fast_divide(Int128 numerator, Int128 denominator, Rounding rounding) {
    try {
        return divide(numerator, denominator, rounding);
    } catch (const OverflowError&) {
        return std::nullopt;
    }
}

/// 64-bit numbers of every size, and the extremes more often than chance.
class Numbers {
public:
    std::int64_t any() {
        constexpr std::array extremes{least,
                                      least + 1,
                                      most,
                                      most - 1,
                                      std::int64_t{0},
                                      std::int64_t{1},
                                      std::int64_t{-1},
                                      std::int64_t{2},
                                      std::int64_t{1000},
                                      std::int64_t{-1000}};
        if (random_() % 4 == 0) return extremes[random_() % extremes.size()];
        const auto bits = static_cast<std::int64_t>(random_());
        return bits >> (random_() % 64);
    }
    std::int64_t positive() {
        for (;;) {
            const std::int64_t value = any();
            if (value > 0) return value;
        }
    }

private:
    std::mt19937_64 random_{20231123};
};

TEST(Divide, AgreesWithBigIntegersForTheThreeRoundings) {
    Numbers numbers;
    std::int64_t overflows = 0;
    for (int i = 0; i < 60'000; ++i) {
        const std::int64_t a = numbers.any();
        const std::int64_t b = numbers.any();
        const std::int64_t c = numbers.positive();
        for (const Rounding rounding : {Rounding::down, Rounding::half_even, Rounding::up}) {
            const auto expected = slow_divide(Big(a) * b, Big(c), rounding);
            ASSERT_EQ(fast_divide(static_cast<Int128>(a) * b, c, rounding), expected) << a << " * " << b << " / " << c;
            overflows += expected ? 0 : 1;
        }
    }
    EXPECT_GT(overflows, 1000); // both sides of the limit were asked
}

TEST(Divide, AgreesOnHalvesAndTheirNeighbours) {
    Numbers numbers;
    for (int i = 0; i < 20'000; ++i) {
        const std::int64_t half = numbers.positive() / 2 + 1;
        const Int128 denominator = Int128{2} * half;
        const std::int64_t whole = numbers.any();
        for (const int step : {-1, 0, 1}) {
            const Int128 numerator = whole * denominator + half + step;
            const Big big = Big(whole) * 2 * half + half + step;
            for (const Rounding rounding : {Rounding::down, Rounding::half_even, Rounding::up}) {
                ASSERT_EQ(fast_divide(numerator, denominator, rounding), slow_divide(big, Big(2) * half, rounding))
                    << whole << " + (" << half << " + " << step << ") / 2 * " << half;
            }
        }
    }
}

TEST(Divide, RoundsHalvesToTheEvenNeighbourOnBothSidesOfZero) {
    const auto half_even = [](int numerator) { return divide(numerator, 2, Rounding::half_even); };
    EXPECT_EQ(half_even(1), 0);
    EXPECT_EQ(half_even(3), 2);
    EXPECT_EQ(half_even(5), 2);
    EXPECT_EQ(half_even(-1), 0);
    EXPECT_EQ(half_even(-3), -2);
    EXPECT_EQ(half_even(-5), -2);
}

TEST(Divide, RoundsDownAndUpTowardsTheInfinities) {
    EXPECT_EQ(divide(-1, 3, Rounding::down), -1);
    EXPECT_EQ(divide(-1, 3, Rounding::up), 0);
    EXPECT_EQ(divide(1, 3, Rounding::down), 0);
    EXPECT_EQ(divide(1, 3, Rounding::up), 1);
    EXPECT_EQ(divide(-6, 3, Rounding::up), -2);
    EXPECT_EQ(divide(-6, 3, Rounding::down), -2);
}

TEST(Divide, ReachesBothEndsOf64BitsAndNotBeyond) {
    EXPECT_EQ(divide(most, 1, Rounding::up), most);
    EXPECT_EQ(divide(least, 1, Rounding::down), least);
    const Int128 beyond = Int128{most} + 1;
    EXPECT_THROW((void)divide(beyond, 1, Rounding::down), OverflowError);
    EXPECT_THROW((void)divide(Int128{least} - 1, 1, Rounding::up), OverflowError);
    EXPECT_THROW((void)divide(Int128{most} * 2 + 1, 2, Rounding::half_even), OverflowError);
    EXPECT_EQ(divide(Int128{most} * 2 + 1, 2, Rounding::down), most);
    EXPECT_EQ(divide(Int128{least} * 2 - 1, 2, Rounding::half_even), least);
}

TEST(MultiplyDivide, IsExactWhereTheProductNeeds128Bits) {
    EXPECT_EQ(multiply_divide(most, most, most), most);
    EXPECT_EQ(multiply_divide(least, most, most), least);
    EXPECT_EQ(multiply_divide(most, 2, 4), (std::int64_t{1} << 62)); // …807 / 2 lies half way and goes to the even
    EXPECT_THROW((void)multiply_divide(least, least, most), OverflowError);
}

TEST(Decimal, ReturnsFromItsTextUnchangedForEveryNumberOfFractionDigits) {
    Numbers numbers;
    for (int i = 0; i < 100'000; ++i) {
        const std::int64_t value = numbers.any();
        const int digits = i % 19;
        const std::string text = format_decimal(value, digits);
        ASSERT_EQ(parse_decimal(text, digits, true), value) << text << " with " << digits << " digits";
        ASSERT_EQ(parse_decimal(text, digits, false).has_value(), value >= 0) << text;
        // The shortest text: nothing to leave out.
        const bool has_point = text.find('.') != std::string::npos;
        ASSERT_FALSE(has_point && (text.back() == '0' || text.back() == '.')) << text;
        std::string kept;
        append_decimal(kept, value, digits, true);
        ASSERT_EQ(parse_decimal(kept, digits, true), value) << kept;
        const auto point = kept.find('.');
        ASSERT_EQ(point == std::string::npos ? 0 : kept.size() - point - 1, static_cast<std::size_t>(digits)) << kept;
    }
}

TEST(Decimal, IsWrittenPlainAndWithoutTrailingZeros) {
    EXPECT_EQ(format_decimal(12'500, 3), "12.5");
    EXPECT_EQ(format_decimal(-2'000, 3), "-2");
    EXPECT_EQ(format_decimal(0, 3), "0");
    EXPECT_EQ(format_decimal(-1, 3), "-0.001");
    EXPECT_EQ(format_decimal(1'010, 3), "1.01");
    EXPECT_EQ(format_decimal(least, 3), "-9223372036854775.808");
    EXPECT_EQ(format_decimal(most, 0), "9223372036854775807");
}

TEST(Decimal, IsAppendedBehindWhatIsThere) {
    std::string out = "score ";
    append_decimal(out, 1'000'000, 6, true);
    EXPECT_EQ(out, "score 1.000000");
    out.clear();
    append_decimal(out, 0, 6, true);
    EXPECT_EQ(out, "0.000000");
}

TEST(Decimal, TakesLeadingZerosAndFewerFractionDigits) {
    EXPECT_EQ(parse_decimal("007", 3, false), 7'000);
    EXPECT_EQ(parse_decimal("0.5", 3, false), 500);
    EXPECT_EQ(parse_decimal("0.500", 3, false), 500);
    EXPECT_EQ(parse_decimal("-0", 3, true), 0);
    EXPECT_EQ(parse_decimal(std::string(300, '0') + "1", 3, false), 1'000);
}

TEST(Decimal, RefusesEveryTextThatIsNotAPlainDecimal) {
    const std::vector<std::string> texts{"",
                                         " ",
                                         "-",
                                         ".",
                                         "+5",
                                         "5.",
                                         ".5",
                                         "-.5",
                                         "--5",
                                         "5-",
                                         "1e3",
                                         "1E3",
                                         "0x10",
                                         "nan",
                                         "inf",
                                         "-inf",
                                         "1,234",
                                         "1 234",
                                         " 5",
                                         "5 ",
                                         "5\n",
                                         "1.2.3",
                                         "1..2",
                                         "1/2",
                                         "5%",
                                         "1_0",
                                         "1'0",
                                         "５",
                                         "１２",
                                         "−5",
                                         "1.23a",
                                         "1.0000",
                                         "0.0005",
                                         "1e400",
                                         "9223372036854776",
                                         "1e-400",
                                         "-9223372036854775.809",
                                         "9223372036854775.808",
                                         "0.30000000000000004",
                                         std::string("1\0", 2)};
    for (const std::string& text : texts) EXPECT_EQ(parse_decimal(text, 3, true), std::nullopt) << text;
}

TEST(Decimal, ReachesBothEndsOf64Bits) {
    EXPECT_EQ(parse_decimal("9223372036854775.807", 3, true), most);
    EXPECT_EQ(parse_decimal("-9223372036854775.808", 3, true), least);
    EXPECT_EQ(parse_decimal("9223372036854775807", 0, true), most);
    EXPECT_EQ(parse_decimal("9223372036854775808", 0, true), std::nullopt);
}

} // namespace
} // namespace jifen
