#include "jifen/district/district_tables.hpp"

#include "district/texts.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

TEST(DistrictTables, GiveTheLedgerByActorAndDateWithWhatEachEntryCancels) {
    Texts texts;
    texts.ledger = "entry,date,actor,item,quantity,level,subject,channel,verified,act,recorded,cancels,note\n"
                   "e3,2023-03-02,P2,visit,2.50,,H1,phone,yes,a1,2023/3/9,,gone\n"
                   "e1,2023-03-01,P2,visit,,town,other,,no,,,,\n"
                   "e2,2023-03-05,P1,,,,,,,,,e3,\n"
                   "e4,2023-03-06,P1,,,,,,,,,e9,\n"
                   "e5,2023-03-06,P8,visit,,,,,,,,,\n";
    const District district = load(texts);
    const std::string header = "entry,date,actor,item,quantity,level,subject,channel,verified,act,recorded,cancels\n";
    const std::string of_p1 = "e2,2023-03-05,P1,,1,,,,,,2023-03-05,e3\ne4,2023-03-06,P1,,1,,,,,,2023-03-06,e9\n";
    const std::string of_p2 = "e1,2023-03-01,P2,visit,1,town,other,,no,,2023-03-01,\n"
                              "e3,2023-03-02,P2,visit,2.5,,H1,phone,yes,a1,2023-03-09,\n";
    EXPECT_EQ(ledger_table(district).to_csv(), header + of_p1 + of_p2);
    EXPECT_EQ(ledger_table(district, {1, 2}).to_csv(), header + of_p2);
    EXPECT_EQ(ledger_table(district, {}).to_csv(), header);
    EXPECT_EQ(district->ledger.withdrawn_by(EntryId(0)), EntryId(3));
    EXPECT_EQ(district->ledger.withdrawn_by(EntryId(1)), EntryId::none());
    EXPECT_EQ(district->ledger.withdrawn_by(EntryId(2)), EntryId::none());
}

TEST(DistrictTables, GiveTheAnswersByKnowerStageSubjectAndDate) {
    Texts texts;
    texts.knowledge = "record,date,knower,stage,subject,object\n"
                      "k9,2023-03-02,P2,matters,P1,m2\n"
                      "k8,2023-03-02,P2,matters,P1,m1\n"
                      "k7,2023-03-01,P2,people,H2,P1\n"
                      "k6,2023-03-01,P2,needs,H1,\n"
                      "k5,2023-03-01,P8,needs,H1,\n"
                      "k4,2022-03-01,P1,help,n1,h1\n";
    const District district = load(texts);
    const std::string header = "record,date,knower,stage,subject,object\n";
    EXPECT_EQ(knowledge_table(district).to_csv(), header + "1,2022-03-01,P1,help,n1,h1\n"
                                                           "2,2023-03-01,P2,people,H2,P1\n"
                                                           "3,2023-03-02,P2,matters,P1,m1\n"
                                                           "4,2023-03-02,P2,matters,P1,m2\n"
                                                           "5,2023-03-01,P2,needs,H1,\n");
    EXPECT_EQ(knowledge_table(district, {0, 1}, 7).to_csv(), header + "7,2022-03-01,P1,help,n1,h1\n");
}

TEST(DistrictTables, NameAHouseholdThatIsNotThereWhereAnEntryIsAboutIt) {
    Texts texts;
    texts.people = "person,household,unit\nP1,H8,V\nP2,H9,V\nP3,H7,V\n";
    texts.ledger = "entry,date,actor,item,subject\ne1,2023-03-01,P1,visit,H8\ne2,2023-03-01,P8,visit,H7\n";
    EXPECT_EQ(people_table(load(texts)).to_csv(),
              "person,name,gender,household,unit,from,until\nP1,,,H8,V,,\nP2,,,,V,,\nP3,,,,V,,\n")
        << "e2 is rejected";
}

TEST(DistrictTables, GiveBackWhatWasTakenInWithTheAttributes) {
    Texts texts;
    texts.units += "X,nowhere,grid,x\n";
    texts.households = "phone,household,unit,from,until\n,H2,G2,,\n\"1,2\",H1,G1,2020-01-01,2024-01-01\n";
    texts.people = "person,name,gender,household,unit,born\nP2,,male,H9,V,\nP1,甲,female,H1,,1980\n";
    texts.roles += "P1,leader,X,,,\nP9,leader,G1,,,\nP2,leader,G2,2023-01-01,,chosen\n";
    texts.links += "P1,P2,serves,,2024-01-01\nP1,P1,leads,,\n";
    const District district = load(texts);
    EXPECT_EQ(units_table(district).to_csv(),
              "unit,parent,level,name\nD,,district,区\nG1,V,grid,\nG2,V,grid,\nV,D,village,村\nX,nowhere,grid,x\n");
    EXPECT_EQ(households_table(district).to_csv(),
              "household,unit,from,until,phone\nH1,G1,2020-01-01,2024-01-01,\"1,2\"\nH2,G2,,,\n");
    EXPECT_EQ(people_table(district).to_csv(),
              "person,name,gender,household,unit,from,until,born\nP1,甲,female,H1,G1,,,1980\nP2,,male,,V,,,\n");
    EXPECT_EQ(roles_table(district).to_csv(), "person,role,unit,from,until,source\nP1,group_leader,G1,,,\n"
                                              "P2,group_leader,G2,,,\nP2,leader,G2,2023-01-01,,chosen\n");
    EXPECT_EQ(links_table(district).to_csv(), "source,target,kind,from,until\nP1,P2,serves,,2024-01-01\n");
    EXPECT_EQ(district.attribute(district.person("P1"), "born"), "1980");
    EXPECT_EQ(district.attribute(district->households.ids.find("H1"), "phone"), "1,2");
    EXPECT_THROW((void)district.attribute(district.person("P1"), "phone"), ArgumentError);
}

} // namespace
} // namespace jifen
