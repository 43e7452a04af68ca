#include "jifen/district/knowledge.hpp"

#include <algorithm>
#include <tuple>

namespace jifen {

const Answer* Knowledge::latest(std::span<const Answer> answers, TopicId subject, Day day) noexcept {
    const auto after = std::upper_bound(
        answers.begin(), answers.end(), std::tuple(subject, day),
        [](const auto& key, const Answer& answer) { return key < std::tuple(answer.subject, answer.day); });
    if (after == answers.begin() || std::prev(after)->subject != subject) return nullptr;
    return &*std::prev(after);
}

} // namespace jifen
