#include "linkage/candidacy_graph.hpp"

#include "jifen/core/error.hpp"

#include <algorithm>
#include <numeric>

namespace jifen::appointing {

namespace {

/// Numbers one side's nodes in their order; the edges of a node keep theirs.
CandidacyGraph::Side make_side(std::span<const LooseEdge> edges, std::uint32_t LooseEdge::*end) {
    std::uint32_t bound = 0;
    for (const LooseEdge& edge : edges) bound = std::max(bound, edge.*end + 1);
    std::vector<std::uint32_t> number(bound, none);
    for (const LooseEdge& edge : edges) number[edge.*end] = 0;
    std::uint32_t nodes = 0;
    for (std::uint32_t& n : number) n = n == none ? none : nodes++;

    CandidacyGraph::Side side;
    side.begin.assign(std::size_t{nodes} + 1, 0);
    side.node.reserve(edges.size());
    for (const LooseEdge& edge : edges) {
        side.node.push_back(number[edge.*end]);
        ++side.begin[side.node.back() + 1];
    }
    std::partial_sum(side.begin.begin(), side.begin.end(), side.begin.begin());
    side.edges.resize(edges.size());
    std::vector<std::uint32_t> next(side.begin.begin(), side.begin.end() - 1);
    for (std::uint32_t e = 0; e < side.node.size(); ++e) side.edges[next[side.node[e]]++] = e;
    return side;
}

/// A search for the largest filling: grids are filled one by one, by swapping leaders where need be.
class Filler {
public:
    Filler(const CandidacyGraph& graph, std::uint32_t max_grids)
        : graph_(graph), max_grids_(max_grids), leads_(graph.people.size(), 0), led_(graph.people.size()),
          seen_(graph.people.size(), 0), by_(graph.people.size(), none) {
        filling_.leader.assign(graph.grids.size(), none);
        filling_.short_grid.assign(graph.grids.size(), false);
        filling_.short_person.assign(graph.people.size(), false);
    }

    Filling fill(const RunOptions& options) {
        for (std::uint32_t grid = 0; grid < graph_.grids.size(); ++grid) take_free(grid);
        for (std::uint32_t grid = 0; grid < graph_.grids.size(); ++grid) {
            if (options.stop.stop_requested()) throw Cancelled();
            if (filling_.leader[grid] == none) search(grid);
        }
        return std::move(filling_);
    }

private:
    [[nodiscard]] std::uint32_t person(std::uint32_t edge) const noexcept { return graph_.people.node[edge]; }
    [[nodiscard]] std::uint32_t grid(std::uint32_t edge) const noexcept { return graph_.grids.node[edge]; }

    void take_free(std::uint32_t g) {
        for (const std::uint32_t edge : graph_.grids.of(g)) {
            if (leads_[person(edge)] == max_grids_) continue;
            take(edge);
            return;
        }
    }
    void take(std::uint32_t edge) {
        filling_.leader[grid(edge)] = edge;
        led_[person(edge)].push_back(grid(edge));
        ++leads_[person(edge)];
    }
    /// Her grid goes to somebody else.
    void leave(std::uint32_t edge) {
        auto& led = led_[person(edge)];
        *std::find(led.begin(), led.end(), grid(edge)) = led.back();
        led.pop_back();
        --leads_[person(edge)];
    }

    /// Breadth first from an unfilled grid to somebody who is free. Where there is nobody, what was seen is closed: no
    /// later search comes out of it, so that all failing searches together are O(edges).
    void search(std::uint32_t start) {
        ++round_;
        queue_.assign(1, start);
        people_.clear();
        for (std::size_t at = 0; at < queue_.size(); ++at) {
            for (const std::uint32_t edge : graph_.grids.of(queue_[at])) {
                const std::uint32_t p = person(edge);
                if (seen_[p] == round_ || filling_.short_person[p]) continue;
                seen_[p] = round_;
                by_[p] = edge;
                people_.push_back(p);
                if (leads_[p] < max_grids_) {
                    swap(edge);
                    return;
                }
                queue_.insert(queue_.end(), led_[p].begin(), led_[p].end());
            }
        }
        for (const std::uint32_t g : queue_) filling_.short_grid[g] = true;
        for (const std::uint32_t p : people_) filling_.short_person[p] = true;
    }
    /// Along the way back: each grid takes who was found from it, and leaves its leader to the grid before.
    void swap(std::uint32_t edge) {
        while (true) {
            const std::uint32_t before = filling_.leader[grid(edge)];
            if (before != none) leave(before);
            take(edge);
            if (before == none) return;
            edge = by_[person(before)];
        }
    }

    const CandidacyGraph& graph_;
    std::uint32_t max_grids_;
    Filling filling_;
    std::vector<std::uint32_t> leads_;
    std::vector<std::vector<std::uint32_t>> led_; ///< grids by person
    std::vector<std::uint32_t> seen_;             ///< by person: round in which she was last seen
    std::vector<std::uint32_t> by_;               ///< by person: edge by which she was seen
    std::uint32_t round_ = 0;
    std::vector<std::uint32_t> queue_, people_;
};

} // namespace

CandidacyGraph make_graph(std::span<const LooseEdge> edges, std::span<const Candidacy> candidacies) {
    CandidacyGraph graph;
    graph.grids = make_side(edges, &LooseEdge::grid);
    graph.people = make_side(edges, &LooseEdge::person);
    graph.worth.reserve(edges.size());
    for (const LooseEdge& edge : edges) {
        const Candidacy& candidacy = candidacies[edge.candidacy];
        graph.worth.push_back({candidacy.suitability, candidacy.preference, candidacy.in_office});
    }
    return graph;
}

Filling fill(const CandidacyGraph& graph, std::uint32_t max_grids, const RunOptions& options) {
    return Filler(graph, max_grids).fill(options);
}

} // namespace jifen::appointing
