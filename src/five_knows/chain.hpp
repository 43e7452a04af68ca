#pragma once

#include "chain_weights.hpp"
#include "jifen/five_knows/five_knows.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jifen {

/// The scores of chains whose counts are small, for they are often alike. Of one thread.
class KnownScores {
public:
    explicit KnownScores(const ChainWeights& weights) : weights_(weights), known_(size) {}
    /// weights.score(funnel), where somebody is to be known.
    [[nodiscard]] std::optional<std::int64_t> of(const Funnel& funnel);

private:
    static constexpr unsigned size_bits = 9;
    static constexpr std::size_t size = std::size_t{1} << size_bits;
    struct Known {
        std::uint64_t funnel = 0; ///< packed; 0: none
        std::int64_t score = 0;
    };
    const ChainWeights& weights_;
    std::vector<Known> known_;
};

/// The answers of one leader in one stage by their subjects, of which at most one stands for each. Reuses its memory.
class AnswerIndex {
public:
    /// Of those dated on or before `last` the latest about each subject. Fewer than 2^31, by day where they are about
    /// the same. O(answers).
    void index(std::span<const Answer> answers, Day last);
    /// nullptr: there is none. O(1).
    [[nodiscard]] const Answer* find(TopicId subject) const noexcept {
        const std::uint32_t after = slots_[slot_of(subject)].after;
        return after > 0 ? &answers_[after - 1] : nullptr;
    }

private:
    struct Slot {
        TopicId subject;
        std::uint32_t after = 0; ///< the answer is the one before this place; 0: there is none
    };
    /// That of the subject, or the empty one where it would go.
    [[nodiscard]] std::size_t slot_of(TopicId subject) const noexcept {
        constexpr std::uint32_t scatter = 0x9E3779B9U; // 2^32 divided by the golden ratio
        std::size_t at = subject.value() * scatter >> shift_;
        while (slots_[at].after > 0 && slots_[at].subject != subject) at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    std::span<const Answer> answers_;
    std::vector<Slot> slots_; ///< a power of two, at least half of them empty
    unsigned shift_ = 0;
};

/// Follows the chain of one household through one leader's answers; reuses its memory from household to household.
class Chain {
public:
    Chain(const DistrictData& district, const FiveKnowsRule& rule, const ChainWeights& weights)
        : district_(district), rule_(rule), scores_(weights) {}

    /// Her answers dated on or before `known` stand; freshness is asked on `day`.
    void set_leader(PersonId leader, Day day, Day known);
    /// Of the household in `known`, which says nothing else yet.
    void follow(HouseholdKnown& known);
    /// Brings near what `follow` reads of the households behind the one at `at`, which may lie anywhere.
    void prefetch(std::span<const HouseholdId> households, std::size_t at) const noexcept;

private:
    /// What became of one question.
    enum class State : std::uint8_t { fresh, stale, never };
    [[nodiscard]] State ask(Stage stage, TopicId subject, const Answer*& answer);
    [[nodiscard]] const Answer* latest(std::size_t stage, TopicId subject);
    void ask_people(HouseholdKnown& known);
    void ask_stage(Stage stage, HouseholdKnown& known);

    const DistrictData& district_;
    const FiveKnowsRule& rule_;
    KnownScores scores_;
    PersonId leader_;
    Day day_, last_answer_;
    std::array<std::span<const Answer>, stage_count> answers_; ///< hers, by subject and day
    std::array<std::size_t, stage_count> next_{};              ///< behind those about what was asked last
    std::array<bool, stage_count> has_index_{};                ///< where they are looked up instead
    std::array<AnswerIndex, stage_count> indices_;
    std::vector<TopicId> subjects_; ///< of the stage that is asked: distinct
    std::vector<TopicId> objects_;  ///< gathered for the next stage
};

} // namespace jifen
