#include "rulebook/rulebook_errors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace rulebook_testing;

/// Lines 1 to 18: an item, a category, linkage with exemplars, five knows and a duty; `rest` begins at line 19.
std::string with_parts(std::string_view rest) {
    return std::string(head) +
           "[[category]]\ncode = \"service\"\n[[item]]\ncode = \"a\"\ncategory = \"service\"\npoints = 1\n" +
           "[linkage]\nexemplars = { target = 10, points = 5 }\n" +
           "[five_knows]\nrole = \"leader\"\npoints = 20\nweights = [1, 1, 1, 1, 1]\n" +
           "fresh_days = [1, 1, 1, 1, 1]\n" + "[[duty]]\ncode = \"d\"\nitems = [\"a\"]\nper = \"month\"\n" +
           std::string(rest);
}
constexpr int first_line = 21;

TEST(CompositeRule, SaysWhatItIsMadeOf) {
    const Rulebook rulebook = parse_rulebook(with_parts(R"([composite]
title = "综合指数"
source = "第九条"
roles = ["leader"]
points = 12.5
in_total = false
scale = "goalposts"
weights = "given"
aggregate = "geometric_mean"
missing = "mean"
[[composite.indicator]]
of = "category:service"
weight = 30.5
low = -1
high = 12.25
[[composite.indicator]]
of = "deductions"
direction = "cost"
weight = 10
low = 0
high = 5
source = "第十条"
)"));
    ASSERT_TRUE(rulebook->composite);
    const CompositeRule& rule = *rulebook->composite;
    EXPECT_EQ(rule.heading.title.in("zh", ""), "综合指数");
    EXPECT_EQ(rule.heading.source, "第九条");
    EXPECT_EQ(rule.roles, std::vector<std::string>{"leader"});
    EXPECT_EQ(rule.points, Points::thousandths(12'500));
    EXPECT_FALSE(rule.in_total);
    EXPECT_EQ(rule.scale, IndexScale::goalposts);
    EXPECT_EQ(rule.weights, IndexWeights::given);
    EXPECT_EQ(rule.aggregate, IndexAggregate::geometric_mean);
    EXPECT_EQ(rule.missing, IndexMissing::mean);
    ASSERT_EQ(rule.indicators.size(), 2U);
    EXPECT_EQ(rule.indicators[0].of.kind, IndicatorSource::Kind::category);
    EXPECT_EQ(rule.indicators[0].of.category, CategoryId(0));
    EXPECT_EQ(rule.indicators[0].of.text, "category:service");
    EXPECT_EQ(rule.indicators[0].weight, 30'500'000'000);
    EXPECT_EQ(rule.indicators[0].low, -1000);
    EXPECT_EQ(rule.indicators[0].high, 12'250);
    EXPECT_EQ(rule.indicators[0].direction, IndicatorDirection::benefit);
    EXPECT_EQ(rule.indicators[1].direction, IndicatorDirection::cost);
    EXPECT_EQ(rule.indicators[1].heading.source, "第十条");
}

TEST(CompositeRule, HasDefaults) {
    const Rulebook rulebook =
        parse_rulebook(with_parts("[composite]\npoints = 1\n[[composite.indicator]]\nof = \"items\"\nweight = 1\n"));
    const CompositeRule& rule = *rulebook->composite;
    EXPECT_EQ(rule.roles, rulebook->applies_to);
    EXPECT_TRUE(rule.in_total);
    EXPECT_EQ(rule.scale, IndexScale::min_max);
    EXPECT_EQ(rule.weights, IndexWeights::given);
    EXPECT_EQ(rule.aggregate, IndexAggregate::weighted_sum);
    EXPECT_EQ(rule.missing, IndexMissing::refuse);
    EXPECT_FALSE(parse_rulebook(with_parts(""))->composite);
}

TEST(CompositeRule, TakesEveryNumberOfAPerson) {
    std::string text = "[composite]\npoints = 1\nweights = \"equal\"\n";
    const std::vector<std::string> sources{"items",
                                           "linkage",
                                           "five_knows",
                                           "duties",
                                           "deductions",
                                           "category:service",
                                           "linkage:exemplars",
                                           "five_knows:people",
                                           "five_knows:matters",
                                           "five_knows:circumstances",
                                           "five_knows:needs",
                                           "five_knows:help",
                                           "duty:d"};
    for (const std::string& source : sources) text += "[[composite.indicator]]\nof = \"" + source + "\"\n";
    const Rulebook rulebook = parse_rulebook(with_parts(text));
    ASSERT_EQ(rulebook->composite->indicators.size(), sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) EXPECT_EQ(rulebook->composite->indicators[i].of.text, sources[i]);
    EXPECT_EQ(rulebook->composite->indicators[9].of.stage, Stage::circumstances);
    EXPECT_EQ(rulebook->composite->indicators[12].of.duty, DutyId(0));
}

TEST(CompositeRule, WordsSayWhatTheyMean) {
    EXPECT_EQ(to_string(IndexScale::leader_share), "leader_share");
    EXPECT_EQ(to_string(IndexWeights::principal_components), "principal_components");
    EXPECT_EQ(to_string(IndexAggregate::topsis), "topsis");
    EXPECT_EQ(to_string(IndexMissing::rest_of_weights), "rest_of_weights");
}

/// The errors of a composite, line by line from its header as line 0.
std::string composite_errors(std::string_view body) {
    std::string out;
    for (const Diagnostic& error : errors_in(with_parts("[composite]\n" + std::string(body)))) {
        out += (out.empty() ? "" : "; ") + std::to_string(error.line - first_line) + " " + error.code;
    }
    return out;
}

const std::string indicator = "[[composite.indicator]]\n";

TEST(CompositeRule, IsRefusedWithTheLine) {
    const std::string sound = indicator + "of = \"items\"\nweight = 1\n";
    EXPECT_EQ(composite_errors("points = 1\n" + sound), "");
    EXPECT_EQ(composite_errors(sound), "0 missing_key");
    EXPECT_EQ(composite_errors("points = 0\n" + sound), "1 bad_number");
    EXPECT_EQ(composite_errors("points = -0.5\n" + sound), "1 bad_number");
    EXPECT_EQ(composite_errors("points = 1\n"), "0 missing_key");
    EXPECT_EQ(composite_errors("points = 1\nscale = \"z_score\"\n" + sound), "2 unknown_word");
    EXPECT_EQ(composite_errors("points = 1\nroles = [\"other\"]\n" + sound), "2 role_not_in_applies_to");
    EXPECT_EQ(composite_errors("points = 1\ninx_total = true\n" + sound), "2 unknown_key");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "weight = 1\n"), "2 missing_key");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"items\"\n"), "2 missing_key");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"total\"\nweight = 1\n"), "3 unknown_word");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"category:x\"\nweight = 1\n"),
              "3 unknown_reference");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"duty:x\"\nweight = 1\n"), "3 unknown_reference");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"linkage:served\"\nweight = 1\n"),
              "3 unknown_reference");
    EXPECT_EQ(composite_errors("points = 1\n" + sound + sound), "6 duplicate_code");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"items\"\nweight = 0\n"),
              "2 composite_contradiction");
}

TEST(CompositeRule, OneErrorIsNotFollowedByFalseOnes) {
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"items\"\nweight = nan\n"), "4 bad_number");
    EXPECT_EQ(composite_errors("points = 1\n" + indicator + "of = \"items\"\nweight = \"x\"\n"), "4 wrong_type");
    EXPECT_EQ(composite_errors("points = 1\nindicator = 3\n"), "2 wrong_type");
    EXPECT_EQ(composite_errors("points = 1\nscale = \"goalposts\"\n" + indicator +
                               "of = \"items\"\nweight = 1\nlow = 5\nhigh = \"a\"\n"),
              "7 wrong_type");
    EXPECT_EQ(composite_errors("points = 1000000.001\n" + indicator + "of = \"items\"\nweight = 1\n"), "1 bad_number");
    EXPECT_TRUE(says(with_parts("[composite]\npoints = 1\n" + indicator + "of = \"service\"\nweight = 1\n"),
                     "did you mean \"category:service\"?"));
    EXPECT_TRUE(says(with_parts("[composite]\npoints = 1\n" + indicator + "of = \"dutie:d\"\nweight = 1\n"),
                     "did you mean \"duty:d\"?"));
}

TEST(CompositeRule, WhatASyntaxErrorTookAwayIsNotReportedAsMissing) {
    const std::string lost_linkage = with_item("points = 1\n") +
                                     "[linkage]]\nexemplars = { target = 1, points = 1 }\n" +
                                     "[composite]\npoints = 1\n" + indicator + "of = \"linkage:served\"\nweight = 1\n";
    EXPECT_EQ(errors(lost_linkage).find("unknown_reference"), std::string::npos) << errors(lost_linkage);
    const std::string lost_indicator =
        with_item("points = 1\n") + "[composite]\npoints = 1\nindicator [ { of = \"items\", weight = 1 } ]\n";
    EXPECT_EQ(errors(lost_indicator).find("missing_key"), std::string::npos) << errors(lost_indicator);
    EXPECT_FALSE(errors(lost_indicator).empty());
}

TEST(CompositeRule, NamesWhatDoesNotGoTogether) {
    const std::string sound = indicator + "of = \"items\"\nweight = 1\n";
    EXPECT_EQ(composite_errors("points = 1\nweights = \"equal\"\n" + sound), "5 composite_contradiction");
    EXPECT_EQ(composite_errors("points = 1\n" + sound + "low = 1\n"), "5 composite_contradiction");
    EXPECT_EQ(composite_errors("points = 1\n" + sound + "target = 1\n"), "5 composite_contradiction");
    EXPECT_EQ(composite_errors("points = 1\n" + sound + "direction = \"target\"\n"), "2 missing_key");
    EXPECT_EQ(composite_errors("points = 1\nscale = \"target_distance\"\n" + sound), "3 missing_key");
    EXPECT_EQ(composite_errors("points = 1\nscale = \"goalposts\"\n" + sound), "3 missing_key; 3 missing_key");
    EXPECT_EQ(composite_errors("points = 1\nscale = \"goalposts\"\n" + sound + "low = 2\nhigh = 2\n"),
              "7 composite_contradiction");
    EXPECT_EQ(
        composite_errors("points = 1\nscale = \"leader_share\"\n" + sound + "direction = \"target\"\ntarget = 1\n"),
        "6 composite_contradiction");
    EXPECT_EQ(composite_errors("points = 1\nscale = \"goalposts\"\n" + sound +
                               "low = 0\nhigh = 1\ndirection = \"target\"\ntarget = 1\n"),
              "8 composite_contradiction");
    const std::string rest = "points = 1\nmissing = \"rest_of_weights\"\n";
    EXPECT_EQ(composite_errors(rest + "aggregate = \"topsis\"\n" + sound), "3 composite_contradiction");
    EXPECT_EQ(composite_errors(rest + "weights = \"entropy\"\n" + indicator + "of = \"items\"\n"),
              "3 composite_contradiction");
    EXPECT_EQ(composite_errors(rest + "weights = \"equal\"\n" + indicator + "of = \"items\"\n"), "");
}

TEST(CompositeRule, NeedsThePartsItNames) {
    const auto alone = [](const std::string& of) {
        return errors(with_item("points = 1\n") +
                      "[composite]\npoints = 1\n[[composite.indicator]]\nweight = 1\nof = \"" + of + "\"\n");
    };
    for (const char* const of :
         {"linkage", "linkage:exemplars", "linkage:contacts", "five_knows", "five_knows:help", "duties"})
        EXPECT_EQ(alone(of), "11:6 unknown_reference") << of;
    EXPECT_EQ(alone("items"), "");
    EXPECT_EQ(
        errors(with_item("points = 1\n") +
               "[linkage]\ncontacts = { target = 1, points = 1 }\nserved = { target = 1, points = 1 }\n"
               "[composite]\npoints = 1\nweights = \"equal\"\n[[composite.indicator]]\nof = \"linkage:contacts\"\n"
               "[[composite.indicator]]\nof = \"linkage:served\"\n"),
        "");
    EXPECT_TRUE(
        says(std::string(head) + "[composite]\npoints = 1\n[[composite.indicator]]\nof = \"dutys\"\nweight = 1\n",
             "did you mean \"duties\"?"));
}

TEST(CompositeRule, MayRank) {
    const std::string selection = "[[selection]]\ncode = \"best\"\nshare = \"20%\"\nrank_by = [\"composite\"]\n";
    const Rulebook rulebook = parse_rulebook(
        with_parts("[composite]\npoints = 1\n[[composite.indicator]]\nof = \"items\"\nweight = 1\n" + selection));
    EXPECT_EQ(rulebook->selections[0].rank_by[0].kind, RankKey::Kind::composite);
}

TEST(CompositeRule, ASecondOneIsJudgedAsWell) {
    const std::string one = "[composite]\npoints = 1\n[[composite.indicator]]\nof = \"items\"\nweight = 1\n";
    EXPECT_EQ(errors(with_parts(one + "[composite]\npoints = 0\n")), "26:1 duplicate_key; 27:10 bad_number");
    EXPECT_EQ(errors(with_parts(one + one)).substr(0, 18), "26:1 duplicate_key") << "and nothing that follows from it";
    EXPECT_EQ(errors(with_parts(one + one)).find("duplicate_code"), std::string::npos);
    EXPECT_EQ(errors(with_parts(one + one)).find("missing_key"), std::string::npos);
}

} // namespace
} // namespace jifen
