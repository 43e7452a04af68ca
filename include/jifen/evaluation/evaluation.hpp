#pragma once

#include "jifen/admission/admission.hpp"
#include "jifen/admission/scored_people.hpp"
#include "jifen/duties/duties.hpp"
#include "jifen/evaluation/composite_part.hpp"
#include "jifen/five_knows/five_knows.hpp"
#include "jifen/linkage/linkage.hpp"
#include "jifen/scoring/scorer.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace jifen {

/// What one scored person's year came to (SPEC §4.5).
struct PersonScore {
    Points base, items, linkage, five_knows, duties;
    Points composite;  ///< of the index, whether or not it is a part of the total
    Points total;      ///< the sum of the parts, clipped to [floor, ceiling]
    Points deductions; ///< the negative credited points, already inside `items`
    std::optional<ItemId> veto;
    GradeId grade; ///< by total; none when the rulebook has no grades, or the veto set one
};

struct EvaluationOptions {
    std::optional<Day> known_at; ///< judge as it was known on that day; default: no limit
    RunOptions run;
    /// Needed by a rulebook with `[composite]`: `jifen::composite::index_method()`. The evaluation keeps it.
    std::shared_ptr<const IndexMethod> index_method{};
};

/// A whole district evaluated under one rulebook over one window. Frozen, cheap to copy (the copies share it), and it
/// keeps its district and rulebook alive.
class Evaluation {
public:
    struct Data;
    explicit Evaluation(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

    /// The handles it was made from: what they hold is `evaluation.district()->people`, `evaluation.rules().items`.
    [[nodiscard]] const District& district() const noexcept;
    [[nodiscard]] const Rulebook& rulebook() const noexcept { return program().rulebook(); }
    [[nodiscard]] const Program& program() const noexcept;
    [[nodiscard]] const RulebookData& rules() const noexcept { return program().rules(); }
    [[nodiscard]] const Admission& admission() const noexcept;
    [[nodiscard]] const ScoredPeople& scored() const noexcept;
    [[nodiscard]] const LinkageResult& linkage() const noexcept;
    [[nodiscard]] const FiveKnowsResult& five_knows() const noexcept;
    [[nodiscard]] const DutiesResult& duties() const noexcept;
    [[nodiscard]] const CompositeResult& composite() const noexcept;
    /// That of the options.
    [[nodiscard]] const std::shared_ptr<const IndexMethod>& index_method() const noexcept;
    /// Whether the index is a part of totals.
    [[nodiscard]] bool index_in_total() const noexcept { return rules().composite && rules().composite->in_total; }

    /// Scores by place among `scored()`.
    [[nodiscard]] std::span<const PersonScore> scores() const noexcept;
    /// Of the same people in the same order, side by side: `items` and `total` of their scores. Whoever asks everybody
    /// for these alone reads a tenth of the memory.
    [[nodiscard]] std::span<const Points> items() const noexcept;
    [[nodiscard]] std::span<const Points> totals() const noexcept;
    /// Of the same people: 1, 2, 2, 4 by total among those not vetoed; 0 for a vetoed person.
    [[nodiscard]] std::span<const std::uint32_t> ranks() const noexcept;
    /// Points by category of the person at that place, in the rulebook's order.
    [[nodiscard]] std::span<const CategoryScore> categories(std::size_t place) const noexcept;
    /// The grade's word: of her total, or of her veto; empty when the rulebook has none.
    [[nodiscard]] std::string_view grade(std::size_t place) const noexcept;
    /// What evaluating found beside what loading found (`district().report()`): words of the rulebook that the district
    /// never uses, words of the district that the rulebook does not know. Warnings and notes, sorted by file, line,
    /// column; docs/tables.md lists their codes.
    [[nodiscard]] const Diagnostics& diagnostics() const noexcept;
    /// How many of those scored are ranked: all but the vetoed.
    [[nodiscard]] std::int64_t ranked() const noexcept;
    /// The place of the person with that id; throws ArgumentError when she is unknown or not scored.
    [[nodiscard]] std::size_t place_of(std::string_view person) const;

private:
    std::shared_ptr<const Data> data_;
};

/// Evaluates everyone (SPEC §§4 to 7). The same bytes for every thread count and executor.
/// O(ledger + links + answers), with log factors for sorting what belongs to one person. Memory beyond the district:
/// one byte an entry, and the results. Throws OverflowError, Cancelled; Error (`composite`) when the index
/// of `[composite]` cannot be computed from these values, ArgumentError when no method for it is given.
[[nodiscard]] Evaluation evaluate(const District& district, const Rulebook& rulebook, const Window& window,
                                  const EvaluationOptions& options = {});

} // namespace jifen
