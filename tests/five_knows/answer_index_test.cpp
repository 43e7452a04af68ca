#include "five_knows/chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <tuple>
#include <vector>

namespace jifen {
namespace {

TEST(AnswerIndex, FindsWhatASearchFinds) {
    std::mt19937 random(3);
    AnswerIndex index;
    for (const std::size_t count : {0U, 1U, 2U, 3U, 9U, 100U, 1000U, 3U}) { // what was there before does not matter
        std::vector<Answer> answers(count);
        for (Answer& answer : answers) {
            answer.subject = TopicId(static_cast<std::uint32_t>(random() % (count + 1) * 3));
            answer.day = Day(static_cast<std::int32_t>(random() % 20));
        }
        std::sort(answers.begin(), answers.end(), [](const Answer& a, const Answer& b) {
            return std::tuple(a.subject, a.day) < std::tuple(b.subject, b.day);
        });
        for (const std::int32_t last : {-1, 0, 7, 19, 100}) {
            index.index(answers, Day(last));
            for (std::uint32_t subject = 0; subject <= 3 * count + 4; ++subject) {
                const Answer* const found = index.find(TopicId(subject));
                const Answer* const wanted = Knowledge::latest(answers, TopicId(subject), Day(last));
                ASSERT_EQ(found == nullptr, wanted == nullptr) << subject << ' ' << last;
                if (found == nullptr) continue;
                ASSERT_EQ(found->day, wanted->day) << subject << ' ' << last; // of several on one day either
                ASSERT_EQ(found->subject, TopicId(subject));
            }
        }
    }
}

} // namespace
} // namespace jifen
