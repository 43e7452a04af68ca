#include "jifen/district/knowledge.hpp"

#include "district/texts.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

using Lines = std::vector<std::string>;
using enum InputTable;

/// A record of P1 about matters of P2 on a day of January 2023.
std::string record(const std::string& id, const std::string& object, int day = 1) {
    return id + ",2023/1/" + std::to_string(day) + ",P1,matters,P2," + object + "\n";
}

District records_of(const std::string& rows) {
    Texts texts;
    texts.knowledge += rows;
    return load(texts);
}

/// The objects of P1's answer about matters of P2 that stands on a day of January 2023; `none` when there is no answer.
std::set<std::string> standing(const District& district, unsigned day) {
    const Knowledge& knowledge = district->knowledge;
    const TopicId subject = knowledge.topic_of_person[district.person("P2").index()];
    const Answer* answer =
        Knowledge::latest(knowledge.of(district.person("P1"), Stage::matters), subject, *Day::from_civil(2023, 1, day));
    if (answer == nullptr) return {"none"};
    std::set<std::string> objects;
    for (const TopicId object : knowledge.objects_of(*answer)) objects.emplace(knowledge.topics[object.index()]);
    EXPECT_EQ(objects.size(), knowledge.objects_of(*answer).size()) << "objects are distinct";
    return objects;
}

using Objects = std::set<std::string>;

TEST(Knowledge, RecordsOfOneDayFormOneAnswerAndTheLatestStandsAlone) {
    const District district =
        records_of(record("1", "a", 5) + record("2", "b", 5) + record("3", "c", 9) + record("4", "a", 5));
    EXPECT_EQ(standing(district, 4), Objects{"none"});
    EXPECT_EQ(standing(district, 5), (Objects{"a", "b"}));
    EXPECT_EQ(standing(district, 8), (Objects{"a", "b"}));
    EXPECT_EQ(standing(district, 9), Objects{"c"});
    EXPECT_EQ(standing(district, 31), Objects{"c"});
    EXPECT_EQ(district->knowledge.records, 4);
}

TEST(Knowledge, EmptyObjectMeansAskedAndThereIsNone) {
    const District district = records_of(record("1", "a", 5) + record("2", "", 6));
    EXPECT_TRUE(district.report().diagnostics.empty());
    EXPECT_EQ(standing(district, 6), Objects{});
    EXPECT_EQ(standing(district, 5), Objects{"a"});
}

TEST(Knowledge, EmptyObjectIsAllowedForMattersAndNeedsAlone) {
    const District district =
        records_of("1,2023-01-01,P1,people,H1,\n2,2023-01-01,P1,matters,P1,\n3,2023-01-01,P1,circumstances,M,\n"
                   "4,2023-01-01,P1,needs,C,\n5,2023-01-01,P1,help,N,\n");
    EXPECT_EQ(problems_of(district, knowledge),
              (Lines{"2 object bad_value", "4 object bad_value", "6 object bad_value"}));
    EXPECT_EQ(counts_of(district, knowledge), "5 = 2 + 0 + 0 + 3");
}

TEST(Knowledge, EmptyObjectBesideObjectsOfTheSameAnswerIsRejected) {
    const District district = records_of(record("1", "") + record("2", "a") + record("3", "") + record("4", "", 2));
    EXPECT_EQ(problems_of(district, knowledge),
              (Lines{"2 object empty_beside_objects", "4 object empty_beside_objects"}));
    EXPECT_EQ(counts_of(district, knowledge), "4 = 2 + 0 + 0 + 2");
    EXPECT_EQ(standing(district, 1), Objects{"a"});
    EXPECT_EQ(standing(district, 2), Objects{});
}

TEST(Knowledge, AnswersOfOtherKnowersStagesSubjectsAndDaysAreOthers) {
    const District district =
        records_of("1,2023-01-01,P1,matters,P2,\n2,2023-01-02,P1,matters,P2,a\n3,2023-01-01,P2,matters,P2,a\n"
                   "4,2023-01-01,P1,matters,P3,a\n5,2023-01-01,P1,needs,P2,a\n");
    EXPECT_EQ(counts_of(district, knowledge), "5 = 5 + 0 + 0 + 0");
}

TEST(Knowledge, ObjectOfARowThatHoldsNoIdMakesNoAnswer) {
    // The second row of an id is asked for nothing: it is a conflict, and its object is not beside the empty one.
    const District district = records_of(record("1", "") + record("1", "a"));
    EXPECT_EQ(problems_of(district, knowledge), Lines{"3 record conflict"});
    EXPECT_EQ(counts_of(district, knowledge), "2 = 1 + 0 + 1 + 0");
    EXPECT_EQ(standing(district, 1), Objects{});
}

TEST(Knowledge, RejectedRowHoldsNoIdForTheNextOne) {
    const District district = records_of(record("1", "") + record("2", "a") + record("1", "b"));
    EXPECT_EQ(problems_of(district, knowledge), Lines{"2 object empty_beside_objects"});
    EXPECT_EQ(standing(district, 1), (Objects{"a", "b"}));
}

TEST(Knowledge, UnknownKnowerIsAcceptedWithAWarningAndCountsNowhere) {
    const District district = records_of("1,2023-01-01,nobody,matters,P2,a\n");
    EXPECT_EQ(counts_of(district, knowledge), "1 = 1 + 0 + 0 + 0");
    EXPECT_EQ(problems_of(district, knowledge), Lines{"2 knower unknown_knower"});
    EXPECT_EQ(only_problem(district).severity, Severity::warning);
    EXPECT_EQ(district->knowledge.records, 0);
    EXPECT_TRUE(district->knowledge.answers.empty());
}

TEST(Knowledge, KnowsHouseholdsAndPeopleAmongItsTopics) {
    const District district = records_of("1,2023-01-01,P1,people,H1,P1\n2,2023-01-01,P1,people,H9,P9\n");
    const Knowledge& k = district->knowledge;
    const auto& households = district->households.ids;
    EXPECT_EQ(k.topics[k.topic_of_household[households.find("H1").index()].index()], "H1");
    EXPECT_FALSE(k.topic_of_household[households.find("H2").index()]) << "never mentioned";
    EXPECT_EQ(k.topics[k.topic_of_person[district.person("P1").index()].index()], "P1");
    EXPECT_FALSE(k.topic_of_person[district.person("P2").index()]);
}

TEST(Knowledge, AgreesWithAMapOnRandomRecords) {
    constexpr std::array<const char*, 5> stages{"people", "matters", "circumstances", "needs", "help"};
    std::mt19937 random(23);
    for (int i = 0; i < 200; ++i) {
        using Key = std::tuple<std::string, std::size_t, std::string, unsigned>; // knower, stage, subject, day
        std::map<Key, Objects> answers;
        std::string rows;
        for (int row = 0; row < 60; ++row) {
            const Key key{"P" + std::to_string(1 + random() % 3), random() % 5, "s" + std::to_string(random() % 3),
                          1 + static_cast<unsigned>(random() % 4)};
            const std::string object = "o" + std::to_string(random() % 5);
            answers[key].insert(object);
            const auto& [knower, stage, subject, day] = key;
            rows += std::to_string(row) + ",2023/1/" + std::to_string(day) + "," + knower + "," + stages[stage] + "," +
                    subject + "," + object + "\n";
        }
        const District district = records_of(rows);
        const Knowledge& k = district->knowledge;
        ASSERT_EQ(k.answers.size(), answers.size());
        for (const auto& [key, objects] : answers) {
            const auto& [knower, stage, subject, day] = key;
            TopicId topic;
            for (std::size_t t = 0; t < k.topics.size(); ++t) {
                if (k.topics[t] == subject) topic = TopicId::at(t);
            }
            const Answer* answer = Knowledge::latest(k.of(district.person(knower), static_cast<Stage>(stage)), topic,
                                                     *Day::from_civil(2023, 1, day));
            ASSERT_NE(answer, nullptr);
            Objects found;
            for (const TopicId object : k.objects_of(*answer)) found.emplace(k.topics[object.index()]);
            ASSERT_EQ(found, objects);
        }
    }
}

} // namespace
} // namespace jifen
