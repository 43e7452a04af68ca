#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/span.hpp"
#include "jifen/district/row_place.hpp"
#include "jifen/district/rows.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace jifen {

/// A role held by a known person in a unit of the tree (a row of `roles.csv`).
struct RoleHeld {
    RoleWord role;
    UnitId unit;
    Span days;
    SourceWord source; ///< none when empty
    RowPlace place;
};

/// A dated link from one person to another (a row of `links.csv`).
struct Link {
    PersonId target;
    LinkKind kind = LinkKind::leads;
    Span days;
};

/// Rows of one kind clustered by person: those of person p are [begin[p], begin[p + 1]).
template <class RowType>
struct ByPerson {
    std::vector<std::uint64_t> begin;
    std::vector<RowType> rows;

    [[nodiscard]] std::span<const RowType> of(PersonId person) const noexcept {
        const std::size_t p = person.index();
        return {rows.data() + begin[p], static_cast<std::size_t>(begin[p + 1] - begin[p])};
    }
};

/// A row that names something unknown, or joins a person to herself: it counts nowhere (SPEC §1) but for the checks.
struct Dangling {
    RowPlace place;
    std::string code; ///< `unknown_person`, `unknown_unit`, `unknown_household` or `link_to_herself`
    std::string column;
    std::string value;
    std::string reason;
};

} // namespace jifen
