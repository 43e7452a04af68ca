#include "jifen/index/index_method.hpp"

#include "jifen/composite/aggregation.hpp"
#include "jifen/composite/normalisation.hpp"
#include "jifen/composite/topsis.hpp"
#include "jifen/composite/treatment.hpp"
#include "jifen/composite/weights.hpp"
#include "jifen/core/error.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace jifen::composite {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double in_units(std::int64_t thousandths) noexcept { return static_cast<double>(thousandths) / 1000; }

/// Who is given an index.
std::vector<std::size_t> rows_with_an_index(const IndexInput& input) {
    const auto& rules = input.rule.indicators;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < input.people.size(); ++i) {
        bool lacks = false, has_weight = false;
        for (std::size_t j = 0; j < rules.size(); ++j) {
            const bool is_there = !std::isnan(input.raw[i * rules.size() + j]);
            lacks = lacks || !is_there;
            has_weight = has_weight || (is_there && (input.rule.weights != IndexWeights::given || rules[j].weight > 0));
            if (!is_there && input.rule.missing == IndexMissing::refuse) {
                throw ArgumentError(
                    "missing", "refuse",
                    "person " + input.people[i] + " has no value of " + rules[j].of.text +
                        "; say whether she is to be dropped, given the mean, or the rest of the weights");
            }
        }
        if (lacks && input.rule.missing == IndexMissing::drop) continue;
        if (!has_weight && input.rule.missing == IndexMissing::rest_of_weights) continue;
        rows.push_back(i);
    }
    return rows;
}

Indicators indicators_of(const IndexInput& input, const std::vector<std::size_t>& rows) {
    const std::size_t count = input.rule.indicators.size();
    std::vector<Indicator> columns;
    for (const IndicatorRule& rule : input.rule.indicators) {
        Indicator column{rule.of.text};
        if (rule.direction == IndicatorDirection::cost) column.direction = Direction::cost;
        if (rule.direction == IndicatorDirection::target) column.direction = Direction::target;
        if (rule.target) column.target = in_units(*rule.target);
        columns.push_back(std::move(column));
    }
    std::vector<std::string> people;
    people.reserve(rows.size());
    Matrix values(rows.size(), count);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        people.push_back(input.people[rows[i]]);
        for (std::size_t j = 0; j < count; ++j) values(i, j) = input.raw[rows[i] * count + j];
    }
    return {std::move(people), std::move(columns), std::move(values)};
}

/// What is still missing takes the mean, or stays so.
Indicators treated(const Indicators& indicators, IndexMissing missing) {
    const bool takes_mean = missing == IndexMissing::mean;
    return treat(indicators, {takes_mean ? MissingValues::mean : MissingValues::rest_of_weights, std::nullopt})
        .indicators;
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
        IndexOutput output;
        output.index.assign(input.people.size(), none);
        output.normalised.assign(input.people.size() * count, none);
        output.weights.assign(input.people.size() * count, 0);
        const std::vector<std::size_t> rows = rows_with_an_index(input);
        if (rows.empty()) return output;
        const Indicators normalised = normalised_by(rule, treated(indicators_of(input, rows), rule.missing)).indicators;
        const std::vector<double> weights = weights_of(rule, normalised);
        const std::vector<double> index = index_of(rule, normalised, weights);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            output.index[rows[i]] = index[i];
            double there = 0;
            for (std::size_t j = 0; j < count; ++j) there += normalised.is_missing(i, j) ? 0 : weights[j];
            for (std::size_t j = 0; j < count; ++j) {
                if (normalised.is_missing(i, j)) continue;
                output.normalised[rows[i] * count + j] = normalised.values()(i, j);
                output.weights[rows[i] * count + j] = weights[j] / there;
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
