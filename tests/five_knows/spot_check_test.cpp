#include "jifen/five_knows/spot_check.hpp"

#include "jifen/core/digest.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;

/// So many households in each of G1, G2, G3, with one person each; and one without anybody, one that has gone.
District households(const std::vector<int>& by_grid) {
    Tables tables;
    tables.households = "household,unit,until\nempty,G1,\ngone,G1,2023-01-01\n";
    tables.people = "person,household,until\nghost,gone,\nleft,empty,2023-01-01\n";
    for (std::size_t g = 0; g < by_grid.size(); ++g) {
        for (int h = 0; h < by_grid[g]; ++h) {
            const std::string id = std::to_string(g + 1) + "-" + std::to_string(h);
            tables.households += "H" + id + ",G" + std::to_string(g + 1) + ",\n";
            tables.people += "P" + id + ",H" + id + ",\n";
        }
    }
    return district_of(tables);
}

SpotCheckDesign design(std::int64_t count, std::string level = "grid", std::int64_t at_least = 0,
                       std::string seed = "2023") {
    return {day_of("2023-06-30"), std::move(level), count, at_least, std::move(seed)};
}

/// `G1 3/10`: the strata, drawn of households.
std::string dealt(const SpotCheckSample& sample) {
    std::string out;
    for (const SpotCheckStratum& stratum : sample.strata) {
        out += (out.empty() ? "" : " ") +
               (stratum.unit ? std::string(sample.district->units.ids()[stratum.unit]) : std::string("-")) + " " +
               std::to_string(stratum.drawn) + "/" + std::to_string(stratum.households);
    }
    return out;
}

std::vector<std::string> drawn(const SpotCheckSample& sample) {
    std::vector<std::string> ids;
    for (const DrawnHousehold& row : sample.households)
        ids.emplace_back(sample.district->households.ids[row.household]);
    return ids;
}

TEST(SpotCheck, DealsToStrataInProportion) {
    const District district = households({10, 20, 30});
    EXPECT_EQ(dealt(draw_households(district, design(6))), "G1 1/10 G2 2/20 G3 3/30");
    EXPECT_EQ(dealt(draw_households(district, design(7))), "G1 1/10 G2 2/20 G3 4/30")
        << "equal halves go to the larger";
    EXPECT_EQ(dealt(draw_households(district, design(6, "township"))), "T1 3/30 T2 3/30");
    EXPECT_EQ(dealt(draw_households(district, design(5, "township"))), "T1 3/30 T2 2/30") << "then to the smaller id";
    EXPECT_EQ(dealt(draw_households(district, design(5, ""))), "- 5/60");
    EXPECT_EQ(dealt(draw_households(district, design(0))), "G1 0/10 G2 0/20 G3 0/30");
    EXPECT_EQ(dealt(draw_households(district, design(1'000))), "G1 10/10 G2 20/20 G3 30/30");
    EXPECT_EQ(dealt(draw_households(district, design(9, "grid", 3))), "G1 3/10 G2 3/20 G3 3/30");
    EXPECT_EQ(dealt(draw_households(households({1, 0, 30}), design(9, "grid", 3))), "G1 1/1 G2 0/0 G3 8/30");
}

TEST(SpotCheck, DrawsThoseWithTheSmallestDigestsSoThatAnybodyCanCheckIt) {
    const District district = households({8, 8, 8});
    const SpotCheckSample sample = draw_households(district, design(9));
    std::vector<std::string> expected;
    for (const char* grid : {"1", "2", "3"}) {
        std::map<std::string, std::string> by_digest;
        for (int h = 0; h < 8; ++h) {
            const std::string id = std::string("H") + grid + "-" + std::to_string(h);
            by_digest[to_string(sha256("2023\n" + id))] = id;
        }
        auto next = by_digest.begin();
        for (int turn = 0; turn < 3; ++turn) expected.push_back((next++)->second);
    }
    EXPECT_EQ(drawn(sample), expected);
    EXPECT_EQ(sample.households[4].turn, 2);
    EXPECT_EQ(sample.households[4].stratum, 1U);
    EXPECT_EQ(sample_table(sample).rows(), 9U);
    EXPECT_EQ(sample_table(sample).text(4, "household"), expected[4]);
    EXPECT_EQ(sample_table(sample).text(4, "stratum") + sample_table(sample).text(4, "drawn"), "G23");

    const std::vector<std::string> larger = drawn(draw_households(district, design(12)));
    for (const std::string& id : expected) EXPECT_NE(std::find(larger.begin(), larger.end(), id), larger.end());
    EXPECT_NE(drawn(draw_households(district, design(9, "grid", 0, "2024"))), expected);
}

TEST(SpotCheck, GivesEveryHouseholdOfAStratumTheSameChance) {
    const District district = households({5, 12, 0});
    std::map<std::string, int> times;
    constexpr int rounds = 4'000;
    for (int round = 0; round < rounds; ++round) {
        for (const std::string& id : drawn(draw_households(district, design(6, "grid", 2, std::to_string(round)))))
            ++times[id];
    }
    EXPECT_EQ(times.size(), 17U);
    const SpotCheckSample sample = draw_households(district, design(6, "grid", 2));
    for (const auto& [id, count] : times) {
        const SpotCheckStratum& stratum = sample.strata[id[1] == '1' ? 0 : 1];
        const double chance = static_cast<double>(stratum.drawn) / static_cast<double>(stratum.households);
        EXPECT_NEAR(count, rounds * chance, 4.5 * std::sqrt(rounds * chance * (1 - chance))) << id;
    }
}

TEST(SpotCheck, NamesWrongDesigns) {
    const District district = households({5, 5, 5});
    EXPECT_THROW((void)draw_households(district, design(3, "street")), ArgumentError);
    EXPECT_THROW((void)draw_households(district, design(-1)), ArgumentError);
    EXPECT_THROW((void)draw_households(district, design(3, "grid", -1)), ArgumentError);
    EXPECT_THROW((void)draw_households(district, design(5, "grid", 2)), ArgumentError);
}

/// Lea leads G1 with H1 and H2, of which she knows all of H1 and of H2 nothing.
struct Visited {
    District district;
    FiveKnowsResult records;
};

Visited visited() {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G1\nH3,G3\n";
    tables.people = "person,household\nann,H1\nbea,H2\ncid,H3\nlea,\n";
    tables.roles = "person,role,unit\nlea,leader,G1\n";
    tables.knowledge = "record,date,knower,stage,subject,object\nK1,2023-12-01,lea,people,H1,ann\n"
                       "K2,2023-12-01,lea,matters,ann,job\nK3,2023-12-01,lea,circumstances,job,lost\n"
                       "K4,2023-12-01,lea,needs,lost,\n";
    const District district = district_of(tables);
    const Admission admission(
        district,
        Program(rules_of("[[item]]\ncode = \"visit\"\npoints = 1\n[five_knows]\nrole = \"leader\"\npoints = 10\n"
                         "weights = [1, 1, 1, 1, 1]\nfresh_days = [60, 60, 60, 60, 60]\n"),
                Window::year(2023)),
        std::nullopt, RunOptions{});
    return {district, assess_five_knows(admission, RunOptions{})};
}

TEST(SpotCheck, HoldsTheRecordsToTheDoor) {
    const Visited place = visited();
    const SpotCheckSample sample = draw_households(place.district, {day_of("2023-12-31"), "", 3, 0, "seed"});
    const auto household = [&](std::string_view id) { return place.district->households.ids.find(id); };
    const std::vector<DoorAnswer> answers{
        {household("H3"), Stage::people, 1, 1},  {household("H1"), Stage::people, 1, 0},
        {household("H1"), Stage::matters, 0, 0}, {household("H1"), Stage::needs, 1, 1},
        {household("H2"), Stage::people, 2, 2},  {household("H2"), Stage::matters, 3, 1},
        {household("H1"), Stage::help, 0, 0},
    };
    const SpotCheckResult result = assess_spot_check(sample, answers, place.records);
    EXPECT_EQ(findings_table(result).to_csv(),
              "household,stage,leader,asked,known,recorded_asked,recorded_known,verdict\n"
              "H1,people,lea,1,0,1,1,claims_more\n"
              "H1,matters,lea,0,0,1,1,agrees\n"
              "H1,needs,lea,1,1,1,1,agrees\n"
              "H1,help,lea,0,0,0,0,agrees\n"
              "H2,people,lea,2,2,1,0,records_less\n"
              "H2,matters,lea,3,1,0,0,agrees\n"
              "H3,people,,1,1,0,0,no_leader\n");
    EXPECT_EQ(result.households_drawn, 3);
    EXPECT_EQ(result.households_visited, 3);
    ASSERT_TRUE(result.stages[0]);
    EXPECT_DOUBLE_EQ(result.stages[0]->rate, 2.0 / 3);
    EXPECT_EQ(result.stages[0]->wilson.width(), 0) << "all three were asked";
    EXPECT_EQ(result.stages[1]->n, 1) << "in H1 nothing came up";
    EXPECT_EQ(result.stages[1]->rate, 0);
    EXPECT_FALSE(result.stages[2]);
    EXPECT_FALSE(result.stages[4]);
    const Table rates = stage_rates_table(result);
    EXPECT_EQ(rates.text(0, "stage") + " " + rates.text(0, "rate") + " " + rates.text(0, "known"), "people 0.666667 3");
    EXPECT_EQ(rates.text(2, "rate") + rates.text(2, "exact_high") + rates.text(2, "households"), "0");
}

TEST(SpotCheck, RefusesAnswersThatCannotBe) {
    const Visited place = visited();
    const SpotCheckSample all = draw_households(place.district, {day_of("2023-12-31"), "", 3, 0, "seed"});
    const SpotCheckSample none = draw_households(place.district, {day_of("2023-12-31"), "", 0, 0, "seed"});
    const HouseholdId h1 = place.district->households.ids.find("H1");
    const auto refused = [&](const SpotCheckSample& sample, const std::vector<DoorAnswer>& answers) {
        EXPECT_THROW((void)assess_spot_check(sample, answers, place.records), ArgumentError);
    };
    refused(all, {{h1, Stage::people, 1, 2}});
    refused(all, {{h1, Stage::people, 1, -1}});
    refused(all, {{h1, Stage::people, 1, 1}, {h1, Stage::matters, 0, 0}, {h1, Stage::people, 1, 1}});
    refused(all, {{HouseholdId::none(), Stage::people, 1, 1}});
    refused(none, {{h1, Stage::people, 1, 1}});
    EXPECT_THROW((void)assess_spot_check(all, std::vector<DoorAnswer>{{h1, Stage::people, 1, 1}}, place.records, 1.0),
                 ArgumentError);
    EXPECT_EQ(assess_spot_check(all, {}, place.records).households_visited, 0);
}

} // namespace
} // namespace jifen
