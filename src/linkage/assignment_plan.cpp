#include "jifen/linkage/assignment_plan.hpp"

#include "jifen/core/window.hpp"
#include "jifen/district/role_history.hpp"
#include "linkage/reach.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jifen {

namespace {

/// What somebody is to the plan.
enum class Standing : std::uint8_t { none, member, exemplar, person };

/// Gathers who is whom, and the links that are kept.
class Gatherer {
public:
    Gatherer(const DistrictData& district, Day day, const AssignmentOptions& options)
        : district_(district), day_(day), options_(options),
          gender_(parse_gender(options.gender).value_or(Gender::unknown)),
          part_(district.people.size(), Standing::none), unit_(district.people.unit),
          member_of_(district.people.size()) {
        if (!options.gender.empty() && gender_ == Gender::unknown)
            throw ArgumentError("gender", options.gender, "it is female, male or empty");
        find_parts();
        if (options.keep_links) find_leaders();
    }

    /// Exemplars that the person leads by links that are kept, of those who are exemplars.
    [[nodiscard]] std::vector<PersonId> exemplars_of(PersonId member) const {
        return targets_of(member, LinkKind::leads, Standing::exemplar);
    }
    /// Whom she serves by links that are kept, of those who are to be served.
    [[nodiscard]] std::vector<PersonId> served_by(PersonId server) const {
        return targets_of(server, LinkKind::serves, Standing::person);
    }
    [[nodiscard]] std::vector<PersonId> all(Standing part) const {
        std::vector<PersonId> found;
        for (std::size_t p = 0; p < part_.size(); ++p) {
            if (part_[p] == part) found.push_back(PersonId::at(p));
        }
        return found;
    }
    [[nodiscard]] UnitId unit(PersonId person) const noexcept { return unit_[person.index()]; }
    /// Who leads the exemplar: of several the smallest id.
    [[nodiscard]] PersonId& member_of(PersonId exemplar) noexcept { return member_of_[exemplar.index()]; }

private:
    [[nodiscard]] bool is_registered(std::size_t person) const noexcept {
        return district_.people.days[person].contains(day_);
    }
    [[nodiscard]] bool is_of_gender(std::size_t person) const noexcept {
        return gender_ == Gender::unknown || district_.people.gender[person] == gender_;
    }

    void find_parts() {
        const RoleSet members(district_, options_.members), exemplars(district_, options_.exemplars);
        const Window that_day = Window::of({day_, day_.plus(1)});
        for (std::size_t p = 0; p < part_.size(); ++p) {
            if (!is_registered(p)) continue;
            if (const auto home = home_role(district_, PersonId::at(p), members, that_day)) {
                part_[p] = Standing::member;
                unit_[p] = home->unit;
            } else if (is_of_gender(p)) {
                part_[p] =
                    home_role(district_, PersonId::at(p), exemplars, that_day) ? Standing::exemplar : Standing::person;
            }
        }
        if (!options_.keep_links) return;
        for (std::size_t p = 0; p < part_.size(); ++p) {
            if (part_[p] != Standing::member) continue;
            for (const Link& link : district_.links.of(PersonId::at(p))) {
                Standing& target = part_[link.target.index()];
                if (link.kind == LinkKind::leads && link.days.contains(day_) && target == Standing::person)
                    target = Standing::exemplar;
            }
        }
    }
    void find_leaders() {
        for (const PersonId member : all(Standing::member)) {
            for (const PersonId exemplar : exemplars_of(member)) {
                if (!member_of(exemplar)) member_of(exemplar) = member;
            }
        }
    }
    [[nodiscard]] std::vector<PersonId> targets_of(PersonId source, LinkKind kind, Standing part) const {
        std::vector<PersonId> found;
        if (!options_.keep_links) return found;
        for (const Link& link : district_.links.of(source)) {
            if (link.kind == kind && link.days.contains(day_) && part_[link.target.index()] == part)
                found.push_back(link.target);
        }
        sort_unique(found);
        return found;
    }

    const DistrictData& district_;
    Day day_;
    const AssignmentOptions& options_;
    Gender gender_;
    std::vector<Standing> part_;
    std::vector<UnitId> unit_;
    std::vector<PersonId> member_of_; ///< by exemplar
};

std::uint32_t count(const std::vector<PersonId>& people) { return static_cast<std::uint32_t>(people.size()); }

/// The stage-2 servers and what members reach already, after stage 1.
void prepare_serving(Gatherer& who, const std::vector<PersonId>& members, const std::vector<PersonId>& exemplars,
                     const AssignmentOptions& options, std::vector<bool>& is_served, std::vector<Server>& servers,
                     std::vector<MemberReach>& reach) {
    std::vector<std::pair<PersonId, PersonId>> reached; // member, person
    const auto add = [&](PersonId server, PersonId member, std::uint32_t capacity) {
        const std::vector<PersonId> served = who.served_by(server);
        for (const PersonId person : served) {
            is_served[person.index()] = true;
            if (member) reached.emplace_back(member, person);
        }
        servers.push_back({server, who.unit(server), member, count(served), capacity});
    };
    for (const PersonId exemplar : exemplars) add(exemplar, who.member_of(exemplar), options.served_each);
    for (const PersonId member : members) add(member, member, options.reach);
    sort_unique(reached);
    auto next = reached.begin();
    for (const PersonId member : members) {
        const auto begin = next;
        while (next != reached.end() && next->first == member) ++next;
        reach.push_back({member, static_cast<std::uint32_t>(next - begin), options.reach});
    }
}

} // namespace

AssignmentPlan plan_assignment(const District& district, Day day, const AssignmentOptions& options,
                               const RunOptions& run) {
    Gatherer who(*district, day, options);
    const std::vector<PersonId> members = who.all(Standing::member), exemplars = who.all(Standing::exemplar);
    const std::vector<PersonId> people = who.all(Standing::person);
    AssignmentPlan plan{district, day, options, count(members), count(exemplars), count(people), 0, 0, {}, {}};

    std::vector<Taker> takers;
    takers.reserve(members.size());
    for (const PersonId member : members)
        takers.push_back({member, who.unit(member), count(who.exemplars_of(member)), options.exemplars_each});
    std::vector<PersonInUnit> to_lead;
    for (const PersonId exemplar : exemplars) {
        if (who.member_of(exemplar))
            ++plan.led_already;
        else
            to_lead.push_back({exemplar, who.unit(exemplar)});
    }
    plan.leading = assign_exemplars(district->units, to_lead, takers, run);
    for (const AssignedLink& link : plan.leading.links) who.member_of(link.target) = link.source;

    std::vector<bool> is_served(district->people.size());
    std::vector<Server> servers;
    std::vector<MemberReach> reach;
    prepare_serving(who, members, exemplars, options, is_served, servers, reach);
    std::vector<PersonInUnit> to_serve;
    for (const PersonId person : people) {
        if (is_served[person.index()])
            ++plan.served_already;
        else
            to_serve.push_back({person, who.unit(person)});
    }
    plan.serving = assign_women(district->units, to_serve, servers, reach, run);
    return plan;
}

namespace {

constexpr std::array stage_kinds{LinkKind::leads, LinkKind::serves};

template <class IdType>
Column id_column(std::string name, const SortedTexts<IdType>& texts, const std::vector<IdType>& ids) {
    TextColumn column{texts.pool(), {}, true};
    for (const IdType id : ids) column.codes.push_back(id ? id.value() : TextColumn::blank);
    return {std::move(name), std::move(column)};
}

const Assignment& stage_of(const AssignmentPlan& plan, LinkKind kind) {
    return kind == LinkKind::leads ? plan.leading : plan.serving;
}

} // namespace

Table planned_links_table(const AssignmentPlan& plan) {
    std::vector<std::pair<LinkKind, AssignedLink>> links;
    for (const LinkKind kind : stage_kinds) {
        for (const AssignedLink& link : stage_of(plan, kind).links) links.emplace_back(kind, link);
    }
    std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.second.source, a.first, a.second.target) <
               std::tuple(b.second.source, b.first, b.second.target);
    });
    std::vector<PersonId> sources, targets;
    std::vector<std::string_view> kinds;
    Cells<std::int64_t> distances;
    for (const auto& [kind, link] : links) {
        sources.push_back(link.source);
        targets.push_back(link.target);
        kinds.push_back(to_string(kind));
        distances.push_back(link.distance);
    }
    const auto& ids = plan.district->people.ids;
    std::vector<Column> columns{id_column("source", ids, sources), id_column("target", ids, targets)};
    columns.push_back(text_column("kind", kinds));
    columns.push_back({"from", DayColumn{std::vector<Day>(links.size(), plan.day)}});
    columns.push_back(count_column("distance", std::move(distances)));
    return {"planned_links", std::move(columns)};
}

Table unassigned_table(const AssignmentPlan& plan) {
    std::vector<std::pair<PersonInUnit, LinkKind>> rows;
    for (const LinkKind kind : stage_kinds) {
        for (const PersonInUnit& row : stage_of(plan, kind).unassigned) rows.emplace_back(row, kind);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first.person < b.first.person; });
    std::vector<PersonId> people;
    std::vector<UnitId> units;
    std::vector<std::string_view> kinds;
    for (const auto& [row, kind] : rows) {
        people.push_back(row.person);
        units.push_back(row.unit);
        kinds.push_back(to_string(kind));
    }
    return {"unassigned",
            {id_column("person", plan.district->people.ids, people),
             id_column("unit", plan.district->units.ids(), units), text_column("kind", kinds)}};
}

Table balance_table(const AssignmentPlan& plan) {
    std::vector<std::pair<UnitBalance, LinkKind>> rows;
    for (const LinkKind kind : stage_kinds) {
        for (const UnitBalance& row : stage_of(plan, kind).units) rows.emplace_back(row, kind);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.first.unit < b.first.unit; });
    std::vector<UnitId> units;
    std::vector<std::string_view> kinds;
    constexpr std::array fields{std::pair{"people", &UnitBalance::people},
                                std::pair{"assigned", &UnitBalance::assigned},
                                std::pair{"within", &UnitBalance::within}, std::pair{"places", &UnitBalance::places}};
    std::array<Cells<std::int64_t>, fields.size()> counts;
    for (const auto& [row, kind] : rows) {
        units.push_back(row.unit);
        kinds.push_back(to_string(kind));
        for (std::size_t f = 0; f < fields.size(); ++f)
            counts[f].push_back(static_cast<std::int64_t>(row.*fields[f].second));
    }
    std::vector<Column> columns{id_column("unit", plan.district->units.ids(), units), text_column("kind", kinds)};
    for (std::size_t f = 0; f < fields.size(); ++f)
        columns.push_back(count_column(fields[f].first, std::move(counts[f])));
    return {"balance", std::move(columns)};
}

} // namespace jifen
