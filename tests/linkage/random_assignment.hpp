#pragma once

#include "assignment_oracle.hpp"
#include "support/small_district.hpp"

#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <set>

/// \file
/// Random small cases for both stages, and what must hold of every answer.

namespace jifen {

inline void PrintTo(const AssignmentObjective& objective, std::ostream* out) {
    *out << objective.assigned << " assigned, distance " << objective.total_distance << ", squares "
         << objective.squared_loads;
}
inline void PrintTo(const AssignedLink& link, std::ostream* out) {
    *out << link.source.value() << " -> " << link.target.value() << " at " << link.distance;
}
inline void PrintTo(const PersonInUnit& row, std::ostream* out) {
    *out << row.person.value() << " in " << static_cast<std::int32_t>(row.unit.value());
}
inline void PrintTo(const UnitBalance& row, std::ostream* out) {
    *out << "unit " << row.unit.value() << ": " << row.people << " people, " << row.assigned << " assigned, "
         << row.within << " within, " << row.places << " places";
}

} // namespace jifen

namespace jifen::testing_support {

/// What stage 2 is given; of stage 1 the servers are members whom no reach binds.
struct AssignmentCase {
    Units units;
    std::vector<PersonInUnit> people;
    std::vector<Server> servers;
    std::vector<MemberReach> members;

    [[nodiscard]] std::vector<Taker> takers() const {
        std::vector<Taker> out;
        for (const Server& server : servers) out.push_back({server.person, server.unit, server.load, server.capacity});
        return out;
    }
};

template <class Row>
void shuffle(Dice& dice, std::vector<Row>& rows) {
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[dice.below(i)]);
}

/// Trees of all shapes: chains, stars, several roots, what stands outside, numbers in no order.
inline Units random_units(Dice& dice) {
    Units units;
    const std::size_t count = dice.below(dice.one_in(4) ? 22 : 9) + (dice.one_in(12) ? 0 : 1);
    std::vector<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    shuffle(dice, numbers);
    units.parent.assign(count, Units::no_parent);
    const std::size_t shape = dice.below(4);
    for (std::size_t i = 1; i < count; ++i) {
        const std::size_t above = shape == 0 ? i - 1 : shape == 1 ? i / 3 : dice.below(i);
        int& parent = units.parent[static_cast<std::size_t>(numbers[i])];
        parent = numbers[above];
        if (dice.one_in(14)) parent = dice.one_in(2) ? Units::no_parent : Units::outside;
    }
    return units;
}

inline UnitId random_unit(Dice& dice, const Units& units) {
    return units.parent.empty() || dice.one_in(30) ? UnitId::none() : UnitId::at(dice.below(units.parent.size()));
}

/// Ids of all people from one range, in no order.
class People {
public:
    explicit People(Dice& dice) : numbers_(90) {
        std::iota(numbers_.begin(), numbers_.end(), 0U);
        shuffle(dice, numbers_);
    }
    PersonId next() {
        const PersonId person(numbers_.back());
        numbers_.pop_back();
        return person;
    }

private:
    std::vector<std::uint32_t> numbers_;
};

inline AssignmentCase random_stage_1(Dice& dice) {
    AssignmentCase out;
    out.units = random_units(dice);
    People ids(dice);
    const std::int64_t most = dice.one_in(3) ? 10 : 4;
    const std::size_t people = dice.one_in(12) ? 0 : dice.below(40);
    const std::size_t servers = dice.one_in(12) ? 0 : 1 + dice.below(12);
    for (std::size_t i = 0; i < people; ++i) out.people.push_back({ids.next(), random_unit(dice, out.units)});
    for (std::size_t i = 0; i < servers; ++i) {
        Server server{ids.next(), random_unit(dice, out.units), {}, 0, 0};
        server.capacity = static_cast<std::uint32_t>(dice.between(0, most));
        if (dice.one_in(2)) server.load = static_cast<std::uint32_t>(dice.between(0, most + 2));
        out.servers.push_back(server);
    }
    return out;
}

inline AssignmentCase random_stage_2(Dice& dice) {
    AssignmentCase out;
    out.units = random_units(dice);
    People ids(dice);
    const std::size_t people = dice.one_in(12) ? 0 : dice.below(36);
    const std::size_t servers = dice.one_in(12) ? 0 : 1 + dice.below(14);
    const std::size_t members = dice.below(5);
    const std::int64_t most = dice.one_in(3) ? 8 : 3;
    const std::int64_t reach = dice.one_in(3) ? 20 : 6;
    const bool stays_near = dice.one_in(3); // exemplars of a member stand in her unit
    std::vector<UnitId> homes;
    for (std::size_t i = 0; i < members; ++i) {
        MemberReach member{ids.next(), 0, static_cast<std::uint32_t>(dice.between(0, reach))};
        if (dice.one_in(2)) member.reached = static_cast<std::uint32_t>(dice.between(0, reach));
        out.members.push_back(member);
        homes.push_back(random_unit(dice, out.units));
    }
    for (std::size_t i = 0; i < people; ++i) out.people.push_back({ids.next(), random_unit(dice, out.units)});
    for (std::size_t i = 0; i < servers; ++i) {
        Server server{ids.next(), random_unit(dice, out.units), {}, 0, 0};
        server.capacity = static_cast<std::uint32_t>(dice.between(0, most));
        if (dice.one_in(2)) server.load = static_cast<std::uint32_t>(dice.between(0, most + 2));
        if (members > 0 && !dice.one_in(6)) {
            const std::size_t member = dice.below(members);
            server.member = out.members[member].member;
            if (stays_near && !dice.one_in(4)) server.unit = homes[member];
        }
        out.servers.push_back(server);
    }
    for (std::size_t i = 0; i < members; ++i) {
        if (dice.one_in(4)) continue; // one who serves nobody herself
        const MemberReach& member = out.members[i];
        out.servers.push_back({member.member, homes[i], member.member,
                               static_cast<std::uint32_t>(dice.between(0, member.reached)), member.limit});
    }
    return out;
}

/// Whatever the objective: nobody twice, limits kept, distances and sums as they are.
inline void expect_sound(const AssignmentCase& given, const Assignment& answer) {
    std::map<PersonId, UnitId> unit_of;
    std::map<PersonId, std::uint64_t> load;
    std::map<PersonId, std::uint64_t> given_to_member;
    std::map<PersonId, Server> server_of;
    for (const Server& server : given.servers) {
        server_of[server.person] = server;
        load[server.person] = server.load;
    }
    for (const PersonInUnit& person : given.people) unit_of[person.person] = person.unit;
    std::set<PersonId> seen;
    AssignmentObjective sum;
    for (const AssignedLink& link : answer.links) {
        ASSERT_TRUE(unit_of.contains(link.target));
        ASSERT_TRUE(server_of.contains(link.source));
        EXPECT_TRUE(seen.insert(link.target).second);
        const Server& server = server_of.at(link.source);
        ++load[link.source];
        EXPECT_LE(load[link.source], server.capacity);
        if (server.member) ++given_to_member[server.member];
        const auto distance = given.units.distance(unit_of.at(link.target), server.unit);
        ASSERT_TRUE(distance);
        EXPECT_EQ(link.distance, static_cast<std::uint32_t>(*distance));
        ++sum.assigned;
        sum.total_distance += link.distance;
    }
    EXPECT_TRUE(std::is_sorted(answer.links.begin(), answer.links.end(),
                               [](const auto& a, const auto& b) { return a.target < b.target; }));
    for (const PersonInUnit& person : answer.unassigned) {
        EXPECT_TRUE(seen.insert(person.person).second);
        EXPECT_EQ(unit_of.at(person.person), person.unit);
    }
    EXPECT_EQ(seen.size(), given.people.size());
    for (const MemberReach& member : given.members) {
        if (given_to_member[member.member] > 0) {
            EXPECT_LE(member.reached + given_to_member[member.member], member.limit);
        }
    }
    for (const auto& [person, of] : load) sum.squared_loads += of * of;
    EXPECT_EQ(sum, answer.objective);

    std::vector<UnitBalance> balances;
    for (std::size_t unit = 0; unit < given.units.parent.size(); ++unit) {
        if (!given.units.stands(UnitId::at(unit))) continue;
        const auto lies_within = [&](UnitId id) {
            return id && given.units.is_in_or_below(static_cast<int>(id.index()), static_cast<int>(unit));
        };
        UnitBalance balance{UnitId::at(unit), 0, 0, 0, 0};
        for (const PersonInUnit& person : given.people) balance.people += lies_within(person.unit) ? 1 : 0;
        for (const AssignedLink& link : answer.links) {
            if (!lies_within(unit_of.at(link.target))) continue;
            ++balance.assigned;
            balance.within += lies_within(server_of.at(link.source).unit) ? 1 : 0;
        }
        std::map<PersonId, std::uint64_t> left;
        for (const Server& server : given.servers) {
            if (!lies_within(server.unit) || load[server.person] >= server.capacity) continue;
            (server.member ? left[server.member] : balance.places) += server.capacity - load[server.person];
        }
        for (const MemberReach& member : given.members) {
            const std::uint64_t reached = member.reached + given_to_member[member.member];
            balance.places += reached >= member.limit ? 0 : std::min(left[member.member], member.limit - reached);
        }
        if (balance.people > 0 || balance.places > 0) balances.push_back(balance);
    }
    EXPECT_EQ(answer.units, balances);
}

} // namespace jifen::testing_support
