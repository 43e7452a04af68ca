#include "rulebook/values.hpp"

#include "jifen/core/exact.hpp"
#include "jifen/core/text.hpp"

namespace jifen::rulebook_reading {

namespace {

/// Digits behind the point of a plain decimal.
std::size_t fraction_digits(std::string_view decimal) {
    const std::size_t point = decimal.find('.');
    return point == std::string_view::npos ? 0 : decimal.size() - point - 1;
}

bool is_finite(const Node& number) { return !number.text.ends_with("nan") && !number.text.ends_with("inf"); }

std::string said(std::string_view what, const Node& node) { return std::string(what) + " is " + shown(node); }

/// A decimal in units of 10^-digits within [least, most]; nullopt is reported with `range`, which says what is allowed.
std::optional<std::int64_t> read_decimal(Report& report, const Node& node, std::string_view what, int digits,
                                         std::int64_t least, std::int64_t most, std::string_view range) {
    if (!node.is_number()) {
        wrong_type(report, node, what, "a number");
        return std::nullopt;
    }
    const auto value = parse_decimal(node.text, digits, true);
    if (value && *value >= least && *value <= most) return value;
    std::string remedy;
    if (is_finite(node) && fraction_digits(node.text) > static_cast<std::size_t>(digits)) {
        remedy = "write at most " + std::to_string(digits) + " digits behind the point";
    }
    report.error(node.place, "bad_number", said(what, node) + "; " + std::string(range), bare_value(node), remedy);
    return std::nullopt;
}

bool has_control_character(std::string_view text) {
    unsigned char before = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) return true;
        // U+0080 to U+009F are control characters too; in UTF-8 they are C2 80 to C2 9F.
        if (before == 0xC2 && byte < 0xA0) return true;
        before = byte;
    }
    return false;
}

} // namespace

void wrong_type(Report& report, const Node& node, std::string_view what, std::string_view expected,
                std::string_view remedy) {
    if (node.is(NodeKind::broken)) return;
    std::string message =
        std::string(what) + ": " + std::string(expected) + " is expected, this is " + std::string(name_of(node.kind));
    const std::string value = bare_value(node);
    if (!value.empty() || node.is(NodeKind::text)) message += ": " + shown(node);
    report.error(node.place, "wrong_type", std::move(message), value, remedy);
}

std::optional<Points> read_points(Report& report, const Node& node, std::string_view what) {
    if (!node.is_number()) {
        wrong_type(report, node, what, "a number of points",
                   node.is(NodeKind::text) ? "write the number without quotes" : "");
        return std::nullopt;
    }
    if (const auto points = Points::parse(node.text)) return points;
    std::string reason;
    if (!is_finite(node)) {
        reason = "that is not a number of points";
    } else if (fraction_digits(node.text) > 3) {
        reason = "points are whole thousandths, at most 3 digits behind the point";
    } else {
        reason = "points reach from -9223372036854775.808 to 9223372036854775.807";
        constexpr std::size_t longest = 24; // more digits are of an exponent, which says it all
        if (node.is(NodeKind::decimal) && bare_value(node) != node.text && node.text.size() <= longest) {
            reason += ", and as a decimal of TOML this is " + node.text;
        }
    }
    report.error(node.place, "bad_points", said(what, node) + "; " + reason, bare_value(node),
                 "write a number such as 2, 0.5 or -1.125");
    return std::nullopt;
}

std::optional<Quantity> read_threshold(Report& report, const Node& node, std::string_view what) {
    const auto value = read_decimal(report, node, what, 3, 1, Quantity::max_thousandths,
                                    "a threshold is above 0, at most 1000000000, in whole thousandths");
    return value ? std::optional(Quantity::thousandths(*value)) : std::nullopt;
}

std::optional<std::int64_t> read_weight(Report& report, const Node& node, std::string_view what) {
    return read_decimal(report, node, what, 9, 0, 1'000'000'000'000'000'000,
                        "a weight is 0 to 1000000000 with at most 9 digits behind the point");
}

std::optional<std::int64_t> read_integer(Report& report, const Node& node, std::string_view what, std::int64_t least,
                                         std::int64_t most) {
    if (!node.is(NodeKind::integer)) {
        wrong_type(report, node, what, "a whole number");
        return std::nullopt;
    }
    const std::int64_t value = parse_decimal(node.text, 0, true).value(); // TOML's have 64 bits
    if (value >= least && value <= most) return value;
    report.error(node.place, "bad_number",
                 said(what, node) + "; it is " + std::to_string(least) + " to " + std::to_string(most), node.text);
    return std::nullopt;
}

std::optional<bool> read_flag(Report& report, const Node& node, std::string_view what) {
    if (node.is(NodeKind::boolean)) return node.truth;
    wrong_type(report, node, what, "true or false", node.is(NodeKind::text) ? "write it without quotes" : "");
    return std::nullopt;
}

std::optional<Day> read_day(Report& report, const Node& node, std::string_view what) {
    if (!node.is(NodeKind::date)) {
        wrong_type(report, node, what, "a date", "write a plain date such as 2023-01-01, without quotes and time");
        return std::nullopt;
    }
    const auto day = Day::from_civil(node.date.year, node.date.month, node.date.day);
    if (!day) {
        report.error(node.place, "bad_date", said(what, node) + "; dates reach from 1900-01-01 to 2199-12-31",
                     node.text, "for \"always\" or \"still\", leave the key out");
    }
    return day;
}

std::optional<std::string> read_text(Report& report, const Node& node, std::string_view what) {
    if (node.is(NodeKind::text)) return node.text;
    wrong_type(report, node, what, "a text",
               node.is_number() || node.is(NodeKind::boolean) || node.is(NodeKind::date) ? "write it in double quotes"
                                                                                         : "");
    return std::nullopt;
}

std::optional<std::string> read_word(Report& report, const Node& node, std::string_view what) {
    auto text = read_text(report, node, what);
    if (!text) return std::nullopt;
    if (!text->empty() && !has_control_character(*text)) return text;
    report.error(node.place, "bad_word",
                 said(what, node) + "; " + (text->empty() ? "a word is not empty" : "a word has no control characters"),
                 *text);
    return std::nullopt;
}

std::optional<std::string> read_id(Report& report, const Node& node, std::string_view what) {
    auto text = read_text(report, node, what);
    if (!text) return std::nullopt;
    const std::string_view why = why_not_an_id(*text);
    if (why.empty()) return text;
    report.error(node.place, "bad_id", said(what, node) + "; " + std::string(why), *text,
                 "a code has 1 to 64 bytes and no control characters");
    return std::nullopt;
}

} // namespace jifen::rulebook_reading
