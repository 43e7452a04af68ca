#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/district/district.hpp"
#include "jifen/five_knows/door_answers.hpp"
#include "jifen/five_knows/five_knows.hpp"
#include "jifen/five_knows/proportion.hpp"
#include "jifen/tables/table.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// Asking at the door what the records say (FACTS §1: households → people → matters → circumstances → needs → help):
/// households are drawn at random, stratum by stratum, their leader is asked, and the answers are held to the records.

namespace jifen {

/// How households are drawn.
struct SpotCheckDesign {
    Day day;                     ///< households registered on it, with somebody registered in them, are drawn from
    std::string level;           ///< the units of this level are the strata; empty: the district is the only one
    std::int64_t households = 0; ///< to be drawn in all, or all there are
    std::int64_t at_least = 1;   ///< of each stratum, if it has as many
    std::string seed;            ///< any text; announced before, it lets everybody draw the same again
};

/// A stratum: of its households so many are drawn, each with probability drawn / households.
struct SpotCheckStratum {
    UnitId unit; ///< none: what lies in no unit of the level
    std::int64_t households = 0, drawn = 0;
};

struct DrawnHousehold {
    HouseholdId household;
    std::size_t stratum = 0; ///< its place among the strata
    std::int64_t turn = 0;   ///< 1, 2, … in the stratum: whoever must stop early stops after a turn
};

struct SpotCheckSample {
    District district;
    SpotCheckDesign design;
    std::vector<SpotCheckStratum> strata;   ///< by unit; those without households too
    std::vector<DrawnHousehold> households; ///< by stratum, then turn
};

/// Draws without replacement. A stratum is given `at_least`, and of the rest a part in proportion to its households
/// (largest remainder; ties to the more households, then the smaller id). In a stratum those are drawn whose SHA-256 of
/// seed, LF and household id are the smallest: anybody can check a draw, and a larger one holds the smaller. Throws
/// ArgumentError when no unit has the level, for numbers below 0, and when fewer are to be drawn than `at_least` of
/// each. O(households · log).
[[nodiscard]] SpotCheckSample draw_households(const District& district, const SpotCheckDesign& design);

/// `stratum`, `turn`, `household`, `households`, `drawn`.
[[nodiscard]] Table sample_table(const SpotCheckSample& sample);
/// `stratum`, `households`, `drawn`: those of which nothing was drawn too.
[[nodiscard]] Table strata_table(const SpotCheckSample& sample);
/// `household`, `stage`, `asked`, `known`: what is to be filled in at the doors, in the order of the sample.
/// `read_door_answers` takes it as it is.
[[nodiscard]] Table door_form_table(const SpotCheckSample& sample);

/// What was found at the door of one household in one stage: of so many that came up, so many its leader knew.
struct DoorAnswer {
    HouseholdId household;
    Stage stage = Stage::people;
    std::int64_t asked = 0, known = 0;
};

/// Records against the door, of one household and stage.
enum class DoorVerdict : std::uint8_t {
    agrees,       ///< both say that all is known, or both that not
    claims_more,  ///< the records say that all is known, and at the door it was not
    records_less, ///< at the door all was known, and the records do not say so
    no_leader     ///< the records have no leader who is asked about the household
};
[[nodiscard]] std::string_view to_string(DoorVerdict verdict) noexcept;

struct DoorFinding {
    DoorAnswer door;
    PersonId leader; ///< none when there is none
    std::int64_t recorded_asked = 0, recorded_known = 0;
    DoorVerdict verdict = DoorVerdict::agrees;
};

/// What a spot check tells.
struct SpotCheckResult {
    District district;
    double confidence = 0;
    /// By stage: in which part of the households all was known that came up; none when nothing came up anywhere.
    std::array<std::optional<RateEstimate>, stage_count> stages;
    Funnel door;                       ///< counts found at the doors: n asked, k known
    std::vector<DoorFinding> findings; ///< by household and stage, once for each leader who is asked about it
    std::int64_t households_drawn = 0, households_visited = 0;
    std::int64_t blank = 0; ///< rows of the answers that were read and not filled in
    Diagnostics problems{}; ///< of the answers that were read: what does not count, and why
};

/// A household counts in a stage when something came up there (asked > 0). `records` are those of the evaluation.
/// Throws ArgumentError for an answer about a household that was not drawn, one given twice for a stage, counts that
/// are not 0 ≤ known ≤ asked, or a confidence that is none. O(answers · log + households).
[[nodiscard]] SpotCheckResult assess_spot_check(const SpotCheckSample& sample, std::span<const DoorAnswer> answers,
                                                const FiveKnowsResult& records, double confidence = 0.95);

/// The same of answers as they were read. One about a household that the district does not have or that was not drawn
/// does not count, and is a problem; so is a second one for a household and stage: the first stands. Throws
/// ArgumentError for a confidence that is none.
[[nodiscard]] SpotCheckResult assess_door_answers(const SpotCheckSample& sample, const DoorAnswers& answers,
                                                  const FiveKnowsResult& records, double confidence = 0.95);

/// `stage`, `households`, `rate`, `wilson_low`, `wilson_high`, `exact_low`, `exact_high` (six decimals), `asked`,
/// `known`.
[[nodiscard]] Table stage_rates_table(const SpotCheckResult& result);
/// `household`, `stage`, `leader`, `asked`, `known`, `recorded_asked`, `recorded_known`, `verdict`.
[[nodiscard]] Table findings_table(const SpotCheckResult& result);

} // namespace jifen
