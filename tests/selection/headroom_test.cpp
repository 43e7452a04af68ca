#include "jifen/selection/headroom.hpp"

#include "support/random_ledger.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

// What can still be earned on a day, checked by doing: the work is put into the ledger and the district evaluated
// again.

namespace jifen {
namespace {

using namespace testing_support;

std::string numbered(const char* prefix, std::int64_t number) {
    char id[24];
    std::snprintf(id, sizeof id, "%s%04lld", prefix, static_cast<long long>(number));
    return id;
}

/// `work` at the item as rows of a ledger with all columns.
std::string rows_of(const Headroom& headroom, const ItemHeadroom& item, const Work& work, const char* prefix) {
    std::string rows;
    for (std::int64_t i = 0; i < work.entries; ++i) {
        rows += numbered(prefix, i) + "," + to_string(headroom.day) + "," +
                std::string(headroom.evaluation.district()->people.ids[headroom.person]) + "," +
                headroom.evaluation.rules().items[item.item.index()].code + "," + to_string(work.quantity) + "," +
                item.level + "," + (item.subjects.empty() ? "" : item.subjects[static_cast<std::size_t>(i)]) + "," +
                item.channel + ",yes,\n";
    }
    return rows;
}

const std::string columns = "entry,date,actor,item,quantity,level,subject,channel,verified,act\n";

/// The work before this one: an entry less, or a thousandth.
Work less_than(const Work& work) {
    const bool is_least = work.quantity == Quantity::thousandths(1);
    if (work.entries > 1 || work.quantity == Quantity::one() || is_least) return {work.entries - 1, work.quantity};
    return {1, Quantity::thousandths(work.quantity.thousandths() - 1)};
}

/// A district in which everything that depends on entries can move, under random rules.
class RandomCase {
public:
    explicit RandomCase(std::uint64_t seed, RulebookShape shape) : dice_(seed), choices_(shape.choices) {
        RandomRules random(dice_, shape);
        rules_ = random.write();
        std::string all;
        for (const std::string& item : random.items) all += "\"" + item + "\",";
        rules_ += "[[duty]]\ncode = \"visits\"\nitems = [\"p0\", \"p1\"]\nper = \"month\"\neach = \"household\"\n"
                  "at_least = 2\npoints = 12\n"
                  "[[duty]]\ncode = \"report\"\nitems = [\"p1\", \"p2\"]\nper = \"quarter\"\nat_least = 3\npoints = 5\n"
                  "[linkage]\nserved = { target = 4, points = 6, items = [\"p0\", \"p3\"] }\n"
                  "[[grade]]\ncode = \"best\"\nat_least = 40\n[[grade]]\ncode = \"good\"\nat_least = 18.5\n"
                  "[[grade]]\ncode = \"fair\"\n"
                  "[[selection]]\ncode = \"total\"\nrank_by = [\"total\"]\nshare = \"40%\"\nby = \"township\"\n"
                  "[[selection]]\ncode = \"c0\"\nrank_by = [\"category:c0\", \"duties\"]\nshare = \"33%\"\n"
                  "ties = [\"total\"]\n"
                  "eligible = { grade_at_least = \"good\" }\nof = \"eligible\"\nround = \"up\"\nat_the_line = "
                  "\"take_none\"\n";
        tables_.households = "household,unit,from,until\nH1,G1,,\nH2,G1,,\nH3,G1,,2023-06-01\nH4,G2,,\nH5,G3,,\n";
        tables_.people = "person,gender,household,unit\nann,female,H1,\n";
        tables_.roles = "person,role,unit,from,until\nann,leader,G1,,\nann,member,G2,2023-02-01,2023-11-01\n";
        for (int i = 0; i < 6; ++i) {
            const std::string other = "b" + std::to_string(i);
            tables_.people += other + ",female,H5,\n";
            tables_.roles += other + ",leader,G" + std::to_string(1 + i % 3) + ",,\n";
        }
        for (int i = 0; i < 8; ++i)
            tables_.people += "w" + std::to_string(i) + ",female,H" + std::to_string(1 + i % 5) + ",\n";
        tables_.links = "source,target,kind\nann,w0,leads\nann,w1,serves\nw0,w2,serves\nw0,w3,serves\nann,w4,serves\n"
                        "w0,w7,serves\n";
        tables_.ledger = columns;
        for (const char* actor : {"ann", "ann", "ann", "w0", "b0", "b1", "b2", "b3", "b4", "b5"}) {
            for (const RandomEntry& entry : random_entries(dice_, random.items, 6))
                tables_.ledger += numbered("e", next_++) + "," + entry.date + "," + actor + "," + entry.item + "," +
                                  entry.rest.substr(0, entry.rest.rfind(',')) + ",,yes" +
                                  entry.rest.substr(entry.rest.rfind(',')) + "\n";
        }
    }

    [[nodiscard]] Evaluation with(const std::string& rows) const {
        Tables tables = tables_;
        tables.ledger += rows;
        return evaluate(load(tables), rules_of(rules_), Window::year(2023));
    }
    [[nodiscard]] Day day() {
        for (;;) {
            const Day day = day_of(random_date(dice_));
            if (Window::year(2023).contains(day)) return day;
        }
    }
    /// Of ids behind all others; or before them, where nothing chooses between entries of a day (SPEC §4.4).
    [[nodiscard]] const char* prefix() { return choices_ || dice_.one_in(2) ? "z" : "A"; }
    [[nodiscard]] const std::string& rules() const { return rules_; }

private:
    Dice dice_;
    bool choices_;
    std::string rules_;
    Tables tables_;
    std::int64_t next_ = 0;
};

bool is_reached(const Goal& goal, const Headroom& headroom, const Evaluation& evaluation) {
    const std::size_t place = headroom.place;
    if (goal.grade) {
        const GradeId grade = evaluation.scores()[place].grade;
        return grade && grade <= goal.grade;
    }
    const SelectionResult result = select(evaluation, evaluation.rules().selections[goal.selection].code);
    for (const SelectionRow& row : result) {
        if (row.id == headroom.person) return row.selected;
    }
    return false;
}

/// How often each thing was tried, so that the test is known to test it.
struct Counts {
    int gains = 0, cuts = 0, grades = 0, selections = 0, none = 0, quantities = 0, many = 0;
};

void check_by_doing(RandomCase& of, const HeadroomOptions& options, Counts& counts) {
    const Headroom headroom = find_headroom(of.with(""), "ann", of.day(), options);
    const Points before = headroom.evaluation.scores()[headroom.place].total;
    const auto total_with = [&](const ItemHeadroom& item, const Work& work, const char* prefix) {
        return of.with(rows_of(headroom, item, work, prefix)).scores()[headroom.place].total;
    };
    for (const ItemHeadroom& item : headroom.items) {
        const Item& rule = headroom.evaluation.rules().items[item.item.index()];
        const char* const prefix = of.prefix();
        const std::string about = of.rules() + to_string(headroom.day) + " " + rule.code + " " + item.level;
        EXPECT_EQ(total_with(item, {1, Quantity::one()}, prefix) - before, item.gain) << about;
        EXPECT_EQ(total_with(item, item.for_most, prefix) - before, item.most) << about;
        if (item.for_most.entries > 0) {
            EXPECT_LT(total_with(item, less_than(item.for_most), prefix) - before, item.most) << about;
            ++counts.gains;
        }
        if (item.cut_by.kind != CutBy::Kind::nothing) ++counts.cuts;
        if (item.for_most.entries > 1) ++counts.many;
    }
    for (const Goal& goal : headroom.goals) {
        EXPECT_FALSE(is_reached(goal, headroom, headroom.evaluation));
        if (goal.ways.empty()) ++counts.none;
        for (const WayToGoal& way : goal.ways) {
            const ItemHeadroom& item = headroom.items[way.item];
            const Evaluation done = of.with(rows_of(headroom, item, way.work, "z"));
            const Evaluation less = of.with(rows_of(headroom, item, less_than(way.work), "z"));
            EXPECT_EQ(done.scores()[headroom.place].total, way.total) << of.rules();
            EXPECT_TRUE(is_reached(goal, headroom, done)) << of.rules();
            EXPECT_FALSE(is_reached(goal, headroom, less)) << of.rules();
            ++(goal.grade ? counts.grades : counts.selections);
            if (way.work.quantity != Quantity::one()) ++counts.quantities;
        }
    }
}

TEST(Headroom, WhatItNamesMovesTheTotalAsItSays) {
    Counts counts;
    for (std::uint64_t seed = 0; seed < 80; ++seed) {
        RandomCase of(seed, {.choices = seed % 3 != 0});
        HeadroomOptions options;
        options.most = 40;
        ASSERT_NO_FATAL_FAILURE(check_by_doing(of, options, counts));
        if (HasFailure()) FAIL() << "seed " << seed;
    }
    EXPECT_GT(counts.gains, 100);
    EXPECT_GT(counts.cuts, 30);
    EXPECT_GT(counts.many, 50);
    EXPECT_GT(counts.grades, 50);
    EXPECT_GT(counts.selections, 50);
    EXPECT_GT(counts.quantities, 20);
    EXPECT_GT(counts.none, 5);
}

TEST(Headroom, NothingThatWasTriedBringsMoreOrReachesAGoalEarlier) {
    for (std::uint64_t seed = 1000; seed < 1012; ++seed) {
        RandomCase of(seed, {.choices = seed % 2 == 0});
        HeadroomOptions options;
        options.most = 12;
        const Headroom headroom = find_headroom(of.with(""), "ann", of.day(), options);
        const Points before = headroom.evaluation.scores()[headroom.place].total;
        for (std::size_t i = 0; i < headroom.items.size(); ++i) {
            const ItemHeadroom& item = headroom.items[i];
            const Item& rule = headroom.evaluation.rules().items[item.item.index()];
            const bool by_quantity = rule.scoring == Scoring::ladder || rule.scoring == Scoring::points_per_unit;
            const auto tried = rule.once && !by_quantity
                                   ? std::max<std::int64_t>(1, static_cast<std::int64_t>(item.subjects.size()))
                                   : options.most;
            for (std::int64_t n = 1; n <= std::min(tried, options.most); ++n) {
                const Work work = by_quantity ? Work{1, Quantity::thousandths(n * 1000)} : Work{n, Quantity::one()};
                const Evaluation done = of.with(rows_of(headroom, item, work, "z"));
                EXPECT_LE(done.scores()[headroom.place].total - before, item.most) << seed << rule.code << n;
                for (const Goal& goal : headroom.goals) {
                    if (!is_reached(goal, headroom, done)) continue;
                    const auto way = std::find_if(goal.ways.begin(), goal.ways.end(),
                                                  [i](const WayToGoal& w) { return w.item == i; });
                    ASSERT_NE(way, goal.ways.end()) << seed << rule.code << n;
                    EXPECT_LE(way->work.entries, work.entries) << seed << rule.code << n;
                    EXPECT_LE(way->work.quantity, work.quantity) << seed << rule.code << n;
                }
            }
        }
    }
}

TEST(Headroom, ASelectionIsAGoalOfItsCandidatesOnly) {
    Tables tables;
    tables.people = "person\nann\nbea\ncat\ndan\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\ncat,member,G3\ndan,member,G3\n";
    tables.ledger = "entry,date,actor,item\n1,2023-01-01,ann,visit\n2,2023-01-01,cat,visit\n";
    const Evaluation evaluation =
        evaluate(district_of(tables),
                 rules_of("[[item]]\ncode = \"visit\"\npoints = 1\n[[selection]]\ncode = \"leaders\"\nshare = \"50%\"\n"
                          "roles = [\"leader\"]\n[[selection]]\ncode = \"members\"\nshare = \"50%\"\n"
                          "roles = [\"member\"]\n"),
                 Window::year(2023));
    const auto goals = [&](const char* person) {
        return find_headroom(evaluation, person, *Day::parse("2023-06-01")).goals.size();
    };
    EXPECT_EQ(goals("bea"), 1U) << "not chosen among leaders; the selection of members is not hers";
    EXPECT_EQ(goals("dan"), 1U);
    EXPECT_EQ(goals("ann"), 0U) << "chosen already";
}

TEST(Headroom, ASelectionOfOneCandidateIsHerGoalToo) {
    Tables tables;
    tables.people = "person\nann\nbea\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,member,G2\n";
    tables.ledger = "entry,date,actor,item\n1,2023-01-01,bea,visit\n";
    const Evaluation evaluation =
        evaluate(district_of(tables),
                 rules_of("[[item]]\ncode = \"visit\"\npoints = 1\n[[grade]]\ncode = \"good\"\nat_least = 1\n"
                          "[[grade]]\ncode = \"fair\"\n[[selection]]\ncode = \"leaders\"\nshare = \"100%\"\n"
                          "roles = [\"leader\"]\neligible = { grade_at_least = \"good\" }\n"),
                 Window::year(2023));
    const Headroom headroom = find_headroom(evaluation, "ann", *Day::parse("2023-06-01"));
    ASSERT_EQ(headroom.goals.size(), 2U); // the grade, and the selection that asks for it
    EXPECT_FALSE(headroom.goals[1].grade);
    EXPECT_TRUE(find_headroom(evaluation, "bea", *Day::parse("2023-06-01")).goals.empty());
}

TEST(Headroom, ASelectionWithTiesIsReachedByTheKeyThatBreaksThem) {
    Tables tables;
    tables.people = "person\nann\nbea\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\n";
    tables.ledger = "entry,date,actor,item,quantity\n1,2023-01-01,ann,other,3\n2,2023-01-01,bea,other,2\n";
    const Evaluation evaluation =
        evaluate(district_of(tables),
                 rules_of("[[category]]\ncode = \"c\"\n[[item]]\ncode = \"visit\"\npoints = 1\ncategory = \"c\"\n"
                          "[[item]]\ncode = \"other\"\npoints_per_unit = 1\n"
                          "[[selection]]\ncode = \"s\"\nshare = \"50%\"\nrank_by = [\"items\"]\n"
                          "ties = [\"category:c\"]\n"),
                 Window::year(2023));
    const Headroom headroom = find_headroom(evaluation, "bea", *Day::parse("2023-06-01"));
    ASSERT_EQ(headroom.goals.size(), 1U);
    ASSERT_EQ(headroom.goals[0].ways.size(), 2U);
    // A visit makes them equal at 3 points, and its category decides; of other work more than what makes them equal.
    EXPECT_EQ(headroom.goals[0].ways[0].work, (Work{1, Quantity::one()}));
    EXPECT_EQ(headroom.goals[0].ways[1].work, (Work{1, Quantity::thousandths(1001)}));
}

} // namespace
} // namespace jifen
