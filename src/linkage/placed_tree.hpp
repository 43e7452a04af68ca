#pragma once

#include "jifen/district/unit_tree.hpp"

#include <cstdint>
#include <vector>

namespace jifen {

/// Where a unit stands in the preorder of the tree; every unit comes before those below it.
using Position = std::uint32_t;
inline constexpr Position no_position = 0xffffffffU;

/// The units of a tree by position, with their heights. O(units).
class PlacedTree {
public:
    explicit PlacedTree(const UnitTree& tree);

    [[nodiscard]] Position size() const noexcept { return static_cast<Position>(parent_.size()); }
    /// `no_position` when the unit is none or not in the tree. Precondition: else one of the tree's numbers.
    [[nodiscard]] Position of(UnitId unit) const noexcept {
        return tree_.in_tree(unit) ? tree_[unit].enter : no_position;
    }
    [[nodiscard]] UnitId unit(Position at) const noexcept { return tree_.preorder()[at]; }
    /// `no_position` of a root.
    [[nodiscard]] Position parent(Position at) const noexcept { return parent_[at]; }
    /// The longest way down to a unit without children.
    [[nodiscard]] std::uint32_t height(Position at) const noexcept { return height_[at]; }

    /// Adds to each unit's value those of all units below it.
    template <class Value>
    void sum_up(std::vector<Value>& values) const {
        for (Position at = size(); at-- > 0;) {
            if (parent_[at] != no_position) values[parent_[at]] += values[at];
        }
    }

private:
    const UnitTree& tree_;
    std::vector<Position> parent_;
    std::vector<std::uint32_t> height_;
};

/// The lowest unit above two others, in O(log units) whatever the tree's depth: from each unit its largest child goes
/// on the same path, so that every way up crosses few paths.
class LowestCommon {
public:
    explicit LowestCommon(const PlacedTree& tree);
    /// `no_position` when they stand below different roots.
    [[nodiscard]] Position operator()(Position a, Position b) const noexcept;

private:
    const PlacedTree& tree_;
    std::vector<Position> top_; ///< of the path that the unit is on
};

} // namespace jifen
