#pragma once

#include "core/large_array.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/selection/selection.hpp"

#include <algorithm>
#include <array>
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

    Selector(const Selector&) = delete; // its order refers to its keys
    Selector& operator=(const Selector&) = delete;

    /// What came of a candidate.
    struct Row {
        PersonId person;
        UnitId stratum;
        std::int64_t place = 0; ///< as in SelectionRow
        Points points;
        bool selected = false;
        SelectionReason reason = SelectionReason::below_the_line;
        std::uint32_t decided_by = 0; ///< number of a word, see `decider`
        std::optional<Points> distance;
    };

    /// Calls visit(at, row), or a copy of it, for the row at each place of the result, by stratum, then place in it, on
    /// the threads of the options, and gives the strata.
    template <class Visit>
    std::vector<StratumResult> for_each_row(const RunOptions& options, Visit visit) const {
        std::vector<StratumResult> strata = strata_;
        divide(strata);
        for (std::size_t of = 0; of < strata.size(); ++of)
            strata[of].selected = chosen(eligible_of(of), strata[of].places, order_);
        for_each_chunk(candidates_.size(), rows_a_chunk, options, "selection",
                       [&](std::size_t first, std::size_t last) {
                           const Visit here = visit; // one that stays in registers
                           const PersonId* const people = evaluation_.scored().people.data();
                           const auto after = std::upper_bound(begin_.begin(), begin_.end(), first);
                           auto of = static_cast<std::size_t>(after - begin_.begin()) - 1;
                           for (std::size_t at = first; at < last; ++of) {
                               const StratumResult stratum = strata[of];
                               const std::size_t begin = begin_[of], end = std::min(begin_[of + 1], last);
                               const auto all = std::span(candidates_).subspan(begin, begin_[of + 1] - begin);
                               for (; at < end; ++at) {
                                   // People stand in the order of their ids: anywhere.
                                   if (at + rows_ahead < candidates_.size())
                                       __builtin_prefetch(people + candidates_[at + rows_ahead].place);
                                   Row row = row_of(all, at - begin, stratum);
                                   row.person = people[candidates_[at].place];
                                   here(at, row);
                               }
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

    static constexpr std::size_t rows_a_chunk = 4096;
    static constexpr std::size_t rows_ahead = 16;

    /// A candidate while she is compared.
    struct Candidate {
        Points points;
        std::uint32_t place = 0; ///< among the scored people
        SelectionReason reason = SelectionReason::below_the_line;
        std::array<std::uint8_t, 3> unused{}; ///< so that whole words are copied

        [[nodiscard]] bool eligible() const noexcept { return reason == SelectionReason::below_the_line; }
    };
    using Candidates = std::vector<Candidate>;
    /// Candidates in the order of the scored people, each chunk of whom begins where it would if all were some.
    struct Found {
        explicit Found(std::size_t scored)
            : candidates(scored), strata(scored), count((scored + rows_a_chunk - 1) / rows_a_chunk) {}
        /// Calls visit(candidate, stratum) for each of some chunks.
        template <class Visit>
        void for_each(std::size_t first_chunk, std::size_t end_chunk, Visit visit) const {
            for (std::size_t chunk = first_chunk; chunk < end_chunk; ++chunk) {
                for (std::size_t i = chunk * rows_a_chunk; i < chunk * rows_a_chunk + count[chunk]; ++i)
                    visit(candidates[i], strata[i]);
            }
        }

        LargeArray<Candidate> candidates;
        LargeArray<UnitId> strata;
        std::vector<std::size_t> count; ///< by chunk
    };

    /// Which of two in one stratum, both eligible or neither, comes first: by points, ties, person. All keys are
    /// "higher is better".
    class Order {
    public:
        Order() = default;
        /// `ties`: as many keys for each of the scored people.
        Order(const std::int64_t* ties, std::size_t keys) : ties_(ties), keys_(keys) {}
        /// The same, but for the keys of one of them.
        [[nodiscard]] Order with(std::uint32_t place, std::span<const std::int64_t> ties) const {
            Order order = *this;
            order.changed_ = place;
            order.of_changed_ = ties;
            return order;
        }

        [[nodiscard]] bool before(const Candidate& a, const Candidate& b) const;
        [[nodiscard]] bool equal(const Candidate& a, const Candidate& b) const {
            return a.points == b.points && std::ranges::equal(ties_of(a), ties_of(b));
        }
        /// Of `below`, who comes after `above`: as in Row::decided_by.
        [[nodiscard]] std::uint32_t first_difference(const Candidate& above, const Candidate& below) const;

    private:
        [[nodiscard]] std::span<const std::int64_t> ties_of(const Candidate& candidate) const noexcept {
            return candidate.place == changed_ ? of_changed_ : std::span(ties_ + candidate.place * keys_, keys_);
        }

        static constexpr std::uint32_t nobody = ~std::uint32_t{0};

        const std::int64_t* ties_ = nullptr;
        std::size_t keys_ = 0;
        std::uint32_t changed_ = nobody;
        std::span<const std::int64_t> of_changed_;
    };

    /// Memory for sorting one stratum after another.
    struct SortRoom {
        Candidates spread;
        std::vector<std::size_t> end; ///< of each bucket
    };

    /// Those of a stratum who are eligible, in order.
    [[nodiscard]] std::span<const Candidate> eligible_of(std::size_t stratum) const {
        return std::span(candidates_).subspan(begin_[stratum], static_cast<std::size_t>(strata_[stratum].eligible));
    }
    [[nodiscard]] std::vector<UnitId> strata_by_unit() const;
    [[nodiscard]] Found find_candidates(const RunOptions& options);
    void split(const Found& found, const RunOptions& options);
    void sort(std::span<Candidate> candidates, SortRoom& room) const;
    /// `ties`: room for as many keys as the rule has.
    void judge(Candidate& candidate, std::int64_t days_in_role, const PersonScore& score,
               std::span<const CategoryScore> categories, std::span<std::int64_t> ties) const;
    [[nodiscard]] SelectionReason reason_against(const PersonScore& score, std::int64_t days_in_role) const;
    /// Gives each its places, by how many candidates and eligible it has.
    void divide(std::span<StratumResult> strata) const;
    /// How many of the eligible people of a stratum are chosen where it has so many places: ties across the line move
    /// it.
    [[nodiscard]] std::int64_t chosen(std::span<const Candidate> eligible, std::int64_t places,
                                      const Order& order) const;
    /// But for the person.
    [[nodiscard]] Row row_of(std::span<const Candidate> of, std::size_t at, const StratumResult& stratum) const;
    [[nodiscard]] Points distance(const Candidate& candidate, Points line) const;

    const Evaluation& evaluation_;
    const Selection& rule_;
    RoleSet roles_;
    LargeArray<std::int64_t> ties_;     ///< by place among the scored people
    Order order_;                       ///< by them
    LargeArray<Candidate> candidates_;  ///< by stratum, those eligible first, in order
    std::vector<StratumResult> strata_; ///< that have a candidate; without places
    std::vector<std::size_t> begin_;    ///< of each in `candidates_`, and the end of the last
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
    std::int64_t her_days_in_role_;
    std::vector<std::int64_t> her_ties_;
    Selector::Candidates others_; ///< eligible, of her stratum
    std::int64_t places_ = 0;     ///< of her stratum if she is eligible
};

} // namespace jifen
