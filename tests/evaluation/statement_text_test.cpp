#include "evaluation/statement_case.hpp"
#include "jifen/evaluation/statement.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace jifen {
namespace {

using namespace testing_support;

// The whole text, worked by hand from statement_case.hpp; statement_test.cpp adds it up again.

const char* const chinese = R"(test
个人积分明细：ann 安
单位：G1 第一网格
考核期：2023-01-01 至 2023-12-31

一、记录
  日期        记录  项目        数量  对象  算法  应得  实得  认定                                                    依据
  2022-12-31  e01   定期家访       1  H1             0     0  不在考核期内                                            第三条
  2023-01-05  e02   定期家访       1  H1       2     2     2  全额计分                                                第三条
  2023-01-06  e03   定期家访       1  H1             0     0  本期内重复：每月一次，首次为 e02                        第三条
  2023-01-07  e04   定期家访       1  H2             0     0  同一行为已按其他项目计分：行为 A，按 调解 计分，见 e05  第三条
  2023-01-07  e05   调解           2  H2       3     3     3  全额计分                                                第四条，2023-01-01起执行
  2023-01-08  e06   调解           1           3     3     1  部分计分（达到上限）：类别上限每月6分                   第四条，2023-01-01起执行；服务群众
  2023-07-01  e07   调解           1  p2     4.5   4.5   4.5  全额计分                                                补充规定，2023-07-01起执行
  2023-08-01  e08   调解           1         4.5   4.5   1.5  部分计分（达到上限）：总分上限每年12分                  补充规定，2023-07-01起执行
  2023-08-02  e09   complaint      1        -1.5  -1.5  -1.5  全额计分
  2023-08-03  e10   complaint      1        -1.5  -1.5  -0.5  部分计分（达到上限）：项目上限每季度2分
  2023-08-04  e11   complaint      1        -1.5  -1.5     0  不计分（上限已满）：项目上限每季度2分
  2023-09-01  e12   unheard of     1                 0     0  积分办法中无此项目
  2023-09-02  e13   定期家访       1  p1             0     0  对象不符：应为住户                                      第三条
  2023-10-01  e14   定期家访       1  H2             0     0  已被撤销：撤销记录 e15                                  第三条
  2023-10-02  e15   -              1                 0     0  撤销另一条记录：e14
  类别小计  应得  实得（总分上限前）  依据
  服务群众    17                  15
  记录得分合计：10，其中扣分 -2

二、联系带动（1+10+100），截至 2023-12-31
  带动典型 1 / 2  5 × 1/2 = 2.5
  联系妇女 1 / 3  1 × 1/3 ≈ 0.333
  服务到人 1 / 2  1 × 1/2 = 0.5
  联系带动得分：3.333

三、五提五知，截至 2023-12-31，户数 2
  知人 2 / 2
  知事 1 / 2
  知情 0 / 1
  知需 0 / 0
  知帮 0 / 0
  各环节权重 2 : 1 : 1 : 0.5 : 0.5，逐级连乘
  链条得分率：1/2 = 0.500000
  五提五知得分：2 × 1/2 = 1

四、履职（已做／应做）
  每季走访 2 / 8  8 × 2/8 = 2
    未完成（各期首日）：2023-04-01（2户）、2023-07-01（2户）、2023-10-01（2户）
  履职得分：2

五、总分
  基础分 10 + 记录 10 + 联系带动 3.333 + 五提五知 1 + 履职 2 = 26.333
  总分 26.333，等次 优秀，位次 1 / 1
)";

const char* const english = R"(test
Statement of ann 安
Unit: G1 第一网格
Window: 2023-01-01 to 2023-12-31

1. Entries
  date        entry  item        quantity  subject  working   raw  credited  verdict                                                               rule
  2022-12-31  e01    Home visit         1  H1                   0         0  outside the assessment window                                         第三条
  2023-01-05  e02    Home visit         1  H1             2     2         2  counted in full                                                       第三条
  2023-01-06  e03    Home visit         1  H1                   0         0  already counted in the period: once a month, the first is e02         第三条
  2023-01-07  e04    Home visit         1  H2                   0         0  the same act counts under another item: act A, as Mediation, see e05  第三条
  2023-01-07  e05    Mediation          2  H2             3     3         3  counted in full                                                       第四条, 2023-01-01 version
  2023-01-08  e06    Mediation          1                 3     3         1  counted in part: a cap was reached: category cap of 6 a month         第四条, 2023-01-01 version; Service
  2023-07-01  e07    Mediation          1  p2           4.5   4.5       4.5  counted in full                                                       补充规定, 2023-07-01 version
  2023-08-01  e08    Mediation          1               4.5   4.5       1.5  counted in part: a cap was reached: total cap of 12 a year            补充规定, 2023-07-01 version
  2023-08-02  e09    complaint          1              -1.5  -1.5      -1.5  counted in full
  2023-08-03  e10    complaint          1              -1.5  -1.5      -0.5  counted in part: a cap was reached: item cap of 2 a quarter
  2023-08-04  e11    complaint          1              -1.5  -1.5         0  not counted: the cap was used up: item cap of 2 a quarter
  2023-09-01  e12    unheard of         1                       0         0  no such item in the rulebook
  2023-09-02  e13    Home visit         1  p1                   0         0  its subject is not what the item asks for: it asks for a household    第三条
  2023-10-01  e14    Home visit         1  H2                   0         0  withdrawn: by e15                                                     第三条
  2023-10-02  e15    -                  1                       0         0  withdraws another entry: e14
  by category  raw  credited (before the total's caps)  rule
  Service       17                                  15
  Sum of credited points: 10, of which deductions -2

2. Linkage (1 + 10 + 100), on 2023-12-31
  exemplars 1 / 2  5 × 1/2 = 2.5
  contacts 1 / 3  1 × 1/3 ≈ 0.333
  served 1 / 2  1 × 1/2 = 0.5
  Linkage part: 3.333

3. Five asks, five knows, on 2023-12-31, households 2
  people 2 / 2
  matters 1 / 2
  circumstances 0 / 1
  needs 0 / 0
  help 0 / 0
  weights of the stages 2 : 1 : 1 : 0.5 : 0.5, each rate multiplied by those before it
  Chain score: 1/2 = 0.500000
  Five-knows part: 2 × 1/2 = 1

4. Duties (done / due)
  A visit a quarter 2 / 8  8 × 2/8 = 2
    missed, periods from: 2023-04-01 (2 households), 2023-07-01 (2 households), 2023-10-01 (2 households)
  Duties part: 2

5. Total
  base 10 + items 10 + linkage 3.333 + five knows 1 + duties 2 = 26.333
  Total 26.333, grade Good, rank 1 / 1
)";

TEST(StatementText, SaysInChineseWhatBecameOfEveryEntryAndPart) {
    EXPECT_EQ(to_text(statement(statement_evaluation(), "ann"), "zh"), chinese);
}

TEST(StatementText, SaysTheSameInEnglish) {
    EXPECT_EQ(to_text(statement(statement_evaluation(), "ann"), "en"), english);
}

TEST(StatementText, IsChineseWhereNothingIsSaid) {
    const Statement ann = statement(statement_evaluation(), "ann");
    std::ostringstream out;
    out << ann;
    EXPECT_EQ(out.str(), chinese);
    EXPECT_EQ(to_text(ann), chinese);
}

TEST(StatementText, IsWrittenInTheTwoLanguagesOnly) {
    const Statement ann = statement(statement_evaluation(), "ann");
    EXPECT_THROW(static_cast<void>(to_text(ann, "fr")), ArgumentError);
    EXPECT_THROW(static_cast<void>(to_text(ann, "")), ArgumentError);
}

/// The last lines of the text, from `5. Total` on.
std::string end_of(const Tables& tables, const std::string& rules) {
    const std::string text =
        to_text(statement(evaluate(load(tables), rules_of(rules), Window::year(2023)), "ann"), "en");
    return text.substr(text.find("5. Total\n") + 9);
}

Tables ann(const std::string& entry) {
    Tables tables;
    tables.people = "person\nann\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.ledger = "entry,date,actor,item\ne," + entry + "\n";
    return tables;
}

TEST(StatementText, NamesFloorCeilingAndVeto) {
    const std::string items =
        "[[item]]\ncode = \"x\"\npoints = 5\n[[item]]\ncode = \"v\"\nveto = { grade = \"out\" }\n";
    EXPECT_EQ(end_of(ann("2023-01-01,ann,x"), "[total]\nceiling = 4\n" + items),
              "  base 0 + items 5 + linkage 0 + five knows 0 + duties 0 = 5\n  cut to the ceiling 4\n  Total 4, rank 1 "
              "/ 1\n");
    EXPECT_EQ(end_of(ann("2023-01-01,ann,x"), "[total]\nfloor = 6\n" + items),
              "  base 0 + items 5 + linkage 0 + five knows 0 + duties 0 = 5\n  raised to the floor 6\n  Total 6, rank "
              "1 / 1\n");
    EXPECT_EQ(end_of(ann("2023-01-01,ann,v"), items),
              "  base 0 + items 0 + linkage 0 + five knows 0 + duties 0 = 0\n  Total 0, grade out (veto: v)\n");
}

TEST(StatementText, CountsTheRankedAndSaysHowManyAreNot) {
    Tables two = ann("2023-01-01,ann,x");
    two.people += "bea\n";
    two.roles += "bea,leader,G1\n";
    two.ledger += "f,2023-01-01,bea,v\n";
    const std::string items =
        "[[item]]\ncode = \"x\"\npoints = 5\n[[item]]\ncode = \"v\"\nveto = { grade = \"out\" }\n";
    EXPECT_EQ(end_of(two, items), "  base 0 + items 5 + linkage 0 + five knows 0 + duties 0 = 5\n"
                                  "  Total 5, rank 1 / 1 (1 more under a veto, without a rank)\n");
}

TEST(StatementText, NamesTheArticleOfEveryRuleWhereItActs) {
    const std::string rules = R"([total]
source = "A1"
[[item]]
code = "x"
points = 1
[linkage]
source = "A2"
exemplars = { target = 3, points = 1, source = "A3" }
[five_knows]
role = "leader"
source = "A4"
points = 3
weights = [1, 1, 1, 1, 1]
fresh_days = [1, 1, 1, 1, 1]
[[duty]]
code = "d"
source = "A5"
items = ["x"]
per = "year"
points = 2
[[grade]]
code = "any"
source = "A6"
)";
    const Statement made = statement(
        evaluate(load(ann("2023-01-01,ann,x")), rules_of("source = \"A0\"\n" + rules), Window::year(2023)), "ann");
    const std::string text = to_text(made, "en");
    for (const char* line :
         {"test (by: A0)\n", "on 2023-12-31 (by: A2)\n", "1 × 0/3 = 0 (by: A3)\n", "households 0 (by: A4)\n",
          "2 × 1/1 = 2 (by: A5)\n", "5. Total (by: A1)\n", "grade any (by: A6)"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST(StatementText, WritesNoFalseEquation) {
    Tables tables = statement_tables();
    tables.households += "H3,G1\n";
    tables.people += "p3,,H3\n";
    const auto text_with = [&](const std::string& points) {
        const std::string rules = "[[item]]\ncode = \"visit\"\n[five_knows]\nrole = \"leader\"\npoints = " + points +
                                  "\nweights = [1, 0, 0, 0, 0]\nfresh_days = [365, 9, 9, 9, 9]\n";
        return to_text(statement(evaluate(load(tables), rules_of(rules), Window::year(2023)), "ann"), "en");
    };
    EXPECT_NE(text_with("10000").find("Chain score: 2/3 ≈ 0.666667\n  Five-knows part: 10000 × 2/3 ≈ 6666.667\n"),
              std::string::npos);
    EXPECT_NE(text_with("3").find("  Five-knows part: 3 × 2/3 = 2\n"), std::string::npos);
}

TEST(StatementText, SaysWhereNobodyIsRegistered) {
    const std::string rules = "[[item]]\ncode = \"x\"\n[five_knows]\nrole = \"leader\"\npoints = 20\n"
                              "weights = [1, 1, 1, 1, 1]\nfresh_days = [1, 1, 1, 1, 1]\nif_nobody = \"full\"\n";
    const Statement none =
        statement(evaluate(load(ann("2023-01-01,ann,x")), rules_of(rules), Window::year(2023)), "ann");
    EXPECT_NE(to_text(none, "en").find("\n  Nobody is registered; part: 20\n"), std::string::npos);
    EXPECT_NE(to_text(none, "zh").find("\n  无登记人员，得分：20\n"), std::string::npos);
}

TEST(StatementText, SaysWhichPartsDoNotApply) {
    const Statement items = statement(
        evaluate(load(ann("2023-01-01,ann,x")), rules_of("[[item]]\ncode = \"x\"\n"), Window::year(2023)), "ann");
    const std::string text = to_text(items, "zh");
    for (const char* part : {"二、联系带动（1+10+100）", "三、五提五知", "四、履职（已做／应做）"})
        EXPECT_NE(text.find(std::string(part) + "：不适用\n"), std::string::npos) << part;
}

TEST(StatementText, SaysOnWhatDayItWasKnown) {
    EvaluationOptions options;
    options.known_at = day_of("2023-02-01");
    const Statement known =
        statement(evaluate(load(statement_tables()), rules_of(statement_rules), Window::year(2023), options), "ann");
    EXPECT_NE(to_text(known, "en").find("\nAs known on: 2023-02-01\n"), std::string::npos);
    EXPECT_NE(to_text(known, "zh").find("\n按该日已知情况：2023-02-01\n"), std::string::npos);
    EXPECT_EQ(known.lines.size(), 6U);
}

} // namespace
} // namespace jifen
