#include "jifen/scoring/scorer.hpp"

#include "support/scored_entries.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <string>

// Small cases worked by hand (SPEC §§4.2 to 4.4). Lines read: entry, verdict, raw, credited, what cut it, version.

namespace jifen {
namespace {

using namespace testing_support;

const std::string columns = "entry,date,actor,item,quantity,level,subject,act\n";

TEST(RawPoints, AreOfThePointsInForceOnTheDayWhateverTheQuantity) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\n"
                                "points = [ { from = 2020-01-01, value = 1 }, { from = 2023-03-01, value = 1.5 },"
                                " { from = 2023-07-01, until = 2023-12-01, value = 2.001 } ]\n"
                                "[[item]]\ncode = \"plain\"\npoints = 0.2\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-02-28,ann,x,7,,,\nb,2023-03-01,ann,x,0,,,\nc,2023-06-30,ann,x,,,,\n"
                                   "d,2023-07-01,ann,x,,,,\ne,2023-12-01,ann,x,,,,\nf,2023-12-02,ann,plain,9,,,\n"),
              "a counted 1 1 v2020-01-01\n"
              "b counted 1.5 1.5 v2023-03-01\n"
              "c counted 1.5 1.5 v2023-03-01\n"
              "d counted 2.001 2.001 v2023-07-01\n"
              "e not_in_force 0 0\n"
              "f counted 0.2 0.2\n");
}

TEST(RawPoints, OfAUnitAreRoundedOnceHalfToEven) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = 0.5\n"
                                "[[item]]\ncode = \"minus\"\npoints_per_unit = -0.5\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,3,,,\nb,2023-01-01,ann,x,0.001,,,\nc,2023-01-01,ann,x,0.003,,,\n"
                                   "d,2023-01-01,ann,x,0.005,,,\ne,2023-01-01,ann,minus,0.003,,,\n"
                                   "f,2023-01-01,ann,x,,,,\ng,2023-01-01,ann,x,0,,,\n"),
              "a counted 1.5 1.5\n"
              "b zero 0 0\n" // 0.0005 lies half way between 0 and 0.001: to the even 0
              "c counted 0.002 0.002\n"
              "d counted 0.002 0.002\n"
              "e counted -0.002 -0.002\n"
              "f counted 0.5 0.5\n"
              "g zero 0 0\n");
}

TEST(RawPoints, OfALevelAreOfTheWordAlone) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\nby_level = { village = 1, city = 10, nothing = 0 }\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,3,city,,\nb,2023-01-01,ann,x,,nothing,,\n"
                                   "c,2023-01-01,ann,x,,nation,,\nd,2023-01-01,ann,x,,,,\n"),
              "a counted 10 10\nb zero 0 0\nc unknown_level 0 0\nd unknown_level 0 0\n");
}

TEST(RawPoints, OfAnItemWithoutPointsAreZeroAndKeepTheVersionOnlyWherePointsHaveOne) {
    const auto rules = rules_of("[[item]]\ncode = \"none\"\n"
                                "[[item]]\ncode = \"veto\"\nveto = { grade = \"bad\" }\n"
                                "[[item]]\ncode = \"was\"\npoints = [ { from = 2023-01-01, value = 0 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,none,3,,,\nb,2023-01-01,ann,veto,,,,\nc,2023-01-01,ann,was,,,,\n"),
              "a zero 0 0\nb veto 0 0\nc zero 0 0 v2023-01-01\n");
}

const char* const hours =
    "[[item]]\ncode = \"hours\"\nladder = { per = \"month\", steps = [ [10, 2], [20, 5], [50, 10] ] }\n";

TEST(Ladder, GivesWhatEachEntryReachesBeyondTheOnesBefore) {
    EXPECT_EQ(ann(rules_of(hours), columns + "a,2023-01-01,ann,hours,9.999,,,\nb,2023-01-02,ann,hours,0.001,,,\n"
                                             "c,2023-01-03,ann,hours,5,,,\nd,2023-01-04,ann,hours,35,,,\n"
                                             "e,2023-01-05,ann,hours,999,,,\nf,2023-02-01,ann,hours,20,,,\n"),
              "a zero 0 0\n"
              "b counted 2 2\n" // 10 hours
              "c zero 0 0\n"    // 15
              "d counted 8 8\n" // 50: two steps at once
              "e zero 0 0\n"    // nothing above the last
              "f counted 5 5\n");
}

TEST(Ladder, GoesByDateThenEntryIdAndCountsValidEntriesOnly) {
    // z1 is a day earlier than a2; x was never valid and adds no hours.
    EXPECT_EQ(ann(rules_of(hours),
                  "entry,date,actor,item,quantity,cancels\na2,2023-01-02,ann,hours,6,\n"
                  "z1,2023-01-01,ann,hours,6,\na1,2023-01-02,ann,hours,6,\nx,2023-01-01,ann,hours,30,\n"
                  "y,2023-01-01,ann,,,x\n"),
              "x cancelled 0 0\ny cancels 0 0\nz1 zero 0 0\na1 counted 2 2\na2 zero 0 0\n");
}

TEST(Ladder, IsCutAtTheEdgesOfTheWindow) {
    const std::string ledger = columns + "a,2023-01-10,ann,hours,6,,,\nb,2023-01-20,ann,hours,6,,,\n";
    EXPECT_EQ(ann(rules_of(hours), ledger, "2023-01-15..2023-02-15"), "a outside_window 0 0\nb zero 0 0\n");
}

TEST(Ladder, OfDeductionsGoesDownwards) {
    const auto rules =
        rules_of("[[item]]\ncode = \"late\"\nladder = { per = \"year\", steps = [ [3, -1], [5, -4] ] }\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,late,3,,,\nb,2023-11-02,ann,late,2,,,\n"),
              "a counted -1 -1\nb counted -3 -3\n");
    EXPECT_EQ(ann_sums(rules, columns + "a,2023-01-01,ann,late,9,,,\n"), "-4 (-4)");
}

const char* const group = "[[item]]\ncode = \"visit\"\npoints = 1\n"
                          "[[item]]\ncode = \"talk\"\npoints_per_unit = 1\n"
                          "[[item]]\ncode = \"help\"\npoints = 1\n"
                          "[[item]]\ncode = \"free\"\npoints = 9\n"
                          "[[item]]\ncode = \"none\"\n"
                          "[[exclusive]]\nitems = [\"visit\", \"talk\", \"help\", \"none\"]\n";

TEST(Exclusive, LetsTheItemWithTheLargestSingleEntryStandWithAllItsEntries) {
    // talk: 3 and 0.5; help and visit have 1 each, and even three of them do not outweigh one entry of 3.
    EXPECT_EQ(ann(rules_of(group), columns + "a,2023-01-01,ann,visit,,,,A\nb,2023-01-01,ann,talk,0.5,,,A\n"
                                             "c,2023-02-01,ann,talk,3,,,A\nd,2023-01-01,ann,help,,,,A\n"
                                             "e,2023-01-02,ann,visit,,,,A\nf,2023-01-03,ann,visit,,,,A\n"
                                             "g,2023-01-04,ann,visit,,,,A\nh,2023-12-31,ann,free,,,,A\n"),
              "a exclusive 0 0 exclusive\nb counted 0.5 0.5\nd exclusive 0 0 exclusive\ne exclusive 0 0 exclusive\n"
              "f exclusive 0 0 exclusive\ng exclusive 0 0 exclusive\nc counted 3 3\nh counted 9 9\n");
}

TEST(Exclusive, GivesATieToTheSmallerCode) {
    EXPECT_EQ(ann(rules_of(group), columns + "a,2023-01-01,ann,visit,,,,A\nb,2023-01-01,ann,help,,,,A\n"
                                             "c,2023-01-01,ann,talk,1,,,A\n"),
              "a exclusive 0 0 exclusive\nb counted 1 1\nc exclusive 0 0 exclusive\n");
}

TEST(Exclusive, AsksForTheSameActOfTheSamePersonWithPoints) {
    // Other acts, no act at all, and an item worth nothing do not take part.
    EXPECT_EQ(ann(rules_of(group), columns + "a,2023-01-01,ann,visit,,,,A\nb,2023-01-01,ann,talk,3,,,B\n"
                                             "c,2023-01-01,ann,help,,,,\nd,2023-01-01,ann,none,,,,A\n"
                                             "e,2023-01-01,ann,talk,0,,,A\n"),
              "a counted 1 1\nb counted 3 3\nc counted 1 1\nd zero 0 0\ne zero 0 0\n");
}

TEST(Exclusive, ComparesDeductionsByMagnitude) {
    const auto rules = rules_of("[[item]]\ncode = \"a\"\npoints = -1\n[[item]]\ncode = \"b\"\npoints = -3\n"
                                "[[exclusive]]\nitems = [\"a\", \"b\"]\n");
    EXPECT_EQ(ann(rules, columns + "e1,2023-01-01,ann,a,,,,A\ne2,2023-01-01,ann,b,,,,A\n"),
              "e1 exclusive 0 0 exclusive\ne2 counted -3 -3\n");
}

TEST(Once, CountsTheFirstOfAnItemAndSubjectInThePeriod) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 1\nonce = \"month\"\n");
    EXPECT_EQ(ann(rules, columns + "b,2023-01-02,ann,x,,,H1,\na,2023-01-02,ann,x,,,H1,\nc,2023-01-03,ann,x,,,H2,\n"
                                   "d,2023-01-31,ann,x,,,H1,\ne,2023-02-01,ann,x,,,H1,\nf,2023-01-04,ann,x,,,,\n"
                                   "g,2023-01-05,ann,x,,,,\n"),
              "a counted 1 1\nb repeat 0 0 once:month\nc counted 1 1\nf counted 1 1\ng repeat 0 0 once:month\n"
              "d repeat 0 0 once:month\ne counted 1 1\n");
}

TEST(Once, TellsSubjectsThatNobodyKnowsApart) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 1\nonce = \"window\"\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,somebody,\nb,2023-02-01,ann,x,,,somebody else,\n"
                                   "c,2023-03-01,ann,x,,,somebody,\n"),
              "a counted 1 1\nb counted 1 1\nc repeat 0 0 once:window\n");
}

TEST(Once, IsAskedOfWhatExclusiveLeft) {
    // The first visit is exclusive and does not use up the month; an entry of 0 points does not either.
    const auto rules =
        rules_of("[[item]]\ncode = \"visit\"\npoints_per_unit = 1\nonce = \"month\"\n"
                 "[[item]]\ncode = \"talk\"\npoints = 5\n[[exclusive]]\nitems = [\"visit\", \"talk\"]\n");
    EXPECT_EQ(ann(rules,
                  columns + "a,2023-01-01,ann,visit,1,,,A\nb,2023-01-01,ann,talk,,,,A\n"
                            "c,2023-01-02,ann,visit,0,,,\nd,2023-01-03,ann,visit,2,,,B\ne,2023-01-04,ann,visit,1,,,\n"),
              "a exclusive 0 0 exclusive\nb counted 5 5\nc zero 0 0\nd counted 2 2\ne repeat 0 0 once:month\n");
}

TEST(Caps, CutEachEntryToWhatIsLeft) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 3\ncaps = [ { per = \"month\", points = 5 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-31,ann,x,,,,\nc,2023-01-31,ann,x,,,,\n"
                                   "d,2023-02-01,ann,x,,,,\n"),
              "a counted 3 3\nb part_counted 3 2 item:month\nc capped 3 0 item:month\nd counted 3 3\n");
}

TEST(Caps, DoNotCutWhatJustFillsThem) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 2.5\ncaps = [ { per = \"year\", points = 5 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-31,ann,x,,,,\n"),
              "a counted 2.5 2.5\nb counted 2.5 2.5\n");
}

const char* const three_stages = "[total]\ncaps = [ { per = \"year\", points = 12 } ]\n"
                                 "[[category]]\ncode = \"c\"\ncaps = [ { per = \"month\", points = 8 } ]\n"
                                 "[[item]]\ncode = \"x\"\npoints = 4\ncategory = \"c\"\n"
                                 "caps = [ { per = \"day\", points = 6 } ]\n"
                                 "[[item]]\ncode = \"y\"\npoints = 3\ncategory = \"c\"\n"
                                 "[[item]]\ncode = \"z\"\npoints = 5\n";

TEST(Caps, StandInThreeStagesAndTheFirstThatCutsIsNamed) {
    // Item: x 4, then 2 of 4 (6 a day). Category: 4 + 2 = 6 of 8, y gets 2. Total: 8 of 12, z gets 4, then nothing.
    EXPECT_EQ(ann(rules_of(three_stages), columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-01,ann,x,,,,\n"
                                                    "c,2023-01-02,ann,y,,,,\nd,2023-01-03,ann,z,,,,\n"
                                                    "e,2023-02-04,ann,x,,,,\n"),
              "a counted 4 4\n"
              "b part_counted 4 2 item:day\n"
              "c part_counted 3 2 category:month\n"
              "d part_counted 5 4 total:year\n"
              "e capped 4 0 total:year\n");
    // The category's points are before the total's cap: e was let through whole by item and category.
    EXPECT_EQ(ann_sums(rules_of(three_stages), columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-01,ann,x,,,,\n"
                                                         "c,2023-01-02,ann,y,,,,\nd,2023-01-03,ann,z,,,,\n"
                                                         "e,2023-02-04,ann,x,,,,\n"),
              "12 (0) 15>12");
}

TEST(Caps, NameTheFirstStageEvenWhereALaterOneLeavesNothing) {
    // The item's cap lets 1 through, the category has none left: capped, and cut first by the item.
    const auto rules =
        rules_of("[[category]]\ncode = \"c\"\ncaps = [ { per = \"year\", points = 4 } ]\n"
                 "[[item]]\ncode = \"x\"\npoints = 2\ncategory = \"c\"\ncaps = [ { per = \"day\", points = 1 } ]\n"
                 "[[item]]\ncode = \"y\"\npoints = 4\ncategory = \"c\"\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,y,,,,\nb,2023-01-02,ann,x,,,,\n"),
              "a counted 4 4\nb capped 2 0 item:day\n");
}

TEST(Caps, OfOneStageAllGiveAndTheOneWithTheLeastLeftIsNamed) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 3\ncaps = [ { per = \"year\", points = 10 }, "
                                "{ per = \"month\", points = 4 }, { per = \"day\", points = 100 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-02,ann,x,,,,\nc,2023-02-01,ann,x,,,,\n"
                                   "d,2023-02-02,ann,x,,,,\ne,2023-03-01,ann,x,,,,\nf,2023-04-01,ann,x,,,,\n"),
              "a counted 3 3\nb part_counted 3 1 item:month\nc counted 3 3\nd part_counted 3 1 item:month\n"
              "e part_counted 3 2 item:year\nf capped 3 0 item:year\n");
}

TEST(Caps, OfEqualRoomNameTheFinest) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 3\ncaps = [ { per = \"window\", points = 4 }, "
                                "{ per = \"quarter\", points = 4 }, { per = \"month\", points = 4 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-02,ann,x,,,,\nc,2023-02-01,ann,x,,,,\n"
                                   "d,2023-04-01,ann,x,,,,\n"),
              "a counted 3 3\n"
              "b part_counted 3 1 item:month\n" // 1 left in all three
              "c capped 3 0 item:quarter\n"     // the month is new, quarter and window are full
              "d capped 3 0 item:window\n");
}

TEST(Caps, OfAWeekRunFromMondayToSunday) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 1\ncaps = [ { per = \"week\", points = 1 } ]\n");
    // 2023-01-01 is a Sunday.
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-02,ann,x,,,,\nc,2023-01-08,ann,x,,,,\n"
                                   "d,2023-01-09,ann,x,,,,\n"),
              "a counted 1 1\nb counted 1 1\nc capped 1 0 item:week\nd counted 1 1\n");
}

TEST(Caps, TakeDeductionsOnTheirOwnSide) {
    // 5 a year each way: gains do not make room for deductions, nor the other way round.
    const auto rules = rules_of("[total]\ncaps = [ { per = \"year\", points = 5 } ]\n"
                                "[[item]]\ncode = \"plus\"\npoints = 4\n"
                                "[[item]]\ncode = \"minus\"\npoints = -3\ncaps = [ { per = \"day\", points = 2 } ]\n");
    const std::string ledger = columns +
                               "a,2023-01-01,ann,minus,,,,\nb,2023-01-02,ann,plus,,,,\nc,2023-01-03,ann,minus,,,,\n"
                               "d,2023-01-04,ann,plus,,,,\ne,2023-01-05,ann,minus,,,,\nf,2023-01-06,ann,minus,,,,\n";
    EXPECT_EQ(ann(rules, ledger),
              "a part_counted -3 -2 item:day\nb counted 4 4\nc part_counted -3 -2 item:day\n"
              "d part_counted 4 1 total:year\ne part_counted -3 -1 item:day\nf capped -3 0 item:day\n");
    EXPECT_EQ(ann_sums(rules, ledger), "0 (-5)");
}

TEST(Caps, DoNotSeeWhatIsZeroExclusiveOrRepeated) {
    const auto rules =
        rules_of("[[item]]\ncode = \"x\"\npoints = 2\nonce = \"day\"\ncaps = [ { per = \"year\", points = 4 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,x,,,,\nb,2023-01-01,ann,x,,,,\nc,2023-01-02,ann,x,,,,\n"),
              "a counted 2 2\nb repeat 0 0 once:day\nc counted 2 2\n");
}

TEST(Caps, FollowTheEntryIdBytewiseOnOneDay) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 2\ncaps = [ { per = \"day\", points = 3 } ]\n");
    EXPECT_EQ(ann(rules, columns + "e9,2023-01-01,ann,x,,,,\ne10,2023-01-01,ann,x,,,,\nE1,2023-01-01,ann,x,,,,\n"),
              "E1 counted 2 2\ne10 part_counted 2 1 item:day\ne9 capped 2 0 item:day\n");
}

TEST(Caps, LetALaddersIncrementsThroughOneByOne) {
    const auto rules = rules_of("[[item]]\ncode = \"h\"\nladder = { per = \"year\", steps = [ [1, 2], [2, 5] ] }\n"
                                "caps = [ { per = \"month\", points = 2 } ]\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,h,1,,,\nb,2023-01-02,ann,h,1,,,\n"),
              "a counted 2 2\nb capped 3 0 item:month\n");
    EXPECT_EQ(ann(rules, columns + "a,2023-01-01,ann,h,1,,,\nb,2023-02-02,ann,h,1,,,\n"),
              "a counted 2 2\nb part_counted 3 2 item:month\n");
}

TEST(Scorer, StartsAfreshWithEachPerson) {
    Tables tables;
    tables.people = "person\nann\nbea\ncat\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G1\ncat,leader,G1\n";
    tables.ledger = "entry,date,actor,item,quantity\n"
                    "a1,2023-01-01,ann,x,1\na2,2023-01-01,ann,h,1\n"
                    "b1,2023-01-01,bea,x,1\nb2,2023-01-01,bea,h,1\n"
                    "c1,2023-01-01,cat,v,1\n";
    const Admission admission = admit(tables, rules_of("[[item]]\ncode = \"x\"\npoints = 1\nonce = \"year\"\n"
                                                       "caps = [ { per = \"year\", points = 1 } ]\n"
                                                       "[[item]]\ncode = \"h\"\n"
                                                       "ladder = { per = \"year\", steps = [ [1, 2], [2, 5] ] }\n"
                                                       "[[item]]\ncode = \"v\"\nveto = { grade = \"bad\" }\n"));
    Scorer scorer(admission);
    for (int round = 0; round < 3; ++round) {
        for (const char* id : {"ann", "bea", "cat", "ann"}) {
            const ItemsScore items = scorer.score(admission.shared_district().person(id), {});
            EXPECT_EQ(items.items, std::string(id) == "cat" ? Points() : Points::whole(3)) << id;
            EXPECT_EQ(items.veto.has_value(), std::string(id) == "cat") << id;
        }
    }
}

TEST(Scorer, NamesTheFirstOfSeveralVetoesByDateThenId) {
    const auto rules = rules_of("[[item]]\ncode = \"v1\"\nveto = { grade = \"bad\" }\n"
                                "[[item]]\ncode = \"v2\"\nveto = { grade = \"worse\" }\n");
    const Admission admission =
        admit(ann_with(columns + "b,2023-05-01,ann,v1,,,,\na,2023-05-01,ann,v2,,,,\nz,2024-01-01,ann,v1,,,,\n"), rules);
    EXPECT_EQ(score(admission, admission.shared_district().person("ann")).items.veto, ItemId(1));
}

TEST(CutBy, IsWrittenAsTheRulebookWrites) {
    EXPECT_EQ(to_string(CutBy{}), "");
    EXPECT_EQ(to_string(CutBy{CutBy::Kind::item, Period::month}), "item:month");
    EXPECT_EQ(to_string(CutBy{CutBy::Kind::category, Period::year}), "category:year");
    EXPECT_EQ(to_string(CutBy{CutBy::Kind::total, Period::window}), "total:window");
    EXPECT_EQ(to_string(CutBy{CutBy::Kind::once, Period::month}), "once:month");
    EXPECT_EQ(to_string(CutBy{CutBy::Kind::exclusive, Period::day}), "exclusive");
}

} // namespace
} // namespace jifen
