#pragma once

#include "jifen/core/parallel.hpp"
#include "jifen/selection/selection.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::robustness {

/// What a selection becomes if one item of the rulebook gave no points (and vetoed nobody).
struct WithoutItem {
    std::string item;
    Points points;                 ///< what it adds to the points for items of all scored people together
    std::optional<double> tau_b;   ///< Kendall's, of the ranking points of the candidates with the item and without
    std::int64_t largest_move = 0; ///< of a place, among those eligible with it and without
    std::string moved_most; ///< a person who moved so far, the first of the selection's rows; empty: nobody moved
    std::vector<std::string> enters{}; ///< persons who are selected without it alone, in the order of the rows
    std::vector<std::string> leaves{}; ///< who are selected with it alone
};

/// The whole district is evaluated again for each item, caps, ladders and exclusive groups included; what is known of
/// households stands. `items`: their codes; empty: all that give points or veto. In their order. Throws ArgumentError
/// when there is no such selection or item, PointsOverflowError, Cancelled. O(items · evaluation without five knows).
[[nodiscard]] std::vector<WithoutItem> leave_item_out(const Evaluation& evaluation, std::string_view selection,
                                                      std::span<const std::string> items = {},
                                                      const RunOptions& run = {});

} // namespace jifen::robustness
