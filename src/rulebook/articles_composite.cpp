#include "rulebook/article_writer.hpp"

#include <array>
#include <cctype>
#include <string>

namespace jifen::rulebook_articles {

namespace {

using Kind = IndicatorSource::Kind;

std::string source_text(const ArticleWriter& w, const IndicatorSource& source) {
    constexpr std::array<Phrase, stage_count> stages{{{"知人率", "the rate of knowing the people"},
                                                      {"知事率", "the rate of knowing the matters"},
                                                      {"知情率", "the rate of knowing the circumstances"},
                                                      {"知需率", "the rate of knowing the needs"},
                                                      {"知帮率", "the rate of knowing the help"}}};
    switch (source.kind) {
    case Kind::items:
        return w.say({"项目得分", "item points"});
    case Kind::linkage:
        return w.say({"联系服务得分", "linkage points"});
    case Kind::five_knows:
        return w.say({"五知得分", "five-knows points"});
    case Kind::duties:
        return w.say({"履职得分", "duty points"});
    case Kind::deductions:
        return w.say({"扣分", "deductions"});
    case Kind::category: {
        const Category& category = w.rules().categories[source.category.index()];
        return w.quote(w.title(category.heading, category.code)) + w.say({"类得分", " points"});
    }
    case Kind::exemplars:
        return w.say({"带动典型达标率", "the share of the exemplars asked for"});
    case Kind::contacts:
        return w.say({"联系群众达标率", "the share of the contacts asked for"});
    case Kind::served:
        return w.say({"服务到人达标率", "the share of those to be served"});
    case Kind::stage:
        return w.say(stages[static_cast<std::size_t>(source.stage)]);
    case Kind::duty: {
        const Duty& duty = w.rules().duties[source.duty.index()];
        return w.quote(w.title(duty.heading, duty.code)) + w.say({"完成率", " done of due"});
    }
    }
    return {};
}

std::string scale_text(const ArticleWriter& w, IndexScale scale) {
    constexpr std::array<Phrase, 5> texts{
        {{"各指标按最小值与最大值折算为0至1", "each indicator is spread from 0 (the worst) to 1 (the best)"},
         {"各指标按所胜过者所占的比例折算为0至1", "each indicator is the share of the others she is better than"},
         {"各指标按与最优者之比折算（以少为好的，按最优者与其之比）",
          "each indicator is its ratio to the best (of one where less is better, the best's ratio to it)"},
         {"各指标按距目标值的远近折算为0至1", "each indicator is how much of the way to its target is gone"},
         {"各指标按规定的下限与上限折算为0至1", "each indicator is spread from 0 to 1 between two fixed goalposts"}}};
    return w.say(texts[static_cast<std::size_t>(scale)]);
}

std::string weights_text(const ArticleWriter& w, IndexWeights weights) {
    constexpr std::array<Phrase, 6> texts{{{"权重如下", "weighted as given below"},
                                           {"各指标权重相等", "all with the same weight"},
                                           {"权重按熵权法由数据确定", "weighted by Shannon's entropy of the values"},
                                           {"权重按CRITIC法由数据确定", "weighted by CRITIC"},
                                           {"权重按标准差由数据确定", "weighted by their standard deviations"},
                                           {"权重按主成分分析由数据确定", "weighted by their principal components"}}};
    return w.say(texts[static_cast<std::size_t>(weights)]);
}

std::string aggregate_text(const ArticleWriter& w, IndexAggregate aggregate) {
    constexpr std::array<Phrase, 3> texts{
        {{"加权相加为综合指数", "added up to the index"},
         {"加权几何平均为综合指数", "their weighted geometric mean is the index"},
         {"按TOPSIS法以与最优、最劣方案的距离确定综合指数",
          "the index is their closeness to the best and distance from the worst (TOPSIS)"}}};
    return w.say(texts[static_cast<std::size_t>(aggregate)]);
}

std::string missing_text(const ArticleWriter& w, IndexMissing missing) {
    constexpr std::array<Phrase, 4> texts{
        {{"有人缺少某项指标的，不予评价", "Nobody may lack an indicator"},
         {"缺少某项指标的，没有综合指数，此项不计分", "Who lacks an indicator has no index and no points for it"},
         {"缺少某项指标的，按其他人员的平均值计", "Who lacks an indicator is given the mean of the others"},
         {"缺少某项指标的，其权重由本人其余指标分担", "Of who lacks an indicator the others share its weight"}}};
    return w.say(texts[static_cast<std::size_t>(missing)]);
}

std::string number(std::int64_t thousandths) { return format_decimal(thousandths, 3); }

std::string indicator_text(const ArticleWriter& w, const CompositeRule& rule, const IndicatorRule& indicator) {
    std::string text = indicator.heading.title.empty()
                           ? source_text(w, indicator.of)
                           : w.title(indicator.heading, indicator.of.text) + w.say({"（", " ("}) +
                                 source_text(w, indicator.of) + w.say({"）", ")"});
    if (indicator.direction == IndicatorDirection::cost) text += w.say({"（以少为好）", " (less is better)"});
    if (indicator.direction == IndicatorDirection::target)
        text += w.say({"（越接近目标值越好）", " (the nearer to its target the better)"});
    if (indicator.target) text += w.say({"，目标值", ", target "}) + number(*indicator.target);
    if (rule.scale == IndexScale::goalposts) {
        text +=
            w.say({"，下限", ", from "}) + number(indicator.low) + w.say({"、上限", " to "}) + number(indicator.high);
    }
    if (rule.weights == IndexWeights::given)
        text += w.say({"，权重", ", weight "}) + format_decimal(indicator.weight, 9);
    return text;
}

/// Ends without a stop.
std::string method_text(const ArticleWriter& w, const CompositeRule& rule) {
    return scale_text(w, rule.scale) + w.semicolon() + weights_text(w, rule.weights) + w.semicolon() +
           aggregate_text(w, rule.aggregate);
}

} // namespace

std::string composite_method(const ArticleWriter& w) {
    if (!w.rules().composite) return {};
    const CompositeRule& rule = *w.rules().composite;
    std::string text = method_text(w, rule);
    if (!w.chinese()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text + w.next() + missing_text(w, rule.missing) + w.stop();
}

void write_composite(ArticleWriter& w) {
    if (!w.rules().composite) return;
    const CompositeRule& rule = *w.rules().composite;
    const std::string full = w.points(rule.points);
    const std::string between = w.semicolon();
    std::string text =
        w.say({"在", "Each "}) + w.role_list(rule.roles) + w.say({"之间相互比较：", " is compared with the others: "}) +
        method_text(w, rule) + between + w.say({"指数为1的计", "an index of 1 gives "}) + full + between +
        (rule.in_total ? w.say({"计入总分", "it is a part of the total"})
                       : w.say({"不计入总分，只用于排序", "it is no part of the total and only ranks"})) +
        w.next() + missing_text(w, rule.missing) + w.stop();
    w.article(w.title_or(rule.heading, {"综合指数", "Composite index"}), text + w.source(rule.heading));
    for (const IndicatorRule& indicator : rule.indicators)
        w.clause(indicator_text(w, rule, indicator) + w.stop() + w.source(indicator.heading));
}

} // namespace jifen::rulebook_articles
