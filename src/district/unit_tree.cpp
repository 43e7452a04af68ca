#include "jifen/district/unit_tree.hpp"

#include <algorithm>
#include <utility>

namespace jifen {

UnitTree::UnitTree(SortedTexts<UnitId> ids, std::vector<Node> nodes, TextPool names)
    : ids_(std::move(ids)), nodes_(std::move(nodes)), names_(std::move(names)) {
    std::vector<std::vector<UnitId>> children(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const Node& node = nodes_[i];
        if (!node.exists || node.unknown_parent) continue;
        if (node.parent)
            children[node.parent.index()].push_back(UnitId::at(i));
        else
            roots_.push_back(UnitId::at(i));
    }
    // Depth first from the roots, without recursion: a tree may be as deep as it is large. A cycle is never reached.
    std::vector<std::pair<UnitId, std::size_t>> path; // a unit and how many of its children were entered
    const auto enter = [&](UnitId unit) {
        Node& node = nodes_[unit.index()];
        node.enter = static_cast<std::uint32_t>(preorder_.size());
        node.depth = static_cast<std::uint32_t>(path.size());
        preorder_.push_back(unit);
        path.emplace_back(unit, 0);
    };
    for (const UnitId root : roots_) {
        enter(root);
        while (!path.empty()) {
            auto& [unit, entered] = path.back();
            if (entered < children[unit.index()].size()) {
                enter(children[unit.index()][entered++]);
            } else {
                nodes_[unit.index()].leave = static_cast<std::uint32_t>(preorder_.size());
                path.pop_back();
            }
        }
    }
}

UnitId UnitTree::ancestor_at(UnitId unit, LevelWord level) const noexcept {
    if (!in_tree(unit) || !level) return UnitId::none();
    while (unit && nodes_[unit.index()].level != level) unit = nodes_[unit.index()].parent;
    return unit;
}

std::vector<LevelWord> UnitTree::deepest_levels() const {
    std::uint32_t deepest = 0;
    for (const UnitId unit : preorder_) deepest = std::max(deepest, nodes_[unit.index()].depth);
    std::vector<LevelWord> levels;
    for (const UnitId unit : preorder_) {
        if (nodes_[unit.index()].depth == deepest) levels.push_back(nodes_[unit.index()].level);
    }
    std::sort(levels.begin(), levels.end());
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    return levels;
}

} // namespace jifen
