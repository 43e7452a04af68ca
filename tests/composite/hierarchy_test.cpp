#include "jifen/composite/hierarchy.hpp"

#include "tables.hpp"

#include <gtest/gtest.h>

namespace jifen::composite {
namespace {

using Numbers = std::vector<double>;

Judgements pair(const std::string& over, const std::string& under, double value) {
    Judgements out({over, under});
    out.judge(over, under, value);
    return out;
}

TEST(Hierarchy, ComposesWeightsFromTheRootDown) {
    const Criterion root{"index",
                         {{"work", {{"visits"}, {"cases"}}, pair("cases", "visits", 3)},
                          {"standing", {{"years"}, {"training"}, {"honours"}}, {}, {2, 1, 1}},
                          {"other", {{"a"}, {"b"}}}},
                         {},
                         {5, 3, 2}};
    const HierarchyWeights found = weigh(root);
    ASSERT_EQ(found.leaves.size(), 7U);
    const std::vector<std::pair<std::string, double>> known{{"visits", 0.125},   {"cases", 0.375},   {"years", 0.15},
                                                            {"training", 0.075}, {"honours", 0.075}, {"a", 0.1},
                                                            {"b", 0.1}};
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_EQ(found.leaves[i].name, known[i].first);
        EXPECT_NEAR(found.leaves[i].weight, known[i].second, 1e-15);
    }
    EXPECT_EQ(found.criteria[0].name, "index");
    EXPECT_EQ(found.criteria[3].name, "cases");
    EXPECT_EQ(found.criteria[3].parent, 1U);
    EXPECT_EQ(found.criteria[3].depth, 2U);
    EXPECT_NEAR(found.criteria[3].local, 0.75, 1e-15) << "the order of the judged items is not that of the parts";
    EXPECT_TRUE(found.criteria[3].is_leaf);
    EXPECT_TRUE(found.criteria[1].consistency);
    EXPECT_FALSE(found.criteria[0].consistency);
    EXPECT_EQ(found.worst_ratio, 0);
}

TEST(Hierarchy, TakesLeavesOfOneNameForTheSame) {
    const Criterion root{"choice",
                         {{"price", {{"x"}, {"y"}}, pair("x", "y", 4)}, {"looks", {{"y"}, {"x"}}, pair("y", "x", 1)}},
                         pair("price", "looks", 3)};
    const HierarchyWeights found = weigh(root);
    ASSERT_EQ(found.leaves.size(), 2U);
    EXPECT_NEAR(found.leaves[0].weight, 0.75 * 0.8 + 0.25 * 0.5, 1e-15);
    EXPECT_NEAR(found.leaves[0].weight + found.leaves[1].weight, 1, 1e-15);
}

TEST(Hierarchy, OfALeafAloneIsOne) {
    const HierarchyWeights found = weigh({"x"});
    ASSERT_EQ(found.leaves.size(), 1U);
    EXPECT_EQ(found.leaves[0].weight, 1);
    EXPECT_EQ(found.worst_ratio, std::nullopt);
}

TEST(Hierarchy, NamesTheCriterionThatIsWrong) {
    const auto said = [](const Criterion& root) { return refusal([&] { (void)weigh(root); }); };
    EXPECT_NE(said({"i", {{"a"}, {"b"}}, pair("a", "c", 2)}).find("\"i\": what was judged are not its parts"),
              std::string::npos);
    EXPECT_NE(said({"i", {{"a"}, {"a"}}}).find("two of its parts are named \"a\""), std::string::npos);
    EXPECT_NE(said({"i", {{"a"}, {"b"}}, pair("a", "b", 2), {1, 1}}), "");
    EXPECT_NE(said({"i", {{"a"}, {"b"}}, {}, {1}}), "");
    EXPECT_NE(said({"i", {{"a"}, {"b"}}, {}, {0, 0}}), "");
    EXPECT_NE(said({"i", {}, {}, {1}}), "") << "weights of no parts";
    EXPECT_NE(said({"i", {{""}}}), "");
    EXPECT_NE(said({"i", {{"a"}, {"b"}}, Judgements({"a", "b"})}).find("nothing links \"b\" to \"a\""),
              std::string::npos);
    Criterion deep{"x"};
    for (int i = 0; i < 101; ++i) deep = Criterion{"x", {deep}};
    EXPECT_NE(said(deep).find("deeper than 100"), std::string::npos);
}

} // namespace
} // namespace jifen::composite
