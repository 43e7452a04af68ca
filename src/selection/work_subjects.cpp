#include "selection/work_subjects.hpp"

#include "linkage/reach.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace jifen {

namespace {

/// A household or person that an entry could be about.
struct Candidate {
    SubjectId subject;
    bool used = false;       ///< by an earlier entry of the item in the same `once` period
    std::int64_t due = 0;    ///< entries missing to what is due
    std::int64_t served = 0; ///< contacts who would be served by it
};

class SubjectFinder {
public:
    SubjectFinder(const Evaluation& evaluation, PersonId person, const Item& item, Day day)
        : evaluation_(evaluation), district_(*evaluation.district()), person_(person), item_(item),
          id_(ItemId::at(static_cast<std::size_t>(&item - evaluation.rules().items.data()))), day_(day) {}

    WorkSubjects find() {
        find_own();
        find_due();
        find_unserved();
        const bool makes_a_difference =
            item_.subject != SubjectRule::any || item_.once || !due_.empty() || !served_.empty();
        if (!makes_a_difference) return {};
        find_used();
        std::vector<Candidate> all;
        if (item_.subject == SubjectRule::person)
            add_people(all);
        else
            add_households(all);
        std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
            return std::tuple(a.used, a.due == 0, b.served, a.subject) <
                   std::tuple(b.used, b.due == 0, a.served, b.subject);
        });
        WorkSubjects found;
        for (const Candidate& candidate : all) {
            const bool needed = candidate.due > 0 || candidate.served > 0;
            if (candidate.used && !needed) break;
            found.texts.insert(found.texts.end(), static_cast<std::size_t>(std::max<std::int64_t>(1, candidate.due)),
                               std::string(text_of(district_, candidate.subject)));
            if (needed) found.in_need = found.texts.size();
        }
        return found;
    }

private:
    [[nodiscard]] bool is_of(const std::vector<ItemId>& items) const {
        return std::find(items.begin(), items.end(), id_) != items.end();
    }

    /// Households registered on the day in or below a unit in which she holds one of the item's roles.
    void find_own() {
        const RoleSet roles(district_, item_.roles);
        for (const RoleHeld& held : district_.roles.of(person_)) {
            if (!roles.contains(held.role) || !held.days.contains(day_) || !district_.units.in_tree(held.unit))
                continue;
            const UnitTree::Node& unit = district_.units[held.unit];
            const auto& begin = district_.households.by_unit_begin;
            for (std::uint32_t i = begin[unit.enter]; i < begin[unit.leave]; ++i) {
                const HouseholdId household = district_.households.by_unit[i];
                if (district_.households.days[household.index()].contains(day_)) own_.push_back(household);
            }
        }
        sort_unique(own_);
    }

    void find_due() {
        const auto& duties = evaluation_.rules().duties;
        for (const MissedDuty& missed : missed_duties(evaluation_.admission(), person_)) {
            const Duty& duty = duties[missed.duty.index()];
            if (!missed.household || !missed.period.contains(day_) || !is_of(duty.items)) continue;
            std::int64_t& due = due_[missed.household];
            due = std::max(due, duty.at_least - count_deeds(duty, missed));
        }
    }
    [[nodiscard]] std::int64_t count_deeds(const Duty& duty, const MissedDuty& missed) const {
        const Ledger& ledger = district_.ledger;
        const EntryRange range = ledger.of(person_);
        std::int64_t deeds = 0;
        for (std::uint32_t at = range.begin; at < range.end; ++at) {
            const EntryId entry(at);
            if (!missed.period.contains(ledger.day[at]) || !evaluation_.admission().is_valid(entry)) continue;
            const ItemId item = evaluation_.admission().item(entry);
            const bool counts = std::find(duty.items.begin(), duty.items.end(), item) != duty.items.end();
            if (counts && household_about(ledger.subject[at]) == missed.household) ++deeds;
        }
        return deeds;
    }
    [[nodiscard]] HouseholdId household_about(SubjectId subject) const {
        if (const PersonId person = person_of(district_, subject)) return district_.people.household[person.index()];
        return household_of(district_, subject);
    }

    void find_unserved() {
        const auto& rule = evaluation_.rules().linkage;
        if (!rule || !rule->served || !is_of(rule->served_items)) return;
        const auto& rows = evaluation_.linkage().rows;
        const auto row = std::lower_bound(rows.begin(), rows.end(), person_,
                                          [](const LinkageRow& r, PersonId person) { return r.person < person; });
        if (row == rows.end() || row->person != person_) return;
        const ItemSet items(evaluation_.rules(), rule->served_items);
        Reach reach(evaluation_.admission(), *rule, items);
        reach.find(person_, row->day);
        reach.find_subjects(person_, Day::never_ends());
        contacts_ = reach.contacts();
        sort_unique(contacts_);
        for (const PersonId contact : contacts_) {
            if (reach.is_served(contact)) continue;
            if (item_.subject == SubjectRule::person) {
                served_[subject_of(district_, contact)] = 1;
            } else if (const HouseholdId household = district_.people.household[contact.index()]) {
                ++served_[subject_of(household)];
            }
        }
    }

    void find_used() {
        if (!item_.once) return;
        const Calendar& calendar = evaluation_.program().calendar();
        const Ledger& ledger = district_.ledger;
        const EntryRange range = ledger.of(person_);
        for (std::uint32_t at = range.begin; at < range.end; ++at) {
            const EntryId entry(at);
            if (!evaluation_.admission().is_valid(entry) || evaluation_.admission().item(entry) != id_) continue;
            if (calendar.number(*item_.once, ledger.day[at]) == calendar.number(*item_.once, day_))
                used_.push_back(ledger.subject[at]);
        }
        sort_unique(used_);
    }

    void add(std::vector<Candidate>& all, SubjectId subject, HouseholdId household) const {
        const auto due = due_.find(household);
        const auto served = served_.find(subject);
        all.push_back({subject, std::binary_search(used_.begin(), used_.end(), subject),
                       due == due_.end() ? 0 : due->second, served == served_.end() ? 0 : served->second});
    }
    void add_households(std::vector<Candidate>& all) {
        for (const auto& [household, due] : due_) own_.push_back(household);
        for (const auto& [subject, served] : served_) own_.push_back(household_of(district_, subject));
        sort_unique(own_);
        if (own_.empty() && item_.subject == SubjectRule::household && district_.households.size() > 0)
            own_.emplace_back(0U);
        for (const HouseholdId household : own_) add(all, subject_of(household), household);
    }
    void add_people(std::vector<Candidate>& all) const {
        std::vector<PersonId> people = contacts_;
        for (const HouseholdId household : own_) {
            for (const PersonId person : district_.households.people_of(household)) {
                if (district_.people.days[person.index()].contains(day_)) people.push_back(person);
            }
        }
        std::erase(people, person_);
        sort_unique(people);
        if (people.empty()) people.push_back(person_);
        for (const PersonId person : people)
            add(all, subject_of(district_, person), district_.people.household[person.index()]);
    }

    const Evaluation& evaluation_;
    const DistrictData& district_;
    PersonId person_;
    const Item& item_;
    ItemId id_;
    Day day_;
    std::vector<HouseholdId> own_;
    std::vector<PersonId> contacts_;
    std::map<HouseholdId, std::int64_t> due_;
    std::map<SubjectId, std::int64_t> served_; ///< contacts not served yet, by what an entry would be about
    std::vector<SubjectId> used_;
};

} // namespace

WorkSubjects find_work_subjects(const Evaluation& evaluation, PersonId person, const Item& item, Day day) {
    return SubjectFinder(evaluation, person, item, day).find();
}

} // namespace jifen
