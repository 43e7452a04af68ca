#pragma once

#include "chain_weights.hpp"
#include "jifen/five_knows/five_knows.hpp"

#include <array>
#include <span>
#include <vector>

namespace jifen {

/// Follows the chain of one household through one leader's answers; reuses its memory from household to household.
class Chain {
public:
    Chain(const DistrictData& district, const FiveKnowsRule& rule, const ChainWeights& weights)
        : district_(district), rule_(rule), weights_(weights) {}

    /// Her answers dated on or before `known` stand; freshness is asked on `day`.
    void set_leader(PersonId leader, Day day, Day known);
    /// Of the household in `known`, which says nothing else yet.
    void follow(HouseholdKnown& known);

private:
    /// What became of one question.
    enum class State : std::uint8_t { fresh, stale, never };
    [[nodiscard]] State ask(Stage stage, TopicId subject, const Answer*& answer) noexcept;
    [[nodiscard]] const Answer* latest(std::size_t stage, TopicId subject) noexcept;
    void ask_people(HouseholdKnown& known);
    void ask_stage(Stage stage, HouseholdKnown& known);

    const DistrictData& district_;
    const FiveKnowsRule& rule_;
    const ChainWeights& weights_;
    PersonId leader_;
    Day day_, last_answer_;
    std::array<std::span<const Answer>, stage_count> answers_; ///< hers, by subject and day
    std::array<std::size_t, stage_count> next_{};              ///< the first about what was asked last, or beyond it
    std::vector<TopicId> subjects_;                            ///< of the stage that is asked: distinct
    std::vector<TopicId> objects_;                             ///< gathered for the next stage
};

} // namespace jifen
