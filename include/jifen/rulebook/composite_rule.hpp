#pragma once

#include "jifen/core/stage.hpp"
#include "jifen/rulebook/item.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// `[composite]` of a rulebook: indicators of a person combined into one index, which is a part of her total or a key
/// that ranks (docs/composite.md). How an index is computed is not known here: see evaluation/composite_part.hpp.

namespace jifen {

/// What an evaluation says of a person in one number.
struct IndicatorSource {
    enum class Kind : std::uint8_t {
        items,      ///< points of the part, as the next three
        linkage,    //
        five_knows, //
        duties,     //
        deductions, ///< the points taken from her, as a positive number
        category,   ///< credited points, before the total's caps
        exemplars,  ///< the share of the linkage target that is met, at most 1; so the next two
        contacts,   //
        served,     //
        stage,      ///< the rate of a stage of the five knows, known of asked
        duty,       ///< done of due
    };
    Kind kind = Kind::items;
    CategoryId category;         ///< for `category`
    DutyId duty;                 ///< for `duty`
    Stage stage = Stage::people; ///< for `stage`
    std::string text;            ///< as the rulebook writes it: `category:service`
};

enum class IndicatorDirection : std::uint8_t { benefit, cost, target };

/// Numbers of an indicator's own unit, in thousandths.
struct IndicatorRule {
    IndicatorSource of;
    Heading heading;
    IndicatorDirection direction = IndicatorDirection::benefit;
    std::optional<std::int64_t> target; ///< of the direction `target`, and of the scale `target_distance`
    std::int64_t weight = 0;            ///< in 1 / 10^9 of the number written; for IndexWeights::given
    std::int64_t low = 0, high = 0;     ///< for IndexScale::goalposts: low < high
};

enum class IndexScale : std::uint8_t { min_max, rank, leader_share, target_distance, goalposts };
enum class IndexWeights : std::uint8_t { given, equal, entropy, critic, standard_deviation, principal_components };
enum class IndexAggregate : std::uint8_t { weighted_sum, geometric_mean, topsis };
enum class IndexMissing : std::uint8_t {
    refuse,          ///< the evaluation is refused, naming her and the indicator
    drop,            ///< she has no index and no points
    mean,            ///< the mean of those who have a value
    rest_of_weights, ///< her other indicators share its weight
};

[[nodiscard]] std::string_view to_string(IndexScale scale) noexcept;
[[nodiscard]] std::string_view to_string(IndexWeights weights) noexcept;
[[nodiscard]] std::string_view to_string(IndexAggregate aggregate) noexcept;
[[nodiscard]] std::string_view to_string(IndexMissing missing) noexcept;

struct CompositeRule {
    std::vector<std::string> roles; ///< who are compared with one another; default: applies_to
    Points points;                  ///< of a full index; > 0
    bool in_total = true;           ///< else it only ranks
    IndexScale scale = IndexScale::min_max;
    IndexWeights weights = IndexWeights::given;
    IndexAggregate aggregate = IndexAggregate::weighted_sum;
    IndexMissing missing = IndexMissing::refuse;
    std::vector<IndicatorRule> indicators; ///< never empty; each source once
    Heading heading;
};

} // namespace jifen
