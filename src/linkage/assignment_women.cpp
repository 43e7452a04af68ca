#include "jifen/core/error.hpp"
#include "jifen/linkage/assignment.hpp"
#include "leaf_matching.hpp"
#include "service_network.hpp"
#include "sort_by_number.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t most_women = 2'000'000'000;
constexpr std::size_t most_rows = 500'000'000; // of servers and units, so that arcs have numbers of 32 bits

/// What each member may still reach, by the order of their ids.
struct Reaches {
    explicit Reaches(std::span<const MemberReach> rows) {
        std::vector<MemberReach> sorted(rows.begin(), rows.end());
        for (const MemberReach& row : sorted) {
            check_row("members", row.member, UnitId::none(), 0);
            check_number("reached", row.member, row.reached);
            check_number("limit", row.member, row.limit);
        }
        sort_by_number(sorted, [](const MemberReach& row) { return row.member.value(); });
        for (const MemberReach& row : sorted) {
            if (!members.empty() && members.back() == row.member)
                throw ArgumentError("members", "person " + std::to_string(row.member.value()), "stands there twice");
            members.push_back(row.member);
            left.push_back(row.reached < row.limit ? row.limit - row.reached : 0);
        }
    }
    /// `no_member` for none. Throws ArgumentError when she has no row.
    [[nodiscard]] std::uint32_t find(PersonId member) const {
        if (!member) return ServerGroup::no_member;
        const auto found = std::lower_bound(members.begin(), members.end(), member);
        if (found == members.end() || *found != member)
            throw ArgumentError("members", "person " + std::to_string(member.value()),
                                "a server is in her reach, and she has no row");
        return static_cast<std::uint32_t>(found - members.begin());
    }

    std::vector<PersonId> members;
    std::vector<std::uint32_t> left;
};

/// Servers by (position, member, person), and their groups.
struct Service {
    Service(const UnitTree& units, const PlacedTree& tree, std::span<const Server> servers, const Reaches& reaches,
            const Candidates& women) {
        struct Row {
            Seat seat;
            std::uint32_t member;
        };
        std::vector<Row> rows;
        rows.reserve(servers.size());
        for (const Server& server : servers) {
            check_row("servers", server.person, server.unit, units.size());
            check_number("load", server.person, server.load);
            check_number("capacity", server.person, server.capacity);
            const std::uint32_t member = reaches.find(server.member);
            const Position at = tree.of(server.unit);
            std::uint32_t spare =
                at == no_position || server.load >= server.capacity ? 0 : server.capacity - server.load;
            if (member != ServerGroup::no_member) spare = std::min(spare, reaches.left[member]);
            rows.push_back({{server.person, at, server.load, spare, 0}, member});
        }
        sort_by_number(rows, [](const Row& row) { return row.seat.person.value(); });
        std::vector<PersonId> people(rows.size());
        std::transform(rows.begin(), rows.end(), people.begin(), [](const Row& row) { return row.seat.person; });
        check_distinct("servers", people, women);
        sort_by_number(rows, [](const Row& row) { return row.member; });
        sort_by_number(rows, [](const Row& row) { return row.seat.at; });
        seats.reserve(rows.size());
        for (const Row& row : rows) {
            const auto number = static_cast<std::uint32_t>(seats.size());
            seats.push_back(row.seat);
            if (row.seat.at == no_position) continue;
            if (groups.empty() || groups.back().at != row.seat.at || groups.back().member != row.member)
                groups.push_back({row.seat.at, row.member, number, number, 0});
            groups.back().last = number + 1;
        }
        std::erase_if(groups, [&](const ServerGroup& group) {
            return std::all_of(seats.begin() + group.first, seats.begin() + group.last,
                               [](const Seat& seat) { return seat.spare == 0; });
        });
    }

    /// Says of each server what her group is given.
    void hand_out() {
        std::vector<LoadStretch> stretches;
        std::vector<std::pair<std::uint32_t, std::int32_t>> ends;
        for (const ServerGroup& group : groups) {
            const std::span<Seat> servers = std::span(seats).subspan(group.first, group.last - group.first);
            stretches.clear();
            append_stretches(servers, stretches, ends);
            LoadLadder(stretches).fill(servers, group.given);
        }
    }

    std::vector<Seat> seats;
    std::vector<ServerGroup> groups;
};

} // namespace

Assignment assign_women(const UnitTree& tree, std::span<const PersonInUnit> women, std::span<const Server> servers,
                        std::span<const MemberReach> members, const RunOptions& options) {
    if (women.size() > most_women) throw ArgumentError("women", std::to_string(women.size()), "too many rows");
    if (servers.size() + members.size() + tree.size() > most_rows)
        throw ArgumentError("servers", std::to_string(servers.size()), "too many servers, members and units");
    const PlacedTree placed(tree);
    const Candidates candidates(placed, tree.size(), women, "women", options);
    Reaches reaches(members);
    Service service(tree, placed, servers, reaches, candidates);
    {
        ServiceNetwork network(placed, candidates, service.seats, service.groups, reaches.left, options);
        network.route();
        network.balance();
    }
    service.hand_out();
    for (const ServerGroup& group : service.groups) {
        if (group.member != ServerGroup::no_member) reaches.left[group.member] -= group.given;
    }
    return match_from_leaves(placed, candidates, service.seats,
                             find_places(placed, service.seats, service.groups, reaches.left), options);
}

} // namespace jifen
