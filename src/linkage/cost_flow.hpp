#pragma once

#include "load_ladder.hpp"

#include <cstdint>
#include <limits>
#include <stop_token>
#include <utility>
#include <vector>

namespace jifen {

/// A flow of least cost among the largest from one node to another. Arcs cost a fixed amount a unit, or what a ladder
/// of loads says: 2 · load + 1.
///
/// Primal-dual: the cheapest ways there are at a time are all used up together (Dinic's blocking flows among arcs of
/// reduced cost 0), then potentials rise to the next cost. With few different costs that is few passes over the arcs.
/// Memory: 72 bytes an arc, about 30 a node.
class CostFlow {
public:
    using Node = std::uint32_t;
    using ArcNumber = std::uint32_t;
    using Amount = std::int32_t;
    using Cost = std::int64_t;

    /// Starts anew, with memory used again.
    void clear(Node nodes);
    /// Preconditions: cost ≥ 0; the ladder can take `capacity` and outlives the flow.
    ArcNumber add(Node tail, Node head, Amount capacity, Cost cost, LoadLadder ladder = {});

    /// Calls `report(amount)` of what flows now and then. Throws Cancelled.
    template <class Report>
    std::int64_t run(Node source, Node sink, const std::stop_token& stop, Report report) {
        connect();
        std::int64_t amount = 0;
        while (raise_potentials(source, sink)) {
            while (layer(source, sink)) {
                amount += push_along_layers(source, sink, stop);
                report(amount);
            }
        }
        return amount;
    }

    enum class End : std::uint8_t { source, sink };
    /// Prepares the arcs for `finish`; `run` does it by itself.
    void connect();
    /// Sends all that can leave the source (`end` is source) or enter the sink to the other end, where all of it can
    /// flow. Either the cheapest ways of all nodes are used up together, or what is left at a node beside that end
    /// seeks its own way and looks no farther than that: whichever moves more for the arcs it looks at. Throws
    /// Cancelled.
    void finish(Node source, Node sink, End end, const std::stop_token& stop);

    [[nodiscard]] std::size_t nodes() const noexcept { return potential_.size(); }
    [[nodiscard]] std::size_t arcs() const noexcept { return arcs_.size(); }
    [[nodiscard]] Node tail(ArcNumber arc) const noexcept { return arcs_[arc].tail; }
    [[nodiscard]] Node head(ArcNumber arc) const noexcept { return arcs_[arc].head; }
    [[nodiscard]] Amount capacity(ArcNumber arc) const noexcept { return arcs_[arc].capacity; }
    [[nodiscard]] Amount flow(ArcNumber arc) const noexcept {
        const Arc& of = arcs_[arc];
        return of.ladder == none ? halves_[halves_[of.half].mate].room : ladders_[of.ladder].flow;
    }
    /// Numbers the nodes so that two have the same number exactly if a change of the flow that leaves amount and cost
    /// as they are can go through both in a circle: the strong components of what is left of the arcs of reduced cost
    /// 0. Precondition: no ladders; after `run`.
    [[nodiscard]] std::vector<std::uint32_t> number_circles() const;
    [[nodiscard]] bool costs_nothing_more(ArcNumber arc) const noexcept {
        return reduced_cost(arcs_[arc].tail, halves_[arcs_[arc].half]) == 0;
    }

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    static constexpr Cost unreached = std::numeric_limits<Cost>::max();

    struct Arc {
        Node tail;
        Node head;
        Amount capacity;
        std::uint32_t half;   ///< of the way forward
        std::uint32_t ladder; ///< none if its cost is fixed
        Cost cost;
    };
    struct Ladder {
        LoadLadder loads;
        ArcNumber arc;
        Amount flow;
    };
    /// What is left of an arc in one of its two directions, at its present cost.
    struct Half {
        Node head;
        std::uint32_t mate; ///< the other direction
        Amount room;
        std::uint32_t ladder; ///< of the arc
        Cost cost;
    };

    [[nodiscard]] Cost reduced_cost(Node tail, const Half& half) const noexcept {
        return half.cost + potential_[tail] - potential_[half.head];
    }
    [[nodiscard]] bool is_open(Node tail, const Half& half) const noexcept {
        return half.room > 0 && reduced_cost(tail, half) == 0;
    }
    void climb(Ladder& ladder, Amount people);
    void push(std::uint32_t half, Amount amount);
    bool raise_potentials(Node source, Node sink);
    bool layer(Node source, Node sink);
    Amount send_along_one_way(std::uint32_t first, Node start, Node goal, Node closed, bool forward,
                              const std::stop_token& stop);
    bool walk(Node start, Node goal, Node closed, bool forward);
    void seek(Node start, Node goal, Node closed, bool forward);
    /// The arc that leads on from a node when ways are sought forward, else the arc that leads to it.
    [[nodiscard]] std::uint32_t way_on(std::uint32_t half, bool forward) const noexcept {
        return forward ? half : halves_[half].mate;
    }
    std::int64_t push_along_layers(Node source, Node sink, const std::stop_token& stop);

    std::vector<Arc> arcs_;
    std::vector<Ladder> ladders_;
    std::vector<Half> halves_;         ///< by tail
    std::vector<std::uint32_t> first_; ///< half of each node
    std::vector<Cost> potential_;
    std::vector<Cost> distance_;        ///< of nodes, in reduced cost
    std::vector<std::uint32_t> cursor_; ///< half of each node that is tried next
    std::vector<std::uint32_t> level_;  ///< arcs from the source; none if it is not reached
    std::vector<Node> queue_;
    std::vector<std::pair<Cost, Node>> heap_;
    std::vector<std::uint32_t> path_; ///< halves from the source
    std::vector<std::uint32_t> via_;  ///< half by which each node was reached
    std::vector<Node> reached_;
    std::uint64_t looked_at_ = 0; ///< arcs and nodes, since it was made
    std::vector<char> hopeless_;  ///< nodes from which no open way was found, until their potential changes
};

} // namespace jifen
