#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/district/row_place.hpp"
#include "jifen/district/sorted_texts.hpp"

#include <vector>

namespace jifen {

/// The units of a district as a tree of any depth, and every other unit that some table mentions.
///
/// A unit stands in the tree when its chain of parents ends at a root; units with an unknown parent, below such a one,
/// or on a cycle do not, and count nowhere (SPEC §1). Of several roots the smallest id is `root()`. Frozen; 36 bytes a
/// unit.
class UnitTree {
public:
    struct Node {
        UnitId parent;           ///< none for a root, or when the parent is not in the table
        LevelWord level;         ///< none when the unit is only mentioned
        std::uint32_t enter = 0; ///< preorder number; descendants are [enter, leave)
        std::uint32_t leave = 0; ///< = enter when the unit is not in the tree
        std::uint32_t depth = 0; ///< 0 at a root
        UnitId unknown_parent;   ///< its parent when that is not in the table; else none
        RowPlace place;          ///< of its row
        bool exists = false;     ///< it has a row in the units table
    };

    UnitTree() = default;
    /// Precondition: one node for each text; parent, unknown_parent, level and exists filled in. O(n log n).
    UnitTree(SortedTexts<UnitId> ids, std::vector<Node> nodes, TextPool names);

    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
    [[nodiscard]] const SortedTexts<UnitId>& ids() const noexcept { return ids_; }
    [[nodiscard]] const Node& operator[](UnitId unit) const noexcept { return nodes_[unit.index()]; }
    [[nodiscard]] std::string_view name(UnitId unit) const noexcept { return names_[unit.index()]; }

    [[nodiscard]] bool in_tree(UnitId unit) const noexcept {
        return unit && nodes_[unit.index()].enter < nodes_[unit.index()].leave;
    }
    /// Whether `unit` is `above` or lies below it; false when either is none or not in the tree. O(1).
    [[nodiscard]] bool is_in_or_below(UnitId unit, UnitId above) const noexcept {
        if (!in_tree(unit) || !in_tree(above)) return false;
        const Node& node = nodes_[above.index()];
        return node.enter <= nodes_[unit.index()].enter && nodes_[unit.index()].enter < node.leave;
    }
    /// The nearest of the unit and its ancestors that has the level; none if there is none. O(depth).
    [[nodiscard]] UnitId ancestor_at(UnitId unit, LevelWord level) const noexcept;
    /// none when there is no root.
    [[nodiscard]] UnitId root() const noexcept { return roots_.empty() ? UnitId::none() : roots_.front(); }
    /// Every unit without a parent, smallest id first.
    [[nodiscard]] const std::vector<UnitId>& roots() const noexcept { return roots_; }
    /// The levels found at the greatest depth, in bytewise order: the grids stand there.
    [[nodiscard]] std::vector<LevelWord> deepest_levels() const;
    /// The tree's units in preorder.
    [[nodiscard]] const std::vector<UnitId>& preorder() const noexcept { return preorder_; }

private:
    SortedTexts<UnitId> ids_;
    std::vector<Node> nodes_;
    TextPool names_;
    std::vector<UnitId> roots_;
    std::vector<UnitId> preorder_;
};

} // namespace jifen
