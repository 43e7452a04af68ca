#include "jifen/scoring/scorer.hpp"
#include "support/scored_entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <string>

// One person's entries take time in proportion to their number, also where `once` has to remember each of them.

namespace jifen {
namespace {

using namespace testing_support;

constexpr int count = 40'000;

struct Outcome {
    std::clock_t time = 0; ///< of the processor, which does not count what others do
    Points items;
};

/// Ann's `count` entries, the i-th on day `i / subjects` for subject `i % subjects`.
Outcome score_many(int subjects, const std::string& once) {
    DistrictBuilder builder;
    builder.add(UnitRow{"G", "", "grid", ""});
    builder.add(PersonRow{"ann", "", Gender::female, "", "G", {}});
    builder.add(RoleRow{"ann", "leader", "G", {}, ""});
    for (int i = 0; i < count; ++i) {
        const std::string id = std::to_string(i), subject = std::to_string(i % subjects);
        EntryRow row;
        row.entry = id;
        row.date = day_of("1950-01-01").plus(i / subjects);
        row.actor = "ann";
        row.item = "x";
        row.subject = subject;
        builder.add(row);
    }
    const Admission admission(
        builder.freeze(),
        Program(rules_of("[[item]]\ncode = \"x\"\npoints = 1\n" + once), Window::parse("1950-01-01..2150-01-01")),
        std::nullopt, RunOptions{});
    const PersonId ann = admission.shared_district().person("ann");
    const std::clock_t before = std::clock();
    const Points items = score(admission, ann).items.items;
    return {std::clock() - before, items};
}

TEST(Once, TakesTimeInProportionToTheEntriesWhateverTellsThemApart) {
    for (const int subjects : {count, 1, 200}) { // all on one day, one a day, some of both
        const Outcome plain = score_many(subjects, "");
        const Outcome once = score_many(subjects, "once = \"day\"\n");
        EXPECT_EQ(once.items, plain.items);
        EXPECT_EQ(once.items, Points::whole(count));
        // Looking through all the earlier ones takes some hundred times as long.
        EXPECT_LT(once.time, 30 * std::max(plain.time, CLOCKS_PER_SEC / 200)) << subjects;
    }
}

} // namespace
} // namespace jifen
