#include "jifen/index/index_method.hpp"

#include "jifen/composite/aggregation.hpp"
#include "jifen/composite/normalisation.hpp"
#include "jifen/composite/topsis.hpp"
#include "jifen/composite/treatment.hpp"
#include "jifen/composite/weights.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace jifen::composite {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double in_units(std::int64_t thousandths) noexcept { return static_cast<double>(thousandths) / 1000; }

Indicators indicators_of(const IndexInput& input) {
    std::vector<Indicator> columns;
    for (const IndicatorRule& rule : input.rule.indicators) {
        Indicator column{rule.of.text};
        if (rule.direction == IndicatorDirection::cost) column.direction = Direction::cost;
        if (rule.direction == IndicatorDirection::target) column.direction = Direction::target;
        if (rule.target) column.target = in_units(*rule.target);
        columns.push_back(std::move(column));
    }
    const std::size_t count = columns.size();
    return {input.people, std::move(columns), Matrix(input.people.size(), count, input.raw)};
}

MissingValues missing_of(IndexMissing missing) noexcept {
    switch (missing) {
    case IndexMissing::refuse:
        return MissingValues::refuse;
    case IndexMissing::drop:
        return MissingValues::drop_row;
    case IndexMissing::mean:
        return MissingValues::mean;
    case IndexMissing::rest_of_weights:
        return MissingValues::rest_of_weights;
    }
    return MissingValues::refuse;
}

Scale scale_of(IndexScale scale) noexcept {
    switch (scale) {
    case IndexScale::min_max:
        return Scale::min_max;
    case IndexScale::rank:
        return Scale::rank;
    case IndexScale::leader_share:
        return Scale::leader_share;
    case IndexScale::target_distance:
        return Scale::target_distance;
    case IndexScale::goalposts:
        return Scale::goalposts;
    }
    return Scale::min_max;
}

Normalised normalised_by(const CompositeRule& rule, const Indicators& treated) {
    std::vector<Normalisation> by;
    for (const IndicatorRule& indicator : rule.indicators) {
        Normalisation one;
        one.scale = scale_of(rule.scale);
        one.constant = Constant::neutral;
        if (rule.scale == IndexScale::goalposts) {
            one.goalposts.low = in_units(indicator.low);
            one.goalposts.high = in_units(indicator.high);
        }
        by.push_back(one);
    }
    return normalise(treated, by);
}

std::vector<double> weights_of(const CompositeRule& rule, const Indicators& normalised) {
    switch (rule.weights) {
    case IndexWeights::given: {
        std::vector<double> given;
        given.reserve(rule.indicators.size());
        for (const IndicatorRule& indicator : rule.indicators) given.push_back(static_cast<double>(indicator.weight));
        return given_weights(given).values;
    }
    case IndexWeights::equal:
        return equal_weights(rule.indicators.size()).values;
    case IndexWeights::entropy:
        return entropy_weights(normalised).values;
    case IndexWeights::critic:
        return critic_weights(normalised).values;
    case IndexWeights::standard_deviation:
        return standard_deviation_weights(normalised).values;
    case IndexWeights::principal_components:
        return pca_weights(normalised).weights.values;
    }
    return {};
}

std::vector<double> index_of(const CompositeRule& rule, const Indicators& normalised,
                             const std::vector<double>& weights) {
    switch (rule.aggregate) {
    case IndexAggregate::weighted_sum:
        return weighted_sum(normalised, weights).scores;
    case IndexAggregate::geometric_mean:
        return weighted_geometric_mean(normalised, weights).scores;
    case IndexAggregate::topsis:
        return topsis(normalised, weights, {.scale = Scale::none}).closeness;
    }
    return {};
}

class RulebookIndex final : public IndexMethod {
public:
    [[nodiscard]] IndexOutput compute(const IndexInput& input) const override {
        const CompositeRule& rule = input.rule;
        const std::size_t count = rule.indicators.size();
        const Treatment treatment = treat(indicators_of(input), {missing_of(rule.missing), std::nullopt});
        const Indicators normalised = normalised_by(rule, treatment.indicators).indicators;
        const std::vector<double> weights = weights_of(rule, normalised);
        const std::vector<double> index = index_of(rule, normalised, weights);

        IndexOutput output;
        output.index.assign(input.people.size(), none);
        output.normalised.assign(input.people.size() * count, none);
        output.weights.assign(input.people.size() * count, 0);
        std::size_t dropped = 0;
        for (std::size_t i = 0; i < input.people.size(); ++i) {
            if (dropped < treatment.dropped.size() && treatment.dropped[dropped] == i) {
                ++dropped;
                continue;
            }
            const std::size_t row = i - dropped;
            output.index[i] = index[row];
            double there = 0;
            for (std::size_t j = 0; j < count; ++j) there += normalised.is_missing(row, j) ? 0 : weights[j];
            for (std::size_t j = 0; j < count; ++j) {
                if (normalised.is_missing(row, j)) continue;
                output.normalised[i * count + j] = normalised.values()(row, j);
                output.weights[i * count + j] = weights[j] / there;
            }
        }
        return output;
    }
};

} // namespace

std::shared_ptr<const IndexMethod> index_method() {
    static const auto method = std::make_shared<const RulebookIndex>();
    return method;
}

} // namespace jifen::composite
