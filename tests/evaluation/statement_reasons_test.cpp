#include "evaluation/statement_case.hpp"
#include "jifen/evaluation/statement.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

// Why every entry came to what it did: the rate, what was entered where it decided, and the entry that decided.

namespace jifen {
namespace {

using namespace testing_support;

const char* const rules = R"(record_within_days = 31
[total]
title = "All"
source = "T1"
caps = [ { per = "year", points = 100 } ]
[[category]]
code = "c"
title = "Work"
source = "C1"
caps = [ { per = "year", points = 9, source = "C2" } ]
[[item]]
code = "unit"
source = "I1"
category = "c"
points_per_unit = 0.333
caps = [ { per = "month", points = 2 } ]
[[item]]
code = "prize"
by_level = { village = 1, town = 2.5 }
[[item]]
code = "hours"
ladder = { per = "year", steps = [ [4, 1], [8, 3] ] }
[[item]]
code = "post"
points = 1
channels = ["phone", "letter"]
[[item]]
code = "person"
points = 1
subject = "person"
[[item]]
code = "old"
points = [ { from = 2023-02-01, until = 2023-03-01, value = 1 } ]
[[item]]
code = "members"
points = 1
roles = ["member"]
[[item]]
code = "low"
points = 1
category = "c"
[[item]]
code = "high"
title = { zh = "高项", en = "High" }
points = 8
category = "c"
[[item]]
code = "lie"
veto = { grade = "out" }
[[item]]
code = "lie2"
veto = { grade = "worse" }
[[exclusive]]
title = "One act once"
source = "E1"
items = ["low", "high"]
)";

const char* const ledger = "entry,date,actor,item,quantity,level,subject,channel,act,recorded,cancels\n"
                           "a1,2023-01-01,ann,unit,3,,,,,,\n"
                           "a2,2023-01-02,ann,unit,0.5,,,,,,\n"
                           "a3,2023-01-03,ann,unit,6,,,,,,\n"
                           "b1,2023-01-04,ann,prize,,town,,,,,\n"
                           "b2,2023-01-04,ann,prize,,city,,,,,\n"
                           "b3,2023-01-04,ann,prize,,,,,,,\n"
                           "c1,2023-01-05,ann,hours,3,,,,,,\n"
                           "c2,2023-02-05,ann,hours,2.5,,,,,,\n"
                           "c3,2023-03-05,ann,hours,10,,,,,,\n"
                           "d1,2023-01-06,ann,post,,,,email,,,\n"
                           "d2,2023-01-06,ann,post,,,,,,,\n"
                           "d3,2023-01-06,ann,post,,,,phone,,2023-02-07,\n"
                           "e1,2023-01-07,ann,person,,,somebody else,,,,\n"
                           "f1,2023-01-08,ann,old,,,,,,,\n"
                           "g1,2023-01-09,ann,members,,,,,,,\n"
                           "h1,2023-01-10,ann,low,,,,,A,,\n"
                           "h2,2023-01-11,ann,high,,,,,A,,\n"
                           "h3,2023-01-12,ann,high,,,,,,,\n"
                           "i1,2023-01-13,ann,lie,,,,,,,\n"
                           "i2,2023-01-14,ann,lie2,,,,,,,\n"
                           "j1,2023-01-15,ann,low,,,,,,,\n"
                           "j2,2023-01-16,ann,low,,,,,,2023-01-20,j1\n"
                           "j3,2023-01-17,ann,low,,,,,,2023-01-18,j1\n"
                           "j4,2023-01-18,ann,low,,,,,,,nothing\n";

/// `working | reason | rule` by entry.
std::map<std::string, std::string> reasons(std::string_view language) {
    Tables tables;
    tables.people = "person\nann\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.ledger = ledger;
    const Statement made = statement(evaluate(load(tables), rules_of(rules), Window::year(2023)), "ann");
    const Table table = to_table(made, language);
    std::map<std::string, std::string> out;
    for (std::size_t row = 0; row < table.rows(); ++row)
        out[table.text(row, "entry")] =
            table.text(row, "working") + " | " + table.text(row, "reason") + " | " + table.text(row, "rule");
    return out;
}

TEST(StatementReasons, SayTheRateAndWhatDecided) {
    const auto said = reasons("en");
    const std::map<std::string, std::string> expected{
        {"a1", "0.333 × 3 = | counted in full | I1"},
        {"a2", "0.333 × 0.5 ≈ | counted in full | I1"},
        {"a3", "0.333 × 6 = | counted in part: a cap was reached: item cap of 2 a month | I1"},
        {"b1", "town: 2.5 | counted in full | "},
        {"b2", " | the item has no points for that level: city; it knows village, town | "},
        {"b3", " | the item has no points for that level: none given; it knows village, town | "},
        {"c1", "total 0→3, worth 0→0 | worth no points | "},
        {"c2", "total 3→5.5, worth 0→1 | counted in full | "},
        {"c3", "total 5.5→15.5, worth 1→3 | counted in full | "},
        {"d1", " | not by a channel that counts: email; it takes phone, letter | "},
        {"d2", " | not by a channel that counts: none given; it takes phone, letter | "},
        {"d3", " | recorded too late: on 2023-02-07, 32 days after; at most 31 | "},
        {"e1", " | its subject is not what the item asks for: it asks for a person | "},
        {"f1", " | the item was not in force that day: in force 2023-02-01 to 2023-02-28 | "},
        {"g1", " | she held none of the item's roles that day: it asks for member | "},
        {"h1", " | the same act counts under another item: act A, as High, see h2 | One act once: E1"},
        {"h2", "8 | counted in part: a cap was reached: category cap of 9 a year | C2"},
        {"h3", "8 | not counted: the cap was used up: category cap of 9 a year | C2"},
        {"i1", " | veto: it sets the grade: it sets the grade out | "},
        {"i2", " | veto: it sets the grade: the grade was set before by i1 | "},
        {"j1", " | withdrawn: by j3 | "}, // recorded before j2
        {"j2", " | withdraws another entry: j1 | "},
        {"j3", " | withdraws another entry: j1 | "},
        {"j4", " | withdraws another entry: the entry it names is not in the ledger | "},
    };
    for (const auto& [entry, text] : expected) EXPECT_EQ(said.at(entry), text) << entry;
    EXPECT_EQ(said.size(), expected.size());
}

TEST(StatementReasons, SayTheSameInChinese) {
    const auto said = reasons("zh");
    EXPECT_EQ(said.at("c2"), "累计 3→5.5，得 0→1 | 全额计分 | ");
    EXPECT_EQ(said.at("d1"), " | 渠道不符：email，限 phone、letter | ");
    EXPECT_EQ(said.at("d3"), " | 补录超期：2023-02-07 补录，迟 32 天，限 31 天 | ");
    EXPECT_EQ(said.at("h1"), " | 同一行为已按其他项目计分：行为 A，按 高项 计分，见 h2 | One act once：E1");
    EXPECT_EQ(said.at("i1"), " | 一票否决：等次定为 out | ");
    EXPECT_THROW(static_cast<void>(reasons("fr")), ArgumentError);
}

TEST(StatementReasons, ShowWhatWasEnteredWhateverItIs) {
    Tables tables;
    tables.people = "person\nann\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.ledger = ledger;
    const Table table = to_table(statement(evaluate(load(tables), rules_of(rules), Window::year(2023)), "ann"), "en");
    const auto cell = [&](std::string_view entry, std::string_view column) {
        std::size_t row = 0;
        while (table.text(row, "entry") != entry) ++row;
        return table.text(row, column);
    };
    EXPECT_EQ(cell("e1", "subject"), "somebody else");
    EXPECT_EQ(cell("b2", "level"), "city");
    EXPECT_EQ(cell("d3", "recorded"), "2023-02-07");
    EXPECT_EQ(cell("d1", "channel"), "email");
    EXPECT_EQ(cell("h1", "act"), "A");
    EXPECT_EQ(cell("h1", "other"), "h2");
}

} // namespace
} // namespace jifen
