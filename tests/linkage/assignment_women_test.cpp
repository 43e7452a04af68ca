#include "jifen/core/error.hpp"
#include "jifen/linkage/assignment.hpp"
#include "random_assignment.hpp"

namespace jifen {
namespace {

using namespace testing_support;

PersonId person(std::uint32_t number) { return PersonId(number); }
UnitId unit(std::uint32_t number) { return UnitId(number); }

Assignment assign(const AssignmentCase& given, const RunOptions& options = {}) {
    return assign_women(given.units.tree(), given.people, given.servers, given.members, options);
}

TEST(AssignWomen, AgreesWithLemonOnRandomDistricts) {
    Dice dice(20233);
    for (int round = 0; round < 3000; ++round) {
        const AssignmentCase given = random_stage_2(dice);
        const Assignment answer = assign(given);
        ASSERT_EQ(answer.objective, solve_by_lemon(given.units, given.people, given.servers, given.members))
            << "round " << round;
        expect_sound(given, answer);
        ASSERT_FALSE(HasFailure()) << "round " << round;
    }
}

TEST(AssignWomen, NeitherTheOrderOfRowsNorThreadsChangeTheAnswer) {
    Dice dice(20234);
    for (int round = 0; round < 300; ++round) {
        AssignmentCase given = random_stage_2(dice);
        const Assignment first = assign(given);
        shuffle(dice, given.people);
        shuffle(dice, given.servers);
        shuffle(dice, given.members);
        RunOptions options;
        options.threads = 3;
        const Assignment second = assign(given, options);
        EXPECT_EQ(first.links, second.links);
        EXPECT_EQ(first.unassigned, second.unassigned);
        EXPECT_EQ(first.units, second.units);
    }
}

std::map<std::uint32_t, std::uint64_t> loads_of(const AssignmentCase& given, const Assignment& answer) {
    std::map<std::uint32_t, std::uint64_t> loads;
    for (const Server& server : given.servers) loads[server.person.value()] = server.load;
    for (const AssignedLink& link : answer.links) ++loads[link.source.value()];
    return loads;
}

void add_women(AssignmentCase& given, std::uint32_t first, std::uint32_t count, UnitId unit) {
    for (std::uint32_t i = 0; i < count; ++i) given.people.push_back({person(first + i), unit});
}

TEST(AssignWomen, TheReachOfAMemberDecidesWhoOfAGridServesIt) {
    // District 0, villages 1 and 2, grids 3 and 4 of village 1. In grid 3 stand an exemplar of member 20, who stands in
    // village 1, and one of member 21, who stands in village 2. Each member can reach ten more women. From the leaves
    // upward both exemplars are as good as one another for grid 3; but were it the first, nobody near would be left for
    // grid 4.
    AssignmentCase given;
    given.units = {{Units::no_parent, 0, 0, 1, 1}};
    add_women(given, 100, 10, unit(3));
    add_women(given, 200, 10, unit(4));
    given.members = {{person(20), 90, 100}, {person(21), 90, 100}};
    given.servers = {{person(10), unit(3), person(20), 0, 10},
                     {person(11), unit(3), person(21), 0, 10},
                     {person(20), unit(1), person(20), 0, 100},
                     {person(21), unit(2), person(21), 0, 100}};
    const Assignment answer = assign(given);
    EXPECT_EQ(answer.objective, (AssignmentObjective{20, 10, 150}));
    EXPECT_EQ(loads_of(given, answer), (std::map<std::uint32_t, std::uint64_t>{{10, 5}, {11, 10}, {20, 5}, {21, 0}}));
    expect_sound(given, answer);
}

TEST(AssignWomen, TheLeastSumOfSquaresIsNotAlwaysTheLeastHighestLoad) {
    // Grids 1 and 2. Member 20's exemplars 11 and 12 stand in one each and may reach eight women together; beside them
    // stand 10, who serves six already, and 13. With t women for 11 the loads are 16-t, t, 8-t and t: the least squares
    // are at t = 6 (10, 6, 2, 6: 176), the least highest load at t = 8 (8, 8, 0, 8: 192).
    AssignmentCase given;
    given.units = {{Units::no_parent, 0, 0}};
    add_women(given, 100, 10, unit(1));
    add_women(given, 200, 8, unit(2));
    given.members = {{person(20), 0, 8}};
    given.servers = {{person(10), unit(1), PersonId::none(), 6, 20},
                     {person(11), unit(1), person(20), 0, 20},
                     {person(12), unit(2), person(20), 0, 20},
                     {person(13), unit(2), PersonId::none(), 0, 20}};
    const Assignment answer = assign(given);
    EXPECT_EQ(answer.objective, (AssignmentObjective{18, 0, 176}));
    EXPECT_EQ(loads_of(given, answer), (std::map<std::uint32_t, std::uint64_t>{{10, 10}, {11, 6}, {12, 2}, {13, 6}}));
    EXPECT_EQ(answer.objective, solve_by_lemon(given.units, given.people, given.servers, given.members));
}

TEST(AssignWomen, PlacesOfAUnitAreWithinWhatItsMembersReach) {
    // Member 20 has exemplars with ten places each in grids 3 and 4 of village 1 and in grid 5 of village 2, and can
    // reach twelve more: ten in each grid, but not twenty in village 1.
    AssignmentCase given;
    given.units = {{Units::no_parent, 0, 0, 1, 1, 2}};
    given.members = {{person(20), 88, 100}};
    for (std::uint32_t i = 0; i < 3; ++i) given.servers.push_back({person(10 + i), unit(3 + i), person(20), 0, 10});
    given.servers.push_back({person(13), unit(5), PersonId::none(), 7, 10});
    EXPECT_EQ(assign(given).units, (std::vector<UnitBalance>{{unit(0), 0, 0, 0, 15},
                                                             {unit(1), 0, 0, 0, 12},
                                                             {unit(2), 0, 0, 0, 13},
                                                             {unit(3), 0, 0, 0, 10},
                                                             {unit(4), 0, 0, 0, 10},
                                                             {unit(5), 0, 0, 0, 13}}));
}

TEST(AssignWomen, RefusesWhatCannotBe) {
    const auto argument_of = [](const std::vector<PersonInUnit>& women, const std::vector<Server>& servers,
                                const std::vector<MemberReach>& members) {
        try {
            static_cast<void>(assign({{{Units::no_parent, 0}}, women, servers, members}));
        } catch (const ArgumentError& error) {
            return error.argument() + ": " + error.value();
        }
        return std::string("taken");
    };
    const PersonId nobody;
    EXPECT_EQ(argument_of({}, {}, {}), "taken");
    EXPECT_EQ(argument_of({{person(1), unit(2)}}, {}, {}), "women: unit 2");
    EXPECT_EQ(argument_of({}, {{person(1), unit(2), nobody, 0, 10}}, {}), "servers: unit 2");
    EXPECT_EQ(argument_of({}, {{nobody, unit(1), nobody, 0, 10}}, {}), "servers: none");
    EXPECT_EQ(argument_of({}, {{person(1), unit(1), person(2), 0, 10}}, {{person(3), 0, 100}}), "members: person 2");
    EXPECT_EQ(argument_of({}, {}, {{nobody, 0, 100}}), "members: none");
    EXPECT_EQ(argument_of({}, {}, {{person(3), 0, 100}, {person(3), 0, 100}}), "members: person 3");
    EXPECT_EQ(argument_of({}, {}, {{person(3), most_capacity + 1, 100}}), "reached: 1000000001");
    EXPECT_EQ(argument_of({}, {}, {{person(3), 0, most_capacity + 1}}), "limit: 1000000001");
    EXPECT_EQ(argument_of({}, {{person(1), unit(1), nobody, 0, 10}, {person(1), unit(0), nobody, 0, 10}}, {}),
              "servers: person 1");
    EXPECT_EQ(argument_of({{person(1), unit(0)}}, {{person(1), unit(1), nobody, 0, 10}}, {}), "servers: person 1");
    EXPECT_EQ(argument_of({}, {{person(1), unit(1), nobody, most_capacity + 1, 10}}, {}), "load: 1000000001");
    EXPECT_EQ(argument_of({}, {{person(1), unit(1), nobody, 0, most_capacity + 1}}, {}), "capacity: 1000000001");
}

TEST(AssignWomen, CapacitiesMayBeAsGoodAsNone) {
    AssignmentCase given;
    given.units = {{Units::no_parent, 0}};
    add_women(given, 100, 30, unit(1));
    given.members = {{person(20), most_capacity, most_capacity}, {person(21), 0, most_capacity}};
    given.servers = {{person(20), unit(1), person(20), 0, most_capacity},
                     {person(21), unit(0), person(21), 5, most_capacity},
                     {person(22), unit(0), person(21), 0, most_capacity}};
    EXPECT_EQ(assign(given).objective, (AssignmentObjective{30, 30, 17 * 17 + 18 * 18}));
}

TEST(AssignWomen, StopsWhenAskedAndSaysHowFarItIs) {
    AssignmentCase given;
    given.units = {{Units::no_parent, 0, 0}};
    add_women(given, 0, 20'000, unit(1));
    for (std::uint32_t i = 0; i < 3'000; ++i) {
        const PersonId member = person(100'000 + i % 300);
        if (i < 300) given.members.push_back({member, 0, 100});
        given.servers.push_back({person(200'000 + i), unit(i % 3), member, i % 4, 10});
    }
    const UnitTree tree = given.units.tree();
    std::vector<std::string> stages;
    RunOptions options;
    options.progress = [&](const Progress& progress) {
        EXPECT_LE(progress.done, progress.total);
        if (stages.empty() || stages.back() != progress.stage) stages.emplace_back(progress.stage);
    };
    EXPECT_EQ(assign_women(tree, given.people, given.servers, given.members, options).objective.assigned, 20'000U);
    EXPECT_EQ(stages, (std::vector<std::string>{"people", "distances", "loads", "matching"}));
    for (const std::string& last : stages) {
        std::stop_source source;
        options.stop = source.get_token();
        options.progress = [&](const Progress& progress) {
            if (progress.stage == last) source.request_stop();
        };
        EXPECT_THROW(static_cast<void>(assign_women(tree, given.people, given.servers, given.members, options)),
                     Cancelled)
            << last;
    }
}

} // namespace
} // namespace jifen
