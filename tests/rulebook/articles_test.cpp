#include "jifen/rulebook/articles.hpp"

#include "support/small_district.hpp"

#include <filesystem>
#include <string>

namespace jifen {
namespace {

using namespace testing_support;

const char* const rest = R"([total]
base = 60
ceiling = 100
caps = [ { per = "year", points = 30 } ]
[[category]]
code = "service"
title = { zh = "服务群众", en = "Service" }
caps = [ { per = "month", points = 12 } ]
[[item]]
code = "visit"
title = { zh = "家访", en = "Home visit" }
source = "第三条"
category = "service"
points = 1
once = "month"
subject = "household"
channels = ["visit", "telephone", "drum"]
verified = true
roles = ["leader"]
caps = [ { per = "day", points = 2 }, { per = "month", points = 8 } ]
from = 2023-01-01
until = 2024-01-01
[[item]]
code = "late"
points = -2
[[item]]
code = "fraud"
veto = { grade = "unqualified" }
)";

TEST(Articles, SayEverythingOfAnItemInChinese) {
    const std::string text = to_articles(rules_of(rest), "zh", Window::year(2023));
    EXPECT_NE(text.find("第一条（适用范围）　本办法适用于考核期内担任下列职务之一的人员：leader、member。"),
              std::string::npos);
    EXPECT_NE(text.find("基础分为60分。项目得分每年累计不超过30分，扣分同样计算。总分高于100分的，按100分计。"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("第三条（服务群众）　本类合计每月累计不超过12分。下列项目计入本类：\n"
                        "　　（一）家访（visit）：每次计1分；对同一家庭每月只计一次；对象限于在册家庭；"
                        "方式限于入户走访、电话或者drum；须经核实；限于leader；"
                        "自2023年1月1日起至2023年12月31日止的记录有效；"
                        "本项每日累计不超过2分、每月累计不超过8分。（依据：第三条）\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("（一）late：每次扣2分。\n"), std::string::npos) << text;
    EXPECT_NE(text.find("（一）fraud：等次定为“不合格”。\n"), std::string::npos) << text;
    EXPECT_NE(text.find("（一）leader：90分（基础分60，项目30，"), std::string::npos) << text;
    EXPECT_NE(text.find("（二）member：60分"), std::string::npos) << text;
}

TEST(Articles, SayTheSameInEnglish) {
    const std::string text = to_articles(rules_of(rest), "en");
    EXPECT_NE(text.find("Article 3 (Service). In all at most 12 points a month. These items stand in it:\n"
                        "    (1) Home visit (visit): 1 point each time; once a month for each household; only for a "
                        "registered household; only by home visit, telephone or drum; only when verified; only for a "
                        "leader; in force from 2023-01-01 to 2023-12-31; at most 2 points a day, at most 8 points a "
                        "month. [Source: 第三条]\n"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("  ["), std::string::npos);
    EXPECT_NE(text.find("in any calendar year"), std::string::npos);
}

TEST(Articles, EndWithWhatLintSays) {
    const std::string odd = "[[item]]\ncode = \"a\"\npoints = 3\ncaps = [ { per = \"month\", points = 2 } ]\n";
    EXPECT_NE(
        to_articles(rules_of(odd), "zh").find("第4行：单次分值高于上限，任何一次都不能足额计分〔value_above_cap〕"),
        std::string::npos);
    EXPECT_NE(to_articles(rules_of(odd), "en").find("Line 4: item \"a\" is worth 3"), std::string::npos);
    EXPECT_NE(to_articles(rules_of(odd), "en", Window::parse("2023-07")).find("from 2023-07-01 to 2023-07-31"),
              std::string::npos);
}

TEST(Articles, OfTheShippedRulebookNameEveryTitle) {
    const Rulebook rules = read_rulebook(std::filesystem::path(JIFEN_RULEBOOK_DIR) / "pinggu-1-10-100.toml");
    for (const char* const language : {"zh", "en"}) {
        const std::string text = to_articles(rules, language, Window::year(2023));
        const auto says = [&](const Heading& heading, const std::string& code) {
            const std::string title(heading.title.in(language, code));
            EXPECT_NE(text.find(title), std::string::npos) << title;
            EXPECT_NE(text.find(heading.source), std::string::npos) << heading.source;
        };
        for (const Category& category : rules->categories) says(category.heading, category.code);
        for (const Item& item : rules->items) says(item.heading, item.code);
        for (const Duty& duty : rules->duties) says(duty.heading, duty.code);
        for (const Grade& grade : rules->grades) says(grade.heading, grade.code);
        for (const Selection& selection : rules->selections) says(selection.heading, selection.code);
        EXPECT_NE(text.find("125"), std::string::npos);
    }
}

/// A rulebook with every part and an index of everything.
Rulebook rules_with_index(const std::string& choices, const std::string& of_each) {
    std::string toml = "jifen = 1\ncode = \"h\"\napplies_to = [\"leader\"]\n[[category]]\ncode = \"c\"\n"
                       "title = { zh = \"服务群众\", en = \"Service\" }\n[[item]]\ncode = \"a\"\ncategory = \"c\"\n"
                       "points = 1\n[linkage]\nexemplars = { target = 1, points = 1 }\n"
                       "contacts = { target = 1, points = 1 }\nserved = { target = 1, points = 1 }\n"
                       "[five_knows]\nrole = \"leader\"\npoints = 1\nweights = [1, 1, 1, 1, 1]\n"
                       "fresh_days = [1, 1, 1, 1, 1]\n[[duty]]\ncode = \"d\"\nitems = [\"a\"]\nper = \"month\"\n"
                       "[composite]\npoints = 12.5\n" +
                       choices;
    for (const char* const of :
         {"items", "linkage", "five_knows", "duties", "deductions", "category:c", "linkage:exemplars",
          "linkage:contacts", "linkage:served", "five_knows:people", "five_knows:matters", "five_knows:circumstances",
          "five_knows:needs", "five_knows:help", "duty:d"})
        toml += "[[composite.indicator]]\nof = \"" + std::string(of) + "\"\n" + of_each;
    return parse_rulebook(toml);
}

TEST(Articles, SayWhatAnIndexIsMadeOf) {
    const Rulebook rules = rules_with_index("", "weight = 2.5\n");
    const std::string zh = to_articles(rules, "zh");
    for (const char* const part :
         {"（综合指数）", "指数为1的计12.5分；计入总分", "“服务群众”类得分，权重2.5", "扣分，权重2.5", "带动典型达标率",
          "联系群众达标率", "服务到人达标率", "知人率", "知事率", "知情率", "知需率", "知帮率", "“d”完成率",
          "各指标按最小值与最大值折算为0至1", "权重如下", "加权相加为综合指数", "有人缺少某项指标的，不予评价"})
        EXPECT_NE(zh.find(part), std::string::npos) << part << "\n" << zh;
    const std::string en = to_articles(rules, "en");
    for (const char* const part :
         {"an index of 1 gives 12.5 points", "\"Service\" points, weight 2.5", "the rate of knowing the needs",
          "\"d\" done of due", "Nobody may lack an indicator"})
        EXPECT_NE(en.find(part), std::string::npos) << part << "\n" << en;
}

TEST(Articles, SayHowAnIndexIsMade) {
    const auto says = [](const std::string& choices, const std::string& of_each, std::string_view part) {
        const std::string zh = to_articles(rules_with_index(choices, of_each), "zh");
        EXPECT_NE(zh.find(part), std::string::npos) << part << "\n" << zh;
    };
    const std::string equal = "weights = \"equal\"\n";
    says(equal, "", "各指标权重相等");
    says("weights = \"entropy\"\n", "", "熵权法");
    says("weights = \"critic\"\n", "", "CRITIC");
    says("weights = \"standard_deviation\"\n", "", "标准差");
    says("weights = \"principal_components\"\n", "", "主成分");
    says(equal + "scale = \"rank\"\n", "", "所胜过者所占的比例");
    says(equal + "scale = \"leader_share\"\n", "", "与最优者之比");
    says(equal + "scale = \"target_distance\"\n", "target = 3\n", "，目标值3");
    says(equal, "target = 3\ndirection = \"target\"\n", "越接近目标值越好");
    says(equal + "scale = \"goalposts\"\n", "low = -1\nhigh = 2.5\n", "，下限-1、上限2.5");
    says(equal + "aggregate = \"geometric_mean\"\n", "", "加权几何平均");
    says(equal + "aggregate = \"topsis\"\n", "", "TOPSIS");
    says(equal + "missing = \"drop\"\n", "", "没有综合指数，此项不计分");
    says(equal + "missing = \"mean\"\n", "", "按其他人员的平均值计");
    says(equal + "missing = \"rest_of_weights\"\n", "", "由本人其余指标分担");
    says(equal + "in_total = false\n", "", "只用于排序");
    says(equal, "direction = \"cost\"\n", "（以少为好）");
    says(equal, "title = \"一项\"\n", "一项（项目得分）");
}

TEST(Articles, AreWrittenInTwoLanguages) {
    EXPECT_THROW(static_cast<void>(to_articles(rules_of(rest), "fr")), ArgumentError);
}

TEST(Articles, CountAsChineseCounts) {
    // Articles 1 and 2 are general, 3 holds the item; each duty has one.
    std::string many = "[[item]]\ncode = \"a\"\npoints = 1\n";
    for (int duty = 4; duty <= 1015; ++duty) {
        many += "[[duty]]\ncode = \"" + std::to_string(duty) + "\"\nitems = [\"a\"]\nper = \"year\"\n";
    }
    const std::string text = to_articles(rules_of(many), "zh");
    for (const auto& [number, word] : {std::pair(4, "四"),
                                       {10, "十"},
                                       {11, "十一"},
                                       {20, "二十"},
                                       {99, "九十九"},
                                       {100, "一百"},
                                       {102, "一百零二"},
                                       {110, "一百一十"},
                                       {1000, "一千"},
                                       {1001, "一千零一"},
                                       {1010, "一千零一十"}}) {
        EXPECT_NE(text.find("\n第" + std::string(word) + "条（" + std::to_string(number) + "）"), std::string::npos)
            << number;
    }
}

} // namespace
} // namespace jifen
