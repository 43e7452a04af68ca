#include "rulebook/table_reader.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace jifen::rulebook_reading {

namespace {

std::string listed(std::span<const std::string_view> words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
        out += words[i];
    }
    return out;
}

} // namespace

std::string owner_of(std::string_view kind, const Node& node, std::size_t number) {
    const Member* const code = node.find("code");
    if (code != nullptr && code->value.is(NodeKind::text)) return std::string(kind) + " " + shown(code->value.text);
    if (node.partial) return (kind == "item" ? "an " : "a ") + std::string(kind);
    return std::string(kind) + " " + std::to_string(number + 1);
}

std::string TableReader::what(std::string_view key) const { return std::string(key) + " of " + owner_; }

const Member* TableReader::find(std::string_view key, Need need) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
    const Member* const member = node_->find(key);
    if (member == nullptr && need == Need::required && !node_->partial && !holds_word(context_->lost, key)) {
        report().error(node_->place, "missing_key", owner_ + " has no " + std::string(key), std::string(key),
                       "add the key " + shown(key));
    }
    return member;
}

Heading TableReader::heading() {
    Heading heading;
    heading.line = static_cast<int>(node_->place.line);
    heading.column = static_cast<int>(node_->place.column);
    heading.title = title();
    heading.source = text("source", Need::optional).value_or("");
    return heading;
}

Title TableReader::title() {
    Title title;
    const Member* const member = find("title");
    if (member == nullptr) return title;
    if (member->value.is(NodeKind::text)) {
        title.texts.emplace_back("", member->value.text);
    } else if (member->value.is(NodeKind::table)) {
        for (const Member& text : member->value.members) {
            auto read = read_text(report(), text.value, what("title") + " in language " + shown(text.key));
            if (read) title.texts.emplace_back(text.key, std::move(*read));
        }
    } else {
        wrong_type(report(), member->value, what("title"), "a text, or a table of texts by language");
    }
    return title;
}

std::optional<std::string> TableReader::text(std::string_view key, Need need) {
    const Member* const member = find(key, need);
    return member ? read_text(report(), member->value, what(key)) : std::nullopt;
}

std::optional<std::string> TableReader::word(std::string_view key, Need need) {
    const Member* const member = find(key, need);
    return member ? read_word(report(), member->value, what(key)) : std::nullopt;
}

std::optional<Word> TableReader::code() {
    const Member* const member = find("code", Need::required);
    auto text = member ? read_id(report(), member->value, what("code")) : std::nullopt;
    return text ? std::optional(Word{std::move(*text), member->value.place}) : std::nullopt;
}

std::optional<Points> TableReader::points(std::string_view key, Need need) {
    const Member* const member = find(key, need);
    return member ? read_points(report(), member->value, what(key)) : std::nullopt;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, Need need, std::int64_t least,
                                                 std::int64_t most) {
    const Member* const member = find(key, need);
    return member ? read_integer(report(), member->value, what(key), least, most) : std::nullopt;
}

std::optional<bool> TableReader::flag(std::string_view key) {
    const Member* const member = find(key);
    return member ? read_flag(report(), member->value, what(key)) : std::nullopt;
}

std::optional<Day> TableReader::day(std::string_view key, Need need) {
    const Member* const member = find(key, need);
    return member ? read_day(report(), member->value, what(key)) : std::nullopt;
}

std::optional<Period> TableReader::period(std::string_view key, Need need) {
    std::array<std::string_view, all_periods.size()> words;
    std::transform(all_periods.begin(), all_periods.end(), words.begin(), [](Period p) { return to_string(p); });
    const auto chosen = choose(key, need, words);
    return chosen ? std::optional(all_periods[*chosen]) : std::nullopt;
}

Span TableReader::span(Need from_need) {
    Span span;
    const auto from = day("from", from_need);
    const auto until = day("until", Need::optional);
    if (from) span.from = *from;
    if (until) span.until = *until;
    if (from && until && span.empty()) {
        report().error(node_->find("until")->value.place, "bad_span",
                       owner_ + " ends on " + to_string(*until) + ", not after its beginning on " + to_string(*from),
                       to_string(*until), "until is the first day on which it is no longer in force");
    }
    return span;
}

std::optional<std::size_t> TableReader::choose(std::string_view key, Need need,
                                               std::span<const std::string_view> words) {
    const Member* const member = find(key, need);
    if (member == nullptr) return std::nullopt;
    const auto text = read_text(report(), member->value, what(key));
    if (!text) return std::nullopt;
    const auto at = std::find(words.begin(), words.end(), *text);
    if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
    report().error(member->value.place, "unknown_word", what(key) + " is " + shown(*text) + "; it is " + listed(words),
                   *text, did_you_mean(*text, words));
    return std::nullopt;
}

std::optional<std::vector<Word>> TableReader::words(std::string_view key, Need need) {
    return read_words(key, need, false);
}

std::optional<std::vector<Word>> TableReader::words_or_none(std::string_view key) {
    return read_words(key, Need::optional, true);
}

std::optional<std::vector<Word>> TableReader::read_words(std::string_view key, Need need, bool may_be_empty) {
    const Member* const member = find(key, need);
    if (member == nullptr) return std::nullopt;
    const Node& list = member->value;
    if (!list.is(NodeKind::list)) {
        wrong_type(report(), list, what(key), "a list of texts",
                   list.is(NodeKind::text) ? "write " + std::string(key) + " = [" + shown(list.text) + "]" : "");
        return std::nullopt;
    }
    if (list.elements.empty() && !may_be_empty) {
        report().error(list.place, "empty_list", what(key) + " is an empty list", "[]",
                       need == Need::required ? "name at least one" : "name at least one, or leave the key out");
    }
    std::vector<Word> words;
    std::unordered_map<std::string_view, Place> seen;
    for (const Node& element : list.elements) {
        auto text = read_word(report(), element, "a word in " + what(key));
        if (!text) continue;
        const auto [first, added] = seen.try_emplace(element.text, element.place);
        if (!added) {
            report().error(element.place, "duplicate_word", what(key) + " names " + shown(*text) + " twice", *text,
                           "name it once");
            continue;
        }
        words.push_back({std::move(*text), element.place});
    }
    return words;
}

std::vector<std::string> TableReader::roles_among_applies_to() {
    const auto& applies_to = context_->data.applies_to;
    const auto words = this->words("roles", Need::optional);
    if (!words || words->empty()) return applies_to;
    std::vector<std::string> roles;
    for (const Word& word : *words) {
        roles.push_back(word.text);
        const auto has = [&word](const auto& list) {
            return std::find(list.begin(), list.end(), word.text) != list.end();
        };
        // Where applies_to has no word at all, every role would be wrong: that has been said.
        if (applies_to.empty() || has(applies_to) || has(context_->unusable_roles)) continue;
        const std::vector<std::string_view> candidates(applies_to.begin(), applies_to.end());
        const std::string nearest = did_you_mean(word.text, candidates);
        report().error(word.place, "role_not_in_applies_to",
                       "role " + shown(word.text) + " of " + owner_ + " is not among applies_to", word.text,
                       nearest.empty() ? "add it to applies_to, or leave it out here"
                                       : nearest + " Else add it to applies_to");
    }
    return roles;
}

std::vector<std::string> TableReader::roles() {
    auto words = this->words("roles", Need::optional);
    if (!words || words->empty()) return context_->data.applies_to;
    std::vector<std::string> roles;
    for (Word& word : *words) roles.push_back(std::move(word.text));
    return roles;
}

const Node* TableReader::table(std::string_view key, Need need) {
    const Member* const member = find(key, need);
    if (member == nullptr) return nullptr;
    if (member->value.is(NodeKind::table)) return &member->value;
    wrong_type(report(), member->value, what(key), "a table");
    const bool holds_table = !member->value.elements.empty() && member->value.elements.front().is(NodeKind::table);
    return holds_table ? &member->value.elements.front() : nullptr;
}

std::vector<const Node*> TableReader::table_and_repeated(std::string_view key) {
    std::vector<const Node*> tables;
    if (const Node* const first = table(key)) tables.push_back(first);
    add_repeated(tables, key);
    return tables;
}

void TableReader::add_repeated(std::vector<const Node*>& tables, std::string_view key) const {
    if (node_ != context_->root || context_->repeated.empty()) return;
    for (const Member& member : context_->repeated) {
        if (member.key == key) tables.push_back(&member.value);
    }
    // Parts of tables come last: they are not counted among the tables.
    std::stable_sort(tables.begin(), tables.end(), [](const Node* a, const Node* b) {
        return std::tie(a->partial, a->place) < std::tie(b->partial, b->place);
    });
}

std::vector<const Node*> TableReader::tables(std::string_view key, std::string_view header) {
    std::vector<const Node*> tables;
    const Member* const member = find(key);
    if (member == nullptr) {
        add_repeated(tables, key);
        return tables;
    }
    const Node& node = member->value;
    const std::string remedy = "write " + std::string(header);
    if (node.is(NodeKind::table)) {
        report().error(node.place, "not_a_list",
                       what(key) + " is a single table; there can be several, so a list of tables is expected", {},
                       remedy);
        tables.push_back(&node);
    } else if (!node.is(NodeKind::list)) {
        wrong_type(report(), node, what(key), "a list of tables", remedy);
    }
    for (const Node& element : node.elements) {
        if (element.is(NodeKind::table)) {
            tables.push_back(&element);
        } else {
            wrong_type(report(), element, "an entry of " + what(key), "a table", remedy);
        }
    }
    add_repeated(tables, key);
    return tables;
}

void TableReader::finish() {
    for (const Member& member : node_->members) {
        if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
        const std::string nearest = did_you_mean(member.key, known_);
        report().error(member.place, "unknown_key", "unknown key " + shown(member.key) + " in " + owner_, member.key,
                       nearest.empty() ? "known here: " + listed(known_) : nearest);
    }
}

} // namespace jifen::rulebook_reading
