#include "jifen/composite/treatment.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace jifen::composite {
namespace {

const Indicators& gappy() {
    static const Indicators indicators =
        table(Matrix::of_rows({{1, 10}, {missing_value, 20}, {3, missing_value}, {5, 60}}));
    return indicators;
}

TEST(Treatment, RefusesMissingValuesUnlessTold) {
    EXPECT_EQ(
        refusal([] { (void)treat(gappy(), {}); }),
        "values = \"missing\": alternative \"a1\", indicator \"x0\": this treatment takes no missing value; treat "
        "them first");
    const Treatment nothing = treat(single({1, 2}), {});
    EXPECT_TRUE(nothing.steps.empty());
    EXPECT_EQ(nothing.indicators.values().values(), (std::vector<double>{1, 2}));
}

TEST(Treatment, DropsAlternativesThatLackAValue) {
    const Treatment treated = treat(gappy(), {.missing = MissingValues::drop_row});
    EXPECT_EQ(treated.dropped, (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(treated.indicators.alternatives(), (std::vector<std::string>{"a0", "a3"}));
    EXPECT_EQ(treated.indicators.values().values(), (std::vector<double>{1, 10, 5, 60}));
    EXPECT_EQ(treated.steps, (std::vector<std::string>{"2 alternatives that lack a value are left out"}));
    const Indicators none = table(Matrix::of_rows({{1, missing_value}, {missing_value, 2}}));
    EXPECT_THROW((void)treat(none, {.missing = MissingValues::drop_row}), ArgumentError);
}

TEST(Treatment, FillsWithTheMeanOfWhatIsThere) {
    const Treatment treated = treat(gappy(), {.missing = MissingValues::mean});
    EXPECT_EQ(treated.indicators.values().values(), (std::vector<double>{1, 10, 3, 20, 3, 30, 5, 60}));
    ASSERT_EQ(treated.filled.size(), 2U);
    EXPECT_EQ(treated.filled[0].row, 1U);
    EXPECT_EQ(treated.filled[0].column, 0U);
    EXPECT_TRUE(std::isnan(treated.filled[0].before));
    EXPECT_EQ(treated.filled[1].after, 30);
    EXPECT_EQ(treated.steps[1], "indicator \"x1\": 1 missing values take the mean of the others, 30");
}

TEST(Treatment, LeavesMissingValuesToTheRestOfTheWeights) {
    const Treatment treated = treat(gappy(), {.missing = MissingValues::rest_of_weights});
    EXPECT_EQ(treated.indicators.missing(), 2U);
    EXPECT_EQ(treated.steps.size(), 1U);
}

TEST(Treatment, RefusesAnIndicatorWithoutAnyValue) {
    const Indicators empty = table(Matrix::of_rows({{1, missing_value}, {2, missing_value}}));
    for (const MissingValues missing : {MissingValues::mean, MissingValues::rest_of_weights})
        EXPECT_NE(refusal([&] { (void)treat(empty, {.missing = missing}); }).find("\"x1\" has no value at all"),
                  std::string::npos);
}

TEST(Treatment, MovesOutliersOntoTheQuantiles) {
    std::vector<double> values;
    for (int i = 0; i <= 20; ++i) values.push_back(i == 20 ? 1000 : i);
    const Treatment treated = treat(single(values), {.winsorise = Winsorisation{0.05, 0.95}});
    ASSERT_EQ(treated.moved.size(), 2U);
    EXPECT_EQ(treated.moved[0].before, 0);
    EXPECT_EQ(treated.moved[0].after, 1);
    EXPECT_EQ(treated.moved[1].before, 1000);
    EXPECT_EQ(treated.moved[1].after, 19);
    EXPECT_EQ(treated.indicators.values()(20, 0), 19);
    EXPECT_EQ(treated.steps, (std::vector<std::string>{
                                 "indicator \"x\": 2 outliers moved onto the quantiles 0.05 (1) and 0.95 (19)"}));
    EXPECT_TRUE(treat(single(values), {.winsorise = Winsorisation{0, 1}}).moved.empty());
}

TEST(Treatment, StatesAlsoWhatChangedNothing) {
    const Indicators alike = table(Matrix::of_rows({{1, 2}, {1, 2}, {1, 2}}));
    const auto steps = [&](MissingValues missing, std::optional<Winsorisation> by = {}) {
        return treat(alike, {.missing = missing, .winsorise = by}).steps;
    };
    using Steps = std::vector<std::string>;
    EXPECT_EQ(steps(MissingValues::refuse, Winsorisation{0.05, 0.95}),
              (Steps{"indicator \"x0\": 0 outliers moved onto the quantiles 0.05 (1) and 0.95 (1)",
                     "indicator \"x1\": 0 outliers moved onto the quantiles 0.05 (2) and 0.95 (2)"}));
    EXPECT_EQ(steps(MissingValues::drop_row), (Steps{"0 alternatives that lack a value are left out"}));
    EXPECT_EQ(steps(MissingValues::mean), (Steps{"0 missing values take the mean of the others"}));
    EXPECT_EQ(steps(MissingValues::rest_of_weights),
              (Steps{"0 values stay missing; the other indicators share their weights"}));
    EXPECT_EQ(steps(MissingValues::refuse), (Steps{}));
}

TEST(Treatment, AMeanIsNotMovedByAnOutlier) {
    std::vector<double> values(21, 1);
    values[0] = 1e6;
    values[1] = missing_value;
    const Treatment treated =
        treat(single(values), {.missing = MissingValues::mean, .winsorise = Winsorisation{0, 0.9}});
    EXPECT_EQ(treated.indicators.values()(1, 0), 1);
}

TEST(Treatment, RefusesQuantilesOutOfOrder) {
    for (const Winsorisation by : {Winsorisation{0.5, 0.5}, Winsorisation{-0.1, 0.9}, Winsorisation{0.1, 1.1},
                                   Winsorisation{missing_value, 1}, Winsorisation{0, missing_value}})
        EXPECT_THROW((void)treat(single({1, 2}), {.winsorise = by}), ArgumentError);
}

TEST(Quantile, LiesLinearlyBetweenNeighbours) {
    const std::vector<double> ascending{1, 2, 4, 8};
    EXPECT_EQ(quantile_of_sorted(ascending, 0), 1);
    EXPECT_EQ(quantile_of_sorted(ascending, 1), 8);
    EXPECT_EQ(quantile_of_sorted(ascending, 0.5), 3);
    EXPECT_DOUBLE_EQ(quantile_of_sorted(ascending, 0.9), 6.8);
    EXPECT_EQ(quantile_of_sorted({7}, 0.3), 7);
}

} // namespace
} // namespace jifen::composite
