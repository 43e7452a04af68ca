#include "district/topic_order.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

TEST(TopicOrder, NumbersObjectsByTheirSubjectsAndWhatIsLeftAtTheEnd) {
    TopicOrder order(8);
    order.add(5);
    order.add(2);
    order.add(5);                                        // which has its number
    order.add_objects({2, 5, 0, 5, 2}, {7, 4, 1, 3, 4}); // nobody asked about 0
    order.add_rest();
    EXPECT_EQ(order.in_order(), (std::vector<TextNumber>{5, 2, 4, 3, 7, 0, 1, 6}));
    for (TextNumber number = 0; number < 8; ++number) EXPECT_EQ(order[order.in_order()[number]], number);
    EXPECT_EQ(order[absent], absent);
}

/// Two people in each of many households, one matter each, whose records come in any order.
TEST(TopicOrder, AnswersOfALeaderLieAsChainsAskForThem) {
    constexpr int households = 60;
    Tables tables;
    tables.households = "household,unit\n";
    tables.people = "person,household,from,until\nlea,,,\n";
    tables.roles = "person,role,unit,from,until\nlea,leader,G1,,\n";
    std::vector<std::string> records;
    std::mt19937 random(7);
    const auto any_name = [&random](const char* prefix) { return prefix + std::to_string(random()); };
    for (int h = 0; h < households; ++h) {
        const std::string household = any_name("H");
        tables.households += household + ",G1\n";
        for (int p = 0; p < 2; ++p) {
            const std::string person = any_name("p"), matter = any_name("m");
            tables.people += person + "," + household + ",,\n";
            records.push_back("people," + household + "," + person);
            records.push_back("matters," + person + "," + matter);
            records.push_back("circumstances," + matter + ",c" + matter);
        }
    }
    std::shuffle(records.begin(), records.end(), random);
    tables.knowledge = "record,date,knower,stage,subject,object\n";
    for (std::size_t i = 0; i < records.size(); ++i)
        tables.knowledge += "r" + std::to_string(i) + ",2023-03-01,lea," + records[i] + "\n";

    const District district = load(tables);
    const Knowledge& knowledge = district->knowledge;
    const PersonId lea = district.person("lea");
    std::vector<TopicId> asked(knowledge.topic_of_household);
    for (const Stage stage : {Stage::people, Stage::matters, Stage::circumstances}) {
        const auto answers = knowledge.of(lea, stage);
        ASSERT_EQ(answers.size(), asked.size());
        std::vector<TopicId> found;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            EXPECT_EQ(answers[i].subject, asked[i]) << i;
            for (const TopicId object : knowledge.objects_of(answers[i])) found.push_back(object);
        }
        EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
        asked = found;
    }
    EXPECT_EQ(asked.size(), 2U * households);
}

} // namespace
} // namespace jifen
