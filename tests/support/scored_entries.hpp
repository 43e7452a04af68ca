#pragma once

#include "jifen/scoring/scorer.hpp"
#include "scoring/totals_scorer.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

/// \file
/// What the scorer makes of one person's entries, as text.

namespace jifen::testing_support {

struct Scored {
    bool by_sums = false; ///< the kernel that leaves verdicts out gave the same answer; else it gave none
    ItemsScore items;
    std::vector<CategoryScore> categories;
    std::vector<EntryScore> entries;
};

/// The kernel that leaves verdicts out comes to the same, or gives up: then false.
inline bool expect_same_totals(const Admission& admission, PersonId person, const Scored& scored) {
    if (!SlotPlan::can_take(admission)) return false; // points beyond 32 bits
    const SlotPlan plan(admission);
    TotalsScorer totals(admission, plan, true);
    for (int twice = 0; twice < 2; ++twice) { // it leaves nothing behind
        std::vector<CategoryScore> categories(scored.categories.size());
        const std::optional<ItemsScore> items = totals.score(person, categories);
        if (!items) return false;
        EXPECT_EQ(items->items, scored.items.items);
        EXPECT_EQ(items->deductions, scored.items.deductions);
        EXPECT_EQ(items->veto, scored.items.veto);
        for (std::size_t c = 0; c < categories.size(); ++c) {
            EXPECT_EQ(categories[c].raw, scored.categories[c].raw) << c;
            EXPECT_EQ(categories[c].credited, scored.categories[c].credited) << c;
        }
    }
    return true;
}

inline Scored score(const Admission& admission, PersonId person) {
    Scorer scorer(admission);
    Scored scored;
    scored.categories.resize(admission.program().rules().categories.size());
    scored.items = scorer.score(person, scored.categories);
    scored.entries.assign(scorer.entries().begin(), scorer.entries().end());
    scored.by_sums = expect_same_totals(admission, person, scored);
    return scored;
}

/// One line an entry: `entry verdict raw credited`, then what cut it and its version where there are any.
inline std::string lines_of(const Admission& admission, PersonId person, const Scored& scored) {
    const Ledger& ledger = admission.district().ledger;
    std::string out;
    std::uint32_t entry = ledger.of(person).begin;
    for (const EntryScore& score : scored.entries) {
        const std::uint32_t at = entry++;
        if (!admission.is_known(EntryId(at))) continue;
        out += std::string(ledger.ids[at]) + " " + std::string(to_string(score.verdict)) + " " + to_string(score.raw) +
               " " + to_string(score.credited);
        if (score.cut_by.kind != CutBy::Kind::nothing) out += " " + to_string(score.cut_by);
        if (score.version.is_finite()) out += " v" + to_string(score.version);
        out += "\n";
    }
    return out;
}

inline Admission admit(const Tables& tables, const Rulebook& rules, std::string_view window = "2023",
                       std::optional<Day> known_at = std::nullopt) {
    return Admission(district_of(tables), Program(rules, Window::parse(window)), known_at, RunOptions{});
}

/// Ann leads grid G1 without end; `ledger` is her entries as CSV.
inline Tables ann_with(std::string ledger) {
    Tables tables;
    tables.people = "person\nann\n";
    tables.roles = "person,role,unit\nann,leader,G1\n";
    tables.ledger = std::move(ledger);
    return tables;
}

/// Ann's entries under the rules, as `lines_of` writes them.
inline std::string ann(const Rulebook& rules, const std::string& ledger, std::string_view window = "2023") {
    const Admission admission = admit(ann_with(ledger), rules, window);
    const PersonId person = admission.shared_district().person("ann");
    return lines_of(admission, person, score(admission, person));
}

/// Her item points, and after them those of each category before the total's caps.
inline std::string ann_sums(const Rulebook& rules, const std::string& ledger, std::string_view window = "2023") {
    const Admission admission = admit(ann_with(ledger), rules, window);
    const Scored scored = score(admission, admission.shared_district().person("ann"));
    std::string out = to_string(scored.items.items) + " (" + to_string(scored.items.deductions) + ")";
    for (const CategoryScore& category : scored.categories)
        out += " " + to_string(category.raw) + ">" + to_string(category.credited);
    return out;
}

} // namespace jifen::testing_support
