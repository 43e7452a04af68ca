#include "jifen/five_knows/door_answers.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/file_error.hpp"
#include "jifen/five_knows/spot_check.hpp"
#include "support/small_district.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace jifen {
namespace {

using namespace testing_support;

DoorAnswers read(std::string_view text, std::string_view file = "doors.csv") {
    CsvReader rows(text, "doors.csv");
    return read_door_answers(rows, file);
}

std::string places(const Diagnostics& problems) {
    std::string found;
    for (const Diagnostic& problem : problems)
        found += std::to_string(problem.line) + " " + problem.column + " " + problem.code + "\n";
    return found;
}

TEST(DoorAnswers, AreReadFromColumnsInAnyOrder) {
    const DoorAnswers made = read("known,asked,stage,household\n"
                                  "1,2,people,H1\n"
                                  "0,0,知事,H1\n"
                                  "1000000000,1000000000,help,H2\n");
    EXPECT_TRUE(made.problems.empty());
    EXPECT_EQ(made.file, "doors.csv");
    EXPECT_EQ(made.rows, (std::vector<WrittenAnswer>{
                             {"H1", Stage::people, 2, 1, 2},
                             {"H1", Stage::matters, 0, 0, 3},
                             {"H2", Stage::help, 1'000'000'000, 1'000'000'000, 4},
                         }));
    const DoorAnswers chinese = read("户编号,环节,应知,已知\nH1,知需,3,2\n");
    EXPECT_EQ(chinese.rows, (std::vector<WrittenAnswer>{{"H1", Stage::needs, 3, 2, 2}}));
    EXPECT_TRUE(read("household,stage,asked,known\n").rows.empty());
}

TEST(DoorAnswers, RowsOfTheFormThatAreNotFilledInAreCounted) {
    const DoorAnswers made = read("household,stage,asked,known\nH1,people,1,1\nH1,matters,,\nH2,people,,\n");
    EXPECT_EQ(made.rows.size(), 1U);
    EXPECT_EQ(made.blank, 2);
    EXPECT_EQ(made.rejected, 0);
    EXPECT_TRUE(made.problems.empty());
    EXPECT_EQ(places(read("household,stage,asked,known\n,people,,\nH1,all,,\n").problems),
              "2 household bad_value\n3 stage bad_word\n");
}

TEST(DoorAnswers, EveryBadCellIsAProblemWithItsPlace) {
    const DoorAnswers made = read("household,stage,asked,known\n"
                                  ",people,1,1\n"
                                  "H1,People,-1,x\n"
                                  "H1,people,1.5,1\n"
                                  "H1,people,1,\n"
                                  "H1,people,,1\n"
                                  "H1,people,1,2\n"
                                  "H1,people,1000000001,1\n"
                                  "H1,people,1\n"
                                  "110101199001011234 ,people,9,9\n"
                                  "110101199001011234\t,people,9,9\n"
                                  "H1,people,1,1\n");
    EXPECT_EQ(made.rows.size(), 2U) << "an id may end in a blank";
    EXPECT_EQ(made.rejected, 9);
    EXPECT_EQ(places(made.problems), "2 household bad_value\n"
                                     "3 asked bad_quantity\n3 known bad_quantity\n3 stage bad_word\n"
                                     "4 asked bad_quantity\n5 known bad_quantity\n6 asked bad_quantity\n"
                                     "7 known bad_quantity\n8 asked bad_quantity\n9  field_count\n"
                                     "11 household bad_value\n");
    for (const Diagnostic& problem : made.problems) {
        EXPECT_EQ(problem.file, "doors.csv");
        EXPECT_EQ(to_string(problem).find("110101199001011234"), std::string::npos);
    }
    EXPECT_EQ(to_string(made.problems[7]),
              "doors.csv:7:known: error: row rejected: known = \"2\": more than were asked about, 1 [bad_quantity]; of "
              "what was asked about, so many were known");
}

TEST(DoorAnswers, AreReadFromAFileOrRefusedWhole) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "answers.csv";
    std::ofstream(file, std::ios::binary) << "household,stage,asked,known\nH1,people,1,1\n";
    EXPECT_EQ(read_door_answers(file).rows.size(), 1U);
    EXPECT_THROW((void)read_door_answers(folder.path() / "none.csv"), FileError);
    try {
        (void)read("household,stage,ask,known,户\n", "");
        FAIL() << "taken";
    } catch (const TableError& error) {
        EXPECT_EQ(places(error.diagnostics()), "0 ask unknown_column\n0 户 duplicate_column\n0 asked missing_column\n");
        EXPECT_EQ(error.diagnostics().front().file, "door_answers");
    }
}

/// Lea leads G1 with H1, of which she knows all, and H2, of which she knows nothing.
struct Visited {
    District district;
    FiveKnowsResult records;
};

Visited visited() {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G1\nH3,G3\n";
    tables.people = "person,household\nann,H1\nbea,H2\ncid,H3\nlea,\n";
    tables.roles = "person,role,unit\nlea,leader,G1\n";
    tables.knowledge = "record,date,knower,stage,subject,object\nK1,2023-12-01,lea,people,H1,ann\n";
    const District district = district_of(tables);
    const Admission admission(
        district,
        Program(rules_of("[[item]]\ncode = \"visit\"\npoints = 1\n[five_knows]\nrole = \"leader\"\npoints = 10\n"
                         "weights = [1, 1, 1, 1, 1]\nfresh_days = [60, 60, 60, 60, 60]\n"),
                Window::year(2023)),
        std::nullopt, RunOptions{});
    return {district, assess_five_knows(admission, RunOptions{})};
}

TEST(DoorAnswers, AreHeldToTheRecordsAndWhatDoesNotCountIsSaid) {
    const Visited place = visited();
    const SpotCheckSample all = draw_households(place.district, {day_of("2023-12-31"), "", 3, 0, "seed"});
    DoorAnswers written = read("household,stage,asked,known\n"
                               "H1,people,1,0\n"
                               "H9,people,1,1\n"
                               "H2,people,1,1\n"
                               "H2,people,1,1\n"
                               "H1,people,1,1\n"
                               "H3,people,2,\n"
                               "H3,matters,,\n");
    const SpotCheckResult result = assess_door_answers(all, written, place.records);
    EXPECT_EQ(findings_table(result).to_csv(),
              "household,stage,leader,asked,known,recorded_asked,recorded_known,verdict\n"
              "H1,people,lea,1,0,1,1,claims_more\n"
              "H2,people,lea,1,1,1,0,records_less\n");
    EXPECT_EQ(result.households_drawn, 3);
    EXPECT_EQ(result.households_visited, 2);
    EXPECT_EQ(result.blank, 1);
    EXPECT_EQ(places(result.problems), "3 household unknown_household\n5 household duplicate_answer\n"
                                       "6 household conflicting_answer\n7 known bad_quantity\n");
    EXPECT_EQ(to_string(result.problems[0]), "doors.csv:3:household: error: answer does not count: household = \"H9\": "
                                             "it is not in the households table [unknown_household]");
    EXPECT_EQ(to_string(result.problems[1]), "doors.csv:5:household: warning: household = \"H2\": it says again what "
                                             "line 4 says [duplicate_answer]");
    EXPECT_EQ(to_string(result.problems[2]), "doors.csv:6:household: error: answer does not count: household = \"H1\": "
                                             "of the same household and stage line 2 says other numbers, and stands "
                                             "[conflicting_answer]; keep one of the two");

    const SpotCheckSample none = draw_households(place.district, {day_of("2023-12-31"), "", 0, 0, "seed"});
    written = DoorAnswers{"", {{"H1", Stage::people, 1, 1, 0}}, 0, 0, {}};
    const SpotCheckResult nothing = assess_door_answers(none, written, place.records);
    EXPECT_TRUE(nothing.findings.empty());
    ASSERT_EQ(nothing.problems.size(), 1U);
    EXPECT_EQ(nothing.problems[0].code, "not_drawn");
    EXPECT_EQ(nothing.problems[0].file, "door_answers row");
    EXPECT_EQ(nothing.problems[0].line, 1);
    EXPECT_THROW((void)assess_door_answers(none, written, place.records, 1.0), ArgumentError)
        << "even where nothing is to be estimated";
}

TEST(DoorAnswers, TheFormThatIsCarriedToTheDoorsIsReadAsItIs) {
    const Visited place = visited();
    const SpotCheckSample sample = draw_households(place.district, {day_of("2023-12-31"), "grid", 2, 0, "seed"});
    const std::string form = door_form_table(sample).to_csv();
    const DoorAnswers made = read(form);
    EXPECT_EQ(made.blank, 10);
    EXPECT_TRUE(made.rows.empty());
    EXPECT_TRUE(made.problems.empty());
    EXPECT_EQ(form.find("household,stage,asked,known\n"), 0U);
    EXPECT_NE(form.find(",circumstances,,\n"), std::string::npos);
    EXPECT_EQ(strata_table(sample).to_csv(), "stratum,households,drawn\nG1,2,1\nG2,0,0\nG3,1,1\n");
}

} // namespace
} // namespace jifen
