#pragma once

#include "jifen/admission/admission.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/tables/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// How far the network reaches on any day (SPEC §5, FACTS §1): 1 + 10 + 100 of every member, who is reached by nobody
/// or by several, which links lead from nobody or to nobody, which households nobody was in contact with of late.
///
/// A member is whoever holds one of `linkage.roles` on the day, scored or not; whom she leads, reaches and served is
/// counted as in the linkage part, service up to the day. A person, a link's source and a household count in the unit
/// they lie in, a member (and the links that go out from her) in the unit of her role.

namespace jifen {

/// One member on the day.
struct MemberCoverage {
    PersonId person;
    UnitId unit; ///< of her role among `linkage.roles`; of several the later begun, then the smaller id
    std::int64_t exemplars = 0, contacts = 0, served = 0;
    /// What is missing to the rulebook's targets; 0 where it has none.
    std::int64_t missing_exemplars = 0, missing_contacts = 0, missing_served = 0;
};

/// A household without a valid contact.
struct UncontactedHousehold {
    HouseholdId household;
    std::optional<Day> last_contact; ///< within the window; none: there was none in it
};

/// Sums over whatever lies in one unit, or in the district.
struct CoverageSums {
    std::int64_t members = 0;
    std::int64_t with_exemplars = 0, with_contacts = 0, with_served = 0; ///< members who reach the target
    std::int64_t exemplars = 0, contacts = 0, served = 0; ///< of the members; whom two reach counts for both
    std::int64_t missing_exemplars = 0, missing_contacts = 0, missing_served = 0;
    std::int64_t people = 0; ///< registered on the day, of the rule's gender if it names one
    std::int64_t reached_by_nobody = 0, reached_by_several = 0; ///< of those, by members' contacts
    std::int64_t links = 0;                                     ///< in force on the day
    std::int64_t links_out_of_office = 0; ///< whose source holds no linkage role and is nobody's exemplar
    std::int64_t links_to_departed = 0;   ///< whose target is not registered on the day
    std::int64_t households = 0;          ///< registered on the day, in units of the tree
    std::int64_t without_contact = 0;     ///< of those; 0 unless asked

    CoverageSums& operator+=(const CoverageSums& other) noexcept;
    friend bool operator==(const CoverageSums&, const CoverageSums&) = default;
};

struct CoverageOptions {
    /// Households are without a contact when none lies in the so many months up to the day; 0: not asked.
    std::int32_t contact_months = 0;
    /// Items whose valid entries are a contact with the household they are about, or the household of the person;
    /// empty: those of `linkage.served`. An exemplar whom a member leads that day is not asked for a role, as in the
    /// linkage part. Throws ArgumentError for one that the rulebook does not have.
    std::vector<std::string> contact_items;
    RunOptions run;
};

/// The network on one day.
struct NetworkCoverage {
    District district;
    Day day;
    std::vector<MemberCoverage> members;           ///< ascending
    std::vector<PersonId> people;                  ///< who are counted, ascending
    std::vector<std::uint32_t> reached_by;         ///< by person: how many members' contacts she is among
    std::vector<UncontactedHousehold> uncontacted; ///< ascending
    std::vector<CoverageSums> own;                 ///< by unit: of what lies in that very unit
    CoverageSums elsewhere;                        ///< of what lies in no unit of the tree
    bool households_asked = false;

    /// Of everything that is in the unit or below it. O(units).
    [[nodiscard]] CoverageSums sums(UnitId unit) const;
    /// Of the whole district. O(units).
    [[nodiscard]] CoverageSums sums() const;
};

/// Throws ArgumentError when the rulebook has no linkage, when the day lies outside of the window, or when the months
/// asked about begin before the window does: what was then is not known to the admission. O(people + links + entries).
/// The same for every number of threads. Throws Cancelled.
[[nodiscard]] NetworkCoverage coverage_on(const Admission& admission, Day day, const CoverageOptions& options = {});

/// `person`, `unit`, `exemplars`, `contacts`, `served`, `missing_exemplars`, `missing_contacts`, `missing_served`.
[[nodiscard]] Table coverage_table(const NetworkCoverage& coverage);
/// The sums of the unit (none: of the district) as one row.
[[nodiscard]] Table coverage_sums_table(const NetworkCoverage& coverage, UnitId unit);
/// `unit` and the sums, a row for every unit of the tree with that level, by id; what lies in none of them stands in a
/// last row with a blank unit. Throws ArgumentError when no unit has the level.
[[nodiscard]] Table coverage_by(const NetworkCoverage& coverage, std::string_view level);
/// `unit`, `household`, `last_contact`: the households without a contact, by unit.
[[nodiscard]] Table uncontacted_table(const NetworkCoverage& coverage);
/// `person`, `unit`, `members`: by how many members' contacts everybody is reached who is registered on the day, of the
/// rule's gender if it names one.
[[nodiscard]] Table reach_table(const NetworkCoverage& coverage);

/// `day` and the sums of the unit (none: of the district) on the last day of every month of the window and on its last
/// day, oldest first. `without_contact` is blank on days whose months asked about begin before the window.
[[nodiscard]] Table coverage_series(const Admission& admission, UnitId unit, const CoverageOptions& options = {});

} // namespace jifen
