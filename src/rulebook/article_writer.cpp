#include "rulebook/article_writer.hpp"

#include <algorithm>
#include <array>

namespace jifen::rulebook_articles {

namespace {

struct Name {
    std::string_view word;
    Phrase name;
};

/// The free words of the shipped rulebook and of the synthetic district.
constexpr std::array names{Name{"committee_member", {"妇联执委", "committee member"}},
                           Name{"grid_officer", {"网格员", "grid officer"}},
                           Name{"group_leader", {"妇女小组长", "group leader"}},
                           Name{"volunteer", {"巾帼志愿者", "volunteer"}},
                           Name{"exemplar", {"妇女典型", "exemplar"}},
                           Name{"grid", {"网格", "grid"}},
                           Name{"village", {"村（社区）", "village"}},
                           Name{"township", {"乡镇（街道）", "township"}},
                           Name{"district", {"区", "district"}},
                           Name{"city", {"市", "city"}},
                           Name{"province", {"省", "province"}},
                           Name{"nation", {"国家", "nation"}},
                           Name{"visit", {"入户走访", "home visit"}},
                           Name{"telephone", {"电话", "telephone"}},
                           Name{"wechat", {"微信", "WeChat"}},
                           Name{"email", {"电子邮件", "e-mail"}},
                           Name{"form", {"意见表", "suggestion form"}},
                           Name{"online", {"线上", "online"}},
                           Name{"offline", {"线下", "offline"}},
                           Name{"unqualified", {"不合格", "unqualified"}}};

constexpr std::array<Phrase, all_periods.size()> period_names{{{"每日", "a day"},
                                                               {"每周", "a week"},
                                                               {"每月", "a month"},
                                                               {"每季度", "a quarter"},
                                                               {"每半年", "a half-year"},
                                                               {"每年", "a year"},
                                                               {"考核期内", "in the window"}}};

} // namespace

std::string chinese_number(int number) {
    constexpr std::array<std::string_view, 10> digits{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    constexpr std::array<std::pair<int, std::string_view>, 4> places{{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}}};
    std::string text;
    bool gap = false; // a 零 is owed before the next digit
    for (const auto& [worth, name] : places) {
        const int digit = number / worth % 10;
        if (digit == 0) {
            gap = !text.empty();
            continue;
        }
        if (gap) text += digits[0];
        gap = false;
        if (!(digit == 1 && worth == 10 && text.empty())) text += digits[static_cast<std::size_t>(digit)];
        text += name;
    }
    return text;
}

void ArticleWriter::chapter(const Phrase& title) {
    ++chapters_;
    line("");
    line(chinese_ ? "第" + chinese_number(chapters_) + "章　" + say(title)
                  : "Chapter " + std::to_string(chapters_) + ". " + say(title));
    line("");
}

void ArticleWriter::article(const std::string& title, const std::string& text) {
    ++articles_;
    clauses_ = 0;
    line(chinese_ ? "第" + chinese_number(articles_) + "条（" + title + "）　" + text
                  : "Article " + std::to_string(articles_) + " (" + title + "). " + text);
}

void ArticleWriter::clause(const std::string& text) {
    ++clauses_;
    line(chinese_ ? "　　（" + chinese_number(clauses_) + "）" + text
                  : "    (" + std::to_string(clauses_) + ") " + text);
}

void ArticleWriter::appendix(const Phrase& title, const std::string& text) {
    clauses_ = 0;
    line("");
    line(say({"附：", "Appendix: "}) + say(title));
    line(text);
}

std::string ArticleWriter::word(const std::string& word) const {
    const auto* const found =
        std::find_if(names.begin(), names.end(), [&](const Name& name) { return name.word == word; });
    return found == names.end() ? word : say(found->name);
}

std::string ArticleWriter::grade(const std::string& code) const {
    const auto found = std::find_if(rules_.grades.begin(), rules_.grades.end(),
                                    [&](const Grade& grade) { return grade.code == code; });
    return found == rules_.grades.end() ? word(code) : title(found->heading, code);
}

std::string ArticleWriter::list(const std::vector<std::string>& words, const Phrase& last) const {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? say(last) : say({"、", ", "});
        text += words[i];
    }
    return text;
}

std::string ArticleWriter::role_list(const std::vector<std::string>& roles) const {
    return list(texts_of(roles, [this](const std::string& role) { return word(role); }), {"或者", " or "});
}

std::string ArticleWriter::item_list(const std::vector<ItemId>& items, const Phrase& last) const {
    std::vector<std::string> titles;
    titles.reserve(items.size());
    for (const ItemId id : items) {
        const Item& item = rules_.items[id.index()];
        titles.push_back(quote(title(item.heading, item.code)));
    }
    // Chinese quotation marks need nothing between them.
    if (!chinese_) return list(titles, last);
    std::string text;
    for (const std::string& one : titles) text += one;
    return text;
}

std::string ArticleWriter::day(Day day) const {
    if (!chinese_) return to_string(day);
    const CivilDate civil = day.civil();
    return std::to_string(civil.year) + "年" + std::to_string(civil.month) + "月" + std::to_string(civil.day) + "日";
}

std::string ArticleWriter::days(const Span& days) const {
    std::string text;
    if (days.from.is_finite()) text += say({"自", "from "}) + day(days.from) + say({"起", ""});
    if (!days.until.is_finite()) return text;
    if (chinese_) return text + "至" + day(days.until.plus(-1)) + "止";
    return text + (text.empty() ? "to " : " to ") + day(days.until.plus(-1));
}

std::string ArticleWriter::per(Period period) const { return say(period_names[static_cast<std::size_t>(period)]); }

std::string ArticleWriter::caps(const std::vector<Cap>& caps, bool takes) const {
    std::vector<std::string> texts;
    texts.reserve(caps.size());
    for (const Cap& cap : caps) {
        texts.push_back(
            chinese_ ? per(cap.per) + (takes ? "累计扣分不超过" : "累计不超过") + points(cap.points)
                     : (takes ? "at most " + points(cap.points) + " taken " : "at most " + points(cap.points) + " ") +
                           per(cap.per));
    }
    return list(texts, {"、", ", "});
}

std::string ArticleWriter::source(const Heading& heading) const {
    if (heading.source.empty()) return {};
    return say({"（依据：", " [Source: "}) + heading.source + say({"）", "]"});
}

} // namespace jifen::rulebook_articles
