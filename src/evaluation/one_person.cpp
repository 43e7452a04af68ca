#include "evaluation/one_person.hpp"

#include "jifen/district/builder.hpp"

#include <algorithm>

namespace jifen {

namespace {

template <class T>
void sort_unique(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// The greatest character that may stand in an id.
constexpr std::string_view last_character = "\xF4\x8F\xBF\xBD";

/// Ids with the prefix, in the order of their numbers.
std::string id_of(const std::string& prefix, std::size_t number) {
    const std::string digits = std::to_string(number);
    return prefix + std::string(9 - digits.size(), '0') + digits;
}

template <class Word>
std::string_view text_of(const SortedTexts<Word>& words, Word word) {
    return word ? words[word] : std::string_view();
}

} // namespace

OnePerson::OnePerson(const Evaluation& evaluation, PersonId person)
    : evaluation_(evaluation), district_(*evaluation.district()), person_(person), id_(district_.people.ids[person]) {
    const FiveKnowsResult& five_knows = evaluation.five_knows();
    const auto leader = std::lower_bound(five_knows.leaders.begin(), five_knows.leaders.end(), person,
                                         [](const LeaderKnows& row, PersonId id) { return row.leader < id; });
    if (leader != five_knows.leaders.end() && leader->leader == person) knows_ = *leader;

    const auto& duties = evaluation.rules().duties;
    const bool asks_households =
        std::any_of(duties.begin(), duties.end(), [](const Duty& duty) { return duty.each == DutyEach::household; });
    for (const RoleHeld& held : district_.roles.of(person)) {
        add_unit(held.unit);
        if (!asks_households || !district_.units.in_tree(held.unit)) continue;
        const UnitTree::Node& unit = district_.units[held.unit];
        const auto& begin = district_.households.by_unit_begin;
        for (std::uint32_t i = begin[unit.enter]; i < begin[unit.leave]; ++i)
            households_.push_back(district_.households.by_unit[i]);
    }
    actors_ = {person};
    if (evaluation.rules().linkage) {
        for (const Link& link : district_.links.of(person)) {
            people_.push_back(link.target);
            if (link.kind == LinkKind::leads) actors_.push_back(link.target);
        }
        sort_unique(actors_);
        for (const PersonId actor : actors_) {
            for (const Link& link : district_.links.of(actor)) people_.push_back(link.target);
        }
    }
    people_.insert(people_.end(), actors_.begin(), actors_.end());
    prefix_ = last_character;
    const Ledger& ledger = district_.ledger;
    for (const PersonId actor : actors_) {
        const EntryRange range = ledger.of(actor);
        for (std::uint32_t at = range.begin; at < range.end; ++at) {
            while (std::string_view(ledger.ids[at]).starts_with(prefix_)) prefix_ += last_character;
            const SubjectId subject = ledger.subject[at];
            if (const HouseholdId household = household_of(district_, subject)) households_.push_back(household);
            if (const PersonId about = person_of(district_, subject)) people_.push_back(about);
        }
    }
    sort_unique(people_);
    for (const PersonId one : people_) {
        if (const HouseholdId household = district_.people.household[one.index()]) households_.push_back(household);
        add_unit(district_.people.unit[one.index()]);
    }
    sort_unique(households_);
    for (const HouseholdId household : households_) add_unit(district_.households.unit[household.index()]);
    sort_unique(units_);
}

/// The unit and all above it.
void OnePerson::add_unit(UnitId unit) {
    for (; unit; unit = district_.units[unit].parent) {
        units_.push_back(unit);
        if (!district_.units.in_tree(unit)) return; // of a cycle, one is enough: none of it counts
    }
}

OnePerson::Admitted OnePerson::admit(std::span<const EntryRow> more) const {
    DistrictBuilder builder;
    for (const UnitId unit : units_) {
        const UnitTree::Node& node = district_.units[unit];
        if (!node.exists || !district_.units.in_tree(unit)) continue;
        builder.add(UnitRow{district_.units.ids()[unit],
                            text_of(district_.units.ids(), node.parent),
                            text_of(district_.level_words, node.level),
                            {}});
    }
    std::vector<HouseholdId> households = households_;
    std::vector<PersonId> people = people_;
    for (const EntryRow& entry : more) {
        if (const HouseholdId household = district_.households.ids.find(entry.subject)) households.push_back(household);
        if (const PersonId person = district_.people.ids.find(entry.subject)) {
            people.push_back(person);
            if (const HouseholdId household = district_.people.household[person.index()])
                households.push_back(household);
        }
    }
    sort_unique(households);
    sort_unique(people);
    for (const HouseholdId household : households) {
        const std::size_t h = household.index();
        builder.add(HouseholdRow{district_.households.ids[household],
                                 text_of(district_.units.ids(), district_.households.unit[h]),
                                 district_.households.days[h]});
    }
    for (const PersonId person : people) {
        const std::size_t p = person.index();
        const HouseholdId household = district_.people.household[p];
        builder.add(PersonRow{district_.people.ids[person],
                              {},
                              district_.people.gender[p],
                              household ? district_.households.ids[household]
                                        : jifen::text_of(district_, district_.people.household_subject[p]),
                              text_of(district_.units.ids(), district_.people.unit[p]),
                              district_.people.days[p]});
    }
    for (const RoleHeld& held : district_.roles.of(person_)) {
        builder.add(RoleRow{id_, district_.role_words[held.role], district_.units.ids()[held.unit], held.days, {}});
    }
    const Ledger& ledger = district_.ledger;
    for (const PersonId actor : actors_) {
        const std::string_view id = district_.people.ids[actor];
        if (evaluation_.rules().linkage) {
            for (const Link& link : district_.links.of(actor))
                builder.add(LinkRow{id, district_.people.ids[link.target], link.kind, link.days});
        }
        const EntryRange range = ledger.of(actor);
        for (std::uint32_t at = range.begin; at < range.end; ++at) {
            if (!evaluation_.admission().is_valid_whatever_role(EntryId(at))) continue;
            EntryRow row;
            row.entry = ledger.ids[at];
            row.date = ledger.day[at];
            row.actor = id;
            row.item = district_.item_words[ledger.item[at]];
            row.quantity = Quantity::thousandths(ledger.quantity[at]);
            row.level = text_of(district_.level_words, ledger.level[at]);
            row.subject = jifen::text_of(district_, ledger.subject[at]);
            row.channel = text_of(district_.channel_words, ledger.channel[at]);
            row.verified = ledger.verified[at];
            row.act = text_of(district_.act_words, ledger.act[at]);
            row.recorded = ledger.recorded[at];
            builder.add(row);
        }
    }
    for (std::size_t i = 0; i < more.size(); ++i) {
        EntryRow row = more[i];
        const std::string id = id_of(prefix_, i);
        row.entry = id;
        row.actor = id_;
        builder.add(row);
    }
    const District small = builder.freeze();
    const PersonId person = small.person(id_);
    EntryRange added = small->ledger.of(person);
    const auto is_added = [&](std::uint32_t at) {
        return std::string_view(small->ledger.ids[at]).starts_with(prefix_);
    };
    while (added.begin < added.end && !is_added(added.begin)) ++added.begin;
    while (added.begin < added.end && !is_added(added.end - 1)) --added.end;
    return {Admission(small, evaluation_.program(), std::nullopt, {}), person, added};
}

Evaluation OnePerson::evaluate(Admission admission) const {
    FiveKnowsResult five_knows;
    if (knows_) {
        five_knows.leaders.push_back(*knows_);
        five_knows.leaders.back().leader = admission.shared_district().person(id_);
        five_knows.leaders.back().begin = five_knows.leaders.back().end = 0;
    }
    return evaluate_again(std::move(admission), std::move(five_knows), evaluation_.index_method(), {});
}

} // namespace jifen
