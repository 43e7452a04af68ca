#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/span.hpp"
#include "jifen/district/row_place.hpp"
#include "jifen/district/rows.hpp"
#include "jifen/district/sorted_texts.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Unknown columns of people and households, kept as text: `columns[i][row]` belongs to `names[i]`.
struct Attributes {
    std::vector<std::string> names;
    std::vector<TextPool> columns;

    /// The column of that name; nullptr when there is none. O(columns).
    [[nodiscard]] const TextPool* find(std::string_view name) const noexcept;
};

/// The households, by dense id. Frozen columns of equal length.
struct Households {
    SortedTexts<HouseholdId> ids;
    std::vector<UnitId> unit;
    std::vector<Span> days;
    std::vector<RowPlace> places; ///< of their rows
    Attributes attributes;
    std::vector<std::uint32_t> people_begin;  ///< size + 1 offsets into `people`
    std::vector<PersonId> people;             ///< by the `household` column, undated, ascending
    std::vector<HouseholdId> by_unit;         ///< households of tree units, in the units' preorder, then by id
    std::vector<std::uint32_t> place_by_unit; ///< by household: where it stands in `by_unit`; or `nowhere`
    std::vector<std::uint32_t> by_unit_begin; ///< by preorder number of the unit: offsets into `by_unit`

    static constexpr std::uint32_t nowhere = 0xFFFFFFFFU; ///< its unit is not in the tree

    [[nodiscard]] std::size_t size() const noexcept { return unit.size(); }
    /// Everyone whose `household` column names it, on whatever day.
    [[nodiscard]] std::span<const PersonId> people_of(HouseholdId household) const noexcept {
        const std::size_t h = household.index();
        return {people.data() + people_begin[h], people_begin[h + 1] - people_begin[h]};
    }
};

/// The people, by dense id. Frozen columns of equal length.
struct People {
    SortedTexts<PersonId> ids;
    TextPool names;
    std::vector<Gender> gender;
    std::vector<HouseholdId> household; ///< none when empty or not in the households table
    std::vector<SubjectId>
        household_subject;    ///< the `household` column as a subject, known or not; none if no entry can be about it
    std::vector<UnitId> unit; ///< her household's unit, else her own; none if neither
    std::vector<Span> days;
    Attributes attributes;

    [[nodiscard]] std::size_t size() const noexcept { return unit.size(); }
};

} // namespace jifen
