#include "freezer.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace jifen {

namespace {

/// Sorted texts of everything interned, and the id of each staged number.
template <class IdType>
SortedTexts<IdType> sort_all(const Interner& texts, std::vector<IdType>& ids) {
    TextPool pool;
    pool.reserve(texts.size(), texts.pool().bytes().size());
    ids.assign(texts.size(), IdType::none());
    for (const std::uint32_t number : texts.sorted()) {
        ids[number] = IdType::at(pool.size());
        pool.add(texts[number]);
    }
    return SortedTexts<IdType>(std::move(pool));
}

/// Sorts accepted rows by the text of their id; gives the texts, and the id of each staged number.
template <class IdType>
SortedTexts<IdType> sort_rows(std::vector<std::uint32_t>& rows, const std::vector<TextNumber>& id_of_row,
                              const Interner& texts, std::vector<IdType>& ids) {
    const auto less = [&](std::uint32_t a, std::uint32_t b) { return texts[id_of_row[a]] < texts[id_of_row[b]]; };
    if (!std::is_sorted(rows.begin(), rows.end(), less)) std::sort(rows.begin(), rows.end(), less);
    TextPool pool;
    pool.reserve(rows.size(), texts.pool().bytes().size());
    ids.assign(texts.size(), IdType::none());
    for (const std::uint32_t row : rows) {
        ids[id_of_row[row]] = IdType::at(pool.size());
        pool.add(texts[id_of_row[row]]);
    }
    return SortedTexts<IdType>(std::move(pool));
}

bool same_attributes(const Attributes& attributes, std::uint32_t a, std::uint32_t b) {
    return std::all_of(attributes.columns.begin(), attributes.columns.end(),
                       [=](const TextPool& column) { return column[a] == column[b]; });
}

Attributes take_rows(const Attributes& staged, const std::vector<std::uint32_t>& rows) {
    Attributes taken;
    taken.names = staged.names;
    for (const TextPool& column : staged.columns) {
        TextPool& pool = taken.columns.emplace_back();
        pool.reserve(rows.size(), column.bytes().size());
        for (const std::uint32_t row : rows) pool.add(column[row]);
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

void Freezer::report(InputTable table, std::int64_t line, Severity severity, std::string code, std::string column,
                     std::string_view value, std::string message, std::string remedy) {
    data->report.diagnostics.push_back({std::string(file_name(table)), line, std::move(column), severity,
                                        std::move(code), std::move(message), mask_long_numbers(value),
                                        std::move(remedy)});
}

void Freezer::reject(InputTable table, std::int64_t line, std::string code, std::string column, std::string_view value,
                     const std::string& reason, std::string remedy) {
    ++data->report.of(table).rejected;
    std::string message = "row rejected: " + column + " = " + jifen::quoted(mask_long_numbers(value)) + ": " + reason;
    report(table, line, Severity::error, std::move(code), std::move(column), value, std::move(message),
           std::move(remedy));
}

void Freezer::count_duplicate(InputTable table, std::int64_t line, std::int64_t first_line) {
    ++data->report.of(table).duplicate;
    report(table, line, Severity::note, "duplicate", "", "",
           "the same row as line " + std::to_string(first_line) + ": ignored", "");
}

void Freezer::count_conflict(InputTable table, std::int64_t line, std::int64_t first_line, std::string column,
                             std::string_view id) {
    ++data->report.of(table).conflict;
    report(table, line, Severity::error, "conflict", std::move(column), id,
           jifen::quoted(mask_long_numbers(id)) + " stands on line " + std::to_string(first_line) +
               " with other content: line " + std::to_string(first_line) + " stands, line " + std::to_string(line) +
               " is left out",
           "keep one of the two rows");
}

void Freezer::freeze_words() {
    data->role_words = sort_all(staged.role_words, role_words);
    data->level_words = sort_all(staged.level_words, level_words);
    data->item_words = sort_all(staged.item_words, item_words);
    data->channel_words = sort_all(staged.channel_words, channel_words);
    data->act_words = sort_all(staged.act_words, act_words);
    data->source_words = sort_all(staged.source_words, source_words);
}

void Freezer::freeze_units() {
    const auto& s = staged.units;
    std::vector<std::uint32_t> holder;
    const auto rows =
        settle(InputTable::units, s.unit, staged.unit_texts, s.line, "unit", holder, never,
               [&](std::uint32_t a, std::uint32_t b) {
                   return s.parent[a] == s.parent[b] && s.level[a] == s.level[b] && s.name[a] == s.name[b];
               });
    SortedTexts<UnitId> ids = sort_all(staged.unit_texts, units);
    std::vector<UnitTree::Node> nodes(ids.size());
    std::vector<std::string_view> name_of(ids.size());
    for (const std::uint32_t row : rows) {
        UnitTree::Node& node = nodes[units[s.unit[row]].index()];
        node.exists = true;
        node.level = level_words[s.level[row]];
        name_of[units[s.unit[row]].index()] = s.name[row];
        if (s.parent[row] == absent) continue;
        if (holder[s.parent[row]] == absent)
            node.has_unknown_parent = true;
        else
            node.parent = units[s.parent[row]];
    }
    TextPool names;
    for (const std::string_view name : name_of) names.add(name);
    data->units = UnitTree(std::move(ids), std::move(nodes), std::move(names));
}

void Freezer::freeze_households() {
    const auto& s = staged.households;
    std::vector<std::uint32_t> holder;
    auto rows =
        settle(InputTable::households, s.household, staged.household_texts, s.line, "household", holder, never,
               [&](std::uint32_t a, std::uint32_t b) {
                   return s.unit[a] == s.unit[b] && s.days[a] == s.days[b] && same_attributes(s.attributes, a, b);
               });
    Households& to = data->households;
    to.ids = sort_rows(rows, s.household, staged.household_texts, households);
    for (const std::uint32_t row : rows) {
        to.unit.push_back(units[s.unit[row]]);
        to.days.push_back(s.days[row]);
    }
    to.attributes = take_rows(s.attributes, rows);

    const std::size_t tree_units = data->units.preorder().size();
    to.by_unit_begin.assign(tree_units + 1, 0);
    const auto place = [&](std::size_t h) { return data->units[to.unit[h]].enter; };
    for (std::size_t h = 0; h < to.size(); ++h) {
        if (data->units.in_tree(to.unit[h])) ++to.by_unit_begin[place(h) + 1];
    }
    std::partial_sum(to.by_unit_begin.begin(), to.by_unit_begin.end(), to.by_unit_begin.begin());
    to.by_unit.resize(to.by_unit_begin.back());
    auto next = to.by_unit_begin;
    for (std::size_t h = 0; h < to.size(); ++h) {
        if (data->units.in_tree(to.unit[h])) to.by_unit[next[place(h)]++] = HouseholdId::at(h);
    }
}

void Freezer::freeze_people() {
    const auto& s = staged.people;
    std::vector<bool> is_household(staged.person_texts.size());
    for (std::size_t text = 0; text < is_household.size(); ++text) {
        is_household[text] = bool(data->households.ids.find(staged.person_texts[text]));
    }
    for (std::size_t row = 0; row < s.line.size(); ++row) {
        if (!is_household[s.person[row]]) continue;
        reject(InputTable::people, s.line[row], "id_is_a_household", "person", staged.person_texts[s.person[row]],
               "a household has the same id", "give the person or the household another id");
    }
    std::vector<std::uint32_t> holder;
    auto rows = settle(
        InputTable::people, s.person, staged.person_texts, s.line, "person", holder,
        [&](std::uint32_t row) { return is_household[s.person[row]]; },
        [&](std::uint32_t a, std::uint32_t b) {
            return s.name[a] == s.name[b] && s.gender[a] == s.gender[b] && s.household[a] == s.household[b] &&
                   s.unit[a] == s.unit[b] && s.days[a] == s.days[b] && same_attributes(s.attributes, a, b);
        });
    People& to = data->people;
    to.ids = sort_rows(rows, s.person, staged.person_texts, people);
    for (const std::uint32_t row : rows) {
        const HouseholdId household = map_text(households, s.household[row]);
        if (s.household[row] != absent && !household) {
            data->dangling.push_back({InputTable::people, s.line[row], "household",
                                      std::string(staged.household_texts[s.household[row]]), "no such household"});
        }
        to.names.add(s.name[row]);
        to.gender.push_back(s.gender[row]);
        to.household.push_back(household);
        to.unit.push_back(household ? data->households.unit[household.index()] : map_text(units, s.unit[row]));
        to.days.push_back(s.days[row]);
    }
    to.attributes = take_rows(s.attributes, rows);

    Households& homes = data->households;
    homes.people_begin.assign(homes.size() + 1, 0);
    for (const HouseholdId household : to.household) {
        if (household) ++homes.people_begin[household.index() + 1];
    }
    std::partial_sum(homes.people_begin.begin(), homes.people_begin.end(), homes.people_begin.begin());
    homes.people.resize(homes.people_begin.back());
    auto next = homes.people_begin;
    for (std::size_t p = 0; p < to.size(); ++p) {
        if (to.household[p]) homes.people[next[to.household[p].index()]++] = PersonId::at(p);
    }

    freeze_subjects();
    // By the column's text, even where no such household is in the table (SPEC §5: "the column").
    to.household_subject.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        SubjectId subject = SubjectId::none();
        if (s.household[row] != absent) {
            const HouseholdId household = households[s.household[row]];
            const TextNumber text = staged.subject_texts.find(staged.household_texts[s.household[row]]);
            subject = household ? subject_of(household) : map_text(subjects, text);
        }
        to.household_subject.push_back(subject);
    }
}

/// Households first, then people, then what is neither, in bytewise order.
void Freezer::freeze_subjects() {
    const Interner& texts = staged.subject_texts;
    subjects.assign(texts.size(), SubjectId::none());
    std::vector<std::uint32_t> others;
    for (std::uint32_t text = 0; text < texts.size(); ++text) {
        const std::uint32_t as_household = staged.household_texts.find(texts[text]);
        if (as_household != absent && households[as_household]) {
            subjects[text] = subject_of(households[as_household]);
            continue;
        }
        const std::uint32_t as_person = staged.person_texts.find(texts[text]);
        if (as_person != absent && people[as_person])
            subjects[text] = subject_of(*data, people[as_person]);
        else
            others.push_back(text);
    }
    std::sort(others.begin(), others.end(), [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
    std::size_t next = data->households.size() + data->people.size();
    if (next + others.size() >= absent) throw Error("limit", "more than 4294967294 households, people and subjects");
    for (const std::uint32_t text : others) {
        subjects[text] = SubjectId::at(next++);
        data->other_subjects.add(texts[text]);
    }
}

void Freezer::freeze_roles() {
    auto& rows = staged.roles;
    const auto content = [](const auto& r) {
        return std::tuple(r.person, r.role, r.unit, r.days.from, r.days.until, r.source);
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return std::tuple(content(a), a.line) < std::tuple(content(b), b.line);
    });
    std::vector<std::pair<PersonId, RoleHeld>> held;
    for (std::size_t i = 0, first = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        if (i > 0 && content(rows[first]) == content(row)) {
            count_duplicate(InputTable::roles, row.line, rows[first].line);
            continue;
        }
        first = i;
        ++data->report.of(InputTable::roles).accepted;
        const PersonId person = people[row.person];
        if (!person) {
            data->dangling.push_back({InputTable::roles, row.line, "person",
                                      std::string(staged.person_texts[row.person]), "no such person"});
        }
        const UnitId unit = units[row.unit];
        if (!data->units[unit].exists) {
            data->dangling.push_back(
                {InputTable::roles, row.line, "unit", std::string(staged.unit_texts[row.unit]), "no such unit"});
        }
        // A role at a unit that stands nowhere in the tree counts nowhere, as the unit itself (SPEC §1).
        if (person && data->units.in_tree(unit))
            held.push_back(
                {person, {role_words[row.role], unit, row.days, map_text(source_words, row.source), row.line}});
    }
    std::sort(held.begin(), held.end(), [](const auto& a, const auto& b) {
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
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return std::tuple(content(a), a.line) < std::tuple(content(b), b.line);
    });
    std::vector<std::pair<PersonId, Link>> links;
    links.reserve(rows.size());
    for (std::size_t i = 0, first = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        if (i > 0 && content(rows[first]) == content(row)) {
            count_duplicate(InputTable::links, row.line, rows[first].line);
            continue;
        }
        first = i;
        ++data->report.of(InputTable::links).accepted;
        const PersonId source = people[row.source];
        const PersonId target = people[row.target];
        const auto dangles = [&](const char* column, TextNumber person, const char* reason) {
            data->dangling.push_back(
                {InputTable::links, row.line, column, std::string(staged.person_texts[person]), reason});
        };
        if (!source) dangles("source", row.source, "no such person");
        if (!target) dangles("target", row.target, "no such person");
        if (row.source == row.target) dangles("target", row.target, "a link from a person to herself");
        if (source && target && source != target) links.push_back({source, {target, row.kind, row.days}});
    }
    std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
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
        const std::string file(file_name(static_cast<InputTable>(i)));
        if (static_cast<std::uint64_t>(staged.report.tables[i].read) >= absent)
            throw Error("limit", file + " has more than 4294967294 rows: split the district");
        if (!staged.refused[i]) continue;
        problems.push_back({file, 0, "", Severity::error, "refused",
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
    sort_diagnostics(data->report.diagnostics);
    std::sort(data->dangling.begin(), data->dangling.end(), [](const Dangling& a, const Dangling& b) {
        return std::tuple(a.table, a.line, a.column) < std::tuple(b.table, b.line, b.column);
    });
    return District(std::move(data));
}

} // namespace jifen
