#include "rulebook/article_writer.hpp"

#include <utility>

namespace jifen::rulebook_articles {

namespace {

Points without_sign(Points points) { return points.is_negative() ? -points : points; }

/// `计5分`, `扣5分`.
std::string gives(const ArticleWriter& w, Points points) {
    if (!w.chinese()) return w.points(points);
    return (points.is_negative() ? "扣" : "计") + w.points(without_sign(points));
}

std::string versions_text(const ArticleWriter& w, const Item& item) {
    if (!item.versions.front().dated) {
        return w.say({"每次", ""}) + gives(w, item.versions.front().value) + w.say({"", " each time"});
    }
    const auto texts = texts_of(item.versions, [&w](const PointsVersion& version) {
        return (w.chinese() ? w.days(version.days) + gives(w, version.value)
                            : gives(w, version.value) + " " + w.days(version.days)) +
               w.source(version.heading);
    });
    return w.say({"每次按发生日期计分：", "each time, by its date: "}) + w.list(texts, {"、", ", "});
}

std::string levels_text(const ArticleWriter& w, const Item& item) {
    const auto texts = texts_of(item.by_level, [&w](const auto& level) {
        return w.word(level.first) + w.say({"级", " "}) + gives(w, level.second);
    });
    return w.say({"每次按级别计分：", "each time, by level: "}) + w.list(texts, {"、", ", "});
}

std::string ladder_text(const ArticleWriter& w, const Item& item) {
    const auto texts = texts_of(item.ladder->steps, [&w](const LadderStep& step) {
        return w.say({"达到", "from "}) + to_string(step.threshold) + w.say({"的", " on "}) + gives(w, step.points);
    });
    return w.say({"按", "for the whole quantity "}) + w.per(item.ladder->per) +
           w.say({"数量合计分档计分，只计达到的最高一档：", ", the highest step reached: "}) +
           w.list(texts, {"、", ", "});
}

std::string worth_text(const ArticleWriter& w, const Item& item) {
    switch (item.scoring) {
    case Scoring::points:
        return versions_text(w, item);
    case Scoring::points_per_unit:
        return w.say({"按数量计分，每单位", ""}) + gives(w, item.per_unit) + w.say({"", " for each unit"});
    case Scoring::by_level:
        return levels_text(w, item);
    case Scoring::ladder:
        return ladder_text(w, item);
    case Scoring::veto:
        return w.say({"等次定为", "graded "}) + w.quote(w.grade(item.veto_grade));
    case Scoring::none:
        break;
    }
    return w.say({"只作记录，不计分", "recorded only, without points"});
}

/// What an entry must be to count: the same for items that score and for vetoes.
std::vector<std::string> conditions(const ArticleWriter& w, const Item& item) {
    std::vector<std::string> texts;
    constexpr Phrase subjects[] = {{"对象", "subject"}, {"家庭", "household"}, {"人员", "person"}};
    const Phrase& subject = subjects[static_cast<std::size_t>(item.subject)];
    if (item.once) {
        texts.push_back(w.chinese() ? "对同一" + w.say(subject) + w.per(*item.once) + "只计一次"
                                    : "once " + w.per(*item.once) + " for each " + w.say(subject));
    }
    if (item.subject != SubjectRule::any) {
        texts.push_back(w.say({"对象限于在册", "only for a registered "}) + w.say(subject));
    }
    if (!item.channels.empty()) {
        const auto channels = texts_of(item.channels, [&w](const std::string& channel) { return w.word(channel); });
        texts.push_back(w.say({"方式限于", "only by "}) + w.list(channels, {"或者", " or "}));
    }
    if (item.verified) texts.push_back(w.say({"须经核实", "only when verified"}));
    if (item.roles != w.rules().applies_to) texts.push_back(w.say({"限于", "only for a "}) + w.role_list(item.roles));
    const std::string days = w.days(item.days);
    if (!days.empty()) texts.push_back(w.chinese() ? days + "的记录有效" : "in force " + days);
    return texts;
}

std::string clause_of(const ArticleWriter& w, const Item& item) {
    std::string text = w.title(item.heading, item.code);
    if (text != item.code) text += w.say({"（", " ("}) + item.code + w.say({"）", ")"});
    text += w.say({"：", ": "});
    text += worth_text(w, item) + w.semicolon();
    for (const std::string& condition : conditions(w, item)) text += condition + w.semicolon();
    if (!item.caps.empty()) {
        text += w.say({"本项", ""}) + w.caps(item.caps, item.is_negative()) + w.semicolon();
    }
    // The last separator becomes the end of the sentence.
    text.resize(text.size() - w.semicolon().size());
    return text + w.stop();
}

void write_category(ArticleWriter& w, const Category& category, CategoryId id) {
    bool any = false;
    bool takes = false;
    for (const Item& item : w.rules().items) {
        any = any || (item.category == id && !item.is_veto());
        takes = takes || (item.category == id && item.is_negative());
    }
    std::string text;
    if (!category.caps.empty()) text += w.say({"本类合计", "In all "}) + w.caps(category.caps, takes) + w.stop();
    text += w.source(category.heading);
    if (!w.chinese() && !text.empty()) text += ' ';
    text += any ? w.say({"下列项目计入本类：", "These items stand in it:"})
                : w.say({"本类没有项目。", "No item stands in it."});
    w.article(w.title(category.heading, category.code), text);
    for (const Item& item : w.rules().items) {
        if (item.category == id && !item.is_veto()) w.clause(clause_of(w, item) + w.source(item.heading));
    }
}

} // namespace

void write_items(ArticleWriter& w) {
    const RulebookData& rules = w.rules();
    w.chapter({"计分项目", "Items"});
    for (std::size_t i = 0; i < rules.categories.size(); ++i) write_category(w, rules.categories[i], CategoryId::at(i));
    bool first = true;
    for (const Item& item : rules.items) {
        if (item.category || item.is_veto()) continue;
        if (std::exchange(first, false)) {
            w.article(w.say({"其他项目", "Other items"}),
                      w.say({"下列项目不归入任何类别：", "These items stand in no category:"}));
        }
        w.clause(clause_of(w, item) + w.source(item.heading));
    }
    for (const Exclusive& group : rules.exclusives) {
        w.article(w.title_or(group.heading, {"同一事项只计一项", "One act counts once"}),
                  w.say({"同一事项分别记入", "Of one act entered under several of "}) +
                      w.item_list(group.items, {"", " and "}) +
                      w.say({"的，只计其中单条分值最高的项目，其余不计分。",
                             ", only the item with the entry worth most counts; the entries of the others do not."}) +
                      w.source(group.heading));
    }
    first = true;
    for (const Item& item : rules.items) {
        if (!item.is_veto()) continue;
        if (std::exchange(first, false)) {
            w.article(w.say({"一票否决", "Vetoes"}),
                      w.say({"有下列情形之一的，等次按本条直接确定，不参加排名，不得入选：",
                             "Whoever has a valid entry of one of these has the grade named, has no rank and is "
                             "not selected:"}));
        }
        w.clause(clause_of(w, item) + w.source(item.heading));
    }
}

} // namespace jifen::rulebook_articles
