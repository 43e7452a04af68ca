#include "jifen/core/error.hpp"
#include "jifen/linkage/assignment.hpp"
#include "random_assignment.hpp"

namespace jifen {
namespace {

using namespace testing_support;

PersonId person(std::uint32_t number) { return PersonId(number); }
UnitId unit(std::uint32_t number) { return UnitId(number); }

/// A district 0, villages 1 and 2, grids 3 and 4 of village 1, grid 5 of village 2.
Units district() { return {{Units::no_parent, 0, 0, 1, 1, 2}}; }

Assignment assign(const Units& units, const std::vector<PersonInUnit>& exemplars, const std::vector<Taker>& members) {
    return assign_exemplars(units.tree(), exemplars, members, {});
}

TEST(AssignExemplars, AgreesWithLemonOnRandomDistricts) {
    Dice dice(20231);
    for (int round = 0; round < 1500; ++round) {
        const AssignmentCase given = random_stage_1(dice);
        const Assignment answer = assign(given.units, given.people, given.takers());
        ASSERT_EQ(answer.objective, solve_by_lemon(given.units, given.people, given.servers, {})) << "round " << round;
        expect_sound(given, answer);
        ASSERT_FALSE(HasFailure()) << "round " << round;
    }
}

TEST(AssignExemplars, NeitherTheOrderOfRowsNorThreadsChangeTheAnswer) {
    Dice dice(20232);
    for (int round = 0; round < 200; ++round) {
        AssignmentCase given = random_stage_1(dice);
        const Assignment first = assign(given.units, given.people, given.takers());
        shuffle(dice, given.people);
        shuffle(dice, given.servers);
        RunOptions options;
        options.threads = 3;
        const Assignment second = assign_exemplars(given.units.tree(), given.people, given.takers(), options);
        EXPECT_EQ(first.links, second.links);
        EXPECT_EQ(first.unassigned, second.unassigned);
        EXPECT_EQ(first.units, second.units);
    }
}

TEST(AssignExemplars, TheNearestComeFirstAndThenTheLeastLoaded) {
    // Member 20 in grid 3 leads 8 already, 21 in grid 4 nobody; three exemplars stand in grid 3, three in village 1.
    const Assignment answer = assign(district(),
                                     {{person(1), unit(3)},
                                      {person(2), unit(3)},
                                      {person(3), unit(3)},
                                      {person(4), unit(1)},
                                      {person(5), unit(1)},
                                      {person(6), unit(1)}},
                                     {{person(20), unit(3), 8, 10}, {person(21), unit(4), 0, 10}});
    EXPECT_EQ(answer.objective, (AssignmentObjective{6, 4, 100 + 16})) << "two at distance 0, four at 1";
    EXPECT_EQ(answer.links[0], (AssignedLink{person(20), person(1), 0}));
    EXPECT_EQ(answer.links[2], (AssignedLink{person(21), person(3), 1}));
}

TEST(AssignExemplars, WhoIsLeftOverAndWhereCapacityIsLacking) {
    const Assignment answer = assign(district(), {{person(1), unit(3)}, {person(2), unit(3)}, {person(3), unit(5)}},
                                     {{person(20), unit(4), 9, 10}, {person(21), unit(4), 12, 10}});
    EXPECT_EQ(answer.objective, (AssignmentObjective{1, 1, 100 + 144}));
    EXPECT_EQ(answer.unassigned, (std::vector<PersonInUnit>{{person(2), unit(3)}, {person(3), unit(5)}}));
    EXPECT_EQ(answer.units, (std::vector<UnitBalance>{{unit(0), 3, 1, 1, 0},
                                                      {unit(1), 2, 1, 1, 0},
                                                      {unit(2), 1, 0, 0, 0},
                                                      {unit(3), 2, 1, 0, 0},
                                                      {unit(5), 1, 0, 0, 0}}));
}

TEST(AssignExemplars, BelowDifferentRootsNobodyIsAssigned) {
    const Units units{{Units::no_parent, Units::no_parent, Units::outside}};
    const Assignment answer =
        assign(units, {{person(1), unit(0)}, {person(2), unit(2)}, {person(3), UnitId::none()}, {person(4), unit(1)}},
               {{person(20), unit(1), 0, 10}, {person(21), unit(2), 0, 10}, {person(22), UnitId::none(), 3, 10}});
    EXPECT_EQ(answer.links, (std::vector<AssignedLink>{{person(20), person(4), 0}}));
    EXPECT_EQ(answer.unassigned,
              (std::vector<PersonInUnit>{{person(1), unit(0)}, {person(2), unit(2)}, {person(3), UnitId::none()}}));
    EXPECT_EQ(answer.objective.squared_loads, 1U + 9U) << "loads that are kept count wherever she stands";
}

TEST(AssignExemplars, RefusesWhatCannotBe) {
    const auto argument_of = [](const std::vector<PersonInUnit>& exemplars, const std::vector<Taker>& members) {
        try {
            static_cast<void>(assign(district(), exemplars, members));
        } catch (const ArgumentError& error) {
            return error.argument() + ": " + error.value();
        }
        return std::string("taken");
    };
    EXPECT_EQ(argument_of({}, {}), "taken");
    EXPECT_EQ(argument_of({{person(1), unit(6)}}, {}), "exemplars: unit 6");
    EXPECT_EQ(argument_of({}, {{person(1), unit(6), 0, 10}}), "members: unit 6");
    EXPECT_EQ(argument_of({{PersonId::none(), unit(0)}}, {}), "exemplars: none");
    EXPECT_EQ(argument_of({}, {{PersonId::none(), unit(0), 0, 10}}), "members: none");
    EXPECT_EQ(argument_of({{person(1), unit(0)}, {person(1), unit(1)}}, {}), "exemplars: person 1");
    EXPECT_EQ(argument_of({{person(2), unit(0)}, {person(1), unit(1)}, {person(2), unit(1)}}, {}),
              "exemplars: person 2");
    EXPECT_EQ(argument_of({}, {{person(1), unit(0), 0, 10}, {person(1), unit(1), 0, 10}}), "members: person 1");
    EXPECT_EQ(argument_of({{person(1), unit(0)}, {person(3), unit(0)}}, {{person(3), unit(1), 0, 10}}),
              "members: person 3");
    EXPECT_EQ(argument_of({}, {{person(1), unit(0), most_capacity + 1, 10}}), "load: 1000000001");
    EXPECT_EQ(argument_of({}, {{person(1), unit(0), 0, most_capacity + 1}}), "capacity: 1000000001");
    std::vector<Taker> many;
    for (std::uint32_t i = 0; i < 10; ++i) many.push_back({person(i), unit(0), most_capacity, 0});
    EXPECT_THROW(static_cast<void>(assign(district(), {}, many)), OverflowError);
}

TEST(AssignExemplars, StopsWhenAskedAndSaysHowFarItIs) {
    std::vector<PersonInUnit> exemplars;
    std::vector<Taker> members;
    for (std::uint32_t i = 0; i < 60'000; ++i) exemplars.push_back({person(i), unit(i % 6)});
    for (std::uint32_t i = 0; i < 5'000; ++i) members.push_back({person(100'000 + i), unit(i % 6), i % 4, 10});
    const UnitTree tree = district().tree();
    std::vector<std::string> stages;
    RunOptions options;
    options.progress = [&](const Progress& progress) {
        EXPECT_LE(progress.done, progress.total);
        if (stages.empty() || stages.back() != progress.stage) stages.emplace_back(progress.stage);
    };
    EXPECT_EQ(assign_exemplars(tree, exemplars, members, options).objective.assigned, 42'500U);
    EXPECT_EQ(stages, (std::vector<std::string>{"people", "loads", "matching"}));
    for (const std::string& last : stages) {
        std::stop_source source;
        options.stop = source.get_token();
        options.progress = [&](const Progress& progress) {
            if (progress.stage == last) source.request_stop();
        };
        EXPECT_THROW(static_cast<void>(assign_exemplars(tree, exemplars, members, options)), Cancelled) << last;
    }
}

} // namespace
} // namespace jifen
