#include "service_network.hpp"
#include "sort_by_number.hpp"

#include <algorithm>

namespace jifen {

namespace {

/// A unit with places of one member's servers in it or below, or the lowest above two such.
struct Fork {
    Position at = no_position;
    std::int64_t places = 0;  ///< of all servers there and below
    std::int64_t counted = 0; ///< of those, what counts below already
};

} // namespace

// What a member's servers below a unit can take is the smaller of their places and what she has left. Along the tree
// that changes only where such a server stands and where two of them meet: her own small tree of forks.
std::vector<std::int64_t> find_places(const PlacedTree& tree, std::span<const Seat> seats,
                                      std::span<const ServerGroup> groups, std::span<const std::uint32_t> left) {
    struct Open {
        std::uint32_t member;
        Position at;
        std::int64_t places;
    };
    std::vector<std::int64_t> places(tree.size(), 0);
    std::vector<Open> open;
    for (const ServerGroup& group : groups) {
        std::int64_t sum = 0;
        for (const Seat& seat : seats.subspan(group.first, group.last - group.first)) sum += seat.spare - seat.given;
        if (sum == 0) continue;
        if (group.member == ServerGroup::no_member) {
            places[group.at] += sum;
        } else if (left[group.member] > 0) {
            open.push_back({group.member, group.at, sum});
        }
    }
    if (open.empty()) return places;
    sort_by_number(open, [](const Open& group) { return group.member; }); // groups came by position
    const LowestCommon lowest_common(tree);
    std::vector<Fork> way; // each below the one before
    for (std::size_t i = 0; i < open.size();) {
        const std::uint32_t member = open[i].member;
        const std::int64_t most = left[member];
        const auto leave_last = [&] {
            const Fork last = way.back();
            way.pop_back();
            const std::int64_t counts = std::min(most, last.places);
            places[last.at] += counts - last.counted;
            return Fork{last.at, last.places, counts};
        };
        for (; i < open.size() && open[i].member == member; ++i) {
            const Position at = open[i].at;
            while (!way.empty()) {
                const Position above = lowest_common(way.back().at, at);
                if (above == way.back().at) break;
                const Fork below = leave_last();
                if (above != no_position && (way.empty() || way.back().at < above)) way.push_back({above, 0, 0});
                if (way.empty()) break; // the next one is in another tree
                way.back().places += below.places;
                way.back().counted += below.counted;
            }
            if (!way.empty() && way.back().at == at) {
                way.back().places += open[i].places;
            } else {
                way.push_back({at, open[i].places, 0});
            }
        }
        while (!way.empty()) {
            const Fork below = leave_last();
            if (way.empty()) break;
            way.back().places += below.places;
            way.back().counted += below.counted;
        }
    }
    return places;
}

} // namespace jifen
