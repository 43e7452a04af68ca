#pragma once

#include "jifen/district/district.hpp"
#include "jifen/linkage/assignment.hpp"
#include "jifen/tables/table.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// \file
/// Both stages of assignment for a district as it stands on a day: who is whom, which links are kept, who is left.

namespace jifen {

/// The words and numbers of "1 + 10 + 100"; the defaults are Pinggu's.
struct AssignmentOptions {
    std::vector<std::string> members = {"committee_member"}; ///< roles
    /// Roles of exemplars. Whom a member leads is one as well, if links are kept.
    std::vector<std::string> exemplars = {"exemplar"};
    std::string gender = "female";     ///< of exemplars and of who is served; empty: anyone
    std::uint32_t exemplars_each = 10; ///< that a member leads at most
    std::uint32_t served_each = 10;    ///< whom an exemplar serves at most
    std::uint32_t reach = 100;         ///< whom a member reaches at most, herself and by her exemplars
    bool keep_links = true;            ///< those in force on the day; else everybody is assigned anew
};

/// Who should lead and serve whom, beside the links that are kept.
struct AssignmentPlan {
    District district;
    Day day;
    AssignmentOptions options;
    std::int64_t members = 0, exemplars = 0, people = 0; ///< who take part; people: who are neither, and to be served
    std::int64_t led_already = 0, served_already = 0;    ///< of exemplars and of people: by links that are kept
    Assignment leading;                                  ///< stage 1
    Assignment serving;                                  ///< stage 2
};

/// Members are registered on the day and hold one of the roles; they stand in the unit of that role. Exemplars are
/// registered, of the gender, no members, and hold one of the exemplars' roles or are led by a member. All others who
/// are registered and of the gender are to be served. Exemplars and people stand in the unit they lie in. An exemplar
/// whom several members lead counts for each of them, and in stage 2 in the reach of the one with the smallest id.
///
/// O(people + links) beside the two stages. Throws what they throw.
[[nodiscard]] AssignmentPlan plan_assignment(const District& district, Day day, const AssignmentOptions& options = {},
                                             const RunOptions& run = {});

/// The new links, as rows of the links table that begin on the day: `source`, `target`, `kind`, `from`, `distance`; by
/// source, kind and target.
[[nodiscard]] Table planned_links_table(const AssignmentPlan& plan);
/// `person`, `unit`, `kind`: who remains without (`leads`: an exemplar whom nobody leads; `serves`: whom nobody
/// serves).
[[nodiscard]] Table unassigned_table(const AssignmentPlan& plan);
/// `unit`, `kind`, `people`, `assigned`, `within`, `places`: where people are left and where there is room, for each
/// unit with all that is below it.
[[nodiscard]] Table balance_table(const AssignmentPlan& plan);

} // namespace jifen
