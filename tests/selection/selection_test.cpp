#include "jifen/selection/selection.hpp"

#include "support/overflow.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sstream>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// Who is chosen, and why (SPEC §8), in small cases worked by hand.

namespace jifen {
namespace {

using namespace testing_support;

/// Leaders `id grid points`, their points from entries of `p`; `more` are further entries `actor,item,quantity`.
Tables leaders(const std::string& list, const std::string& more = {}) {
    Tables tables;
    tables.people = "person\n";
    tables.roles = "person,role,unit,from,until\n";
    tables.ledger = "entry,date,actor,item,quantity\n";
    std::istringstream in(list);
    std::string id, unit, points;
    int number = 0;
    const auto enter = [&](const std::string& what) {
        char entry[16];
        std::snprintf(entry, sizeof entry, "e%04d", number++);
        tables.ledger += std::string(entry) + ",2023-03-01," + what + "\n";
    };
    while (in >> id >> unit >> points) {
        tables.people += id + "\n";
        tables.roles += id + ",leader," + unit + ",,\n";
        if (points != "0") enter(id + ",p," + points);
    }
    std::istringstream rest(more);
    for (std::string line; std::getline(rest, line);) enter(line);
    return tables;
}

const std::string items = "[[category]]\ncode = \"c\"\n[[category]]\ncode = \"b\"\n"
                          "[[item]]\ncode = \"p\"\npoints_per_unit = 1\n[[item]]\ncode = \"m\"\npoints_per_unit = -1\n"
                          "[[item]]\ncode = \"pc\"\npoints_per_unit = 1\ncategory = \"c\"\n"
                          "[[item]]\ncode = \"pb\"\npoints_per_unit = 1\ncategory = \"b\"\n"
                          "[[item]]\ncode = \"bad\"\nveto = { grade = \"unqualified\" }\n";
const std::string grades = "[[grade]]\ncode = \"good\"\nat_least = 10\n[[grade]]\ncode = \"fair\"\nat_least = 5\n"
                           "[[grade]]\ncode = \"poor\"\n";

Evaluation evaluation_of(const Tables& tables, const std::string& rules) {
    return evaluate(load(tables), rules_of(rules), Window::year(2023));
}

/// selection.csv without its header, of the selection `s` with the keys given.
std::string chosen(const Tables& tables, const std::string& keys, const std::string& before = items + grades) {
    const std::string csv =
        selection_table(evaluation_of(tables, before + "[[selection]]\ncode = \"s\"\n" + keys)).to_csv();
    return csv.substr(csv.find('\n') + 1);
}

/// The ids of those chosen, in order.
std::string names(const Tables& tables, const std::string& keys) {
    std::string out;
    for (const SelectionRow& row :
         select(evaluation_of(tables, items + grades + "[[selection]]\ncode = \"s\"\n" + keys), "s")) {
        if (row.selected) out += (out.empty() ? "" : " ") + row.person;
    }
    return out;
}

const Tables five = leaders("ann G1 9\nbea G1 7\ncat G2 7\ndot G3 5\neve G3 3\n");

TEST(Selection, ReportsEveryCandidateWithPlaceReasonDecisionAndDistance) {
    EXPECT_EQ(chosen(five, "share = \"40%\"\n"), "s,ann,D,1,9,yes,selected,,2\n"
                                                 "s,bea,D,2,7,yes,selected,rank_by,0\n"
                                                 "s,cat,D,3,7,no,below_the_line,person,0\n"
                                                 "s,dot,D,4,5,no,below_the_line,rank_by,-2\n"
                                                 "s,eve,D,5,3,no,below_the_line,rank_by,-4\n");
}

TEST(Selection, OfNobodyOrEverybodyHasNoDistance) {
    EXPECT_EQ(chosen(leaders("ann G1 9\nbea G1 7\n"), "share = \"0%\"\n"),
              "s,ann,D,1,9,no,below_the_line,,\ns,bea,D,2,7,no,below_the_line,rank_by,\n");
    EXPECT_EQ(chosen(leaders("ann G1 9\nbea G1 7\n"), "share = \"100%\"\n"),
              "s,ann,D,1,9,yes,selected,,\ns,bea,D,2,7,yes,selected,rank_by,\n");
}

TEST(Selection, RoundsTheShareDownToTheNearestEvenOrUp) {
    const Tables& t = five;
    const auto count = [&](const std::string& share, const std::string& round) {
        const std::string who = names(t, "share = \"" + share + "\"\nround = \"" + round + "\"\n");
        return who.empty() ? 0 : std::count(who.begin(), who.end(), ' ') + 1;
    };
    EXPECT_EQ(count("50%", "down"), 2); // 2.5
    EXPECT_EQ(count("50%", "nearest"), 2);
    EXPECT_EQ(count("50%", "up"), 3);
    EXPECT_EQ(count("30%", "down"), 1); // 1.5
    EXPECT_EQ(count("30%", "nearest"), 2);
    EXPECT_EQ(count("30%", "up"), 2);
    EXPECT_EQ(count("0.1", "nearest"), 0); // 0.5
    EXPECT_EQ(count("0.1", "up"), 1);
    EXPECT_EQ(count("60%", "up"), 3); // 3 exactly
    EXPECT_EQ(count("0.000000000001", "up"), 1);
}

TEST(Selection, GivesNoMorePlacesThanThereAreEligible) {
    EXPECT_EQ(names(five, "share = \"100%\"\neligible = { grade_at_least = \"fair\" }\n"), "ann bea cat dot");
    EXPECT_EQ(names(five, "share = \"80%\"\neligible = { grade_at_least = \"fair\" }\n"), "ann bea cat dot");
    EXPECT_EQ(names(five, "share = \"80%\"\nof = \"eligible\"\neligible = { grade_at_least = \"fair\" }\n"),
              "ann bea cat");
}

TEST(Selection, PutsThoseNotEligibleLastInTheSameOrderWithTheFirstReason) {
    Tables tables = leaders("ann G1 9\nbea G1 7\ncat G1 1\nmay G1 20\nzoe G1 20\n", "may,bad,1\ncat,bad,1\n");
    tables.roles = "person,role,unit,from,until\nann,leader,G1,,\nbea,leader,G1,2023-01-01,2023-04-10\n"
                   "cat,leader,G1,2023-03-01,2023-03-02\nmay,leader,G1,,\nzoe,leader,G1,2023-01-01,2023-04-11\n";
    // 2023-01-01 to 2023-04-10 are 100 days, to 2023-04-09 99: bea is a day short.
    EXPECT_EQ(chosen(tables, "share = \"40%\"\neligible = { grade_at_least = \"fair\", min_days_in_role = 100 }\n"),
              "s,zoe,D,1,20,yes,selected,,\n"
              "s,ann,D,2,9,yes,selected,rank_by,\n"
              "s,may,D,,20,no,vetoed,,11\n"
              "s,bea,D,,7,no,not_eligible: days_in_role,,-2\n"
              "s,cat,D,,1,no,vetoed,,-8\n");
    EXPECT_EQ(chosen(tables, "share = \"20%\"\neligible = { grade_at_least = \"good\" }\n"),
              "s,zoe,D,1,20,yes,selected,,\n"
              "s,may,D,,20,no,vetoed,,0\n"
              "s,ann,D,,9,no,not_eligible: grade,,-11\n"
              "s,bea,D,,7,no,not_eligible: grade,,-13\n"
              "s,cat,D,,1,no,vetoed,,-19\n");
}

TEST(Selection, CountsEachDayInARoleOnce) {
    Tables tables = leaders("ann G1 9\n");
    tables.roles =
        "person,role,unit,from,until\nann,leader,G1,2023-01-01,2023-02-01\nann,member,G2,2023-01-15,2023-02-11\n"
        "ann,leader,G1,2023-03-01,2023-03-11\n";
    EXPECT_EQ(names(tables, "share = \"100%\"\neligible = { min_days_in_role = 51 }\n"), "ann"); // 31 + 10 + 10
    EXPECT_EQ(names(tables, "share = \"100%\"\neligible = { min_days_in_role = 52 }\n"), "");
    // Of the leader's days alone there are 31 + 10.
    EXPECT_EQ(names(tables, "roles = [\"leader\"]\nshare = \"100%\"\neligible = { min_days_in_role = 41 }\n"), "ann");
    EXPECT_EQ(names(tables, "roles = [\"leader\"]\nshare = \"100%\"\neligible = { min_days_in_role = 42 }\n"), "");
}

TEST(Ties, AreBrokenByTheKeysInOrderAndLastByPerson) {
    // All have 10 points. ann: 4 in c, deductions −1. bea: 4 in c, no deductions. cat: 6 in c. dot and eve: like bea.
    const Tables tables = leaders("ann G1 7\nbea G1 6\ncat G1 4\ndot G1 6\neve G1 6\n",
                                  "ann,pc,4\nann,m,1\nbea,pc,4\ncat,pc,6\ndot,pc,4\neve,pc,4\n");
    EXPECT_EQ(chosen(tables, "share = \"20%\"\nties = [\"category:c\", \"fewest_deductions\"]\n"),
              "s,cat,D,1,10,yes,selected,,0\n"
              "s,bea,D,2,10,no,below_the_line,category:c,0\n"
              "s,dot,D,3,10,no,below_the_line,person,0\n"
              "s,eve,D,4,10,no,below_the_line,person,0\n"
              "s,ann,D,5,10,no,below_the_line,fewest_deductions,0\n");
    EXPECT_EQ(names(tables, "share = \"60%\"\nties = [\"fewest_deductions\"]\n"), "bea cat dot");
    EXPECT_EQ(names(tables, "share = \"60%\"\n"), "ann bea cat");
}

TEST(Ties, AreBrokenByPartsAndDays) {
    Tables tables = leaders("ann G1 9\nbea G1 8\ncat G1 9\n");
    tables.roles =
        "person,role,unit,from,until\nann,leader,G1,2023-02-01,\nbea,leader,G1,,\ncat,leader,G1,2023-01-31,\n";
    tables.links = "source,target,kind\nbea,ann,leads\n";
    const std::string linkage = "[linkage]\nexemplars = { target = 1, points = 1 }\n";
    EXPECT_EQ(chosen(tables, "share = \"50%\"\nties = [\"items\", \"days_in_role\"]\n", items + linkage),
              "s,cat,D,1,9,yes,selected,,0\ns,ann,D,2,9,no,below_the_line,days_in_role,0\ns,bea,D,3,9,no,below_the_"
              "line,items,0\n");
    EXPECT_EQ(chosen(tables, "share = \"50%\"\nties = [\"linkage\", \"total\"]\n", items + linkage),
              "s,bea,D,1,9,yes,selected,,0\ns,ann,D,2,9,no,below_the_line,linkage,0\ns,cat,D,3,9,no,below_the_line,"
              "person,0\n");
}

TEST(Ties, OfACategoryLookAtItsPointsBeforeTheTotalsCaps) {
    const Tables tables = leaders("ann G1 0\nbea G1 0\n", "ann,pc,5\nbea,pc,6\n");
    EXPECT_EQ(chosen(tables, "share = \"50%\"\nties = [\"category:c\"]\n",
                     "[total]\ncaps = [ { per = \"year\", points = 5 } ]\n" + items),
              "s,bea,D,1,5,yes,selected,,0\ns,ann,D,2,5,no,below_the_line,category:c,0\n");
}

TEST(RankBy, AddsUpTheKeysAndSelectsByTheirSum) {
    Tables tables = leaders("ann G1 1\nbea G1 2\n");
    tables.links = "source,target,kind\nann,bea,leads\n";
    const std::string rules =
        "[total]\nbase = 50\nceiling = 51\n" + items + "[linkage]\nexemplars = { target = 1, points = 3 }\n";
    EXPECT_EQ(chosen(tables, "share = \"50%\"\nrank_by = [\"items\", \"linkage\"]\n", rules),
              "s,ann,D,1,4,yes,selected,,2\ns,bea,D,2,2,no,below_the_line,rank_by,-2\n");
    EXPECT_EQ(chosen(tables, "share = \"50%\"\nrank_by = [\"items\"]\n", rules),
              "s,bea,D,1,2,yes,selected,,1\ns,ann,D,2,1,no,below_the_line,rank_by,-1\n");
    EXPECT_EQ(chosen(tables, "share = \"50%\"\n", rules), // the total, at its ceiling for both
              "s,ann,D,1,51,yes,selected,,0\ns,bea,D,2,51,no,below_the_line,person,0\n");
}

TEST(AtTheLine, TakesAllOrNoneOfThoseEqualAcrossIt) {
    const std::string two = "share = \"40%\"\nat_the_line = "; // ann 9 | bea 7, cat 7: the line falls between equals
    EXPECT_EQ(names(five, two + "\"break\"\n"), "ann bea");
    EXPECT_EQ(names(five, two + "\"take_all\"\n"), "ann bea cat");
    EXPECT_EQ(names(five, two + "\"take_none\"\n"), "ann");
    const std::string three = "share = \"60%\"\nat_the_line = "; // between cat 7 and dot 5: nothing to decide
    for (const char* mode : {"\"break\"\n", "\"take_all\"\n", "\"take_none\"\n"})
        EXPECT_EQ(names(five, three + mode), "ann bea cat") << mode;
}

TEST(AtTheLine, MovesTheLineThatDistanceIsMeasuredFrom) {
    EXPECT_EQ(chosen(five, "share = \"40%\"\nat_the_line = \"take_all\"\n"),
              "s,ann,D,1,9,yes,selected,,4\n"
              "s,bea,D,2,7,yes,selected,rank_by,2\n"
              "s,cat,D,3,7,yes,selected,person,2\n"
              "s,dot,D,4,5,no,below_the_line,rank_by,-2\n"
              "s,eve,D,5,3,no,below_the_line,rank_by,-4\n");
    EXPECT_EQ(chosen(five, "share = \"40%\"\nat_the_line = \"take_none\"\n"),
              "s,ann,D,1,9,yes,selected,,2\n"
              "s,bea,D,2,7,no,below_the_line,rank_by,-2\n"
              "s,cat,D,3,7,no,below_the_line,person,-2\n"
              "s,dot,D,4,5,no,below_the_line,rank_by,-4\n"
              "s,eve,D,5,3,no,below_the_line,rank_by,-6\n");
}

TEST(AtTheLine, IsNotThereAtNoPlaceOrWhenAllEligibleAreChosen) {
    const Tables equal = leaders("ann G1 5\nbea G1 5\ncat G1 5\n");
    for (const char* mode : {"\"take_all\"\n", "\"take_none\"\n", "\"break\"\n"}) {
        EXPECT_EQ(names(equal, std::string("share = \"0%\"\nat_the_line = ") + mode), "") << mode;
        EXPECT_EQ(names(equal, std::string("share = \"100%\"\nat_the_line = ") + mode), "ann bea cat") << mode;
    }
}

TEST(AtTheLine, WhereAllAreEqualTakesAllOrNone) {
    const Tables equal = leaders("ann G1 5\nbea G1 5\ncat G1 5\n");
    EXPECT_EQ(names(equal, "share = \"40%\"\nat_the_line = \"take_all\"\n"), "ann bea cat");
    EXPECT_EQ(names(equal, "share = \"40%\"\nat_the_line = \"take_none\"\n"), "");
    EXPECT_EQ(chosen(equal, "share = \"40%\"\nat_the_line = \"take_none\"\n"),
              "s,ann,D,1,5,no,below_the_line,,\ns,bea,D,2,5,no,below_the_line,person,\ns,cat,D,3,5,no,below_the_line,"
              "person,\n");
}

TEST(AtTheLine, ConcernsPeopleEqualInAllTies) {
    const Tables tables = leaders("ann G1 7\nbea G1 1\ncat G1 3\n", "bea,pc,6\ncat,pc,4\n"); // all 7; c: 0, 6, 4
    EXPECT_EQ(names(tables, "share = \"40%\"\nties = [\"category:c\"]\nat_the_line = \"take_all\"\n"), "bea");
    EXPECT_EQ(names(tables, "share = \"40%\"\nties = [\"category:b\"]\nat_the_line = \"take_all\"\n"), "ann bea cat");
}

TEST(AtTheLine, DoesNotTakePeopleWhoAreNotEligible) {
    const Tables tables = leaders("ann G1 5\nbea G1 5\ncat G1 5\n", "bea,bad,1\n");
    EXPECT_EQ(names(tables, "share = \"40%\"\nat_the_line = \"take_all\"\n"), "ann cat");
}

TEST(Strata, AreTheAncestorsAtTheLevelOfTheHomeRoleAmongTheSelectionsRoles) {
    // T1 has G1 and G2, T2 has G3; cat leads G3 but as a member belongs to T1.
    Tables tables = leaders("ann G1 9\nbea G2 8\ncat G3 7\ndot T2 6\neve D 5\n");
    tables.roles += "cat,member,T1,2023-05-01,\n";
    EXPECT_EQ(chosen(tables, "share = \"100%\"\nby = \"township\"\n"), "s,eve,D,1,5,yes,selected,,\n"
                                                                       "s,ann,T1,1,9,yes,selected,,\n"
                                                                       "s,bea,T1,2,8,yes,selected,rank_by,\n"
                                                                       "s,cat,T1,3,7,yes,selected,rank_by,\n"
                                                                       "s,dot,T2,1,6,yes,selected,,\n");
    EXPECT_EQ(chosen(tables, "share = \"100%\"\nby = \"township\"\nroles = [\"leader\"]\n"),
              "s,eve,D,1,5,yes,selected,,\ns,ann,T1,1,9,yes,selected,,\ns,bea,T1,2,8,yes,selected,rank_by,\n"
              "s,cat,T2,1,7,yes,selected,,\ns,dot,T2,2,6,yes,selected,rank_by,\n");
    // A level that nobody has: one list, at the root.
    EXPECT_EQ(chosen(tables, "share = \"0%\"\nby = \"continent\"\n").substr(0, 7), "s,ann,D");
    EXPECT_EQ(chosen(tables, "share = \"100%\"\nroles = [\"member\"]\n"), "s,cat,D,1,7,yes,selected,,\n");
}

TEST(Strata, ShareThePlacesByCandidatesOrByEligible) {
    // T1: 4 candidates, 1 eligible. T2: 2 candidates, both eligible. Half of 6 are 3; half of the 3 eligible, up,
    // are 2.
    const Tables tables = leaders("a1 G1 9\na2 G1 1\na3 G2 1\na4 G2 1\nb1 G3 8\nb2 G3 7\n");
    const std::string fair = "by = \"township\"\neligible = { grade_at_least = \"fair\" }\n";
    const Evaluation evaluation = evaluation_of(
        tables,
        items + grades + "[[selection]]\ncode = \"s\"\nshare = \"50%\"\n" + fair +
            "[[selection]]\ncode = \"e\"\nshare = \"50%\"\nround = \"up\"\nof = \"eligible\"\nquota = \"dhondt\"\n" +
            fair);
    // Of candidates: 2 and 1 at first; T1 has one eligible, so the other place goes to T2.
    const SelectionResult candidates = select(evaluation, "s");
    ASSERT_EQ(candidates.strata.size(), 2U);
    EXPECT_EQ(candidates.strata[0].candidates, 4);
    EXPECT_EQ(candidates.strata[0].eligible, 1);
    EXPECT_EQ(candidates.strata[0].places, 1);
    EXPECT_EQ(candidates.strata[1].places, 2);
    // Of eligible, D'Hondt: 2/1, then 2/2 = 1/1: the tie goes to the larger, T2 takes both.
    const SelectionResult eligible = select(evaluation, "e");
    EXPECT_EQ(eligible.strata[0].places, 0);
    EXPECT_EQ(eligible.strata[1].places, 2);
    EXPECT_EQ(eligible.strata[1].selected, 2);
}

TEST(Selection, OfSeveralIsWrittenByCode) {
    const Evaluation evaluation = evaluation_of(
        leaders("ann G1 9\n"),
        items + "[[selection]]\ncode = \"z\"\nshare = \"0%\"\n[[selection]]\ncode = \"b\"\nshare = \"1\"\n");
    EXPECT_EQ(selection_table(evaluation).to_csv(),
              "selection,person,stratum,place,points,selected,reason,decided_by,distance\n"
              "b,ann,D,1,9,yes,selected,,\nz,ann,D,1,9,no,below_the_line,,\n");
    EXPECT_EQ(selection_table(evaluation, "z").rows(), 1U);
    EXPECT_EQ(selection_table(evaluation_of(leaders("ann G1 9\n"), items)).rows(), 0U);
    std::ostringstream out;
    out << select(evaluation, "b").rows.front();
    EXPECT_EQ(out.str(), "ann: place 1, 9 points, selected");
}

TEST(Selection, TableExportsIdsAsTextAndWordsByTheirDictionary) {
    const Table table = selection_table(evaluation_of(five, items + "[[selection]]\ncode = \"s\"\nshare = \"40%\"\n"));
    for (const char* column : {"person", "stratum"})
        EXPECT_TRUE(std::get<TextColumn>(table.find(column)->data).is_id) << column;
    for (const char* column : {"selection", "reason", "decided_by"})
        EXPECT_FALSE(std::get<TextColumn>(table.find(column)->data).is_id) << column;
}

TEST(Selection, DictionaryOfWordsHasEachOnce) {
    const Table table = selection_table(evaluation_of(
        leaders("ann G1 9\nbea G2 9\ncat G3 9\n"),
        items + "[[selection]]\ncode = \"a\"\nshare = \"40%\"\n[[selection]]\ncode = \"b\"\nshare = \"40%\"\n"));
    const auto& decided_by = std::get<TextColumn>(table.find("decided_by")->data);
    ASSERT_EQ(decided_by.dictionary->size(), 1U); // of either selection
    EXPECT_EQ((*decided_by.dictionary)[0], "person");
    EXPECT_EQ(std::count(decided_by.codes.begin(), decided_by.codes.end(), 0U), 4);
    EXPECT_EQ(std::count(decided_by.codes.begin(), decided_by.codes.end(), TextColumn::blank), 2);
}

/// More candidates than any chunk, of few points so that many are equal, in strata of very different size.
TEST(Selection, ThreadsChooseTheSame) {
    Dice dice(11);
    Tables tables;
    tables.units = "unit,parent,level\nD,,district\n";
    tables.people = "person\n";
    tables.roles = "person,role,unit,from\n";
    tables.ledger = "entry,date,actor,item,quantity\n";
    for (int i = 0; i < 200; ++i) tables.units += "G" + std::to_string(i) + ",D,grid\n";
    for (int i = 0; i < 9500; ++i) {
        const std::string person = "p" + std::to_string(10'000 + i);
        tables.people += person + "\n";
        const int unit = dice.one_in(2) ? 7 : static_cast<int>(dice.below(200));
        tables.roles += person + ",leader,G" + std::to_string(unit) + (dice.one_in(5) ? ",2023-06-01\n" : ",\n");
        tables.ledger += person + ",2023-07-01," + person + ",p," + std::to_string(dice.below(30)) + "\n";
    }
    const Evaluation evaluation = evaluation_of(
        tables, items + grades +
                    "[[selection]]\ncode = \"b\"\nshare = \"20%\"\nby = \"grid\"\nat_the_line = \"take_all\"\n"
                    "ties = [\"days_in_role\"]\neligible = { grade_at_least = \"fair\" }\n"
                    "[[selection]]\ncode = \"a\"\nshare = \"10%\"\n");
    const std::string one = selection_table(evaluation).to_csv();
    const SelectionResult rows = select(evaluation, "b");
    EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 1 + 2 * 9500);
    std::size_t by_person = 0;
    for (std::size_t i = 1; i < rows.rows.size(); ++i) {
        if (rows.rows[i].decided_by != "person") continue;
        ++by_person;
        ASSERT_LT(rows.rows[i - 1].person, rows.rows[i].person) << i;
    }
    EXPECT_GT(by_person, 4000U);
    for (const unsigned threads : {2U, 3U, 8U}) {
        RunOptions run;
        run.threads = threads;
        EXPECT_TRUE(selection_table(evaluation, run).to_csv() == one) << threads;
        const SelectionResult again = select(evaluation, "b", run);
        ASSERT_EQ(again.rows.size(), rows.rows.size());
        for (std::size_t i = 0; i < rows.rows.size(); ++i) {
            ASSERT_EQ(again.rows[i].person, rows.rows[i].person) << i;
            ASSERT_EQ(again.rows[i].decided_by, rows.rows[i].decided_by) << i;
        }
    }
    RunOptions stopped;
    std::stop_source source;
    source.request_stop();
    stopped.stop = source.get_token();
    EXPECT_THROW(static_cast<void>(selection_table(evaluation, stopped)), Cancelled);
}

/// However points lie: far apart but for a few, close together but for a few, all the same, of both signs.
TEST(Selection, OrderOfManyIsThatOfComparingThem) {
    Dice dice(5);
    const auto points_of = [&](int kind) -> std::int64_t {
        switch (kind) {
        case 0:
            return static_cast<std::int64_t>(dice.below(1'000'000));
        case 1:
            return dice.one_in(50) ? 900'000'000 : static_cast<std::int64_t>(dice.below(40));
        case 2:
            return 7;
        case 3:
            return static_cast<std::int64_t>(dice.below(2000)) - 1000;
        default:
            return dice.one_in(2) ? 0 : static_cast<std::int64_t>(1) << dice.below(29);
        }
    };
    for (int kind = 0; kind < 5; ++kind) {
        for (const int people : {1, 2, 24, 25, 26, 300, 1500}) {
            std::string list, minus;
            std::vector<std::tuple<std::int64_t, std::int64_t, std::string>> expected; // less is better
            for (int i = 0; i < people; ++i) {
                const std::string person = "p" + std::to_string(10'000 + i);
                const std::int64_t points = points_of(kind), tie = static_cast<std::int64_t>(dice.below(3));
                list += person + " G1 " + std::to_string(std::max<std::int64_t>(points, 0)) + "\n";
                if (points < 0) minus += person + ",m," + std::to_string(-points) + "\n";
                if (tie > 0) minus += person + ",pc," + std::to_string(tie) + "\n";
                expected.emplace_back(-(points + tie), -tie, person);
            }
            std::sort(expected.begin(), expected.end());
            const Evaluation evaluation =
                evaluation_of(leaders(list, minus), items + "[[selection]]\ncode = \"s\"\nshare = \"20%\"\n"
                                                            "ties = [\"category:c\"]\n");
            const SelectionResult result = select(evaluation, "s");
            ASSERT_EQ(result.rows.size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                ASSERT_EQ(result.rows[i].person, std::get<2>(expected[i])) << kind << ' ' << people << ' ' << i;
                ASSERT_EQ(result.rows[i].points.thousandths(), -1000 * std::get<0>(expected[i]));
            }
        }
    }
}

TEST(Selection, ThatTheRulebookDoesNotHaveIsRefusedWithThoseItHas) {
    const auto refusal = [](const std::string& selections) -> std::string {
        try {
            static_cast<void>(select(evaluation_of(leaders("ann G1 9\n"), items + selections), "q"));
        } catch (const ArgumentError& error) {
            const std::string message = error.what();
            return message.substr(message.find("it has: "));
        }
        return "taken";
    };
    EXPECT_EQ(refusal("[[selection]]\ncode = \"z\"\nshare = \"1\"\n[[selection]]\ncode = \"b\"\nshare = \"1\"\n"),
              "it has: z, b");
    EXPECT_EQ(refusal(""), "it has: none");
}

/// Of each person the index that a test says.
class StatedIndex final : public IndexMethod {
public:
    explicit StatedIndex(std::vector<double> index) : index_(std::move(index)) {}
    [[nodiscard]] IndexOutput compute(const IndexInput& input) const override {
        return {index_, input.raw, std::vector<double>(input.raw.size(), 1)};
    }

private:
    std::vector<double> index_;
};

TEST(Selection, RanksByTheIndexWhetherOrNotItIsAPartOfTheTotal) {
    EvaluationOptions options;
    options.index_method = std::make_shared<StatedIndex>(std::vector<double>{0.25, 0.75, 0.5, 0.125, 0.5});
    const std::string rules = items + grades +
                              "[composite]\npoints = 10\naggregate = \"geometric_mean\"\n[[composite.indicator]]\nof = "
                              "\"items\"\nweight = 1\n"
                              "[[selection]]\ncode = \"s\"\nshare = \"60%\"\nrank_by = [\"composite\"]\n";
    const Evaluation evaluation = evaluate(load(five), rules_of(rules), Window::year(2023), options);
    const std::string csv = selection_table(evaluation).to_csv();
    EXPECT_EQ(csv.substr(csv.find('\n') + 1), "s,bea,D,1,7.5,yes,selected,,5\n"
                                              "s,cat,D,2,5,yes,selected,rank_by,2.5\n"
                                              "s,eve,D,3,5,yes,selected,person,2.5\n"
                                              "s,ann,D,4,2.5,no,below_the_line,rank_by,-2.5\n"
                                              "s,dot,D,5,1.25,no,below_the_line,rank_by,-3.75\n");
}

TEST(Selection, OfAPersonWithoutAGradeFailsAnyGradeAskedFor) {
    // A list of grades whose last is still out of reach cannot be written: the last one has no `at_least`.
    EXPECT_THROW(rules_of(items + "[[grade]]\ncode = \"good\"\nat_least = 10\n"), RulebookError);
}

TEST(Overflow, OfADistanceIsAnErrorThatNamesThePerson) {
    const std::string far = "[[item]]\ncode = \"p\"\npoints_per_unit = 9000000000000000\n"
                            "[[item]]\ncode = \"m\"\npoints = -9000000000000000\n";
    const Tables tables = leaders("ann G1 1\nbea G1 0\n", "bea,m,1\n");
    EXPECT_EQ(overflow_of([&] { return chosen(tables, "share = \"50%\"\nrank_by = [\"items\"]\n", far); }),
              "a distance from the line: ann, , ");
}

TEST(Overflow, OfRankingPointsIsAnErrorAndNotOnTheWay) {
    const std::string big = "[[item]]\ncode = \"p\"\npoints_per_unit = 9000000000000000\n"
                            "[linkage]\nexemplars = { target = 1, points = 9000000000000000 }\n"
                            "[[duty]]\ncode = \"d\"\nitems = [\"p\"]\nper = \"year\"\npoints = -9000000000000000\n";
    Tables tables = leaders("ann G1 1\nbea G1 0\n");
    tables.links = "source,target,kind\nann,bea,leads\n";
    EXPECT_EQ(overflow_of([&] { return chosen(tables, "share = \"1\"\nrank_by = [\"items\", \"linkage\"]\n", big); }),
              "ranking points: ann, , ");
    EXPECT_EQ(chosen(tables, "share = \"1\"\nrank_by = [\"items\", \"linkage\", \"duties\"]\n", big).substr(0, 25),
              "s,ann,D,1,900000000000000");
}

} // namespace
} // namespace jifen
