#include "jifen/district/district_tables.hpp"

#include "district/texts.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

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
