#include "jifen/evaluation/evaluation.hpp"

#include "jifen/evaluation/result_tables.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace testing_support;

/// Four leaders; their points come from entries of `p` (1 a unit) and `m` (−1 a unit).
Tables four(std::string ledger) {
    Tables tables;
    tables.people = "person\nann\nbea\ncat\ndot\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\ncat,leader,G3\ndot,leader,G3\n";
    tables.ledger = "entry,date,actor,item,quantity\n" + ledger;
    return tables;
}

const std::string items = "[[item]]\ncode = \"p\"\npoints_per_unit = 1\n[[item]]\ncode = \"m\"\npoints_per_unit = -1\n"
                          "[[item]]\ncode = \"bad\"\nveto = { grade = \"unqualified\" }\n"
                          "[[item]]\ncode = \"worse\"\nveto = { grade = \"struck off\" }\n";
const std::string grades = "[[grade]]\ncode = \"good\"\nat_least = 10\n[[grade]]\ncode = \"fair\"\nat_least = 5\n"
                           "[[grade]]\ncode = \"poor\"\n";

Evaluation evaluate(const Tables& tables, const std::string& rules, std::string_view window = "2023") {
    return jifen::evaluate(load(tables), rules_of(rules), Window::parse(window));
}

/// `person rank total grade` of everyone scored.
std::string ranking(const Evaluation& evaluation) {
    std::string out;
    for (std::size_t place = 0; place < evaluation.scored().size(); ++place) {
        const PersonScore& score = evaluation.scores()[place];
        EXPECT_EQ(evaluation.items()[place], score.items);
        EXPECT_EQ(evaluation.totals()[place], score.total);
        out += out.empty() ? "" : "; ";
        out += std::string(evaluation.district()->people.ids[evaluation.scored().people[place]]) + " " +
               std::to_string(evaluation.ranks()[place]) + " " + to_string(score.total) + " " +
               std::string(evaluation.grade(place));
    }
    return out;
}

TEST(Rank, GoesOneTwoTwoFour) {
    EXPECT_EQ(
        ranking(evaluate(four("a,2023-01-01,ann,p,7\nb,2023-01-01,bea,p,9\nc,2023-01-01,cat,p,7\n"), items + grades)),
        "ann 2 7 fair; bea 1 9 fair; cat 2 7 fair; dot 4 0 poor");
}

TEST(Rank, LeavesOutTheVetoed) {
    // Bea has the most, and a veto: she keeps her total and loses her rank and grade.
    EXPECT_EQ(ranking(evaluate(
                  four("a,2023-01-01,ann,p,7\nb,2023-01-01,bea,p,9\nv,2023-05-01,bea,bad,\nc,2023-01-01,cat,p,7\n"),
                  items + grades)),
              "ann 1 7 fair; bea 0 9 unqualified; cat 1 7 fair; dot 3 0 poor");
}

TEST(Grade, IsTheFirstThatTheTotalReaches) {
    EXPECT_EQ(ranking(evaluate(
                  four("a,2023-01-01,ann,p,10\nb,2023-01-01,bea,p,9.999\nc,2023-01-01,cat,p,5\nd,2023-01-01,dot,m,1\n"),
                  items + grades)),
              "ann 1 10 good; bea 2 9.999 fair; cat 3 5 fair; dot 4 -1 poor");
}

TEST(Grade, IsBlankWhereTheRulebookHasNone) {
    EXPECT_EQ(ranking(evaluate(four(""), items)), "ann 1 0 ; bea 1 0 ; cat 1 0 ; dot 1 0 ");
}

TEST(Veto, OfSeveralIsTheFirstByDateThenEntryId) {
    EXPECT_EQ(
        ranking(evaluate(
            four("z,2023-01-01,ann,bad,\na,2023-01-02,ann,worse,\nb2,2023-01-01,bea,bad,\nb1,2023-01-01,bea,worse,\n"
                 "c,2022-01-01,cat,bad,\n"),
            items + grades)),
        "ann 0 0 unqualified; bea 0 0 struck off; cat 1 0 poor; dot 1 0 poor");
}

TEST(Total, IsClippedToFloorAndCeilingBeforeGradeAndRank) {
    EXPECT_EQ(ranking(evaluate(four("a,2023-01-01,ann,p,7\nb,2023-01-01,bea,p,9\nc,2023-01-01,cat,m,70\n"),
                               "[total]\nbase = 4\nfloor = 1\nceiling = 10\n" + items + grades)),
              "ann 1 10 good; bea 1 10 good; cat 4 1 poor; dot 3 4 poor");
}

TEST(Total, IsBaseAndItemsAndLinkageAndFiveKnowsAndDuties) {
    Tables tables = four("a,2023-01-01,ann,p,7\n");
    tables.households = "household,unit\nH1,G1\n";
    tables.people = "person,household\nann,\nbea,\ncat,H1\ndot,\n";
    tables.links = "source,target,kind\nann,bea,leads\n";
    tables.knowledge = "record,date,knower,stage,subject,object\nk,2023-12-30,ann,people,H1,cat\n";
    const Evaluation evaluation =
        evaluate(tables, "[total]\nbase = 100\n" + items +
                             "[linkage]\nexemplars = { target = 2, points = 1 }\n"
                             "[five_knows]\nrole = \"leader\"\npoints = 0.4\nweights = [1, 1, 0, 0, 0]\n"
                             "fresh_days = [1, 1, 1, 1, 1]\nif_nobody = \"full\"\n"
                             "[[duty]]\ncode = \"d\"\nitems = [\"p\"]\nper = \"half\"\npoints = 0.06\n");
    EXPECT_EQ(scores_table(evaluation).to_csv(),
              "person,unit,rank,total,grade,vetoed,base,items,linkage,five_knows,duties,deductions\n"
              "ann,G1,1,107.73,,no,100,7,0.5,0.2,0.03,0\n"
              "bea,G2,2,100.4,,no,100,0,0,0.4,0,0\n"
              "cat,G3,2,100.4,,no,100,0,0,0.4,0,0\n"
              "dot,G3,2,100.4,,no,100,0,0,0.4,0,0\n");
}

TEST(Tables, AreWrittenWithTheirHeadersWhereNobodyIsScored) {
    Tables tables;
    tables.people = "person\nann\n";
    const Evaluation evaluation = evaluate(tables, items);
    EXPECT_EQ(scores_table(evaluation).to_csv(),
              "person,unit,rank,total,grade,vetoed,base,items,linkage,five_knows,duties,deductions\n");
    EXPECT_EQ(categories_table(evaluation).to_csv(), "person,category,raw,credited\n");
    EXPECT_EQ(statement_table(evaluation).to_csv(), "person,entry,date,item,raw,credited,verdict,cut_by,version\n");
    EXPECT_EQ(linkage_table(evaluation).to_csv(), "person,day,exemplars,contacts,served\n");
    EXPECT_EQ(five_knows_table(evaluation).to_csv(),
              "leader,household,day,n1,k1,n2,k2,n3,k3,n4,k4,n5,k5,score,broken_at,why\n");
    EXPECT_EQ(duties_table(evaluation).to_csv(), "person,duty,due,done\n");
}

TEST(Tables, ListEveryScoredPersonInEveryCategoryAndEveryKnownEntryOfAnybody) {
    Tables tables = four("a,2023-01-01,ann,p,7\nb,2023-01-01,eve,m,2\n");
    tables.people = "person\nann\nbea\neve\n"; // eve holds no role and is not scored
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\n";
    const Evaluation evaluation = evaluate(
        tables, "[[category]]\ncode = \"z\"\n[[category]]\ncode = \"c\"\ncaps = [ { per = \"year\", points = 3 } ]\n"
                "[[item]]\ncode = \"p\"\ncategory = \"c\"\npoints_per_unit = 1\n[[item]]\ncode = \"m\"\npoints = -1\n");
    EXPECT_EQ(categories_table(evaluation).to_csv(),
              "person,category,raw,credited\nann,c,7,3\nann,z,0,0\nbea,c,0,0\nbea,z,0,0\n");
    EXPECT_EQ(statement_table(evaluation).to_csv(), "person,entry,date,item,raw,credited,verdict,cut_by,version\n"
                                                    "ann,a,2023-01-01,p,7,3,part_counted,category:year,\n"
                                                    "eve,b,2023-01-01,m,0,0,role_not_held,,\n");
    EXPECT_THROW(static_cast<void>(evaluation.place_of("eve")), ArgumentError);
    EXPECT_THROW(static_cast<void>(evaluation.place_of("nobody")), ArgumentError);
}

// Old leads G1 until the end of June; from 1 July new leads it, who was a member before. G1 has one household, H1.
TEST(LeaderWhoChangesInJuly, IsJudgedRightlyOnBothSides) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\n";
    tables.people = "person,household\nnew,\nold,\np1,H1\n";
    tables.roles = "person,role,unit,from,until\nold,leader,G1,,2023-07-01\nnew,leader,G1,2023-07-01,\nnew,member,G1,,"
                   "2023-07-01\n";
    tables.ledger = "entry,date,actor,item,subject\n"
                    "o1,2023-06-30,old,visit,H1\n" // her last day
                    "o2,2023-07-01,old,visit,H1\n" // a day too late
                    "n1,2023-06-30,new,visit,H1\n" // a day too early: a member does not visit
                    "n2,2023-07-01,new,visit,p1\n"
                    "n3,2023-12-31,new,visit,p1\n";
    tables.knowledge = "record,date,knower,stage,subject,object\n"
                       "k1,2023-06-30,old,people,H1,p1\nk2,2023-07-01,old,matters,p1,\n"
                       "k3,2023-06-30,new,people,H1,p1\nk4,2023-12-31,new,matters,p1,\n";
    const Evaluation evaluation =
        evaluate(tables, "[[item]]\ncode = \"visit\"\npoints = 1\nroles = [\"leader\"]\n"
                         "[five_knows]\nrole = \"leader\"\npoints = 10\nweights = [1, 1, 0, 0, 0]\n"
                         "fresh_days = [31, 31, 31, 31, 31]\n"
                         "[[duty]]\ncode = \"d\"\nitems = [\"visit\"]\nper = \"month\"\n"
                         "roles = [\"leader\"]\neach = \"household\"\npoints = 12\n");
    EXPECT_EQ(statement_table(evaluation).to_csv(), "person,entry,date,item,raw,credited,verdict,cut_by,version\n"
                                                    "new,n1,2023-06-30,visit,0,0,role_not_held,,\n"
                                                    "new,n2,2023-07-01,visit,1,1,counted,,\n"
                                                    "new,n3,2023-12-31,visit,1,1,counted,,\n"
                                                    "old,o1,2023-06-30,visit,1,1,counted,,\n"
                                                    "old,o2,2023-07-01,visit,0,0,role_not_held,,\n");
    // Old on 30 June: p1 known that day, and the matters of July not yet. New on 31 December: her answer on people is
    // 184 days old.
    EXPECT_EQ(five_knows_table(evaluation).to_csv(),
              "leader,household,day,n1,k1,n2,k2,n3,k3,n4,k4,n5,k5,score,broken_at,why\n"
              "new,,2023-12-31,1,0,0,0,0,0,0,0,0,0,0.000000,,\n"
              "new,H1,2023-12-31,1,0,0,0,0,0,0,0,0,0,0.000000,people,stale\n"
              "old,,2023-06-30,1,1,1,0,0,0,0,0,0,0,0.500000,,\n"
              "old,H1,2023-06-30,1,1,1,0,0,0,0,0,0,0,0.500000,matters,never\n");
    // Six whole months each.
    EXPECT_EQ(duties_table(evaluation).to_csv(), "person,duty,due,done\nnew,d,6,2\nold,d,6,1\n");
    EXPECT_EQ(scores_table(evaluation).to_csv(),
              "person,unit,rank,total,grade,vetoed,base,items,linkage,five_knows,duties,deductions\n"
              "new,G1,2,6,,no,0,2,0,0,4,0\n"
              "old,G1,1,8,,no,0,1,0,5,2,0\n");
}

TEST(KnownAt, GivesLastYearsResultAgain) {
    Tables tables = four("");
    tables.ledger =
        "entry,date,actor,item,quantity,recorded,cancels\n"
        "a,2023-01-01,ann,p,7,2023-01-02,\nb,2023-01-01,ann,p,5,2024-02-01,\nc,2024-03-01,bea,,,2024-03-01,a\n";
    const District district = load(tables);
    const auto total = [&](std::optional<Day> known_at) {
        EvaluationOptions options;
        options.known_at = known_at;
        return to_string(jifen::evaluate(district, rules_of(items), Window::year(2023), options).scores()[0].total);
    };
    EXPECT_EQ(total(day_of("2023-12-31")), "7");
    EXPECT_EQ(total(day_of("2024-02-01")), "12");
    EXPECT_EQ(total(day_of("2024-03-01")), "5");
    EXPECT_EQ(total(std::nullopt), "5");
}

TEST(Overflow, OfATotalIsAnErrorAndNotClippedAway) {
    const std::string ledger = "a,2023-01-01,ann,p,1000000000\n";
    const std::string big = "[[item]]\ncode = \"p\"\npoints_per_unit = 9000000\n";
    EXPECT_EQ(to_string(evaluate(four(ledger), big).scores()[0].total), "9000000000000000");
    EXPECT_THROW(evaluate(four(ledger), "[total]\nbase = 300000000000000\nceiling = 5\n" + big), OverflowError);
    // Only the sum of the parts must fit, whatever order they are added in.
    EXPECT_EQ(to_string(evaluate(four(ledger), "[total]\nbase = 9000000000000000\n" + big +
                                                   "[[duty]]\ncode = \"d\"\nitems = [\"p\"]\nper = \"year\"\n"
                                                   "points = -9000000000000000\n")
                            .scores()[0]
                            .total),
              "9000000000000000");
}

} // namespace
} // namespace jifen
