#pragma once

#include "jifen/district/rows.hpp"

#include <array>
#include <functional>
#include <string_view>

/// \file
/// How a generator hands out the rows of the seven tables (SPEC §1): as they go into a DistrictBuilder.

namespace jifen::synthetic {

/// The attributes of households: the main cause of difficulty in the ledger of households; mostly empty.
inline constexpr std::array<std::string_view, 1> household_attributes{"difficulty"};
/// The attributes of people: the year of birth.
inline constexpr std::array<std::string_view, 1> people_attributes{"born"};

/// Takes rows one by one. Their texts are UTF-8 and are valid only until it returns.
template <class Row>
using RowSink = std::function<void(const Row&)>;

/// Where the rows of a grid go, by table.
struct GridSinks {
    RowSink<HouseholdRow> households;
    RowSink<PersonRow> people;
    RowSink<RoleRow> roles;
    RowSink<LinkRow> links;
    RowSink<EntryRow> ledger;
    RowSink<KnowledgeRow> knowledge;
};

} // namespace jifen::synthetic
