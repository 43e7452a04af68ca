#pragma once

#include "jifen/linkage/assignment.hpp"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

/// \file
/// The assignment once more, with nothing in common with the library: everybody is a node of her own, distances are
/// found by walking up, and LEMON's network simplex finds the flow of least cost. The three aims are one number, and
/// the squares are an arc for each person that somebody takes.

namespace jifen::testing_support {

/// A flow of least cost, solved by LEMON.
class LemonFlow {
public:
    struct Solution {
        std::int64_t cost = 0;
        std::vector<std::int64_t> flow; ///< by arc
    };

    explicit LemonFlow(int nodes) : supply_(static_cast<std::size_t>(nodes), 0) {}
    int add_node() {
        supply_.push_back(0);
        return static_cast<int>(supply_.size()) - 1;
    }
    std::size_t add_arc(int tail, int head, std::int64_t capacity, std::int64_t cost) {
        arcs_.push_back({tail, head, capacity, cost});
        return arcs_.size() - 1;
    }
    void supply(int node, std::int64_t amount) { supply_[static_cast<std::size_t>(node)] += amount; }

    /// none when the supplies cannot be met.
    [[nodiscard]] std::optional<Solution> solve() const {
        if (supply_.empty()) return Solution{};
        Graph graph;
        graph.reserveNode(static_cast<int>(supply_.size()));
        graph.reserveArc(static_cast<int>(arcs_.size()));
        for (std::size_t i = 0; i < supply_.size(); ++i) graph.addNode();
        for (const Arc& arc : arcs_) graph.addArc(Graph::nodeFromId(arc.tail), Graph::nodeFromId(arc.head));
        Graph::ArcMap<std::int64_t> capacity(graph);
        Graph::ArcMap<std::int64_t> cost(graph);
        Graph::NodeMap<std::int64_t> supply(graph);
        for (std::size_t i = 0; i < arcs_.size(); ++i) {
            capacity[Graph::arcFromId(static_cast<int>(i))] = arcs_[i].capacity;
            cost[Graph::arcFromId(static_cast<int>(i))] = arcs_[i].cost;
        }
        for (std::size_t i = 0; i < supply_.size(); ++i) supply[Graph::nodeFromId(static_cast<int>(i))] = supply_[i];
        Simplex simplex(graph);
        simplex.upperMap(capacity).costMap(cost).supplyMap(supply);
        if (simplex.run() != Simplex::OPTIMAL) return std::nullopt;
        Solution solution;
        solution.cost = simplex.totalCost<std::int64_t>();
        for (std::size_t i = 0; i < arcs_.size(); ++i)
            solution.flow.push_back(simplex.flow(Graph::arcFromId(static_cast<int>(i))));
        return solution;
    }

private:
    using Graph = lemon::SmartDigraph;
    using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
    struct Arc {
        int tail;
        int head;
        std::int64_t capacity;
        std::int64_t cost;
    };
    std::vector<Arc> arcs_;
    std::vector<std::int64_t> supply_;
};

/// Units by number: the parent of each, `no_parent` for a root, `outside` for one that stands in no tree.
struct Units {
    static constexpr int no_parent = -1;
    static constexpr int outside = -2;
    std::vector<int> parent;

    [[nodiscard]] UnitTree tree() const {
        TextPool texts;
        TextPool names;
        std::vector<UnitTree::Node> nodes(parent.size());
        for (std::size_t i = 0; i < parent.size(); ++i) {
            const std::string digits = std::to_string(i);
            texts.add("u" + std::string(8 - digits.size(), '0') + digits);
            names.add("");
            nodes[i].exists = parent[i] != outside;
            if (parent[i] >= 0) nodes[i].parent = UnitId::at(static_cast<std::size_t>(parent[i]));
        }
        return UnitTree(SortedTexts<UnitId>(std::move(texts)), std::move(nodes), std::move(names));
    }
    [[nodiscard]] bool stands(UnitId unit) const {
        if (!unit) return false;
        int at = static_cast<int>(unit.index());
        while (at >= 0) at = parent[static_cast<std::size_t>(at)];
        return at == no_parent;
    }
    [[nodiscard]] bool is_in_or_below(int unit, int above) const {
        while (unit >= 0 && unit != above) unit = parent[static_cast<std::size_t>(unit)];
        return unit == above;
    }
    [[nodiscard]] int height(int unit) const {
        int height = 0;
        for (std::size_t child = 0; child < parent.size(); ++child) {
            if (parent[child] == unit) height = std::max(height, this->height(static_cast<int>(child)) + 1);
        }
        return height;
    }
    /// none when no unit stands above both.
    [[nodiscard]] std::optional<int> distance(UnitId a, UnitId b) const {
        if (!stands(a) || !stands(b)) return std::nullopt;
        int above = static_cast<int>(a.index());
        while (above >= 0 && !is_in_or_below(static_cast<int>(b.index()), above))
            above = parent[static_cast<std::size_t>(above)];
        return above >= 0 ? std::optional(height(above)) : std::nullopt;
    }
};

/// The best values of the three aims, for few people: costs hold up to about 1,000 people, distances below 1,000 and
/// loads below 1,000. A taker of stage 1 is a server whom no member's reach binds.
inline AssignmentObjective solve_by_lemon(const Units& units, const std::vector<PersonInUnit>& people,
                                          const std::vector<Server>& servers, const std::vector<MemberReach>& members) {
    constexpr std::int64_t of_distance = 10'000'000;
    constexpr std::int64_t of_unassigned = of_distance * 100'000;
    const auto count = static_cast<std::int64_t>(people.size());
    LemonFlow flow(1);
    const int sink = 0;
    flow.supply(sink, -count);
    std::map<PersonId, int> member_nodes;
    for (const MemberReach& member : members) {
        const int node = flow.add_node();
        member_nodes.emplace(member.member, node);
        flow.add_arc(node, sink, member.limit > member.reached ? member.limit - member.reached : 0, 0);
    }
    std::vector<int> server_nodes;
    std::vector<std::vector<std::size_t>> load_arcs;
    for (const Server& server : servers) {
        const int node = flow.add_node();
        server_nodes.push_back(node);
        load_arcs.emplace_back();
        for (std::int64_t load = server.load; load < std::min<std::int64_t>(server.capacity, server.load + count);
             ++load)
            load_arcs.back().push_back(
                flow.add_arc(node, server.member ? member_nodes.at(server.member) : sink, 1, 2 * load + 1));
    }
    std::vector<std::pair<std::size_t, int>> pairs; // arc, distance
    for (const PersonInUnit& person : people) {
        const int node = flow.add_node();
        flow.supply(node, 1);
        flow.add_arc(node, sink, 1, of_unassigned);
        for (std::size_t i = 0; i < servers.size(); ++i) {
            if (const auto distance = units.distance(person.unit, servers[i].unit))
                pairs.emplace_back(flow.add_arc(node, server_nodes[i], 1, of_distance * *distance), *distance);
        }
    }
    AssignmentObjective objective;
    const auto solution = flow.solve();
    if (!solution) return {~0ULL, 0, 0};
    for (const auto& [arc, distance] : pairs) {
        objective.assigned += static_cast<std::uint64_t>(solution->flow[arc]);
        objective.total_distance += static_cast<std::uint64_t>(solution->flow[arc] * distance);
    }
    for (std::size_t i = 0; i < servers.size(); ++i) {
        auto load = std::uint64_t{servers[i].load};
        for (const std::size_t arc : load_arcs[i]) load += static_cast<std::uint64_t>(solution->flow[arc]);
        objective.squared_loads += load * load;
    }
    return objective;
}

} // namespace jifen::testing_support
