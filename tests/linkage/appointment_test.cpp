#include "jifen/linkage/appointment.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace jifen {
namespace {

using namespace testing_support;

Nominations nominations_of(std::string_view rows) {
    CsvReader reader("grid,person,by,suitability,background\n" + std::string(rows), "nominations.csv");
    return read_nominations(reader, "nominations.csv");
}

/// People w… are women, m… men, u… neither; the second letter is the grid they live in.
constexpr std::string_view people_head = "person,gender,unit,from,until\n";

Appointments appoint_in(const Tables& tables, std::string_view nominations, const AppointmentOptions& options = {}) {
    return appoint(district_of(tables), day_of("2023-12-31"), nominations_of(nominations), options);
}

std::string rows_of(const Table& table) {
    std::string text;
    table.append_csv_rows(text, 0, table.rows());
    return text;
}
std::string problems_of(const Appointments& result) {
    std::string text;
    for (const Diagnostic& problem : result.problems)
        text += std::to_string(problem.line) + " " + problem.column + " " + to_string(problem.severity) + " " +
                problem.code + "\n";
    return text;
}

TEST(Appointment, FollowsTheFiveRules) {
    Tables tables;
    tables.units = "unit,parent,level\nD,,district\n";
    for (const char* grid : {"G1", "G2", "G3", "G4", "G5", "G6"}) tables.units += std::string(grid) + ",D,grid\n";
    tables.people = std::string(people_head) + "w1officer,female,D,,\nw1best,female,G1,,\nm2,male,G2,,\n"
                                               "w2member,female,G2,,\nw2head,female,G2,,\nw3head,female,G3,,\n"
                                               "w3cadre,female,G3,,\nw4cadre,female,G4,,\nw4able,female,G4,,\n"
                                               "w5able,female,G5,,\nw5abler,female,G5,,\nw6,female,G6,,\n";
    tables.roles = "person,role,unit,from,until\n"
                   "w1officer,grid_officer,G1,,\nm2,grid_officer,G2,,\n"
                   "w2member,committee_member,D,2023-12-31,\nw6,grid_officer,G6,,\nw6,committee_member,G1,,\n"
                   "w5able,group_leader,G5,,\nw6,group_leader,G6,,2023-12-31\nw3cadre,committee_member,D,,2023-12-31\n";
    const Appointments result = appoint_in(tables, "G1,w1best,self,99,office_head\n"
                                                   "G2,w2head,recommended,99,office_head\n"
                                                   "G2,w2member,self,1,\n"
                                                   "G3,w3cadre,recommended,99.999,retired_cadre\n"
                                                   "G3,w3head,recommended,0,interest_group_head\n"
                                                   "G4,w4able,recommended,80,\n"
                                                   "G4,w4cadre,recommended,79.5,teacher\n"
                                                   "G4,w4cadre,self,70,\n"
                                                   "G5,w5able,self,70,\n"
                                                   "G5,w5abler,self,70.001,\n");
    EXPECT_EQ(problems_of(result), "");
    EXPECT_EQ(rows_of(appointments_table(result)), "G1,w1officer,1,grid_officer,,,no,yes\n"
                                                   "G2,w2member,2,committee_member,self,1,no,no\n"
                                                   "G3,w3head,4,committee_member,recommended,0,no,yes\n"
                                                   "G4,w4cadre,5,volunteer,both,79.5,no,no\n"
                                                   "G5,w5abler,2,volunteer,self,70.001,no,no\n"
                                                   "G6,w6,1,grid_officer,,,no,no\n");
    EXPECT_EQ(result.by_source, (std::array<std::int64_t, 3>{2, 2, 2}));
    EXPECT_EQ(result.objective.of_preference, (std::vector<std::int64_t>{2, 1, 1, 1, 1}));
    EXPECT_EQ(result.objective.kept, 0);
    EXPECT_EQ(result.nominations_counted, 10);
    // Rules 3 and 4 ask who she is, not whether she leads.
    EXPECT_EQ(rows_of(committee_intake_table(result)), "w1best,G1,4,no\nw1officer,G1,3,yes\nw2head,G2,4,no\n"
                                                       "w3head,G3,4,yes\n");
    EXPECT_EQ(vacancies_table(result).to_csv(), "grid,reason\n");
}

TEST(Appointment, KeepsWhoIsInOfficeWhereAllElseIsEqual) {
    Tables tables;
    tables.people = std::string(people_head) + "w1a,female,G1,,\nw1b,female,G1,,\n";
    tables.roles = "person,role,unit\nw1b,group_leader,G1\n";
    const auto leader = [&](std::string_view nominations) {
        return rows_of(appointments_table(appoint_in(tables, nominations)));
    };
    EXPECT_EQ(leader("G1,w1a,self,5,\nG1,w1b,self,5,\n"), "G1,w1b,2,volunteer,self,5,yes,no\n");
    EXPECT_EQ(leader("G1,w1a,self,5.001,\nG1,w1b,self,5,\n"), "G1,w1a,2,volunteer,self,5.001,no,no\n");
    EXPECT_EQ(leader(""), "") << "in office is no candidacy";
}

TEST(Appointment, ANomineeLeadsWhereTheOfficerIsNeededElsewhere) {
    Tables tables;
    tables.people = std::string(people_head) + "w1,female,D,,\nw2,female,G2,,\nw2b,female,G2,,\n";
    tables.roles = "person,role,unit,source\nw1,grid_officer,G1,\nw1,grid_officer,G2,\nw1,grid_officer,G3,\nw1,grid_"
                   "officer,G1,hired\n";
    const Appointments one = appoint_in(tables, "G2,w2,self,3,\nG2,w2b,self,3,\n");
    EXPECT_EQ(rows_of(appointments_table(one)), "G1,w1,1,grid_officer,,,no,yes\nG2,w2,2,volunteer,self,3,no,no\n");
    EXPECT_EQ(rows_of(vacancies_table(one)),
              "G3,\"2 grids (G1, G3) have only 1 woman who may lead them (w1), at most 1 each: 1 of them stays "
              "vacant\"\n");
    ASSERT_EQ(one.shortages.size(), 1U);
    EXPECT_EQ(one.vacancies[0].shortage, 0U);
    EXPECT_EQ(rows_of(committee_intake_table(one)), "w1,G1,3,yes\n");
    AppointmentOptions options;
    options.max_grids = 2;
    const Appointments two = appoint_in(tables, "G2,w2,self,3,\n", options);
    EXPECT_EQ(rows_of(appointments_table(two)),
              "G1,w1,1,grid_officer,,,no,yes\nG2,w2,2,volunteer,self,3,no,no\nG3,w1,1,grid_officer,,,no,yes\n");
    options.max_grids = 3;
    EXPECT_EQ(appoint_in(tables, "G2,w2,self,3,\n", options).by_source, (std::array<std::int64_t, 3>{3, 0, 0}));
    options.max_grids = 0;
    EXPECT_THROW((void)appoint_in(tables, "", options), ArgumentError);
}

TEST(Appointment, SaysWhyNobodyStands) {
    Tables tables;
    tables.people = std::string(people_head) + "m1,male,G1,,\nu1,,G1,,\nw2,female,G2,,2023-12-31\n";
    tables.roles = "person,role,unit,from,until\nm1,grid_officer,G1,,\nu1,grid_officer,G1,,\nw2,grid_officer,G2,,\n"
                   "m1,grid_officer,T1,,\nw2,group_leader,G3,,\nw2,committee_member,G3,,\n";
    const Appointments result = appoint_in(tables, "G1,m1,self,,\nG1,nobody,self,,\nG2,w2,self,,\n");
    EXPECT_EQ(
        rows_of(vacancies_table(result)),
        "G1,\"nobody stands for it: the officer \"\"m1\"\" is not registered as a woman, the officer \"\"u1\"\" is "
        "not registered as a woman, and none of its 2 nominations counts\"\n"
        "G2,\"nobody stands for it: the officer \"\"w2\"\" is not registered, and its nomination does not "
        "count\"\n"
        "G3,\"nobody stands for it: it has no officer, and nobody is nominated\"\n");
    EXPECT_EQ(problems_of(result),
              "2 person error not_a_woman\n3 person error unknown_person\n"
              "4 person error not_registered\n"
              "3 person warning officer_of_unknown_gender\n4 person warning officer_not_registered\n"
              "5 unit warning officer_not_in_a_grid\n");
    EXPECT_EQ(result.vacancies[0].shortage, LeaderChoice::none);
    EXPECT_TRUE(result.intake.empty());
}

TEST(Appointment, DropsNoNominationSilently) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G2\n";
    tables.people = "person,gender,household,unit,from,until\n"
                    "w1,female,H1,G2,,\nw2,female,H2,,,\nw0,female,,,,\nw8,female,H8,,,\n"
                    "m1,male,H1,,,\nu1,,H1,,,\ngone,female,H1,,,2023-12-31\nlater,female,H1,,2024-01-01,\n"
                    "officer,female,,D,,\n";
    tables.roles = "person,role,unit\nofficer,grid_officer,G3\nw1,group_leader,G1\nw2,committee_member,D\n";
    const Appointments result = appoint_in(tables, "G9,w1,self,,\n"              // 2
                                                   "T1,w1,self,,\n"              // 3
                                                   "G1,w9,self,,\n"              // 4
                                                   "G1,m1,self,,\n"              // 5
                                                   "G1,u1,self,,\n"              // 6
                                                   "G1,gone,self,,\n"            // 7
                                                   "G1,later,self,,\n"           // 8
                                                   "G1,w2,self,,\n"              // 9
                                                   "G1,w0,self,,\n"              // 10
                                                   "G1,w8,self,,\n"              // 11
                                                   "G1,w1,self,5,\n"             // 12
                                                   "G1,w1,self,5,\n"             // 13
                                                   "G1,w1,self,6,\n"             // 14
                                                   "G1,w1,recommended,7,\n"      // 15
                                                   "G2,w2,self,5,techer\n"       // 16
                                                   "G3,officer,recommended,8,\n" // 17
                                                   "G1,w1,myself,5,\n"           // 18
                                                   "T1,m1,self,,\n");            // 19
    EXPECT_EQ(problems_of(result), "2 grid error unknown_unit\n3 grid error not_a_grid\n4 person error unknown_person\n"
                                   "5 person error not_a_woman\n6 person error not_a_woman\n"
                                   "7 person error not_registered\n8 person error not_registered\n"
                                   "9 person error not_of_the_grid\n10 person error not_of_the_grid\n"
                                   "11 person error not_of_the_grid\n13 person warning duplicate_nomination\n"
                                   "14 person error conflicting_nomination\n16 background warning unknown_background\n"
                                   "18 by error bad_word\n19 grid error not_a_grid\n19 person error not_a_woman\n");
    EXPECT_EQ(rows_of(appointments_table(result)), "G1,w1,2,volunteer,both,7,yes,no\n"
                                                   "G2,w2,2,committee_member,self,5,no,no\n"
                                                   "G3,officer,1,grid_officer,recommended,8,no,yes\n");
    EXPECT_EQ(result.nominations_counted, 4);
    for (const Diagnostic& problem : result.problems) EXPECT_EQ(problem.file, "nominations.csv");
    EXPECT_EQ(
        to_string(result.problems[12]),
        "nominations.csv:16:background: warning: background = \"techer\": no rule knows the word; it counts as none "
        "here [unknown_background]; did you mean \"teacher\"?");
    AppointmentOptions anywhere;
    anywhere.residents_only = false;
    EXPECT_EQ(problems_of(appoint_in(tables, "G1,w2,self,,\nG1,w0,self,,\n", anywhere)), "");
}

TEST(Appointment, TakesRowsOfAProgram) {
    Tables tables;
    tables.people = std::string(people_head) + "110101199001011234,female,G1,,\n";
    tables.roles = "person,role,unit\n110101199001011234,group_leader,G1\n";
    Nominations nominations;
    nominations.rows = {{"G1", "110101199001011234", NominatedBy::self, -1, "", 0},
                        {"G1", "110101199001011234", NominatedBy::both, 1, "", 0},
                        {"G2", "110101199001011234", NominatedBy::nobody, 1, "", 0},
                        {"\xFF", "x", NominatedBy::self, 1, "", 0}};
    const Appointments result = appoint(district_of(tables), day_of("2023-12-31"), nominations);
    EXPECT_TRUE(result.rows.empty());
    std::string text;
    for (const Diagnostic& problem : result.problems) {
        text += to_string(problem) + "\n";
        EXPECT_FALSE(find_invalid_utf8(problem.value + problem.message));
    }
    EXPECT_NE(text.find("nominations row 1:suitability: error"), std::string::npos) << text;
    EXPECT_EQ(text.find("110101199001011234"), std::string::npos) << text;
    EXPECT_NE(text.find("role_never_held"), std::string::npos) << "officer and member are held by nobody";
    EXPECT_TRUE(appoint(load({}), day_of("2023-12-31"), nominations).rows.empty());
}

TEST(Appointment, SpeaksTheWordsItIsGiven) {
    Tables tables;
    tables.people = std::string(people_head) + "w1,female,G1,,\nw2,female,G2,,\nw3,female,G3,,\n";
    tables.roles = "person,role,unit\nw1,网格员,G1\nw2,执委,D\nw3,组长,G3\n";
    AppointmentOptions options;
    options.leader = "组长";
    options.officer = "网格员";
    options.member = "执委";
    options.volunteer = "志愿者";
    options.drawn_upon = {"老师"};
    const Appointments result = appoint_in(tables, "G2,w2,self,,\nG3,w3,self,,老师\n", options);
    EXPECT_EQ(problems_of(result), "");
    EXPECT_EQ(rows_of(appointments_table(result)),
              "G1,w1,1,网格员,,,no,yes\nG2,w2,2,执委,self,0,no,no\nG3,w3,5,志愿者,self,0,yes,no\n");
}

TEST(Appointment, NamesTheFirstTwentyOfAShortage) {
    Tables tables;
    tables.units = "unit,parent,level\nD,,district\n";
    tables.people = std::string(people_head) + "w,female,D,,\n";
    std::string nominations;
    for (int i = 10; i < 40; ++i) {
        tables.units += "G" + std::to_string(i) + ",D,grid\n";
        nominations += "G" + std::to_string(i) + ",w,self,,\n";
    }
    tables.roles = "person,role,unit\nw,group_leader,G20\nw,grid_officer,G30\nw,committee_member,D\n";
    AppointmentOptions options;
    options.residents_only = false;
    const Appointments result = appoint_in(tables, nominations, options);
    ASSERT_EQ(result.rows.size(), 1U);
    EXPECT_EQ(rows_of(appointments_table(result)), "G30,w,1,grid_officer,self,0,no,no\n");
    ASSERT_EQ(result.vacancies.size(), 29U);
    EXPECT_EQ(result.shortages.size(), 1U);
    EXPECT_NE(result.vacancies[0].reason.find("30 grids (G10, G11,"), std::string::npos);
    EXPECT_NE(result.vacancies[0].reason.find("G29, …) have only 1 woman"), std::string::npos);
    EXPECT_NE(result.vacancies[0].reason.find("29 of them stay vacant"), std::string::npos);
}

TEST(Appointment, RefusesASumOfSuitabilityThatDoesNotFit) {
    Tables tables;
    tables.people = std::string(people_head) + "w1,female,G1,,\nw2,female,G2,,\n";
    tables.roles = "person,role,unit\nw1,group_leader,G1\n";
    Nominations nominations;
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    nominations.rows = {{"G1", "w1", NominatedBy::self, most, "", 0}};
    const District district = district_of(tables);
    EXPECT_EQ(appoint(district, day_of("2023-12-31"), nominations).objective.suitability, most);
    nominations.rows.push_back({"G2", "w2", NominatedBy::self, 1, "", 0});
    EXPECT_THROW((void)appoint(district, day_of("2023-12-31"), nominations), OverflowError);
}

} // namespace
} // namespace jifen
