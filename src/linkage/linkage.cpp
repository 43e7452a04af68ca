#include "jifen/linkage/linkage.hpp"

#include "core/points_sum.hpp"

#include <algorithm>

namespace jifen {

namespace {

constexpr std::size_t members_a_chunk = 64;

template <class T>
void sort_unique(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// The people that one member leads and reaches on a day; reuses its memory.
class Reach {
public:
    Reach(const Admission& admission, const LinkageRule& rule, const ItemSet& served_items)
        : admission_(admission), district_(admission.district()), served_items_(served_items),
          gender_(parse_gender(rule.gender).value_or(Gender::unknown)) {}

    void find(PersonId member, Day day) {
        exemplars.clear();
        contacts.clear();
        for (const Link& link : district_.links.of(member)) {
            if (!counts(link, day)) continue;
            (link.kind == LinkKind::leads ? exemplars : contacts).push_back(link.target);
        }
        sort_unique(exemplars);
        for (const PersonId exemplar : exemplars) {
            for (const Link& link : district_.links.of(exemplar)) {
                if (link.kind == LinkKind::serves && counts(link, day)) contacts.push_back(link.target);
            }
        }
        sort_unique(contacts);
        if (const auto own = std::lower_bound(contacts.begin(), contacts.end(), member);
            own != contacts.end() && *own == member) {
            contacts.erase(own);
        }
        find_subjects(member);
    }

    [[nodiscard]] std::int64_t count_served() const {
        const auto is_subject = [this](SubjectId subject) {
            return subject && std::binary_search(subjects_.begin(), subjects_.end(), subject);
        };
        return std::count_if(contacts.begin(), contacts.end(), [&](PersonId contact) {
            return is_subject(subject_of(district_, contact)) ||
                   is_subject(district_.people.household_subject[contact.index()]);
        });
    }

    std::vector<PersonId> exemplars; ///< distinct, ascending
    std::vector<PersonId> contacts;  ///< distinct, ascending, without the member

private:
    [[nodiscard]] bool counts(const Link& link, Day day) const noexcept {
        return link.days.contains(day) &&
               (gender_ == Gender::unknown || district_.people.gender[link.target.index()] == gender_);
    }
    /// Whom or which household the member or her exemplars served; an exemplar is not asked for a role.
    void find_subjects(PersonId member) {
        subjects_.clear();
        const auto add = [this](PersonId actor, bool ask_role) {
            const EntryRange range = district_.ledger.of(actor);
            for (std::uint32_t position = range.begin; position < range.end; ++position) {
                const EntryId entry(position);
                const bool valid = ask_role ? admission_.is_valid(entry) : admission_.is_valid_whatever_role(entry);
                const SubjectId subject = district_.ledger.subject[position];
                if (valid && subject && served_items_.contains(admission_.item(entry))) subjects_.push_back(subject);
            }
        };
        add(member, true);
        for (const PersonId exemplar : exemplars) add(exemplar, false);
        sort_unique(subjects_);
    }

    const Admission& admission_;
    const DistrictData& district_;
    const ItemSet& served_items_;
    Gender gender_;
    std::vector<SubjectId> subjects_;
};

Points ratio_points(const std::optional<LinkageTarget>& target, std::int64_t count) {
    return target ? scale(target->points, std::min(count, target->target), target->target) : Points();
}

/// How many members' contacts each person is among, from 0 to 2 ("several").
class ReachCounts {
public:
    explicit ReachCounts(std::size_t people) : counts_(people, 0) {}
    void add(PersonId person) noexcept {
        std::uint8_t& count = counts_[person.index()];
        if (count < 2) ++count;
    }
    [[nodiscard]] int of(std::size_t person) const noexcept { return counts_[person]; }

private:
    std::vector<std::uint8_t> counts_;
};

void count_links(const DistrictData& district, const RoleSet& roles, const Window& window, LinkageCoverage& coverage) {
    const Day day = window.last();
    std::vector<bool> leads_or_is_led(district.people.size());
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        const auto held = district.roles.of(PersonId::at(p));
        const bool in_office = std::any_of(held.begin(), held.end(), [&](const RoleHeld& role) {
            return roles.contains(role.role) && role.days.contains(day);
        });
        if (!in_office) continue;
        leads_or_is_led[p] = true;
        for (const Link& link : district.links.of(PersonId::at(p))) {
            if (link.kind == LinkKind::leads && link.days.contains(day)) leads_or_is_led[link.target.index()] = true;
        }
    }
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        for (const Link& link : district.links.of(PersonId::at(p))) {
            if (!link.days.contains(day)) continue;
            if (!leads_or_is_led[p]) ++coverage.links_out_of_office;
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
    for_each_chunk(result.rows.size(), members_a_chunk, options, "linkage", [&](std::size_t begin, std::size_t end) {
        Reach reach(admission, *rule, served_items);
        for (std::size_t i = begin; i < end; ++i) {
            LinkageRow& row = result.rows[i];
            reach.find(row.person, row.day);
            row.exemplars = static_cast<std::int64_t>(reach.exemplars.size());
            row.contacts = static_cast<std::int64_t>(reach.contacts.size());
            row.served = reach.count_served();
            PointsSum points;
            points += ratio_points(rule->exemplars, row.exemplars);
            points += ratio_points(rule->contacts, row.contacts);
            points += ratio_points(rule->served, row.served);
            row.points = points.total("a linkage part", district.people.ids[row.person]);
            contacts_of[i] = reach.contacts;
        }
    });

    LinkageCoverage& coverage = result.coverage;
    ReachCounts reached(district.people.size());
    const auto reaches = [](const std::optional<LinkageTarget>& target, std::int64_t count) {
        return target && count >= target->target ? 1 : 0;
    };
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        for (const PersonId contact : contacts_of[i]) reached.add(contact);
        ++coverage.members;
        coverage.members_with_exemplars += reaches(rule->exemplars, result.rows[i].exemplars);
        coverage.members_with_contacts += reaches(rule->contacts, result.rows[i].contacts);
        coverage.members_with_served += reaches(rule->served, result.rows[i].served);
    }
    const Gender gender = parse_gender(rule->gender).value_or(Gender::unknown);
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        if (!district.people.days[p].contains(window.last()) ||
            (gender != Gender::unknown && district.people.gender[p] != gender))
            continue;
        ++coverage.people;
        if (reached.of(p) == 0) ++coverage.reached_by_nobody;
        if (reached.of(p) > 1) ++coverage.reached_by_several;
    }
    count_links(district, roles, window, coverage);
    return result;
}

} // namespace jifen
