#pragma once

#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/table.hpp"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Why a candidate was or was not selected; of several reasons the first (SPEC §8).
enum class SelectionReason : std::uint8_t { selected, below_the_line, vetoed, grade, days_in_role };
/// `selected`, `below_the_line`, `vetoed`, `not_eligible: grade`, `not_eligible: days_in_role`.
[[nodiscard]] std::string_view to_string(SelectionReason reason) noexcept;

/// One candidate of a selection.
struct SelectionRow {
    std::string person; ///< external id
    PersonId id;
    UnitId stratum;         ///< none when the district has no root
    std::int64_t place = 0; ///< in the stratum, from 1; 0 for those not eligible
    Points points;          ///< ranking points: the sum of `rank_by`
    bool selected = false;
    SelectionReason reason = SelectionReason::below_the_line;
    std::string decided_by;         ///< `rank_by`, a tie key, `person`; empty for the first and those not eligible
    std::optional<Points> distance; ///< to the line of her stratum
};

std::ostream& operator<<(std::ostream& out, const SelectionRow& row);

/// What one stratum was given.
struct StratumResult {
    UnitId stratum;
    std::int64_t candidates = 0, eligible = 0, places = 0, selected = 0;
};

struct SelectionResult {
    std::vector<SelectionRow> rows;    ///< by stratum, then place, those not eligible last in the same order
    std::vector<StratumResult> strata; ///< by id
    Evaluation evaluation;             ///< keeps the texts that rows refer to

    [[nodiscard]] auto begin() const noexcept { return rows.begin(); }
    [[nodiscard]] auto end() const noexcept { return rows.end(); }
};

/// Chooses the best under one `[[selection]]` of the rulebook. O(candidates · log). Throws ArgumentError when there is
/// no selection of that code, OverflowError, Cancelled.
[[nodiscard]] SelectionResult select(const Evaluation& evaluation, std::string_view code,
                                     const RunOptions& options = {});

/// `selection.csv`: every selection of the rulebook, by code (SPEC §9).
[[nodiscard]] Table selection_table(const Evaluation& evaluation, const RunOptions& options = {});
/// One selection in the same columns.
[[nodiscard]] Table selection_table(const Evaluation& evaluation, std::string_view code,
                                    const RunOptions& options = {});

} // namespace jifen
