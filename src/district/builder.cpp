#include "jifen/district/builder.hpp"

#include "freezer.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"
#include "jifen/district/columns.hpp"
#include "staging.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

namespace jifen {

namespace {

TextNumber add_optional(Interner& texts, std::string_view text) { return text.empty() ? absent : texts.add(text); }

/// Looks at the ids and words of one row and gathers what is wrong with them, beside what its reader found.
class RowChecker {
public:
    RowChecker(const std::string& source, std::uint32_t line, Diagnostics found)
        : source_(source), line_(line), problems_(std::move(found)), found_(problems_.size()) {}

    /// An id that must be there.
    RowChecker& required(std::string_view column, std::string_view value) {
        if (const auto reason = why_not_an_id(value); !reason.empty()) problem(column, value, reason);
        return *this;
    }
    /// An id that may be empty.
    RowChecker& optional(std::string_view column, std::string_view value) {
        return value.empty() ? *this : required(column, value);
    }
    /// A free word that must be there: any text, however long.
    RowChecker& required_word(std::string_view column, std::string_view value) {
        if (value.empty()) problem(column, value, "it is empty");
        return word(column, value);
    }
    RowChecker& word(std::string_view column, std::string_view value) {
        if (value.empty()) return *this;
        if (const auto reason = why_not_a_cell(value); !reason.empty()) problem(column, masked(value), reason);
        return *this;
    }
    RowChecker& attributes(const Attributes& attributes, std::span<const std::string_view> values) {
        const std::size_t count = std::min(attributes.names.size(), values.size());
        for (std::size_t i = 0; i < count; ++i) word(attributes.names[i], values[i]);
        return *this;
    }
    RowChecker& days(const Span& days) {
        const std::size_t before = problems_.size();
        if (days.from.is_finite()) date("from", days.from);
        if (days.until.is_finite()) date("until", days.until);
        if (days.empty() && problems_.size() == before)
            problem("until", to_string(days.until), "it is not after from (" + to_string(days.from) + ")");
        return *this;
    }
    /// A date, which a program hands over unchecked.
    RowChecker& date(std::string_view column, Day day) {
        if (day < Day::first() || day > Day::last()) problem(column, "", "a date from 1900 to 2199 is needed");
        return *this;
    }
    RowChecker& quantity(Quantity quantity) {
        if (quantity.thousandths() < 0 || quantity.thousandths() > Quantity::max_thousandths)
            problem("quantity", to_string(quantity), "a quantity is from 0 to 1000000000");
        return *this;
    }
    void problem(std::string_view column, std::string_view value, std::string_view reason) {
        if (was_found(column)) return;
        Diagnostic diagnostic;
        diagnostic.file = source_;
        diagnostic.line = line_;
        diagnostic.column = column;
        diagnostic.code = "bad_value";
        const std::string masked_value = mask_long_numbers(value);
        const std::string shown = jifen::in_quotes(masked_value);
        diagnostic.value = shortened(masked_value);
        diagnostic.message = "row rejected: " + std::string(column) + " = " + shown + ": " + std::string(reason);
        if (find_invalid_utf8(value)) diagnostic.value = shown; // a diagnostic is always UTF-8
        diagnostic.remedy = "correct the cell";
        problems_.push_back(std::move(diagnostic));
    }
    /// Whether its reader could not take the cell: what stands in the row for it says nothing.
    [[nodiscard]] bool was_found(std::string_view column) const {
        const auto end = problems_.begin() + static_cast<std::ptrdiff_t>(found_);
        return std::any_of(problems_.begin(), end, [column](const Diagnostic& d) { return d.column == column; });
    }
    [[nodiscard]] bool ok() const noexcept { return problems_.empty(); }
    [[nodiscard]] Diagnostics take() { return std::move(problems_); }

private:
    const std::string& source_;
    std::uint32_t line_;
    Diagnostics problems_;
    std::size_t found_; ///< of them, those of the reader
};

void declare_attributes(InputTable table, Attributes& attributes, std::vector<std::string> names, std::size_t rows) {
    std::unordered_set<std::string_view> seen;
    for (const InputColumn& column : columns_of(table)) seen.insert(column.name);
    for (const std::string& name : names) {
        if (name.empty()) throw ArgumentError("attributes", name, "a column has a name");
        if (const auto reason = why_not_a_cell(name); !reason.empty())
            throw ArgumentError("attributes", name, std::string(reason));
        if (!seen.insert(name).second) throw ArgumentError("attributes", name, "a column stands once in its table");
    }
    if (rows > 0 && names != attributes.names) {
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "" : ",") + name;
        throw ArgumentError("attributes", list, "rows with other attribute columns were added before");
    }
    attributes.columns.resize(names.size());
    attributes.names = std::move(names);
}

void add_attributes(Attributes& attributes, std::span<const std::string_view> values) {
    for (std::size_t i = 0; i < attributes.columns.size(); ++i) {
        attributes.columns[i].add(i < values.size() ? values[i] : std::string_view{});
    }
}

} // namespace

DistrictBuilder::DistrictBuilder() : staging_(std::make_unique<Staging>()) {}
DistrictBuilder::DistrictBuilder(DistrictBuilder&&) noexcept = default;
DistrictBuilder& DistrictBuilder::operator=(DistrictBuilder&&) noexcept = default;
DistrictBuilder::~DistrictBuilder() = default;

DistrictBuilder::Staging::Staging() {
    for (std::uint32_t i = 0; i < input_table_count; ++i) {
        sources.push_back(std::string(table_name(static_cast<InputTable>(i))) + " row");
        source_of[i] = i;
    }
}

bool DistrictBuilder::Staging::is_refused() const noexcept {
    return std::any_of(refused.begin(), refused.end(), [](bool one) { return one; });
}

void DistrictBuilder::Staging::count_problems(RowPlace place, std::size_t more) {
    problems.resize(sources.size(), 0);
    std::size_t& count = problems[place.source];
    count += more;
    if (count <= problems_kept) return;
    throw TableError({{sources[place.source], place.line, "", Severity::error, "too_many_problems",
                       "table refused: its rows have more than " + std::to_string(problems_kept) + " problems", "",
                       "see that it is the right table and correct it, or raise the limit \"problems\""}});
}

RowPlace DistrictBuilder::Staging::place_of(InputTable table, std::int64_t line) const noexcept {
    const std::uint32_t source = source_of[static_cast<std::size_t>(table)];
    if (line == 0 && source < input_table_count) line = report.of(table).read + 1;
    const bool fits = line > 0 && line <= std::numeric_limits<std::uint32_t>::max();
    return {source, fits ? static_cast<std::uint32_t>(line) : 0};
}

void DistrictBuilder::declare(InputTable table, std::string_view file) {
    Staging& s = *staging_;
    s.report.of(table).present = true;
    std::uint32_t& source = s.source_of[static_cast<std::size_t>(table)];
    if (file.empty()) {
        source = static_cast<std::uint32_t>(table);
    } else if (s.sources[source] != file) {
        source = static_cast<std::uint32_t>(s.sources.size());
        s.sources.emplace_back(file);
    }
}

void DistrictBuilder::declare_household_attributes(std::vector<std::string> names) {
    auto& households = staging_->households;
    declare_attributes(InputTable::households, households.attributes, std::move(names), households.place.size());
}

void DistrictBuilder::declare_people_attributes(std::vector<std::string> names) {
    auto& people = staging_->people;
    declare_attributes(InputTable::people, people.attributes, std::move(names), people.place.size());
}

void DistrictBuilder::spill_ledger(SpillOptions options) {
    Staging& s = *staging_;
    if (s.spilled) throw ArgumentError("spill", options.folder.string(), "the ledger is spilled already");
    s.spilled = std::make_unique<SpillFile>(options.folder);
    s.spill = std::move(options);
    SpillFile* const file = s.spilled.get();
    for_each_column([file](auto& column) { column.spill_to(file); }, s.ledger);
    s.ledger.place.spill_to(file);
    s.ledger.note.spill_to(file);
    s.note_texts.spill_to(file);
}

void DistrictBuilder::limit_problems(std::size_t most) noexcept { staging_->problems_kept = most; }

void DistrictBuilder::reject(InputTable table, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(table, problems.empty() ? 0 : problems.front().line);
    LoadCounts& counts = s.report.of(table);
    counts.present = true;
    ++counts.read;
    ++counts.rejected;
    try {
        s.count_problems(place, problems.size());
    } catch (const TableError&) {
        refuse(table);
        throw;
    }
    // Of a district that will be refused for one table, nobody asks what the rows of the others have.
    if (s.is_refused()) return;
    std::move(problems.begin(), problems.end(), std::back_inserter(s.report.diagnostics));
}

void DistrictBuilder::report(Diagnostic problem) { staging_->report.diagnostics.push_back(std::move(problem)); }

void DistrictBuilder::add(const UnitRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::units, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("unit", row.unit).optional("parent", row.parent).required_word("level", row.level);
    check.word("name", row.name);
    if (!check.ok()) return reject(InputTable::units, check.take());
    ++s.report.of(InputTable::units).read;
    s.units.place.push_back(place);
    s.units.unit.push_back(s.unit_texts.add(row.unit));
    s.units.parent.push_back(add_optional(s.unit_texts, row.parent));
    s.units.level.push_back(s.level_words.add(row.level));
    s.units.name.add(row.name);
}

void DistrictBuilder::add(const HouseholdRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::households, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("household", row.household).required("unit", row.unit).days(row.days);
    check.attributes(s.households.attributes, row.attributes);
    if (!check.ok()) return reject(InputTable::households, check.take());
    ++s.report.of(InputTable::households).read;
    s.households.place.push_back(place);
    s.households.household.push_back(s.household_texts.add(row.household));
    s.households.unit.push_back(s.unit_texts.add(row.unit));
    s.households.days.push_back(row.days);
    add_attributes(s.households.attributes, row.attributes);
}

void DistrictBuilder::add(const PersonRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::people, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("person", row.person).optional("household", row.household).optional("unit", row.unit).days(row.days);
    check.word("name", row.name).attributes(s.people.attributes, row.attributes);
    if (!check.ok()) return reject(InputTable::people, check.take());
    ++s.report.of(InputTable::people).read;
    s.people.place.push_back(place);
    s.people.person.push_back(s.person_texts.add(row.person));
    s.people.household.push_back(add_optional(s.household_texts, row.household));
    s.people.unit.push_back(add_optional(s.unit_texts, row.unit));
    s.people.name.add(row.name);
    s.people.gender.push_back(row.gender);
    s.people.days.push_back(row.days);
    add_attributes(s.people.attributes, row.attributes);
}

void DistrictBuilder::add(const RoleRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::roles, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("person", row.person).required_word("role", row.role).required("unit", row.unit);
    check.word("source", row.source).days(row.days);
    if (!check.ok()) return reject(InputTable::roles, check.take());
    ++s.report.of(InputTable::roles).read;
    s.roles.push_back({s.person_texts.add(row.person), s.role_words.add(row.role), s.unit_texts.add(row.unit),
                       add_optional(s.source_words, row.source), row.days, place});
}

void DistrictBuilder::add(const LinkRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::links, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("source", row.source).required("target", row.target).days(row.days);
    if (!check.ok()) return reject(InputTable::links, check.take());
    ++s.report.of(InputTable::links).read;
    s.links.push_back({s.person_texts.add(row.source), s.person_texts.add(row.target), row.kind, row.days, place});
}

void DistrictBuilder::add(const EntryRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::ledger, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("entry", row.entry).date("date", row.date).required("actor", row.actor);
    if (row.cancels.empty())
        check.required_word("item", row.item);
    else
        check.word("item", row.item);
    check.quantity(row.quantity).word("level", row.level).optional("subject", row.subject);
    check.word("channel", row.channel).optional("act", row.act).optional("cancels", row.cancels);
    if (row.recorded) check.date("recorded", *row.recorded);
    check.word("note", row.note);
    if (!check.ok()) return reject(InputTable::ledger, check.take());
    ++s.report.of(InputTable::ledger).read;
    Staging::Entries& e = s.ledger;
    try {
        e.place.add(place);
        e.entry.add(row.entry);
        e.day.add(row.date);
        e.actor.add(s.person_texts.add(row.actor));
        e.item.add(add_optional(s.item_words, row.item));
        e.quantity.add(row.quantity.thousandths());
        e.level.add(add_optional(s.level_words, row.level));
        e.subject.add(add_optional(s.subject_texts, row.subject));
        e.channel.add(add_optional(s.channel_words, row.channel));
        e.verified.add(row.verified);
        e.act.add(add_optional(s.act_words, row.act));
        e.delay.add(days_between(row.date, row.recorded.value_or(row.date)));
        e.cancels.add(add_optional(s.cancelled_texts, row.cancels));
        e.note.add(row.note.empty() ? absent : s.note_texts.add(row.note));
    } catch (...) { // a row of which some columns are there is no row: the disk or memory is full
        refuse(InputTable::ledger);
        throw;
    }
    if (s.spilled) s.spilled->done_with(Ledger::entry_bytes);
}

void DistrictBuilder::add(const KnowledgeRow& row, Diagnostics problems) {
    Staging& s = *staging_;
    const RowPlace place = s.place_of(InputTable::knowledge, row.line);
    RowChecker check(s.sources[place.source], place.line, std::move(problems));
    check.required("record", row.record).date("date", row.date).required("knower", row.knower);
    check.required("subject", row.subject).optional("object", row.object);
    const bool needs_object = row.stage != Stage::matters && row.stage != Stage::needs;
    if (row.object.empty() && needs_object && !check.was_found("stage")) {
        check.problem("object", row.object, "only matters and needs may be \"asked, and there is none\"");
    }
    if (!check.ok()) return reject(InputTable::knowledge, check.take());
    ++s.report.of(InputTable::knowledge).read;
    s.knowledge.place.push_back(place);
    s.knowledge.record.push_back(s.record_texts.add(row.record));
    s.knowledge.day.push_back(row.date);
    s.knowledge.knower.push_back(s.person_texts.add(row.knower));
    s.knowledge.stage.push_back(row.stage);
    s.knowledge.subject.push_back(s.topic_texts.add(row.subject));
    s.knowledge.object.push_back(add_optional(s.topic_texts, row.object));
}

void DistrictBuilder::refuse(InputTable table) {
    staging_->refused[static_cast<std::size_t>(table)] = true;
    staging_->report.diagnostics = {};
}

District DistrictBuilder::freeze(const RunOptions& options) {
    const std::unique_ptr<Staging> staging = std::exchange(staging_, std::make_unique<Staging>());
    return Freezer(*staging, options).freeze();
}

} // namespace jifen
