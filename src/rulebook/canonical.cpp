#include "rulebook/canonical.hpp"

#include "jifen/core/json.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace jifen::rulebook_reading {

namespace {

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
        out += node.text == "-0" ? "0" : node.text; // `1.50` was read as `1.5`, `2.0` as `2`
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
