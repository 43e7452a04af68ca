#pragma once

#include "jifen/five_knows/five_knows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// Five asks, five knows (FACTS §1), as a leader's telephone would ask them: a household → its people → their matters →
/// the circumstances → the needs → the help there is.

namespace jifen {

/// How an answer stands on the day.
enum class AnswerState : std::uint8_t { fresh, stale, never };
[[nodiscard]] std::string_view to_string(AnswerState state) noexcept;

/// Something that is known, or should be: a household, a person, a matter, a circumstance, a need, or help.
struct Known {
    std::string_view text; ///< as the tables write it; lives as long as the district
    /// What is asked about it; none of help, which is the end, and of somebody who is not known.
    std::optional<Stage> asks;
    AnswerState state = AnswerState::never;
    std::optional<Day> answered; ///< the day of her latest answer up to the day asked for
    bool is_registered = true;   ///< of a person: on the day; an answer may name somebody else
    bool is_known = true;        ///< of a person: a fresh answer names her
    std::vector<Known> leads_to; ///< from the answer, fresh or stale; with `people`, everybody registered
};

/// What a leader knows of a household on a day, from her own answers dated up to it. Counts as in SPEC §6 come from
/// what is fresh all the way; what is stale is shown with what it said.
/// O(answers below it · log).
[[nodiscard]] Known ask_household(const District& district, const FiveKnowsRule& rule, PersonId leader,
                                  HouseholdId household, Day day);

/// Who holds the role that day in the household's unit or one above it, ascending: whom to ask. O(roles).
[[nodiscard]] std::vector<PersonId> leaders_of(const District& district, const FiveKnowsRule& rule,
                                               HouseholdId household, Day day);

/// The same as indented lines, `zh` or `en`. Throws ArgumentError for another language.
[[nodiscard]] std::string to_text(const Known& known, std::string_view language);

} // namespace jifen
