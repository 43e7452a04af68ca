#include "assignment_oracle.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

/// \file
/// The solver that the assignment is held to is itself held to published figures.

namespace jifen {
namespace {

using namespace testing_support;

// google/or-tools, ortools/graph/min_cost_flow_test.cc (Apache-2.0): three suppliers, four takers.
struct Transport {
    static constexpr std::array<int, 7> supply{20, 10, 25, -11, -13, -17, -14};
    static constexpr std::array<std::array<int, 4>, 3> cost{{{0, 0, 1, 1}, {1, 1, 0, 1}, {0, 1, 0, 0}}};

    static LemonFlow arcs(std::int64_t capacity) {
        LemonFlow flow(7);
        for (int from = 0; from < 3; ++from) {
            for (int to = 0; to < 4; ++to)
                flow.add_arc(from, 3 + to, capacity,
                             cost[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)]);
        }
        return flow;
    }
};

TEST(AssignmentOracle, SolvesTheTransportOfOrTools) {
    LemonFlow flow = Transport::arcs(100);
    for (int i = 0; i < 7; ++i) flow.supply(i, Transport::supply[static_cast<std::size_t>(i)]);
    const auto solution = flow.solve();
    ASSERT_TRUE(solution);
    EXPECT_EQ(solution->cost, 0);
    EXPECT_EQ(std::accumulate(solution->flow.begin(), solution->flow.end(), std::int64_t{0}), 55);
}

TEST(AssignmentOracle, SaysThatTheTransportWithCapacitiesOfOneIsInfeasible) {
    LemonFlow flow = Transport::arcs(1);
    for (int i = 0; i < 7; ++i) flow.supply(i, Transport::supply[static_cast<std::size_t>(i)]);
    EXPECT_FALSE(flow.solve());
    // The most that flows, 12, at its least cost, 6: whatever cannot flow takes a way that costs more than all others.
    constexpr std::int64_t dear = 1000;
    LemonFlow most = Transport::arcs(1);
    const int aside = most.add_node();
    std::vector<std::size_t> missed;
    for (int i = 0; i < 7; ++i) {
        most.supply(i, Transport::supply[static_cast<std::size_t>(i)]);
        if (i < 3) missed.push_back(most.add_arc(i, aside, 100, dear));
        if (i >= 3) most.add_arc(aside, i, 100, 0);
    }
    const auto solution = most.solve();
    ASSERT_TRUE(solution);
    std::int64_t not_flowing = 0;
    for (const std::size_t arc : missed) not_flowing += solution->flow[arc];
    EXPECT_EQ(55 - not_flowing, 12);
    EXPECT_EQ(solution->cost - dear * not_flowing, 6);
}

TEST(AssignmentOracle, SolvesTheNegativeCostsOfOrTools) {
    LemonFlow path(3);
    path.add_arc(0, 1, 10, -10);
    path.add_arc(1, 2, 10, -10);
    path.supply(0, 8);
    path.supply(2, -8);
    ASSERT_TRUE(path.solve());
    EXPECT_EQ(path.solve()->cost, -160);

    LemonFlow cycle(4);
    cycle.add_arc(0, 1, 10, -10);
    cycle.add_arc(1, 2, 10, -10);
    cycle.add_arc(2, 0, 10, -10);
    cycle.add_arc(0, 3, 10, -10);
    cycle.supply(0, 8);
    cycle.supply(3, -8);
    ASSERT_TRUE(cycle.solve());
    EXPECT_EQ(cycle.solve()->cost, -380);

    ASSERT_TRUE(LemonFlow(0).solve());
    EXPECT_EQ(LemonFlow(0).solve()->cost, 0);
}

// scipy/scipy, scipy/sparse/csgraph/tests/test_matching.py (BSD-3): every row takes another column; what it picks. A
// zero is no edge.
using Matrix = std::vector<std::vector<int>>;

/// Picked by each row; none when not every row can have a column.
std::optional<std::vector<int>> match_rows(const Matrix& matrix) {
    const int rows = static_cast<int>(matrix.size());
    const int columns = static_cast<int>(matrix.front().size());
    LemonFlow flow(rows + columns + 1);
    const int sink = rows + columns;
    std::vector<std::pair<std::size_t, std::pair<std::size_t, int>>> edges; // arc; row, cost
    for (int row = 0; row < rows; ++row) {
        flow.supply(row, 1);
        for (int column = 0; column < columns; ++column) {
            const int cost = matrix[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            if (cost == 0) continue;
            edges.push_back({flow.add_arc(row, rows + column, 1, cost), {static_cast<std::size_t>(row), cost}});
        }
    }
    for (int column = 0; column < columns; ++column) flow.add_arc(rows + column, sink, 1, 0);
    flow.supply(sink, -rows);
    const auto solution = flow.solve();
    if (!solution) return std::nullopt;
    std::vector<int> picked(matrix.size(), 0);
    for (const auto& [arc, edge] : edges) {
        if (solution->flow[arc] > 0) picked[edge.first] = edge.second;
    }
    return picked;
}

TEST(AssignmentOracle, MatchesTheRowsOfScipy) {
    EXPECT_EQ(match_rows({{400, 150, 400}, {400, 450, 600}, {300, 225, 300}}), (std::vector{150, 400, 300}));
    EXPECT_EQ(match_rows({{400, 150, 400, 1}, {400, 450, 600, 2}, {300, 225, 300, 3}}), (std::vector{150, 2, 300}));
    EXPECT_EQ(match_rows({{10, 10, 8}, {9, 8, 1}, {9, 7, 4}}), (std::vector{10, 1, 7}));
    EXPECT_EQ(match_rows({{10, 10, 8, 11}, {9, 8, 1, 1}, {9, 7, 4, 10}}), (std::vector{10, 1, 4}));
    EXPECT_FALSE(match_rows({{1, 1, 1}, {1, 0, 0}, {1, 0, 0}}));
    EXPECT_FALSE(match_rows({{1, 1, 1}, {0, 0, 1}, {0, 0, 1}}));
    EXPECT_FALSE(match_rows({{1, 0, 0}, {2, 0, 0}}));
}

} // namespace
} // namespace jifen
