#pragma once

#include "jifen/admission/admission.hpp"
#include "jifen/admission/scored_people.hpp"

#include <cstdint>
#include <vector>

namespace jifen {

/// 1 + 10 + 100 of one person on her day (SPEC §5). People are counted once however many links reach them.
struct LinkageRow {
    PersonId person;
    Day day;
    std::int64_t exemplars = 0;
    std::int64_t contacts = 0;
    std::int64_t served = 0;
    Points points; ///< the linkage part
};

/// District figures of the same days: how far the members together reach.
struct LinkageCoverage {
    std::int64_t members = 0;
    std::int64_t members_with_exemplars = 0; ///< who lead at least the target number
    std::int64_t members_with_contacts = 0;
    std::int64_t members_with_served = 0;
    std::int64_t people = 0;            ///< registered on the window's last day, of the rule's gender if it names one
    std::int64_t reached_by_nobody = 0; ///< of those, in no member's contacts
    std::int64_t reached_by_several = 0;
    std::int64_t links_out_of_office =
        0; ///< links in force on the window's last day whose source holds no linkage role then and is nobody's exemplar
    std::int64_t links_to_departed = 0; ///< links in force that day whose target's registration has ended or not begun
};

struct LinkageResult {
    std::vector<LinkageRow> rows; ///< scored people who held one of `linkage.roles`, ascending
    LinkageCoverage coverage;
};

/// Empty when the rulebook has no linkage. O(links · log + entries of members and exemplars). Throws Cancelled.
[[nodiscard]] LinkageResult assess_linkage(const Admission& admission, const ScoredPeople& scored,
                                           const RunOptions& options);

} // namespace jifen
