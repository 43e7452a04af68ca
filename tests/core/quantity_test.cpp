#include "jifen/core/quantity.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace jifen {
namespace {

static_assert(Quantity() == Quantity::one());
static_assert(!std::is_convertible_v<double, Quantity> && !std::is_constructible_v<Quantity, std::int64_t>);

TEST(Quantity, EmptyMeansOne) { EXPECT_EQ(Quantity::parse(""), Quantity::thousandths(1000)); }

TEST(Quantity, RunsFromZeroToAThousandMillion) {
    EXPECT_EQ(Quantity::parse("0"), Quantity::thousandths(0));
    EXPECT_EQ(Quantity::parse("0.001"), Quantity::thousandths(1));
    EXPECT_EQ(Quantity::parse("1000000000"), Quantity::thousandths(Quantity::max_thousandths));
    EXPECT_EQ(Quantity::parse("1000000000.000"), Quantity::thousandths(Quantity::max_thousandths));
    EXPECT_EQ(Quantity::parse("0001000000000"), Quantity::thousandths(Quantity::max_thousandths));
    EXPECT_EQ(Quantity::parse("1000000000.001"), std::nullopt);
    EXPECT_EQ(Quantity::parse("1000000001"), std::nullopt);
    EXPECT_EQ(Quantity::parse("99999999999999999999999999"), std::nullopt);
}

TEST(Quantity, RefusesWhatIsNotAPlainDecimalWithUpToThreeFractionDigits) {
    for (const char* text : {" ", "-1", "-0", "+5", ".5", "5.", "1e3", "1.0000", "1,5", "1.5 ", "nan", "一", "５", "½"})
        EXPECT_EQ(Quantity::parse(text), std::nullopt) << text;
}

TEST(Quantity, ReturnsFromItsText) {
    for (std::int64_t value = 0; value < 3'000; ++value) {
        const Quantity quantity = Quantity::thousandths(value * 333'333'331 % (Quantity::max_thousandths + 1));
        ASSERT_EQ(Quantity::parse(to_string(quantity)), quantity);
    }
}

} // namespace
} // namespace jifen
