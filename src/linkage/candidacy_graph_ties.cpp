#include "jifen/core/error.hpp"
#include "linkage/candidacy_graph.hpp"

#include <algorithm>

namespace jifen::appointing {

namespace {

/// Goes from one cheapest choice to the others: by swaps along edges that cost as much as they are worth.
///
/// A grid can pass from its leader to another person if that person can hand on one of her grids, its new leader one of
/// hers, and so on, until somebody takes a grid instead of the first one. Beside grids and people the chain can go
/// through the pool: where all grids are filled, people whose price is 0 may lead fewer grids or more; where all people
/// are used, grids whose price is 0 may be vacant: then nobody leads them, which is a person behind all others here.
///
/// Such a chain goes round in a circle, so it stays among people who are strongly connected by "her grid can pass to".
/// They are found once: swaps within them do not change who they are.
class Ties {
public:
    Ties(const CandidacyGraph& graph, Cheapest& choice, std::uint32_t max_grids, bool all_filled)
        : graph_(graph), choice_(choice), max_grids_(max_grids), all_filled_(all_filled), nobody_(graph.people.size()),
          pool_(nobody_ + 1), led_(graph.people.size() + 1), settled_(graph.grids.size(), false),
          seen_(graph.people.size() + 1, 0), by_(graph.people.size() + 1, none), grid_seen_(graph.grids.size(), 0),
          from_(graph.grids.size(), none) {
        for (std::uint32_t g = 0; g < graph.grids.size(); ++g) led_[leader(g)].push_back(g);
        for (std::uint32_t p = 0; p < graph.people.size(); ++p) {
            if (choice.person_price[p] == Cost{}) unpriced_.push_back(p);
        }
        find_circles();
    }

    void settle(const RunOptions& options) {
        for (std::uint32_t g = 0; g < graph_.grids.size(); ++g) {
            if (options.stop.stop_requested()) throw Cancelled();
            settled_[g] = true;
            settle(g);
        }
    }

private:
    [[nodiscard]] std::uint32_t leader(std::uint32_t g) const noexcept {
        return choice_.leader[g] == none ? nobody_ : graph_.people.node[choice_.leader[g]];
    }
    [[nodiscard]] bool is_tight(std::uint32_t edge) const noexcept {
        return Cost(graph_.worth[edge]) ==
               choice_.grid_price[graph_.grids.node[edge]] + choice_.person_price[graph_.people.node[edge]];
    }

    /// Calls take(person) for everyone to whom a grid of hers can pass.
    template <class Take>
    void each_next(std::uint32_t node, Take take) const {
        if (node == pool_) {
            for (const std::uint32_t other : unpriced_) take(other);
            return;
        }
        for (const std::uint32_t g : led_[node]) {
            for (const std::uint32_t edge : graph_.grids.of(g)) {
                if (graph_.people.node[edge] != node && is_tight(edge)) take(graph_.people.node[edge]);
            }
            if (!all_filled_ && choice_.grid_price[g] == Cost{}) take(nobody_);
        }
        if (all_filled_ && node != nobody_ && led_[node].size() < max_grids_) take(pool_);
    }

    /// The strongly connected people (R. Tarjan: SIAM J. Comput. 1, 1972), without recursion.
    void find_circles() {
        const std::uint32_t nodes = pool_ + 1;
        std::vector<std::uint64_t> begin{0};
        std::vector<std::uint32_t> next;
        for (std::uint32_t n = 0; n < nodes; ++n) {
            each_next(n, [&next](std::uint32_t other) { next.push_back(other); });
            begin.push_back(next.size());
        }
        circle_.assign(nodes, none);
        std::vector<std::uint32_t> number(nodes, none), lowest(nodes, 0), path, found;
        std::vector<std::uint64_t> at(begin.begin(), begin.end() - 1);
        std::uint32_t numbered = 0, circles = 0;
        for (std::uint32_t start = 0; start < nodes; ++start) {
            if (number[start] != none) continue;
            path.assign(1, start);
            while (!path.empty()) {
                const std::uint32_t n = path.back();
                if (number[n] == none) {
                    number[n] = lowest[n] = numbered++;
                    found.push_back(n);
                }
                if (at[n] < begin[n + 1]) {
                    const std::uint32_t other = next[at[n]++];
                    if (number[other] == none) {
                        path.push_back(other);
                    } else if (circle_[other] == none) {
                        lowest[n] = std::min(lowest[n], number[other]);
                    }
                    continue;
                }
                path.pop_back();
                if (!path.empty()) lowest[path.back()] = std::min(lowest[path.back()], lowest[n]);
                if (lowest[n] != number[n]) continue;
                for (std::uint32_t last = none; last != n; found.pop_back()) circle_[last = found.back()] = circles;
                ++circles;
            }
        }
    }

    void settle(std::uint32_t g) {
        ++round_;
        pool_seen_ = false;
        const std::uint32_t now = leader(g);
        here_ = circle_[now];
        for (const std::uint32_t edge : graph_.grids.of(g)) {
            const std::uint32_t person = graph_.people.node[edge];
            if (person >= now) return;
            // Who was seen from a smaller person does not lead there either.
            if (!is_open(person) || !is_tight(edge)) continue;
            if (!reach(person, now)) continue;
            hand_on(person, now);
            lead(g, edge);
            return;
        }
    }

    /// Depth first from one person to another.
    bool reach(std::uint32_t from, std::uint32_t to) {
        see(from, none);
        while (!stack_.empty() && seen_[to] != round_) {
            const std::uint32_t person = stack_.back();
            stack_.pop_back();
            for (const std::uint32_t g : led_[person]) {
                if (!settled_[g] && grid_seen_[g] != round_) leave(g, person);
            }
            if (circle_[pool_] == here_ && !pool_seen_ && led_[person].size() < max_grids_) pass_through_pool(person);
        }
        stack_.clear();
        return seen_[to] == round_;
    }
    /// Not seen yet, and of the circle in question.
    [[nodiscard]] bool is_open(std::uint32_t person) const noexcept {
        return circle_[person] == here_ && seen_[person] != round_;
    }
    void see(std::uint32_t person, std::uint32_t by) {
        seen_[person] = round_;
        by_[person] = by;
        stack_.push_back(person);
    }
    /// The grid may go on to whoever is as good there, or fall vacant.
    void leave(std::uint32_t g, std::uint32_t person) {
        grid_seen_[g] = round_;
        from_[g] = person;
        for (const std::uint32_t edge : graph_.grids.of(g)) {
            if (is_open(graph_.people.node[edge]) && is_tight(edge)) see(graph_.people.node[edge], edge);
        }
        if (!all_filled_ && is_open(nobody_) && choice_.grid_price[g] == Cost{}) {
            vacated_ = g;
            see(nobody_, none);
        }
    }
    /// She can lead one grid more, so that another leads one less.
    void pass_through_pool(std::uint32_t person) {
        pool_seen_ = true;
        into_pool_ = person;
        for (const std::uint32_t other : unpriced_) {
            if (is_open(other)) see(other, by_pool);
        }
    }

    /// Along the way back from whoever was found: each grid on it goes to the next person.
    void hand_on(std::uint32_t from, std::uint32_t to) {
        while (to != from) {
            if (by_[to] == by_pool) {
                to = into_pool_;
                continue;
            }
            const std::uint32_t g = to == nobody_ ? vacated_ : graph_.grids.node[by_[to]];
            lead(g, by_[to]);
            to = from_[g];
        }
    }
    /// `edge`: none where it is to be vacant.
    void lead(std::uint32_t g, std::uint32_t edge) {
        auto& led = led_[leader(g)];
        led.erase(std::find(led.begin(), led.end(), g));
        choice_.leader[g] = edge;
        led_[leader(g)].push_back(g);
    }

    static constexpr std::uint32_t by_pool = none - 1;

    const CandidacyGraph& graph_;
    Cheapest& choice_;
    std::uint32_t max_grids_;
    bool all_filled_;
    std::uint32_t nobody_;                        ///< behind the people
    std::uint32_t pool_;                          ///< behind nobody
    std::vector<std::vector<std::uint32_t>> led_; ///< grids by person; of nobody: the vacant ones
    std::vector<std::uint32_t> unpriced_;         ///< people whose price is 0
    std::vector<std::uint32_t> circle_;           ///< by person, nobody and pool: number of the strongly connected set
    std::uint32_t here_ = none;                   ///< the one in question
    std::vector<bool> settled_;

    std::uint32_t round_ = 0;
    std::vector<std::uint32_t> seen_; ///< by person: round
    std::vector<std::uint32_t> by_;   ///< by person: edge, or pool
    std::vector<std::uint32_t> grid_seen_;
    std::vector<std::uint32_t> from_; ///< by grid: whom it was left by
    bool pool_seen_ = false;
    std::uint32_t into_pool_ = none, vacated_ = none;
    std::vector<std::uint32_t> stack_;
};

} // namespace

void take_first_of_ties(const CandidacyGraph& graph, Cheapest& choice, std::uint32_t max_grids, bool all_filled,
                        const RunOptions& options) {
    Ties(graph, choice, max_grids, all_filled).settle(options);
}

} // namespace jifen::appointing
