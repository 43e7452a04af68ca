#pragma once

#include "jifen/district/district.hpp"
#include "jifen/district/nominations.hpp"
#include "jifen/linkage/leader_choice.hpp"
#include "jifen/tables/table.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// Who should lead which grid: the five rules of two-way concurrent posts (FACTS §1, docs/network.md).

namespace jifen {

/// The words of the rules; the defaults are Pinggu's. The roles are also what the sources are called.
struct AppointmentOptions {
    std::string leader = "group_leader";
    std::string officer = "grid_officer";
    std::string member = "committee_member";
    std::string volunteer = "volunteer";
    /// Backgrounds of rule 4: she heads an office, a new economic or social organisation, an interest group.
    std::vector<std::string> heads = {"office_head", "new_organisation_head", "interest_group_head"};
    /// Backgrounds of rule 5.
    std::vector<std::string> drawn_upon = {"retired_cadre", "teacher", "counsellor", "team_leader", "business_founder"};
    std::uint32_t max_grids = 1; ///< that one person may lead
    bool residents_only = true;  ///< a nominee must be registered in the grid, or in a unit below it
};

/// What makes her a candidate for the grid; the first are preferred.
enum class CandidateClass : std::uint8_t {
    officer,    ///< rule 1: she is its officer
    member,     ///< rule 2: nominated, and a committee member already
    head,       ///< rule 4: nominated, and heads something there; taken into the committee
    drawn_upon, ///< rule 5: nominated, of a background to draw upon
    other,      ///< rule 2: nominated
};
inline constexpr std::size_t candidate_classes = 5;
[[nodiscard]] int rule_of(CandidateClass candidate) noexcept;

enum class AppointmentSource : std::uint8_t { officer, member, volunteer };
[[nodiscard]] AppointmentSource source_of(CandidateClass candidate) noexcept;

struct Appointment {
    UnitId grid;
    PersonId leader;
    CandidateClass candidate = CandidateClass::other; ///< says the rule and the source
    NominatedBy nominated_by = NominatedBy::nobody;   ///< for this grid
    std::int64_t suitability = 0;                     ///< thousandths; 0 where nobody nominated her
    bool in_office = false;                           ///< she leads it already: nothing changes
    bool taken_into_committee = false;                ///< by rule 3 or 4
};

struct Vacancy {
    UnitId grid;
    std::uint32_t shortage = LeaderChoice::none; ///< number of the shortage; none: nobody stands for the grid
    std::string reason;
};

/// A woman who is not on the committee and is taken into it: each once, whether she becomes leader or not.
struct CommitteeIntake {
    PersonId person;
    UnitId grid; ///< that she leads, else the first for which she is officer or nominated
    int rule;    ///< 3: she is a grid officer; 4: she is a head, by a nomination that counts
    bool leads;  ///< some grid
};

struct Appointments {
    District district;
    Day day;
    AppointmentOptions options;
    std::int64_t grids = 0;
    std::vector<Appointment> rows;           ///< by grid
    std::vector<Vacancy> vacancies;          ///< by grid
    std::vector<Shortage> shortages;         ///< grids that together have too few candidates
    std::vector<CommitteeIntake> intake;     ///< by person
    std::array<std::int64_t, 3> by_source{}; ///< leaders by AppointmentSource: they add up to the rows
    ChoiceObjective objective;               ///< `of_preference` by CandidateClass
    std::int64_t nominations_counted = 0;    ///< rows of the nominations that count, of each repetition one
    /// Of the nominations, those of reading included, and of officers. A nomination that does not count is an error,
    /// one that says again what another says and a word that no rule knows a warning.
    Diagnostics problems;

    [[nodiscard]] std::string_view source(AppointmentSource source) const noexcept;
};

/// Appoints one leader for each grid as far as there are candidates: the most grids filled; then the best candidate
/// classes, then the greatest sum of suitability, then the most leaders in office kept; exactly (leader_choice.hpp).
///
/// The grids are the units of the deepest levels of the tree. Officers, members and leaders are those who hold the role
/// on the day: officers and leaders in the grid itself, members in whatever unit. Officers and nominees are women
/// registered on the day; an officer may live elsewhere, a nominee may not (unless `residents_only` is off). A nominee
/// stands also where the officer is a woman: she leads if the officer is needed elsewhere or cannot lead. Nominated by
/// herself and by others is one candidacy, with the greater suitability and the better background. A leader in office
/// who is neither the officer nor nominated does not stand.
///
/// O(people + roles + nominations) beside the choice. Throws ArgumentError for max_grids 0, OverflowError when the sum
/// of suitability does not fit, Cancelled on a stop request.
[[nodiscard]] Appointments appoint(const District& district, Day day, const Nominations& nominations,
                                   const AppointmentOptions& options = {}, const RunOptions& run = {});

/// By grid: `grid`, `leader`, `rule`, `source`, `nominated_by` (`self`, `recommended`, `both`, blank), `suitability`
/// (blank where nobody nominated her), `in_office`, `taken_into_committee`.
[[nodiscard]] Table appointments_table(const Appointments& appointments);
/// By grid: `grid`, `reason`.
[[nodiscard]] Table vacancies_table(const Appointments& appointments);
/// By person: `person`, `grid`, `rule`, `leads`.
[[nodiscard]] Table committee_intake_table(const Appointments& appointments);

} // namespace jifen
