#pragma once

#include "jifen/core/quantity.hpp"
#include "jifen/core/span.hpp"
#include "jifen/core/stage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// \file
/// What one row of each input table says (SPEC §1), before ids are dense. The texts are valid only while it is handed
/// over. `line` is for messages: the 1-based line of its file; 0 if it comes from none, then the builder counts.

namespace jifen {

enum class Gender : std::uint8_t { unknown, female, male };
enum class LinkKind : std::uint8_t { leads, serves };
enum class Verified : std::uint8_t { unknown, yes, no };

/// The seven input tables, in the order in which they are listed in SPEC §1.
enum class InputTable : std::uint8_t { units, households, people, roles, links, ledger, knowledge };
inline constexpr std::size_t input_table_count = 7;
/// `units.csv`, …
[[nodiscard]] std::string_view file_name(InputTable table) noexcept;
/// `units`, …
[[nodiscard]] std::string_view table_name(InputTable table) noexcept;

[[nodiscard]] std::string_view to_string(Gender gender) noexcept;
[[nodiscard]] std::string_view to_string(LinkKind kind) noexcept;
[[nodiscard]] std::string_view to_string(Verified verified) noexcept;
[[nodiscard]] std::string_view to_string(Stage stage) noexcept;
[[nodiscard]] std::optional<Gender> parse_gender(std::string_view text) noexcept;
[[nodiscard]] std::optional<LinkKind> parse_link_kind(std::string_view text) noexcept;
[[nodiscard]] std::optional<Verified> parse_verified(std::string_view text) noexcept;
[[nodiscard]] std::optional<Stage> parse_stage(std::string_view text) noexcept;

struct UnitRow {
    std::string_view unit, parent, level, name;
    std::int64_t line = 0;
};

struct HouseholdRow {
    std::string_view household, unit;
    Span days;
    std::span<const std::string_view> attributes = {}; ///< as many as were declared
    std::int64_t line = 0;
};

struct PersonRow {
    std::string_view person, name;
    Gender gender = Gender::unknown;
    std::string_view household, unit;
    Span days;
    std::span<const std::string_view> attributes = {};
    std::int64_t line = 0;
};

struct RoleRow {
    std::string_view person, role, unit;
    Span days;
    std::string_view source;
    std::int64_t line = 0;
};

struct LinkRow {
    std::string_view source, target;
    LinkKind kind = LinkKind::leads;
    Span days;
    std::int64_t line = 0;
};

struct EntryRow {
    std::string_view entry;
    Day date;
    std::string_view actor, item;
    Quantity quantity;
    std::string_view level, subject, channel;
    Verified verified = Verified::unknown;
    std::string_view act;
    std::optional<Day> recorded; ///< default: date
    std::string_view cancels, note;
    std::int64_t line = 0;
};

struct KnowledgeRow {
    std::string_view record;
    Day date;
    std::string_view knower;
    Stage stage = Stage::people;
    std::string_view subject, object;
    std::int64_t line = 0;
};

} // namespace jifen
