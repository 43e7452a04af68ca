/// Assignment of exemplars to members and of women to servers, from 1,000 to 10,000,000 women: time, time a woman, and
/// the peak of what is allocated (the rows that are passed not counted, what is returned counted). LEMON's network
/// simplex beside it, on the same network of units (women of a unit are one supply), at the sizes that it can take.
///
/// The units are as many as so many women need at Pinggu's measure: 18 townships, 330 villages, 3,170 grids of 71
/// women; 1.005 members a grid, each with ten exemplars, of whom most stand in her grid and some elsewhere in her
/// village or township; a third of the exemplars serve somebody already. `scarce` leaves out half of the members of
/// every third township. Before anything is timed, both stages are held to LEMON at 1,000 and 10,000 women, with the
/// same objective.
///
/// JIFEN_BENCHMARK_SCALE adds a run of so many Pinggus (100: a province, 22.5 million women).

#include "../tests/linkage/assignment_oracle.hpp"
#include "jifen/linkage/assignment.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::int64_t> bytes_now{0};
std::atomic<std::int64_t> bytes_most{0};

void count(std::int64_t bytes) noexcept {
    const std::int64_t now = bytes_now.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    std::int64_t most = bytes_most.load(std::memory_order_relaxed);
    while (now > most && !bytes_most.compare_exchange_weak(most, now, std::memory_order_relaxed)) {
    }
}

} // namespace

void* operator new(std::size_t size) {
    void* block = std::malloc(size);
    if (block == nullptr) throw std::bad_alloc();
    count(static_cast<std::int64_t>(malloc_usable_size(block)));
    return block;
}
void operator delete(void* block) noexcept {
    if (block != nullptr) count(-static_cast<std::int64_t>(malloc_usable_size(block)));
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

namespace {

using namespace jifen;

/// Numbers that are the same everywhere (splitmix64).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(next() % count); }

private:
    std::uint64_t state_;
};

struct Network {
    testing_support::Units units;
    UnitTree tree;
    std::vector<PersonInUnit> women;
    std::vector<PersonInUnit> exemplars;
    std::vector<Taker> takers; ///< the members, of whom some lead exemplars that are not among these
    std::vector<Server> servers;
    std::vector<MemberReach> members;
};

constexpr double women_a_grid = 71;
constexpr double pinggu_women = women_a_grid * 3170;

/// `count` units of the next level, spread evenly over those above; gives the first.
std::uint32_t add_level(testing_support::Units& units, std::uint32_t above, std::uint32_t above_count,
                        std::uint32_t count) {
    const auto first = static_cast<std::uint32_t>(units.parent.size());
    for (std::uint32_t i = 0; i < count; ++i)
        units.parent.push_back(static_cast<int>(above + std::uint64_t{i} * above_count / count));
    return first;
}

Network make(std::int64_t women, bool scarce) {
    const auto part = [&](double of_pinggu) {
        const double units = std::round(static_cast<double>(women) / pinggu_women * of_pinggu);
        return static_cast<std::uint32_t>(std::max(1.0, units));
    };
    Network net;
    Dice dice(static_cast<std::uint64_t>(women));
    const std::uint32_t districts = part(1), townships = part(18), villages = part(330), grids = part(3170);
    net.units.parent.push_back(testing_support::Units::no_parent);
    const std::uint32_t district = districts > 1 ? add_level(net.units, 0, 1, districts) : 0;
    const std::uint32_t township = add_level(net.units, district, districts, townships);
    const std::uint32_t village = add_level(net.units, township, townships, villages);
    const std::uint32_t grid = add_level(net.units, village, villages, grids);
    net.tree = net.units.tree();
    const auto grid_in = [&](std::uint32_t of, std::uint32_t count, std::uint32_t near) {
        // a grid of the same of `count` stretches
        const std::uint64_t stretch = std::uint64_t{near} * of / count * count / of;
        return std::min(grids - 1, static_cast<std::uint32_t>(stretch + dice.below(std::max(1U, count / of))));
    };
    std::uint32_t person = 0;
    const std::uint32_t members = part(3185);
    for (std::uint32_t i = 0; i < members; ++i) {
        const auto home = static_cast<std::uint32_t>(std::uint64_t{i} * grids / members);
        const std::uint32_t of_township = static_cast<std::uint32_t>(std::uint64_t{home} * townships / grids);
        if (scarce && of_township % 3 == 0 && dice.below(2) == 0) continue;
        const PersonId member(person++);
        std::uint32_t reached = 0;
        for (int k = 0; k < 10; ++k) {
            const std::uint32_t die = dice.below(10);
            const std::uint32_t at = die < 6   ? home
                                     : die < 9 ? grid_in(villages, grids, home)
                                               : grid_in(townships, grids, home);
            const std::uint32_t load = dice.below(3) == 0 ? dice.below(11) : 0;
            net.exemplars.push_back({PersonId(person), UnitId(grid + at)});
            net.servers.push_back({PersonId(person++), UnitId(grid + at), member, load, 10});
            reached += load;
        }
        net.takers.push_back({member, UnitId(grid + home), 0, 10 + dice.below(3)});
        net.members.push_back({member, reached, 100});
        net.servers.push_back({member, UnitId(grid + home), member, 0, 100});
    }
    std::int64_t left = women;
    for (std::uint32_t i = 0; i < grids; ++i) {
        const auto even = left / (grids - i);
        const std::int64_t here =
            i + 1 == grids ? left : std::min(left, even / 2 + dice.below(static_cast<std::uint32_t>(even) + 1));
        for (std::int64_t k = 0; k < here; ++k) net.women.push_back({PersonId(person++), UnitId(grid + i)});
        left -= here;
    }
    return net;
}

/// The same with LEMON: supplies by unit, edges of the tree, an arc for every load of every server.
AssignmentObjective solve_by_lemon(const Network& net, bool stage_1) {
    const std::vector<PersonInUnit>& people = stage_1 ? net.exemplars : net.women;
    std::vector<Server> servers = net.servers;
    if (stage_1) {
        servers.clear();
        for (const Taker& taker : net.takers)
            servers.push_back({taker.person, taker.unit, PersonId::none(), taker.load, taker.capacity});
    }
    const std::vector<int>& parent = net.units.parent;
    std::vector<std::int64_t> height(parent.size(), 0);
    for (std::size_t i = parent.size(); i-- > 1;) { // parents come first
        std::int64_t& above = height[static_cast<std::size_t>(parent[i])];
        above = std::max(above, height[i] + 1);
    }
    const auto count = static_cast<std::int64_t>(people.size());
    const std::int64_t of_distance = 256 * count;
    const std::int64_t of_unassigned = of_distance * 8 * count;
    testing_support::LemonFlow flow(static_cast<int>(parent.size()) + 1);
    const int sink = static_cast<int>(parent.size());
    std::vector<std::pair<std::size_t, std::int64_t>> up; // arc, distance
    for (std::size_t i = 1; i < parent.size(); ++i) {
        const std::int64_t distance = height[static_cast<std::size_t>(parent[i])] - height[i];
        up.emplace_back(flow.add_arc(static_cast<int>(i), parent[i], count, distance * of_distance), distance);
        flow.add_arc(parent[i], static_cast<int>(i), count, 0);
    }
    std::vector<std::int64_t> of_unit(parent.size(), 0);
    for (const PersonInUnit& row : people) ++of_unit[row.unit.index()]; // all in leaves: they start at height 0
    std::vector<std::size_t> aside;
    for (std::size_t i = 0; i < parent.size(); ++i) {
        flow.supply(static_cast<int>(i), of_unit[i]);
        if (of_unit[i] > 0) aside.push_back(flow.add_arc(static_cast<int>(i), sink, of_unit[i], of_unassigned));
    }
    flow.supply(sink, -count);
    std::vector<int> member_nodes;
    for (const MemberReach& member : net.members) {
        member_nodes.push_back(flow.add_node());
        flow.add_arc(member_nodes.back(), sink, member.limit - member.reached, 0);
    }
    std::vector<std::pair<std::size_t, std::size_t>> load_arcs; // of each server
    for (const Server& server : servers) {
        int node = sink;
        if (server.member) {
            const auto found = std::lower_bound(net.members.begin(), net.members.end(), server.member,
                                                [](const MemberReach& row, PersonId id) { return row.member < id; });
            node = member_nodes[static_cast<std::size_t>(found - net.members.begin())];
        }
        load_arcs.emplace_back(~std::size_t{0}, 0);
        for (std::int64_t load = server.load; load < server.capacity; ++load) {
            const std::size_t arc = flow.add_arc(static_cast<int>(server.unit.index()), node, 1, 2 * load + 1);
            load_arcs.back().first = std::min(load_arcs.back().first, arc);
            ++load_arcs.back().second;
        }
    }
    AssignmentObjective objective;
    const auto solution = flow.solve();
    if (!solution) return objective;
    objective.assigned = people.size();
    for (const std::size_t arc : aside) objective.assigned -= static_cast<std::uint64_t>(solution->flow[arc]);
    for (const auto& [arc, distance] : up)
        objective.total_distance += static_cast<std::uint64_t>(solution->flow[arc] * distance);
    for (std::size_t i = 0; i < servers.size(); ++i) {
        auto load = std::uint64_t{servers[i].load};
        for (std::size_t k = 0; k < load_arcs[i].second; ++k)
            load += static_cast<std::uint64_t>(solution->flow[load_arcs[i].first + k]);
        objective.squared_loads += load * load;
    }
    return objective;
}

Assignment assign(const Network& net, bool stage_1, unsigned threads) {
    RunOptions options;
    options.threads = threads;
    return stage_1 ? assign_exemplars(net.tree, net.exemplars, net.takers, options)
                   : assign_women(net.tree, net.women, net.servers, net.members, options);
}

bool agrees_with_lemon() {
    static const bool agrees = [] {
        for (const std::int64_t women : {1'000, 10'000}) {
            for (const bool scarce : {false, true}) {
                const Network net = make(women, scarce);
                for (const bool stage_1 : {true, false}) {
                    if (assign(net, stage_1, 1).objective != solve_by_lemon(net, stage_1)) return false;
                }
            }
        }
        return true;
    }();
    return agrees;
}

/// Times `work(net)`, which gives an objective.
template <class Work>
void time(benchmark::State& state, std::int64_t women, bool scarce, const Work& work) {
    if (!agrees_with_lemon()) {
        state.SkipWithError("the answer differs from LEMON's: nothing is timed");
        return;
    }
    const Network net = make(women, scarce);
    AssignmentObjective objective;
    std::int64_t most = 0;
    for (auto _ : state) {
        const std::int64_t before = bytes_now;
        bytes_most = before;
        objective = work(net);
        most = std::max(most, bytes_most - before);
    }
    state.counters["women"] = static_cast<double>(women);
    state.counters["assigned"] = static_cast<double>(objective.assigned);
    state.counters["distance"] = static_cast<double>(objective.total_distance);
    state.counters["peak_MB"] = static_cast<double>(most) / 1e6;
    state.counters["ns/woman"] =
        benchmark::Counter(static_cast<double>(women) * static_cast<double>(state.iterations()) / 1e9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void exemplars_to_members(benchmark::State& state) {
    time(state, state.range(0), state.range(1) != 0, [](const Network& net) { return assign(net, true, 1).objective; });
}

void women_to_servers(benchmark::State& state) {
    const auto threads = static_cast<unsigned>(state.range(2));
    time(state, state.range(0), state.range(1) != 0,
         [&](const Network& net) { return assign(net, false, threads).objective; });
}

void women_by_lemon(benchmark::State& state) {
    time(state, state.range(0), state.range(1) != 0, [](const Network& net) { return solve_by_lemon(net, false); });
}

void sizes(benchmark::internal::Benchmark* bench, std::int64_t most, const std::vector<std::int64_t>& threads) {
    bench->UseRealTime()->Unit(benchmark::kMillisecond)->ArgNames({"women", "scarce", "threads"});
    for (std::int64_t women = 1'000; women <= most; women *= 10) {
        for (const std::int64_t scarce : {0, 1}) {
            for (const std::int64_t of : threads) bench->Args({women, scarce, of});
        }
    }
    const char* scale = std::getenv("JIFEN_BENCHMARK_SCALE");
    if (scale != nullptr && most > 1'000'000)
        bench->Args({static_cast<std::int64_t>(std::atof(scale) * pinggu_women), 0, threads.back()});
}

BENCHMARK(exemplars_to_members)->Apply([](auto* bench) { sizes(bench, 10'000'000, {1}); });
BENCHMARK(women_to_servers)->Apply([](auto* bench) { sizes(bench, 10'000'000, {1, 2}); });
BENCHMARK(women_by_lemon)->Apply([](auto* bench) { sizes(bench, 1'000'000, {1}); });

} // namespace
