#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/core/text.hpp"
#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::rulebook_lint {

/// The rulebook under review, and what was found.
class Linter {
public:
    Linter(const Rulebook& rulebook, const std::optional<Window>& window) : rulebook_(rulebook), window_(window) {}

    [[nodiscard]] const Rulebook& rulebook() const noexcept { return rulebook_; }
    [[nodiscard]] const RulebookData& rules() const noexcept { return *rulebook_; }
    [[nodiscard]] const std::optional<Window>& window() const noexcept { return window_; }

    /// Long numbers are masked in all three texts: a code may be an identity number that stands in the wrong place.
    void warn(const Heading& at, std::string_view code, std::string_view message, std::string_view value,
              std::string_view remedy) {
        Diagnostic diagnostic;
        diagnostic.file = rules().file;
        diagnostic.line = at.line;
        diagnostic.column = std::to_string(at.column);
        diagnostic.severity = Severity::warning;
        diagnostic.code = code;
        diagnostic.message = mask_long_numbers(message);
        diagnostic.value = mask_long_numbers(value);
        diagnostic.remedy = mask_long_numbers(remedy);
        found_.push_back(std::move(diagnostic));
    }
    [[nodiscard]] Diagnostics take() {
        sort_diagnostics(found_);
        return std::move(found_);
    }

private:
    const Rulebook& rulebook_;
    const std::optional<Window>& window_;
    Diagnostics found_;
};

/// `item "home_visit"`.
template <class Rule>
[[nodiscard]] std::string named(std::string_view kind, const Rule& rule) {
    return std::string(kind) + " " + jifen::in_quotes(rule.code);
}

/// `"a", "b" and "c"`.
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

/// Caps and what they do to values: `value_above_cap`, `value_above_ceiling`, `step_above_cap`,
/// `coarser_cap_not_larger`, `cap_never_reached`, `periods_do_not_nest`.
void lint_caps(Linter& linter);
/// Dates, `once`, groups and what counts nowhere: `never_in_force`, `version_never_in_force`, `not_in_window`,
/// `once_on_exclusive`, `once_with_unequal_points`, `exclusive_of_one`, `item_without_effect`,
/// `category_without_items`.
void lint_items(Linter& linter);
/// Roles, duties, grades and selections: `role_earns_nothing`, `role_not_scored`, `duty_not_doable`,
/// `duty_not_in_force`, `duty_never_due`, `unreachable_grade`, `grade_never_given`, `selection_out_of_reach`,
/// `selection_of_nobody`, `rank_by_nothing`.
void lint_parts(Linter& linter);

} // namespace jifen::rulebook_lint
