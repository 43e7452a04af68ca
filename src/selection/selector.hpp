#pragma once

#include "jifen/selection/selection.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace jifen {

/// Chooses under one `[[selection]]`. The evaluation and the rule outlive it.
class Selector {
public:
    Selector(const Evaluation& evaluation, const Selection& rule);

    [[nodiscard]] SelectionResult select() const;
    [[nodiscard]] bool is_candidate(std::size_t place) const;

private:
    friend class SelectionLine;

    /// A candidate while she is compared: her keys, all "higher is better".
    struct Candidate {
        std::size_t place = 0; ///< among the scored people
        UnitId stratum;
        std::int64_t days_in_role = 0;
        Points points;
        std::vector<std::int64_t> ties;
        SelectionReason reason = SelectionReason::below_the_line;

        [[nodiscard]] bool eligible() const noexcept { return reason == SelectionReason::below_the_line; }
    };
    using Candidates = std::vector<Candidate>;

    void find_candidates();
    void judge(Candidate& candidate, const PersonScore& score, std::span<const CategoryScore> categories) const;
    [[nodiscard]] SelectionReason reason_against(const PersonScore& score, std::int64_t days_in_role) const;
    [[nodiscard]] std::vector<StratumResult> split_strata(const Candidates& candidates) const;
    [[nodiscard]] std::int64_t chosen(std::span<const Candidate> of, const StratumResult& stratum) const;
    void choose(std::span<const Candidate> of, StratumResult& stratum, std::vector<SelectionRow>& rows) const;
    [[nodiscard]] std::string_view first_difference(const Candidate& above, const Candidate& below) const;
    /// By stratum, those eligible first, then by points, ties, person.
    [[nodiscard]] static bool before(const Candidate& a, const Candidate& b);
    [[nodiscard]] static bool equal(const Candidate& a, const Candidate& b) {
        return a.points == b.points && a.ties == b.ties;
    }

    const Evaluation& evaluation_;
    const Selection& rule_;
    RoleSet roles_;
    Candidates candidates_;
};

/// The line of a selection as one candidate sees it: everybody else's score is what it is.
class SelectionLine {
public:
    /// Precondition: the person at that place is a candidate. The selector outlives it. O(candidates).
    SelectionLine(const Selector& selector, std::size_t place);

    /// Whether she would be selected if her score were this one. O(log candidates + those of her stratum who move up).
    [[nodiscard]] bool would_select(const PersonScore& score, std::span<const CategoryScore> categories);

private:
    const Selector& selector_;
    Selector::Candidate her_;
    Selector::Candidates others_; ///< eligible, of her stratum
    StratumResult stratum_;       ///< if she is eligible
};

} // namespace jifen
