#include "jifen/linkage/linkage.hpp"

#include "core/points_sum.hpp"
#include "linkage/reach.hpp"

#include <algorithm>

namespace jifen {

namespace {

Points ratio_points(const std::optional<LinkageTarget>& target, std::int64_t count) {
    return target ? scale(target->points, std::min(count, target->target), target->target) : Points();
}

/// Links in force on the window's last day that lead from nobody or to nobody.
void count_links(const DistrictData& district, const RoleSet& roles, const Window& window, LinkageCoverage& coverage) {
    const Day day = window.last();
    const std::vector<bool> in_office = in_office_or_led(district, roles, day);
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        for (const Link& link : district.links.of(PersonId::at(p))) {
            if (!link.days.contains(day)) continue;
            if (!in_office[p]) ++coverage.links_out_of_office;
            if (!district.people.days[link.target.index()].contains(day)) ++coverage.links_to_departed;
        }
    }
}

} // namespace

LinkageResult assess_linkage(const Admission& admission, const ScoredPeople& scored, const RunOptions& options) {
    LinkageResult result;
    const auto& rule = admission.program().rules().linkage;
    if (!rule) return result;
    const DistrictData& district = admission.district();
    const Window& window = admission.program().window();
    const RoleSet roles(district, rule->roles);
    for (const PersonId person : scored.people) {
        const auto home = home_role(district, person, roles, window);
        if (home) result.rows.push_back({person, home->last_day, 0, 0, 0, {}});
    }
    const ItemSet served_items(admission.program().rules(), rule->served_items);
    std::vector<std::vector<PersonId>> contacts_of(result.rows.size());
    const std::size_t rows = result.rows.size();
    for_each_chunk(rows, members_a_chunk(rows), options, "linkage", [&](std::size_t begin, std::size_t end) {
        Reach reach(admission, *rule, served_items);
        for (std::size_t i = begin; i < end; ++i) {
            LinkageRow& row = result.rows[i];
            reach.find(row.person, row.day);
            row.exemplars = static_cast<std::int64_t>(reach.exemplars.size());
            row.contacts = static_cast<std::int64_t>(reach.contacts().size());
            reach.find_subjects(row.person, Day::never_ends());
            row.served = reach.count_served();
            PointsSum points;
            points += ratio_points(rule->exemplars, row.exemplars);
            points += ratio_points(rule->contacts, row.contacts);
            points += ratio_points(rule->served, row.served);
            row.points = points.total("a linkage part", [&] { return district.people.ids[row.person]; });
            contacts_of[i] = reach.contacts();
        }
    });

    LinkageCoverage& coverage = result.coverage;
    std::vector<std::uint32_t> reached(district.people.size()); // by how many members
    const auto reaches = [](const std::optional<LinkageTarget>& target, std::int64_t count) {
        return target && count >= target->target ? 1 : 0;
    };
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        for (const PersonId contact : contacts_of[i]) ++reached[contact.index()];
        ++coverage.members;
        coverage.members_with_exemplars += reaches(rule->exemplars, result.rows[i].exemplars);
        coverage.members_with_contacts += reaches(rule->contacts, result.rows[i].contacts);
        coverage.members_with_served += reaches(rule->served, result.rows[i].served);
    }
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        if (!is_counted(district, *rule, PersonId::at(p), window.last())) continue;
        ++coverage.people;
        if (reached[p] == 0) ++coverage.reached_by_nobody;
        if (reached[p] > 1) ++coverage.reached_by_several;
    }
    count_links(district, roles, window, coverage);
    return result;
}

} // namespace jifen
