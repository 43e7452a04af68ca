#pragma once

#include "jifen/linkage/assignment.hpp"
#include "placed_tree.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace jifen {

/// A taker at her place, what she has and what she may be given.
struct Seat {
    PersonId person;
    Position at = no_position;
    std::uint32_t load = 0;  ///< kept
    std::uint32_t spare = 0; ///< how many she may be given at most
    std::uint32_t given = 0; ///< how many she is to be given
};

/// People as numbers, in a list for each unit: appended to and joined in O(1). Links are kept outside of the lists, so
/// that a person costs 4 bytes.
class PeopleLists {
public:
    static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

    struct List {
        std::uint32_t first = nobody;
        std::uint32_t last = nobody;
        [[nodiscard]] bool empty() const noexcept { return first == nobody; }
    };

    explicit PeopleLists(std::size_t people) : next_(people, nobody) {}
    void append(List& list, std::uint32_t person) noexcept {
        next_[person] = nobody;
        (list.empty() ? list.first : next_[list.last]) = person;
        list.last = person;
    }
    /// Precondition: the list is not empty.
    std::uint32_t take_first(List& list) noexcept {
        const std::uint32_t person = list.first;
        list.first = next_[person];
        return person;
    }
    /// `list`, then `rest`.
    void join(List& list, List rest) noexcept {
        if (rest.empty()) return;
        (list.empty() ? list.first : next_[list.last]) = rest.first;
        list.last = rest.last;
    }

private:
    std::vector<std::uint32_t> next_;
};

/// Who is to be assigned, ascending by id; refers to the caller's rows where they are in that order.
class Candidates {
public:
    /// `name` is what the argument is called in messages. Throws ArgumentError as `assign_exemplars`; Cancelled.
    Candidates(const PlacedTree& tree, std::size_t units, std::span<const PersonInUnit> rows, std::string_view name,
               const RunOptions& options);
    Candidates(const Candidates&) = delete;
    Candidates& operator=(const Candidates&) = delete;
    ~Candidates() = default;

    [[nodiscard]] std::span<const PersonInUnit> rows() const noexcept { return rows_; }
    /// How many stand in the unit itself.
    [[nodiscard]] std::uint32_t count(Position at) const noexcept { return counts_[at]; }

private:
    std::vector<PersonInUnit> own_;
    std::span<const PersonInUnit> rows_;
    std::vector<std::uint32_t> counts_;
};

/// Throws ArgumentError unless the number is at most `most_capacity`.
void check_number(std::string_view argument, PersonId person, std::uint32_t number);
/// Throws ArgumentError when a person is none or the unit is not one of `units`; none is.
void check_row(std::string_view argument, PersonId person, UnitId unit, std::size_t units);
/// Throws ArgumentError when a person stands twice among the ascending seats' persons, or is also a candidate.
void check_distinct(std::string_view argument, std::span<const PersonId> takers, const Candidates& candidates);

/// Matches candidates with seats inside each unit, from the leaves upward, until no seat or no candidate is left in it;
/// each seat takes as many as it is given, and no candidate is kept for a unit higher up. Sums the objective over all
/// seats. Linear.
/// `seats` ascend by (position, person), those without position last; `places` is what each unit alone has left, or
/// what the units differ from the sum of those below.
[[nodiscard]] Assignment match_from_leaves(const PlacedTree& tree, const Candidates& candidates,
                                           std::span<const Seat> seats, std::vector<std::int64_t> places,
                                           const RunOptions& options);

} // namespace jifen
