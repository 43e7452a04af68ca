#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

using Lines = std::vector<std::string>;
using enum InputTable;

/// A row of work, or one that cancels; `day` is in January 2023.
std::string entry(const std::string& id, const std::string& cancels = "", int day = 1, const std::string& recorded = "",
                  const std::string& actor = "P1") {
    const std::string date = "2023/1/" + std::to_string(day);
    return id + "," + date + "," + actor + "," + (cancels.empty() ? "visit" : "") + ",,,,,,," + recorded + "," +
           cancels + ",\n";
}

District ledger_of(const std::string& rows) {
    Texts texts;
    texts.ledger += rows;
    return load(texts);
}

/// Entry id → the day from which it is withdrawn, empty for never.
std::map<std::string, std::string> withdrawn(const District& district) {
    std::map<std::string, std::string> found;
    for (std::size_t i = 0; i < district->ledger.size(); ++i)
        found[std::string(district->ledger.ids[i])] = to_string(district->ledger.withdrawn[i]);
    return found;
}

using Withdrawn = std::map<std::string, std::string>;

TEST(Cancellation, WithdrawsTheEntryFromTheDayItWasRecorded) {
    const District district =
        ledger_of(entry("a") + entry("b", "a", 5) + entry("c") + entry("d", "c", 5, "2023-03-01"));
    EXPECT_EQ(withdrawn(district), (Withdrawn{{"a", "2023-01-05"}, {"b", ""}, {"c", "2023-03-01"}, {"d", ""}}));
    EXPECT_TRUE(district.report().diagnostics.empty());
}

TEST(Cancellation, MayComeFromAnyoneOnAnyDayAndBeforeTheEntryInTheFile) {
    const District district = ledger_of(entry("b", "a", 1, "", "P2") + entry("a", "", 20));
    EXPECT_EQ(withdrawn(district), (Withdrawn{{"a", "2023-01-01"}, {"b", ""}}));
}

TEST(Cancellation, OfSeveralTheFirstRecordedCounts) {
    const District district = ledger_of(entry("a") + entry("b", "a", 9, "2023-05-05") +
                                        entry("c", "a", 10, "2023-04-04") + entry("d", "a", 2, "2023-06-06"));
    EXPECT_EQ(withdrawn(district).at("a"), "2023-04-04");
    EXPECT_EQ(counts_of(district, ledger), "4 = 4 + 0 + 0 + 0");
}

TEST(Cancellation, ThatNamesNoEntryIsAWarningAndIsAccepted) {
    const District district = ledger_of(entry("b", "nowhere"));
    EXPECT_EQ(counts_of(district, ledger), "1 = 1 + 0 + 0 + 0");
    EXPECT_EQ(problems_of(district, ledger), Lines{"2 cancels cancels_nothing"});
    EXPECT_EQ(only_problem(district).severity, Severity::warning);
    EXPECT_EQ(only_problem(district).value, "nowhere");
    EXPECT_TRUE(district->ledger.cancels[0]);
}

TEST(Cancellation, IsKeptWithBothItsEntries) {
    const District district =
        ledger_of(entry("z", "a", 3) + entry("b", "a", 2) + entry("a") + entry("c", "nowhere") + entry("d"));
    std::string kept;
    for (const Cancellation& c : district->ledger.cancellations) {
        kept += std::string(district->ledger.ids[c.by.index()]) + ">" +
                std::string(district->ledger.ids[c.entry.index()]) + " ";
    }
    EXPECT_EQ(kept, "b>a z>a ");
}

TEST(Cancellation, ThatNamesARejectedRowNamesNoEntry) {
    const District district = ledger_of(entry("a", "", 1, "", "nobody") + entry("b", "a"));
    EXPECT_EQ(problems_of(district, ledger), (Lines{"2 actor unknown_actor", "3 cancels cancels_nothing"}));
    EXPECT_EQ(counts_of(district, ledger), "2 = 1 + 0 + 0 + 1");
}

TEST(Cancellation, OfACancellationIsRejected) {
    const District district = ledger_of(entry("a") + entry("b", "a") + entry("c", "b"));
    EXPECT_EQ(problems_of(district, ledger), Lines{"4 cancels cancels_a_cancellation"});
    EXPECT_EQ(withdrawn(district), (Withdrawn{{"a", "2023-01-01"}, {"b", ""}})) << "b stands and a stays withdrawn";
}

TEST(Cancellation, OfItselfIsRejected) {
    const District district = ledger_of(entry("a", "a"));
    EXPECT_EQ(problems_of(district, ledger), Lines{"2 cancels cancels_a_cancellation"});
    EXPECT_EQ(district->ledger.size(), 0U);
}

TEST(Cancellation, OfEachOtherRejectsBoth) {
    const District district = ledger_of(entry("a", "b") + entry("b", "a"));
    EXPECT_EQ(counts_of(district, ledger), "2 = 0 + 0 + 0 + 2");
}

TEST(Cancellation, OfAChainIsAskedOfAllAtOnce) {
    const District district = ledger_of(entry("a", "b") + entry("b", "c") + entry("c", "d") + entry("d"));
    EXPECT_EQ(problems_of(district, ledger),
              (Lines{"2 cancels cancels_a_cancellation", "3 cancels cancels_a_cancellation"}));
    EXPECT_EQ(withdrawn(district), (Withdrawn{{"c", ""}, {"d", "2023-01-01"}}));
}

TEST(Cancellation, ThatIsLeftOutAsAConflictWithdrawsNothing) {
    const District district = ledger_of(entry("a") + entry("b") + entry("b", "a"));
    EXPECT_EQ(counts_of(district, ledger), "3 = 2 + 0 + 1 + 0");
    EXPECT_EQ(withdrawn(district), (Withdrawn{{"a", ""}, {"b", ""}}));
}

TEST(Cancellation, ThatStandsTwiceIsADuplicate) {
    const District district = ledger_of(entry("a") + entry("b", "a") + entry("b", "a"));
    EXPECT_EQ(counts_of(district, ledger), "3 = 2 + 1 + 0 + 0");
}

TEST(Cancellation, MayNameAnItem) {
    Texts texts;
    texts.ledger += entry("a") + "b,2023-01-02,P2,visit,3,,,,,,,a,wrong day\n";
    const District district = load(texts);
    EXPECT_EQ(withdrawn(district).at("a"), "2023-01-02");
}

/// One row of a random ledger: everything but id, target, actor and recorded day is alike.
struct Row {
    int id, target; ///< target −1: it cancels nothing
    bool known;
    int recorded;
};

/// SPEC §2 read plainly: unknown actors first; then cancellations of what itself cancels, asked of the first row of
/// each id all at once; then duplicates and conflicts.
std::pair<std::string, Withdrawn> slow_ledger(const std::vector<Row>& rows) {
    const auto first_of = [](const std::vector<Row>& all) {
        std::map<int, Row> first;
        for (const Row& row : all) first.try_emplace(row.id, row);
        return first;
    };
    std::vector<Row> known, left;
    for (const Row& row : rows) {
        if (row.known) known.push_back(row);
    }
    const auto holders = first_of(known);
    for (const Row& row : known) {
        const auto target = holders.find(row.target);
        if (row.target < 0 || target == holders.end() || target->second.target < 0) left.push_back(row);
    }
    const auto standing = first_of(left);
    std::size_t duplicates = 0;
    for (const Row& row : left) {
        const Row& first = standing.at(row.id);
        duplicates += row.target == first.target && row.recorded == first.recorded ? 1U : 0U;
    }
    duplicates -= standing.size();
    const auto text = [](std::size_t number) { return std::to_string(number); };
    Withdrawn days;
    for (const auto& [id, row] : standing) {
        int earliest = 99;
        for (const auto& [other, cancelling] : standing) {
            if (cancelling.target == id) earliest = std::min(earliest, cancelling.recorded);
        }
        days[std::to_string(id)] =
            earliest == 99 ? "" : to_string(*Day::from_civil(2023, 2, static_cast<unsigned>(earliest)));
    }
    return {text(rows.size()) + " = " + text(standing.size()) + " + " + text(duplicates) + " + " +
                text(left.size() - standing.size() - duplicates) + " + " + text(rows.size() - left.size()),
            days};
}

TEST(Cancellation, InEveryCombinationOfThreeRowsAgreesWithThePlainReading) {
    std::vector<Row> choices;
    for (int id = 0; id < 3; ++id) {
        for (int target = -1; target < 3; ++target) choices.push_back({id, target, true, id + target + 2});
    }
    choices.push_back({0, -1, false, 1});
    choices.push_back({1, 0, false, 1});
    const auto check = [](const std::vector<Row>& rows) {
        std::string text;
        for (const Row& row : rows) {
            text += std::to_string(row.id) + ",2023-01-01," + (row.known ? "P1" : "nobody") + ",visit,,,,,,,2023/2/" +
                    std::to_string(row.recorded) + "," + (row.target < 0 ? "" : std::to_string(row.target)) + ",\n";
        }
        const District district = ledger_of(text);
        const auto [counts, days] = slow_ledger(rows);
        ASSERT_EQ(counts_of(district, ledger), counts) << text;
        ASSERT_EQ(withdrawn(district), days) << text;
    };
    for (const Row& a : choices) {
        for (const Row& b : choices) {
            for (const Row& c : choices) {
                check({a, b, c});
                if (HasFatalFailure()) return;
            }
        }
    }
    std::mt19937 random(6);
    for (int i = 0; i < 2'000; ++i) {
        std::vector<Row> rows(random() % 8);
        for (Row& row : rows)
            row = {static_cast<int>(random() % 5), static_cast<int>(random() % 8) - 3, random() % 8 != 0,
                   1 + static_cast<int>(random() % 2)};
        for (Row& row : rows) row.target = std::max(row.target, -1);
        check(rows);
        if (HasFatalFailure()) return;
    }
}

TEST(Ledger, IsClusteredByActorThenByDateThenByEntryIdBytewise) {
    const District district = ledger_of(entry("10", "", 3) + entry("9", "", 3) + entry("x", "", 1, "", "P3") +
                                        entry("b", "", 2) + entry("é", "", 3) + entry("B", "", 3));
    Lines order;
    for (std::size_t i = 0; i < district->ledger.size(); ++i) {
        order.emplace_back(district->ledger.ids[i]);
        const PersonId actor = district->ledger.actor_of(EntryId::at(i));
        EXPECT_LE(district->ledger.of(actor).begin, i);
        EXPECT_LT(i, district->ledger.of(actor).end);
    }
    EXPECT_EQ(order, (Lines{"b", "10", "9", "B", "é", "x"}));
    EXPECT_EQ(district->ledger.of(district.person("P1")).size(), 5U);
    EXPECT_EQ(district->ledger.of(district.person("P2")).size(), 0U);
    EXPECT_EQ(district->ledger.of(district.person("P3")).size(), 1U);
}

TEST(Ledger, MissingValuesHaveTheirDefaults) {
    const District district =
        ledger_of("e,2023-01-01,P1,visit,,,,,,,,,\nf,2023-01-02,P1,visit,0.5,city,H1,wechat,no,A1,2022-12-31,,\n");
    const Ledger& l = district->ledger;
    EXPECT_EQ(l.quantity[0], 1000);
    EXPECT_EQ(l.recorded[0], l.day[0]);
    EXPECT_FALSE(l.subject[0] || l.level[0] || l.channel[0] || l.act[0]);
    EXPECT_EQ(l.verified[0], Verified::unknown);
    EXPECT_EQ(l.quantity[1], 500);
    EXPECT_EQ(to_string(l.recorded[1]), "2022-12-31") << "written down before it happened: taken";
    EXPECT_TRUE(l.subject[1] && l.level[1] && l.channel[1] && l.act[1]);
    EXPECT_EQ(l.verified[1], Verified::no);
    EXPECT_FALSE(l.cancels[0] || l.cancels[1]);
}

TEST(Ledger, OfManyBlocksSaysWhatItsRowsSaid) {
    constexpr int count = 10'000;
    const auto id = [](int n) { return "E" + std::to_string(n * 7919 % count); };
    const auto row = [&](int n) {
        const std::string day = "2023-0" + std::to_string(1 + n % 9) + "-0" + std::to_string(1 + n % 7);
        return id(n) + "," + day + ",P" + std::to_string(1 + n % 3) + ",i" + std::to_string(n % 5) + "," +
               std::to_string(n) + "," + (n % 11 == 0 ? "city" : "") + ",S" + std::to_string(n % 6'000) + ",,," +
               (n % 2 == 0 ? "A" + std::to_string(n) : "") + ",2024-01-01," +
               (n % 100 == 1 ? id(n - 1)
                : n == 50    ? "nothing"
                             : "") +
               ",note " + std::to_string(n) + "\n";
    };
    std::string rows;
    for (int n = 0; n < count; ++n) rows += row(n);
    rows += row(3);                                      // a duplicate of a row far above, note and all,
    rows += row(4).substr(0, row(4).size() - 1) + ".\n"; // and one of which only the note is another
    const District district = ledger_of(rows);
    EXPECT_EQ(counts_of(district, InputTable::ledger), "10002 = 10000 + 1 + 1 + 0");
    EXPECT_EQ(problems_of(district, InputTable::ledger),
              (Lines{"52 cancels cancels_nothing", "10002  duplicate", "10003 entry conflict"}));
    std::map<std::string, int> number;
    for (int n = 0; n < count; ++n) number[id(n)] = n;
    const DistrictData& d = *district;
    ASSERT_EQ(d.ledger.size(), number.size());
    for (std::uint32_t at = 0; at < d.ledger.size(); ++at) {
        const int n = number.at(std::string(d.ledger.ids[at]));
        const auto word = [&](const auto& words, auto of) { return of ? std::string(words[of]) : ""; };
        ASSERT_EQ(d.people.ids[d.ledger.actor_of(EntryId(at))], "P" + std::to_string(1 + n % 3));
        ASSERT_EQ(d.ledger.day[at],
                  *Day::from_civil(2023, 1U + static_cast<unsigned>(n % 9), 1U + static_cast<unsigned>(n % 7)));
        ASSERT_EQ(word(d.item_words, d.ledger.item[at]), "i" + std::to_string(n % 5));
        ASSERT_EQ(d.ledger.quantity[at], n * 1000);
        ASSERT_EQ(word(d.level_words, d.ledger.level[at]), n % 11 == 0 ? "city" : "");
        ASSERT_EQ(text_of(d, d.ledger.subject[at]), "S" + std::to_string(n % 6'000));
        ASSERT_EQ(word(d.act_words, d.ledger.act[at]), n % 2 == 0 ? "A" + std::to_string(n) : "");
        ASSERT_EQ(to_string(d.ledger.recorded[at]), "2024-01-01");
        ASSERT_EQ(d.ledger.cancels[at], n % 100 == 1 || n == 50);
        ASSERT_EQ(to_string(d.ledger.withdrawn[at]), n % 100 == 0 ? "2024-01-01" : "");
    }
}

} // namespace
} // namespace jifen
