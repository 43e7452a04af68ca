#include "jifen/evaluation/composite_part.hpp"

#include "jifen/evaluation/indicator_values.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/evaluation/statement.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace jifen {
namespace {

using testing_support::district_of;
using testing_support::rules_of;
using testing_support::Tables;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Leaves every value as it is and gives what a test says for weights and index.
class StatedMethod final : public IndexMethod {
public:
    StatedMethod(double weight, double index) : weight_(weight), index_(index) {}
    [[nodiscard]] IndexOutput compute(const IndexInput& input) const override {
        people = input.people;
        raw = input.raw;
        IndexOutput output;
        output.index.assign(input.people.size(), index_);
        output.normalised = input.raw;
        output.weights.assign(input.raw.size(), weight_);
        return output;
    }
    mutable std::vector<std::string> people;
    mutable std::vector<double> raw;

private:
    double weight_, index_;
};

Tables tables() {
    Tables tables;
    tables.people = "person\nann\nbea\ncat\ndan\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\ncat,member,G3\n";
    tables.ledger = "entry,date,actor,item\n1,2023-01-01,ann,visit\n2,2023-01-02,ann,visit\n3,2023-01-01,bea,visit\n"
                    "4,2023-01-03,bea,slip\n5,2023-01-01,cat,visit\n6,2023-01-01,dan,visit\n";
    return tables;
}

std::string rules(const std::string& composite) {
    return R"(
[[category]]
code = "service"
[[item]]
code = "visit"
category = "service"
points = 0.25
[[item]]
code = "slip"
points = -0.5
[[duty]]
code = "monthly"
items = ["visit"]
per = "month"
roles = ["leader"]
points = 0
[composite]
)" + composite;
}

/// The second indicator is one that a member lacks.
const std::string two_indicators = "[[composite.indicator]]\nof = \"category:service\"\nweight = 1\n"
                                   "title = { zh = \"服务\", en = \"Service\" }\nsource = \"第十条\"\n"
                                   "[[composite.indicator]]\nof = \"duty:monthly\"\nweight = 1\n";

Evaluation evaluated(const std::string& composite, const std::shared_ptr<const IndexMethod>& method) {
    EvaluationOptions options;
    options.index_method = method;
    return evaluate(district_of(tables()), rules_of(rules(composite)), Window::year(2023), options);
}

TEST(CompositePart, AsksTheMethodAboutThoseWhoHeldTheRoles) {
    const auto method = std::make_shared<StatedMethod>(0.5, 1);
    const Evaluation evaluation = evaluated("roles = [\"leader\"]\npoints = 10\n" + two_indicators, method);
    EXPECT_EQ(method->people, (std::vector<std::string>{"ann", "bea"}));
    EXPECT_EQ(method->raw, (std::vector<double>{0.5, 1.0 / 12, 0.25, 1.0 / 12}));
    EXPECT_EQ(evaluation.index_method(), method);
    ASSERT_EQ(evaluation.composite().rows.size(), 2U);
    EXPECT_EQ(evaluation.scores()[2].composite, Points()) << "cat was not asked about";
}

TEST(CompositePart, ContributionsAreRoundedEachAndAddUpToThePartAndTheTotal) {
    const Evaluation evaluation =
        evaluated("roles = [\"leader\"]\npoints = 10\n" + two_indicators, std::make_shared<StatedMethod>(0.5, 0.29));
    // 10 × 0.5 × 0.5 = 2.5; 10 × 0.5 × 1/12 = 0.41666…
    const PersonScore& ann = evaluation.scores()[0];
    EXPECT_EQ(evaluation.composite().indicators[0].contribution, Points::thousandths(2500));
    EXPECT_EQ(evaluation.composite().indicators[1].contribution, Points::thousandths(417));
    EXPECT_EQ(ann.composite, Points::thousandths(2917));
    EXPECT_EQ(ann.total, Points::thousandths(500 + 2917));
    EXPECT_EQ(evaluation.scores()[2].total, Points::thousandths(250));
    EXPECT_EQ(scores_table(evaluation).text(0, "composite"), "2.917");
}

TEST(CompositePart, OtherIndicesArePointsTimesIndexRoundedOnce) {
    const Evaluation evaluation =
        evaluated("points = 1\naggregate = \"topsis\"\nmissing = \"mean\"\nroles = [\"leader\"]\n" + two_indicators,
                  std::make_shared<StatedMethod>(0.5, 0.0625));
    EXPECT_EQ(evaluation.scores()[0].composite, Points::thousandths(62)) << "0.0625, half to even";
    EXPECT_TRUE(evaluation.composite().rows[0].near_edge);
    EXPECT_EQ(evaluation.composite().indicators[0].contribution, Points());
}

TEST(CompositePart, AnIndexThatOnlyRanksIsNoPartOfTheTotal) {
    const Evaluation evaluation = evaluated("roles = [\"leader\"]\npoints = 10\nin_total = false\n" + two_indicators,
                                            std::make_shared<StatedMethod>(0.5, 1));
    EXPECT_EQ(evaluation.scores()[0].composite, Points::thousandths(2917));
    EXPECT_EQ(evaluation.scores()[0].total, Points::thousandths(500));
    EXPECT_EQ(scores_table(evaluation).find("composite"), nullptr);
    EXPECT_EQ(composite_table(evaluation).text(0, "contribution"), "2.917");
}

TEST(CompositePart, NobodyToCompareIsAskedNothing) {
    const auto method = std::make_shared<StatedMethod>(0.5, 1);
    EvaluationOptions options;
    options.index_method = method;
    Tables nobody = tables();
    nobody.roles = "person,role,unit\ncat,member,G3\n";
    const Evaluation evaluation =
        evaluate(district_of(nobody), rules_of(rules("roles = [\"leader\"]\npoints = 10\n" + two_indicators)),
                 Window::year(2023), options);
    EXPECT_TRUE(evaluation.composite().rows.empty());
    EXPECT_TRUE(method->people.empty());
    EXPECT_EQ(composite_table(evaluation).rows(), 0U);
}

TEST(CompositePart, WithoutAMethodItIsRefusedAndSaysWhatToDo) {
    try {
        static_cast<void>(evaluated("points = 10\n" + two_indicators, nullptr));
        FAIL();
    } catch (const ArgumentError& error) {
        EXPECT_EQ(error.argument(), "composite");
        EXPECT_NE(std::string(error.what()).find("index_method()"), std::string::npos);
    }
}

class RefusingMethod final : public IndexMethod {
public:
    [[nodiscard]] IndexOutput compute(const IndexInput& /*input*/) const override {
        throw ArgumentError("values", "missing", "ann lacks one");
    }
};

TEST(CompositePart, WhatTheMethodRefusesIsAnErrorOfTheRulebookAndTheData) {
    try {
        static_cast<void>(evaluated("points = 10\n" + two_indicators, std::make_shared<RefusingMethod>()));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "composite");
        EXPECT_NE(std::string(error.what()).find("ann lacks one"), std::string::npos);
    }
}

TEST(CompositePart, WhoHasNoIndexHasNoPoints) {
    const Evaluation evaluation = evaluated("points = 10\nmissing = \"drop\"\nroles = [\"leader\"]\n" + two_indicators,
                                            std::make_shared<StatedMethod>(0.5, none));
    EXPECT_EQ(evaluation.scores()[0].composite, Points());
    EXPECT_EQ(evaluation.composite().indicators[0].contribution, Points());
    EXPECT_NE(to_text(statement(evaluation, "ann"), "zh").find("缺少指标，没有综合指数"), std::string::npos);
}

TEST(CompositePart, TheTableSaysRawNormalisedWeightAndContribution) {
    const Evaluation evaluation = evaluated("roles = [\"leader\"]\npoints = 10\n" + two_indicators,
                                            std::make_shared<StatedMethod>(0.5, 0.291666));
    EXPECT_EQ(composite_table(evaluation).to_csv(), "person,indicator,raw,normalised,weight,contribution,near_edge\n"
                                                    "ann,,,0.291666,,2.917,no\n"
                                                    "ann,category:service,0.500000,0.500000,0.500000,2.5,no\n"
                                                    "ann,duty:monthly,0.083333,0.083333,0.500000,0.417,no\n"
                                                    "bea,,,0.291666,,1.667,no\n"
                                                    "bea,category:service,0.250000,0.250000,0.500000,1.25,no\n"
                                                    "bea,duty:monthly,0.083333,0.083333,0.500000,0.417,no\n");
}

TEST(CompositePart, TheStatementSaysHowTheIndexIsMadeAndWhatIsAimedAt) {
    const Evaluation evaluation =
        evaluated("roles = [\"leader\"]\npoints = 10\nscale = \"min_max\"\nmissing = \"mean\"\n"
                  "aggregate = \"topsis\"\nweights = \"critic\"\n"
                  "[[composite.indicator]]\nof = \"category:service\"\ndirection = \"cost\"\n"
                  "[[composite.indicator]]\nof = \"duty:monthly\"\ndirection = \"target\"\ntarget = 0.5\n",
                  std::make_shared<StatedMethod>(0.5, 0.291666));
    const std::string text = to_text(statement(evaluation, "ann"), "en");
    EXPECT_NE(
        text.find("  Each indicator is spread from 0 (the worst) to 1 (the best); weighted by CRITIC; the index is "
                  "their closeness to the best and distance from the worst (TOPSIS). Who lacks an indicator is "
                  "given the mean of the others.\n"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find(" (less is better)"), std::string::npos) << text;
    EXPECT_NE(text.find(" (target 0.5)"), std::string::npos) << text;
}

TEST(CompositePart, TheStatementExplainsIt) {
    const Evaluation evaluation = evaluated("source = \"第九条\"\nroles = [\"leader\"]\npoints = 10\n" + two_indicators,
                                            std::make_shared<StatedMethod>(0.5, 0.291666));
    const std::string text = to_text(statement(evaluation, "ann"), "zh");
    EXPECT_NE(text.find("五、综合指数"), std::string::npos) << text;
    EXPECT_NE(text.find("服务"), std::string::npos);
    EXPECT_NE(text.find("0.083333"), std::string::npos);
    EXPECT_NE(text.find("0.417"), std::string::npos);
    EXPECT_NE(text.find("综合指数（满分 1）：0.291666；满分得 10，得分：2.917"), std::string::npos) << text;
    EXPECT_NE(text.find("六、总分"), std::string::npos);
    EXPECT_NE(text.find(" + 综合指数 2.917 = 3.417"), std::string::npos) << text;
    EXPECT_NE(text.find("各指标按最小值与最大值折算为0至1；权重如下；加权相加为综合指数。"), std::string::npos) << text;
    EXPECT_EQ(text.find("以少为好"), std::string::npos) << text;
    const std::string other = to_text(statement(evaluation, "cat"), "en");
    EXPECT_NE(other.find("5. Composite index: does not apply"), std::string::npos) << other;
}

TEST(CompositePart, RoundsHalfToEvenAndSaysWhenItIsClose) {
    EXPECT_EQ(round_points(0.0005).points, Points());
    EXPECT_EQ(round_points(0.0015).points, Points::thousandths(2));
    EXPECT_EQ(round_points(-0.0005).points, Points());
    EXPECT_EQ(round_points(-0.0015).points, Points::thousandths(-2));
    EXPECT_TRUE(round_points(0.0005).near_edge);
    EXPECT_TRUE(round_points(0.0004999999999).near_edge);
    EXPECT_EQ(round_points(0.0004999999999).points, Points());
    EXPECT_TRUE(round_points(0.0005000000009).near_edge);
    EXPECT_EQ(round_points(0.0005000000009).points, Points::thousandths(1));
    EXPECT_FALSE(round_points(0.000500002).near_edge);
    EXPECT_FALSE(round_points(1).near_edge);
    EXPECT_THROW(static_cast<void>(round_points(1e16)), OverflowError);
    EXPECT_THROW(static_cast<void>(round_points(none)), OverflowError);
}

TEST(IndicatorValues, AreInPointsAndSharesByPlace) {
    const Evaluation evaluation =
        evaluated("roles = [\"leader\"]\npoints = 10\n" + two_indicators, std::make_shared<StatedMethod>(0.5, 1));
    const auto values = [&](IndicatorSource::Kind kind) {
        IndicatorSource source;
        source.kind = kind;
        source.category = CategoryId(0);
        source.duty = DutyId(0);
        return indicator_values(evaluation, source);
    };
    EXPECT_EQ(values(IndicatorSource::Kind::items), (std::vector<double>{0.5, -0.25, 0.25}));
    EXPECT_EQ(values(IndicatorSource::Kind::deductions), (std::vector<double>{0, 0.5, 0}));
    EXPECT_EQ(values(IndicatorSource::Kind::category), (std::vector<double>{0.5, 0.25, 0.25}));
    EXPECT_EQ(values(IndicatorSource::Kind::linkage), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(values(IndicatorSource::Kind::five_knows), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(values(IndicatorSource::Kind::duties), (std::vector<double>{0, 0, 0}));
    EXPECT_TRUE(std::isnan(values(IndicatorSource::Kind::exemplars)[0]));
    EXPECT_TRUE(std::isnan(values(IndicatorSource::Kind::stage)[0]));
    EXPECT_TRUE(std::isnan(values(IndicatorSource::Kind::duty)[2])) << "nothing is due for a member";
}

} // namespace
} // namespace jifen
