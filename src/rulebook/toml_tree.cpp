#include "rulebook/toml_tree.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <vector>

// The only file that includes toml++, which costs seconds to compile.
//
// toml++ 3.3 asserts about its input in places where its own next lines report the same as a syntax error (`[ # x`,
// `= [ }`); without assertions it tells the optimiser that such input does not exist. Here both are switched off, so
// that it reports. Its namespace gets a name of our own: a program that links us may use toml++ set up in another way.
#undef NDEBUG
#define TOML_ASSERT(condition) static_assert(true)
#define TOML_EXCEPTIONS 0
// Else toml++ reads numbers through a stream, which takes std::bad_alloc for a number that cannot be read.
#define TOML_FLOAT_CHARCONV 1
#ifndef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#endif
#define toml jifen_private_toml
#include <toml++/toml.h>

namespace jifen::rulebook_reading {

namespace {

Place place_of(const toml::source_position& position) {
    return {static_cast<std::int64_t>(position.line), static_cast<std::int64_t>(position.column)};
}

/// The shortest decimals that read back as the same double (SPEC §3): plain for reading, short for messages.
void set_decimal(Node& node, double value) {
    if (!std::isfinite(value)) {
        node.text = std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
        return;
    }
    char digits[400]; // 1.8e308 has 309 digits, 5e-324 has 326 characters
    node.text.assign(digits, std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed).ptr);
    constexpr std::size_t longest_shown = 24; // 1e300 is not shown with its 301 digits
    if (node.text.size() > longest_shown)
        node.shown.assign(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// The text of a rulebook by lines, to show numbers as they are written there.
class Lines {
public:
    explicit Lines(std::string_view text) noexcept : text_(text) {}

    /// The number at a place; empty when it is too long to show or too far to the right to look for.
    [[nodiscard]] std::string_view number_at(Place place) {
        constexpr std::int64_t rightmost = 2000;
        constexpr std::size_t longest = 60;
        if (begins_.empty()) find_lines();
        const auto line = static_cast<std::size_t>(place.line - 1);
        if (place.column > rightmost) return {};
        std::string_view rest = text_.substr(begins_.at(line));
        rest = rest.substr(offset_of_column(rest, place.column), longest + 1);
        const std::string_view number = rest.substr(0, rest.find_first_not_of("0123456789+-._eE"));
        return number.size() > longest ? std::string_view() : number;
    }

private:
    void find_lines() {
        for (std::size_t at = 0; at != std::string_view::npos;) {
            begins_.push_back(at);
            const std::size_t line_end = text_.find('\n', at);
            at = line_end == std::string_view::npos ? line_end : line_end + 1;
        }
    }

    std::string_view text_;
    std::vector<std::size_t> begins_; ///< of each line; found when first asked for
};

template <class T>
std::string printed(const T& value) {
    std::ostringstream out;
    out.exceptions(std::ios_base::badbit); // std::bad_alloc comes out; else it would cut the text short
    out.imbue(std::locale::classic());
    out << value;
    return out.str();
}

Node convert(const toml::node& from, Lines& lines);

void convert_table(const toml::table& table, Node& node, Lines& lines) {
    node.members.reserve(table.size());
    for (const auto& [key, value] : table) {
        node.members.push_back({std::string(key.str()), place_of(key.source().begin), convert(value, lines)});
    }
    // toml++ keeps keys in alphabetical order; people think in file order.
    std::stable_sort(node.members.begin(), node.members.end(),
                     [](const Member& a, const Member& b) { return a.place < b.place; });
}

Node convert(const toml::node& from, Lines& lines) {
    Node node;
    node.place = place_of(from.source().begin);
    switch (from.type()) {
    case toml::node_type::table:
        node.kind = NodeKind::table;
        convert_table(*from.as_table(), node, lines);
        break;
    case toml::node_type::array:
        node.kind = NodeKind::list;
        node.elements.reserve(from.as_array()->size());
        for (const toml::node& element : *from.as_array()) node.elements.push_back(convert(element, lines));
        break;
    case toml::node_type::string:
        node.kind = NodeKind::text;
        node.text = from.as_string()->get();
        break;
    case toml::node_type::integer:
        node.kind = NodeKind::integer;
        node.text = std::to_string(from.as_integer()->get());
        break;
    case toml::node_type::floating_point:
        node.kind = NodeKind::decimal;
        set_decimal(node, from.as_floating_point()->get());
        if (std::isfinite(from.as_floating_point()->get())) {
            if (const auto written = lines.number_at(node.place); !written.empty()) node.shown = written;
        }
        break;
    case toml::node_type::boolean:
        node.kind = NodeKind::boolean;
        node.truth = from.as_boolean()->get();
        node.text = node.truth ? "true" : "false";
        break;
    case toml::node_type::date: {
        const toml::date& date = from.as_date()->get();
        node.kind = NodeKind::date;
        node.date = {date.year, date.month, date.day};
        node.text = printed(date);
        break;
    }
    case toml::node_type::time:
        node.kind = NodeKind::time;
        node.text = printed(from.as_time()->get());
        break;
    case toml::node_type::date_time:
        node.kind = NodeKind::date_time;
        node.text = printed(from.as_date_time()->get());
        break;
    case toml::node_type::none:
        break;
    }
    return node;
}

} // namespace

std::variant<Node, SyntaxError> parse_toml(std::string_view text) {
    const toml::parse_result result = toml::parse(text);
    if (result) {
        Lines lines(text);
        Node root = convert(result.table(), lines);
        root.place = {1, 1};
        return root;
    }
    std::string_view message = result.error().description();
    constexpr std::string_view opening = "Error while parsing ";
    if (message.starts_with(opening)) message.remove_prefix(opening.size());
    const bool duplicate = message.find("cannot redefine existing") != std::string_view::npos;
    return SyntaxError{place_of(result.error().source().begin), std::string(message), duplicate};
}

} // namespace jifen::rulebook_reading
