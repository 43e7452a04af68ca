#pragma once

#include "jifen/core/exact.hpp"
#include "jifen/linkage/leader_choice.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace jifen::appointing {

inline constexpr std::uint32_t none = LeaderChoice::none;

/// What one candidacy is worth.
struct Worth {
    std::int64_t suitability = 0;
    std::uint32_t preference = 0;
    bool in_office = false;
};

/// What choices cost, the first member first. Sums of these order as the objective does: such tuples are an ordered
/// group, so that shortest paths work on them as on numbers. Sums over 2^29 candidacies fit.
struct Cost {
    std::array<std::int32_t, preference_classes> classes{};
    std::int32_t changed = 0; ///< compared last
    Int128 suitability = 0;

    Cost() = default;
    explicit Cost(const Worth& worth) noexcept { *this += worth; }

    Cost& operator+=(const Worth& worth) noexcept {
        --classes[worth.preference];
        suitability -= worth.suitability;
        changed -= worth.in_office ? 1 : 0;
        return *this;
    }
    Cost& operator+=(const Cost& other) noexcept {
        for (std::size_t i = 0; i < classes.size(); ++i) classes[i] += other.classes[i];
        suitability += other.suitability;
        changed += other.changed;
        return *this;
    }
    Cost& operator-=(const Cost& other) noexcept {
        for (std::size_t i = 0; i < classes.size(); ++i) classes[i] -= other.classes[i];
        suitability -= other.suitability;
        changed -= other.changed;
        return *this;
    }
    friend Cost operator+(Cost a, const Cost& b) noexcept { return a += b; }
    friend Cost operator+(Cost a, const Worth& b) noexcept { return a += b; }
    friend Cost operator-(Cost a, const Cost& b) noexcept { return a -= b; }
    friend bool operator==(const Cost&, const Cost&) = default;
    friend std::strong_ordering operator<=>(const Cost& a, const Cost& b) noexcept {
        for (std::size_t i = 0; i < a.classes.size(); ++i) {
            if (a.classes[i] != b.classes[i]) return a.classes[i] <=> b.classes[i];
        }
        if (a.suitability != b.suitability) return a.suitability <=> b.suitability;
        return a.changed <=> b.changed;
    }
};

/// Grids and people of one part, numbered from 0 in the order of their ids, and an edge for each candidacy.
struct CandidacyGraph {
    /// The edges as one side sees them.
    struct Side {
        std::vector<std::uint32_t> begin; ///< of node n the edges at [begin[n], begin[n + 1])
        std::vector<std::uint32_t> edges; ///< by the number of the node at their other end
        std::vector<std::uint32_t> node;  ///< of each edge

        [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(begin.size()) - 1; }
        [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t n) const noexcept {
            return {edges.data() + begin[n], edges.data() + begin[n + 1]};
        }
    };
    Side grids, people;
    std::vector<Worth> worth; ///< by edge

    [[nodiscard]] std::size_t edges() const noexcept { return worth.size(); }
};

/// An edge of a larger graph. Edges are given by grid, within one by person.
struct LooseEdge {
    std::uint32_t grid = 0, person = 0;
    std::uint32_t candidacy = 0; ///< its number outside
};

/// Numbers anew, in their order, those nodes that have an edge. Precondition: `edges` are in order and distinct.
/// O(edges + nodes of the larger graph).
[[nodiscard]] CandidacyGraph make_graph(std::span<const LooseEdge> edges, std::span<const Candidacy> candidacies);

/// As many grids filled as can be, whatever the cost.
struct Filling {
    std::vector<std::uint32_t> leader; ///< of each grid: edge, or none
    /// Of grids and people: those from which an unfilled grid is reached by swapping leaders. These people are all
    /// needed for these grids, which are too many for them, and may lead no other (Dulmage and Mendelsohn).
    std::vector<bool> short_grid, short_person;
};
[[nodiscard]] Filling fill(const CandidacyGraph& graph, std::uint32_t max_grids, const RunOptions& options);

/// The cheapest choice of a graph of which it is known that one side can be served in full.
struct Cheapest {
    std::vector<std::uint32_t> leader; ///< of each grid: edge, or none
    /// Prices of the nodes: cost ≥ price of grid + price of person for each edge, = for a chosen one. So a choice is as
    /// cheap as this one if it serves the one side in full, takes only edges of which this is an equality, and uses
    /// every node of the other side in full whose price is not 0.
    std::vector<Cost> grid_price, person_price;
};
/// Every grid has one leader; every person leads at most `max_grids`.
[[nodiscard]] Cheapest cheapest_by_grid(const CandidacyGraph& graph, std::uint32_t max_grids,
                                        const RunOptions& options);
/// Every person leads `max_grids` grids; grids may stay vacant.
[[nodiscard]] Cheapest cheapest_by_person(const CandidacyGraph& graph, std::uint32_t max_grids,
                                          const RunOptions& options);

/// Turns a cheapest choice into the first among those that cost the same: the first grid has the smallest person, then
/// the second, and so on. `all_filled`: it is one of cheapest_by_grid, else of cheapest_by_person.
void take_first_of_ties(const CandidacyGraph& graph, Cheapest& choice, std::uint32_t max_grids, bool all_filled,
                        const RunOptions& options);

} // namespace jifen::appointing
