#include "rulebook/statements.hpp"

#include "rulebook/context.hpp"

#include <algorithm>
#include <array>

namespace jifen::rulebook_reading {

namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }

bool is_bare(char c) noexcept { return c == '.' || bare_letters.find(c) != std::string_view::npos; }

} // namespace

std::optional<Statement> StatementScanner::next() {
    skip_blank();
    if (at_ >= text_.size()) return std::nullopt;
    Statement statement;
    statement.begin = at_;
    statement.header = text_[at_] == '[';
    nested_ = 0;
    dots_ = 0;
    scan_line(statement, statement.header ? '\n' : '=');
    if (!statement.header && at_ < text_.size() && text_[at_] == '=') {
        ++at_;
        skip_blanks_in_line();
        statement.value = at_;
        nested_ = 0;
        dots_ = 0;
        scan_value(statement);
    }
    statement.end = at_;
    return statement;
}

void StatementScanner::skip_blank() {
    while (at_ < text_.size()) {
        if (text_[at_] == '#') {
            skip_comment();
        } else if (is_blank(text_[at_]) || text_[at_] == '\n') {
            ++at_;
        } else {
            return;
        }
    }
}

void StatementScanner::skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

void StatementScanner::skip_blanks_in_line() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool StatementScanner::skip_text() {
    const char quote = text_[at_];
    const std::array three{quote, quote, quote};
    if (text_.substr(at_).starts_with(std::string_view(three.data(), three.size()))) return skip_long_text(quote);
    ++at_;
    while (at_ < text_.size() && text_[at_] != '\n') {
        const char c = text_[at_++];
        if (c == quote) return true;
        if (c == '\\' && quote == '"' && at_ < text_.size() && text_[at_] != '\n') ++at_;
    }
    return false;
}

bool StatementScanner::skip_long_text(char quote) {
    at_ += 3;
    int closing = 0;
    while (at_ < text_.size()) {
        const char c = text_[at_++];
        if (c == '\\' && quote == '"' && at_ < text_.size()) ++at_;
        closing = c == quote ? closing + 1 : 0;
        if (closing < 3) continue;
        // Up to two quotes before the closing three belong to the text.
        for (int extra = 0; extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return true;
    }
    return false;
}

void StatementScanner::refuse(Statement& statement, Refusal refusal) const {
    if (statement.refused != Refusal::none) return;
    statement.refused = refusal;
    statement.refused_at = at_;
}

void StatementScanner::step(Statement& statement) {
    const char c = text_[at_];
    const auto bit = [this] { return std::uint64_t{1} << static_cast<unsigned>(nested_); };
    const bool tracked = nested_ >= 0 && nested_ <= most_nested;
    switch (c) {
    case '[':
    case '{':
        if (tracked) braces_ = c == '{' ? braces_ | bit() : braces_ & ~bit();
        ++nested_;
        dots_ = 0;
        break;
    case ']':
    case '}':
        --nested_;
        dots_ = 0;
        if (nested_ >= 0 && nested_ <= most_nested && statement.value != Statement::none &&
            ((braces_ & bit()) != 0) != (c == '}')) {
            refuse(statement, Refusal::wrong_bracket);
        }
        break;
    case '=':
    case ',':
    case '\n':
        dots_ = 0;
        break;
    case '.':
        ++dots_;
        break;
    default:
        break;
    }
    if (nested_ > most_nested || dots_ > most_dots) refuse(statement, Refusal::too_deep);
    if (static_cast<unsigned char>(c) >= 0x80) refuse(statement, Refusal::not_ascii);
    ++at_;
}

void StatementScanner::scan_line(Statement& statement, char stop) {
    while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != stop) {
        if (text_[at_] == '#') {
            skip_comment();
        } else if (text_[at_] == '"' || text_[at_] == '\'') {
            if (!skip_text()) statement.cut = true;
        } else {
            step(statement);
        }
    }
}

void StatementScanner::scan_value(Statement& statement) {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '#') {
            skip_comment();
        } else if (c == '"' || c == '\'') {
            const bool over_lines = text_.substr(at_, 3) == std::string_view(c == '"' ? R"(""")" : "'''");
            if (!skip_text() && over_lines) statement.cut = true;
        } else if (c == '\n' && nested_ <= 0) {
            return;
        } else {
            step(statement);
            if (c == '\n' && at_header_line()) break;
        }
    }
    if (nested_ > 0) statement.cut = true;
}

bool StatementScanner::at_header_line() const {
    std::string_view line = text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    if (!line.starts_with('[') || !line.ends_with(']')) return false;
    while (line.starts_with('[') && line.ends_with(']')) line = line.substr(1, line.size() - 2);
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    // Inside a list no value is a bare word but these four, so any other bracketed word is a table header.
    constexpr std::array<std::string_view, 4> values{"true", "false", "nan", "inf"};
    return !line.empty() && is_letter(line.front()) && std::all_of(line.begin(), line.end(), is_bare) &&
           std::find(values.begin(), values.end(), line) == values.end();
}

} // namespace jifen::rulebook_reading
