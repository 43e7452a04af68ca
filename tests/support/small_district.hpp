#pragma once

#include "jifen/district/builder.hpp"
#include "jifen/district/reader.hpp"
#include "jifen/rulebook/rulebook.hpp"
#include "jifen/tables/csv_reader.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

/// \file
/// Small districts and rulebooks from short text, so that a test shows all that it is about.

namespace jifen::testing_support {

/// The tables of a district as CSV text; an empty one is not there. The default units are a district D with the
/// townships T1 (grids G1, G2) and T2 (grid G3).
struct Tables {
    std::string units = "unit,parent,level,name\n"
                        "D,,district,\n"
                        "T1,D,township,\n"
                        "T2,D,township,\n"
                        "G1,T1,grid,\n"
                        "G2,T1,grid,\n"
                        "G3,T2,grid,\n";
    std::string households = {};
    std::string people = {};
    std::string roles = {};
    std::string links = {};
    std::string ledger = {};
    std::string knowledge = {};
};

inline void add_table(DistrictBuilder& builder, InputTable table, const std::string& text) {
    if (text.empty()) return;
    const std::string name(file_name(table));
    CsvReader reader(text, name);
    read_table(builder, table, reader, name);
}

/// Freezes the tables whatever their rows' faults.
inline District load(const Tables& tables, const SpillOptions& spill = {}) {
    DistrictBuilder builder;
    if (!spill.folder.empty()) builder.spill_ledger(spill);
    add_table(builder, InputTable::units, tables.units);
    add_table(builder, InputTable::households, tables.households);
    add_table(builder, InputTable::people, tables.people);
    add_table(builder, InputTable::roles, tables.roles);
    add_table(builder, InputTable::links, tables.links);
    add_table(builder, InputTable::ledger, tables.ledger);
    add_table(builder, InputTable::knowledge, tables.knowledge);
    return builder.freeze();
}

/// The same for tables that are meant to be right: a row that is not accepted fails the test.
inline District district_of(const Tables& tables) {
    District district = load(tables);
    for (const Diagnostic& diagnostic : district.report().diagnostics) ADD_FAILURE() << to_string(diagnostic);
    return district;
}

/// A rulebook for holders of `leader` and `member`, of which `rest` is all but the head.
inline Rulebook rules_of(std::string_view rest) {
    return parse_rulebook("jifen = 1\ncode = \"test\"\napplies_to = [\"leader\", \"member\"]\n" + std::string(rest),
                          "test.toml");
}

inline Day day_of(std::string_view text) {
    const auto day = Day::parse(text);
    if (!day) throw ArgumentError("day", std::string(text), "not a day");
    return *day;
}

inline Points points_of(std::string_view text) {
    const auto points = Points::parse(text);
    if (!points) throw ArgumentError("points", std::string(text), "not points");
    return *points;
}

/// Random numbers that are the same on every platform (splitmix64).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    /// From `low` to `high`, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    /// True once in `times`.
    bool one_in(std::size_t times) { return below(times) == 0; }
    template <class List>
    const auto& one_of(const List& list) {
        return list[below(std::size(list))];
    }

private:
    std::uint64_t state_;
};

} // namespace jifen::testing_support
