#include "jifen/rulebook/articles.hpp"

#include "jifen/core/error.hpp"
#include "jifen/rulebook/greatest_total.hpp"
#include "jifen/rulebook/lint.hpp"
#include "rulebook/article_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jifen {

namespace rulebook_articles {

namespace {

/// What each warning is about, for those who do not read English.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> warnings_in_chinese{
    {{"value_above_cap", "单次分值高于上限，任何一次都不能足额计分"},
     {"value_above_ceiling", "基础分加单次分值已超过总分上限，不能足额计分"},
     {"step_above_cap", "阶梯档次的分值高于上限，无人能够足额取得"},
     {"coarser_cap_not_larger", "较长周期的上限不高于较短周期的上限，后者不起作用"},
     {"cap_never_reached", "较短周期的上限累加不超过较长周期的上限，后者不起作用"},
     {"periods_do_not_nest", "前一道上限（或阶梯）的周期不落在后一道上限的周期之内，多做可能反而少得分"},
     {"never_in_force", "项目的有效期与其分值的有效期没有交集，从不生效"},
     {"version_never_in_force", "该分值版本在项目有效期之外，从不生效"},
     {"not_in_window", "项目在本考核期内不生效"},
     {"once_on_exclusive", "既限次数又参加择高，所得可能取决于记录编号"},
     {"once_with_unequal_points", "限次数而各次分值不等，先记者计分，可能就低不就高"},
     {"exclusive_of_one", "择高组内只有一个项目，没有可排除的项目"},
     {"item_without_effect", "项目不计分、不否决，也不用于履职或者联系服务"},
     {"category_without_items", "类别内没有项目，得分恒为零"},
     {"role_earns_nothing", "该职务没有任何可得分的项目、职责或者联系服务"},
     {"role_not_scored", "该职务不在适用范围之内，只有兼任适用职务者才能得分"},
     {"duty_not_doable", "该职务不能完成这项职责所列的任何项目"},
     {"duty_not_in_force", "考核期内有的周期没有可完成该职责的有效项目"},
     {"duty_never_due", "考核期内没有完整的周期，该职责从不到期"},
     {"unreachable_grade", "无人能够达到该等次的分数线"},
     {"grade_never_given", "人人都达到更高等次，该等次从不出现"},
     {"selection_out_of_reach", "评选条件无人能够达到"},
     {"selection_of_nobody", "评选比例为零，无人入选"},
     {"rank_by_nothing", "排序或者比较所依据的内容人人相同"}}};

void write_totals(ArticleWriter& w, const Rulebook& rulebook, const std::optional<Window>& window) {
    std::string over = w.say({"任一自然年度内，只担任下列职务者的总分最高为：",
                              "The greatest total in any calendar year of those who hold these roles and no others:"});
    if (window) {
        over = w.chinese()
                   ? "考核期" + w.days(window->span()) + "，只担任下列职务者的总分最高为："
                   : "The greatest total " + w.days(window->span()) + " of those who hold these roles and no others:";
    }
    w.appendix({"可达到的最高总分", "The greatest total that can be reached"}, over);
    const auto shown = [&](const std::optional<Points>& points) {
        return points ? w.points(*points) : w.say({"不设上限", "no limit"});
    };
    for (const GreatestTotal& greatest : greatest_totals(rulebook, window)) {
        const auto roles = texts_of(greatest.roles, [&w](const std::string& role) { return w.word(role); });
        std::string text = w.list(roles, {"兼", " and "}) + w.say({"：", ": "}) + shown(greatest.total) +
                           w.say({"（基础分", " (base "}) + to_string(greatest.base);
        const auto part = [&](const Phrase& name, const std::optional<Points>& points) {
            text += w.say({"，", ", "}) + w.say(name) +
                    (points ? to_string(*points) : w.say({"不设上限", "without limit"}));
        };
        part({"项目", "items "}, greatest.items);
        part({"联系服务", "linkage "}, greatest.linkage);
        part({"五知", "five knows "}, greatest.five_knows);
        part({"履职", "duties "}, greatest.duties);
        if (rulebook->composite && rulebook->composite->in_total) part({"综合指数", "index "}, greatest.composite);
        text += w.say({"）", ")"});
        if (!greatest.reached) text += w.say({"，此为上界，不一定能够达到", "; not more than that, perhaps less"});
        w.clause(text + w.stop());
    }
}

void write_warnings(ArticleWriter& w, const Rulebook& rulebook, const std::optional<Window>& window) {
    const Diagnostics found = lint(rulebook, window);
    w.appendix({"条文审查提示", "What a reviewer should look at"},
               found.empty() ? w.say({"未发现异常。", "Nothing odd was found."})
                             : w.say({"下列条文合乎格式而可疑，请逐条核对：", "Legal, but odd:"}));
    for (const Diagnostic& warning : found) {
        const auto* const chinese = std::find_if(warnings_in_chinese.begin(), warnings_in_chinese.end(),
                                                 [&](const auto& known) { return known.first == warning.code; });
        std::string text;
        if (w.chinese()) {
            text = "第" + std::to_string(warning.line) + "行：" +
                   (chinese == warnings_in_chinese.end() ? "" : std::string(chinese->second)) + "〔" + warning.code +
                   "〕" + warning.message + "；" + warning.remedy;
        } else {
            text = "Line " + std::to_string(warning.line) + ": " + warning.message + " [" + warning.code + "]; " +
                   warning.remedy;
        }
        w.clause(text + w.stop());
    }
}

std::string role_with_code(const ArticleWriter& w, const std::string& role) {
    const std::string name = w.word(role);
    return name == role ? role : name + w.say({"（", " ("}) + role + w.say({"）", ")"});
}

} // namespace

void write_general(ArticleWriter& w) {
    const RulebookData& rules = w.rules();
    w.chapter({"总则", "General"});
    const auto roles = texts_of(rules.applies_to, [&w](const std::string& role) { return role_with_code(w, role); });
    w.article(w.say({"适用范围", "Who is scored"}), w.say({"本办法适用于考核期内担任下列职务之一的人员：",
                                                           "Whoever held one of these roles in the window: "}) +
                                                        w.list(roles, {"、", ", "}) + w.stop());

    const TotalRule& total = rules.total;
    const bool has_index = rules.composite && rules.composite->in_total;
    std::string text =
        w.say(has_index ? Phrase{"总分为基础分、项目得分、联系服务得分、五知得分、履职得分和综合指数"
                                 "得分之和。基础分为",
                                 "The total is base + items + linkage + five knows + duties + index. "
                                 "The base is "}
                        : Phrase{"总分为基础分、项目得分、联系服务得分、五知得分和履职得分之和。基础分为",
                                 "The total is base + items + linkage + five knows + duties. The base "
                                 "is "}) +
        w.points(total.base) + w.next();
    if (!total.caps.empty()) {
        text += w.say({"项目得分", "Item points: "}) + w.caps(total.caps, false) +
                w.say({"，扣分同样计算", "; deductions alike, on their own side"}) + w.next();
    }
    if (total.floor) {
        text += w.chinese() ? "总分低于" + w.points(*total.floor) + "的，按" + w.points(*total.floor) + "计。"
                            : "It is at least " + w.points(*total.floor) + ". ";
    }
    if (total.ceiling) {
        text += w.chinese() ? "总分高于" + w.points(*total.ceiling) + "的，按" + w.points(*total.ceiling) + "计。"
                            : "It is at most " + w.points(*total.ceiling) + ". ";
    }
    if (!w.chinese() && text.ends_with(' ')) text.pop_back();
    w.article(w.title_or(total.heading, {"总分", "Total"}), text + w.source(total.heading));
    if (rules.record_within_days) {
        const std::string days = std::to_string(*rules.record_within_days);
        w.article(w.say({"记录时限", "Time to record"}),
                  w.chinese()
                      ? "工作记录应当自事项发生之日起" + days + "日内录入；逾期录入的，不计分。"
                      : "Entries are recorded within " + days + " days of their date; later ones do not count.");
    }
}

void write_final(ArticleWriter& w) {
    w.chapter({"附则", "Final provisions"});
    w.article(w.say({"上限的计算", "How caps are counted"}),
              w.say({"各项上限按先项目、再类别、后总分的次序计算，同日记录按编号先后计算；扣分与加分分别计算。",
                     "Caps are asked of the item, then of its category, then of the total, entry by entry in order of "
                     "date and id; deductions are counted apart from gains."}));
    w.article(
        w.say({"周期与尾数", "Periods and rounding"}),
        w.say({"本办法所称日、周、月、季度、半年、年，均按公历计算，周自星期一起；上限、限次和阶梯的周期在考核期"
               "首尾不足整期的，按考核期内的部分计算；履职只计考核期内完整的周期。分值保留三位小数，四舍六入五成双。",
               "Days, weeks (from Monday), months, quarters, half-years and years are those of the calendar. "
               "Periods of caps, ladders and once are cut at the edges of the window; duties are due in whole "
               "periods only. Points are rounded to thousandths, half to even."}));
}

} // namespace rulebook_articles

namespace {

rulebook_articles::ArticleWriter writer_in(std::string_view language, const RulebookData& rules) {
    if (language != "zh" && language != "en")
        throw ArgumentError("language", std::string(language), "articles are written in zh or en");
    return {rules, language == "zh"};
}

} // namespace

std::string index_method_text(const RulebookData& rules, std::string_view language) {
    return rulebook_articles::composite_method(writer_in(language, rules));
}

std::string to_articles(const Rulebook& rulebook, std::string_view language, const std::optional<Window>& window) {
    using namespace rulebook_articles;
    ArticleWriter writer = writer_in(language, *rulebook);
    writer.line(writer.title(rulebook->heading, rulebook->code));
    writer.line(writer.say({"（编号：", "("}) + rulebook->code + writer.say({"）", ")"}));
    if (!rulebook->heading.source.empty())
        writer.line(writer.say({"制定依据：", "Source: "}) + rulebook->heading.source);
    write_general(writer);
    write_items(writer);
    write_parts(writer);
    if (!rulebook->grades.empty() || !rulebook->selections.empty()) {
        writer.chapter({"等次与评选", "Grades and honours"});
        write_grades(writer);
        write_selections(writer);
    }
    write_final(writer);
    write_totals(writer, rulebook, window);
    write_warnings(writer, rulebook, window);
    return writer.take();
}

} // namespace jifen
