#pragma once

#include "jifen/district/reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// The tables of a district as CSV text; an empty text is a table that is not there.
struct Texts {
    std::string units = "unit,parent,level,name\nD,,district,区\nV,D,village,村\nG1,V,grid,\nG2,V,grid,\n";
    std::string households = "household,unit,from,until\nH1,G1,,\nH2,G2,,\n";
    std::string people =
        "person,name,gender,household,unit,from,until\nP1,甲,female,H1,,,\nP2,乙,male,H2,,,\nP3,丙,,,V,,\n";
    std::string roles = "person,role,unit,from,until,source\nP1,group_leader,G1,,,\nP2,group_leader,G2,,,\n";
    std::string links = "source,target,kind,from,until\n";
    std::string ledger = "entry,date,actor,item,quantity,level,subject,channel,verified,act,recorded,cancels,note\n";
    std::string knowledge = "record,date,knower,stage,subject,object\n";

    [[nodiscard]] std::string& of(InputTable table) {
        std::string* const all[] = {&units, &households, &people, &roles, &links, &ledger, &knowledge};
        return *all[static_cast<std::size_t>(table)];
    }
};

inline void feed(DistrictBuilder& builder, InputTable table, std::string_view text) {
    CsvReader reader(text, std::string(file_name(table)));
    read_table(builder, table, reader, file_name(table));
}

inline District load(Texts texts, const RunOptions& options = {}) {
    DistrictBuilder builder;
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        if (!texts.of(table).empty()) feed(builder, table, texts.of(table));
    }
    return builder.freeze(options);
}

/// `line column code`, one for each diagnostic of the file, in order.
inline std::vector<std::string> problems_of(const District& district, InputTable table) {
    std::vector<std::string> found;
    for (const Diagnostic& d : district.report().diagnostics) {
        if (d.file == file_name(table)) found.push_back(std::to_string(d.line) + " " + d.column + " " + d.code);
    }
    return found;
}

/// `read = accepted + duplicate + conflict + rejected`.
inline std::string counts_of(const District& district, InputTable table) {
    const LoadCounts& c = district.report().of(table);
    EXPECT_EQ(c.read, c.accepted + c.duplicate + c.conflict + c.rejected) << file_name(table);
    const auto text = [](std::int64_t number) { return std::to_string(number); };
    return text(c.read) + " = " + text(c.accepted) + " + " + text(c.duplicate) + " + " + text(c.conflict) + " + " +
           text(c.rejected);
}

inline const Diagnostic& only_problem(const District& district) {
    static const Diagnostic none;
    EXPECT_EQ(district.report().diagnostics.size(), 1U);
    return district.report().diagnostics.empty() ? none : district.report().diagnostics.front();
}

/// Everything a frozen district says, line by line, in texts instead of numbers. Lines of files and the numbers of
/// topics, which depend on the order of rows, are left out.
class Described {
public:
    explicit Described(const District& district) : d_(*district) {
        units();
        registry();
        held();
        ledger();
        knowledge();
    }
    [[nodiscard]] const std::vector<std::string>& lines() const noexcept { return lines_; }

private:
    static std::string days(const Span& span) { return "[" + to_string(span.from) + "," + to_string(span.until) + ")"; }
    template <class Texts, class IdType>
    static std::string text(const Texts& texts, IdType id) {
        return id ? std::string(texts[id]) : "-";
    }
    [[nodiscard]] std::string subject(SubjectId id) const { return id ? std::to_string(id.value()) : "-"; }
    [[nodiscard]] std::string topic(TopicId id) const {
        return id ? std::string(d_.knowledge.topics[id.index()]) : "-";
    }

    template <class... Parts>
    void line(const Parts&... parts) {
        std::string out;
        ((out += std::string(parts) + "|"), ...);
        lines_.push_back(std::move(out));
    }
    static std::string number(std::int64_t value) { return std::to_string(value); }

    void attributes(const Attributes& attributes, std::size_t row) {
        for (std::size_t i = 0; i < attributes.names.size(); ++i)
            line("  ", attributes.names[i], attributes.columns[i][row]);
    }
    void units() {
        for (std::size_t i = 0; i < d_.units.size(); ++i) {
            const UnitId unit = UnitId::at(i);
            const auto& node = d_.units[unit];
            line("unit", d_.units.ids()[unit], text(d_.units.ids(), node.parent), text(d_.level_words, node.level),
                 d_.units.name(unit), number(node.enter), number(node.leave), number(node.depth), number(node.exists),
                 text(d_.units.ids(), node.unknown_parent));
        }
    }
    void registry() {
        for (std::size_t h = 0; h < d_.households.size(); ++h) {
            line("household", d_.households.ids[HouseholdId::at(h)], text(d_.units.ids(), d_.households.unit[h]),
                 days(d_.households.days[h]), topic(d_.knowledge.topic_of_household[h]));
            for (const PersonId person : d_.households.people_of(HouseholdId::at(h)))
                line("  home of", d_.people.ids[person]);
            attributes(d_.households.attributes, h);
        }
        for (const HouseholdId household : d_.households.by_unit) line("by unit", d_.households.ids[household]);
        for (const std::uint32_t begin : d_.households.by_unit_begin) line("by unit", number(begin));
        for (std::size_t p = 0; p < d_.people.size(); ++p) {
            line("person", d_.people.ids[PersonId::at(p)], d_.people.names[p], to_string(d_.people.gender[p]),
                 text(d_.households.ids, d_.people.household[p]), subject(d_.people.household_subject[p]),
                 text(d_.units.ids(), d_.people.unit[p]), days(d_.people.days[p]),
                 topic(d_.knowledge.topic_of_person[p]));
            attributes(d_.people.attributes, p);
        }
    }
    void held() {
        for (std::size_t p = 0; p < d_.people.size(); ++p) {
            for (const RoleHeld& role : d_.roles.of(PersonId::at(p)))
                line("role", number(static_cast<std::int64_t>(p)), text(d_.role_words, role.role),
                     text(d_.units.ids(), role.unit), days(role.days), text(d_.source_words, role.source));
            for (const Link& link : d_.links.of(PersonId::at(p)))
                line("link", number(static_cast<std::int64_t>(p)), text(d_.people.ids, link.target),
                     to_string(link.kind), days(link.days));
        }
        std::vector<std::string> dangling;
        for (const Dangling& row : d_.dangling)
            dangling.push_back("dangling " + row.code + row.column + row.value + row.reason);
        std::sort(dangling.begin(), dangling.end());
        lines_.insert(lines_.end(), dangling.begin(), dangling.end());
    }
    void ledger() {
        const Ledger& l = d_.ledger;
        for (const std::uint32_t begin : l.actor_begin) line("actor", number(begin));
        for (std::size_t i = 0; i < l.size(); ++i) {
            line("entry", l.ids[i], to_string(l.day[i]), text(d_.item_words, l.item[i]), number(l.quantity[i]),
                 subject(l.subject[i]), text(d_.level_words, l.level[i]), text(d_.channel_words, l.channel[i]),
                 text(d_.act_words, l.act[i]), to_string(l.recorded[i]), number(static_cast<int>(l.verified[i])),
                 number(l.cancels[i]), to_string(l.withdrawn[i]));
        }
    }
    void knowledge() {
        const Knowledge& k = d_.knowledge;
        line("records", number(k.records));
        for (std::size_t p = 0; p < d_.people.size(); ++p) {
            for (std::size_t stage = 0; stage < 5; ++stage) {
                std::vector<std::string> answers;
                for (const Answer& answer : k.of(PersonId::at(p), static_cast<Stage>(stage))) {
                    std::vector<std::string> objects;
                    for (const TopicId object : k.objects_of(answer)) objects.push_back(topic(object));
                    std::sort(objects.begin(), objects.end());
                    std::string all = topic(answer.subject) + " on " + to_string(answer.day) + ":";
                    for (const std::string& object : objects) all += " " + object;
                    answers.push_back(all);
                }
                std::sort(answers.begin(), answers.end());
                for (const std::string& answer : answers)
                    line("answer", d_.people.ids[PersonId::at(p)], to_string(static_cast<Stage>(stage)), answer);
            }
        }
    }

    const DistrictData& d_;
    std::vector<std::string> lines_;
};

} // namespace jifen
