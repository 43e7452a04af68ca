#include "scoring/totals_scorer.hpp"

#include "support/scored_entries.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

// That it agrees with the plain scorer is asked by `score` of support/scored_entries.hpp, in every test of this room.

namespace jifen {
namespace {

using namespace testing_support;

/// Ann's item points by sums; nullopt when the scorer gives up.
std::optional<Points> by_sums(const Rulebook& rules, const std::string& ledger, bool always) {
    const Admission admission = admit(ann_with(ledger), rules);
    const SlotPlan plan(admission);
    TotalsScorer totals(admission, plan, always);
    std::vector<CategoryScore> categories(rules->categories.size());
    const auto score = totals.score(admission.shared_district().person("ann"), categories);
    return score ? std::optional(score->items) : std::nullopt;
}

TEST(TotalsScorer, GivesUpWhereASumMightNotFit) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = 2000000\n");
    const std::string columns = "entry,date,actor,item,quantity\n";
    EXPECT_EQ(by_sums(rules, columns + "a,2023-01-01,ann,x,1\nb,2023-01-02,ann,x,3\n", true), points_of("8000000"));
    EXPECT_EQ(by_sums(rules, columns + "a,2023-01-01,ann,x,1000000000\n", true), std::nullopt);
    // Of one entry the product fits, of several their sum might not.
    const std::string large = ",2023-01-01,ann,x,2000000\n";
    EXPECT_EQ(by_sums(rules, columns + "a" + large, true), points_of("4000000000000"));
    EXPECT_EQ(by_sums(rules, columns + "a" + large + "b" + large, true), std::nullopt);
}

TEST(TotalsScorer, GivesUpOnFewEntriesAgainstManySlots) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 2\n"
                                "caps = [ { per = \"day\", points = 3 }, { per = \"year\", points = 9 } ]\n");
    std::string ledger = "entry,date,actor,item\n";
    for (int i = 0; i < 6; ++i) ledger += "e" + std::to_string(i) + ",2023-01-01,ann,x\n";
    EXPECT_EQ(by_sums(rules, ledger, true), points_of("3"));
    EXPECT_EQ(by_sums(rules, ledger, false), points_of("3")); // 365 slots, and 64 for an entry
    for (int i = 6; i < 100; ++i) ledger += "e" + std::to_string(i) + ",2023-01-02,ann,x\n";
    EXPECT_EQ(by_sums(rules, ledger, false), points_of("6"));
    EXPECT_EQ(by_sums(rules, "entry,date,actor,item\na,2023-01-01,ann,x\n", true), points_of("2"));
    EXPECT_EQ(by_sums(rules, "entry,date,actor,item\na,2023-01-01,ann,x\n", false), std::nullopt);
    // With one cap a slot hangs on no other: hers alone is looked at.
    const auto by_day = rules_of("[[item]]\ncode = \"x\"\npoints = 2\ncaps = [ { per = \"day\", points = 3 } ]\n");
    EXPECT_EQ(by_sums(by_day, "entry,date,actor,item\na,2023-01-01,ann,x\nb,2023-01-01,ann,x\n", false),
              points_of("3"));
}

// The days, months and years just before 1970 have the number -1.
TEST(TotalsScorer, CapsThePeriodsBefore1970) {
    for (const std::string per : {"day", "month", "quarter", "half", "year"}) {
        const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 2\n"
                                    "caps = [ { per = \"" +
                                    per + "\", points = 3 }, { per = \"window\", points = 9 } ]\n");
        const std::string ledger = "entry,date,actor,item\na,1969-12-31,ann,x\nb,1969-12-31,ann,x\n";
        EXPECT_EQ(ann_sums(rules, ledger, "1969"), "3 (0)") << per; // by either scorer
    }
}

TEST(TotalsScorer, OfLevelsAloneReadsThem) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\nby_level = { low = 1, high = 2.5 }\n");
    EXPECT_EQ(by_sums(rules,
                      "entry,date,actor,item,level\na,2023-01-01,ann,x,high\nb,2023-01-02,ann,x,low\n"
                      "c,2023-01-03,ann,x,high\n",
                      true),
              points_of("6"));
}

TEST(TotalsScorer, BringsNothingOfOnePersonToTheNext) {
    Tables tables;
    tables.people = "person\nann\nbea\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\n";
    tables.ledger = "entry,date,actor,item,act\n1,2023-01-01,ann,x,A\n2,2023-01-01,ann,y,A\n3,2023-01-01,ann,bad,\n"
                    "4,2023-01-01,bea,x,\n5,2023-01-01,bea,y,\n"; // of no act, so both stand
    const Admission admission = admit(tables, rules_of("[[item]]\ncode = \"x\"\npoints = 1\n"
                                                       "[[item]]\ncode = \"y\"\npoints = 2\n"
                                                       "[[item]]\ncode = \"bad\"\nveto = { grade = \"none\" }\n"
                                                       "[[exclusive]]\nitems = [\"x\", \"y\"]\n"));
    const SlotPlan plan(admission);
    TotalsScorer totals(admission, plan, true);
    const auto of = [&](const char* person) {
        return totals.score(admission.shared_district().person(person), {}).value();
    };
    EXPECT_EQ(of("ann").items, points_of("2"));
    EXPECT_TRUE(of("ann").veto);
    EXPECT_EQ(of("bea").items, points_of("3"));
    EXPECT_FALSE(of("bea").veto);
}

// More entries than are taken at a time, and acts and keys enough that their tables are searched.
TEST(TotalsScorer, AgreesOnPeopleOfManyEntriesApart) {
    const auto rules = rules_of(R"(
[[item]]
code = "plain"
points = 0.5
[[item]]
code = "acted"
points = [ { from = 2023-01-01, value = 2 }, { from = 2023-06-01, value = 5 } ]
[[item]]
code = "acting"
points = 3
once = "month"
[[item]]
code = "unit"
points_per_unit = 0.7
[[item]]
code = "ranked"
by_level = { low = 1, high = 4.5 }
[[item]]
code = "seldom"
points = 1
once = "day"
[[item]]
code = "yearly"
by_level = { low = 0, high = 2 }
once = "year"
[[item]]
code = "bad"
veto = { grade = "none" }
[[item]]
code = "worse"
veto = { grade = "none" }
[[exclusive]]
items = ["acted", "acting", "unit"]
)");
    std::mt19937 random(6);
    const auto below = [&random](std::uint32_t end) { return random() % end; };
    const std::vector<std::string> items{"plain", "acted",  "acted",  "acting", "acting",
                                         "unit",  "ranked", "seldom", "yearly"};
    for (int round = 0; round < 30; ++round) {
        Tables tables;
        tables.people = "person\nann\nbea\n";
        tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\n";
        tables.ledger = "entry,date,actor,item,quantity,level,subject,act\n";
        const bool has_veto = round % 2 == 0;
        const std::uint32_t acts = round % 3 == 0 ? 5 : 600;
        for (int i = 0; i < 2600; ++i) {
            const std::string month = std::to_string(1 + below(9)), day = std::to_string(10 + below(18));
            const bool is_veto = has_veto && below(700) == 0;
            tables.ledger +=
                "e" + std::to_string(i) + ",2023-0" + month + "-" + day + "," + (below(2) == 0 ? "ann" : "bea") + "," +
                (is_veto ? below(2) == 0 ? "bad" : "worse" : items[below(9)]) + "," + std::to_string(below(4)) + "," +
                (below(2) == 0 ? "low" : "high") + ",s" + std::to_string(below(60)) + "," +
                (below(3) == 0 ? "" : "a" + std::to_string(below(acts))) + "\n";
        }
        const Admission admission = admit(tables, rules);
        const SlotPlan plan(admission);
        TotalsScorer totals(admission, plan, true);
        for (const char* const name : {"ann", "bea", "ann"}) {
            const PersonId person = admission.shared_district().person(name);
            const auto fast = totals.score(person, {});
            const ItemsScore plain = Scorer(admission).score(person, {});
            ASSERT_TRUE(fast);
            EXPECT_EQ(fast->items, plain.items) << round;
            EXPECT_EQ(fast->veto, plain.veto) << round;
        }
    }
}

// Rulebooks whose entries are weighed: caps that slots share and that they do not, ladders, categories and none; few
// entries and many, of people one behind the other; quantities that can be weighed, and that cannot.
TEST(TotalsScorer, AgreesOnEntriesThatAreWeighed) {
    std::mt19937 random(9);
    const auto below = [&random](std::size_t end) { return static_cast<std::uint32_t>(random() % end); };
    const auto maybe = [&below](const std::string& text) { return below(2) == 0 ? text : std::string(); };
    int weighed = 0, by_lane = 0;
    for (int round = 0; round < 240; ++round) {
        const bool is_simple = round % 2 == 0; // so that few entries go by lane
        const auto caps = [&](bool is_of_item = false) {
            switch (is_simple && below(12) != 0 ? below(is_of_item ? 3 : 2) * 2 % 3 : below(is_simple ? 3 : 4)) {
            case 0:
                return std::string();
            case 1:
                return "caps = [ { per = \"month\", points = " + std::to_string(1 + below(9)) + " } ]\n";
            case 2:
                return "caps = [ { per = \"year\", points = " + std::to_string(1 + below(40)) + ".5 } ]\n";
            default:
                return "caps = [ { per = \"month\", points = " + std::to_string(1 + below(9)) +
                       " }, { per = \"quarter\", points = 12 } ]\n";
            }
        };
        std::string text = maybe("[total]\n" + caps());
        std::vector<std::string> gains{"one", "two"};
        for (std::uint32_t more = below(3) * 3; more > 0; --more) gains.push_back("more" + std::to_string(more));
        const std::size_t categories = gains.size() + 1;
        for (const std::string& category : gains) text += "[[category]]\ncode = \"" + category + "\"\n" + caps();
        text += "[[category]]\ncode = \"less\"\n" + caps();
        const std::uint32_t items = 1 + below(20);
        for (std::uint32_t i = 0; i < items; ++i) {
            const bool is_less = below(5) == 0;
            const std::string sign = is_less ? "-" : "";
            const auto points = [&] { return sign + std::to_string(below(3)) + "." + std::to_string(below(500)); };
            text += "[[item]]\ncode = \"i" + std::to_string(i) + "\"\n" + caps(true);
            text += maybe("category = \"" + (is_less ? "less" : gains[below(gains.size())]) + "\"\n");
            switch (below(4) + (is_simple ? 2 : 0)) {
            case 0:
            case 2:
                text += "points_per_unit = " + points() + "\n";
                break;
            case 1:
                text += "ladder = { per = \"" + std::string(below(2) == 0 ? "month" : "year") + "\", steps = [ [1, " +
                        sign + "0.5], [7, " + sign + "2], [30, " + sign + "3.25] ] }\n";
                break;
            default:
                text += "points = [ { from = 2022-01-01, value = " + points() + " }, { from = 2023-0" +
                        std::to_string(1 + below(9)) + "-17, value = " + points() + " } ]\n";
            }
        }
        const std::uint32_t kind = below(4); // of quantities: whole, of halves, of thousandths, and very large ones
        Tables tables;
        tables.people = "person\nann\nbea\ncai\n";
        tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\ncai,leader,G3\n";
        tables.ledger = "entry,date,actor,item,quantity\n";
        const std::uint32_t count = below(3) == 0 ? 60 : 3000;
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::string month = std::to_string(1 + below(9)), day = std::to_string(10 + below(18));
            const std::string part = kind == 1 ? std::array{".0", ".5"}[below(2)] : kind == 2 ? ".333" : "";
            const std::uint32_t most = kind == 3 ? 100'000 : 6;
            tables.ledger += "e" + std::to_string(i) + "," + (below(30) == 0 ? "2022-0" : "2023-0") + month + "-" +
                             day + "," + std::array{"ann", "bea", "cai"}[below(9) == 0 ? 2 : below(2)] + "," +
                             (below(30) == 0 ? "no" : "i" + std::to_string(below(items))) + "," +
                             std::to_string(below(most)) + part + "\n";
        }
        const auto rules = rules_of(text);
        const Admission admission = admit(tables, rules);
        const SlotPlan plan(admission);
        ASSERT_TRUE(plan.weights()) << text;
        weighed += plan.weights()->weighs_all ? 1 : 0;
        const std::size_t most_by_lane = plan.weights()->lanes_of_few ? plan.weights()->lanes_of_few->most_entries : 0;
        TotalsScorer totals(admission, plan, true);
        for (const char* const name : {"ann", "bea", "cai", "ann"}) { // what was weighed beside one serves the next
            const PersonId person = admission.shared_district().person(name);
            std::vector<CategoryScore> fast(categories, {points_of("7"), points_of("7")}), plain(categories);
            const auto found = totals.score(person, fast);
            const ItemsScore expected = Scorer(admission).score(person, plain);
            by_lane += admission.shared_district()->ledger.of(person).size() <= most_by_lane ? 1 : 0;
            ASSERT_TRUE(found) << text;
            ASSERT_EQ(found->items, expected.items) << round << name << text;
            ASSERT_EQ(found->deductions, expected.deductions) << round << name;
            for (std::size_t c = 0; c < fast.size(); ++c) {
                ASSERT_EQ(fast[c].raw, plain[c].raw) << round << name << c << text;
                ASSERT_EQ(fast[c].credited, plain[c].credited) << round << name << c;
            }
        }
    }
    EXPECT_GT(weighed, 60);
    EXPECT_LT(weighed, 200);
    EXPECT_GT(by_lane, 50);
    EXPECT_LT(by_lane, 400);
}

// Eight lanes at most, and one slot each for those that lanes are.
TEST(SlotPlan, TakesFewEntriesByLaneWhereAllGoOnToFewSlots) {
    const auto goes_by_lane = [](const std::string& text) {
        Tables tables;
        tables.people = "person\nann\n";
        const SlotPlan plan(admit(tables, rules_of(text)));
        return plan.weights()->lanes_of_few.has_value();
    };
    const std::string month = "caps = [ { per = \"month\", points = 1 } ]\n";
    const std::string year = "caps = [ { per = \"year\", points = 1 } ]\n";
    const std::string quarter_too = "caps = [ { per = \"month\", points = 1 }, { per = \"quarter\", points = 2 } ]\n";
    const std::string of_c = "[[item]]\ncode = \"i\"\npoints = 1\ncategory = \"c\"\n";
    const std::string c = "[[category]]\ncode = \"c\"\n";
    EXPECT_TRUE(goes_by_lane(c + year + of_c + month));
    EXPECT_TRUE(goes_by_lane("[total]\n" + year + c + of_c));
    EXPECT_FALSE(goes_by_lane(c + month + of_c));
    EXPECT_FALSE(goes_by_lane("[total]\n" + month + c + of_c));
    EXPECT_FALSE(goes_by_lane(c + of_c + quarter_too));
    std::string many = "[[item]]\ncode = \"alone\"\npoints = 1\n"; // goes on to the total
    for (int i = 1; i <= 8; ++i) {
        EXPECT_TRUE(goes_by_lane(many)) << i;
        const std::string n = std::to_string(i);
        many += "[[category]]\ncode = \"c" + n + "\"\n[[item]]\ncode = \"i" + n + "\"\npoints = 1\ncategory = \"c" + n +
                "\"\n";
    }
    EXPECT_FALSE(goes_by_lane(many));
}

// Sums by lane are of 32 bits: who may come to more is scored otherwise, and a cap beyond them cuts nothing.
TEST(TotalsScorer, AgreesWhereFewEntriesComeToManyPoints) {
    for (const int entries : {1, 14, 20, 200}) {
        for (const char* const cap : {"4294967", "4294968", "9000000"}) {
            Tables tables;
            tables.people = "person\nann\n";
            tables.roles = "person,role,unit\nann,leader,G1\n";
            tables.ledger = "entry,date,actor,item,quantity\n";
            for (int i = 0; i < entries; ++i) tables.ledger += "e" + std::to_string(i) + ",2023-01-02,ann,x,60000\n";
            const Admission admission = admit(
                tables, rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = 5\ncaps = [ { per = \"month\", points = " +
                                 std::string(cap) + " } ]\n"));
            const SlotPlan plan(admission);
            ASSERT_TRUE(plan.weights()->lanes_of_few);
            TotalsScorer totals(admission, plan, true);
            const PersonId ann = admission.shared_district().person("ann");
            EXPECT_EQ(totals.score(ann, {})->items, Scorer(admission).score(ann, {}).items) << entries << cap;
        }
    }
}

// People of so few entries that only their slots are looked at: 512 entries are weighed at a time, so some lie in two
// parts.
TEST(TotalsScorer, NotesTheSlotsOfFewEntriesWhereverTheyAreWeighed) {
    constexpr int people = 20, entries = 70, items = 100;
    std::string text;
    for (int i = 0; i < items; ++i) {
        text +=
            "[[item]]\ncode = \"i" + std::to_string(i) + "\"\npoints = 1\ncaps = [ { per = \"month\", points = 1 } ]\n";
    }
    Tables tables;
    tables.people = "person\n";
    tables.roles = "person,role,unit\n";
    tables.ledger = "entry,date,actor,item\n";
    for (int p = 0; p < people; ++p) {
        const std::string person = "p" + std::to_string(10 + p);
        tables.people += person + "\n";
        tables.roles += person + ",leader,G1\n";
        for (int e = 0; e < entries; ++e)
            tables.ledger += person + "e" + std::to_string(e) + ",2023-0" + std::to_string(1 + e / 10) + "-05," +
                             person + ",i" + std::to_string((e * 7 + p) % items) + "\n";
    }
    const Admission admission = admit(tables, rules_of(text));
    const SlotPlan plan(admission);
    ASSERT_GE(plan.weights()->few(), static_cast<std::size_t>(entries));
    TotalsScorer totals(admission, plan, true);
    for (int round = 0; round < 2; ++round) { // nothing is left in a slot
        for (int p = 0; p < people; ++p)
            EXPECT_EQ(totals.score(admission.shared_district().person("p" + std::to_string(10 + p)), {})->items,
                      Points::whole(entries));
    }
}

// Whoever cannot be weighed does not keep others from it, and is scored alike.
TEST(TotalsScorer, WeighsThoseWhoseQuantitiesAreWhole) {
    Tables tables;
    tables.people = "person\nann\nbea\n";
    tables.roles = "person,role,unit\nann,leader,G1\nbea,leader,G2\n";
    tables.ledger = "entry,date,actor,item,quantity\n";
    for (int i = 0; i < 9000; ++i) {
        tables.ledger += "e" + std::to_string(i) + ",2023-01-02," + (i < 6000 ? "ann" : "bea") + ",x," +
                         (i == 8999 ? "0.001" : "2") + "\n";
    }
    const Admission admission = admit(tables, rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = 0.5\n"));
    const SlotPlan plan(admission);
    ASSERT_TRUE(plan.weights());
    EXPECT_FALSE(plan.weights()->weighs_all);
    EXPECT_EQ(plan.weights()->unit, 1000U);
    TotalsScorer totals(admission, plan, true);
    EXPECT_EQ(totals.score(admission.shared_district().person("ann"), {})->items, points_of("6000"));
    EXPECT_EQ(totals.score(admission.shared_district().person("bea"), {})->items, points_of("2999")); // 0.0005: even
}

TEST(SlotPlan, WeighsWholeMultiplesThatAreWholeThousandths) {
    const auto unit = [](const std::string& points, const std::string& quantities) {
        const std::string ledger = "entry,date,actor,item,quantity\n" + quantities;
        const SlotPlan plan(
            admit(ann_with(ledger), rules_of("[[item]]\ncode = \"x\"\npoints_per_unit = " + points + "\n")));
        return plan.weights()->unit;
    };
    const std::string halves = "a,2023-01-01,ann,x,1.5\nb,2023-01-01,ann,x,0.5\n";
    EXPECT_EQ(unit("1", halves), 500U);
    EXPECT_EQ(unit("0.002", halves), 500U);
    EXPECT_EQ(unit("0.003", halves), 1000U); // half of it is no thousandth
    EXPECT_EQ(unit("1", "a,2023-01-01,ann,x,6\nb,2023-01-01,ann,x,9\n"), 3000U);
    EXPECT_EQ(unit("2000000", "a,2023-01-01,ann,x,6\n"), 1000U); // six of them are no 32 bits
    EXPECT_EQ(unit("1", ""), 1000U);
    const SlotPlan asks_none(admit(ann_with("entry,date,actor,item,quantity\na,2023-01-01,ann,x,0.333\n"),
                                   rules_of("[[item]]\ncode = \"x\"\npoints = 1\n")));
    EXPECT_TRUE(asks_none.weights()->weighs_all);
    EXPECT_EQ(unit("1", "a,2023-01-01,ann,x,0\n"), 1000U);
}

// The numbers of days, items and subjects stand beside each other in one number.
TEST(TotalsScorer, TellsItemsApartHoweverFarTheirDaysAre) {
    const auto rules = rules_of("[[item]]\ncode = \"x\"\npoints = 1\nonce = \"day\"\n"
                                "[[item]]\ncode = \"y\"\npoints = 2\nonce = \"day\"\n");
    const std::string late = to_string(day_of("1950-01-01").plus(5 + (1 << 16)));
    const std::string ledger =
        "entry,date,actor,item,subject\na,1950-01-06,ann,y,s\nb," + late + ",ann,x,s\nc," + late + ",ann,x,s\n";
    const Admission admission = admit(ann_with(ledger), rules, "1950-01-01..2150-01-01");
    const Scored scored = score(admission, admission.shared_district().person("ann"));
    EXPECT_TRUE(scored.by_sums);
    EXPECT_EQ(scored.items.items, points_of("3"));
}

TEST(TotalsScorer, WritesTheCategoriesThatNoEntryIsOf) {
    const Admission admission = admit(ann_with("entry,date,actor,item\na,2023-01-01,ann,x\n"),
                                      rules_of("[[category]]\ncode = \"one\"\n[[category]]\ncode = \"two\"\n"
                                               "[[item]]\ncode = \"x\"\npoints = 2\ncategory = \"one\"\n"
                                               "[[item]]\ncode = \"y\"\npoints = 3\ncategory = \"two\"\n"));
    const SlotPlan plan(admission);
    TotalsScorer totals(admission, plan, true);
    std::vector<CategoryScore> categories(2, {points_of("7"), points_of("7")}); // of whoever was scored before
    ASSERT_TRUE(totals.score(admission.shared_district().person("ann"), categories));
    EXPECT_EQ(categories[0].credited, points_of("2"));
    EXPECT_EQ(categories[1].raw, Points());
    EXPECT_EQ(categories[1].credited, Points());
}

TEST(SlotPlan, CannotTakePointsBeyond32BitsAndTablesWithoutEnd) {
    const auto can_take = [](const std::string& rules, std::string_view window) {
        return SlotPlan::can_take(admit(ann_with("entry,date,actor,item\n"), rules_of(rules), window));
    };
    EXPECT_TRUE(can_take("[[item]]\ncode = \"x\"\npoints = 2147483.647\n", "2023"));
    EXPECT_FALSE(can_take("[[item]]\ncode = \"x\"\npoints = 2147483.648\n", "2023"));
    EXPECT_FALSE(can_take("[[item]]\ncode = \"x\"\npoints_per_unit = -2147483.648\n", "2023"));
    EXPECT_FALSE(can_take("[[item]]\ncode = \"x\"\nby_level = { low = 1, high = 2147483.648 }\n", "2023"));
    EXPECT_FALSE(can_take("[[item]]\ncode = \"x\"\nladder = { per = \"year\", steps = [ [1, 2], [2, 2147483.648] ] }\n",
                          "2023"));
    std::string items;
    for (int i = 0; i < 50; ++i) items += "[[item]]\ncode = \"i" + std::to_string(i) + "\"\npoints = 1\n";
    EXPECT_TRUE(can_take(items, "2023"));
    EXPECT_FALSE(can_take(items, "1900-01-01..2199-12-31"));
    for (int i = 50; i < 254; ++i) items += "[[item]]\ncode = \"i" + std::to_string(i) + "\"\npoints = 1\n";
    EXPECT_TRUE(can_take(items, "2023"));
    EXPECT_FALSE(can_take(items + "[[item]]\ncode = \"z\"\npoints = 1\n", "2023"));
}

} // namespace
} // namespace jifen
