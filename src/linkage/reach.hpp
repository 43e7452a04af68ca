#pragma once

#include "jifen/admission/admission.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// \file
/// Whom a member reaches on a day (SPEC §5): what the linkage part and the coverage of the network both ask.

namespace jifen {

/// How many members are one piece of work for a thread. Each piece has marks of its own for the whole district, so
/// there are not many.
inline constexpr std::size_t members_a_chunk(std::size_t members) noexcept {
    return std::max<std::size_t>(64, members / 64);
}

template <class T>
void sort_unique(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Tells those of a kind of thing that were added from those that were not: a bit for each there is, and a list.
template <class IdType>
class Marked {
public:
    explicit Marked(std::size_t size) : bits_((size + 63) / 64) {}

    /// Adds it, unless it is there.
    void add(IdType id) {
        std::uint64_t& word = bits_[id.index() / 64];
        const std::uint64_t bit = std::uint64_t{1} << (id.index() % 64);
        if ((word & bit) != 0) return;
        word |= bit;
        list_.push_back(id);
    }
    [[nodiscard]] bool contains(IdType id) const noexcept {
        return (bits_[id.index() / 64] >> (id.index() % 64) & 1U) != 0;
    }
    /// In the order in which they were added.
    [[nodiscard]] const std::vector<IdType>& list() const noexcept { return list_; }
    void clear() noexcept {
        for (const IdType id : list_) bits_[id.index() / 64] = 0;
        list_.clear();
    }

private:
    std::vector<std::uint64_t> bits_;
    std::vector<IdType> list_;
};

/// The people that one member leads and reaches on a day; reuses its memory.
class Reach {
public:
    Reach(const Admission& admission, const LinkageRule& rule, const ItemSet& served_items)
        : admission_(admission), district_(admission.district()),
          gender_(parse_gender(rule.gender).value_or(Gender::unknown)), contacts_(district_.people.size()),
          subjects_(district_.households.size() + district_.people.size() + district_.other_subjects.size()) {
        for (std::size_t word = 0; word < district_.item_words.size(); ++word)
            serves_.push_back(served_items.contains(admission.binding().item_of(ItemWord::at(word))));
    }

    void find(PersonId member, Day day) {
        exemplars.clear();
        contacts_.clear();
        for (const Link& link : district_.links.of(member)) {
            if (!counts(link, day)) continue;
            if (link.kind == LinkKind::leads)
                exemplars.push_back(link.target);
            else if (link.target != member)
                contacts_.add(link.target);
        }
        sort_unique(exemplars);
        for (const PersonId exemplar : exemplars) {
            for (const Link& link : district_.links.of(exemplar)) {
                if (link.kind == LinkKind::serves && link.target != member && counts(link, day))
                    contacts_.add(link.target);
            }
        }
    }

    /// Whom or which household the member or her exemplars, as found, served on a day up to `last`; an exemplar is not
    /// asked for a role.
    void find_subjects(PersonId member, Day last) {
        subjects_.clear();
        add_subjects(member, last, Admission::valid);
        for (const PersonId exemplar : exemplars) add_subjects(exemplar, last, Admission::valid_but_role);
    }

    [[nodiscard]] std::int64_t count_served() const {
        return std::count_if(contacts().begin(), contacts().end(),
                             [this](PersonId contact) { return is_served(contact); });
    }
    /// Whether she, or her household, is one of those found.
    [[nodiscard]] bool is_served(PersonId contact) const {
        const SubjectId household = district_.people.household_subject[contact.index()];
        return subjects_.contains(subject_of(district_, contact)) || (household && subjects_.contains(household));
    }

    std::vector<PersonId> exemplars; ///< distinct, ascending
    /// Distinct, without the member; in no order.
    [[nodiscard]] const std::vector<PersonId>& contacts() const noexcept { return contacts_.list(); }

private:
    /// Of her valid entries up to the day; `also`: what else an entry may be.
    void add_subjects(PersonId actor, Day last, std::uint8_t also) {
        const EntryRange range = district_.ledger.of(actor);
        const std::size_t count = range.size();
        words_.resize(count);
        subject_numbers_.resize(count);
        days_.resize(count);
        district_.ledger.item.read(range.begin, std::span(words_));
        district_.ledger.subject.read(range.begin, std::span(subject_numbers_));
        district_.ledger.day.read(range.begin, std::span(days_));
        const auto states = admission_.states().subspan(range.begin, count);
        for (std::size_t i = 0; i < count && Day(days_[i]) <= last; ++i) { // her entries stand by date
            if (states[i] != Admission::valid && states[i] != also) continue;
            const SubjectId subject(subject_numbers_[i]);
            if (subject && serves_[words_[i]]) subjects_.add(subject); // a valid entry has an item
        }
        district_.ledger.done_with(range);
    }
    [[nodiscard]] bool counts(const Link& link, Day day) const noexcept {
        return link.days.contains(day) &&
               (gender_ == Gender::unknown || district_.people.gender[link.target.index()] == gender_);
    }
    const Admission& admission_;
    const DistrictData& district_;
    Gender gender_;
    Marked<PersonId> contacts_;
    Marked<SubjectId> subjects_;
    std::vector<std::uint8_t> serves_; ///< by item word
    // Of the entries of one actor.
    std::vector<std::uint32_t> words_, subject_numbers_;
    std::vector<std::int32_t> days_;
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
