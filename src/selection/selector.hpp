#pragma once

#include "jifen/selection/selection.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace jifen {

/// Chooses under one `[[selection]]`. The evaluation and the rule outlive it.
class Selector {
public:
    Selector(const Evaluation& evaluation, const Selection& rule);

    Selector(const Selector&) = delete; // candidates refer to their keys
    Selector& operator=(const Selector&) = delete;

    /// What came of a candidate.
    struct Row {
        std::size_t scored = 0; ///< her place among the scored people
        UnitId stratum;
        std::int64_t place = 0; ///< as in SelectionRow
        Points points;
        bool selected = false;
        SelectionReason reason = SelectionReason::below_the_line;
        std::string_view decided_by; ///< lives as long as the rule
        std::optional<Points> distance;
    };

    /// Calls visit(row) for every candidate, by stratum, then place, and gives the strata.
    template <class Visit>
    std::vector<StratumResult> for_each_row(Visit visit) const {
        std::vector<StratumResult> strata = split_strata(candidates_);
        std::size_t begin = 0;
        for (StratumResult& stratum : strata) {
            const auto of = std::span(candidates_).subspan(begin, static_cast<std::size_t>(stratum.candidates));
            stratum.selected = chosen(of, stratum);
            for (std::size_t i = 0; i < of.size(); ++i) visit(row_of(of, i, stratum));
            begin += of.size();
        }
        return strata;
    }

    [[nodiscard]] std::size_t candidates() const noexcept { return candidates_.size(); }
    [[nodiscard]] SelectionResult select() const;
    [[nodiscard]] bool is_candidate(std::size_t place) const;

private:
    friend class SelectionLine;

    /// A candidate while she is compared: her keys, all "higher is better".
    struct Candidate {
        std::size_t place = 0; ///< among the scored people
        UnitId stratum;
        std::int32_t days_in_role = 0;
        Points points;
        std::span<const std::int64_t> ties; ///< kept elsewhere
        SelectionReason reason = SelectionReason::below_the_line;

        [[nodiscard]] bool eligible() const noexcept { return reason == SelectionReason::below_the_line; }
    };
    using Candidates = std::vector<Candidate>;

    void find_candidates();
    void sort_candidates();
    /// `ties`: room for as many keys as the rule has.
    void judge(Candidate& candidate, const PersonScore& score, std::span<const CategoryScore> categories,
               std::span<std::int64_t> ties) const;
    [[nodiscard]] SelectionReason reason_against(const PersonScore& score, std::int64_t days_in_role) const;
    [[nodiscard]] std::vector<StratumResult> split_strata(const Candidates& candidates) const;
    [[nodiscard]] std::int64_t chosen(std::span<const Candidate> of, const StratumResult& stratum) const;
    [[nodiscard]] Row row_of(std::span<const Candidate> of, std::size_t at, const StratumResult& stratum) const;
    [[nodiscard]] Points distance(const Candidate& candidate, Points line) const;
    [[nodiscard]] std::string_view first_difference(const Candidate& above, const Candidate& below) const;
    /// Of two in one stratum, both eligible or neither: by points, ties, person.
    [[nodiscard]] static bool before(const Candidate& a, const Candidate& b);
    [[nodiscard]] static bool equal(const Candidate& a, const Candidate& b) {
        return a.points == b.points && std::ranges::equal(a.ties, b.ties);
    }

    const Evaluation& evaluation_;
    const Selection& rule_;
    RoleSet roles_;
    Candidates candidates_;          ///< in order
    std::vector<std::int64_t> ties_; ///< of the candidates
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
    std::vector<std::int64_t> her_ties_;
    Selector::Candidates others_; ///< eligible, of her stratum
    StratumResult stratum_;       ///< if she is eligible
};

} // namespace jifen
