#include "jifen/rulebook/greatest_total.hpp"
#include "support/random_ledger.hpp"
#include "support/scored_entries.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// `greatest_total` against the scorer: no ledger earns more, and a generous one earns just as much where it says so.

namespace jifen {
namespace {

using namespace testing_support;

constexpr std::string_view short_window = "2023-01-29..2023-02-14"; // parts of three weeks and two months
constexpr int days_in_it = 16;
const std::vector<std::string> leader{"leader"};

/// Few points and small caps in whole numbers, so that a handful of entries a day uses every cap up.
class SmallRules {
public:
    static constexpr int most = 6; ///< of points and caps: as many entries a day are enough

    explicit SmallRules(Dice& dice) : dice_(dice) {}

    std::string write() {
        std::string out = dice_.one_in(2) ? "[total]\n" + caps() : "";
        for (const char* code : {"c0", "c1"}) out += std::string("[[category]]\ncode = \"") + code + "\"\n" + caps();
        for (int i = 0; i < 4; ++i) out += item("p" + std::to_string(i));
        return out + "[[item]]\ncode = \"n\"\npoints = -1\n";
    }
    std::vector<std::string> items;

private:
    std::string number() { return std::to_string(dice_.between(1, most)); }
    std::string caps() {
        static const std::vector<std::vector<std::string>> chains{
            {}, {"day"}, {"week"}, {"month"}, {"month"}, {"day", "month"}, {"year"}, {"day", "week"}, {"window"}};
        std::string out = "caps = [";
        for (const std::string& per : dice_.one_of(chains))
            out += " { per = \"" + per + "\", points = " + number() + " },";
        return out + " ]\n";
    }
    std::string item(const std::string& code) {
        items.push_back(code);
        std::string out = "[[item]]\ncode = \"" + code + "\"\n" + caps();
        if (!dice_.one_in(4)) out += dice_.one_in(2) ? "category = \"c0\"\n" : "category = \"c1\"\n";
        if (dice_.one_in(3)) out += "from = 2023-02-0" + std::to_string(dice_.between(1, 9)) + "\n";
        if (dice_.one_in(4)) out += "roles = [\"member\"]\n";
        static constexpr std::array<std::string_view, 3> periods{"day", "week", "month"};
        switch (dice_.below(5)) {
        case 0:
            return out + "ladder = { per = \"" + std::string(dice_.one_of(periods)) + "\", steps = [ [1, 1], [3, " +
                   std::to_string(dice_.between(2, most)) + "] ] }\n";
        case 1:
            return out + "by_level = { low = 1, high = " + number() + " }\n";
        case 2:
            return out + "points = [ { from = 2023-01-01, until = 2023-02-03, value = " + number() +
                   " }, { from = 2023-02-05, value = 1 } ]\n";
        default:
            return out + "points = " + number() + "\n" + (dice_.one_in(3) ? "once = \"month\"\n" : "");
        }
    }
    Dice& dice_;
};

/// Every item, every day, as often as the largest cap: each time for another subject, by no act.
std::string generous(const std::vector<std::string>& items) {
    std::string ledger = ledger_columns;
    int number = 0;
    for (int day = 0; day < days_in_it; ++day) {
        for (int times = 0; times < SmallRules::most; ++times) {
            for (const std::string& item : items) {
                const std::string id = std::to_string(10000 + number++);
                ledger += "e" + id + "," + to_string(day_of("2023-01-29").plus(day)) + ",ann," + item + ",3,high,s" +
                          id + ",\n";
            }
        }
    }
    return ledger;
}

Points items_of(const Rulebook& rules, const std::string& ledger) {
    const Admission admission = admit(ann_with(ledger), rules, short_window);
    return score(admission, admission.shared_district().person("ann")).items.items;
}

TEST(GreatestItems, AreReachedByAGenerousLedgerAndByNoneExceeded) {
    Dice dice(11);
    int reached = 0;
    int bounds = 0;
    int unlimited = 0;
    for (int round = 0; round < 400; ++round) {
        SmallRules random(dice);
        const std::string toml = random.write();
        const Rulebook rules = rules_of(toml);
        const GreatestTotal greatest = greatest_total(rules, Window::parse(short_window), leader);
        const Points generous_points = items_of(rules, generous(random.items));
        if (!greatest.items) {
            ++unlimited;
            // Some way without a limit: the ledger of every day and item runs up more than all caps together could.
            EXPECT_GE(generous_points, Points::whole(days_in_it / 2)) << toml;
            continue;
        }
        ASSERT_LE(generous_points, *greatest.items) << toml;
        if (greatest.reached) {
            ++reached;
            ASSERT_EQ(generous_points, *greatest.items) << toml;
        } else {
            ++bounds;
        }
        std::vector<RandomEntry> entries = random_entries(dice, random.items, 60);
        for (RandomEntry& entry : entries)
            entry.date = to_string(day_of("2023-01-29").plus(static_cast<int>(dice.below(days_in_it))));
        ASSERT_LE(items_of(rules, ledger_of(entries)), *greatest.items) << toml;
    }
    EXPECT_GT(reached, 60);
    EXPECT_GT(bounds, 60);
    EXPECT_GT(unlimited, 20);
}

/// The best of all ledgers of up to one entry of each item on each of a few days, plainly tried: 2^(items × days).
TEST(GreatestItems, NoneOfAllSmallLedgersEarnsMoreWherePeriodsCross) {
    const std::string rest =
        "[[category]]\ncode = \"c\"\ncaps = [ { per = \"month\", points = 5 } ]\n"
        "[[item]]\ncode = \"p0\"\npoints = 5\ncategory = \"c\"\ncaps = [ { per = \"year\", points = 7 } ]\n"
        "[[item]]\ncode = \"p1\"\npoints = 3\ncategory = \"c\"\ncaps = [ { per = \"week\", points = 2 } ]\n";
    const Rulebook rules = rules_of(rest);
    const std::vector<std::string> days{"2023-01-30", "2023-02-01", "2023-02-06"};
    Points most;
    for (unsigned chosen = 0; chosen < 64; ++chosen) {
        std::string ledger = ledger_columns;
        for (unsigned bit = 0; bit < 6; ++bit) {
            if ((chosen >> bit & 1U) != 0)
                ledger +=
                    "e" + std::to_string(bit) + "," + days[bit / 2] + ",ann,p" + std::to_string(bit % 2) + ",,,,\n";
        }
        most = std::max(most, items_of(rules, ledger));
    }
    const GreatestTotal greatest = greatest_total(rules, Window::parse(short_window), leader);
    EXPECT_FALSE(greatest.reached);
    EXPECT_EQ(*greatest.items, Points::whole(10));
    EXPECT_LE(most, *greatest.items);
    EXPECT_GE(most, Points::whole(9)) << "the bound is not far off";
}

} // namespace
} // namespace jifen
