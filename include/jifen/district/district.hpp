#pragma once

#include "jifen/core/error.hpp"
#include "jifen/district/entry.hpp"
#include "jifen/district/knowledge.hpp"
#include "jifen/district/load_report.hpp"
#include "jifen/district/network.hpp"
#include "jifen/district/registry.hpp"
#include "jifen/district/unit_tree.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Everything that was accepted, as frozen columns. Built by DistrictBuilder; read through District.
struct DistrictData {
    UnitTree units;
    Households households;
    People people;
    ByPerson<RoleHeld> roles;
    ByPerson<Link> links; ///< by source
    Ledger ledger;
    Knowledge knowledge;
    TextPool other_subjects; ///< texts of the subjects that are neither household nor person, in their order

    SortedTexts<RoleWord> role_words;
    SortedTexts<LevelWord> level_words; ///< of units and of entries
    SortedTexts<ItemWord> item_words;
    SortedTexts<ChannelWord> channel_words;
    SortedTexts<ActWord> act_words;
    SortedTexts<SourceWord> source_words;

    /// Where rows came from: names of files, and for each table, at its number, `ledger row` for rows of a program.
    std::vector<std::string> sources;
    std::vector<Dangling> dangling; ///< by source and line
    LoadReport report;
};

/// A frozen district: immutable, cheap to copy (the copies share it), safe to use from many threads without a lock.
class District {
public:
    explicit District(std::shared_ptr<const DistrictData> data) : data_(std::move(data)) {}
    [[nodiscard]] const DistrictData& operator*() const noexcept { return *data_; }
    [[nodiscard]] const DistrictData* operator->() const noexcept { return data_.get(); }

    /// The person with that id; throws ArgumentError when there is none. O(log people).
    [[nodiscard]] PersonId person(std::string_view id) const {
        const PersonId found = data_->people.ids.find(id);
        if (!found) throw ArgumentError("person", std::string(id), "no such person in the people table");
        return found;
    }
    /// An attribute of a household or person: the text in the column of that name that SPEC §1 does not know, empty
    /// where the cell was. Lives as long as the district. Throws ArgumentError when the table has no such column.
    /// O(columns).
    [[nodiscard]] std::string_view attribute(HouseholdId household, std::string_view name) const {
        return attribute(data_->households.attributes, household.index(), name);
    }
    [[nodiscard]] std::string_view attribute(PersonId person, std::string_view name) const {
        return attribute(data_->people.attributes, person.index(), name);
    }
    /// What loading found.
    [[nodiscard]] const LoadReport& report() const noexcept { return data_->report; }

private:
    [[nodiscard]] static std::string_view attribute(const Attributes& attributes, std::size_t row,
                                                    std::string_view name) {
        if (const TextPool* column = attributes.find(name)) return (*column)[row];
        throw ArgumentError("attribute", std::string(name), "the table has no column of that name that is kept");
    }

    std::shared_ptr<const DistrictData> data_;
};

/// A subject is a household for ids below the number of households, then a person, then a text that is neither.
[[nodiscard]] inline SubjectId subject_of(HouseholdId household) noexcept { return SubjectId(household.value()); }
[[nodiscard]] inline SubjectId subject_of(const DistrictData& district, PersonId person) noexcept {
    return SubjectId::at(district.households.size() + person.index());
}
[[nodiscard]] inline HouseholdId household_of(const DistrictData& district, SubjectId subject) noexcept {
    return subject && subject.index() < district.households.size() ? HouseholdId(subject.value()) : HouseholdId::none();
}
[[nodiscard]] inline PersonId person_of(const DistrictData& district, SubjectId subject) noexcept {
    const std::size_t households = district.households.size();
    return subject && subject.index() >= households && subject.index() - households < district.people.size()
               ? PersonId::at(subject.index() - households)
               : PersonId::none();
}

/// As the ledger writes it; empty for none.
[[nodiscard]] inline std::string_view text_of(const DistrictData& district, SubjectId subject) noexcept {
    if (!subject) return {};
    if (const HouseholdId household = household_of(district, subject)) return district.households.ids[household];
    if (const PersonId person = person_of(district, subject)) return district.people.ids[person];
    return district.other_subjects[subject.index() - district.households.size() - district.people.size()];
}

} // namespace jifen
