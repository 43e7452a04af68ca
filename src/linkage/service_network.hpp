#pragma once

#include "cost_flow.hpp"
#include "leaf_matching.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jifen {

/// The servers of one unit whose women count in the same member's reach: a range of the seats. Those of no member are a
/// group, too.
struct ServerGroup {
    static constexpr std::uint32_t no_member = 0xffffffffU;
    Position at = no_position;
    std::uint32_t member = no_member; ///< a position among the members
    std::uint32_t first = 0;
    std::uint32_t last = 0; ///< one behind
    std::uint32_t given = 0;
};

/// Stage 2 as a flow: women enter at their units (at the cost of their unit's height), go up edges at the cost of the
/// difference of heights and down for nothing, to the groups of servers of a unit, through the group's member to the
/// end. The cost of a way is the height of its highest unit.
class ServiceNetwork {
public:
    /// `left`: how many more each member may reach. Precondition: no seat's spare is above what its member has left.
    ServiceNetwork(const PlacedTree& tree, const Candidates& women, std::span<const Seat> seats,
                   std::vector<ServerGroup>& groups, std::span<const std::uint32_t> left, const RunOptions& options);

    /// Most women, least distance: sets what each group is given. Throws Cancelled.
    void route();
    /// Among those the least sum of squares. After `route`. Throws Cancelled.
    void balance();

private:
    class PartSolver;

    [[nodiscard]] std::span<const Seat> seats_of(std::uint32_t group) const {
        return seats_.subspan(groups_[group].first, groups_[group].last - groups_[group].first);
    }
    /// Whether it is the source or the sink.
    [[nodiscard]] bool is_ground(CostFlow::Node node) const noexcept { return node >= source_; }
    /// Of each arc whose flow may change the smallest node of its part.
    [[nodiscard]] std::vector<std::uint32_t> find_parts(const std::vector<std::uint32_t>& circles) const;

    const PlacedTree& tree_;
    const Candidates& women_;
    std::span<const Seat> seats_;
    std::vector<ServerGroup>& groups_;
    std::span<const std::uint32_t> left_;
    const RunOptions& options_;
    CostFlow::Node source_;
    CostFlow::Node sink_;
    CostFlow flow_;
};

/// How many more women the servers of each unit and below could take together: by unit the difference from the sum of
/// those one below. `seats` and `left` as they stand after the assignment. O(groups · log units).
[[nodiscard]] std::vector<std::int64_t> find_places(const PlacedTree& tree, std::span<const Seat> seats,
                                                    std::span<const ServerGroup> groups,
                                                    std::span<const std::uint32_t> left);

} // namespace jifen
