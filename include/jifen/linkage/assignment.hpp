#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/district/unit_tree.hpp"

#include <cstdint>
#include <span>
#include <vector>

/// \file
/// Who is to lead and to serve whom ("1 + 10 + 100", SPEC §5), in two stages: exemplars to members, then women to
/// exemplars and members. Each stage is optimal by itself, in this order: most people assigned; then the least total
/// distance; then the least sum of squared loads. docs/network.md has the proofs.
///
/// The distance of two people is the height of the lowest unit that both stand in or below; the height of a unit is the
/// longest way down from it to a unit without children, 0 for such a one. Two people below different roots have none
/// and are never assigned to one another.
///
/// Neither the order of the rows nor threads change what comes out. Where several assignments are equally good, the one
/// taken follows the order of the unit tree and, in a unit, of the ids.

namespace jifen {

/// Somebody to be assigned. Whose unit is none or stands in no tree is reported as unassigned.
struct PersonInUnit {
    PersonId person;
    UnitId unit;
    friend bool operator==(const PersonInUnit&, const PersonInUnit&) = default;
};

/// A member who may be given exemplars. Whose unit is none or stands in no tree is given nobody.
struct Taker {
    PersonId person;
    UnitId unit;
    std::uint32_t load = 0;      ///< exemplars that she leads already
    std::uint32_t capacity = 10; ///< with those; a load above it is left as it is
};

/// An exemplar or a member who may be given women to serve.
struct Server {
    PersonId person;
    UnitId unit;
    PersonId member;             ///< in whose reach her women count: an exemplar's leader, a member herself, or none
    std::uint32_t load = 0;      ///< women whom she herself serves already
    std::uint32_t capacity = 10; ///< with those
};

/// How many people a member reaches: those whom she serves, or one of her exemplars.
struct MemberReach {
    PersonId member;
    std::uint32_t reached = 0; ///< already, each once; may be less than the loads of her servers, who may share people
    std::uint32_t limit = 100; ///< with those
};

/// The most that a load, a capacity, `reached` or a limit may be.
inline constexpr std::uint32_t most_capacity = 1'000'000'000;

struct AssignedLink {
    PersonId source; ///< who leads or serves
    PersonId target; ///< who was to be assigned
    std::uint32_t distance = 0;
    friend bool operator==(const AssignedLink&, const AssignedLink&) = default;
};

struct AssignmentObjective {
    std::uint64_t assigned = 0;
    std::uint64_t total_distance = 0;
    std::uint64_t squared_loads = 0; ///< over all takers or servers, loads that were kept included
    friend bool operator==(const AssignmentObjective&, const AssignmentObjective&) = default;
};

/// One unit with all that is below it. `people - within` is what it lacks itself: those are taken from outside, or not
/// at all.
struct UnitBalance {
    UnitId unit;
    std::uint64_t people = 0;   ///< who were to be assigned
    std::uint64_t assigned = 0; ///< of those
    std::uint64_t within = 0;   ///< of those, to somebody of the same unit or below it
    std::uint64_t places = 0;   ///< how many more the takers or servers of the unit could take; women: all together,
                                ///< within the limits of what their members reach
    friend bool operator==(const UnitBalance&, const UnitBalance&) = default;
};

struct Assignment {
    std::vector<AssignedLink> links;      ///< the new ones, ascending by target
    std::vector<PersonInUnit> unassigned; ///< ascending by person
    std::vector<UnitBalance> units;       ///< units of the tree with people or places, ascending
    AssignmentObjective objective;
};

/// Stage 1: gives exemplars to members. Exemplars who have a member already are not among them; to assign everybody
/// anew, pass all and loads of 0.
///
/// O(people + units · c) for loads and capacities up to c: linear where c is bounded. Memory: 12 bytes an exemplar
/// beside what is returned, 24 a member, about 80 a unit. Rows in any order; those in ascending order of persons are
/// not copied.
///
/// Throws ArgumentError when a person is none or stands twice among the rows (also when she stands on both sides), when
/// a unit is not one of the tree's numbers, and when a load or capacity is above `most_capacity`; OverflowError when
/// the squared loads do not fit 64 bits; Cancelled.
[[nodiscard]] Assignment assign_exemplars(const UnitTree& tree, std::span<const PersonInUnit> exemplars,
                                          std::span<const Taker> members, const RunOptions& options);

/// Stage 2: gives women to exemplars and members. Women who are served already are not among them. A server whose
/// member is none takes up to her own capacity and is in nobody's reach.
///
/// A flow of least cost in a network of units, members and pairs of (unit, member), which knows women and servers by
/// their number alone; then linear as stage 1. No linear bound is proven: measured, its time grows as the number of
/// women where places suffice, and faster where they are scarce everywhere (docs/network.md). Memory: 12 bytes a woman
/// beside what is returned, about 250 a server.
///
/// Throws as assign_exemplars; ArgumentError also when the member of a server has no row in `members`, when a member
/// has two, and above 2,000,000,000 women.
[[nodiscard]] Assignment assign_women(const UnitTree& tree, std::span<const PersonInUnit> women,
                                      std::span<const Server> servers, std::span<const MemberReach> members,
                                      const RunOptions& options);

} // namespace jifen
