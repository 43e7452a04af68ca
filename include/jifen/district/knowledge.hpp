#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/ids.hpp"
#include "jifen/core/text_pool.hpp"
#include "jifen/district/rows.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace jifen {

/// What one knower answered about one subject in one stage on one day (SPEC §6). No objects: "asked, and there is
/// none".
struct Answer {
    TopicId subject;
    Day day;
    std::uint32_t begin = 0; ///< objects [begin, end) of `Knowledge::objects`, distinct and ascending
    std::uint32_t end = 0;
};

/// All answers, clustered by (knower, stage), within one by (subject, day). Frozen.
struct Knowledge {
    TextPool topics;                         ///< every text that is a subject or an object, in no particular order
    std::vector<TopicId> topic_of_household; ///< by household; none when it is never mentioned
    std::vector<TopicId> topic_of_person;    ///< by person
    std::vector<Answer> answers;
    std::vector<TopicId> objects;
    std::vector<std::uint32_t> begin; ///< stage_count × people + 1 offsets into `answers`
    std::int64_t records = 0;

    [[nodiscard]] std::span<const Answer> of(PersonId knower, Stage stage) const noexcept {
        const std::size_t at = knower.index() * stage_count + static_cast<std::size_t>(stage);
        return {answers.data() + begin[at], begin[at + 1] - begin[at]};
    }
    [[nodiscard]] std::span<const TopicId> objects_of(const Answer& answer) const noexcept {
        return {objects.data() + answer.begin, answer.end - answer.begin};
    }
    /// The latest answer about the subject on or before the day; nullptr when there is none. O(log answers).
    [[nodiscard]] static const Answer* latest(std::span<const Answer> answers, TopicId subject, Day day) noexcept;
};

} // namespace jifen
