#include "rulebook/canonical.hpp"

#include "jifen/core/json.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace jifen::rulebook_reading {

namespace {

/// A plain decimal without what says nothing: `1.50` is `1.5`, `2.0` is `2`, `-0.0` is `0`.
void append_number(std::string& out, std::string_view number) {
    if (number.find('.') != std::string_view::npos) {
        while (number.ends_with('0')) number.remove_suffix(1);
        if (number.ends_with('.')) number.remove_suffix(1);
    }
    out += number == "-0" ? std::string_view("0") : number;
}

void append(std::string& out, const Node& node) {
    switch (node.kind) {
    case NodeKind::table: {
        std::vector<const Member*> members;
        members.reserve(node.members.size());
        for (const Member& member : node.members) members.push_back(&member);
        std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
        out += '{';
        for (const Member* const member : members) {
            if (member != members.front()) out += ',';
            append_json_string(out, member->key);
            out += ':';
            append(out, member->value);
        }
        out += '}';
        break;
    }
    case NodeKind::list:
        out += '[';
        for (const Node& element : node.elements) {
            if (&element != &node.elements.front()) out += ',';
            append(out, element);
        }
        out += ']';
        break;
    case NodeKind::integer:
    case NodeKind::decimal:
        append_number(out, node.text);
        break;
    case NodeKind::boolean:
        out += node.text;
        break;
    case NodeKind::text:
    case NodeKind::date:
    case NodeKind::time:
    case NodeKind::date_time:
    case NodeKind::broken:
        append_json_string(out, node.text);
        break;
    }
}

} // namespace

std::string canonical_json(const Node& root) {
    std::string out;
    append(out, root);
    return out;
}

} // namespace jifen::rulebook_reading
