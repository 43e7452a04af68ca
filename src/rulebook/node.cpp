#include "rulebook/node.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>

namespace jifen::rulebook_reading {

const Member* Node::find(std::string_view key) const noexcept {
    const auto found = std::find_if(members.begin(), members.end(), [key](const Member& m) { return m.key == key; });
    return found == members.end() ? nullptr : &*found;
}

std::string_view name_of(NodeKind kind) noexcept {
    switch (kind) {
    case NodeKind::table:
        return "a table";
    case NodeKind::list:
        return "a list";
    case NodeKind::text:
        return "a text";
    case NodeKind::integer:
    case NodeKind::decimal:
        return "a number";
    case NodeKind::boolean:
        return "true or false";
    case NodeKind::date:
        return "a date";
    case NodeKind::time:
        return "a time";
    case NodeKind::date_time:
        return "a date with a time";
    case NodeKind::broken:
        break;
    }
    return "not readable";
}

std::size_t offset_of_column(std::string_view line, std::int64_t column) noexcept {
    const auto is_it = [&column](char byte) { return begins_character(byte) && --column == 0; };
    return static_cast<std::size_t>(std::find_if(line.begin(), line.end(), is_it) - line.begin());
}

std::string shown(const Node& node) { return node.is(NodeKind::text) ? shown(node.text) : bare_value(node); }

std::string shown(std::string_view text) { return jifen::in_quotes(mask_long_numbers(text)); }

std::string bare_value(const Node& node) { return node.shown.empty() ? node.text : node.shown; }

} // namespace jifen::rulebook_reading
