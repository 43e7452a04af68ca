#include "district/id_column.hpp"
#include "jifen/linkage/appointment.hpp"

namespace jifen {

Table appointments_table(const Appointments& appointments) {
    IdColumn grid(appointments.district->units.ids());
    IdColumn leader(appointments.district->people.ids);
    Cells<std::int64_t> rule;
    std::vector<std::string_view> source, nominated_by;
    NumberColumn suitability{3, false, {}, {}};
    std::vector<bool> in_office, taken;
    for (const Appointment& row : appointments.rows) {
        grid.add(row.grid);
        leader.add(row.leader);
        rule.push_back(rule_of(row.candidate));
        source.push_back(appointments.source(source_of(row.candidate)));
        nominated_by.push_back(to_string(row.nominated_by));
        suitability.values.push_back(row.suitability);
        suitability.present.push_back(row.nominated_by == NominatedBy::nobody ? 0 : 1);
        in_office.push_back(row.in_office);
        taken.push_back(row.taken_into_committee);
    }
    return {"appointments",
            {grid.take("grid"), leader.take("leader"), count_column("rule", std::move(rule)),
             text_column("source", source), text_column("nominated_by", nominated_by),
             Column{"suitability", std::move(suitability)}, flag_column("in_office", in_office),
             flag_column("taken_into_committee", taken)}};
}

Table vacancies_table(const Appointments& appointments) {
    IdColumn grid(appointments.district->units.ids());
    std::vector<std::string_view> reason;
    for (const Vacancy& vacancy : appointments.vacancies) {
        grid.add(vacancy.grid);
        reason.push_back(vacancy.reason);
    }
    return {"vacancies", {grid.take("grid"), text_column("reason", reason)}};
}

Table committee_intake_table(const Appointments& appointments) {
    IdColumn person(appointments.district->people.ids);
    IdColumn grid(appointments.district->units.ids());
    Cells<std::int64_t> rule;
    std::vector<bool> leads;
    for (const CommitteeIntake& taken : appointments.intake) {
        person.add(taken.person);
        grid.add(taken.grid);
        rule.push_back(taken.rule);
        leads.push_back(taken.leads);
    }
    return {
        "committee_intake",
        {person.take("person"), grid.take("grid"), count_column("rule", std::move(rule)), flag_column("leads", leads)}};
}

} // namespace jifen
