#include "jifen/five_knows/ask.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace jifen {
namespace {

using namespace testing_support;

const std::string rule_text =
    "[[item]]\ncode = \"visit\"\npoints = 1\n[five_knows]\nrole = \"leader\"\npoints = 10\nweights = [1, 1, 1, 1, 1]\n"
    "fresh_days = [60, 60, 60, 60, 60]\n";

Tables told(const std::string& knowledge) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G3\n";
    tables.people = "person,household,until\nann,H1,\nbob,H1,\ncid,H1,2023-06-01\nlea,,\nmay,,\n";
    tables.roles =
        "person,role,unit,from,until\nlea,leader,G1,,2023-07-01\nmay,leader,T1,2023-06-01,\nann,member,G1,,\n";
    tables.knowledge = "record,date,knower,stage,subject,object\n" + knowledge;
    return tables;
}

std::string asked(const District& district, std::string_view day, std::string_view language = "en") {
    const Rulebook rules = rules_of(rule_text);
    return to_text(ask_household(district, *rules->five_knows, district.person("lea"),
                                 district->households.ids.find("H1"), day_of(day)),
                   language);
}

const std::string story = "K1,2023-05-01,lea,people,H1,ann\nK2,2023-05-01,lea,people,H1,cid\n"
                          "K3,2023-05-02,lea,matters,ann,job\nK4,2023-03-02,lea,circumstances,job,dismissed\n"
                          "K5,2023-05-02,lea,needs,dismissed,work\nK6,2023-05-02,lea,needs,dismissed,money\n"
                          "K7,2023-05-03,lea,help,work,agency\nK8,2023-05-03,may,help,money,fund\n"
                          "K9,2023-05-03,lea,matters,cid,\n";

TEST(Ask, FollowsTheChainToTheHelp) {
    const District district = district_of(told(story));
    EXPECT_EQ(asked(district, "2023-05-20"), "H1 → people 2023-05-01\n"
                                             "  ann → matters 2023-05-02\n"
                                             "    job → circumstances 2023-03-02 [stale]\n"
                                             "      dismissed → needs 2023-05-02\n"
                                             "        money → help: never asked\n"
                                             "        work → help 2023-05-03\n"
                                             "          agency\n"
                                             "  bob [not known]\n"
                                             "  cid → matters 2023-05-03: asked, and there is none\n");
    EXPECT_EQ(asked(district, "2023-05-20", "zh"), "H1 → 家中的人 2023-05-01\n"
                                                   "  ann → 她的事 2023-05-02\n"
                                                   "    job → 此事的情 2023-03-02 [已过期]\n"
                                                   "      dismissed → 所需 2023-05-02\n"
                                                   "        money → 可给的帮: 未曾问过\n"
                                                   "        work → 可给的帮 2023-05-03\n"
                                                   "          agency\n"
                                                   "  bob [不知此人]\n"
                                                   "  cid → 她的事 2023-05-03: 问过，没有\n");
}

TEST(Ask, IsOfTheDay) {
    const District district = district_of(told(story));
    EXPECT_EQ(asked(district, "2023-04-30"), "H1 → people: never asked\n  ann [not known]\n  bob [not known]\n"
                                             "  cid [not known]\n");
    // Cid has left the household; after two months the answer about the people is stale, and nobody is known by it.
    const std::string later = asked(district, "2023-08-01");
    EXPECT_EQ(later.substr(0, later.find("    job")),
              "H1 → people 2023-05-01 [stale]\n  ann [not known] → matters 2023-05-02 [stale]\n");
    EXPECT_NE(later.find("  cid [not registered here] [not known]\n"), std::string::npos);
    EXPECT_THROW((void)asked(district, "2023-08-01", "fr"), ArgumentError);
}

TEST(Ask, NamesWhomToAsk) {
    const District district = district_of(told(""));
    const Rulebook rules = rules_of(rule_text);
    const auto leaders = [&](std::string_view household, std::string_view day) {
        std::string out;
        for (const PersonId person :
             leaders_of(district, *rules->five_knows, district->households.ids.find(household), day_of(day)))
            out += std::string(district->people.ids[person]) + " ";
        return out;
    };
    EXPECT_EQ(leaders("H1", "2023-05-31"), "lea ");
    EXPECT_EQ(leaders("H1", "2023-06-01"), "lea may ");
    EXPECT_EQ(leaders("H1", "2023-07-01"), "may ");
    EXPECT_EQ(leaders("H2", "2023-06-15"), "");
}

struct Counts {
    std::set<std::string_view> asked[5], known[5];
};

/// What SPEC §6 counts, off the tree: only what is fresh all the way.
void count(const Known& known, Counts& counts) {
    const auto stage = static_cast<std::size_t>(*known.asks);
    if (stage == 0) {
        for (const Known& person : known.leads_to) {
            if (!person.is_registered) continue;
            counts.asked[0].insert(person.text);
            if (person.is_known) counts.known[0].insert(person.text);
        }
    } else {
        counts.asked[stage].insert(known.text);
        if (known.state == AnswerState::fresh) counts.known[stage].insert(known.text);
    }
    if (known.state != AnswerState::fresh) return;
    for (const Known& next : known.leads_to) {
        if (next.asks && next.is_known) count(next, counts);
    }
}

TEST(Ask, AgreesWithTheFunnelOnRandomRecords) {
    Dice dice(9);
    const std::array<std::string, 5> stages{"people", "matters", "circumstances", "needs", "help"};
    for (int round = 0; round < 300; ++round) {
        std::string records;
        for (int r = 0; r < 25; ++r) {
            const std::size_t stage = dice.below(5);
            const std::string subject = stage == 0   ? "H1"
                                        : stage == 1 ? dice.one_of(std::array<std::string, 3>{"ann", "bob", "cid"})
                                                     : stages[stage].substr(0, 1) + std::to_string(dice.below(2));
            const std::string object = stage == 0  ? dice.one_of(std::array<std::string, 4>{"ann", "bob", "cid", "may"})
                                       : stage < 4 ? stages[stage + 1].substr(0, 1) + std::to_string(dice.below(2))
                                                   : "aid";
            records += "K" + std::to_string(r) + ",2023-0" + std::to_string(dice.between(3, 6)) + "-" +
                       std::to_string(10 + dice.below(3)) + ",lea," + stages[stage] + "," + subject + "," + object +
                       "\n";
        }
        const District district = load(told(records));
        const Rulebook rules = rules_of(rule_text);
        const Admission admission(district, Program(rules, Window::parse("2023-01-01..2023-07-01")), std::nullopt,
                                  RunOptions{});
        const FiveKnowsResult result = assess_five_knows(admission, RunOptions{});
        const auto leader = std::find_if(result.leaders.begin(), result.leaders.end(),
                                         [&](const LeaderKnows& row) { return row.leader == district.person("lea"); });
        ASSERT_NE(leader, result.leaders.end());
        Counts counts;
        count(ask_household(district, *rules->five_knows, leader->leader, district->households.ids.find("H1"),
                            leader->day),
              counts);
        for (std::size_t stage = 0; stage < 5; ++stage) {
            EXPECT_EQ(static_cast<std::int64_t>(counts.asked[stage].size()), leader->funnel.n[stage]) << records;
            EXPECT_EQ(static_cast<std::int64_t>(counts.known[stage].size()), leader->funnel.k[stage]) << records;
        }
    }
}

} // namespace
} // namespace jifen
