#include "jifen/district/district_tables.hpp"

#include <type_traits>
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
    for (std::size_t i = 0; i < attributes.names.size(); ++i)
        columns.push_back(texts_column(attributes.names[i], attributes.columns[i]));
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
    std::vector<Column> columns{id_column("person", people.ids, all_of(people.ids)), texts_column("name", people.names),
                                text_column("gender", genders),
                                id_column("household", district->households.ids, people.household),
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

} // namespace jifen
