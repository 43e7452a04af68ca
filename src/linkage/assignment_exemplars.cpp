#include "jifen/linkage/assignment.hpp"
#include "leaf_matching.hpp"
#include "sort_by_number.hpp"
#include "steps.hpp"

#include <algorithm>

namespace jifen {

namespace {

/// Members who can take more, by what they would have: for each unit a list of levels, ascending, of the members in it
/// and below.
class Levels {
public:
    Levels(const PlacedTree& tree, std::span<Seat> seats)
        : seats_(seats), members_(seats.size()), first_(tree.size(), no_level) {}

    /// Precondition: the members of one unit come by descending load.
    void add(std::uint32_t member) {
        Seat& seat = seats_[member];
        std::uint32_t& first = first_[seat.at];
        if (first == no_level || levels_[first].load != seat.load) first = make(seat.load, first);
        members_.append(levels_[first].members, member);
    }
    /// Puts what is left of a unit in front of what its parent has.
    void hand_up(Position at, Position parent) {
        std::uint32_t a = first_[at];
        std::uint32_t b = first_[parent];
        std::uint32_t* end = &first_[parent];
        while (a != no_level && b != no_level) {
            if (levels_[a].load == levels_[b].load) {
                members_.join(levels_[a].members, levels_[b].members);
                const std::uint32_t gone = b;
                b = levels_[b].next;
                give_back(gone);
                *end = a;
                end = &levels_[a].next;
                a = levels_[a].next;
            } else {
                std::uint32_t& lower = levels_[a].load < levels_[b].load ? a : b;
                *end = lower;
                end = &levels_[lower].next;
                lower = levels_[lower].next;
            }
        }
        *end = a != no_level ? a : b;
    }
    /// One more to a member with the least load. Precondition: one can take more.
    void raise_least(Position at) {
        const std::uint32_t level = first_[at];
        const std::uint32_t member = members_.take_first(levels_[level].members);
        Seat& seat = seats_[member];
        if (++seat.given < seat.spare) {
            const std::uint32_t load = seat.load + seat.given;
            std::uint32_t above = levels_[level].next;
            if (above == no_level || levels_[above].load != load) {
                above = make(load, above);
                levels_[level].next = above;
            }
            members_.append(levels_[above].members, member);
        }
        if (levels_[level].members.empty()) {
            first_[at] = levels_[level].next;
            give_back(level);
        }
    }

private:
    static constexpr std::uint32_t no_level = 0xffffffffU;
    struct Level {
        std::uint32_t load = 0;
        std::uint32_t next = no_level;
        PeopleLists::List members;
    };

    std::uint32_t make(std::uint32_t load, std::uint32_t next) {
        if (free_ == no_level) {
            levels_.push_back({load, next, {}});
            return static_cast<std::uint32_t>(levels_.size() - 1);
        }
        const std::uint32_t level = free_;
        free_ = levels_[level].next;
        levels_[level] = {load, next, {}};
        return level;
    }
    void give_back(std::uint32_t level) {
        levels_[level].next = free_;
        free_ = level;
    }

    std::span<Seat> seats_;
    PeopleLists members_;
    std::vector<std::uint32_t> first_; ///< of each unit
    std::vector<Level> levels_;
    std::uint32_t free_ = no_level;
};

/// Members in the order of (position, person).
std::vector<Seat> seat_members(const UnitTree& units, const PlacedTree& tree, std::span<const Taker> members,
                               const Candidates& exemplars) {
    std::vector<Seat> seats;
    seats.reserve(members.size());
    for (const Taker& member : members) {
        check_row("members", member.person, member.unit, units.size());
        check_number("load", member.person, member.load);
        check_number("capacity", member.person, member.capacity);
        const Position at = tree.of(member.unit);
        const std::uint32_t spare =
            at == no_position || member.load >= member.capacity ? 0 : member.capacity - member.load;
        seats.push_back({member.person, at, member.load, spare, 0});
    }
    sort_by_number(seats, [](const Seat& seat) { return seat.person.value(); });
    std::vector<PersonId> people(seats.size());
    std::transform(seats.begin(), seats.end(), people.begin(), [](const Seat& seat) { return seat.person; });
    check_distinct("members", people, exemplars);
    sort_by_number(seats, [](const Seat& seat) { return seat.at; });
    return seats;
}

/// How many each member is given: the least that every unit needs, from the leaves upward, always to the least loaded.
void share_out(const PlacedTree& tree, const Candidates& exemplars, std::span<Seat> seats, const RunOptions& options) {
    Steps steps(options, "loads", exemplars.rows().size() + tree.size());
    Levels levels(tree, seats);
    std::vector<std::uint64_t> wanted(tree.size());
    std::vector<std::uint64_t> spare(tree.size(), 0);
    std::vector<std::uint64_t> given(tree.size(), 0); // inside of each unit, once it is done
    for (Position at = 0; at < tree.size(); ++at) wanted[at] = exemplars.count(at);
    std::vector<std::uint32_t> by_load;
    for (std::size_t i = 0; i < seats.size(); ++i) {
        if (seats[i].spare == 0) continue;
        spare[seats[i].at] += seats[i].spare;
        by_load.push_back(static_cast<std::uint32_t>(i));
    }
    sort_by_number(by_load, [&](std::uint32_t seat) { return most_capacity - seats[seat].load; });
    for (const std::uint32_t seat : by_load) levels.add(seat);
    tree.sum_up(wanted);
    tree.sum_up(spare);
    std::uint64_t units_done = 0;
    std::uint64_t raised = 0;
    for (Position at = tree.size(); at-- > 0;) {
        for (const std::uint64_t most = std::min(wanted[at], spare[at]); given[at] < most; ++given[at]) {
            levels.raise_least(at);
            steps.reach(units_done + ++raised);
        }
        if (const Position parent = tree.parent(at); parent != no_position) {
            given[parent] += given[at];
            levels.hand_up(at, parent);
        }
        steps.reach(++units_done + raised);
    }
    steps.end();
}

} // namespace

Assignment assign_exemplars(const UnitTree& tree, std::span<const PersonInUnit> exemplars,
                            std::span<const Taker> members, const RunOptions& options) {
    const PlacedTree placed(tree);
    const Candidates candidates(placed, tree.size(), exemplars, "exemplars", options);
    std::vector<Seat> seats = seat_members(tree, placed, members, candidates);
    share_out(placed, candidates, seats, options);
    std::vector<std::int64_t> places(placed.size(), 0);
    for (const Seat& seat : seats) {
        if (seat.spare > 0) places[seat.at] += seat.spare - seat.given;
    }
    return match_from_leaves(placed, candidates, seats, std::move(places), options);
}

} // namespace jifen
