#include "jifen/duties/duties.hpp"

#include "support/overflow.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <string>

// Duties (SPEC §7) in small cases worked by hand.

namespace jifen {
namespace {

using namespace testing_support;

const std::string columns = "entry,date,actor,item,subject\n";

Tables grid(std::string roles, std::string ledger) {
    Tables tables;
    tables.households = "household,unit,from,until\nH1,G1,,\nH2,G1,,\nH3,G2,,\nH4,G1,2023-02-01,2023-06-30\n";
    tables.people = "person,household\nann,\nbea,\np1,H1\np2,H2\np3,H3\np4,H4\n";
    tables.roles = "person,role,unit,from,until\n" + roles;
    tables.ledger = columns + ledger;
    return tables;
}

/// `person done/due points` of each row, then what was missed: `first day [household]`.
std::string duties(const Tables& tables, const std::string& duty, std::string_view window = "2023") {
    const Admission admission(
        load(tables),
        Program(rules_of("[[item]]\ncode = \"visit\"\npoints = 1\n[[item]]\ncode = \"talk\"\nroles = [\"member\"]\n"
                         "[[duty]]\ncode = \"d\"\n" +
                         duty),
                Window::parse(window)),
        std::nullopt, RunOptions{});
    const DistrictData& district = admission.district();
    const ScoredPeople scored = find_scored_people(district, admission.program());
    const DutiesResult result = assess_duties(admission, scored, RunOptions{});
    std::string out;
    for (const DutyRow& row : result.rows) {
        out += std::string(district.people.ids[row.person]) + " " + std::to_string(row.done) + "/" +
               std::to_string(row.due) + " " + to_string(result.points[scored.place[row.person.index()]]);
        std::string missed;
        for (const MissedDuty& miss : missed_duties(admission, row.person)) {
            missed += missed.empty() ? " missed " : ", ";
            missed += to_string(miss.period.from);
            if (miss.household) missed += " " + std::string(district.households.ids[miss.household]);
        }
        out += missed + "\n";
    }
    return out;
}

const std::string quarterly = "items = [\"visit\"]\nper = \"quarter\"\npoints = 10\n";

TEST(Duties, OfAHolderAreDueInEachWholePeriod) {
    EXPECT_EQ(
        duties(grid("ann,leader,G1,,\n", "a,2023-01-01,ann,visit,\nb,2023-03-31,ann,visit,\nc,2023-10-01,ann,visit,\n"),
               quarterly),
        "ann 2/4 5 missed 2023-04-01, 2023-07-01\n");
}

TEST(Duties, AreNotDueInAPeriodThatTheWindowCuts) {
    const Tables tables = grid("ann,leader,G1,,\n", "a,2023-02-10,ann,visit,\nb,2023-05-10,ann,visit,\n");
    EXPECT_EQ(duties(tables, quarterly, "2023-02-01..2023-07-01"), "ann 1/1 10\n");
    EXPECT_EQ(duties(tables, quarterly, "2023-02-01..2023-06-30"), "ann 0/0 0\n");
    EXPECT_EQ(duties(tables, quarterly + "if_none_due = \"full\"\n", "2023-02-01..2023-06-30"), "ann 0/0 10\n");
    // The window itself is whole, wherever it is cut; the week of 2023-05-08 runs from Monday to Sunday.
    EXPECT_EQ(duties(tables, "items = [\"visit\"]\nper = \"window\"\npoints = 1\n", "2023-02-01..2023-06-30"),
              "ann 1/1 1\n");
    EXPECT_EQ(duties(tables, "items = [\"visit\"]\nper = \"week\"\npoints = 1\n", "2023-05-07..2023-05-21"),
              "ann 1/1 1\n");
}

TEST(Duties, AreDueWhereOneOfTheRolesWasHeldThroughout) {
    // leader until 15 May, member from 15 May, both in G1: no gap. From 30 June in G2: the second quarter is broken.
    const std::string ledger = "a,2023-05-01,ann,visit,\n";
    EXPECT_EQ(duties(grid("ann,leader,G1,,2023-05-15\nann,member,G1,2023-05-15,2023-07-01\n", ledger), quarterly),
              "ann 1/2 5 missed 2023-01-01\n");
    EXPECT_EQ(duties(grid("ann,leader,G1,,2023-05-15\nann,member,G1,2023-05-16,2023-07-01\n", ledger), quarterly),
              "ann 0/1 0 missed 2023-01-01\n");
    EXPECT_EQ(duties(grid("ann,leader,G1,,2023-05-15\nann,member,G2,2023-05-15,2023-07-01\n", ledger), quarterly),
              "ann 0/1 0 missed 2023-01-01\n");
    // Only for leaders: then the member's weeks do not count, but the entry need not be a leader's.
    EXPECT_EQ(duties(grid("ann,leader,G1,,2023-06-01\nann,member,G1,2023-05-15,\n", "a,2023-03-01,ann,visit,\n"),
                     quarterly + "roles = [\"leader\"]\n"),
              "ann 1/1 10\n");
}

TEST(Duties, OfALeaderWhoMovesInJulyAreThoseOfBothGridsAndTheMoveCostsNone) {
    EXPECT_EQ(duties(grid("ann,leader,G1,,2023-07-01\nann,leader,G2,2023-07-01,\nbea,leader,G2,,2023-07-01\n"
                          "bea,leader,G1,2023-07-15,\n",
                          "a1,2023-02-01,ann,visit,\na2,2023-05-01,ann,visit,\na3,2023-08-01,ann,visit,\n"
                          "b1,2023-02-01,bea,visit,\nb2,2023-07-20,bea,visit,\n"),
                     quarterly),
              "ann 3/4 7.5 missed 2023-10-01\n"
              "bea 1/3 3.333 missed 2023-04-01, 2023-10-01\n"); // her third quarter is not whole
    // House by house: G1 before July, G2 after. A visit in July to a house of the old grid does no duty.
    EXPECT_EQ(duties(grid("ann,leader,G1,,2023-07-01\nann,leader,G2,2023-07-01,\n",
                          "a1,2023-06-01,ann,visit,H1\na2,2023-07-01,ann,visit,H2\na3,2023-07-01,ann,visit,H3\n"),
                     "items = [\"visit\"]\nper = \"half\"\neach = \"household\"\npoints = 9\n"),
              "ann 2/3 6 missed 2023-01-01 H2\n");
}

TEST(Duties, OfAHouseholdAreDueWhereItWasThereThroughoutAsWell) {
    // H4 is there from February to 29 June: due in February to May, not in June.
    EXPECT_EQ(duties(grid("ann,leader,G1,,\n", "a,2023-05-31,ann,visit,H4\nb,2023-06-01,ann,visit,p4\n"
                                               "c,2023-05-01,ann,visit,p1\nd,2023-06-30,ann,visit,H2\n"),
                     "items = [\"visit\"]\nper = \"month\"\neach = \"household\"\npoints = 5\n",
                     "2023-05-01..2023-07-01"),
              "ann 3/5 3 missed 2023-05-01 H2, 2023-06-01 H1\n");
}

TEST(Duties, OfAUnitTakeTheHouseholdsBelowItEachOnceHoweverManyUnits) {
    EXPECT_EQ(duties(grid("ann,leader,T1,,\nann,member,G1,,\nann,leader,D,,\n", "a,2023-05-31,ann,visit,H3\n"),
                     "items = [\"visit\"]\nper = \"year\"\neach = \"household\"\npoints = 3\n"),
              "ann 1/3 1 missed 2023-01-01 H1, 2023-01-01 H2\n");
}

TEST(Duties, NeedAtLeastSoManyValidEntriesOfTheItems) {
    // Three in the second quarter, one of them not valid (talk is for members), and repeats count.
    const std::string ledger =
        "a,2023-04-01,ann,visit,\nb,2023-04-01,ann,visit,\nc,2023-06-01,ann,talk,\nd,2023-07-01,ann,visit,\n";
    const Tables tables = grid("ann,leader,G1,,\n", ledger);
    const std::string both = "items = [\"visit\", \"talk\"]\nper = \"quarter\"\npoints = 8\n";
    EXPECT_EQ(duties(tables, both), "ann 2/4 4 missed 2023-01-01, 2023-10-01\n");
    EXPECT_EQ(duties(tables, both + "at_least = 2\n"), "ann 1/4 2 missed 2023-01-01, 2023-07-01, 2023-10-01\n");
    EXPECT_EQ(duties(tables, both + "at_least = 3\n").substr(0, 9), "ann 0/4 0");
    EXPECT_EQ(duties(grid("ann,leader,G1,,\nann,member,T2,,\n", ledger), both + "roles = [\"leader\"]\nat_least = 3\n")
                  .substr(0, 9),
              "ann 1/4 2"); // as a member she may talk, and the duty does not ask for what role she did it
}

TEST(Duties, CountWhateverTheEntryIsWorth) {
    const Admission admission(
        load(grid("ann,leader,G1,,\n", "a,2023-01-01,ann,x,H1\nb,2023-01-02,ann,x,H1\nc,2023-01-03,ann,veto,H1\n"
                                       "d,2023-01-03,ann,nothing,H1\n")),
        Program(rules_of("[[item]]\ncode = \"x\"\npoints = 1\nonce = \"year\"\n[[item]]\ncode = \"veto\"\n"
                         "veto = { grade = \"bad\" }\n[[item]]\ncode = \"nothing\"\n[[duty]]\ncode = \"d\"\n"
                         "items = [\"x\", \"veto\", \"nothing\"]\nper = \"year\"\nat_least = 4\npoints = 1\n"),
                Window::year(2023)),
        std::nullopt, RunOptions{});
    const ScoredPeople scored = find_scored_people(admission.district(), admission.program());
    EXPECT_EQ(assess_duties(admission, scored, RunOptions{}).points[0], Points::whole(1));
}

TEST(Duties, OfAnEntryWithoutHouseholdDoNone) {
    EXPECT_EQ(duties(grid("ann,leader,G2,,\n",
                          "a,2023-05-31,ann,visit,\nb,2023-05-31,ann,visit,bea\nc,2023-05-31,ann,visit,zzz\n"),
                     "items = [\"visit\"]\nper = \"year\"\neach = \"household\"\npoints = 3\n"),
              "ann 0/1 0 missed 2023-01-01 H3\n");
}

TEST(Duties, AreGivenByIfNoneDueToHoldersOnly) {
    // Ann leads an empty grid, bea is a member: the duty is of leaders.
    Tables tables = grid("ann,leader,G3,,\nbea,member,G1,,\n", "");
    EXPECT_EQ(duties(tables,
                     "items = [\"visit\"]\nper = \"year\"\neach = \"household\"\npoints = 3\nroles = [\"leader\"]\n"
                     "if_none_due = \"full\"\n"),
              "ann 0/0 3\n");
}

TEST(Duties, RoundEachDutyOnceHalfToEven) {
    Duty duty;
    duty.points = Points::thousandths(1);
    EXPECT_EQ(duty_points(duty, 2, 1), Points());
    duty.points = Points::thousandths(3);
    EXPECT_EQ(duty_points(duty, 2, 1), Points::thousandths(2));
    duty.points = Points::whole(10);
    EXPECT_EQ(duty_points(duty, 3, 2), points_of("6.667"));
    EXPECT_EQ(duty_points(duty, 7, 7), Points::whole(10));
    EXPECT_EQ(duty_points(duty, 0, 0), Points());
    duty.if_none_due = IfNone::full;
    EXPECT_EQ(duty_points(duty, 0, 0), Points::whole(10));
    EXPECT_EQ(duty_points(duty, 4, 0), Points());
}

TEST(Duties, ThatDoNotFit64BitsTogetherAreAnError) {
    const Tables tables = grid("ann,leader,G1,,\n", "a,2023-05-31,ann,visit,\n");
    const std::string half = "items = [\"visit\"]\nper = \"year\"\npoints = 5000000000000000\n";
    EXPECT_EQ(duties(tables, half), "ann 1/1 5000000000000000\n");
    EXPECT_EQ(overflow_of([&] { return duties(tables, half + "[[duty]]\ncode = \"e\"\n" + half); }),
              "a duties part: ann, , ");
    // On the way only: the third takes back what the second put over.
    EXPECT_EQ(duties(tables, half + "[[duty]]\ncode = \"e\"\n" + half +
                                 "[[duty]]\ncode = \"f\"\nitems = [\"visit\"]\nper = \"year\"\n"
                                 "points = -5000000000000000\n"),
              "ann 1/1 5000000000000000\nann 1/1 5000000000000000\nann 1/1 5000000000000000\n");
}

} // namespace
} // namespace jifen
