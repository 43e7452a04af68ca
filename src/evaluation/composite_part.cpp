#include "core/points_sum.hpp"
#include "evaluation/composite_assessment.hpp"
#include "jifen/evaluation/indicator_values.hpp"

#include <cmath>

namespace jifen {

namespace {

constexpr double a_billionth_of_a_point = 1e-6; ///< in thousandths

constexpr double most_raw = 9e12; ///< that can be shown with 6 decimals

/// The scored people who held one of the roles, by place.
std::vector<std::size_t> compared(const Evaluation& evaluation, const CompositeRule& rule) {
    const DistrictData& district = *evaluation.district();
    const RoleSet roles(district, rule.roles);
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < evaluation.scored().size(); ++place) {
        if (home_role(district, evaluation.scored().people[place], roles, evaluation.program().window()))
            places.push_back(place);
    }
    return places;
}

IndexInput input_of(const Evaluation& evaluation, const CompositeRule& rule, const std::vector<std::size_t>& places) {
    IndexInput input{rule, {}, std::vector<double>(places.size() * rule.indicators.size())};
    for (const std::size_t place : places)
        input.people.emplace_back(evaluation.district()->people.ids[evaluation.scored().people[place]]);
    for (std::size_t j = 0; j < rule.indicators.size(); ++j) {
        const std::vector<double> values = indicator_values(evaluation, rule.indicators[j].of);
        for (std::size_t i = 0; i < places.size(); ++i) input.raw[i * rule.indicators.size() + j] = values[places[i]];
    }
    return input;
}

IndexOutput computed(const IndexMethod& method, const IndexInput& input) {
    try {
        return method.compute(input);
    } catch (const ArgumentError& error) {
        throw Error("composite", std::string("the index of [composite] cannot be computed: ") + error.what() +
                                     "; see missing, scale and weights there");
    }
}

} // namespace

RoundedPoints round_points(double points) {
    const double thousandths = points * 1000;
    const double over = thousandths - std::floor(thousandths);
    return {Points::thousandths(rounded_decimals(points, 3)), std::abs(over - 0.5) < a_billionth_of_a_point};
}

std::int64_t rounded_decimals(double value, int decimals) {
    double scaled = value;
    for (int i = 0; i < decimals; ++i) scaled *= 10;
    constexpr double most = 9e18;
    if (!(std::abs(scaled) < most)) throw OverflowError("rounding a number of an index");
    const double below = std::floor(scaled);
    const double over = scaled - below;
    auto rounded = static_cast<std::int64_t>(below);
    if (over > 0.5 || (over == 0.5 && rounded % 2 != 0)) ++rounded;
    return rounded;
}

CompositeResult assess_composite(const Evaluation& so_far, const IndexMethod* method) {
    CompositeResult result;
    if (!so_far.rules().composite) return result;
    const CompositeRule& rule = *so_far.rules().composite;
    if (method == nullptr) {
        throw ArgumentError("composite", so_far.rules().code,
                            "the rulebook has [composite], which jifen::composite computes: give evaluate the "
                            "index_method() of jifen/index/index_method.hpp");
    }
    const std::vector<std::size_t> places = compared(so_far, rule);
    if (places.empty()) return result;
    const IndexInput input = input_of(so_far, rule, places);
    const IndexOutput output = computed(*method, input);
    const std::size_t count = rule.indicators.size();
    const double full = static_cast<double>(rule.points.thousandths()) / 1000;
    result.indicators.resize(places.size() * count);
    for (std::size_t i = 0; i < places.size(); ++i) {
        CompositeRow row;
        row.person = so_far.scored().people[places[i]];
        row.index = output.index[i];
        PointsSum sum;
        for (std::size_t j = 0; j < count; ++j) {
            IndicatorScore& score = result.indicators[i * count + j];
            score.raw = input.raw[i * count + j];
            if (score.raw >= most_raw || score.raw <= -most_raw)
                throw OverflowError("the raw value of " + rule.indicators[j].of.text + " with 6 decimals",
                                    {input.people[i], {}, {}});
            score.normalised = output.normalised[i * count + j];
            score.weight = output.weights[i * count + j];
            if (rule.aggregate != IndexAggregate::weighted_sum || std::isnan(row.index) || std::isnan(score.normalised))
                continue;
            const RoundedPoints rounded = round_points(full * score.weight * score.normalised);
            score.contribution = rounded.points;
            score.near_edge = rounded.near_edge;
            row.near_edge = row.near_edge || rounded.near_edge;
            sum += rounded.points;
        }
        if (rule.aggregate == IndexAggregate::weighted_sum) {
            row.points = sum.total("an index", input.people[i]);
        } else if (!std::isnan(row.index)) {
            const RoundedPoints rounded = round_points(full * row.index);
            row.points = rounded.points;
            row.near_edge = rounded.near_edge;
        }
        result.rows.push_back(row);
    }
    return result;
}

} // namespace jifen
