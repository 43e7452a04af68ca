#include "placed_tree.hpp"

#include <algorithm>

namespace jifen {

PlacedTree::PlacedTree(const UnitTree& tree)
    : tree_(tree), parent_(tree.preorder().size(), no_position), height_(tree.preorder().size(), 0) {
    for (Position at = size(); at-- > 0;) {
        const UnitId parent = tree[unit(at)].parent;
        if (!parent) continue;
        parent_[at] = tree[parent].enter;
        height_[parent_[at]] = std::max(height_[parent_[at]], height_[at] + 1);
    }
}

LowestCommon::LowestCommon(const PlacedTree& tree) : tree_(tree), top_(tree.size()) {
    std::vector<Position> units(tree.size(), 1);
    tree.sum_up(units);
    std::vector<Position> largest(tree.size(), no_position);
    for (Position at = tree.size(); at-- > 0;) {
        const Position parent = tree.parent(at);
        if (parent == no_position) continue;
        Position& child = largest[parent];
        if (child == no_position || units[child] < units[at]) child = at;
    }
    for (Position at = 0; at < tree.size(); ++at) {
        const Position parent = tree.parent(at);
        top_[at] = parent != no_position && largest[parent] == at ? top_[parent] : at;
    }
}

Position LowestCommon::operator()(Position a, Position b) const noexcept {
    // Of two tops the one that comes later in preorder is not above the other's path: it is the one to leave.
    while (a != no_position && b != no_position && top_[a] != top_[b]) {
        Position& lower = top_[a] > top_[b] ? a : b;
        lower = tree_.parent(top_[lower]);
    }
    return a == no_position || b == no_position ? no_position : std::min(a, b);
}

} // namespace jifen
