#include "rulebook/article_writer.hpp"

#include <algorithm>

namespace jifen::rulebook_articles {

namespace {

template <class Numbers, class Show>
std::string numbers(const ArticleWriter& w, const Numbers& values, const Show& show) {
    return w.list(texts_of(values, show), {"、", ", "});
}

void write_linkage(ArticleWriter& w, const LinkageRule& rule) {
    const std::string people = rule.gender == "female" ? w.say({"名妇女", " women"})
                               : rule.gender == "male" ? w.say({"名男性", " men"})
                                                       : w.say({"人", " people"});
    w.article(w.title_or(rule.heading, {"联系服务", "Linkage"}),
              w.say({"", "A "}) + w.role_list(rule.roles) +
                  w.say({"按其考核期内最后任职日的联系关系计分，一人只计一次，不足满额的按比例计分。",
                         " is scored by her links on the last day of the window on which she holds the role. Each "
                         "person counts once; short of the full number, points are in proportion."}) +
                  w.source(rule.heading) + w.say({"具体如下：", " In full:"}));
    const auto target = [&](const std::optional<LinkageTarget>& t, const Phrase& what, const std::string& more) {
        if (!t) return;
        w.clause(w.say(what) + std::to_string(t->target) + people + w.say({"为满额，计", ", "}) + w.points(t->points) +
                 more + w.stop() + w.source(t->heading));
    };
    target(rule.exemplars, {"带动典型：以", "Exemplars she leads: "}, "");
    target(rule.contacts, {"联系群众（本人及所带典型所联系的人）：以", "Contacts of her own and of her exemplars: "},
           "");
    target(rule.served,
           {"服务到人（前项联系的人中，本人或其家庭实际受到服务的）：以",
            "Served (those contacts whom she or an exemplar of hers served, themselves or their household): "},
           rule.served_items.empty()
               ? ""
               : w.say({"；以", "; by a valid entry of "}) + w.item_list(rule.served_items, {"", " or "}) +
                     w.say({"的有效记录为准", ""}));
}

void write_five_knows(ArticleWriter& w, const FiveKnowsRule& rule) {
    const auto weight = [](std::int64_t value) { return format_decimal(value, 9); };
    const auto days = [](std::int32_t value) { return std::to_string(value); };
    const std::string full = w.points(rule.points);
    std::string text;
    if (w.chinese()) {
        text = w.word(rule.role) + "对本人任职单位内各户，应当做到知人、知事、知情、知需、知帮，环环相扣。满分" + full +
               "，按五个环节的得分率加权平均计分，权重依次为" + numbers(w, rule.weights, weight) +
               "；每一环节的得分率为本环节与此前各环节掌握率的连乘积。以其最后任职日为准，各环节的回答依次在" +
               numbers(w, rule.fresh_days, days) + "日内有效。各户均无登记人员的，" +
               (rule.if_nobody == IfNone::full ? "计满分" : "不计分") + "。";
    } else {
        text = "A " + w.word(rule.role) +
               " is to know the people, matters, circumstances, needs and help of every household of her unit, each "
               "stage through the one before. In full " +
               full + ": the mean of the five stages' rates, weighted " + numbers(w, rule.weights, weight) +
               "; a stage's rate is the product of what she knows of it and of all stages before. Asked of the last "
               "day on which she holds the role; answers hold for " +
               numbers(w, rule.fresh_days, days) + " days, stage by stage. Where nobody is registered: " +
               (rule.if_nobody == IfNone::full ? "in full." : "no points.");
    }
    w.article(w.title_or(rule.heading, {"五提五知", "Five asks, five knows"}), text + w.source(rule.heading));
}

void write_duty(ArticleWriter& w, const Duty& duty) {
    const bool household = duty.each == DutyEach::household;
    const std::string times = std::to_string(duty.at_least);
    const auto roles = texts_of(duty.roles, [&w](const std::string& role) { return w.word(role); });
    std::string text;
    if (w.chinese()) {
        text = w.list(roles, {"、", ""}) + "应当" + w.per(duty.per) + (household ? "对本单位每户" : "") + "完成" +
               w.item_list(duty.items, {}) + (duty.items.size() > 1 ? "合计" : "") + "至少" + times + "次。";
        text += duty.points.is_zero()
                    ? "只作通报，不计分。"
                    : "满分" + w.points(duty.points) + "，按实际完成数占应完成数的比例计分；没有应完成任务的，" +
                          (duty.if_none_due == IfNone::full ? "计满分。" : "不计分。");
    } else {
        text = "Each " + w.role_list(duty.roles) + " is to do " + w.item_list(duty.items, {"", " or "}) + " at least " +
               times + (duty.at_least == 1 ? " time " : " times ") + w.per(duty.per) +
               (household ? " for each household of her unit" : "") + ". ";
        text += duty.points.is_zero()
                    ? "Reported only, without points."
                    : "In full " + w.points(duty.points) +
                          ", in the proportion of what was done to what was due; where nothing was due: " +
                          (duty.if_none_due == IfNone::full ? "in full." : "no points.");
    }
    w.article(w.title(duty.heading, duty.code), text + w.source(duty.heading));
}

std::string key_text(const ArticleWriter& w, const RankKey& key) {
    switch (key.kind) {
    case RankKey::Kind::total:
        return w.say({"总分", "total"});
    case RankKey::Kind::items:
        return w.say({"项目得分", "item points"});
    case RankKey::Kind::linkage:
        return w.say({"联系服务得分", "linkage points"});
    case RankKey::Kind::five_knows:
        return w.say({"五知得分", "five-knows points"});
    case RankKey::Kind::duties:
        return w.say({"履职得分", "duty points"});
    case RankKey::Kind::composite:
        return w.say({"综合指数得分", "index points"});
    case RankKey::Kind::category: {
        const Category& category = w.rules().categories[key.category.index()];
        return w.quote(w.title(category.heading, category.code)) + w.say({"类得分", " points"});
    }
    case RankKey::Kind::fewest_deductions:
        return w.say({"扣分（少者优先）", "fewest deductions"});
    case RankKey::Kind::days_in_role:
        return w.say({"任职天数", "days in the role"});
    }
    return {};
}

std::string keys_text(const ArticleWriter& w, const std::vector<RankKey>& keys, const Phrase& last) {
    return w.list(texts_of(keys, [&w](const RankKey& key) { return key_text(w, key); }), last);
}

std::string places_text(const ArticleWriter& w, const Selection& s) {
    constexpr Phrase rounds[] = {
        {"舍去", "rounded down"}, {"四舍六入五成双", "rounded to the nearest, half to even"}, {"进一", "rounded up"}};
    constexpr Phrase quotas[] = {
        {"最大余额法", "largest remainder"}, {"圣拉古法", "Sainte-Laguë"}, {"顿特法", "D'Hondt"}};
    const Phrase of =
        s.of == ShareOf::candidates ? Phrase{"候选人总数", "all candidates"} : Phrase{"符合条件人数", "those eligible"};
    const std::string share = to_string(s.share);
    const std::string round = w.say(rounds[static_cast<std::size_t>(s.round)]);
    const std::string quota = w.say(quotas[static_cast<std::size_t>(s.quota)]);
    std::string text = w.chinese() ? "名额为" + w.say(of) + "的" + share + "，不足一人的" + round
                                   : "Places: " + share + " of " + w.say(of) + ", " + round;
    if (!s.by.empty()) {
        text += w.chinese() ? "；按" + w.word(s.by) + "分配名额，采用" + quota
                            : "; divided by " + w.word(s.by) + " (" + quota + ")";
    }
    return text + w.next();
}

std::string eligible_text(const ArticleWriter& w, const Selection& s) {
    std::vector<std::string> terms{w.say({"未被一票否决", "not vetoed"})};
    if (s.grade_at_least) {
        const Grade& grade = w.rules().grades[s.grade_at_least.index()];
        terms.push_back(w.say({"等次在", "graded "}) + w.quote(w.title(grade.heading, grade.code)) +
                        w.say({"以上（含本等次）", " or better"}));
    }
    if (s.min_days_in_role > 0) {
        terms.push_back(w.say({"考核期内任职满", "at least "}) + std::to_string(s.min_days_in_role) +
                        w.say({"天", " days in the role"}));
    }
    return w.say({"入选者须", "Eligible: "}) + w.list(terms, {"，且", " and "}) + w.next();
}

std::string order_text(const ArticleWriter& w, const Selection& s) {
    std::string text = w.say({"按", "Ranked by "}) + keys_text(w, s.rank_by, {"、", " and "}) +
                       (s.rank_by.size() > 1 ? w.say({"之和", " together"}) : "") +
                       w.say({"由高到低排序；相同的，依次比较", ", highest first; ties by "});
    if (!s.ties.empty()) text += keys_text(w, s.ties, {"、", ", "}) + w.say({"，仍相同的按", ", last by "});
    text += w.say({"人员编号", "person id"}) + w.stop();
    switch (s.at_the_line) {
    case AtTheLine::break_ties:
        return text;
    case AtTheLine::take_all:
        return text + w.say({"前述各项均相同而跨名额线的，全部入选。",
                             " People equal in all of these but the id across the line are all selected."});
    case AtTheLine::take_none:
        return text + w.say({"前述各项均相同而跨名额线的，均不入选。",
                             " People equal in all of these but the id across the line are none of them selected."});
    }
    return text;
}

} // namespace

void write_parts(ArticleWriter& w) {
    const RulebookData& rules = w.rules();
    if (!rules.linkage && !rules.five_knows && rules.duties.empty() && !rules.composite) return;
    w.chapter({"联系服务与履职", "Linkage, knowledge and duties"});
    if (rules.linkage) write_linkage(w, *rules.linkage);
    if (rules.five_knows) write_five_knows(w, *rules.five_knows);
    for (const Duty& duty : rules.duties) write_duty(w, duty);
    write_composite(w);
}

void write_grades(ArticleWriter& w) {
    const auto& grades = w.rules().grades;
    if (grades.empty()) return;
    w.article(w.say({"等次", "Grades"}), w.say({"按总分确定等次：", "By the total:"}));
    for (std::size_t i = 0; i < grades.size(); ++i) {
        const std::string name = w.title(grades[i].heading, grades[i].code);
        std::string text;
        if (!grades[i].at_least) {
            text = w.say({"其余人员", "All others"});
        } else {
            text = (w.chinese() ? w.points(*grades[i].at_least) + "以上（含）"
                                : "From " + w.points(*grades[i].at_least) + " on");
            if (i > 0) text += w.say({"，不满", " and below "}) + w.points(*grades[i - 1].at_least);
        }
        w.clause(text + w.say({"，为", ": "}) + w.quote(name) + w.stop() + w.source(grades[i].heading));
    }
}

void write_selections(ArticleWriter& w) {
    for (const Selection& s : w.rules().selections) {
        const std::string roles = w.role_list(s.roles);
        w.article(w.title(s.heading, s.code),
                  (w.chinese() ? "从考核期内担任" + roles + "的人员中评选。" : "Chosen from each " + roles + ". ") +
                      places_text(w, s) + eligible_text(w, s) + order_text(w, s) + w.source(s.heading));
    }
}

} // namespace jifen::rulebook_articles
