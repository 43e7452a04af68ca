#include "jifen/index/evaluation_indicators.hpp"

#include "jifen/evaluation/indicator_values.hpp"

#include <array>
#include <cmath>
#include <numeric>

namespace jifen::composite {

namespace {

using Kind = IndicatorSource::Kind;

constexpr std::array<std::string_view, 4> part_words{"categories", "linkage", "five_knows", "duties"};

IndicatorSource source(Kind kind, std::string text) {
    IndicatorSource made;
    made.kind = kind;
    made.text = std::move(text);
    return made;
}

void add_sources(std::vector<IndicatorSource>& sources, const RulebookData& rules, EvaluationPart part) {
    switch (part) {
    case EvaluationPart::categories:
        for (std::size_t c = 0; c < rules.categories.size(); ++c) {
            sources.push_back(source(Kind::category, "category:" + rules.categories[c].code));
            sources.back().category = CategoryId::at(c);
        }
        return;
    case EvaluationPart::linkage:
        sources.push_back(source(Kind::exemplars, "linkage:exemplars"));
        sources.push_back(source(Kind::contacts, "linkage:contacts"));
        sources.push_back(source(Kind::served, "linkage:served"));
        return;
    case EvaluationPart::five_knows:
        for (std::size_t s = 0; s < stage_count; ++s) {
            const auto stage = static_cast<Stage>(s);
            sources.push_back(source(Kind::stage, "five_knows:" + std::string(to_string(stage))));
            sources.back().stage = stage;
        }
        return;
    case EvaluationPart::duties:
        for (std::size_t d = 0; d < rules.duties.size(); ++d) {
            sources.push_back(source(Kind::duty, "duty:" + rules.duties[d].code));
            sources.back().duty = DutyId::at(d);
        }
        return;
    }
}

Indicators of_places(const Evaluation& evaluation, std::span<const EvaluationPart> parts,
                     const std::vector<std::size_t>& places) {
    std::vector<IndicatorSource> sources;
    for (const EvaluationPart part : parts) add_sources(sources, evaluation.rules(), part);
    std::vector<Indicator> columns;
    std::vector<std::vector<double>> kept;
    for (const IndicatorSource& one : sources) {
        const std::vector<double> of_all = indicator_values(evaluation, one);
        std::vector<double> values;
        bool is_there = false;
        for (const std::size_t place : places) {
            values.push_back(of_all[place]);
            is_there = is_there || !std::isnan(of_all[place]);
        }
        if (!is_there) continue;
        columns.push_back({one.text});
        kept.push_back(std::move(values));
    }
    std::vector<std::string> people;
    people.reserve(places.size());
    for (const std::size_t place : places)
        people.emplace_back(evaluation.district()->people.ids[evaluation.scored().people[place]]);
    Matrix matrix(places.size(), kept.size());
    for (std::size_t j = 0; j < kept.size(); ++j) matrix.set_column(j, kept[j]);
    return {std::move(people), std::move(columns), std::move(matrix)};
}

} // namespace

std::string_view to_string(EvaluationPart part) noexcept { return part_words[static_cast<std::size_t>(part)]; }

Indicators evaluation_indicators(const Evaluation& evaluation, std::span<const EvaluationPart> parts) {
    std::vector<std::size_t> places(evaluation.scored().size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    return of_places(evaluation, parts, places);
}

Indicators evaluation_indicators(const Evaluation& evaluation, std::span<const EvaluationPart> parts,
                                 std::span<const std::string> people) {
    std::vector<std::size_t> places;
    for (const std::string& person : people) places.push_back(evaluation.place_of(person));
    return of_places(evaluation, parts, places);
}

} // namespace jifen::composite
