#pragma once

#include "jifen/core/parallel.hpp"
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
    Selector(const Evaluation& evaluation, const Selection& rule, const RunOptions& options = {});

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
        std::uint32_t decided_by = 0; ///< number of a word, see `decider`
        std::optional<Points> distance;
    };

    /// Calls visit(at, row) for the row at each place of the result, by stratum, then place in it, on the threads of
    /// the options, and gives the strata.
    template <class Visit>
    std::vector<StratumResult> for_each_row(const RunOptions& options, Visit visit) const {
        std::vector<StratumResult> strata = split_strata(candidates_);
        std::vector<std::size_t> begin{0}; // of the rows of each
        for (StratumResult& stratum : strata) {
            stratum.selected = chosen(rows_of(stratum, begin.back()), stratum);
            begin.push_back(begin.back() + static_cast<std::size_t>(stratum.candidates));
        }
        for_each_chunk(candidates_.size(), rows_a_chunk, options, "selection",
                       [&](std::size_t first, std::size_t last) {
                           const auto after = std::upper_bound(begin.begin(), begin.end(), first);
                           auto of = static_cast<std::size_t>(after - begin.begin()) - 1;
                           for (std::size_t at = first; at < last; ++at) {
                               while (at >= begin[of + 1]) ++of;
                               visit(at, row_of(rows_of(strata[of], begin[of]), at - begin[of], strata[of]));
                           }
                       });
        return strata;
    }

    /// What `decided_by` 0, 1, … stand for: nothing, `rank_by`, each tie key, `person`. Lives as long as the rule.
    [[nodiscard]] std::string_view decider(std::uint32_t number) const noexcept;
    [[nodiscard]] std::size_t deciders() const noexcept { return rule_.ties.size() + 3; }
    [[nodiscard]] std::size_t candidates() const noexcept { return candidates_.size(); }
    [[nodiscard]] SelectionResult select(const RunOptions& options = {}) const;
    [[nodiscard]] bool is_candidate(std::size_t place) const;

private:
    friend class SelectionLine;

    /// A candidate while she is compared: her keys, all "higher is better".
    struct Candidate {
        Points points;
        const std::int64_t* ties = nullptr; ///< as many as the rule has, kept elsewhere
        std::uint32_t place = 0;            ///< among the scored people
        UnitId stratum;
        std::int32_t days_in_role = 0;
        SelectionReason reason = SelectionReason::below_the_line;

        [[nodiscard]] bool eligible() const noexcept { return reason == SelectionReason::below_the_line; }
    };
    using Candidates = std::vector<Candidate>;
    /// Of a chunk of the scored people.
    using Found = std::vector<Candidates>;
    static constexpr std::size_t rows_a_chunk = 4096;

    [[nodiscard]] std::span<const Candidate> rows_of(const StratumResult& stratum, std::size_t begin) const {
        return std::span(candidates_).subspan(begin, static_cast<std::size_t>(stratum.candidates));
    }
    [[nodiscard]] std::vector<UnitId> strata_by_unit() const;
    [[nodiscard]] Found find_candidates(const RunOptions& options);
    void sort_candidates(const Found& found, const RunOptions& options);
    [[nodiscard]] std::span<const std::int64_t> ties_of(const Candidate& candidate) const noexcept {
        return {candidate.ties, rule_.ties.size()};
    }
    /// `ties`: room for as many keys as the rule has.
    void judge(Candidate& candidate, const PersonScore& score, std::span<const CategoryScore> categories,
               std::span<std::int64_t> ties) const;
    [[nodiscard]] SelectionReason reason_against(const PersonScore& score, std::int64_t days_in_role) const;
    [[nodiscard]] std::vector<StratumResult> split_strata(const Candidates& candidates) const;
    [[nodiscard]] std::int64_t chosen(std::span<const Candidate> of, const StratumResult& stratum) const;
    [[nodiscard]] Row row_of(std::span<const Candidate> of, std::size_t at, const StratumResult& stratum) const;
    [[nodiscard]] Points distance(const Candidate& candidate, Points line) const;
    [[nodiscard]] std::uint32_t first_difference(const Candidate& above, const Candidate& below) const;
    /// Of two in one stratum, both eligible or neither: by points, ties, person.
    [[nodiscard]] bool before(const Candidate& a, const Candidate& b) const;
    [[nodiscard]] bool equal(const Candidate& a, const Candidate& b) const {
        return a.points == b.points && std::ranges::equal(ties_of(a), ties_of(b));
    }

    const Evaluation& evaluation_;
    const Selection& rule_;
    RoleSet roles_;
    Candidates candidates_;          ///< in order
    std::vector<std::int64_t> ties_; ///< by place among the scored people; never moved: candidates refer to it
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
