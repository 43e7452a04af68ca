#pragma once

#include "jifen/core/quantity.hpp"
#include "jifen/core/span.hpp"

#include <functional>
#include <optional>
#include <string_view>

/// \file
/// The rows of the seven tables (SPEC §1) as values, as a generator hands them out. Texts are UTF-8 and are valid only
/// until the sink returns; an empty text is an empty cell.

namespace jifen::synthetic {

struct UnitRow {
    std::string_view unit, parent, level, name;
};

struct HouseholdRow {
    std::string_view household, unit;
    Span span;
    std::string_view difficulty; ///< attribute: the main cause of difficulty in the ledger of households; mostly empty
};

struct PersonRow {
    std::string_view person, name, gender, household, unit;
    Span span;
    int born = 0; ///< attribute: the year
};

struct RoleRow {
    std::string_view person, role, unit;
    Span span;
    std::string_view source;
};

struct LinkRow {
    std::string_view source, target, kind;
    Span span;
};

struct EntryRow {
    std::string_view entry;
    Day date;
    std::string_view actor, item;
    std::optional<Quantity> quantity; ///< nullopt: an empty cell, which means 1
    std::string_view level, subject, channel;
    std::optional<bool> verified; ///< nullopt: an empty cell
    std::string_view act;
    std::optional<Day> recorded; ///< nullopt: an empty cell, which means `date`
    std::string_view cancels, note;
};

struct KnowledgeRow {
    std::string_view record;
    Day date;
    std::string_view knower, stage, subject, object;
};

template <class Row>
using RowSink = std::function<void(const Row&)>;

} // namespace jifen::synthetic
