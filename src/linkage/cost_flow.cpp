#include "cost_flow.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/exact.hpp"

#include <algorithm>
#include <functional>

namespace jifen {

namespace {

/// How much one manner of going on moved of late, for the arcs that it looked at.
class Yield {
public:
    void start(std::uint64_t looked_at) noexcept { looked_at_ = looked_at; }
    void end(std::int64_t moved, std::uint64_t looked_at) noexcept {
        moved_ = moved;
        looked_at_ = looked_at - looked_at_;
    }
    [[nodiscard]] bool is_better_than(const Yield& other) const noexcept {
        return static_cast<Int128>(moved_) * other.looked_at_ > static_cast<Int128>(other.moved_) * looked_at_;
    }

private:
    std::int64_t moved_ = 0;
    std::uint64_t looked_at_ = 0;
};

} // namespace

void CostFlow::clear(Node nodes) {
    arcs_.clear();
    ladders_.clear();
    potential_.assign(nodes, 0);
}

CostFlow::ArcNumber CostFlow::add(Node tail, Node head, Amount capacity, Cost cost, LoadLadder ladder) {
    const auto number = static_cast<ArcNumber>(arcs_.size());
    const auto of_ladder = ladder.empty() ? none : static_cast<std::uint32_t>(ladders_.size());
    if (!ladder.empty()) ladders_.push_back({ladder, number, 0});
    arcs_.push_back({tail, head, capacity, none, of_ladder, cost});
    return number;
}

void CostFlow::connect() {
    first_.assign(nodes() + 1, 0);
    for (const Arc& arc : arcs_) {
        ++first_[arc.tail];
        ++first_[arc.head];
    }
    std::uint32_t before = 0;
    for (std::uint32_t& first : first_) before += std::exchange(first, before);
    cursor_.assign(first_.begin(), first_.end() - 1);
    halves_.resize(arcs_.size() * 2);
    for (Arc& arc : arcs_) {
        arc.half = cursor_[arc.tail]++;
        const std::uint32_t back = cursor_[arc.head]++;
        halves_[arc.half] = {arc.head, back, arc.capacity, arc.ladder, arc.cost};
        halves_[back] = {arc.tail, arc.half, 0, arc.ladder, -arc.cost};
    }
    for (Ladder& ladder : ladders_) climb(ladder, 0);
}

void CostFlow::climb(Ladder& ladder, Amount people) {
    ladder.flow += people;
    const Arc& arc = arcs_[ladder.arc];
    Half& forward = halves_[arc.half];
    Half& back = halves_[forward.mate];
    forward.room = 0;
    back.room = 0;
    if (ladder.flow < arc.capacity) {
        const LoadLadder::Rung next = ladder.loads.rung(ladder.flow);
        forward.room = static_cast<Amount>(std::min<std::int64_t>(next.servers - next.at, arc.capacity - ladder.flow));
        forward.cost = 2 * Cost{next.load} + 1;
    }
    if (ladder.flow > 0) {
        const LoadLadder::Rung last = ladder.loads.rung(ladder.flow - 1);
        back.room = static_cast<Amount>(last.at + 1);
        back.cost = -(2 * Cost{last.load} + 1);
    }
}

void CostFlow::push(std::uint32_t half, Amount amount) {
    Half& there = halves_[half];
    if (there.ladder == none) {
        there.room -= amount;
        halves_[there.mate].room += amount;
        return;
    }
    Ladder& ladder = ladders_[there.ladder];
    climb(ladder, arcs_[ladder.arc].half == half ? amount : -amount);
}

// Dijkstra, but what costs nothing more is not queued: it goes on a stack. Most arcs cost nothing more.
bool CostFlow::raise_potentials(Node source, Node sink) {
    constexpr auto farther = std::greater<>{};
    distance_.assign(nodes(), unreached);
    looked_at_ += nodes();
    heap_.clear();
    queue_.clear();
    distance_[source] = 0;
    queue_.push_back(source);
    level_.assign(nodes(), none); // here: 0 for those whose distance is final
    Cost now = 0;
    while (true) {
        if (queue_.empty()) {
            while (!heap_.empty() && level_[heap_.front().second] != none) {
                std::pop_heap(heap_.begin(), heap_.end(), farther);
                heap_.pop_back();
            }
            if (heap_.empty()) return false;
            now = heap_.front().first;
            queue_.push_back(heap_.front().second);
        }
        const Node node = queue_.back();
        queue_.pop_back();
        if (level_[node] != none) continue;
        level_[node] = 0;
        if (node == sink) break;
        looked_at_ += first_[node + 1] - first_[node];
        for (std::uint32_t i = first_[node]; i < first_[node + 1]; ++i) {
            const Half& half = halves_[i];
            if (half.room == 0 || level_[half.head] != none) continue;
            const Cost distance = now + reduced_cost(node, half);
            if (distance >= distance_[half.head]) continue;
            distance_[half.head] = distance;
            if (distance == now) {
                queue_.push_back(half.head);
            } else {
                heap_.emplace_back(distance, half.head);
                std::push_heap(heap_.begin(), heap_.end(), farther);
            }
        }
    }
    for (Node node = 0; node < nodes(); ++node) potential_[node] += std::min(distance_[node], now);
    return true;
}

bool CostFlow::layer(Node source, Node sink) {
    level_.assign(nodes(), none);
    looked_at_ += nodes();
    queue_.assign(1, source);
    level_[source] = 0;
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        const Node node = queue_[next];
        looked_at_ += first_[node + 1] - first_[node];
        for (std::uint32_t i = first_[node]; i < first_[node + 1]; ++i) {
            const Half& half = halves_[i];
            if (level_[half.head] != none || !is_open(node, half)) continue;
            level_[half.head] = level_[node] + 1;
            if (half.head == sink) return true;
            queue_.push_back(half.head);
        }
    }
    return false;
}

void CostFlow::finish(Node source, Node sink, End end, const std::stop_token& stop) {
    // Passes over all nodes move much at first, ways of single nodes are shorter than a pass when little is left. Which
    // of the two moves more for the arcs it looks at changes on the way, and more than once in a large network.
    const bool forward = end == End::source;
    const Node from = forward ? source : sink;
    std::uint32_t next = first_[from];
    Yield passes, ways;
    while (true) {
        do {
            passes.start(looked_at_);
            if (!raise_potentials(source, sink)) return;
            std::int64_t moved = 0;
            while (layer(source, sink)) moved += push_along_layers(source, sink, stop);
            passes.end(moved, looked_at_);
        } while (passes.is_better_than(ways));
        distance_.assign(nodes(), unreached);
        level_.assign(nodes(), none);
        via_.assign(nodes(), none);
        hopeless_.assign(nodes(), 0);
        do {
            ways.start(looked_at_);
            std::int64_t moved = 0;
            const std::uint64_t enough = looked_at_ + halves_.size();
            while (next < first_[from + 1] && looked_at_ < enough) {
                const std::uint32_t first = forward ? next : halves_[next].mate;
                if (halves_[first].room == 0)
                    ++next;
                else
                    moved +=
                        send_along_one_way(first, halves_[next].head, forward ? sink : source, from, forward, stop);
            }
            if (next == first_[from + 1]) return;
            ways.end(moved, looked_at_);
        } while (!passes.is_better_than(ways));
    }
}

/// From a node beside the closed end, which its first arc leads from or to, to the other end.
CostFlow::Amount CostFlow::send_along_one_way(std::uint32_t first, Node start, Node goal, Node closed, bool forward,
                                              const std::stop_token& stop) {
    if (stop.stop_requested()) throw Cancelled();
    if (!walk(start, goal, closed, forward)) seek(start, goal, closed, forward);
    const auto before = [&](std::uint32_t half) { return halves_[forward ? halves_[half].mate : half].head; };
    Amount amount = halves_[first].room;
    for (Node node = goal; node != start; node = before(via_[node]))
        amount = std::min(amount, halves_[via_[node]].room);
    for (Node node = goal; node != start;) {
        const std::uint32_t half = via_[node];
        node = before(half);
        push(half, amount);
    }
    push(first, amount);
    return amount;
}

// A way of open arcs, depth first. What was tried in vain is not tried again until `seek` passes it. That can leave out
// a node whose way would have led over the one walked at the time: then `seek` finds it, at no cost.
bool CostFlow::walk(Node start, Node goal, Node closed, bool forward) {
    if (hopeless_[start] != 0) return false;
    queue_.assign(1, start);
    hopeless_[start] = 1;
    hopeless_[closed] = 1;
    cursor_[start] = first_[start];
    while (!queue_.empty()) {
        const Node node = queue_.back();
        std::uint32_t& next = cursor_[node];
        if (next == first_[node + 1]) {
            queue_.pop_back();
            continue;
        }
        const Node other = halves_[next].head;
        const std::uint32_t way = way_on(next++, forward);
        ++looked_at_;
        if (hopeless_[other] != 0 || !is_open(forward ? node : other, halves_[way])) continue;
        via_[other] = way;
        if (other == goal) {
            for (const Node passed : queue_) hopeless_[passed] = 0;
            return true;
        }
        hopeless_[other] = 1;
        cursor_[other] = first_[other];
        queue_.push_back(other);
    }
    return false;
}

// As raise_potentials, from one node, forward or against the arcs; it changes only the potentials of the nodes that it
// passed. The way back to the end that it comes from is closed: what has left it has to flow.
void CostFlow::seek(Node start, Node goal, Node closed, bool forward) {
    constexpr auto farther = std::greater<>{};
    heap_.clear();
    queue_.assign(1, start);
    reached_.assign(1, start);
    distance_[start] = 0;
    level_[closed] = 0;
    Cost now = 0;
    std::size_t next = 0;
    while (distance_[goal] > now) {
        if (next == queue_.size()) {
            while (level_[heap_.front().second] != none) {
                std::pop_heap(heap_.begin(), heap_.end(), farther);
                heap_.pop_back();
            }
            now = heap_.front().first;
            queue_.push_back(heap_.front().second);
            continue;
        }
        const Node node = queue_[next++];
        if (level_[node] != none) continue;
        level_[node] = 0;
        looked_at_ += first_[node + 1] - first_[node];
        for (std::uint32_t i = first_[node]; i < first_[node + 1] && distance_[goal] > now; ++i) {
            const Node other = halves_[i].head;
            if (level_[other] != none) continue;
            const std::uint32_t way = way_on(i, forward);
            const Half& half = halves_[way];
            if (half.room == 0) continue;
            const Cost distance = now + reduced_cost(forward ? node : other, half);
            if (distance >= distance_[other]) continue;
            if (distance_[other] == unreached) reached_.push_back(other);
            distance_[other] = distance;
            via_[other] = way;
            if (distance == now) {
                queue_.push_back(other);
            } else {
                heap_.emplace_back(distance, other);
                std::push_heap(heap_.begin(), heap_.end(), farther);
            }
        }
    }
    for (const Node node : reached_) {
        const Cost nearer = std::max<Cost>(now - distance_[node], 0);
        potential_[node] += forward ? -nearer : nearer;
        hopeless_[node] = 0;
        distance_[node] = unreached;
        level_[node] = none;
    }
    level_[closed] = none;
}

std::int64_t CostFlow::push_along_layers(Node source, Node sink, const std::stop_token& stop) {
    constexpr std::uint32_t paths_between_looks = 16'384;
    std::copy(first_.begin(), first_.end() - 1, cursor_.begin());
    path_.clear();
    looked_at_ += nodes();
    std::int64_t pushed = 0;
    std::uint32_t paths = 0;
    Node node = source;
    while (true) {
        if (node == sink) {
            Amount amount = std::numeric_limits<Amount>::max();
            for (const std::uint32_t half : path_) amount = std::min(amount, halves_[half].room);
            // Back to the first arc that is used up, or dearer from now on.
            std::size_t keep = path_.size();
            for (std::size_t i = path_.size(); i-- > 0;) {
                const Node tail = halves_[halves_[path_[i]].mate].head;
                push(path_[i], amount);
                if (!is_open(tail, halves_[path_[i]])) {
                    keep = i;
                    node = tail;
                }
            }
            path_.resize(keep);
            pushed += amount;
            if (++paths % paths_between_looks == 0 && stop.stop_requested()) throw Cancelled();
            continue;
        }
        std::uint32_t& next = cursor_[node];
        const std::uint32_t end = first_[node + 1];
        while (next < end && (level_[halves_[next].head] != level_[node] + 1 || !is_open(node, halves_[next]))) ++next;
        if (next < end) {
            path_.push_back(next);
            node = halves_[next].head;
            continue;
        }
        if (path_.empty()) break;
        looked_at_ += first_[node + 1] - first_[node];
        level_[node] = none; // leads nowhere
        node = halves_[halves_[path_.back()].mate].head;
        path_.pop_back();
    }
    if (stop.stop_requested()) throw Cancelled();
    return pushed;
}

} // namespace jifen
