#include "jifen/district/district_tables.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <type_traits>
#include <unordered_set>
#include <utility>

namespace jifen {

namespace {

/// A column of ids or words whose texts the district has sorted.
template <class IdType>
Column id_column(std::string name, const SortedTexts<IdType>& texts, const std::vector<IdType>& ids) {
    constexpr bool is_id =
        std::is_same_v<IdType, UnitId> || std::is_same_v<IdType, HouseholdId> || std::is_same_v<IdType, PersonId>;
    TextColumn column{texts.pool(), {}, is_id};
    column.codes.reserve(ids.size());
    for (const IdType id : ids) column.codes.push_back(id ? id.value() : TextColumn::blank);
    return {std::move(name), std::move(column)};
}

template <class IdType>
std::vector<IdType> all_of(const SortedTexts<IdType>& texts) {
    std::vector<IdType> ids;
    ids.reserve(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) ids.push_back(IdType::at(i));
    return ids;
}

Column texts_column(std::string name, const TextPool& pool) {
    std::vector<std::string_view> texts;
    texts.reserve(pool.size());
    for (std::size_t i = 0; i < pool.size(); ++i) texts.push_back(pool[i]);
    return text_column(std::move(name), texts);
}

void add_days(std::vector<Column>& columns, const std::vector<Span>& spans) {
    DayColumn from, until;
    from.days.reserve(spans.size());
    until.days.reserve(spans.size());
    for (const Span& span : spans) {
        from.days.push_back(span.from);
        until.days.push_back(span.until);
    }
    columns.push_back({"from", std::move(from)});
    columns.push_back({"until", std::move(until)});
}

void add_attributes(std::vector<Column>& columns, const Attributes& attributes) {
    std::vector<std::size_t> order(attributes.names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return attributes.names[a] < attributes.names[b]; });
    for (const std::size_t i : order) {
        // A column without a text says no more than one that is not there.
        if (!attributes.columns[i].bytes().empty())
            columns.push_back(texts_column(attributes.names[i], attributes.columns[i]));
    }
}

/// The ids of subjects as texts.
class SubjectTexts {
public:
    explicit SubjectTexts(const DistrictData& district) : district_(district) {}
    void add(SubjectId subject) { texts_.push_back(text_of(district_, subject)); }
    [[nodiscard]] Column column(std::string name) const { return ids_column(std::move(name), texts_); }

    static Column ids_column(std::string name, const std::vector<std::string_view>& texts) {
        Column column = text_column(std::move(name), texts);
        std::get<TextColumn>(column.data).is_id = true;
        return column;
    }

private:
    const DistrictData& district_;
    std::vector<std::string_view> texts_;
};

/// By person: what her `household` column says that counts: a household, or what an entry is about.
std::vector<SubjectId> households_of_people(const DistrictData& district) {
    const People& people = district.people;
    std::vector<SubjectId> found(people.size());
    std::vector<std::size_t> unknown;
    for (std::size_t p = 0; p < people.size(); ++p) {
        if (people.household[p])
            found[p] = subject_of(people.household[p]);
        else if (people.household_subject[p])
            unknown.push_back(p);
    }
    if (unknown.empty()) return found;
    const std::unordered_set<SubjectId> entered(district.ledger.subject.begin(), district.ledger.subject.end());
    for (const std::size_t p : unknown) {
        if (entered.contains(people.household_subject[p])) found[p] = people.household_subject[p];
    }
    return found;
}

} // namespace

Table units_table(const District& district) {
    const UnitTree& units = district->units;
    std::vector<UnitId> ids, parents;
    std::vector<LevelWord> levels;
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const UnitTree::Node& node = units[UnitId::at(i)];
        if (!node.exists) continue;
        ids.push_back(UnitId::at(i));
        parents.push_back(node.parent ? node.parent : node.unknown_parent);
        levels.push_back(node.level);
        names.push_back(units.name(UnitId::at(i)));
    }
    return {"units",
            {id_column("unit", units.ids(), ids), id_column("parent", units.ids(), parents),
             id_column("level", district->level_words, levels), text_column("name", names)}};
}

Table households_table(const District& district) {
    const Households& households = district->households;
    std::vector<Column> columns{id_column("household", households.ids, all_of(households.ids)),
                                id_column("unit", district->units.ids(), households.unit)};
    add_days(columns, households.days);
    add_attributes(columns, households.attributes);
    return {"households", std::move(columns)};
}

Table people_table(const District& district) {
    const People& people = district->people;
    std::vector<std::string_view> genders;
    genders.reserve(people.size());
    for (const Gender gender : people.gender) genders.push_back(to_string(gender));
    SubjectTexts households(*district);
    for (const SubjectId household : households_of_people(*district)) households.add(household);
    std::vector<Column> columns{id_column("person", people.ids, all_of(people.ids)), texts_column("name", people.names),
                                text_column("gender", genders), households.column("household"),
                                id_column("unit", district->units.ids(), people.unit)};
    add_days(columns, people.days);
    add_attributes(columns, people.attributes);
    return {"people", std::move(columns)};
}

Table roles_table(const District& district) {
    std::vector<PersonId> people;
    std::vector<RoleWord> roles;
    std::vector<UnitId> units;
    std::vector<Span> days;
    std::vector<SourceWord> sources;
    for (std::size_t p = 0; p < district->people.size(); ++p) {
        for (const RoleHeld& held : district->roles.of(PersonId::at(p))) {
            people.push_back(PersonId::at(p));
            roles.push_back(held.role);
            units.push_back(held.unit);
            days.push_back(held.days);
            sources.push_back(held.source);
        }
    }
    std::vector<Column> columns{id_column("person", district->people.ids, people),
                                id_column("role", district->role_words, roles),
                                id_column("unit", district->units.ids(), units)};
    add_days(columns, days);
    columns.push_back(id_column("source", district->source_words, sources));
    return {"roles", std::move(columns)};
}

Table links_table(const District& district) {
    std::vector<PersonId> sources, targets;
    std::vector<std::string_view> kinds;
    std::vector<Span> days;
    for (std::size_t p = 0; p < district->people.size(); ++p) {
        for (const Link& link : district->links.of(PersonId::at(p))) {
            sources.push_back(PersonId::at(p));
            targets.push_back(link.target);
            kinds.push_back(to_string(link.kind));
            days.push_back(link.days);
        }
    }
    std::vector<Column> columns{id_column("source", district->people.ids, sources),
                                id_column("target", district->people.ids, targets), text_column("kind", kinds)};
    add_days(columns, days);
    return {"links", std::move(columns)};
}

Table ledger_table(const District& district, PeopleRange actors) {
    const Ledger& ledger = district->ledger;
    const std::size_t begin = ledger.actor_begin[actors.begin];
    const std::size_t end = ledger.actor_begin[actors.end];
    const std::size_t rows = end - begin;
    const auto part = [&]<class Value>(const PackedColumn<Value>& column) {
        std::vector<Value> values;
        values.reserve(rows);
        for (std::size_t at = begin; at < end; ++at) values.push_back(column[at]);
        return values;
    };
    Cells<std::int64_t> quantities(rows);
    for (std::size_t row = 0; row < rows; ++row) quantities[row] = ledger.quantity[begin + row];
    TextPool ids;
    for (std::size_t at = begin; at < end; ++at) ids.add(ledger.ids[at]);
    TextColumn entries{std::make_shared<const TextPool>(std::move(ids)), Cells<std::uint32_t>(rows), true};
    std::iota(entries.codes.begin(), entries.codes.end(), 0U);
    std::vector<PersonId> people;
    people.reserve(rows);
    for (std::size_t p = actors.begin; p < actors.end; ++p)
        people.insert(people.end(), ledger.of(PersonId::at(p)).size(), PersonId::at(p));
    SubjectTexts subjects(*district);
    for (std::size_t at = begin; at < end; ++at) subjects.add(ledger.subject[at]);
    std::vector<std::string_view> verified;
    verified.reserve(rows);
    for (std::size_t at = begin; at < end; ++at) verified.push_back(to_string(ledger.verified[at]));
    std::vector<std::string_view> cancels(rows);
    auto first = std::lower_bound(ledger.cancelling.begin(), ledger.cancelling.end(), EntryId::at(begin));
    for (; first != ledger.cancelling.end() && first->index() < end; ++first)
        cancels[first->index() - begin] =
            ledger.cancelled_texts[static_cast<std::size_t>(first - ledger.cancelling.begin())];
    return {"ledger",
            {{"entry", std::move(entries)},
             {"date", DayColumn{part(ledger.day)}},
             id_column("actor", district->people.ids, people),
             id_column("item", district->item_words, part(ledger.item)),
             points_column("quantity", std::move(quantities)),
             id_column("level", district->level_words, part(ledger.level)),
             subjects.column("subject"),
             id_column("channel", district->channel_words, part(ledger.channel)),
             text_column("verified", verified),
             id_column("act", district->act_words, part(ledger.act)),
             {"recorded", DayColumn{part(ledger.recorded)}},
             SubjectTexts::ids_column("cancels", cancels)}};
}

Table ledger_table(const District& district) { return ledger_table(district, {0, district->people.size()}); }

Table knowledge_table(const District& district, PeopleRange knowers, std::int64_t first_record) {
    const Knowledge& knowledge = district->knowledge;
    const auto text = [&](TopicId topic) { return knowledge.topics[topic.index()]; };
    DayColumn date;
    std::vector<PersonId> people;
    std::vector<std::string_view> stages, subjects, objects;
    std::vector<Answer> answers;
    std::vector<std::string_view> named;
    for (std::size_t p = knowers.begin; p < knowers.end; ++p) {
        for (std::size_t s = 0; s < stage_count; ++s) {
            const auto stage = static_cast<Stage>(s);
            const auto given = knowledge.of(PersonId::at(p), stage);
            // Topics have no order of their own: by their texts.
            answers.assign(given.begin(), given.end());
            std::sort(answers.begin(), answers.end(), [&](const Answer& a, const Answer& b) {
                return a.subject != b.subject ? text(a.subject) < text(b.subject) : a.day < b.day;
            });
            for (const Answer& answer : answers) {
                named.clear();
                for (const TopicId object : knowledge.objects_of(answer)) named.push_back(text(object));
                if (named.empty()) named.emplace_back(); // asked, and there is none
                std::sort(named.begin(), named.end());
                for (const std::string_view object : named) {
                    date.days.push_back(answer.day);
                    people.push_back(PersonId::at(p));
                    stages.push_back(to_string(stage));
                    subjects.push_back(text(answer.subject));
                    objects.push_back(object);
                }
            }
        }
    }
    Cells<std::int64_t> records(people.size());
    std::iota(records.begin(), records.end(), first_record);
    return {"knowledge",
            {count_column("record", std::move(records)),
             {"date", std::move(date)},
             id_column("knower", district->people.ids, people),
             text_column("stage", stages),
             SubjectTexts::ids_column("subject", subjects),
             SubjectTexts::ids_column("object", objects)}};
}

Table knowledge_table(const District& district) { return knowledge_table(district, {0, district->people.size()}, 1); }

} // namespace jifen
