#pragma once

#include "jifen/admission/admission.hpp"
#include "jifen/admission/scored_people.hpp"

#include <cstdint>
#include <vector>

namespace jifen {

/// How often one duty was due for one person, and how often done (SPEC §7).
struct DutyRow {
    PersonId person;
    DutyId duty;
    std::int64_t due = 0;
    std::int64_t done = 0;
};

/// A due that was not done.
struct MissedDuty {
    PersonId person;
    DutyId duty;
    Span period;
    HouseholdId household; ///< none for a duty of the holder
};

struct DutiesResult {
    std::vector<DutyRow> rows;  ///< everyone who held one of the duty's roles, by person, then duty in file order
    std::vector<Points> points; ///< the duties part, by place among the scored people
};

/// O(dues + entries of holders). Throws Cancelled, OverflowError.
[[nodiscard]] DutiesResult assess_duties(const Admission& admission, const ScoredPeople& scored,
                                         const RunOptions& options);

/// points × done / due, rounded once; by `if_none_due` when nothing was due. Throws OverflowError.
[[nodiscard]] Points duty_points(const Duty& duty, std::int64_t due, std::int64_t done);

/// Every due of the person that was not done: by duty in file order, then oldest first, then household. O(her dues and
/// entries).
[[nodiscard]] std::vector<MissedDuty> missed_duties(const Admission& admission, PersonId person);
/// The same for everybody who is scored, one person after the other, ascending. 24 bytes a missed due; throws
/// Cancelled.
[[nodiscard]] std::vector<MissedDuty> missed_duties(const Admission& admission, const ScoredPeople& scored,
                                                    const RunOptions& options);

} // namespace jifen
