#include "jifen/robustness/leave_item_out.hpp"

#include "jifen/core/error.hpp"
#include "support/random_ledger.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace jifen::robustness {
namespace {

using namespace testing_support;

Tables four_leaders() {
    Tables tables;
    tables.people = "person\nann\nbea\ncat\ndot\n";
    tables.roles = "person,role,unit,from,until\nann,leader,G1,,\nbea,leader,G1,,\ncat,leader,G2,,\ndot,leader,G3,,\n";
    tables.ledger = "entry,date,actor,item,quantity\n"
                    "e1,2023-03-01,ann,visit,9\ne2,2023-03-02,ann,talk,1\n"
                    "e3,2023-03-01,bea,visit,2\ne4,2023-03-02,bea,talk,6\n"
                    "e5,2023-03-01,cat,visit,3\ne6,2023-03-01,cat,bad,1\n"
                    "e7,2023-03-01,dot,talk,1\n";
    return tables;
}

const std::string rules = "[total]\nbase = 1\n"
                          "[[item]]\ncode = \"visit\"\npoints_per_unit = 1\ncaps = [{ per = \"year\", points = 8 }]\n"
                          "[[item]]\ncode = \"talk\"\npoints_per_unit = 1\n"
                          "[[item]]\ncode = \"bad\"\nveto = { grade = \"none\" }\n"
                          "[[item]]\ncode = \"seen\"\n"
                          "[[grade]]\ncode = \"good\"\n"
                          "[[selection]]\ncode = \"s\"\nshare = \"34%\"\n";

Evaluation four() { return evaluate(load(four_leaders()), rules_of(rules), Window::year(2023)); }

TEST(LeaveItemOut, SaysWhoEntersAndWhoLeaves) {
    // With all: ann 1 + 8 + 1, bea 1 + 2 + 6, dot 1 + 1; cat is vetoed. Places: ann, bea, dot.
    const auto found = leave_item_out(four(), "s");
    ASSERT_EQ(found.size(), 3U) << "an item without points is not among them";
    // Without visits: ann 2, bea 7, dot 2: bea, ann, dot.
    EXPECT_EQ(found[0].item, "visit");
    EXPECT_EQ(to_string(found[0].points), "13"); // 8 + 2 + 3
    EXPECT_EQ(found[0].enters, std::vector<std::string>{"bea"});
    EXPECT_EQ(found[0].leaves, std::vector<std::string>{"ann"});
    EXPECT_EQ(found[0].largest_move, 1);
    EXPECT_EQ(found[0].moved_most, "ann");
    // Without talks: ann 9, bea 3, dot 1.
    EXPECT_EQ(to_string(found[1].points), "8");
    EXPECT_TRUE(found[1].enters.empty() && found[1].leaves.empty());
    EXPECT_EQ(found[1].largest_move, 0);
    EXPECT_EQ(found[1].moved_most, "");
    // Without the veto cat has a place, and changes none: ann 10, bea 9, cat 4, dot 2.
    EXPECT_EQ(found[2].item, "bad");
    EXPECT_EQ(to_string(found[2].points), "0");
    EXPECT_EQ(found[2].largest_move, 1);
    EXPECT_EQ(found[2].moved_most, "dot");
}

TEST(LeaveItemOut, TakesTheItemsThatAreNamed) {
    const std::vector<std::string> one{"talk"};
    EXPECT_EQ(leave_item_out(four(), "s", one).size(), 1U);
    const std::vector<std::string> unknown{"talk", "walk"};
    EXPECT_THROW((void)leave_item_out(four(), "s", unknown), ArgumentError);
    EXPECT_THROW((void)leave_item_out(four(), "t"), ArgumentError);
}

TEST(LeaveItemOut, IsTheEvaluationOfTheLedgerWithoutItsEntries) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Dice dice(seed);
        Tables tables;
        tables.people = "person\n";
        tables.roles = "person,role,unit,from,until\n";
        const std::string header = "entry,date,actor,item,quantity\n";
        std::vector<std::pair<std::string, std::string>> entries; // item, row
        for (int p = 0; p < 12; ++p) {
            const std::string id = "p" + std::to_string(10 + p);
            tables.people += id + "\n";
            tables.roles += id + ",leader,G" + std::to_string(1 + p % 3) + ",,\n";
            for (int e = 0; e < 8; ++e) {
                const std::string item =
                    std::vector<std::string>{"visit", "talk", "bad"}[dice.below(25) % 3 == 2 && dice.below(4) > 0 ? 0
                                                                     : dice.below(9) == 8                         ? 2
                                                                                          : dice.below(2)];
                entries.emplace_back(item, "e" + std::to_string(1000 + entries.size()) + ",2023-0" +
                                               std::to_string(1 + dice.below(9)) + "-05," + id + "," + item + "," +
                                               std::to_string(1 + dice.below(4)) + "\n");
            }
        }
        const auto with_all_but = [&](const std::string& left_out) {
            tables.ledger = header;
            for (const auto& [item, row] : entries)
                if (item != left_out) tables.ledger += row;
            return evaluate(load(tables), rules_of(rules), Window::year(2023));
        };
        const Evaluation all = with_all_but("");
        const SelectionResult with = select(all, "s");
        for (const WithoutItem& found : leave_item_out(all, "s")) {
            const Evaluation rest = with_all_but(found.item);
            const SelectionResult without = select(rest, "s");
            std::vector<std::string> enters, leaves;
            std::int64_t move = 0;
            for (const SelectionRow& row : with) {
                const auto other = std::find_if(without.begin(), without.end(),
                                                [&](const SelectionRow& one) { return one.person == row.person; });
                if (row.selected && !other->selected) leaves.push_back(row.person);
                if (!row.selected && other->selected) enters.push_back(row.person);
                if (row.place > 0 && other->place > 0) move = std::max(move, std::abs(row.place - other->place));
            }
            EXPECT_EQ(found.enters, enters) << seed << " " << found.item;
            EXPECT_EQ(found.leaves, leaves) << seed << " " << found.item;
            EXPECT_EQ(found.largest_move, move) << seed << " " << found.item;
        }
    }
}

} // namespace
} // namespace jifen::robustness
