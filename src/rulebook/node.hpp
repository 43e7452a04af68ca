#pragma once

#include "jifen/core/day.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// A TOML text as a plain tree: all that the readers of the rulebook know of TOML. Made by `parse_toml`.

namespace jifen::rulebook_reading {

/// A place in the rulebook text, both 1-based; columns count characters, not bytes.
struct Place {
    std::int64_t line = 1;
    std::int64_t column = 1;
    friend constexpr auto operator<=>(const Place&, const Place&) = default;
};

enum class NodeKind : std::uint8_t {
    table,
    list,
    text,
    integer,
    decimal,
    boolean,
    date,
    time,
    date_time,
    broken ///< its text had a syntax error, which has been reported: every reader passes it in silence
};

/// Whether it is the first byte of a character in UTF-8.
[[nodiscard]] constexpr bool begins_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// The offset of the character in that column of a line; the end of the text where it has none.
[[nodiscard]] std::size_t offset_of_column(std::string_view line, std::int64_t column) noexcept;

struct Member;

/// A value with its place. A number keeps its exact plain decimal, so that no reader ever rounds.
struct Node {
    NodeKind kind = NodeKind::broken;
    bool truth = false;          ///< of a boolean
    bool partial = false;        ///< of a table: only what one refused header says of it; the rest stands elsewhere
    CivilDate date;              ///< of a date: a real day, its year not yet checked
    Place place;                 ///< where the value begins; of a table with a header, the header
    std::string text;            ///< a text's content; a number as a plain decimal, or `nan`, `inf`, `-inf`
    std::string shown;           ///< the value as messages show it; empty: as `text`
    std::vector<Member> members; ///< of a table, in file order
    std::vector<Node> elements;  ///< of a list

    [[nodiscard]] bool is(NodeKind wanted) const noexcept { return kind == wanted; }
    [[nodiscard]] bool is_number() const noexcept { return kind == NodeKind::integer || kind == NodeKind::decimal; }
    /// The member of that key, or nullptr.
    [[nodiscard]] const Member* find(std::string_view key) const noexcept;
};

struct Member {
    std::string key;
    Place place; ///< of the key
    Node value;
};

/// "a number", "a text", …: what a node is, for messages.
[[nodiscard]] std::string_view name_of(NodeKind kind) noexcept;

/// The value as a message shows it: a text in quotes with long numbers masked, a number as it is, since a message must
/// say how it was read; nothing for a list or table.
[[nodiscard]] std::string shown(const Node& node);
/// A text of the rulebook as a message shows it: in quotes, long numbers masked.
[[nodiscard]] std::string shown(std::string_view text);

/// The bare value for `Diagnostic::value`: the text or number; empty for a list or table.
[[nodiscard]] std::string bare_value(const Node& node);

} // namespace jifen::rulebook_reading
