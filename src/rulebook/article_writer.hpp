#pragma once

#include "jifen/core/text.hpp"
#include "jifen/core/window.hpp"
#include "jifen/rulebook/rulebook.hpp"

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen::rulebook_articles {

/// A phrase in both languages.
struct Phrase {
    std::string_view zh, en;
};

/// Numbers chapters, articles and clauses, and says in the chosen language what all of them say.
class ArticleWriter {
public:
    ArticleWriter(const RulebookData& rules, bool chinese) : rules_(rules), chinese_(chinese) {}

    [[nodiscard]] const RulebookData& rules() const noexcept { return rules_; }
    [[nodiscard]] bool chinese() const noexcept { return chinese_; }

    void line(const std::string& text) { out_ += printable(text) + "\n"; }
    void chapter(const Phrase& title);
    /// `第三条（建言与交流）　text`.
    void article(const std::string& title, const std::string& text);
    /// `（一）text`, counted afresh in each article and appendix.
    void clause(const std::string& text);
    /// A heading behind the articles.
    void appendix(const Phrase& title, const std::string& text);
    [[nodiscard]] std::string take() { return std::move(out_); }

    [[nodiscard]] std::string say(const Phrase& phrase) const { return std::string(chinese_ ? phrase.zh : phrase.en); }
    /// The title in the language, or the code.
    [[nodiscard]] std::string title(const Heading& heading, std::string_view code) const {
        return std::string(heading.title.in(chinese_ ? "zh" : "en", code));
    }
    /// The title of a part that has no code.
    [[nodiscard]] std::string title_or(const Heading& heading, const Phrase& otherwise) const {
        return title(heading, chinese_ ? otherwise.zh : otherwise.en);
    }
    /// In quotation marks.
    [[nodiscard]] std::string quote(const std::string& text) const {
        return say({"“", "\""}) + text + say({"”", "\""});
    }
    /// A role, level or channel: its name where it is one of the shipped rulebook, else the word itself.
    [[nodiscard]] std::string word(const std::string& word) const;
    [[nodiscard]] std::string role_list(const std::vector<std::string>& roles) const;
    [[nodiscard]] std::string item_list(const std::vector<ItemId>& items, const Phrase& last) const;
    /// `a、b或者c`: with `last` between the last two.
    [[nodiscard]] std::string list(const std::vector<std::string>& words, const Phrase& last) const;
    /// A grade by its title; the word itself where it is none of the rulebook's (a veto may name any).
    [[nodiscard]] std::string grade(const std::string& code) const;
    /// `5分`, `5 points`, `1 point`.
    [[nodiscard]] std::string points(Points points) const {
        return to_string(points) + say({"分", points == Points::whole(1) ? " point" : " points"});
    }
    [[nodiscard]] std::string day(Day day) const;
    /// `自…起至…止`: first and last day; empty for always.
    [[nodiscard]] std::string days(const Span& days) const;
    /// `每月`, `a month`.
    [[nodiscard]] std::string per(Period period) const;
    /// `每月累计不超过8分`, for each cap; empty without caps.
    [[nodiscard]] std::string caps(const std::vector<Cap>& caps, bool takes) const;
    /// `（依据：…）`, or nothing.
    [[nodiscard]] std::string source(const Heading& heading) const;
    [[nodiscard]] std::string semicolon() const { return say({"；", "; "}); }
    [[nodiscard]] std::string stop() const { return say({"。", "."}); }
    /// Between two sentences of one article.
    [[nodiscard]] std::string next() const { return say({"。", ". "}); }

private:
    const RulebookData& rules_;
    bool chinese_;
    int chapters_ = 0, articles_ = 0, clauses_ = 0;
    std::string out_;
};

/// What `show` makes of each value.
template <class Values, class Show>
[[nodiscard]] std::vector<std::string> texts_of(const Values& values, const Show& show) {
    std::vector<std::string> texts;
    texts.reserve(std::size(values));
    for (const auto& value : values) texts.push_back(show(value));
    return texts;
}

/// 1 to 9999 as Chinese counts: 一, 十, 二十一, 一百零二.
[[nodiscard]] std::string chinese_number(int number);

void write_general(ArticleWriter& writer);
void write_items(ArticleWriter& writer);
void write_parts(ArticleWriter& writer);
void write_composite(ArticleWriter& writer);
/// What `index_method_text` gives.
[[nodiscard]] std::string composite_method(const ArticleWriter& writer);
void write_grades(ArticleWriter& writer);
void write_selections(ArticleWriter& writer);
void write_final(ArticleWriter& writer);

} // namespace jifen::rulebook_articles
