#include "jifen/scoring/scorer.hpp"
#include "scoring/slow_scorer.hpp"
#include "support/random_ledger.hpp"
#include "support/scored_entries.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jifen {
namespace {

using namespace testing_support;

// 3,000 random rulebooks with a ledger each: what streams with state agrees with what looks at everything anew.
TEST(Scorer, AgreesWithTheSlowOneOnEveryEntry) {
    Dice dice(20230408);
    std::array<int, verdict_count> seen{};
    for (int round = 0; round < 3000; ++round) {
        RandomRules random(dice, {});
        const std::string toml = random.write();
        const std::string ledger = ledger_of(random_entries(dice, random.items, 4 + dice.below(36)));
        const std::string window = dice.one_in(4) ? "2023-01-31..2023-07-01" : "2023";
        const Admission admission = admit(ann_with(ledger), rules_of(toml), window);
        const PersonId person = admission.shared_district().person("ann");
        const Scored fast = score(admission, person);
        const SlowScorer slow(admission, person);
        ASSERT_TRUE(fast.by_sums) << toml << ledger;

        std::int64_t items = 0;
        std::int64_t deductions = 0;
        std::vector<std::int64_t> raw(fast.categories.size());
        std::vector<std::int64_t> credited(fast.categories.size());
        ASSERT_EQ(fast.entries.size(), slow.lines().size());
        const Ledger& rows = admission.district().ledger;
        for (std::size_t i = 0; i < fast.entries.size(); ++i) {
            const EntryScore& one = fast.entries[i];
            const SlowScorer::Line& other = slow.lines()[i];
            const std::uint32_t at = rows.of(person).begin + static_cast<std::uint32_t>(i);
            ASSERT_TRUE(one.raw.thousandths() == other.raw && one.credited.thousandths() == other.credited &&
                        one.verdict == other.verdict && one.cut_by == other.cut_by && one.version == other.version)
                << "round " << round << ", entry " << rows.ids[at] << ": " << to_string(one.verdict) << " "
                << one.credited << ", slowly " << to_string(other.verdict) << " " << other.credited << "\n"
                << toml << ledger << lines_of(admission, person, fast);
            ++seen[static_cast<std::size_t>(one.verdict)];
            items += other.credited;
            deductions += std::min<std::int64_t>(0, other.credited);
            if (const ItemId item = admission.item(EntryId(at))) {
                if (const CategoryId category = admission.program().rules().items[item.index()].category) {
                    raw[category.index()] += other.raw;
                    credited[category.index()] += other.after_category;
                }
            }
        }
        ASSERT_EQ(fast.items.items.thousandths(), items);
        ASSERT_EQ(fast.items.deductions.thousandths(), deductions);
        for (std::size_t c = 0; c < raw.size(); ++c) {
            ASSERT_EQ(fast.categories[c].raw.thousandths(), raw[c]);
            ASSERT_EQ(fast.categories[c].credited.thousandths(), credited[c]);
        }
    }
    for (const Verdict verdict : {Verdict::outside_window, Verdict::not_in_force, Verdict::zero, Verdict::exclusive,
                                  Verdict::repeat, Verdict::counted, Verdict::part_counted, Verdict::capped})
        EXPECT_GT(seen[static_cast<std::size_t>(verdict)], 500) << to_string(verdict);
}

} // namespace
} // namespace jifen
