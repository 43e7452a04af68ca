#include "jifen/evaluation/unit_tables.hpp"

#include "district/unit_rows.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

struct LinkageSums {
    std::int64_t members = 0;
    std::array<std::int64_t, 3> reaching{}; ///< members who reach the target of exemplars, contacts, served
    std::array<std::int64_t, 3> counts{};
};

} // namespace

Table five_knows_by(const Evaluation& evaluation, std::string_view level) {
    const DistrictData& district = *evaluation.district();
    const UnitRows units(district, level);
    std::vector<Funnel> sums(units.size() + 1);
    for (const HouseholdKnown& known : evaluation.five_knows().households)
        sums[units.row_of(district.households.unit[known.household.index()])] += known.funnel;
    if (sums.back() == Funnel{}) sums.pop_back();

    std::array<Cells<std::int64_t>, stage_count> n, k;
    NumberColumn score{6, true, {}, {}};
    for (const Funnel& sum : sums) {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            n[stage].push_back(sum.n[stage]);
            k[stage].push_back(sum.k[stage]);
        }
        const auto& rule = evaluation.rules().five_knows;
        const auto millionths = rule ? chain_score(*rule, sum) : std::nullopt;
        score.values.push_back(millionths.value_or(0));
        score.present.push_back(millionths ? 1 : 0);
    }
    std::vector<Column> columns;
    columns.push_back(units.column(sums.size()));
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        columns.push_back(count_column("n" + std::to_string(stage + 1), std::move(n[stage])));
        columns.push_back(count_column("k" + std::to_string(stage + 1), std::move(k[stage])));
    }
    columns.push_back({"score", std::move(score)});
    return {"five_knows_by", std::move(columns)};
}

Table linkage_by(const Evaluation& evaluation, std::string_view level) {
    const DistrictData& district = *evaluation.district();
    const UnitRows units(district, level);
    std::vector<LinkageSums> sums(units.size() + 1);
    std::array<const std::optional<LinkageTarget>*, 3> targets{};
    const std::optional<LinkageTarget> no_target;
    targets.fill(&no_target);
    if (const auto& rule = evaluation.rules().linkage) {
        targets = {&rule->exemplars, &rule->contacts, &rule->served};
        const RoleSet roles(district, rule->roles);
        for (const LinkageRow& row : evaluation.linkage().rows) {
            const auto home = home_role(district, row.person, roles, evaluation.program().window());
            LinkageSums& sum = sums[units.row_of(home ? home->unit : UnitId::none())];
            ++sum.members;
            const std::array<std::int64_t, 3> counts{row.exemplars, row.contacts, row.served};
            for (std::size_t i = 0; i < counts.size(); ++i) {
                sum.counts[i] += counts[i];
                sum.reaching[i] += *targets[i] && counts[i] >= (*targets[i])->target ? 1 : 0;
            }
        }
    }
    if (sums.back().members == 0) sums.pop_back();

    Cells<std::int64_t> members;
    std::array<NumberColumn, 3> reaching;
    std::array<Cells<std::int64_t>, 3> counts;
    for (const LinkageSums& sum : sums) {
        members.push_back(sum.members);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            reaching[i].values.push_back(sum.reaching[i]);
            reaching[i].present.push_back(*targets[i] ? 1 : 0);
            counts[i].push_back(sum.counts[i]);
        }
    }
    constexpr std::array<const char*, 3> names{"exemplars", "contacts", "served"};
    std::vector<Column> columns;
    columns.push_back(units.column(sums.size()));
    columns.push_back(count_column("members", std::move(members)));
    for (std::size_t i = 0; i < names.size(); ++i)
        columns.push_back({std::string("with_") + names[i], std::move(reaching[i])});
    for (std::size_t i = 0; i < names.size(); ++i) columns.push_back(count_column(names[i], std::move(counts[i])));
    return {"linkage_by", std::move(columns)};
}

} // namespace jifen
