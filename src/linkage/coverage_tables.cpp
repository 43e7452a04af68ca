#include "district/id_column.hpp"
#include "district/unit_rows.hpp"
#include "jifen/core/period.hpp"
#include "jifen/linkage/coverage.hpp"
#include "linkage/coverage_fields.hpp"

#include <algorithm>
#include <utility>

namespace jifen {

namespace {

/// A column for each sum. `asked[row]`: whether households were asked about a contact; else their cell is blank.
void add_sums(std::vector<Column>& columns, const std::vector<CoverageSums>& rows, const std::vector<bool>& asked) {
    for (const CoverageField& field : coverage_fields) {
        NumberColumn column;
        for (const CoverageSums& row : rows) column.values.push_back(row.*field.sum);
        if (field.sum == &CoverageSums::without_contact) column.present.assign(asked.begin(), asked.end());
        columns.push_back({std::string(field.name), std::move(column)});
    }
}

} // namespace

Table coverage_table(const NetworkCoverage& coverage) {
    IdColumn people(coverage.district->people.ids);
    IdColumn units(coverage.district->units.ids());
    constexpr std::array fields{
        std::pair{"exemplars", &MemberCoverage::exemplars},
        std::pair{"contacts", &MemberCoverage::contacts},
        std::pair{"served", &MemberCoverage::served},
        std::pair{"missing_exemplars", &MemberCoverage::missing_exemplars},
        std::pair{"missing_contacts", &MemberCoverage::missing_contacts},
        std::pair{"missing_served", &MemberCoverage::missing_served},
    };
    std::array<Cells<std::int64_t>, fields.size()> counts;
    for (const MemberCoverage& member : coverage.members) {
        people.add(member.person);
        units.add(member.unit);
        for (std::size_t f = 0; f < fields.size(); ++f) counts[f].push_back(member.*fields[f].second);
    }
    std::vector<Column> columns{people.take("person"), units.take("unit")};
    for (std::size_t f = 0; f < fields.size(); ++f)
        columns.push_back(count_column(fields[f].first, std::move(counts[f])));
    return {"coverage", std::move(columns)};
}

Table coverage_sums_table(const NetworkCoverage& coverage, UnitId unit) {
    std::vector<Column> columns;
    add_sums(columns, {unit ? coverage.sums(unit) : coverage.sums()}, {coverage.households_asked});
    return {"coverage_sums", std::move(columns)};
}

Table coverage_by(const NetworkCoverage& coverage, std::string_view level) {
    const UnitRows units(*coverage.district, level);
    std::vector<CoverageSums> rows(units.size() + 1);
    rows.back() = coverage.elsewhere;
    for (std::size_t u = 0; u < coverage.own.size(); ++u) rows[units.row_of(UnitId::at(u))] += coverage.own[u];
    if (rows.back() == CoverageSums{}) rows.pop_back();
    std::vector<Column> columns{units.column(rows.size())};
    add_sums(columns, rows, std::vector<bool>(rows.size(), coverage.households_asked));
    return {"coverage_by", std::move(columns)};
}

Table uncontacted_table(const NetworkCoverage& coverage) {
    const Households& households = coverage.district->households;
    std::vector<UncontactedHousehold> rows = coverage.uncontacted;
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return households.unit[a.household.index()] < households.unit[b.household.index()];
    });
    IdColumn units(coverage.district->units.ids());
    IdColumn ids(households.ids);
    DayColumn days;
    for (const UncontactedHousehold& row : rows) {
        units.add(households.unit[row.household.index()]);
        ids.add(row.household);
        days.days.push_back(row.last_contact.value_or(Day::always()));
    }
    return {"uncontacted", {units.take("unit"), ids.take("household"), Column{"last_contact", std::move(days)}}};
}

Table reach_table(const NetworkCoverage& coverage) {
    IdColumn people(coverage.district->people.ids);
    IdColumn units(coverage.district->units.ids());
    Cells<std::int64_t> members;
    for (const PersonId person : coverage.people) {
        people.add(person);
        units.add(coverage.district->people.unit[person.index()]);
        members.push_back(coverage.reached_by[person.index()]);
    }
    return {"reach", {people.take("person"), units.take("unit"), count_column("members", std::move(members))}};
}

Table coverage_series(const Admission& admission, UnitId unit, const CoverageOptions& options) {
    const Window& window = admission.program().window();
    std::vector<Day> days;
    for (std::int32_t month = period_number(Period::month, window.first());
         month <= period_number(Period::month, window.last()); ++month)
        days.push_back(std::min(period_days(Period::month, month).until, window.end()).plus(-1));
    std::vector<CoverageSums> rows;
    std::vector<bool> asked;
    for (const Day day : days) {
        CoverageOptions that_day = options;
        if (months_before(day, options.contact_months).plus(1) < window.first()) that_day.contact_months = 0;
        const NetworkCoverage coverage = coverage_on(admission, day, that_day);
        rows.push_back(unit ? coverage.sums(unit) : coverage.sums());
        asked.push_back(coverage.households_asked);
    }
    std::vector<Column> columns{Column{"day", DayColumn{std::move(days)}}};
    add_sums(columns, rows, asked);
    return {"coverage_series", std::move(columns)};
}

} // namespace jifen
