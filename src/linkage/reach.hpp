#pragma once

#include "jifen/admission/admission.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

/// \file
/// Whom a member reaches on a day (SPEC §5): what the linkage part and the coverage of the network both ask.

namespace jifen {

/// How many members are one piece of work for a thread.
inline constexpr std::size_t members_a_chunk = 64;

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
    }

    /// Whom or which household the member or her exemplars, as found, served on a day up to `last`; an exemplar is not
    /// asked for a role.
    void find_subjects(PersonId member, Day last) {
        subjects_.clear();
        const auto add = [this, last](PersonId actor, bool ask_role) {
            const EntryRange range = district_.ledger.of(actor);
            for (std::uint32_t position = range.begin; position < range.end; ++position) {
                if (district_.ledger.day[position] > last) break; // her entries stand by date
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

    [[nodiscard]] std::int64_t count_served() const {
        return std::count_if(contacts.begin(), contacts.end(), [this](PersonId contact) { return is_served(contact); });
    }
    /// Whether she, or her household, is one of those found.
    [[nodiscard]] bool is_served(PersonId contact) const {
        const auto is_subject = [this](SubjectId subject) {
            return subject && std::binary_search(subjects_.begin(), subjects_.end(), subject);
        };
        return is_subject(subject_of(district_, contact)) ||
               is_subject(district_.people.household_subject[contact.index()]);
    }

    std::vector<PersonId> exemplars; ///< distinct, ascending
    std::vector<PersonId> contacts;  ///< distinct, ascending, without the member

private:
    [[nodiscard]] bool counts(const Link& link, Day day) const noexcept {
        return link.days.contains(day) &&
               (gender_ == Gender::unknown || district_.people.gender[link.target.index()] == gender_);
    }
    const Admission& admission_;
    const DistrictData& district_;
    const ItemSet& served_items_;
    Gender gender_;
    std::vector<SubjectId> subjects_;
};

/// Whether the person is registered that day and of the gender that the rule speaks of.
inline bool is_counted(const DistrictData& district, const LinkageRule& rule, PersonId person, Day day) noexcept {
    const Gender gender = parse_gender(rule.gender).value_or(Gender::unknown);
    return district.people.days[person.index()].contains(day) &&
           (gender == Gender::unknown || district.people.gender[person.index()] == gender);
}

/// By person: whether she holds one of the roles on the day, or somebody who does leads her.
inline std::vector<bool> in_office_or_led(const DistrictData& district, const RoleSet& roles, Day day) {
    std::vector<bool> found(district.people.size());
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        const auto held = district.roles.of(PersonId::at(p));
        const bool in_office = std::any_of(held.begin(), held.end(), [&](const RoleHeld& role) {
            return roles.contains(role.role) && role.days.contains(day);
        });
        if (!in_office) continue;
        found[p] = true;
        for (const Link& link : district.links.of(PersonId::at(p))) {
            if (link.kind == LinkKind::leads && link.days.contains(day)) found[link.target.index()] = true;
        }
    }
    return found;
}

} // namespace jifen
