#include "jifen/evaluation/indicator_values.hpp"

#include <algorithm>
#include <limits>

namespace jifen {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double in_points(Points points) noexcept { return static_cast<double>(points.thousandths()) / 1000; }

double ratio(std::int64_t part, std::int64_t of) noexcept {
    return static_cast<double>(part) / static_cast<double>(of);
}

template <class Points>
std::vector<double> of_scores(const Evaluation& evaluation, const Points& points) {
    std::vector<double> values;
    values.reserve(evaluation.scores().size());
    for (const PersonScore& score : evaluation.scores()) values.push_back(in_points(points(score)));
    return values;
}

std::vector<double> of_category(const Evaluation& evaluation, CategoryId category) {
    std::vector<double> values(evaluation.scored().size());
    for (std::size_t place = 0; place < values.size(); ++place)
        values[place] = in_points(evaluation.categories(place)[category.index()].credited);
    return values;
}

std::vector<double> of_linkage(const Evaluation& evaluation, std::int64_t LinkageRow::*count,
                               const std::optional<LinkageTarget>& target) {
    std::vector<double> values(evaluation.scored().size(), none);
    if (!target) return values;
    for (const LinkageRow& row : evaluation.linkage().rows)
        values[evaluation.scored().place[row.person.index()]] =
            ratio(std::min(row.*count, target->target), target->target);
    return values;
}

std::vector<double> of_stage(const Evaluation& evaluation, std::size_t stage) {
    std::vector<double> values(evaluation.scored().size(), none);
    for (const LeaderKnows& leader : evaluation.five_knows().leaders) {
        if (!evaluation.scored().contains(leader.leader) || leader.funnel.n[0] == 0) continue;
        // Where there are no matters, needs …, all of them are known (SPEC §6).
        values[evaluation.scored().place[leader.leader.index()]] =
            leader.funnel.n[stage] == 0 ? 1 : ratio(leader.funnel.k[stage], leader.funnel.n[stage]);
    }
    return values;
}

std::vector<double> of_duty(const Evaluation& evaluation, DutyId duty) {
    std::vector<double> values(evaluation.scored().size(), none);
    for (const DutyRow& row : evaluation.duties().rows) {
        if (row.duty == duty && row.due > 0)
            values[evaluation.scored().place[row.person.index()]] = ratio(row.done, row.due);
    }
    return values;
}

} // namespace

std::vector<double> indicator_values(const Evaluation& evaluation, const IndicatorSource& source) {
    using Kind = IndicatorSource::Kind;
    const auto& linkage = evaluation.rules().linkage;
    const auto target = [&linkage](std::optional<LinkageTarget> LinkageRule::*which) {
        return linkage ? *linkage.*which : std::nullopt;
    };
    switch (source.kind) {
    case Kind::items:
        return of_scores(evaluation, [](const PersonScore& score) { return score.items; });
    case Kind::linkage:
        return of_scores(evaluation, [](const PersonScore& score) { return score.linkage; });
    case Kind::five_knows:
        return of_scores(evaluation, [](const PersonScore& score) { return score.five_knows; });
    case Kind::duties:
        return of_scores(evaluation, [](const PersonScore& score) { return score.duties; });
    case Kind::deductions:
        return of_scores(evaluation, [](const PersonScore& score) { return Points() - score.deductions; });
    case Kind::category:
        return of_category(evaluation, source.category);
    case Kind::exemplars:
        return of_linkage(evaluation, &LinkageRow::exemplars, target(&LinkageRule::exemplars));
    case Kind::contacts:
        return of_linkage(evaluation, &LinkageRow::contacts, target(&LinkageRule::contacts));
    case Kind::served:
        return of_linkage(evaluation, &LinkageRow::served, target(&LinkageRule::served));
    case Kind::stage:
        return of_stage(evaluation, static_cast<std::size_t>(source.stage));
    case Kind::duty:
        return of_duty(evaluation, source.duty);
    }
    return {};
}

} // namespace jifen
