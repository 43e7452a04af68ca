#include "district/id_column.hpp"
#include "jifen/five_knows/spot_check.hpp"

#include <cmath>
#include <utility>

namespace jifen {

namespace {

/// So many blank cells of counts.
Column blank_counts(std::string name, std::size_t rows) {
    return {std::move(name), NumberColumn{0, false, Cells<std::int64_t>(rows, 0), Cells<std::uint8_t>(rows, 0)}};
}

} // namespace

Table sample_table(const SpotCheckSample& sample) {
    const DistrictData& district = *sample.district;
    IdColumn units(district.units.ids());
    IdColumn ids(district.households.ids);
    Cells<std::int64_t> turns, households, drawn;
    for (const DrawnHousehold& row : sample.households) {
        const SpotCheckStratum& stratum = sample.strata[row.stratum];
        units.add(stratum.unit);
        ids.add(row.household);
        turns.push_back(row.turn);
        households.push_back(stratum.households);
        drawn.push_back(stratum.drawn);
    }
    std::vector<Column> columns;
    columns.push_back(units.take("stratum"));
    columns.push_back(count_column("turn", std::move(turns)));
    columns.push_back(ids.take("household"));
    columns.push_back(count_column("households", std::move(households)));
    columns.push_back(count_column("drawn", std::move(drawn)));
    return {"spot_check", std::move(columns)};
}

Table strata_table(const SpotCheckSample& sample) {
    IdColumn units(sample.district->units.ids());
    Cells<std::int64_t> households, drawn;
    for (const SpotCheckStratum& stratum : sample.strata) {
        units.add(stratum.unit);
        households.push_back(stratum.households);
        drawn.push_back(stratum.drawn);
    }
    std::vector<Column> columns;
    columns.push_back(units.take("stratum"));
    columns.push_back(count_column("households", std::move(households)));
    columns.push_back(count_column("drawn", std::move(drawn)));
    return {"strata", std::move(columns)};
}

Table door_form_table(const SpotCheckSample& sample) {
    IdColumn households(sample.district->households.ids);
    std::vector<std::string_view> stages;
    for (const DrawnHousehold& row : sample.households) {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            households.add(row.household);
            stages.push_back(to_string(static_cast<Stage>(stage)));
        }
    }
    std::vector<Column> columns;
    columns.push_back(households.take("household"));
    columns.push_back(text_column("stage", stages));
    columns.push_back(blank_counts("asked", stages.size()));
    columns.push_back(blank_counts("known", stages.size()));
    return {"door_answers", std::move(columns)};
}

Table stage_rates_table(const SpotCheckResult& result) {
    std::vector<std::string_view> stages;
    Cells<std::int64_t> households;
    std::array<NumberColumn, 5> rates;
    rates.fill(NumberColumn{6, true, {}, {}});
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const auto& estimate = result.stages[stage];
        stages.push_back(to_string(static_cast<Stage>(stage)));
        households.push_back(estimate ? estimate->n : 0);
        const RateEstimate shown = estimate.value_or(RateEstimate{});
        const std::array values{shown.rate, shown.wilson.low, shown.wilson.high, shown.clopper_pearson.low,
                                shown.clopper_pearson.high};
        for (std::size_t i = 0; i < values.size(); ++i) {
            rates[i].values.push_back(std::llround(values[i] * 1e6));
            rates[i].present.push_back(estimate ? 1 : 0);
        }
    }
    constexpr std::array names{"rate", "wilson_low", "wilson_high", "exact_low", "exact_high"};
    std::vector<Column> columns{text_column("stage", stages)};
    columns.push_back(count_column("households", std::move(households)));
    for (std::size_t i = 0; i < names.size(); ++i) columns.push_back({names[i], std::move(rates[i])});
    columns.push_back(count_column("asked", {result.door.n.begin(), result.door.n.end()}));
    columns.push_back(count_column("known", {result.door.k.begin(), result.door.k.end()}));
    return {"stage_rates", std::move(columns)};
}

Table findings_table(const SpotCheckResult& result) {
    const DistrictData& district = *result.district;
    IdColumn households(district.households.ids);
    IdColumn leaders(district.people.ids);
    std::vector<std::string_view> stages, verdicts;
    std::array<Cells<std::int64_t>, 4> counts;
    for (const DoorFinding& row : result.findings) {
        households.add(row.door.household);
        leaders.add(row.leader);
        stages.push_back(to_string(row.door.stage));
        verdicts.push_back(to_string(row.verdict));
        const std::array values{row.door.asked, row.door.known, row.recorded_asked, row.recorded_known};
        for (std::size_t i = 0; i < values.size(); ++i) counts[i].push_back(values[i]);
    }
    std::vector<Column> columns;
    columns.push_back(households.take("household"));
    columns.push_back(text_column("stage", stages));
    columns.push_back(leaders.take("leader"));
    constexpr std::array names{"asked", "known", "recorded_asked", "recorded_known"};
    for (std::size_t i = 0; i < names.size(); ++i) columns.push_back(count_column(names[i], std::move(counts[i])));
    columns.push_back(text_column("verdict", verdicts));
    return {"findings", std::move(columns)};
}

} // namespace jifen
