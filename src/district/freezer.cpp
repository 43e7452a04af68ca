#include "freezer.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace jifen {

namespace {

/// Sorts rows by their texts, of which each has another; gives the texts, and the id of each staged number.
/// `text_of(row)` is the number of a row's text.
template <class IdType, class Texts, class TextOf>
SortedTexts<IdType> sort_by_text(const Freezer& freezer, std::vector<std::uint32_t>& rows, const Texts& texts,
                                 std::vector<IdType>& ids, TextOf text_of) {
    freezer.sort(rows.begin(), rows.end(),
                 [&](std::uint32_t a, std::uint32_t b) { return texts[text_of(a)] < texts[text_of(b)]; });
    std::size_t bytes = 0;
    freezer.each(rows.size(), [&](std::uint32_t at) { bytes += texts[text_of(rows[at])].size(); });
    TextPool pool;
    pool.reserve(rows.size(), bytes);
    ids.assign(texts.size(), IdType::none());
    freezer.each(rows.size(), [&](std::uint32_t at) {
        const TextNumber text = text_of(rows[at]);
        ids[text] = IdType::at(at);
        pool.add(texts[text]);
    });
    return SortedTexts<IdType>(std::move(pool));
}

/// The same for everything interned.
template <class IdType, class Texts>
SortedTexts<IdType> sort_all(const Freezer& freezer, const Texts& texts, std::vector<IdType>& ids) {
    std::vector<TextNumber> numbers(texts.size());
    std::iota(numbers.begin(), numbers.end(), TextNumber{0});
    return sort_by_text(freezer, numbers, texts, ids, [](TextNumber number) { return number; });
}

bool same_attributes(const Attributes& attributes, std::uint32_t a, std::uint32_t b) {
    return std::all_of(attributes.columns.begin(), attributes.columns.end(),
                       [=](const TextPool& column) { return column[a] == column[b]; });
}

Attributes take_rows(const Freezer& freezer, const Attributes& staged, const std::vector<std::uint32_t>& rows) {
    Attributes taken;
    taken.names = staged.names;
    for (const TextPool& column : staged.columns) {
        TextPool& pool = taken.columns.emplace_back();
        pool.reserve(rows.size(), column.bytes().size());
        freezer.each(rows.size(), [&](std::uint32_t at) { pool.add(column[rows[at]]); });
    }
    return taken;
}

bool never(std::uint32_t) noexcept { return false; }

/// Rows sorted by the person who holds them become one range for each person.
template <class RowType>
ByPerson<RowType> cluster(std::size_t people, std::vector<std::pair<PersonId, RowType>> rows) {
    ByPerson<RowType> result;
    result.begin.assign(people + 1, 0);
    result.rows.reserve(rows.size());
    for (const auto& [person, row] : rows) {
        ++result.begin[person.index() + 1];
        result.rows.push_back(row);
    }
    std::partial_sum(result.begin.begin(), result.begin.end(), result.begin.begin());
    return result;
}

} // namespace

void Freezer::report(RowPlace place, Severity severity, std::string code, std::string column, std::string_view value,
                     std::string message, std::string remedy) {
    staged.count_problems(place, 1);
    data->report.diagnostics.push_back({staged.sources[place.source], place.line, std::move(column), severity,
                                        std::move(code), std::move(message), shortened(mask_long_numbers(value)),
                                        std::move(remedy)});
}

void Freezer::reject(InputTable table, RowPlace place, std::string code, std::string column, std::string_view value,
                     const std::string& reason, std::string remedy) {
    ++data->report.of(table).rejected;
    std::string message =
        "row rejected: " + column + " = " + jifen::in_quotes(mask_long_numbers(value)) + ": " + reason;
    report(place, Severity::error, std::move(code), std::move(column), value, std::move(message), std::move(remedy));
}

std::string Freezer::name_of(RowPlace place, RowPlace from) const {
    const bool is_row = place.source < input_table_count;
    std::string name = is_row || place.source == from.source ? "" : staged.sources[place.source] + " ";
    return name + (is_row ? "row " : "line ") + std::to_string(place.line);
}

void Freezer::count_duplicate(InputTable table, RowPlace place, RowPlace first) {
    ++data->report.of(table).duplicate;
    report(place, Severity::note, "duplicate", "", "", "the same row as " + name_of(first, place) + ": ignored", "");
}

void Freezer::count_conflict(InputTable table, RowPlace place, RowPlace first, std::string column,
                             std::string_view id) {
    ++data->report.of(table).conflict;
    const std::string stands = name_of(first, place);
    report(place, Severity::error, "conflict", std::move(column), id,
           jifen::in_quotes(mask_long_numbers(id)) + " stands on " + stands + " with other content: " + stands +
               " stands, " + name_of(place, place) + " is left out",
           "keep one of the two rows");
}

void Freezer::freeze_words() {
    // Nobody asks for a staged word any more: rows are compared by its number.
    data->role_words = sort_all(*this, staged.role_words.take(), role_words);
    data->level_words = sort_all(*this, staged.level_words.take(), level_words);
    data->item_words = sort_all(*this, staged.item_words.take(), item_words);
    data->channel_words = sort_all(*this, staged.channel_words.take(), channel_words);
    data->act_words = sort_all(*this, staged.act_words.take(), act_words);
    data->source_words = sort_all(*this, staged.source_words.take(), source_words);
}

void Freezer::freeze_units() {
    const auto& s = staged.units;
    std::vector<std::uint32_t> holder;
    const auto rows =
        settle(InputTable::units, s.unit, staged.unit_texts, s.place, "unit", holder, never,
               [&](std::uint32_t a, std::uint32_t b) {
                   return s.parent[a] == s.parent[b] && s.level[a] == s.level[b] && s.name[a] == s.name[b];
               });
    SortedTexts<UnitId> ids = sort_all(*this, staged.unit_texts, units);
    std::vector<UnitTree::Node> nodes(ids.size());
    std::vector<std::string_view> name_of(ids.size());
    each(rows.size(), [&](std::uint32_t at) {
        const std::uint32_t row = rows[at];
        UnitTree::Node& node = nodes[units[s.unit[row]].index()];
        node.exists = true;
        node.place = s.place[row];
        node.level = level_words[s.level[row]];
        name_of[units[s.unit[row]].index()] = s.name[row];
        if (s.parent[row] == absent) return;
        (holder[s.parent[row]] == absent ? node.unknown_parent : node.parent) = units[s.parent[row]];
    });
    TextPool names;
    for (const std::string_view name : name_of) names.add(name);
    data->units = UnitTree(std::move(ids), std::move(nodes), std::move(names));
}

void Freezer::freeze_households() {
    const auto& s = staged.households;
    std::vector<std::uint32_t> holder;
    auto rows =
        settle(InputTable::households, s.household, staged.household_texts, s.place, "household", holder, never,
               [&](std::uint32_t a, std::uint32_t b) {
                   return s.unit[a] == s.unit[b] && s.days[a] == s.days[b] && same_attributes(s.attributes, a, b);
               });
    Households& to = data->households;
    to.ids = sort_by_text(*this, rows, staged.household_texts, households,
                          [&](std::uint32_t row) { return s.household[row]; });
    warn_of_look_alike_ids("household", *to.ids.pool(), rows, s.place);
    each(rows.size(), [&](std::uint32_t h) {
        to.unit.push_back(units[s.unit[rows[h]]]);
        to.days.push_back(s.days[rows[h]]);
        to.places.push_back(s.place[rows[h]]);
    });
    to.attributes = take_rows(*this, s.attributes, rows);

    const std::size_t tree_units = data->units.preorder().size();
    to.by_unit_begin.assign(tree_units + 1, 0);
    const auto place = [&](std::size_t h) { return data->units[to.unit[h]].enter; };
    each(to.size(), [&](std::uint32_t h) {
        if (data->units.in_tree(to.unit[h])) ++to.by_unit_begin[place(h) + 1];
    });
    std::partial_sum(to.by_unit_begin.begin(), to.by_unit_begin.end(), to.by_unit_begin.begin());
    to.by_unit.resize(to.by_unit_begin.back());
    to.place_by_unit.assign(to.size(), Households::nowhere);
    auto next = to.by_unit_begin;
    each(to.size(), [&](std::uint32_t h) {
        if (!data->units.in_tree(to.unit[h])) return;
        const std::uint32_t at = next[place(h)]++;
        to.by_unit[at] = HouseholdId(h);
        to.place_by_unit[h] = at;
    });
}

void Freezer::freeze_people() {
    const auto& s = staged.people;
    std::vector<bool> is_household(staged.person_texts.size());
    each(is_household.size(), [&](std::uint32_t text) {
        const TextNumber household = staged.household_texts.find(staged.person_texts[text]);
        is_household[text] = household != absent && households[household];
    });
    each(s.place.size(), [&](std::uint32_t row) {
        if (!is_household[s.person[row]]) return;
        reject(InputTable::people, s.place[row], "id_is_a_household", "person", staged.person_texts[s.person[row]],
               "a household has the same id", "give the person or the household another id");
    });
    std::vector<std::uint32_t> holder;
    auto rows = settle(
        InputTable::people, s.person, staged.person_texts, s.place, "person", holder,
        [&](std::uint32_t row) { return is_household[s.person[row]]; },
        [&](std::uint32_t a, std::uint32_t b) {
            return s.name[a] == s.name[b] && s.gender[a] == s.gender[b] && s.household[a] == s.household[b] &&
                   s.unit[a] == s.unit[b] && s.days[a] == s.days[b] && same_attributes(s.attributes, a, b);
        });
    People& to = data->people;
    to.ids = sort_by_text(*this, rows, staged.person_texts, people, [&](std::uint32_t row) { return s.person[row]; });
    warn_of_look_alike_ids("person", *to.ids.pool(), rows, s.place);
    each(rows.size(), [&](std::uint32_t p) {
        const std::uint32_t row = rows[p];
        const HouseholdId household = map_text(households, s.household[row]);
        if (s.household[row] != absent && !household) {
            data->dangling.push_back({s.place[row], "unknown_household", "household",
                                      std::string(staged.household_texts[s.household[row]]), "no such household"});
        }
        to.names.add(s.name[row]);
        to.gender.push_back(s.gender[row]);
        to.household.push_back(household);
        to.unit.push_back(household ? data->households.unit[household.index()] : map_text(units, s.unit[row]));
        to.days.push_back(s.days[row]);
    });
    warn_of_look_alike_names(to.names, rows, s.place);
    to.attributes = take_rows(*this, s.attributes, rows);

    Households& homes = data->households;
    homes.people_begin.assign(homes.size() + 1, 0);
    each(to.size(), [&](std::uint32_t p) {
        if (to.household[p]) ++homes.people_begin[to.household[p].index() + 1];
    });
    std::partial_sum(homes.people_begin.begin(), homes.people_begin.end(), homes.people_begin.begin());
    homes.people.resize(homes.people_begin.back());
    auto next = homes.people_begin;
    each(to.size(), [&](std::uint32_t p) {
        if (to.household[p]) homes.people[next[to.household[p].index()]++] = PersonId(p);
    });

    freeze_subjects();
    // By the column's text, even where no such household is in the table (SPEC §5: "the column").
    to.household_subject.reserve(rows.size());
    each(rows.size(), [&](std::uint32_t p) {
        const std::uint32_t row = rows[p];
        SubjectId subject = SubjectId::none();
        if (s.household[row] != absent) {
            const HouseholdId household = households[s.household[row]];
            const TextNumber text = staged.subject_texts.find(staged.household_texts[s.household[row]]);
            subject = household ? subject_of(household) : map_text(subjects, text);
        }
        to.household_subject.push_back(subject);
    });
}

/// Households first, then people, then what is neither, in bytewise order.
void Freezer::freeze_subjects() {
    const Interner& texts = staged.subject_texts;
    subjects.assign(texts.size(), SubjectId::none());
    std::vector<std::uint32_t> others;
    each(texts.size(), [&](std::uint32_t text) {
        const TextNumber as_household = staged.household_texts.find(texts[text]);
        if (as_household != absent && households[as_household]) {
            subjects[text] = subject_of(households[as_household]);
            return;
        }
        const TextNumber as_person = staged.person_texts.find(texts[text]);
        if (as_person != absent && people[as_person])
            subjects[text] = subject_of(*data, people[as_person]);
        else
            others.push_back(text);
    });
    sort(others.begin(), others.end(), [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
    std::size_t next = data->households.size() + data->people.size();
    if (next + others.size() >= absent) throw Error("limit", "more than 4294967294 households, people and subjects");
    each(others.size(), [&](std::uint32_t i) {
        subjects[others[i]] = SubjectId::at(next++);
        data->other_subjects.add(texts[others[i]]);
    });
}

void Freezer::freeze_roles() {
    auto& rows = staged.roles;
    const auto content = [](const auto& r) {
        return std::tuple(r.person, r.role, r.unit, r.days.from, r.days.until, r.source);
    };
    sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return std::tuple(content(a), a.place) < std::tuple(content(b), b.place);
    });
    std::vector<std::pair<PersonId, RoleHeld>> held;
    std::uint32_t first = 0;
    each(rows.size(), [&](std::uint32_t i) {
        const auto& row = rows[i];
        if (i > 0 && content(rows[first]) == content(row)) {
            count_duplicate(InputTable::roles, row.place, rows[first].place);
            return;
        }
        first = i;
        ++data->report.of(InputTable::roles).accepted;
        const PersonId person = people[row.person];
        if (!person) {
            data->dangling.push_back({row.place, "unknown_person", "person",
                                      std::string(staged.person_texts[row.person]), "no such person"});
        }
        const UnitId unit = units[row.unit];
        if (!data->units[unit].exists) {
            data->dangling.push_back(
                {row.place, "unknown_unit", "unit", std::string(staged.unit_texts[row.unit]), "no such unit"});
        }
        // A role at a unit that stands nowhere in the tree counts nowhere, as the unit itself (SPEC §1).
        if (person && data->units.in_tree(unit))
            held.push_back(
                {person, {role_words[row.role], unit, row.days, map_text(source_words, row.source), row.place}});
    });
    sort(held.begin(), held.end(), [](const auto& a, const auto& b) {
        const auto key = [](const auto& h) {
            return std::tuple(h.first, h.second.days.from, h.second.days.until, h.second.role, h.second.unit,
                              h.second.source);
        };
        return key(a) < key(b);
    });
    data->roles = cluster(data->people.size(), std::move(held));
}

void Freezer::freeze_links() {
    auto& rows = staged.links;
    const auto content = [](const auto& r) {
        return std::tuple(r.source, r.target, r.kind, r.days.from, r.days.until);
    };
    sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return std::tuple(content(a), a.place) < std::tuple(content(b), b.place);
    });
    std::vector<std::pair<PersonId, Link>> links;
    links.reserve(rows.size());
    std::uint32_t first = 0;
    each(rows.size(), [&](std::uint32_t i) {
        const auto& row = rows[i];
        if (i > 0 && content(rows[first]) == content(row)) {
            count_duplicate(InputTable::links, row.place, rows[first].place);
            return;
        }
        first = i;
        ++data->report.of(InputTable::links).accepted;
        const PersonId source = people[row.source];
        const PersonId target = people[row.target];
        const auto dangles = [&](const char* code, const char* column, TextNumber person, const char* reason) {
            data->dangling.push_back({row.place, code, column, std::string(staged.person_texts[person]), reason});
        };
        if (!source) dangles("unknown_person", "source", row.source, "no such person");
        if (!target) dangles("unknown_person", "target", row.target, "no such person");
        if (row.source == row.target)
            dangles("link_to_herself", "target", row.target, "a link from a person to herself");
        if (source && target && source != target) links.push_back({source, {target, row.kind, row.days}});
    });
    sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
        const auto key = [](const auto& l) {
            return std::tuple(l.first, l.second.kind, l.second.target, l.second.days.from, l.second.days.until);
        };
        return key(a) < key(b);
    });
    data->links = cluster(data->people.size(), std::move(links));
}

/// A part of a table must not pass for the whole, nor a count for a 32-bit id that it does not fit.
void Freezer::check_whole() const {
    Diagnostics problems;
    for (std::size_t i = 0; i < input_table_count; ++i) {
        if (static_cast<std::uint64_t>(staged.report.tables[i].read) >= absent)
            throw Error("limit", std::string(file_name(static_cast<InputTable>(i))) +
                                     " has more than 4294967294 rows: split the district");
        if (!staged.refused[i]) continue;
        problems.push_back({staged.sources[staged.source_of[i]], 0, "", Severity::error, "refused",
                            "table refused: reading it was given up after some of its rows", "", "read it again"});
    }
    if (!problems.empty()) throw TableError(std::move(problems));
}

District Freezer::freeze() {
    check_whole();
    data->report = std::move(staged.report);
    for (LoadCounts& counts : data->report.tables) counts.present = counts.present || counts.read > 0;
    freeze_words();
    freeze_units();
    freeze_households();
    freeze_people();
    freeze_roles();
    freeze_links();
    freeze_ledger();
    freeze_knowledge();
    sort(data->report.diagnostics.begin(), data->report.diagnostics.end(), comes_before);
    sort(data->dangling.begin(), data->dangling.end(), [](const Dangling& a, const Dangling& b) {
        return std::tuple(a.place, std::string_view(a.column)) < std::tuple(b.place, std::string_view(b.column));
    });
    data->sources = std::move(staged.sources);
    return District(std::move(data));
}

} // namespace jifen
