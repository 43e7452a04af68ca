#include "jifen/linkage/assignment_plan.hpp"

#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace jifen {
namespace {

using namespace testing_support;

/// Two members: mia in T1, moe in T2. Women w1 … in G1, G2, G3; bob is a man.
Tables network(std::string links) {
    Tables tables;
    tables.households = "household,unit\nH1,G1\nH2,G2\nH3,G3\n";
    tables.people =
        "person,gender,household,until\nbob,male,H1,\nmia,female,,\nmoe,female,,\ngone,female,H1,2023-01-01\n"
        "e1,female,H1,\ne3,female,H3,\nw1,female,H1,\nw2,female,H2,\nw3,female,H3,\nnowhere,female,,\n";
    tables.roles =
        "person,role,unit\nmia,committee_member,T1\nmoe,committee_member,T2\ne1,exemplar,G1\ne3,exemplar,G3\n";
    tables.links = "source,target,kind,from,until\n" + std::move(links);
    return tables;
}

AssignmentPlan plan(const Tables& tables, AssignmentOptions options = {}, std::string_view day = "2023-06-30") {
    return plan_assignment(district_of(tables), day_of(day), options);
}

TEST(AssignmentPlan, AssignsEverybodyWhereNoLinkIs) {
    const AssignmentPlan found = plan(network(""));
    EXPECT_EQ(found.members, 2);
    EXPECT_EQ(found.exemplars, 2);
    EXPECT_EQ(found.people, 4) << "w1, w2, w3 and nowhere; not bob, nor who is gone";
    EXPECT_EQ(planned_links_table(found).to_csv(), "source,target,kind,from,distance\n"
                                                   "e1,w1,serves,2023-06-30,0\n"
                                                   "e3,w3,serves,2023-06-30,0\n"
                                                   "mia,e1,leads,2023-06-30,1\n"
                                                   "mia,w2,serves,2023-06-30,1\n"
                                                   "moe,e3,leads,2023-06-30,1\n");
    EXPECT_EQ(unassigned_table(found).to_csv(), "person,unit,kind\nnowhere,,serves\n");
    EXPECT_EQ(found.leading.objective.total_distance, 2U);
    EXPECT_EQ(found.serving.objective.squared_loads, 3U);
}

TEST(AssignmentPlan, KeepsLinksInForceUnlessToldOtherwise) {
    const Tables tables = network("moe,e1,leads,,\nmoe,w2,leads,,2023-06-30\ne1,w3,serves,,\nw1,w2,serves,,\n"
                                  "mia,w1,leads,2023-06-30,\nmia,bob,leads,,\n");
    const AssignmentPlan kept = plan(tables);
    EXPECT_EQ(kept.exemplars, 3) << "w1, whom mia leads, is one";
    EXPECT_EQ(kept.led_already, 2);
    EXPECT_EQ(kept.served_already, 2) << "w3 by e1, w2 by w1";
    EXPECT_EQ(planned_links_table(kept).to_csv(), "source,target,kind,from,distance\nmoe,e3,leads,2023-06-30,1\n");
    AssignmentOptions anew;
    anew.keep_links = false;
    EXPECT_EQ(planned_links_table(plan(tables, anew)).to_csv(), planned_links_table(plan(network(""))).to_csv());
}

TEST(AssignmentPlan, StaysWithinWhatAMemberReaches) {
    AssignmentOptions options;
    options.reach = 1;
    options.exemplars_each = 1;
    const AssignmentPlan found = plan(network(""), options);
    // Mia reaches one of w1 and w2, by e1 or herself: w1 is nearer to e1 than w2 is to mia.
    EXPECT_EQ(planned_links_table(found).to_csv(), "source,target,kind,from,distance\n"
                                                   "e1,w1,serves,2023-06-30,0\n"
                                                   "e3,w3,serves,2023-06-30,0\n"
                                                   "mia,e1,leads,2023-06-30,1\n"
                                                   "moe,e3,leads,2023-06-30,1\n");
    EXPECT_EQ(unassigned_table(found).rows(), 2U);
    const Table balance = balance_table(found);
    std::string t1;
    for (std::size_t row = 0; row < balance.rows(); ++row) {
        if (balance.text(row, "unit") == "T1" && balance.text(row, "kind") == "serves")
            t1 = balance.text(row, "people") + " " + balance.text(row, "assigned") + " " + balance.text(row, "within") +
                 " " + balance.text(row, "places");
    }
    EXPECT_EQ(t1, "2 1 1 0") << "mia reaches nobody more";
}

TEST(AssignmentPlan, GoesByTheRolesOfTheDay) {
    Tables tables = network("");
    tables.roles = "person,role,unit,until\nmia,head,T1,2023-06-01\nmoe,head,T2,\nbob,head,T1,\ne1,star,G1,\n";
    AssignmentOptions options;
    options.members = {"head"};
    options.exemplars = {"star"};
    const AssignmentPlan found = plan(tables, options);
    EXPECT_EQ(found.members, 2) << "bob is one; mia is none any more, and is to be served";
    EXPECT_EQ(found.exemplars, 1);
    EXPECT_EQ(found.people, 6);
    options.gender = "";
    EXPECT_EQ(plan(tables, options).people, 6) << "the only man is a member";
    options.gender = "women";
    EXPECT_THROW((void)plan(tables, options), ArgumentError);
}

/// What a plan must be whatever the district: everybody once, nobody over her limit.
TEST(AssignmentPlan, HoldsEveryLimitOnRandomDistricts) {
    Dice dice(4);
    for (int round = 0; round < 200; ++round) {
        Tables tables;
        tables.people = "person,gender,unit\n";
        tables.roles = "person,role,unit\n";
        const auto grid = [&] { return "G" + std::to_string(dice.between(1, 3)); };
        for (int p = 0; p < 30; ++p) {
            const std::string id = "p" + std::to_string(p);
            tables.people += id + (dice.one_in(5) ? ",male," : ",female,") + grid() + "\n";
            if (p < 4) tables.roles += id + ",committee_member," + (dice.one_in(2) ? "T1" : "T2") + "\n";
            if (p >= 4 && p < 10) tables.roles += id + ",exemplar," + grid() + "\n";
        }
        std::set<std::string> links;
        for (int l = 0; l < 12; ++l) {
            const auto a = dice.below(30), b = dice.below(30);
            if (a != b)
                links.insert("p" + std::to_string(a) + ",p" + std::to_string(b) +
                             (dice.one_in(2) ? ",leads\n" : ",serves\n"));
        }
        tables.links = "source,target,kind\n";
        for (const std::string& link : links) tables.links += link;
        AssignmentOptions options;
        options.exemplars_each = static_cast<std::uint32_t>(dice.between(0, 3));
        options.served_each = static_cast<std::uint32_t>(dice.between(0, 3));
        options.reach = static_cast<std::uint32_t>(dice.between(0, 8));
        options.keep_links = dice.one_in(2);
        const AssignmentPlan found = plan(tables, options);
        EXPECT_EQ(found.exemplars, found.led_already + static_cast<std::int64_t>(found.leading.links.size() +
                                                                                 found.leading.unassigned.size()));
        EXPECT_EQ(found.people, found.served_already + static_cast<std::int64_t>(found.serving.links.size() +
                                                                                 found.serving.unassigned.size()));
        std::map<PersonId, std::uint32_t> led, served;
        std::set<PersonId> targets;
        for (const AssignedLink& link : found.leading.links) {
            ++led[link.source];
            EXPECT_TRUE(targets.insert(link.target).second);
        }
        for (const AssignedLink& link : found.serving.links) {
            ++served[link.source];
            EXPECT_TRUE(targets.insert(link.target).second) << "an exemplar is not served as well";
        }
        for (const auto& [member, count] : led) EXPECT_LE(count, options.exemplars_each);
        for (const auto& [server, count] : served) EXPECT_LE(count, std::max(options.served_each, options.reach));
        if (options.keep_links) continue;
        std::map<PersonId, std::uint32_t> reached;
        std::map<PersonId, PersonId> member_of;
        for (const AssignedLink& link : found.leading.links) member_of[link.target] = link.source;
        for (const AssignedLink& link : found.serving.links)
            ++reached[member_of.contains(link.source) ? member_of[link.source] : link.source];
        for (const auto& [member, count] : reached) {
            const bool leads_or_is_member = led.contains(member) || member.index() < 4;
            if (leads_or_is_member && !member_of.contains(member)) {
                EXPECT_LE(count, std::max(options.reach, options.served_each));
            }
        }
    }
}

} // namespace
} // namespace jifen
