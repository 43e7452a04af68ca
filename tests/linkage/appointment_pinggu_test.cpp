#include "jifen/district/builder.hpp"
#include "jifen/linkage/appointment.hpp"
#include "jifen/synthetic/pinggu.hpp"
#include "jifen/synthetic/synthetic_nominations.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jifen {
namespace {

using testing_support::day_of;

/// The synthetic district without ledger, links and knowledge, which appointment does not read, and without the sources
/// of posts: nothing says how a leader came to her office.
District registry_and_roles(std::uint64_t seed, double scale) {
    const PingguDistrict made(seed, scale);
    DistrictBuilder builder;
    builder.declare_household_attributes(
        {synthetic::household_attributes.begin(), synthetic::household_attributes.end()});
    builder.declare_people_attributes({synthetic::people_attributes.begin(), synthetic::people_attributes.end()});
    const auto add = [&builder](const auto& row) { builder.add(row); };
    made.units(add);
    for (std::uint32_t n = 0; n < made.grids(); ++n) {
        made.households_of_grid(n, add);
        made.people_of_grid(n, add);
        made.roles_of_grid(n, [&builder](RoleRow row) {
            row.source = {};
            builder.add(row);
        });
    }
    return builder.freeze();
}

TEST(AppointmentOfPinggu, ComesToThePublishedLeadersBySource) {
    const District district = registry_and_roles(1, 1);
    const Appointments result =
        appoint(district, day_of("2023-12-31"), SyntheticNominations(1, 1).all(), AppointmentOptions{});
    for (const Diagnostic& problem : result.problems) ADD_FAILURE() << to_string(problem);
    EXPECT_EQ(result.grids, 3170);
    EXPECT_EQ(result.rows.size(), 3170U);
    EXPECT_TRUE(result.vacancies.empty());
    EXPECT_EQ(result.by_source, (std::array<std::int64_t, 3>{1194, 837, 1139}));
    // It is a choice, not a repetition: every class occurs, many change, most stay.
    for (const std::int64_t of_class : result.objective.of_preference) EXPECT_GT(of_class, 50);
    EXPECT_GT(result.objective.kept, 1900);
    EXPECT_LT(result.objective.kept, 2900);
    EXPECT_GT(result.intake.size(), 100U);
    EXPECT_GT(result.nominations_counted, 6000);
}

TEST(AppointmentOfPinggu, FitsTheLeadersBySourceOfOtherDistricts) {
    for (const auto& [seed, grids] : {std::pair(7U, 200U), std::pair(2U, 61U), std::pair(99U, 1U)}) {
        const double scale = grids / 3170.0;
        const PingguTotals totals = PingguDistrict(seed, scale).totals();
        const Appointments result = appoint(registry_and_roles(seed, scale), day_of("2023-12-31"),
                                            SyntheticNominations(seed, scale).all(), AppointmentOptions{});
        EXPECT_TRUE(result.problems.empty());
        EXPECT_EQ(result.by_source,
                  (std::array<std::int64_t, 3>{totals.grid_officer_leaders, totals.committee_member_leaders,
                                               totals.volunteer_leaders}));
    }
}

} // namespace
} // namespace jifen
