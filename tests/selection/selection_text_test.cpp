#include "jifen/selection/selection_text.hpp"

#include "jifen/evaluation/statement.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

using namespace testing_support;

const char* const rules = R"([[category]]
code = "c"
title = { zh = "服务", en = "Service" }
[[item]]
code = "x"
points_per_unit = 1
category = "c"
[[item]]
code = "v"
veto = { grade = "out" }
[[selection]]
code = "best"
title = { zh = "最美", en = "The best" }
source = "H1"
roles = ["leader"]
rank_by = ["items", "category:c"]
share = "50%"
of = "eligible"
ties = ["category:c"]
)";

Evaluation evaluation() {
    Tables tables;
    tables.people = "person\na\nb\nc\nd\ne\nm\n";
    tables.roles = "person,role,unit\na,leader,G1\nb,leader,G1\nc,leader,G2\nd,leader,G2\ne,leader,G3\nm,member,G3\n";
    tables.ledger = "entry,date,actor,item,quantity\n1,2023-01-01,a,x,5\n2,2023-01-01,b,x,4\n3,2023-01-01,c,x,4\n"
                    "4,2023-01-01,d,x,1\n5,2023-01-01,e,v,\n";
    return evaluate(district_of(tables), rules_of(rules), Window::year(2023));
}

TEST(SelectionText, SaysPlaceLineDistanceAndWhatDecided) {
    const Evaluation e = evaluation();
    EXPECT_EQ(
        selection_text(e, "b", "en"),
        "\n6. Selections\n"
        "  The best: selected (by: H1)\n"
        "    place 2 / 4, among those of D, places 2, selected 2\n"
        "    ranking points 8 (items + Service), the line 8, above the first not selected by 0; after a, decided by "
        "ranking points\n");
    EXPECT_EQ(selection_text(e, "c", "zh"),
              "\n六、评优评先\n"
              "  最美：未入选：在入选线下（依据：H1）\n"
              "    名次 3 / 4，范围 D，名额 2，入选 2\n"
              "    评选分 8（记录 + 服务），入选线 8，与入选线相差 0；排在 b 之后，取决于人员编号\n");
    EXPECT_EQ(selection_text(e, "e", "en"), "\n6. Selections\n"
                                            "  The best: not eligible: a veto (by: H1)\n"
                                            "    among those of D, places 2, selected 2\n"
                                            "    ranking points 0 (items + Service), the line 8, from the line -8\n");
}

TEST(SelectionText, SaysWhoIsNoCandidateAndRefusesWhoIsUnknown) {
    const Evaluation e = evaluation();
    EXPECT_EQ(selection_text(e, "m", "en"), "\n6. Selections: she is no candidate\n");
    EXPECT_THROW(static_cast<void>(selection_text(e, "nobody")), ArgumentError);
    EXPECT_THROW(static_cast<void>(selection_text(e, "a", "fr")), ArgumentError);
    EXPECT_TRUE(selection_outcomes(e, "m").empty());
}

TEST(Explain, IsTheStatementAndTheSelections) {
    const Evaluation e = evaluation();
    EXPECT_EQ(explain(e, "a"), to_text(statement(e, "a")) + selection_text(e, "a"));
    Tables tables;
    tables.people = "person\na\n";
    tables.roles = "person,role,unit\na,leader,G1\n";
    const Evaluation none = evaluate(load(tables), rules_of("[[item]]\ncode = \"x\"\n"), Window::year(2023));
    EXPECT_EQ(explain(none, "a", "en"), to_text(statement(none, "a"), "en")) << "no selection, no section";
}

TEST(SelectionRow, CopiedOutOutlivesWhatItCameFrom) {
    const SelectionRow row = select(evaluation(), "best").rows.at(2);
    EXPECT_EQ(row.person + " " + row.decided_by, "c person");
}

} // namespace
} // namespace jifen
