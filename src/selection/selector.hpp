#pragma once

#include "jifen/core/cells.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/selection/selection.hpp"

#include <algorithm>
#include <compare>
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

    /// A candidate while she is compared.
    struct Candidate {
        Points points;
        std::uint32_t place = 0; ///< among the scored people
        /// What put her behind the one before her in her stratum, see `decider`; of the first, nothing.
        std::uint32_t decided_by : 24 = 0; // no rulebook has so many keys
        std::uint32_t reason_number : 8 = static_cast<std::uint32_t>(SelectionReason::below_the_line);

        void decide(std::uint32_t by) noexcept { decided_by = by & 0xFFFFFFU; }
        [[nodiscard]] SelectionReason reason() const noexcept { return static_cast<SelectionReason>(reason_number); }
        [[nodiscard]] bool eligible() const noexcept { return reason() == SelectionReason::below_the_line; }
    };

    /// Candidates of one stratum who follow each other, all selected, all below the line, or all not eligible.
    struct Section {
        std::size_t first = 0; ///< row of the result
        std::span<const Candidate> candidates;
        UnitId stratum;
        std::int64_t place = 0; ///< of the first; 0: they are not eligible
        bool selected = false;
        std::optional<Points> line; ///< from which they have their distance
    };

    /// Calls visit(section) for the rows of the result, which are by stratum, then place in it, on the threads of the
    /// options, and gives the strata.
    template <class Visit>
    std::vector<StratumResult> for_each_section(const RunOptions& options, Visit visit) const {
        std::vector<StratumResult> strata = strata_;
        divide(strata);
        for (std::size_t of = 0; of < strata.size(); ++of)
            strata[of].selected = chosen(eligible_of(of), strata[of].places, Order(*this));
        for_each_chunk(candidates_.size(), rows_a_chunk, options, "selection", [&](std::size_t first, std::size_t end) {
            const auto after = std::upper_bound(begin_.begin(), begin_.end(), first);
            auto of = static_cast<std::size_t>(after - begin_.begin()) - 1;
            for (std::size_t at = first; at < end; ++of) {
                const StratumResult& stratum = strata[of];
                for (const std::int64_t count : {stratum.selected, stratum.eligible, stratum.candidates}) {
                    const std::size_t to = std::min(begin_[of] + static_cast<std::size_t>(count), end);
                    if (at >= to) continue;
                    visit(section_of(stratum, begin_[of], at, to));
                    at = to;
                }
            }
        });
        return strata;
    }

    /// Of a candidate of a section, by her place in it.
    [[nodiscard]] PersonId person(const Section& section, std::size_t at) const {
        // Where everybody in a row of ids is scored, nothing needs to be looked up.
        if (in_a_row_) return PersonId(people_->value() + section.candidates[at].place);
        // People stand in the order of their ids: anywhere. Whoever is asked for next is fetched.
        if (const std::size_t ahead = section.first + at + rows_ahead; ahead < candidates_.size())
            __builtin_prefetch(people_ + candidates_[ahead].place);
        return people_[section.candidates[at].place];
    }
    [[nodiscard]] static SelectionReason reason(const Section& section, std::size_t at) noexcept {
        return section.selected ? SelectionReason::selected : section.candidates[at].reason();
    }
    /// The number of a word, see `decider`.
    [[nodiscard]] static std::uint32_t decided_by(const Section& section, std::size_t at) noexcept {
        return section.place > 0 ? std::uint32_t{section.candidates[at].decided_by} : 0;
    }
    /// Precondition: there is a line.
    [[nodiscard]] static Points distance(const Section& section, std::size_t at) noexcept {
        // It fits, see section_of.
        return Points::thousandths(section.candidates[at].points.thousandths() - section.line->thousandths());
    }

    /// What `decided_by` 0, 1, … stand for: nothing, `rank_by`, each tie key, `person`. Lives as long as the rule.
    [[nodiscard]] std::string_view decider(std::uint32_t number) const noexcept;
    [[nodiscard]] std::size_t deciders() const noexcept { return rule_.ties.size() + 3; }
    [[nodiscard]] std::size_t candidates() const noexcept { return candidates_.size(); }
    [[nodiscard]] SelectionResult select(const RunOptions& options = {}) const;
    /// Whether anything can make somebody not eligible.
    [[nodiscard]] bool may_bar() const noexcept { return may_be_barred_; }
    [[nodiscard]] bool is_candidate(std::size_t place) const;

private:
    friend class SelectionLine;

    static constexpr std::size_t rows_a_chunk = 4096;
    static constexpr std::size_t rows_ahead = 32;
    /// How many people are judged at a time, one key after the other: what a key is gets asked once.
    static constexpr std::size_t people_a_block = 1024;

    using Candidates = std::vector<Candidate>;

    /// Which of two in one stratum, both eligible or neither, comes first: by points, ties, person. All keys are
    /// "higher is better".
    class Order {
    public:
        explicit Order(const Selector& selector) : selector_(selector) {}
        /// The same, but for the ties of one of them: as many as the rule has.
        Order(const Selector& selector, std::uint32_t place, std::span<const std::int64_t> ties)
            : selector_(selector), changed_(place), of_changed_(ties) {}

        [[nodiscard]] bool before(const Candidate& a, const Candidate& b) const;
        [[nodiscard]] bool equal(const Candidate& a, const Candidate& b) const { return std::is_eq(compare(a, b)); }

    private:
        /// Greater where a comes first, but for the person.
        [[nodiscard]] std::strong_ordering compare(const Candidate& a, const Candidate& b) const;
        [[nodiscard]] std::int64_t tie(const Candidate& candidate, std::size_t key) const;

        static constexpr std::uint32_t nobody = ~std::uint32_t{0};

        const Selector& selector_;
        std::uint32_t changed_ = nobody;
        std::span<const std::int64_t> of_changed_;
    };

    /// Memory for sorting one stratum after another.
    struct SortRoom {
        Candidates spread;
        std::vector<std::uint32_t> end; ///< of each bucket
        std::vector<std::int64_t> ties; ///< of those who have equal points, one after the other
        std::vector<std::uint32_t> order;
    };

    /// Those of a stratum who are eligible, in order.
    [[nodiscard]] std::span<const Candidate> eligible_of(std::size_t stratum) const {
        return std::span(candidates_).subspan(begin_[stratum], static_cast<std::size_t>(strata_[stratum].eligible));
    }
    [[nodiscard]] std::vector<UnitId> strata_by_unit() const;
    /// Finds who is a candidate in which stratum, and puts them side by side, by counting.
    void find_candidates(const RunOptions& options);
    /// Of the eligible and the others of a stratum, each in order.
    void arrange(std::size_t stratum, SortRoom& room);
    void sort(std::span<Candidate> candidates, SortRoom& room) const;
    /// And by place where points are equal.
    static void sort_by_points(std::span<Candidate> candidates, SortRoom& room);
    /// Precondition: all have equal points, and stand in the order of their places.
    void break_ties(std::span<Candidate> equal, SortRoom& room) const;
    /// Candidates whose places are known, at most `people_a_block`: their points and their reasons.
    void judge(std::span<Candidate> candidates) const;
    /// What a key is worth for each candidate: to out[0], out[step], …
    void read(const RankKey& key, std::span<const Candidate> candidates, std::int64_t* out, std::size_t step) const;
    [[nodiscard]] static std::int64_t value_of(const RankKey& key, const PersonScore& score,
                                               std::span<const CategoryScore> categories, std::int64_t days_in_role);
    [[nodiscard]] std::string_view id_at(std::uint32_t place) const {
        return evaluation_.district()->people.ids[people_[place]];
    }
    [[nodiscard]] std::int64_t days_in_role(std::uint32_t place) const;
    [[nodiscard]] SelectionReason reason_against(const PersonScore& score, std::int64_t days_in_role) const;
    /// Gives each its places, by how many candidates and eligible it has.
    void divide(std::span<StratumResult> strata) const;
    /// How many of the eligible people of a stratum are chosen where it has so many places: ties across the line move
    /// it.
    [[nodiscard]] std::int64_t chosen(std::span<const Candidate> eligible, std::int64_t places,
                                      const Order& order) const;
    /// Of the rows [at, end) of a stratum that begins in row `begin`.
    [[nodiscard]] Section section_of(const StratumResult& stratum, std::size_t begin, std::size_t at,
                                     std::size_t end) const;

    const Evaluation& evaluation_;
    const Selection& rule_;
    const PersonId* people_; ///< who are scored
    bool in_a_row_;          ///< each of them has the number after the one before
    RoleSet roles_;
    bool may_be_barred_;                ///< whether anything can make somebody not eligible
    Cells<Candidate> candidates_;       ///< by stratum, those eligible first, in order
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
