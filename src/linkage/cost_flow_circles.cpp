#include "cost_flow.hpp"

#include <algorithm>

namespace jifen {

// Tarjan's strong components, without recursion: `cursor` remembers where a node goes on.
std::vector<std::uint32_t> CostFlow::number_circles() const {
    std::vector<std::uint32_t> circle(nodes(), none);
    std::vector<std::uint32_t> found(nodes(), none);
    std::vector<std::uint32_t> lowest(nodes(), 0);
    std::vector<std::uint32_t> cursor(first_.begin(), first_.end() - 1);
    std::vector<Node> open;
    std::vector<Node> path;
    std::uint32_t count = 0;
    std::uint32_t circles = 0;
    const auto enter = [&](Node node) {
        found[node] = lowest[node] = count++;
        open.push_back(node);
        path.push_back(node);
    };
    for (Node start = 0; start < nodes(); ++start) {
        if (found[start] != none) continue;
        enter(start);
        while (!path.empty()) {
            const Node node = path.back();
            if (std::uint32_t& next = cursor[node]; next < first_[node + 1]) {
                const Half& half = halves_[next++];
                if (!is_open(node, half)) continue;
                if (found[half.head] == none) {
                    enter(half.head);
                } else if (circle[half.head] == none) {
                    lowest[node] = std::min(lowest[node], found[half.head]);
                }
                continue;
            }
            path.pop_back();
            if (!path.empty()) lowest[path.back()] = std::min(lowest[path.back()], lowest[node]);
            if (lowest[node] != found[node]) continue;
            while (true) {
                const Node last = open.back();
                open.pop_back();
                circle[last] = circles;
                if (last == node) break;
            }
            ++circles;
        }
    }
    return circle;
}

} // namespace jifen
