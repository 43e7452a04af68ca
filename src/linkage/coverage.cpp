#include "jifen/linkage/coverage.hpp"

#include "jifen/core/error.hpp"
#include "jifen/core/period.hpp"
#include "jifen/core/window.hpp"
#include "linkage/coverage_fields.hpp"
#include "linkage/reach.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t actors_a_chunk = 1024;

const LinkageRule& rule_of(const Admission& admission) {
    const auto& rule = admission.program().rules().linkage;
    if (!rule) throw ArgumentError("rulebook", admission.program().rules().code, "it has no [linkage]");
    return *rule;
}

std::vector<ItemId> contact_items(const Admission& admission, const CoverageOptions& options) {
    if (options.contact_items.empty()) return rule_of(admission).served_items;
    const RulebookData& rules = admission.program().rules();
    std::vector<ItemId> found;
    for (const std::string& code : options.contact_items) {
        const auto at =
            std::find_if(rules.items.begin(), rules.items.end(), [&](const Item& item) { return item.code == code; });
        if (at == rules.items.end()) throw ArgumentError("contact_items", code, "the rulebook has no such item");
        found.push_back(ItemId::at(static_cast<std::size_t>(at - rules.items.begin())));
    }
    return found;
}

/// The first day on which a contact counts.
Day first_contact_day(Day day, std::int32_t months) { return months_before(day, months).plus(1); }

/// By household: the last day up to `last` of a valid contact; always() where there is none. Those who are led are not
/// asked for a role.
std::vector<Day> last_contacts(const Admission& admission, const ItemSet& items, const std::vector<bool>& led, Day last,
                               const RunOptions& options) {
    const DistrictData& district = admission.district();
    const Ledger& ledger = district.ledger;
    std::vector<Day> found(district.households.size(), Day::always());
    std::mutex taking;
    for_each_chunk(
        district.people.size(), actors_a_chunk, options, "contacts", [&](std::size_t begin, std::size_t end) {
            std::vector<std::pair<HouseholdId, Day>> contacts;
            for (std::size_t actor = begin; actor < end; ++actor) {
                for (std::uint32_t at = ledger.actor_begin[actor]; at < ledger.actor_begin[actor + 1]; ++at) {
                    const EntryId entry(at);
                    const bool valid = led[actor] ? admission.is_valid_whatever_role(entry) : admission.is_valid(entry);
                    if (!valid || !items.contains(admission.item(entry))) continue;
                    const SubjectId subject = ledger.subject[at];
                    const PersonId person = person_of(district, subject);
                    const HouseholdId household =
                        person ? district.people.household[person.index()] : household_of(district, subject);
                    const Day day = ledger.day[at];
                    if (household && day <= last) contacts.emplace_back(household, day);
                }
            }
            ledger.done_with(ledger.of(begin, end));
            const std::lock_guard lock(taking);
            for (const auto& [household, day] : contacts)
                found[household.index()] = std::max(found[household.index()], day);
        });
    return found;
}

/// Counts what lies in a unit of its own.
class Counter {
public:
    explicit Counter(NetworkCoverage& coverage) : coverage_(coverage) {
        coverage_.own.resize(coverage_.district->units.size());
    }
    CoverageSums& in(UnitId unit) {
        return coverage_.district->units.in_tree(unit) ? coverage_.own[unit.index()] : coverage_.elsewhere;
    }

private:
    NetworkCoverage& coverage_;
};

void add_member(const LinkageRule& rule, MemberCoverage& member, CoverageSums& sums) {
    const auto judge = [](const std::optional<LinkageTarget>& target, std::int64_t count, std::int64_t& missing,
                          std::int64_t& reaching) {
        if (!target) return;
        missing = std::max<std::int64_t>(0, target->target - count);
        reaching += missing == 0 ? 1 : 0;
    };
    judge(rule.exemplars, member.exemplars, member.missing_exemplars, sums.with_exemplars);
    judge(rule.contacts, member.contacts, member.missing_contacts, sums.with_contacts);
    judge(rule.served, member.served, member.missing_served, sums.with_served);
    ++sums.members;
    sums.exemplars += member.exemplars;
    sums.contacts += member.contacts;
    sums.served += member.served;
    sums.missing_exemplars += member.missing_exemplars;
    sums.missing_contacts += member.missing_contacts;
    sums.missing_served += member.missing_served;
}

/// Gives back whom the members lead, by person.
std::vector<bool> find_members(const Admission& admission, NetworkCoverage& coverage, const RunOptions& options) {
    const DistrictData& district = admission.district();
    const LinkageRule& rule = rule_of(admission);
    const RoleSet roles(district, rule.roles);
    const Window that_day = Window::of({coverage.day, coverage.day.plus(1)});
    for_each_holder(district, roles, that_day, [&](PersonId person, const HomeRole& home) {
        coverage.members.push_back({person, home.unit});
    });
    const ItemSet served_items(admission.program().rules(), rule.served_items);
    std::vector<std::vector<PersonId>> contacts_of(coverage.members.size()), exemplars_of(coverage.members.size());
    for_each_chunk(coverage.members.size(), members_a_chunk(coverage.members.size()), options, "coverage",
                   [&](std::size_t begin, std::size_t end) {
                       Reach reach(admission, rule, served_items);
                       for (std::size_t i = begin; i < end; ++i) {
                           MemberCoverage& member = coverage.members[i];
                           reach.find(member.person, coverage.day);
                           reach.find_subjects(member.person, coverage.day);
                           member.exemplars = static_cast<std::int64_t>(reach.exemplars.size());
                           member.contacts = static_cast<std::int64_t>(reach.contacts().size());
                           member.served = reach.count_served();
                           contacts_of[i] = reach.contacts();
                           exemplars_of[i] = reach.exemplars;
                       }
                   });
    coverage.reached_by.resize(district.people.size());
    for (const std::vector<PersonId>& contacts : contacts_of) {
        for (const PersonId contact : contacts) ++coverage.reached_by[contact.index()];
    }
    std::vector<bool> led(district.people.size());
    for (const std::vector<PersonId>& exemplars : exemplars_of) {
        for (const PersonId exemplar : exemplars) led[exemplar.index()] = true;
    }
    return led;
}

void count_people(const LinkageRule& rule, NetworkCoverage& coverage, Counter& counter) {
    const People& people = coverage.district->people;
    for (std::size_t p = 0; p < people.size(); ++p) {
        if (!is_counted(*coverage.district, rule, PersonId::at(p), coverage.day)) continue;
        coverage.people.push_back(PersonId::at(p));
        CoverageSums& sums = counter.in(people.unit[p]);
        ++sums.people;
        if (coverage.reached_by[p] == 0) ++sums.reached_by_nobody;
        if (coverage.reached_by[p] > 1) ++sums.reached_by_several;
    }
}

void count_links(const LinkageRule& rule, const NetworkCoverage& coverage, Counter& counter) {
    const DistrictData& district = *coverage.district;
    const std::vector<bool> in_office = in_office_or_led(district, RoleSet(district, rule.roles), coverage.day);
    auto member = coverage.members.begin();
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        const PersonId source = PersonId::at(p);
        while (member != coverage.members.end() && member->person < source) ++member;
        const bool is_member = member != coverage.members.end() && member->person == source;
        CoverageSums& sums = counter.in(is_member ? member->unit : district.people.unit[p]);
        for (const Link& link : district.links.of(source)) {
            if (!link.days.contains(coverage.day)) continue;
            ++sums.links;
            if (!in_office[p]) ++sums.links_out_of_office;
            if (!district.people.days[link.target.index()].contains(coverage.day)) ++sums.links_to_departed;
        }
    }
}

void count_households(const std::vector<Day>& last_contact, Day first, NetworkCoverage& coverage, Counter& counter) {
    const Households& households = coverage.district->households;
    for (std::size_t h = 0; h < households.size(); ++h) {
        if (!households.days[h].contains(coverage.day) || !coverage.district->units.in_tree(households.unit[h]))
            continue;
        CoverageSums& sums = counter.in(households.unit[h]);
        ++sums.households;
        if (!coverage.households_asked || last_contact[h] >= first) continue;
        ++sums.without_contact;
        const bool ever = last_contact[h].is_finite();
        coverage.uncontacted.push_back({HouseholdId::at(h), ever ? std::optional(last_contact[h]) : std::nullopt});
    }
}

} // namespace

CoverageSums& CoverageSums::operator+=(const CoverageSums& other) noexcept {
    for (const CoverageField& field : coverage_fields) this->*field.sum += other.*field.sum;
    return *this;
}

CoverageSums NetworkCoverage::sums(UnitId unit) const {
    CoverageSums total;
    for (std::size_t u = 0; u < own.size(); ++u) {
        if (district->units.is_in_or_below(UnitId::at(u), unit)) total += own[u];
    }
    return total;
}

CoverageSums NetworkCoverage::sums() const {
    CoverageSums total = elsewhere;
    for (const CoverageSums& sums : own) total += sums;
    return total;
}

NetworkCoverage coverage_on(const Admission& admission, Day day, const CoverageOptions& options) {
    const LinkageRule& rule = rule_of(admission);
    const Window& window = admission.program().window();
    if (!window.contains(day))
        throw ArgumentError("day", to_string(day), "it lies outside of the window " + to_string(window));
    if (options.contact_months < 0)
        throw ArgumentError("contact_months", std::to_string(options.contact_months), "it is 0 or more");
    NetworkCoverage coverage{admission.shared_district(), day, {}, {}, {}, {}, {}, {}, options.contact_months > 0};
    const Day first = coverage.households_asked ? first_contact_day(day, options.contact_months) : day;
    if (first < window.first()) {
        throw ArgumentError("contact_months", std::to_string(options.contact_months),
                            "they begin on " + to_string(first) + ", before the window " + to_string(window) +
                                ": take a window that begins earlier, or fewer months");
    }
    const std::vector<bool> led = find_members(admission, coverage, options.run);
    Counter counter(coverage);
    for (MemberCoverage& member : coverage.members) add_member(rule, member, counter.in(member.unit));
    count_people(rule, coverage, counter);
    count_links(rule, coverage, counter);
    std::vector<Day> contacts;
    if (coverage.households_asked) {
        const ItemSet items(admission.program().rules(), contact_items(admission, options));
        contacts = last_contacts(admission, items, led, day, options.run);
    }
    count_households(contacts, first, coverage, counter);
    return coverage;
}

} // namespace jifen
