#include "jifen/core/text.hpp"
#include "jifen/core/text_layout.hpp"
#include "jifen/evaluation/statement.hpp"
#include "jifen/rulebook/articles.hpp"
#include "statement_words.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace jifen {

namespace {

constexpr Phrase stage_phrases[] = {
    {"知人", "people"}, {"知事", "matters"}, {"知情", "circumstances"}, {"知需", "needs"}, {"知帮", "help"}};

class StatementText {
public:
    StatementText(const Statement& statement, std::string_view language)
        : s_(statement), words_(statement.evaluation.rules(), language), rules_(statement.evaluation.rules()),
          district_(*statement.evaluation.district()), chinese_(language == "zh") {}

    std::string write() {
        write_head();
        write_entries();
        write_linkage();
        write_five_knows();
        write_duties();
        if (rules_.composite) write_index();
        write_total();
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string say(const Phrase& phrase) const { return words_.say(phrase); }
    [[nodiscard]] std::string title(const Heading& heading, std::string_view code) const {
        return words_.title(heading, code);
    }
    void line(const std::string& text) { out_ += printable(text) + "\n"; }

    void write_head() {
        line(title(rules_.heading, rules_.code) + words_.by_source(rules_.heading));
        const std::string_view name = district_.people.names[s_.person.index()];
        line(say({"个人积分明细：", "Statement of "}) + std::string(district_.people.ids[s_.person]) +
             (name.empty() ? "" : " " + std::string(name)));
        const UnitId unit = s_.evaluation.scored().home[s_.place].unit;
        const std::string_view unit_name = district_.units.name(unit);
        const Window& window = s_.evaluation.program().window();
        line(say({"单位：", "Unit: "}) + std::string(district_.units.ids()[unit]) +
             (unit_name.empty() ? "" : " " + std::string(unit_name)));
        line(say({"考核期：", "Window: "}) + to_string(window.first()) + say({" 至 ", " to "}) +
             to_string(window.last()));
        if (const auto known_at = s_.evaluation.admission().known_at())
            line(say({"按该日已知情况：", "As known on: "}) + to_string(*known_at));
        line("");
    }

    void write_entries() {
        line(say({"一、记录", "1. Entries"}));
        const bool has_levels =
            std::any_of(s_.lines.begin(), s_.lines.end(), [](const StatementLine& l) { return !l.level.empty(); });
        std::vector<bool> right{false, false, false, true, false, true, true, true, false, false};
        if (has_levels) right.insert(right.begin() + 3, false);
        TextLayout table(right);
        const auto add = [&](std::vector<std::string> cells, std::string level) {
            if (has_levels) cells.insert(cells.begin() + 3, std::move(level));
            table.add(std::move(cells));
        };
        add({say({"日期", "date"}), say({"记录", "entry"}), say({"项目", "item"}), say({"数量", "quantity"}),
             say({"对象", "subject"}), say({"算法", "working"}), say({"应得", "raw"}), say({"实得", "credited"}),
             say({"认定", "verdict"}), say({"依据", "rule"})},
            say({"级别", "level"}));
        for (const StatementLine& entry : s_.lines) {
            add({to_string(entry.date), entry.entry, words_.item_title(entry), to_string(entry.quantity), entry.subject,
                 words_.working(entry), to_string(entry.raw), to_string(entry.credited), words_.reason(entry),
                 words_.rule(entry)},
                entry.level);
        }
        out_ += table.text(2);
        if (!s_.categories.empty()) {
            TextLayout sums({false, true, true, false});
            sums.add({say({"类别小计", "by category"}), say({"应得", "raw"}),
                      say({"实得（总分上限前）", "credited (before the total's caps)"}), say({"依据", "rule"})});
            for (std::size_t c = 0; c < s_.categories.size(); ++c) {
                sums.add({title(rules_.categories[c].heading, s_.categories[c].category),
                          to_string(s_.categories[c].score.raw), to_string(s_.categories[c].score.credited),
                          rules_.categories[c].heading.source});
            }
            out_ += sums.text(2);
        }
        line(say({"  记录得分合计：", "  Sum of credited points: "}) + to_string(s_.score.items) +
             say({"，其中扣分 ", ", of which deductions "}) + to_string(s_.score.deductions));
        line("");
    }

    /// A part in whose roles she never was, or that the rulebook does not have: said, so that no number is missing.
    void does_not_apply(const std::string& heading) {
        line(heading + say({"：不适用", ": does not apply"}));
        line("");
    }

    void write_linkage() {
        const std::string heading = say({"二、联系带动（1+10+100）", "2. Linkage (1 + 10 + 100)"});
        if (!s_.linkage) return does_not_apply(heading);
        const LinkageRule& rule = *rules_.linkage;
        line(heading + say({"，截至 ", ", on "}) + to_string(s_.linkage->day) + words_.by_source(rule.heading));
        const auto ratio = [&](const Phrase& name, const std::optional<StatementRatio>& r,
                               const std::optional<LinkageTarget>& target) {
            if (!r) return;
            const std::int64_t counted = std::min(r->count, r->target);
            line("  " + say(name) + " " + std::to_string(r->count) + " / " + std::to_string(r->target) + "  " +
                 to_string(r->full) + " × " + std::to_string(counted) + "/" + std::to_string(r->target) +
                 StatementWords::equals(r->full, counted, r->target) + to_string(r->points) +
                 words_.by_source(target->heading));
        };
        ratio({"带动典型", "exemplars"}, s_.exemplars, rule.exemplars);
        ratio({"联系妇女", "contacts"}, s_.contacts, rule.contacts);
        ratio({"服务到人", "served"}, s_.served, rule.served);
        line(say({"  联系带动得分：", "  Linkage part: "}) + to_string(s_.score.linkage));
        line("");
    }

    void write_five_knows() {
        const std::string heading = say({"三、五提五知", "3. Five asks, five knows"});
        if (!s_.five_knows) return does_not_apply(heading);
        const LeaderKnows& knows = *s_.five_knows;
        line(heading + say({"，截至 ", ", on "}) + to_string(knows.day) + say({"，户数 ", ", households "}) +
             std::to_string(knows.end - knows.begin) + words_.by_source(rules_.five_knows->heading));
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            line("  " + say(stage_phrases[stage]) + " " + std::to_string(knows.funnel.k[stage]) + " / " +
                 std::to_string(knows.funnel.n[stage]));
        }
        const FiveKnowsRule& rule = *rules_.five_knows;
        std::string weights;
        for (const std::int64_t weight : rule.weights)
            weights += (weights.empty() ? "" : " : ") + format_decimal(weight, 9);
        line(say({"  各环节权重 ", "  weights of the stages "}) + weights +
             say({"，逐级连乘", ", each rate multiplied by those before it"}));
        if (knows.score) {
            // An exact fraction where there is a short one: what is rounded is not written as if it were equal.
            std::string score;
            append_decimal(score, *knows.score, 6, true);
            const auto exact = chain_fraction(rule, knows.funnel);
            const std::string fraction =
                exact ? std::to_string(exact->numerator) + "/" + std::to_string(exact->denominator) : std::string();
            line(say({"  链条得分率：", "  Chain score: "}) +
                 (exact ? fraction + StatementWords::equals(Points::thousandths(1'000'000), exact->numerator,
                                                            exact->denominator)
                        : "≈ ") +
                 score);
            line(say({"  五提五知得分：", "  Five-knows part: "}) + to_string(rule.points) + " × " +
                 (exact ? fraction + StatementWords::equals(rule.points, exact->numerator, exact->denominator)
                        : score + "… ≈ ") +
                 to_string(knows.points));
        } else {
            line(say({"  无登记人员，得分：", "  Nobody is registered; part: "}) + to_string(knows.points));
        }
        line("");
    }

    [[nodiscard]] std::string missed_text(const StatementDuty& duty) const {
        std::string text;
        for (std::size_t i = 0; i < duty.missed.size();) {
            std::size_t j = i;
            while (j < duty.missed.size() && duty.missed[j].period == duty.missed[i].period) ++j;
            text += (text.empty() ? "" : chinese_ ? "、" : ", ") + to_string(duty.missed[i].period.from);
            if (duty.missed[i].household)
                text +=
                    chinese_ ? "（" + std::to_string(j - i) + "户）" : " (" + std::to_string(j - i) + " households)";
            i = j;
        }
        return text;
    }

    void write_duties() {
        const std::string heading = say({"四、履职（已做／应做）", "4. Duties (done / due)"});
        if (s_.duties.empty()) return does_not_apply(heading);
        line(heading);
        for (const StatementDuty& duty : s_.duties) {
            const Duty& rule = rules_.duties[duty.duty.index()];
            std::string text = "  " + title(rule.heading, rule.code) + " " + std::to_string(duty.done) + " / " +
                               std::to_string(duty.due) + "  ";
            if (duty.due > 0) {
                text += to_string(duty.full) + " × " + std::to_string(duty.done) + "/" + std::to_string(duty.due) +
                        StatementWords::equals(duty.full, duty.done, duty.due);
            }
            line(text + to_string(duty.points) + words_.by_source(rule.heading));
            if (!duty.missed.empty())
                line(say({"    未完成（各期首日）：", "    missed, periods from: "}) + missed_text(duty));
        }
        line(say({"  履职得分：", "  Duties part: "}) + to_string(s_.score.duties));
        line("");
    }

    void write_index() {
        const CompositeRule& rule = *rules_.composite;
        const std::string heading = say({"五、综合指数", "5. Composite index"});
        if (!s_.index) return does_not_apply(heading);
        const bool adds_up = rule.aggregate == IndexAggregate::weighted_sum;
        line(heading + words_.by_source(rule.heading));
        line("  " + index_method_text(rules_, chinese_ ? "zh" : "en"));
        TextLayout table(adds_up ? std::vector<bool>{false, true, true, true, true, false}
                                 : std::vector<bool>{false, true, true, true, false});
        const auto add = [&](std::vector<std::string> cells, std::string contribution, std::string source) {
            if (adds_up) cells.push_back(std::move(contribution));
            cells.push_back(std::move(source));
            table.add(std::move(cells));
        };
        add({say({"指标", "indicator"}), say({"原值", "raw"}), say({"折算值", "normalised"}), say({"权重", "weight"})},
            say({"得分", "points"}), say({"依据", "rule"}));
        for (std::size_t j = 0; j < s_.indicators.size(); ++j) {
            const IndicatorScore& score = s_.indicators[j];
            add({words_.indicator(rule.indicators[j]) + aim_of(rule.indicators[j]), decimals(score.raw),
                 decimals(score.normalised), decimals(score.weight)},
                to_string(score.contribution) + (score.near_edge ? "*" : ""), rule.indicators[j].heading.source);
        }
        out_ += table.text(2);
        if (std::isnan(s_.index->index)) {
            line(say({"  缺少指标，没有综合指数", "  Without an index: she lacks an indicator"}));
        } else {
            const bool flagged = s_.index->near_edge && !adds_up;
            line(say({"  综合指数（满分 1）：", "  Index (of 1): "}) + decimals(s_.index->index) +
                 say({"；满分得 ", "; in full "}) + to_string(rule.points) + say({"，得分：", ", points: "}) +
                 to_string(s_.index->points) + (flagged ? "*" : ""));
        }
        if (s_.index->near_edge)
            line(say({"  * 与进位界限相差不足 10^-9 分",
                      "  * less than 10^-9 of a point from being rounded the other way"}));
        if (!rule.in_total) line(say({"  不计入总分，只用于排序", "  No part of the total: it only ranks"}));
        line("");
    }

    /// Where more is not simply better.
    [[nodiscard]] std::string aim_of(const IndicatorRule& indicator) const {
        if (indicator.direction == IndicatorDirection::cost) return say({"（以少为好）", " (less is better)"});
        if (indicator.direction != IndicatorDirection::target || !indicator.target) return {};
        return say({"（目标值 ", " (target "}) + format_decimal(*indicator.target, 3) + say({"）", ")"});
    }

    /// 6 decimals, as the table `composite`; empty for none.
    [[nodiscard]] static std::string decimals(double value) {
        std::string text;
        if (!std::isnan(value)) append_decimal(text, rounded_decimals(value, 6), 6, true);
        return text;
    }

    void write_total() {
        line(say(rules_.composite ? Phrase{"六、总分", "6. Total"} : Phrase{"五、总分", "5. Total"}) +
             words_.by_source(rules_.total.heading));
        line(
            "  " + say({"基础分 ", "base "}) + to_string(s_.score.base) + say({" + 记录 ", " + items "}) +
            to_string(s_.score.items) + say({" + 联系带动 ", " + linkage "}) + to_string(s_.score.linkage) +
            say({" + 五提五知 ", " + five knows "}) + to_string(s_.score.five_knows) + say({" + 履职 ", " + duties "}) +
            to_string(s_.score.duties) +
            (s_.evaluation.index_in_total() ? say({" + 综合指数 ", " + index "}) + to_string(s_.score.composite) : "") +
            " = " + to_string(s_.sum));
        if (s_.score.total > s_.sum) line(say({"  不低于下限 ", "  raised to the floor "}) + to_string(s_.score.total));
        if (s_.score.total < s_.sum) line(say({"  不超过上限 ", "  cut to the ceiling "}) + to_string(s_.score.total));
        std::string end = say({"  总分 ", "  Total "}) + to_string(s_.score.total);
        if (const std::string_view grade = s_.evaluation.grade(s_.place); !grade.empty())
            end += say({"，等次 ", ", grade "}) + grade_title(grade);
        if (s_.score.veto)
            end += say({"（一票否决：", " (veto: "}) +
                   title(rules_.items[s_.score.veto->index()].heading, rules_.items[s_.score.veto->index()].code) +
                   say({"）", ")"});
        const std::uint32_t rank = s_.evaluation.ranks()[s_.place];
        if (rank > 0)
            end += say({"，位次 ", ", rank "}) + std::to_string(rank) + " / " + std::to_string(s_.evaluation.ranked());
        const auto vetoed = static_cast<std::int64_t>(s_.evaluation.scored().size()) - s_.evaluation.ranked();
        if (rank > 0 && vetoed > 0)
            end += chinese_ ? "（另有" + std::to_string(vetoed) + "人被一票否决，不排位次）"
                            : " (" + std::to_string(vetoed) + " more under a veto, without a rank)";
        line(end);
    }

    [[nodiscard]] std::string grade_title(std::string_view code) const {
        const auto grade =
            std::find_if(rules_.grades.begin(), rules_.grades.end(), [&](const Grade& g) { return g.code == code; });
        return grade == rules_.grades.end() ? std::string(code)
                                            : title(grade->heading, code) + words_.by_source(grade->heading);
    }

    const Statement& s_;
    StatementWords words_;
    const RulebookData& rules_;
    const DistrictData& district_;
    bool chinese_;
    std::string out_;
};

} // namespace

std::string to_text(const Statement& statement, std::string_view language) {
    return StatementText(statement, language).write();
}

std::ostream& operator<<(std::ostream& out, const Statement& statement) { return out << to_text(statement); }

} // namespace jifen
