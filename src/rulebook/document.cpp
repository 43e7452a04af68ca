#include "rulebook/document.hpp"

#include "jifen/core/text.hpp"
#include "rulebook/context.hpp"
#include "rulebook/statements.hpp"
#include "rulebook/toml_tree.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jifen::rulebook_reading {

namespace {

/// The tables of the root, and whether there can be several.
constexpr std::array<std::pair<std::string_view, bool>, 10> sections{{{"total", false},
                                                                      {"category", true},
                                                                      {"item", true},
                                                                      {"exclusive", true},
                                                                      {"linkage", false},
                                                                      {"five_knows", false},
                                                                      {"duty", true},
                                                                      {"composite", false},
                                                                      {"grade", true},
                                                                      {"selection", true}}};

Place place_at(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::string_view line = before.substr(before.rfind('\n') + 1); // npos + 1 is 0
    return {1 + std::count(before.begin(), before.end(), '\n'),
            1 + std::count_if(line.begin(), line.end(), begins_character)};
}

std::size_t offset_at(std::string_view text, Place place) {
    std::size_t at = 0;
    for (std::int64_t line = 1; line < place.line; ++line) at = text.find('\n', at) + 1;
    return at + offset_of_column(text.substr(at), place.column);
}

/// The same place, or the end of its line where the line is shorter: toml++ counts the end of the file as a character
/// behind the last line end.
Place inside_line(std::string_view text, Place place) {
    const std::size_t begin = offset_at(text, {place.line, 1});
    const std::string_view line = text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
    const std::int64_t characters = std::count_if(line.begin(), line.end(), begins_character);
    return {place.line, std::min(place.column, characters + 1)};
}

std::size_t longest_run(std::string_view text, char of) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == of ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

/// The whole character that begins at an offset.
std::string character_at(std::string_view text, std::size_t offset) {
    std::size_t end = offset + 1;
    while (end < text.size() && !begins_character(text[end])) ++end;
    return std::string(text.substr(offset, end - offset));
}

std::string_view without_blanks_behind(std::string_view line) {
    return line.substr(0, line.find_last_not_of(" \t\r") + 1); // npos + 1 is 0
}

/// The line around an offset, without blanks at its ends.
std::string_view line_around(std::string_view text, std::size_t offset) {
    const std::size_t begin = text.substr(0, offset).rfind('\n') + 1; // npos + 1 is 0
    std::string_view line = text.substr(begin, text.find('\n', offset) - begin);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    return without_blanks_behind(line);
}

/// The names of a table header from the root down, as far as it can be made out.
struct HeaderName {
    std::vector<std::string> path; ///< empty when a name cannot be read
    std::size_t end = 0;           ///< offset in the header behind the last of them
};

HeaderName name_of_header(std::string_view head) {
    const auto behind = [head](std::string_view characters, std::size_t at) {
        return std::min(head.find_first_not_of(characters, at), head.size());
    };
    HeaderName name;
    for (std::size_t at = behind("[ \t", 0);; at = behind(" \t", at + 1)) {
        const char quote = at < head.size() && (head[at] == '"' || head[at] == '\'') ? head[at] : '\0';
        const std::size_t begin = quote != '\0' ? at + 1 : at;
        const std::size_t closing = quote != '\0' ? head.find(quote, begin) : std::string_view::npos;
        const std::size_t end = closing != std::string_view::npos ? closing : behind(bare_letters, begin);
        name.path.emplace_back(head.substr(begin, end - begin));
        name.end = closing != std::string_view::npos ? closing + 1 : end;
        at = behind(" \t", name.end);
        // A name with an escape or a quote in it is none of ours.
        if (name.path.back().empty() || name.path.back().find_first_of("\\\"") != std::string::npos) return {};
        if (at >= head.size() || head[at] != '.') return name;
    }
}

/// The names as a header writes them.
std::string dotted(const std::vector<std::string>& path) {
    std::string out;
    for (const std::string& name : path) {
        const bool bare = name.find_first_not_of(bare_letters) == std::string::npos;
        out += out.empty() ? "" : ".";
        out += bare ? name : '"' + name + '"';
    }
    return out;
}

/// The table of the root that a header of that path is about, with nothing in it but what stands under the header.
Node part_of_root(const std::vector<std::string>& path, bool is_listed, Node body) {
    for (std::size_t depth = path.size() - 1; depth > 0; --depth) {
        Node above;
        above.kind = NodeKind::table;
        above.partial = true;
        above.place = body.place;
        if (is_listed) {
            Node list;
            list.kind = NodeKind::list;
            list.place = body.place;
            list.elements.push_back(std::move(body));
            body = std::move(list);
        }
        above.members.push_back({path[depth], above.place, std::move(body)});
        body = std::move(above);
        is_listed = path[depth - 1] == "caps" || path[depth - 1] == "points"; // the lists of tables below the root
    }
    return body;
}

/// Blanks keep every other byte where it is.
void blank_out(std::string& text, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        if (text[i] != '\n') text[i] = ' ';
    }
}

/// Parses, takes a statement with a syntax error out, and parses again. Bytes and line ends stay where they are, so
/// that places stay true.
class Repair {
public:
    Repair(std::string_view toml, Report& report) : text_(toml), report_(report) {}

    Document run() {
        Document document;
        for (int errors = 0; errors < most_syntax_errors; ++errors) {
            auto parsed = parse();
            if (Node* const root = std::get_if<Node>(&parsed)) {
                document.root = std::move(*root);
                mark_broken(document.root);
                take_repeated(document);
                document.lost = std::move(lost_);
                document.unread = document.lost + values_;
                return document;
            }
            take_out(std::get<SyntaxError>(parsed));
        }
        document.readable = false;
        report_.error({1, 1}, "too_many_syntax_errors",
                      "the rulebook has " + std::to_string(most_syntax_errors) +
                          " syntax errors or more; what follows them was not read",
                      std::to_string(most_syntax_errors), "repair the syntax errors listed, then read it again");
        return document;
    }

private:
    std::variant<Node, SyntaxError> parse() {
        StatementScanner scanner(text_);
        while (const auto statement = scanner.next()) {
            if (statement->refused != Refusal::none) return refusal(*statement);
        }
        auto parsed = parse_toml(text_);
        if (auto* const error = std::get_if<SyntaxError>(&parsed)) error->place = inside_line(text_, error->place);
        return parsed;
    }

    [[nodiscard]] SyntaxError refusal(const Statement& statement) const {
        SyntaxError error{place_at(text_, statement.refused_at), {}, false};
        switch (statement.refused) {
        case Refusal::too_deep:
            error.message = "lists and tables nest more than " + std::to_string(StatementScanner::most_nested) +
                            " deep, or a key has more than " + std::to_string(StatementScanner::most_dots) + " dots";
            break;
        case Refusal::wrong_bracket:
            error.message =
                text_[statement.refused_at] == '}' ? "'}' where ']' is expected" : "']' where '}' is expected";
            break;
        case Refusal::not_ascii:
            error.message =
                "the character '" + character_at(text_, statement.refused_at) + "' stands outside of a text";
            break;
        case Refusal::none:
            break;
        }
        return error;
    }

    /// The statement with the error, and the next header behind it.
    struct Hit {
        std::optional<Statement> statement;
        std::optional<Statement> following;
    };

    Hit find_hit(std::size_t offset) const {
        Hit hit;
        StatementScanner scanner(text_);
        while (auto statement = scanner.next()) {
            // What is never closed is wrong for sure, even if toml++ noticed it only much later.
            const bool found = hit.statement && (hit.statement->cut || statement->begin > offset);
            if (!found) {
                hit.statement = statement;
            } else if (statement->header) {
                hit.following = statement;
                break;
            }
        }
        return hit;
    }

    [[nodiscard]] std::string_view head_of(const Statement& statement) const {
        std::string_view head = std::string_view(text_).substr(statement.begin, statement.end - statement.begin);
        if (!statement.header) head = head.substr(0, head.find('='));
        if (statement.header) head = head.substr(0, head.find('#'));
        return without_blanks_behind(head);
    }

    /// Where the key of the same table, or the header, was given before.
    [[nodiscard]] std::optional<Place> first_given(const Statement& second) const {
        std::optional<Place> first;
        const std::string_view head = head_of(second);
        StatementScanner scanner(text_);
        for (auto statement = scanner.next(); statement->begin < second.begin; statement = scanner.next()) {
            if (statement->header && !second.header) first.reset();
            if (statement->header == second.header && !first && head_of(*statement) == head) {
                first = place_at(text_, statement->begin);
            }
        }
        return first;
    }

    void take_out(const SyntaxError& error) {
        const std::size_t offset = offset_at(text_, error.place);
        const Hit hit = find_hit(offset);
        if (!hit.statement || hit.statement->begin > offset || (offset > hit.statement->end && !hit.statement->cut)) {
            // Only a comment can be wrong where there is no statement.
            report_syntax(error, offset, std::nullopt);
            const std::size_t from = hit.statement && hit.statement->end <= offset ? hit.statement->end : 0;
            blank_out(text_, from, std::min(text_.find('\n', offset), text_.size()));
            return;
        }
        const Statement& statement = *hit.statement;
        if (statement.header) {
            error.duplicate ? report_duplicate(error, statement) : report_syntax(error, offset, statement);
            mend_header(statement, hit.following ? hit.following->begin : text_.size(), error.duplicate);
            return;
        }
        const bool has_value = statement.value < statement.end;
        if (error.duplicate && offset <= statement.value) {
            report_duplicate(error, statement);
            blank_out(text_, statement.begin, statement.end); // the first one stands: nothing is lost
            return;
        }
        report_syntax(error, offset, statement);
        if (has_value && offset >= statement.value) {
            broken_.insert(place_at(text_, statement.value));
            values_.append(text_, statement.value, statement.end - statement.value).push_back('\n');
            if (statement.cut) lose(statement.value, statement.end);
            blank_out(text_, statement.value, statement.end);
            text_[statement.value] = '0';
            return;
        }
        lose(statement.begin, statement.end);
    }

    void lose(std::size_t begin, std::size_t end) {
        lost_.append(text_, begin, end - begin).push_back('\n');
        blank_out(text_, begin, end);
    }

    /// Writes a header in place of the refused one, so that the content below it is judged all the same; if it names
    /// nothing known, the content is lost. Only the columns of the header's own line change.
    void mend_header(const Statement& statement, std::size_t body_end, bool taken) {
        const std::string_view head = head_of(statement);
        const HeaderName name = name_of_header(head);
        const auto section = std::find_if(sections.begin(), sections.end(), [&name](const auto& known) {
            return !name.path.empty() && known.first == name.path.front();
        });
        // A malformed header may, once rewritten, turn out to be taken; nothing is tried twice.
        auto& tried = taken ? renamed_ : rewritten_;
        if (section == sections.end() || !tried.insert(place_at(text_, statement.begin).line).second) {
            lose(statement.begin, body_end);
            return;
        }
        const bool is_listed = name.path.size() > 1 ? head.starts_with("[[") : section->second;
        std::string header = (is_listed ? "[[" : "[") + dotted(name.path) + (is_listed ? "]]" : "]");
        if (taken) {
            // A key that the text does not hold, so that it can be told apart below.
            if (repeats_.empty()) repeated_prefix_.assign(longest_run(text_, '~') + 1, '~');
            header = "[[\"" + repeated_prefix_ + std::to_string(repeats_.size()) + "\"]]";
            repeats_.push_back({name.path, is_listed});
        }
        if (!taken) lose(statement.begin + name.end, statement.end);
        blank_out(text_, statement.begin, statement.end);
        const std::size_t line_end = std::min(text_.find('\n', statement.begin), statement.end);
        text_.replace(statement.begin, line_end - statement.begin, header);
    }

    /// Moves the tables under repeated headers out of the root.
    void take_repeated(Document& document) const {
        if (repeats_.empty()) return;
        std::vector<Member> kept;
        for (Member& member : document.root.members) {
            if (!member.key.starts_with(repeated_prefix_)) {
                kept.push_back(std::move(member));
                continue;
            }
            const Repeat& repeat = repeats_[std::stoul(member.key.substr(repeated_prefix_.size()))];
            Node& body = member.value.elements.front();
            const Place place = body.place;
            document.repeated.push_back(
                {repeat.path.front(), place, part_of_root(repeat.path, repeat.is_listed, std::move(body))});
        }
        document.root.members = std::move(kept);
    }

    void report_duplicate(const SyntaxError& error, const Statement& second) {
        const std::string head(head_of(second));
        const auto first = first_given(second);
        report_.error(place_at(text_, second.begin), "duplicate_key",
                      shown(head) + " is given twice, " +
                          (first ? "first at " + at_line(*first) : mask_long_numbers(error.message)),
                      head, "keep one of the two; one table of several is written [[name]]");
    }

    void report_syntax(const SyntaxError& error, std::size_t offset, const std::optional<Statement>& in) {
        Place place = error.place;
        std::string remedy;
        constexpr std::string_view openings = "[{\"'";
        const bool in_value = in && in->value < in->end && offset >= in->value && text_.find('#', in->value) >= offset;
        const bool opened = in_value && openings.find(text_[in->value]) != std::string_view::npos;
        // toml++ names the place where it gave up; of a number or date, people look for its beginning.
        if (in_value && !opened) place = place_at(text_, in->value);
        const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
        const std::string line(line_around(text_, offset));
        if (in && in->cut) {
            remedy = "what begins at " + at_line(place_at(text_, in->begin)) + " is never closed";
        } else if (opened && offset >= in->end) {
            remedy = "close the text or list that begins in this line";
        } else if (!std::all_of(line.begin(), line.end(), is_plain)) {
            remedy =
                "texts, and keys with other than plain Latin letters, stand in double quotes; signs and blanks are "
                "those of ASCII";
        }
        if (error.duplicate) {
            report_.error(place, "duplicate_key",
                          "given twice: " + mask_long_numbers(error.message) + ", in " + shown(line), line,
                          "keep one of the two");
        } else {
            report_.error(place, "syntax",
                          "not valid TOML: " + mask_long_numbers(error.message) + ", in " + shown(line), line,
                          std::move(remedy));
        }
    }

    void mark_broken(Node& node) {
        if (broken_.empty()) return;
        for (Member& member : node.members) {
            if (broken_.contains(member.value.place)) member.value.kind = NodeKind::broken;
            mark_broken(member.value);
        }
        for (Node& element : node.elements) mark_broken(element);
    }

    std::string text_;
    Report& report_;
    std::set<Place> broken_;
    std::string lost_;
    std::string values_;               ///< those that are broken, as written
    std::set<std::int64_t> rewritten_; ///< lines of malformed headers
    std::set<std::int64_t> renamed_;   ///< lines of headers whose name was taken
    /// A header whose name was taken; its table has the key `repeated_prefix_` with its number here.
    struct Repeat {
        std::vector<std::string> path;
        bool is_listed = false;
    };
    std::vector<Repeat> repeats_;
    std::string repeated_prefix_;
};

} // namespace

Document read_document(std::string_view toml, Report& report) {
    Document unreadable;
    unreadable.readable = false;
    if (toml.size() > most_bytes) {
        report.error(
            {1, 1}, "too_large", "the rulebook is larger than 16 MiB (" + std::to_string(most_bytes) + " bytes)",
            std::to_string(most_bytes), "a rulebook holds rules, not entries: see that this is the right file");
        return unreadable;
    }
    if (const auto offset = find_invalid_utf8(toml)) {
        constexpr std::string_view hex = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(toml[*offset]);
        const std::string value = std::string("0x") + hex[byte >> 4U] + hex[byte & 15U];
        report.error(place_at(toml, *offset), "invalid_utf8",
                     "not valid UTF-8: byte " + value + " at byte offset " + std::to_string(*offset), value,
                     "save the rulebook as UTF-8; rulebooks are not read in any other encoding");
        return unreadable;
    }
    if (toml.starts_with(utf8_byte_order_mark)) toml.remove_prefix(utf8_byte_order_mark.size());
    return Repair(toml, report).run();
}

} // namespace jifen::rulebook_reading
