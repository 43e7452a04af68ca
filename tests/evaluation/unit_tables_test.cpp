#include "jifen/evaluation/unit_tables.hpp"

#include "evaluation/statement_case.hpp"
#include "jifen/evaluation/result_tables.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

using namespace testing_support;

const char* const rules = R"([[item]]
code = "visit"
points = 1
[linkage]
exemplars = { target = 1, points = 1 }
[five_knows]
role = "leader"
points = 10
weights = [1, 0, 0, 0, 0]
fresh_days = [365, 9, 9, 9, 9]
[[duty]]
code = "z"
items = ["visit"]
per = "quarter"
[[duty]]
code = "a"
items = ["visit"]
per = "half"
each = "household"
)";

/// Ann leads G1, bea G3, cid the township T1 (so ann's household is asked of him, too); dan is a member of the
/// district.
Evaluation evaluation() {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH3,G3\n";
    tables.people = "person,household\nann,H1\nbea,H3\ncid,\ndan,\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G3\ncid,leader,T1\ndan,member,D\n";
    tables.links = "source,target,kind\nann,bea,leads\ncid,ann,leads\ncid,bea,serves\n";
    tables.ledger = "entry,date,actor,item,subject\ne1,2023-05-01,ann,visit,H1\n";
    tables.knowledge = "record,date,knower,stage,subject,object\nk1,2023-06-01,ann,people,H1,ann\n";
    return evaluate(district_of(tables), rules_of(rules), Window::year(2023));
}

TEST(FiveKnowsBy, SumsEveryLevelToTheDistrict) {
    const Evaluation e = evaluation();
    EXPECT_EQ(five_knows_by(e, "grid").to_csv(), "unit,n1,k1,n2,k2,n3,k3,n4,k4,n5,k5,score\n"
                                                 "G1,2,1,1,0,0,0,0,0,0,0,0.500000\n"
                                                 "G2,0,0,0,0,0,0,0,0,0,0,\n"
                                                 "G3,1,0,0,0,0,0,0,0,0,0,0.000000\n");
    EXPECT_EQ(five_knows_by(e, "district").to_csv(), "unit,n1,k1,n2,k2,n3,k3,n4,k4,n5,k5,score\n"
                                                     "D,3,1,1,0,0,0,0,0,0,0,0.333333\n");
    EXPECT_EQ(e.five_knows().district.n[0], 3);
}

TEST(LinkageBy, CountsMembersWhereTheyHoldTheirRole) {
    EXPECT_EQ(linkage_by(evaluation(), "township").to_csv(),
              "unit,members,with_exemplars,with_contacts,with_served,exemplars,contacts,served\n"
              "T1,2,2,,,2,1,0\n"
              "T2,1,0,,,0,0,0\n"
              ",1,0,,,0,0,0\n") // dan, above all townships
        << "contacts are counted without a target, too";
}

TEST(UnitTables, NameTheLevelsThereAre) {
    const Evaluation e = evaluation();
    try {
        static_cast<void>(five_knows_by(e, "townshp"));
        FAIL();
    } catch (const ArgumentError& error) {
        EXPECT_EQ(error.argument(), "level");
        EXPECT_NE(std::string(error.what()).find("there are: district, grid, township; did you mean \"township\"?"),
                  std::string::npos)
            << error.what();
    }
    EXPECT_THROW(static_cast<void>(linkage_by(e, "")), ArgumentError);
}

TEST(MissedDutiesTable, IsOfEverybodyByPersonAndCodeOldestFirst) {
    const Evaluation e = evaluation();
    EXPECT_EQ(missed_duties_table(e).to_csv(), "person,duty,from,until,household\n"
                                               "ann,a,2023-07-01,2024-01-01,H1\n"
                                               "ann,z,2023-01-01,2023-04-01,\n"
                                               "ann,z,2023-07-01,2023-10-01,\n"
                                               "ann,z,2023-10-01,2024-01-01,\n"
                                               "bea,a,2023-01-01,2023-07-01,H3\n"
                                               "bea,a,2023-07-01,2024-01-01,H3\n"
                                               "bea,z,2023-01-01,2023-04-01,\n"
                                               "bea,z,2023-04-01,2023-07-01,\n"
                                               "bea,z,2023-07-01,2023-10-01,\n"
                                               "bea,z,2023-10-01,2024-01-01,\n"
                                               "cid,a,2023-01-01,2023-07-01,H1\n"
                                               "cid,a,2023-07-01,2024-01-01,H1\n"
                                               "cid,z,2023-01-01,2023-04-01,\n"
                                               "cid,z,2023-04-01,2023-07-01,\n"
                                               "cid,z,2023-07-01,2023-10-01,\n"
                                               "cid,z,2023-10-01,2024-01-01,\n"
                                               "dan,a,2023-01-01,2023-07-01,H1\n"
                                               "dan,a,2023-01-01,2023-07-01,H3\n"
                                               "dan,a,2023-07-01,2024-01-01,H1\n"
                                               "dan,a,2023-07-01,2024-01-01,H3\n"
                                               "dan,z,2023-01-01,2023-04-01,\n"
                                               "dan,z,2023-04-01,2023-07-01,\n"
                                               "dan,z,2023-07-01,2023-10-01,\n"
                                               "dan,z,2023-10-01,2024-01-01,\n");
    EXPECT_EQ(missed_duties_table(e, e.district().person("ann")).rows(), 4U);
}

} // namespace
} // namespace jifen
