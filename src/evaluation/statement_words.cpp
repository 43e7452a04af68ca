#include "statement_words.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

constexpr Phrase period_phrases[] = {{"每日", "a day"},          {"每周", "a week"},        {"每月", "a month"},
                                     {"每季度", "a quarter"},    {"每半年", "a half-year"}, {"每年", "a year"},
                                     {"考核期", "in the window"}};
constexpr Phrase cap_phrases[] = {
    {"", ""}, {"项目上限", "item cap"}, {"类别上限", "category cap"}, {"总分上限", "total cap"}};

bool is_whole(Points points, std::int64_t numerator, std::int64_t denominator) noexcept {
    return static_cast<Int128>(points.thousandths()) * numerator % denominator == 0;
}

} // namespace

StatementWords::StatementWords(const RulebookData& rules, std::string_view language)
    : rules_(rules), chinese_(language == "zh") {
    if (language != "zh" && language != "en")
        throw ArgumentError("language", std::string(language), "a statement is written in zh or en");
}

std::string StatementWords::by_source(const Heading& heading) const {
    if (heading.source.empty()) return {};
    return chinese_ ? "（依据：" + heading.source + "）" : " (by: " + heading.source + ")";
}

std::string StatementWords::equals(Points points, std::int64_t numerator, std::int64_t denominator) {
    return is_whole(points, numerator, denominator) ? " = " : " ≈ ";
}

std::string StatementWords::indicator(const IndicatorRule& rule) const {
    using Kind = IndicatorSource::Kind;
    // In the order of the kinds, with blanks for those that the rulebook itself names.
    constexpr std::array<Phrase, 11> kinds{{{"记录得分", "item points"},
                                            {"联系带动得分", "linkage points"},
                                            {"五提五知得分", "five-knows points"},
                                            {"履职得分", "duty points"},
                                            {"扣分", "deductions"},
                                            {"", ""},
                                            {"带动典型达标率", "exemplars of target"},
                                            {"联系妇女达标率", "contacts of target"},
                                            {"服务到人达标率", "served of target"},
                                            {"", ""},
                                            {"", ""}}};
    constexpr std::array<Phrase, stage_count> stages{{{"知人率", "people known"},
                                                      {"知事率", "matters known"},
                                                      {"知情率", "circumstances known"},
                                                      {"知需率", "needs known"},
                                                      {"知帮率", "help known"}}};
    if (!rule.heading.title.empty()) return title(rule.heading, rule.of.text);
    if (rule.of.kind == Kind::category) {
        const Category& category = rules_.categories[rule.of.category.index()];
        return title(category.heading, category.code);
    }
    if (rule.of.kind == Kind::duty) {
        const Duty& duty = rules_.duties[rule.of.duty.index()];
        return title(duty.heading, duty.code) + say({"完成率", ", done of due"});
    }
    if (rule.of.kind == Kind::stage) return say(stages[static_cast<std::size_t>(rule.of.stage)]);
    return say(kinds[static_cast<std::size_t>(rule.of.kind)]);
}

std::string StatementWords::listed(const std::vector<std::string>& words) const {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : say({"、", ", "})) + word;
    return text;
}

std::string StatementWords::item_title(const StatementLine& line) const {
    if (line.rule) return title(rules_.items[line.rule.index()].heading, line.item);
    return line.item.empty() ? "-" : line.item;
}

std::string StatementWords::working(const StatementLine& line) const {
    if (line.climb) {
        const LadderClimb& climb = *line.climb;
        return say({"累计 ", "total "}) + to_string(climb.before) + "→" + to_string(climb.after) +
               say({"，得 ", ", worth "}) + to_string(climb.from) + "→" + to_string(climb.to);
    }
    if (!line.rate) return {};
    switch (rules_.items[line.rule.index()].scoring) {
    case Scoring::points_per_unit:
        return to_string(*line.rate) + " × " + to_string(line.quantity) +
               (is_whole(*line.rate, line.quantity.thousandths(), 1000) ? " =" : " ≈");
    case Scoring::by_level:
        return line.level + say({"：", ": "}) + to_string(*line.rate);
    default:
        return to_string(*line.rate);
    }
}

std::string StatementWords::per(Period period) const { return say(period_phrases[static_cast<std::size_t>(period)]); }

std::string StatementWords::cap(CutBy::Kind stage) const { return say(cap_phrases[static_cast<std::size_t>(stage)]); }

std::string StatementWords::cut(CutBy by) const {
    switch (by.kind) {
    case CutBy::Kind::nothing:
        return {};
    case CutBy::Kind::once:
        return chinese_ ? per(by.period) + "一次" : "once " + per(by.period);
    case CutBy::Kind::exclusive:
        return std::string(describe(Verdict::exclusive, chinese_ ? "zh" : "en"));
    default:
        return chinese_ ? cap(by.kind) + "（" + per(by.period) + "）" : cap(by.kind) + " " + per(by.period);
    }
}

std::string StatementWords::cut(const StatementLine& line) const {
    const std::string stage = cap(line.cut_by.kind);
    const std::string period = per(line.cut_by.period);
    return chinese_ ? stage + period + to_string(*line.cap) + "分"
                    : stage + " of " + to_string(*line.cap) + " " + period;
}

/// The days on which the item, or some version of its points, is in force.
std::string StatementWords::in_force(const Item& item) const {
    std::vector<Span> spans;
    spans.reserve(item.versions.size() + 1);
    for (const PointsVersion& version : item.versions) spans.push_back(version.days.intersect(item.days));
    if (spans.empty()) spans.push_back(item.days);
    std::vector<std::string> texts;
    for (const Span& span : spans) {
        if (span.empty()) continue;
        texts.push_back((span.from.is_finite() ? to_string(span.from) : "") + say({"至", " to "}) +
                        (span.until.is_finite() ? to_string(span.until.plus(-1)) : ""));
    }
    return listed(texts);
}

/// What decided, where the verdict alone does not say it.
std::string StatementWords::detail(const StatementLine& line) const {
    switch (line.verdict) {
    case Verdict::cancels:
        return line.other.empty() ? say({"所指记录不在台账中", "the entry it names is not in the ledger"}) : line.other;
    case Verdict::cancelled:
        return say({"撤销记录 ", "by "}) + line.other;
    default:
        return line.rule ? detail(line, rules_.items[line.rule.index()]) : std::string();
    }
}

/// The same where the rulebook has the item.
std::string StatementWords::detail(const StatementLine& line, const Item& item) const {
    switch (line.verdict) {
    case Verdict::not_in_force:
        return say({"生效期 ", "in force "}) + in_force(item);
    case Verdict::role_not_held:
        return say({"要求 ", "it asks for "}) + listed(item.roles);
    case Verdict::recorded_late: {
        const std::string days = std::to_string(days_between(line.date, line.recorded));
        const std::string most = std::to_string(*rules_.record_within_days);
        return chinese_ ? to_string(line.recorded) + " 补录，迟 " + days + " 天，限 " + most + " 天"
                        : "on " + to_string(line.recorded) + ", " + days + " days after; at most " + most;
    }
    case Verdict::wrong_channel:
        return (line.channel.empty() ? say({"未填", "none given"}) : line.channel) + say({"，限 ", "; it takes "}) +
               listed(item.channels);
    case Verdict::wrong_subject:
        return item.subject == SubjectRule::household ? say({"应为住户", "it asks for a household"})
                                                      : say({"应为人员", "it asks for a person"});
    case Verdict::unknown_level: {
        std::vector<std::string> levels;
        levels.reserve(item.by_level.size());
        for (const auto& [level, points] : item.by_level) levels.push_back(level);
        return (line.level.empty() ? say({"未填", "none given"}) : line.level) + say({"，限 ", "; it knows "}) +
               listed(levels);
    }
    case Verdict::veto:
        if (!line.other.empty()) return say({"等次已由此前记录确定：", "the grade was set before by "}) + line.other;
        return say({"等次定为 ", "it sets the grade "}) + item.veto_grade;
    case Verdict::exclusive:
        return say({"行为 ", "act "}) + line.act + say({"，按 ", ", as "}) +
               title(rules_.items[line.other_rule.index()].heading, rules_.items[line.other_rule.index()].code) +
               say({" 计分，见 ", ", see "}) + line.other;
    case Verdict::repeat:
        return cut(line.cut_by) + say({"，首次为 ", ", the first is "}) + line.other;
    case Verdict::part_counted:
    case Verdict::capped:
        return cut(line);
    default:
        return {};
    }
}

std::string StatementWords::reason(const StatementLine& line) const {
    const std::string more = detail(line);
    return std::string(describe(line.verdict, chinese_ ? "zh" : "en")) + (more.empty() ? "" : say({"：", ": "}) + more);
}

/// Where the rule that cut it stands; empty where that is the item's own.
std::string StatementWords::cut_source(const StatementLine& line) const {
    const Item& item = rules_.items[line.rule.index()];
    const std::vector<Cap>* caps = nullptr;
    const Heading* owner = nullptr;
    switch (line.cut_by.kind) {
    case CutBy::Kind::item:
        caps = &item.caps;
        break;
    case CutBy::Kind::category:
        caps = &rules_.categories[item.category.index()].caps;
        owner = &rules_.categories[item.category.index()].heading;
        break;
    case CutBy::Kind::total:
        caps = &rules_.total.caps;
        owner = &rules_.total.heading;
        break;
    case CutBy::Kind::exclusive:
        owner = &rules_.exclusives[item.exclusive.index()].heading;
        break;
    default:
        return {};
    }
    if (caps != nullptr) {
        const auto cap =
            std::find_if(caps->begin(), caps->end(), [&](const Cap& c) { return c.per == line.cut_by.period; });
        if (cap != caps->end() && !cap->heading.source.empty()) return cap->heading.source;
    }
    if (owner == nullptr) return {};
    const std::string name = title(*owner, "");
    return name.empty() || owner->source.empty() ? name + owner->source
           : chinese_                            ? name + "：" + owner->source
                                                 : name + ": " + owner->source;
}

std::string StatementWords::rule(const StatementLine& line) const {
    std::string text = line.source;
    const auto add = [&](const std::string& more, const Phrase& between) {
        if (!more.empty()) text += (text.empty() ? "" : say(between)) + more;
    };
    if (line.version.is_finite()) add(to_string(line.version) + say({"起执行", " version"}), {"，", ", "});
    if (line.rule) add(cut_source(line), {"；", "; "});
    return text;
}

Table to_table(const Statement& statement, std::string_view language) {
    const StatementWords words(statement.evaluation.rules(), language);
    std::vector<std::string_view> entry, item, level, subject, channel, act, verdict, other, source;
    std::vector<std::string> title, working, cut_by, reason, rule;
    Cells<std::int64_t> raw, credited;
    NumberColumn quantity{3, false, {}, {}};
    NumberColumn cap{3, false, {}, {}};
    DayColumn date, recorded, version;
    for (const StatementLine& line : statement.lines) {
        entry.push_back(line.entry);
        date.days.push_back(line.date);
        item.push_back(line.item);
        title.push_back(words.item_title(line));
        level.push_back(line.level);
        quantity.values.push_back(line.quantity.thousandths());
        subject.push_back(line.subject);
        channel.push_back(line.channel);
        act.push_back(line.act);
        recorded.days.push_back(line.recorded);
        working.push_back(words.working(line));
        raw.push_back(line.raw.thousandths());
        credited.push_back(line.credited.thousandths());
        verdict.push_back(to_string(line.verdict));
        cut_by.push_back(to_string(line.cut_by));
        cap.values.push_back(line.cap.value_or(Points()).thousandths());
        cap.present.push_back(line.cap ? 1 : 0);
        other.push_back(line.other);
        reason.push_back(words.reason(line));
        version.days.push_back(line.version);
        source.push_back(line.source);
        rule.push_back(words.rule(line));
    }
    const auto texts = [](const char* name, const std::vector<std::string>& of) {
        return text_column(name, {of.begin(), of.end()});
    };
    std::vector<Column> columns;
    columns.push_back(text_column("entry", entry));
    columns.push_back({"date", std::move(date)});
    columns.push_back(text_column("item", item));
    columns.push_back(texts("title", title));
    columns.push_back(text_column("level", level));
    columns.push_back({"quantity", std::move(quantity)});
    columns.push_back(text_column("subject", subject));
    columns.push_back(text_column("channel", channel));
    columns.push_back(text_column("act", act));
    columns.push_back({"recorded", std::move(recorded)});
    columns.push_back(texts("working", working));
    columns.push_back(points_column("raw", std::move(raw)));
    columns.push_back(points_column("credited", std::move(credited)));
    columns.push_back(text_column("verdict", verdict));
    columns.push_back(texts("cut_by", cut_by));
    columns.push_back({"cap", std::move(cap)});
    columns.push_back(text_column("other", other));
    columns.push_back(texts("reason", reason));
    columns.push_back({"version", std::move(version)});
    columns.push_back(text_column("source", source));
    columns.push_back(texts("rule", rule));
    return {"statement", std::move(columns)};
}

} // namespace jifen
