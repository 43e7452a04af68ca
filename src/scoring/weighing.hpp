#pragma once

#include "core/vectors.hpp"
#include "scoring/weight_plan.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// \file
/// The steps of scoring by weights (`WeightPlan`) that do the same for many entries or cells. Which instructions are
/// used changes nothing.

namespace jifen {

/// Some entries, column by column, all of one length.
struct EntriesToWeigh {
    std::span<const std::uint8_t> codes; ///< of the item; 0: none
    const std::uint8_t* states;          ///< of Admission
    const std::uint16_t* days;           ///< their numbers, cut to 16 bits
    const std::uint8_t* is_units;        ///< 0xFF where the entry weighs its units, 0 where it weighs 1
    const std::uint16_t* units;          ///< nullptr where `is_units` is 0 everywhere, and not asked
};

/// Writes the cell and the weight of each entry: of one that is not valid a cell of no item, and any weight. `rows`:
/// of days, of which `first_day` is the number of the first; any other stands for the last.
void weigh(const DayRows& rows, std::uint16_t first_day, const EntriesToWeigh& entries, std::uint16_t* cells,
           std::uint16_t* weights, Vectors vectors) noexcept;

/// Adds to the sum of each cell the weight that stands beside it.
void add_weights(std::span<const std::uint16_t> cells, const std::uint16_t* weights, std::uint32_t* sums) noexcept;

/// Where sums go on to.
struct OnwardSums {
    std::array<std::uint64_t*, WeightPlan::stages> next; ///< by stage: its sums by slot
    std::uint64_t* raw;                                  ///< by category, and one more
};
/// Takes the weights by cell through the steps of the plan, and leaves them 0. O(cells).
void fold_weights(const WeightPlan& plan, std::uint32_t* weights, const OnwardSums& onward, Vectors vectors) noexcept;

/// Adds what each entry comes to, the value of its cell × its weight, to the sum at its cell's place.
void add_points(std::span<const std::uint16_t> cells, const std::uint16_t* weights, const std::uint32_t* values,
                const std::uint16_t* places, LanePlan::Row* sums) noexcept;

/// What the slots of each lane came to; 0 in `LanePlan::no_lane`.
struct LaneSums {
    using ByLane = std::array<std::uint32_t, LanePlan::no_lane + 1>;
    ByLane raw{}, credited{};
};
/// Takes the sums through their limits, and leaves them 0.
void fold_lanes(std::span<const LanePlan::Row> limits, LanePlan::Row* sums, LaneSums& all, Vectors vectors) noexcept;

} // namespace jifen
