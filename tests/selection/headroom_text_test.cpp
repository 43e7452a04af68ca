#include "jifen/selection/headroom.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

// What is shown of a headroom small enough to be worked out by hand.

namespace jifen {
namespace {

using namespace testing_support;

const char* const rules = R"([[category]]
code = "c"
title = { zh = "服务", en = "Service" }
caps = [ { per = "month", points = 5 } ]
[[item]]
code = "visit"
title = { zh = "家访", en = "Home visit" }
points = 2
category = "c"
caps = [ { per = "month", points = 4, source = "A3" } ]
[[item]]
code = "talk"
points_per_unit = 1
category = "c"
[[item]]
code = "hours"
ladder = { per = "month", steps = [ [10, 2], [20, 5] ] }
[[item]]
code = "honour"
by_level = { village = 1, nation = 30 }
[[item]]
code = "early"
points = 3
until = 2023-02-01
[[category]]
code = "deductions"
caps = [ { per = "year", points = 10 } ]
[[item]]
code = "complaint"
points = -2
category = "deductions"
caps = [ { per = "month", points = 4 } ]
[[item]]
code = "fraud"
veto = { grade = "out" }
[[grade]]
code = "great"
title = { zh = "优", en = "Great" }
at_least = 100
[[grade]]
code = "good"
at_least = 7
[[grade]]
code = "basic"
[[selection]]
code = "best"
share = "50%"
)";

/// ann has 2 points, bea 30; one of them is selected.
Headroom of_ann(const char* day = "2023-03-10", std::int64_t most = 3) {
    Tables tables;
    tables.people = "person,name\nann,安\nbea,\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\n";
    tables.ledger = "entry,date,actor,item,quantity,level\n1,2023-03-05,ann,visit,,\n2,2023-03-05,bea,honour,,nation\n";
    HeadroomOptions options;
    options.most = most;
    return find_headroom(evaluate(district_of(tables), rules_of(rules), Window::year(2023)), "ann", day_of(day),
                         options);
}

TEST(HeadroomTables, CapsOfThePeriodAroundTheDay) {
    EXPECT_EQ(caps_table(of_ann()).to_csv(), "stage,item,category,per,from,until,limit,used,left\n"
                                             "item,visit,,month,2023-03-01,2023-04-01,4,2,2\n"
                                             "category,,c,month,2023-03-01,2023-04-01,5,2,3\n");
    EXPECT_EQ(caps_table(of_ann("2023-04-01")).to_csv(), "stage,item,category,per,from,until,limit,used,left\n"
                                                         "item,visit,,month,2023-04-01,2023-05-01,4,0,4\n"
                                                         "category,,c,month,2023-04-01,2023-05-01,5,0,5\n");
}

TEST(HeadroomTables, EachItemWithWhatItBringsAndWhatCutsIt) {
    EXPECT_EQ(items_table(of_ann("2023-03-10", 20)).to_csv(),
              "item,level,verdict,gain,cut_by,most,entries,quantity,then_cut_by\n"
              "visit,,counted,2,,2,1,1,item:month\n"
              "talk,,counted,1,,3,1,3,category:month\n"
              "hours,,zero,0,,5,1,20,\n"
              "honour,village,counted,1,,20,20,1,\n"
              "honour,nation,counted,30,,600,20,1,\n"
              "early,,not_in_force,0,,0,,,\n");
}

TEST(HeadroomTables, EachGoalWithTheLeastWorkOfEachItemThatReachesIt) {
    EXPECT_EQ(goals_table(of_ann("2023-03-10", 20)).to_csv(),
              "goal,code,missing,item,level,entries,quantity,subjects,total\n"
              "grade,good,5,hours,,1,20,,7\n"
              "grade,good,5,honour,village,5,1,,7\n"
              "grade,good,5,honour,nation,1,1,,32\n"
              "grade,great,98,honour,nation,4,1,,122\n"
              "selection,best,28,honour,nation,1,1,,32\n");
    EXPECT_EQ(goals_table(of_ann()).to_csv(), "goal,code,missing,item,level,entries,quantity,subjects,total\n"
                                              "grade,good,5,honour,nation,1,1,,32\n"
                                              "grade,great,98,,,,,,\n"
                                              "selection,best,28,honour,nation,1,1,,32\n");
}

TEST(HeadroomText, SaysItInEnglish) {
    EXPECT_EQ(to_text(of_ann(), "en"), R"(test
What can still be earned: ann 安 on 2023-03-10
total now 2, grade basic

1. Caps
  cap                   of          period                    limit  used  left  rule
  item cap a month      Home visit  2023-03-01 to 2023-03-31      4     2     2  A3
  category cap a month  Service     2023-03-01 to 2023-03-31      5     2     3

2. Further work on the day
  item        level    once more  verdict                             at most  by                     then cut by
  Home visit                   2  counted in full                           2  1 entry                item cap a month
  talk                         1  counted in full                           3  1 entry of quantity 3
  hours                        0  worth no points                           0
  honour      village          1  counted in full                           3  3 entries
  honour      nation          30  counted in full                          90  3 entries
  early                        0  the item was not in force that day        0

3. Goals
  grade good, missing 5
    honour (nation): 1 entry, total then 32
  grade Great, missing 98
    no work at one item reaches it
  selection best, missing 28
    honour (nation): 1 entry, total then 32

Each line is work at that item alone; everybody else's score is taken as it is.
)");
}

TEST(HeadroomText, SaysItInChinese) {
    EXPECT_EQ(to_text(of_ann(), "zh"), R"(test
加分空间：ann 安，2023-03-10
现有总分 2，等次 basic

一、各项上限
  上限              适用  期间                      限额  已用  余额  依据
  项目上限（每月）  家访  2023-03-01 至 2023-03-31     4     2     2  A3
  类别上限（每月）  服务  2023-03-01 至 2023-03-31     5     2     3

二、当日再做
  项目    级别     再做一次  认定              最多可加  需            之后受限于
  家访                    2  全额计分                 2  1 次          项目上限（每月）
  talk                    1  全额计分                 3  1 次，数量 3
  hours                   0  不计分值                 0
  honour  village         1  全额计分                 3  3 次
  honour  nation         30  全额计分                90  3 次
  early                   0  当日该项目未生效         0

三、目标
  等次 good，相差 5
    honour（nation）：1 次，总分至 32
  等次 优，相差 98
    任何单项工作都达不到
  评选 best，相差 28
    honour（nation）：1 次，总分至 32

每项只按该项工作单独计算；其他人的得分按现状。
)");
}

TEST(Headroom, RefusesWhatItCannotAnswer) {
    const Headroom headroom = of_ann();
    const auto reason = [&](std::string_view person, const char* day, const HeadroomOptions& options) -> std::string {
        try {
            (void)find_headroom(headroom.evaluation, person, day_of(day), options);
        } catch (const ArgumentError& error) {
            return error.argument();
        }
        return {};
    };
    EXPECT_EQ(reason("nobody", "2023-03-10", {}), "person");
    EXPECT_EQ(reason("ann", "2024-01-01", {}), "day");
    EXPECT_EQ(reason("ann", "2023-03-10", {{}, 0, {}}), "most");
    EXPECT_EQ(reason("ann", "2023-03-10", {{}, 100'001, {}}), "most");
    EXPECT_EQ(reason("ann", "2023-03-10", {{"H1", ""}, 1, {}}), "subjects");
    EXPECT_EQ(reason("ann", "2023-03-10", {{std::string(65, 'h')}, 1, {}}), "subjects");
    EXPECT_EQ(reason("ann", "2023-03-10", {{"\xff"}, 1, {}}), "subjects");
    EXPECT_THROW((void)to_text(headroom, "fr"), ArgumentError);
}

} // namespace
} // namespace jifen
