#include "jifen/composite/indicators.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

namespace jifen::composite {
namespace {

using Names = std::vector<std::string>;

TEST(Matrix, IsRowByRow) {
    const Matrix matrix = Matrix::of_rows({{1, 2, 3}, {4, 5, 6}});
    EXPECT_EQ(matrix.rows(), 2U);
    EXPECT_EQ(matrix.columns(), 3U);
    EXPECT_EQ(matrix(1, 0), 4);
    EXPECT_EQ(matrix.column(2), (std::vector<double>{3, 6}));
    EXPECT_EQ(matrix.row(0).back(), 3);
    EXPECT_EQ(matrix.values(), (std::vector<double>{1, 2, 3, 4, 5, 6}));
}

TEST(Matrix, RefusesNumbersThatDoNotFill) {
    EXPECT_THROW(Matrix(2, 2, std::vector<double>{1, 2, 3}), ArgumentError);
    EXPECT_THROW(Matrix(0, 2, std::vector<double>{1, 2}), ArgumentError);
    EXPECT_THROW(Matrix(2, 0, std::vector<double>{1}), ArgumentError);
    EXPECT_THROW((void)Matrix::of_rows({{1, 2}, {3}}), ArgumentError);
    EXPECT_EQ(Matrix(0, 2, std::vector<double>{}).columns(), 2U);
    EXPECT_EQ(Matrix::of_rows({}).rows(), 0U);
}

TEST(Indicators, CountWhatIsMissing) {
    const Indicators indicators = table(Matrix::of_rows({{1, missing_value}, {missing_value, 2}, {3, 4}}));
    EXPECT_EQ(indicators.missing(), 2U);
    EXPECT_TRUE(indicators.is_missing(0, 1));
    EXPECT_FALSE(indicators.is_missing(0, 0));
}

TEST(Indicators, RefuseWhatIsNoTable) {
    const Matrix square = Matrix::of_rows({{1, 2}, {3, 4}});
    const std::vector<Indicator> columns{{"x"}, {"y"}};
    EXPECT_NO_THROW(Indicators({"a", "b"}, columns, square));
    EXPECT_THROW(Indicators({}, {}, Matrix()), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {}, Matrix(2, 0)), ArgumentError) << "no indicator";
    EXPECT_THROW(Indicators({}, columns, Matrix(0, 2)), ArgumentError) << "no alternative";
    EXPECT_THROW(Indicators({"a"}, columns, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {{"x"}}, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "a"}, columns, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", ""}, columns, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {{"x"}, {"x"}}, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {{"x"}, {""}}, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {{"x"}, {"y", Direction::target}}, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {{"x"}, {"y", Direction::benefit, infinite}}, square), ArgumentError);
    EXPECT_THROW(Indicators({"a", "b"}, {{"x"}, {"y", Direction::benefit, missing_value}}, square), ArgumentError);
}

TEST(Indicators, NameWhereAnInfiniteValueStands) {
    const auto with = [](double value) {
        return refusal([value] { (void)table(Matrix::of_rows({{1, 2}, {3, value}})); });
    };
    EXPECT_EQ(with(infinite),
              "values = \"inf\": alternative \"a1\", indicator \"x1\": a value is a finite number of at "
              "most 1e+100, or missing (NaN)");
    EXPECT_NE(with(-infinite), "");
    EXPECT_NE(with(1e101), "");
    EXPECT_EQ(with(-1e100), "");
    EXPECT_EQ(with(missing_value), "");
}

TEST(Indicators, DoNotShowIdentityNumbersInMessages) {
    const std::string said =
        refusal([] { (void)Indicators({"11010519491231002X"}, {{"x"}}, Matrix::of_rows({{infinite}})); });
    EXPECT_EQ(said.find("11010519491231002"), std::string::npos) << said;
}

TEST(Directions, HaveNames) {
    EXPECT_STREQ(to_string(Direction::benefit), "benefit");
    EXPECT_STREQ(to_string(Direction::cost), "cost");
    EXPECT_STREQ(to_string(Direction::target), "target");
}

} // namespace
} // namespace jifen::composite
