#include "jifen/linkage/leader_choice.hpp"

#include "jifen/core/error.hpp"
#include "support/small_district.hpp"

// g++ 12 takes the end of an iterator over all edges for uninitialised.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace jifen {
namespace {

using testing_support::Dice;

constexpr std::uint32_t none = LeaderChoice::none;

/// A question to the kernel; grids and people have any numbers.
struct Instance {
    std::vector<UnitId> grids;
    std::vector<Candidacy> candidacies;
    std::uint32_t max_grids = 1;

    [[nodiscard]] LeaderChoice solve(const RunOptions& options = {}) const {
        return choose_leaders(grids, candidacies, max_grids, options);
    }
};

struct Shape {
    std::size_t grids, people;
    std::int64_t suitability; ///< at most
    std::uint32_t classes;
};

Instance random_instance(Dice& dice, const Shape& shape) {
    Instance made;
    made.max_grids = static_cast<std::uint32_t>(1 + dice.below(1 + dice.below(3)));
    const std::size_t grids = dice.below(shape.grids + 1);
    const std::size_t people = 1 + dice.below(shape.people);
    for (std::size_t g = 0; g < grids; ++g) made.grids.push_back(UnitId::at(3 * g + 1));
    const std::size_t rarity = 1 + dice.below(5);
    // Of many people for few grids as well as of many grids for few people; some grids have nobody.
    for (const UnitId grid : made.grids) {
        const bool is_empty = dice.one_in(8);
        for (std::size_t p = 0; p < people && !is_empty; ++p) {
            if (!dice.one_in(rarity)) continue;
            made.candidacies.push_back({grid, PersonId::at(2 * p + 5),
                                        static_cast<std::uint32_t>(dice.below(shape.classes)),
                                        dice.between(0, shape.suitability), dice.one_in(4)});
        }
    }
    return made;
}

/// What was chosen, counted again.
ChoiceObjective objective_of(const Instance& instance, const std::vector<std::uint32_t>& chosen) {
    ChoiceObjective sum;
    sum.of_preference.assign(preference_classes, 0);
    for (const std::uint32_t i : chosen) {
        if (i == none) continue;
        const Candidacy& candidacy = instance.candidacies[i];
        ++sum.filled;
        ++sum.of_preference[candidacy.preference];
        sum.suitability += candidacy.suitability;
        sum.kept += candidacy.in_office ? 1 : 0;
    }
    return sum;
}

/// Everyone leads grids for which she stands and no more than she may; the objective is the sum; every vacancy is
/// explained, and the explanation is right.
void expect_sound(const Instance& instance, const LeaderChoice& choice) {
    ASSERT_EQ(choice.grids.size(), instance.grids.size());
    ASSERT_TRUE(std::is_sorted(choice.grids.begin(), choice.grids.end()));
    std::map<PersonId, std::uint32_t> leads;
    std::map<UnitId, std::set<PersonId>> stand;
    for (const Candidacy& candidacy : instance.candidacies) stand[candidacy.grid].insert(candidacy.person);
    std::vector<std::int64_t> vacant(choice.shortages.size(), 0);
    for (std::size_t g = 0; g < choice.grids.size(); ++g) {
        const std::uint32_t shortage = choice.shortage[g];
        if (shortage != none) {
            const auto& grids = choice.shortages[shortage].grids;
            EXPECT_TRUE(std::binary_search(grids.begin(), grids.end(), choice.grids[g]));
        }
        if (choice.candidacy[g] != none) {
            const Candidacy& chosen = instance.candidacies[choice.candidacy[g]];
            EXPECT_EQ(chosen.grid, choice.grids[g]);
            EXPECT_LE(++leads[chosen.person], instance.max_grids);
        } else if (stand[choice.grids[g]].empty()) {
            EXPECT_EQ(shortage, none) << "nobody stands: people would not be short";
        } else {
            ASSERT_NE(shortage, none);
            ++vacant[shortage];
        }
    }
    EXPECT_EQ(choice.objective, objective_of(instance, choice.candidacy));
    for (std::size_t i = 0; i < choice.shortages.size(); ++i) {
        const Shortage& shortage = choice.shortages[i];
        std::set<PersonId> people;
        for (const UnitId grid : shortage.grids) people.insert(stand[grid].begin(), stand[grid].end());
        EXPECT_EQ(shortage.people, std::vector<PersonId>(people.begin(), people.end()));
        EXPECT_TRUE(std::is_sorted(shortage.grids.begin(), shortage.grids.end()));
        const auto places = static_cast<std::int64_t>(shortage.people.size()) * instance.max_grids;
        EXPECT_GT(shortage.vacant, 0);
        EXPECT_EQ(shortage.vacant, static_cast<std::int64_t>(shortage.grids.size()) - places);
        EXPECT_EQ(shortage.vacant, vacant[i]);
        if (i > 0) {
            EXPECT_LT(choice.shortages[i - 1].grids.front(), shortage.grids.front());
        }
    }
}

// --- an independent solver: minimum-cost flow of Boost.Graph, the objective as one number ----------------------------

class Flow {
    using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
    using Edge = Traits::edge_descriptor;
    using Properties =
        boost::property<boost::edge_capacity_t, std::int64_t,
                        boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                        boost::property<boost::edge_reverse_t, Edge,
                                                        boost::property<boost::edge_weight_t, std::int64_t>>>>;
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Properties>;

public:
    explicit Flow(const Instance& instance, std::int64_t most_suitable) {
        const auto grids = static_cast<std::int64_t>(instance.grids.size());
        // Units, from the last of the objective to the first; each is more than all behind it together.
        const std::int64_t suitable = grids + 1;
        std::int64_t unit = suitable * (grids * most_suitable + 1);
        std::vector<std::int64_t> of_class(preference_classes, 0);
        for (std::size_t c = 4; c-- > 0; unit *= grids + 1) of_class[c] = unit;
        std::map<UnitId, std::size_t> grid_node;
        std::map<PersonId, std::size_t> person_node;
        graph_ = Graph(2);
        for (const UnitId grid : instance.grids) {
            grid_node[grid] = boost::add_vertex(graph_);
            add(0, grid_node[grid], 1, 0);
        }
        for (const Candidacy& c : instance.candidacies) {
            if (!person_node.contains(c.person)) {
                person_node[c.person] = boost::add_vertex(graph_);
                add(person_node[c.person], 1, instance.max_grids, 0);
            }
            const std::int64_t worth = of_class[c.preference] + suitable * c.suitability + (c.in_office ? 1 : 0);
            add(grid_node[c.grid], person_node[c.person], 1, unit - worth);
        }
        boost::successive_shortest_path_nonnegative_weights(graph_, 0, 1);
        const auto capacity = boost::get(boost::edge_capacity, graph_);
        const auto left = boost::get(boost::edge_residual_capacity, graph_);
        const auto weight = boost::get(boost::edge_weight, graph_);
        std::int64_t cost = 0;
        for (const Edge& edge : edges_) {
            const std::int64_t used = capacity[edge] - left[edge];
            if (boost::source(edge, graph_) == 0) objective_.filled += used;
            cost += weight[edge] * used;
        }
        std::int64_t worth = unit * objective_.filled - cost;
        objective_.of_preference.assign(preference_classes, 0);
        for (std::size_t c = 0; c < 4; ++c) {
            objective_.of_preference[c] = worth / of_class[c];
            worth %= of_class[c];
        }
        objective_.suitability = worth / suitable;
        objective_.kept = worth % suitable;
    }
    [[nodiscard]] const ChoiceObjective& objective() const { return objective_; }

private:
    void add(std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t weight) {
        const Edge there = boost::add_edge(from, to, graph_).first;
        const Edge back = boost::add_edge(to, from, graph_).first;
        boost::put(boost::edge_capacity, graph_, there, capacity);
        boost::put(boost::edge_capacity, graph_, back, 0);
        boost::put(boost::edge_weight, graph_, there, weight);
        boost::put(boost::edge_weight, graph_, back, -weight);
        boost::put(boost::edge_reverse, graph_, there, back);
        boost::put(boost::edge_reverse, graph_, back, there);
        edges_.push_back(there);
    }

    Graph graph_;
    std::vector<Edge> edges_;
    ChoiceObjective objective_;
};

// --- and a plain one: every choice there is --------------------------------------------------------------------------

class EveryChoice {
public:
    explicit EveryChoice(const Instance& instance) : instance_(instance), chosen_(instance.grids.size(), none) {
        grids_ = instance.grids;
        std::sort(grids_.begin(), grids_.end());
        try_from(0);
    }
    [[nodiscard]] const std::vector<std::uint32_t>& best() const { return best_; }
    [[nodiscard]] const ChoiceObjective& objective() const { return *objective_; }
    /// Grids that are vacant in some choice that fills the most.
    [[nodiscard]] const std::set<UnitId>& may_be_vacant() const { return vacant_; }

private:
    void try_from(std::size_t grid) {
        if (grid == grids_.size()) {
            judge();
            return;
        }
        for (std::uint32_t i = 0; i < instance_.candidacies.size(); ++i) {
            const Candidacy& candidacy = instance_.candidacies[i];
            if (candidacy.grid != grids_[grid] || leads_[candidacy.person] == instance_.max_grids) continue;
            ++leads_[candidacy.person];
            chosen_[grid] = i;
            try_from(grid + 1);
            --leads_[candidacy.person];
        }
        chosen_[grid] = none;
        try_from(grid + 1);
    }
    void judge() {
        const ChoiceObjective now = objective_of(instance_, chosen_);
        if (!objective_ || now.filled > objective_->filled) vacant_.clear();
        if (!objective_ || now.filled >= objective_->filled) {
            for (std::size_t g = 0; g < grids_.size(); ++g) {
                if (chosen_[g] == none) vacant_.insert(grids_[g]);
            }
        }
        if (objective_ && now < *objective_) return;
        if (!objective_ || now > *objective_ || leaders_of(chosen_) < leaders_of(best_)) best_ = chosen_;
        objective_ = now;
    }
    /// What decides between equals; the id `none` is greater than all others.
    [[nodiscard]] std::vector<PersonId> leaders_of(const std::vector<std::uint32_t>& chosen) const {
        std::vector<PersonId> leaders;
        for (const std::uint32_t i : chosen)
            leaders.push_back(i == none ? PersonId::none() : instance_.candidacies[i].person);
        return leaders;
    }

    const Instance& instance_;
    std::vector<UnitId> grids_;
    std::vector<std::uint32_t> chosen_, best_;
    std::map<PersonId, std::uint32_t> leads_;
    std::optional<ChoiceObjective> objective_;
    std::set<UnitId> vacant_;
};

TEST(LeaderChoice, IsAsGoodAsAnIndependentMinimumCostFlow) {
    Dice dice(20231204);
    std::int64_t vacancies = 0, filled = 0;
    for (int i = 0; i < 2000; ++i) {
        // Suitability that often ties, and that seldom does.
        const std::int64_t most = i % 2 == 0 ? 2 : 999;
        const Instance instance = random_instance(dice, {14, 11, most, 1 + static_cast<std::uint32_t>(i % 4)});
        const LeaderChoice choice = instance.solve();
        expect_sound(instance, choice);
        ASSERT_EQ(choice.objective, Flow(instance, most).objective()) << "instance " << i;
        filled += choice.objective.filled;
        vacancies += static_cast<std::int64_t>(choice.grids.size()) - choice.objective.filled;
    }
    EXPECT_GT(filled, 4000);
    EXPECT_GT(vacancies, 1000);
}

TEST(LeaderChoice, IsTheFirstOfTheBestOfAllChoices) {
    Dice dice(7);
    std::int64_t shortages = 0;
    for (int i = 0; i < 5000; ++i) {
        const Instance instance = random_instance(dice, {6, 4, i % 3, 1 + static_cast<std::uint32_t>(i % 2)});
        const LeaderChoice choice = instance.solve();
        expect_sound(instance, choice);
        const EveryChoice every(instance);
        ASSERT_EQ(choice.objective, every.objective()) << "instance " << i;
        ASSERT_EQ(choice.candidacy, every.best()) << "instance " << i;
        std::set<UnitId> short_or_deserted;
        for (std::size_t g = 0; g < choice.grids.size(); ++g) {
            const bool stays = choice.candidacy[g] == none;
            if (choice.shortage[g] != none || stays) short_or_deserted.insert(choice.grids[g]);
        }
        ASSERT_EQ(short_or_deserted, every.may_be_vacant()) << "instance " << i;
        shortages += static_cast<std::int64_t>(choice.shortages.size());
    }
    EXPECT_GT(shortages, 300);
}

TEST(LeaderChoice, DoesNotDependOnTheOrderOfTheInputOrOnThreads) {
    Dice dice(99);
    const auto shuffle = [&dice](auto& list) {
        for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[dice.below(i)]);
    };
    RunOptions threads;
    threads.threads = 4;
    for (int i = 0; i < 300; ++i) {
        Instance instance = random_instance(dice, {40, 30, 1, 2});
        const LeaderChoice choice = instance.solve();
        const auto leaders = [&instance](const LeaderChoice& of) {
            std::vector<PersonId> found;
            for (const std::uint32_t c : of.candidacy)
                found.push_back(c == none ? PersonId::none() : instance.candidacies[c].person);
            return found;
        };
        const std::vector<PersonId> first = leaders(choice);
        shuffle(instance.grids);
        shuffle(instance.candidacies);
        const LeaderChoice again = instance.solve(threads);
        ASSERT_EQ(leaders(again), first);
        ASSERT_EQ(again.grids, choice.grids);
        ASSERT_EQ(again.shortage, choice.shortage);
        ASSERT_EQ(again.objective, choice.objective);
    }
}

constexpr UnitId grid(unsigned n) { return UnitId(n); }
constexpr PersonId person(unsigned n) { return PersonId(n); }

TEST(LeaderChoice, FillsBeforeItPrefersAndPrefersBeforeItWeighs) {
    // 1 is best for both grids, but 2 leads the second only if 1 leads the first.
    const Instance filling{
        {grid(1), grid(2)},
        {{grid(1), person(1), 4, 0, false}, {grid(2), person(1), 0, 9000, true}, {grid(2), person(2), 5, 0, false}},
        1};
    EXPECT_EQ(filling.solve().candidacy, (std::vector<std::uint32_t>{0, 2}));
    // One of class 0 outweighs any suitability; suitability outweighs the office; the office outweighs the id.
    const auto chosen = [](std::vector<Candidacy> candidacies) {
        return Instance{{grid(1)}, std::move(candidacies), 1}.solve().candidacy.front();
    };
    EXPECT_EQ(chosen({{grid(1), person(1), 1, 1'000'000'000'000, true}, {grid(1), person(2), 0, 0, false}}), 1U);
    EXPECT_EQ(chosen({{grid(1), person(1), 1, 4, true}, {grid(1), person(2), 1, 5, false}}), 1U);
    EXPECT_EQ(chosen({{grid(1), person(1), 1, 5, false}, {grid(1), person(2), 1, 5, true}}), 1U);
    EXPECT_EQ(chosen({{grid(1), person(2), 1, 5, true}, {grid(1), person(1), 1, 5, true}}), 1U);
}

TEST(LeaderChoice, SaysWhichGridsHaveTooFewPeople) {
    // Nobody for 9. Three grids for 1 and 2; 5 has people enough, though 2 stands there, too.
    Instance instance{{grid(9), grid(3), grid(1), grid(2), grid(5)},
                      {{grid(1), person(1), 0, 0, false},
                       {grid(2), person(1), 0, 0, false},
                       {grid(2), person(2), 0, 0, false},
                       {grid(3), person(2), 0, 0, false},
                       {grid(5), person(2), 0, 0, false},
                       {grid(5), person(3), 4, 0, false}},
                      1};
    const LeaderChoice choice = instance.solve();
    expect_sound(instance, choice);
    ASSERT_EQ(choice.shortages.size(), 1U);
    EXPECT_EQ(choice.shortages[0].grids, (std::vector{grid(1), grid(2), grid(3)}));
    EXPECT_EQ(choice.shortages[0].people, (std::vector{person(1), person(2)}));
    EXPECT_EQ(choice.shortages[0].vacant, 1);
    EXPECT_EQ(choice.candidacy, (std::vector<std::uint32_t>{0, 2, none, 5, none}));
    EXPECT_EQ(choice.shortage, (std::vector<std::uint32_t>{0, 0, 0, none, none}));
    instance.max_grids = 2;
    EXPECT_EQ(instance.solve().objective.filled, 4);
    EXPECT_TRUE(instance.solve().shortages.empty());
}

TEST(LeaderChoice, TakesNothingForAnAnswer) {
    const LeaderChoice nothing = Instance{}.solve();
    EXPECT_TRUE(nothing.grids.empty());
    EXPECT_EQ(nothing.objective.of_preference.size(), preference_classes);
    const LeaderChoice deserted = Instance{{grid(4), grid(2)}, {}, 3}.solve();
    EXPECT_EQ(deserted.candidacy, (std::vector<std::uint32_t>{none, none}));
    EXPECT_TRUE(deserted.shortages.empty());
}

TEST(LeaderChoice, RefusesWhatItCannotUnderstand) {
    const Candidacy sound{grid(1), person(1), 0, 0, false};
    const auto expect_refused = [](const Instance& instance, std::string_view argument) {
        try {
            (void)instance.solve();
            ADD_FAILURE() << "it was taken";
        } catch (const ArgumentError& error) {
            EXPECT_EQ(error.argument(), argument);
        }
    };
    expect_refused({{grid(1)}, {sound}, 0}, "max_grids");
    expect_refused({{grid(1), grid(2), grid(1)}, {sound}, 1}, "grids");
    expect_refused({{grid(1)}, {sound, sound}, 1}, "candidacies");
    expect_refused({{grid(2)}, {sound}, 1}, "candidacies");
    expect_refused({{grid(1)}, {{grid(1), person(1), preference_classes, 0, false}}, 1}, "candidacies");
    expect_refused({{grid(1)}, {{grid(1), person(1), 0, -1, false}}, 1}, "candidacies");
}

TEST(LeaderChoice, WeighsSumsBeyond64BitsAndRefusesToReportThem) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    // On the way to the best choice sums go beyond 64 bits; that of the choice is what must fit.
    Instance instance{{grid(1), grid(2)},
                      {{grid(1), person(1), 0, most, false},
                       {grid(1), person(2), 0, 1, false},
                       {grid(2), person(1), 0, most - 1, false},
                       {grid(2), person(2), 0, 0, false}},
                      1};
    EXPECT_EQ(instance.solve().objective.suitability, most);
    EXPECT_EQ(instance.solve().candidacy, (std::vector<std::uint32_t>{0, 3}));
    instance.candidacies[3].suitability = 1;
    EXPECT_THROW((void)instance.solve(), OverflowError);
}

TEST(LeaderChoice, StopsWhenAsked) {
    Dice dice(5);
    const Instance instance = random_instance(dice, {200, 100, 5, 2});
    std::stop_source stop;
    RunOptions options;
    options.stop = stop.get_token();
    stop.request_stop();
    EXPECT_THROW((void)instance.solve(options), Cancelled);
}

} // namespace
} // namespace jifen
