#pragma once

#include "jifen/selection/selection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// What one selection came to for one person, with the line of her stratum.
struct SelectionOutcome {
    const Selection* rule = nullptr; ///< lives as long as the evaluation
    SelectionRow row;
    StratumResult stratum;
    std::optional<Points> line; ///< ranking points of the last selected of her stratum
    std::string above;          ///< who stands just above her in the stratum, if she is eligible and not the first
};

/// Every selection in which the person is a candidate, in the rulebook's order. Each is made anew: O(candidates · log)
/// for each. Throws ArgumentError when she is unknown or not scored, OverflowError.
[[nodiscard]] std::vector<SelectionOutcome> selection_outcomes(const Evaluation& evaluation, std::string_view person);

/// The same as text, `language` being `zh` or `en` (ArgumentError otherwise): the last section of a statement. Points
/// that rank her, place, line, distance, the key that decided, why, and the article. Empty when the rulebook has no
/// selection.
[[nodiscard]] std::string selection_text(const Evaluation& evaluation, std::string_view person,
                                         std::string_view language = "zh");

/// The whole explanation of a person: her statement to the total, then what the selections made of it.
[[nodiscard]] std::string explain(const Evaluation& evaluation, std::string_view person,
                                  std::string_view language = "zh");

} // namespace jifen
