#include "leaf_matching.hpp"

#include "jifen/core/exact.hpp"
#include "sort_by_number.hpp"
#include "steps.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace jifen {

namespace {

std::string number_of(PersonId person) { return person ? "person " + std::to_string(person.value()) : "none"; }

std::uint64_t sum_of_squares(std::span<const Seat> seats) {
    Int128 sum = 0;
    for (const Seat& seat : seats) {
        const auto load = static_cast<Int128>(seat.load) + seat.given;
        sum += load * load;
    }
    if (sum > std::numeric_limits<std::int64_t>::max()) throw OverflowError("a sum of squared loads");
    return static_cast<std::uint64_t>(sum);
}

/// Those who are left over of a unit and what is below it.
struct LeftOver {
    PeopleLists::List candidates;
    PeopleLists::List seats;
};

} // namespace

void check_number(std::string_view argument, PersonId person, std::uint32_t number) {
    if (number > most_capacity)
        throw ArgumentError(std::string(argument), std::to_string(number),
                            "of " + number_of(person) + ": more than " + std::to_string(most_capacity));
}

void check_row(std::string_view argument, PersonId person, UnitId unit, std::size_t units) {
    if (!person) throw ArgumentError(std::string(argument), number_of(person), "a row without a person");
    if (unit && unit.index() >= units)
        throw ArgumentError(std::string(argument), "unit " + std::to_string(unit.value()),
                            "of " + number_of(person) + ": the tree has no such unit");
}

void check_distinct(std::string_view argument, std::span<const PersonId> takers, const Candidates& candidates) {
    const std::string name(argument);
    if (const auto twin = std::adjacent_find(takers.begin(), takers.end()); twin != takers.end())
        throw ArgumentError(name, number_of(*twin), "stands there twice");
    auto candidate = candidates.rows().begin();
    for (const PersonId taker : takers) {
        candidate = std::lower_bound(candidate, candidates.rows().end(), taker,
                                     [](const PersonInUnit& row, PersonId person) { return row.person < person; });
        if (candidate == candidates.rows().end()) return;
        if (candidate->person == taker)
            throw ArgumentError(name, number_of(taker), "is also among those who are to be assigned");
    }
}

Candidates::Candidates(const PlacedTree& tree, std::size_t units, std::span<const PersonInUnit> rows,
                       std::string_view name, const RunOptions& options)
    : rows_(rows), counts_(tree.size(), 0) {
    Steps steps(options, "people", rows.size());
    if (rows.size() >= PeopleLists::nobody)
        throw ArgumentError(std::string(name), std::to_string(rows.size()), "too many rows");
    bool sorted = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        check_row(name, rows[i].person, rows[i].unit, units);
        if (i > 0 && rows[i].person <= rows[i - 1].person) sorted = false;
        if (const Position at = tree.of(rows[i].unit); at != no_position) ++counts_[at];
        steps.reach(i);
    }
    if (!sorted) {
        own_.assign(rows.begin(), rows.end());
        sort_by_number(own_, [](const PersonInUnit& row) { return row.person.value(); });
        rows_ = own_;
        const auto twin = std::adjacent_find(own_.begin(), own_.end(),
                                             [](const auto& a, const auto& b) { return a.person == b.person; });
        if (twin != own_.end()) throw ArgumentError(std::string(name), number_of(twin->person), "stands there twice");
    }
    steps.end();
}

Assignment match_from_leaves(const PlacedTree& tree, const Candidates& candidates, std::span<const Seat> seats,
                             std::vector<std::int64_t> places, const RunOptions& options) {
    const std::span<const PersonInUnit> rows = candidates.rows();
    Assignment result;
    result.objective.squared_loads = sum_of_squares(seats);
    result.links.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) result.links[i].target = rows[i].person;

    std::vector<std::uint64_t> assigned(tree.size(), 0);
    std::vector<std::uint64_t> within(tree.size(), 0);
    {
        Steps steps(options, "matching", rows.size() + tree.size());
        PeopleLists candidate_lists(rows.size());
        PeopleLists seat_lists(seats.size());
        std::vector<LeftOver> own(tree.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (const Position at = tree.of(rows[i].unit); at != no_position)
                candidate_lists.append(own[at].candidates, static_cast<std::uint32_t>(i));
        }
        std::vector<std::uint32_t> open(seats.size()); // how many each still takes
        for (std::size_t i = 0; i < seats.size(); ++i) {
            open[i] = seats[i].given;
            if (open[i] > 0) seat_lists.append(own[seats[i].at].seats, static_cast<std::uint32_t>(i));
        }
        std::vector<LeftOver> below(tree.size());
        std::uint64_t units_done = 0;
        for (Position at = tree.size(); at-- > 0;) {
            LeftOver left = own[at];
            candidate_lists.join(left.candidates, below[at].candidates);
            seat_lists.join(left.seats, below[at].seats);
            while (!left.candidates.empty() && !left.seats.empty()) {
                const std::uint32_t row = candidate_lists.take_first(left.candidates);
                const std::uint32_t seat = left.seats.first;
                if (--open[seat] == 0) seat_lists.take_first(left.seats);
                result.links[row].source = seats[seat].person;
                result.links[row].distance = tree.height(at);
                ++within[at];
                ++assigned[tree.of(rows[row].unit)];
            }
            result.objective.assigned += within[at];
            result.objective.total_distance += within[at] * tree.height(at);
            if (const Position parent = tree.parent(at); parent != no_position) {
                // The units of one parent come from the last to the first.
                candidate_lists.join(left.candidates, below[parent].candidates);
                seat_lists.join(left.seats, below[parent].seats);
                below[parent] = left;
            }
            steps.reach(++units_done + result.objective.assigned);
        }
        steps.end();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!result.links[i].source) result.unassigned.push_back(rows[i]);
    }
    std::erase_if(result.links, [](const AssignedLink& link) { return !link.source; });

    std::vector<std::uint64_t> people(tree.size());
    for (Position at = 0; at < tree.size(); ++at) people[at] = candidates.count(at);
    tree.sum_up(people);
    tree.sum_up(assigned);
    tree.sum_up(within);
    tree.sum_up(places);
    for (Position at = 0; at < tree.size(); ++at) {
        if (people[at] > 0 || places[at] > 0)
            result.units.push_back(
                {tree.unit(at), people[at], assigned[at], within[at], static_cast<std::uint64_t>(places[at])});
    }
    std::sort(result.units.begin(), result.units.end(),
              [](const UnitBalance& a, const UnitBalance& b) { return a.unit < b.unit; });
    return result;
}

} // namespace jifen
