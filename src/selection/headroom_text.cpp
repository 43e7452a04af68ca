#include "evaluation/statement_words.hpp"
#include "jifen/core/text.hpp"
#include "jifen/core/text_layout.hpp"
#include "jifen/selection/headroom.hpp"

#include <algorithm>
#include <string>

namespace jifen {

namespace {

class HeadroomText {
public:
    HeadroomText(const Headroom& headroom, std::string_view language)
        : h_(headroom), rules_(headroom.evaluation.rules()), words_(rules_, language), chinese_(language == "zh") {}

    std::string write() {
        write_head();
        write_caps();
        write_items();
        write_goals();
        out_ += say({"每项只按该项工作单独计算；其他人的得分按现状。\n",
                     "Each line is work at that item alone; everybody else's score is taken as it is.\n"});
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string say(const Phrase& phrase) const { return words_.say(phrase); }
    [[nodiscard]] std::string item_title(ItemId item) const {
        const Item& rule = rules_.items[item.index()];
        return title(rule.heading, rule.code);
    }
    [[nodiscard]] std::string title(const Heading& heading, std::string_view code) const {
        return printable(words_.title(heading, code));
    }

    void write_head() {
        const DistrictData& district = *h_.evaluation.district();
        const std::string_view name = district.people.names[h_.person.index()];
        out_ += title(rules_.heading, rules_.code) + "\n";
        out_ += say({"加分空间：", "What can still be earned: "}) + std::string(district.people.ids[h_.person]) +
                (name.empty() ? "" : " " + printable(name)) + say({"，", " on "}) + to_string(h_.day) + "\n";
        const PersonScore& score = h_.evaluation.scores()[h_.place];
        out_ += say({"现有总分 ", "total now "}) + to_string(score.total);
        if (const std::string_view grade = h_.evaluation.grade(h_.place); !grade.empty())
            out_ += say({"，等次 ", ", grade "}) + printable(grade);
        out_ += "\n\n";
    }

    void write_caps() {
        out_ += say({"一、各项上限", "1. Caps"});
        if (h_.caps.empty()) {
            out_ += say({"：无\n\n", ": none\n\n"});
            return;
        }
        out_ += "\n";
        TextLayout table({false, false, false, true, true, true, false});
        table.add({say({"上限", "cap"}), say({"适用", "of"}), say({"期间", "period"}), say({"限额", "limit"}),
                   say({"已用", "used"}), say({"余额", "left"}), say({"依据", "rule"})});
        for (const CapUse& cap : h_.caps) {
            std::string of;
            if (cap.item) of = item_title(cap.item);
            if (cap.category) {
                const Category& category = rules_.categories[cap.category.index()];
                of = words_.title(category.heading, category.code);
            }
            table.add({words_.cut(CutBy{cap.stage, cap.per}), of,
                       to_string(cap.days.from) + say({" 至 ", " to "}) + to_string(cap.days.until.plus(-1)),
                       to_string(cap.limit), to_string(cap.used), to_string(cap.left()), cap.heading->source});
        }
        out_ += table.text(2) + "\n";
    }

    void write_items() {
        out_ += say({"二、当日再做", "2. Further work on the day"}) + "\n";
        TextLayout table({false, false, true, false, true, false, false});
        table.add({say({"项目", "item"}), say({"级别", "level"}), say({"再做一次", "once more"}),
                   say({"认定", "verdict"}), say({"最多可加", "at most"}), say({"需", "by"}),
                   say({"之后受限于", "then cut by"})});
        for (const ItemHeadroom& item : h_.items) {
            std::string reason(describe(item.verdict, chinese_ ? "zh" : "en"));
            if (item.cut_by.kind == CutBy::Kind::item || item.cut_by.kind == CutBy::Kind::category ||
                item.cut_by.kind == CutBy::Kind::total || item.cut_by.kind == CutBy::Kind::once)
                reason += say({"：", ": "}) + words_.cut(item.cut_by);
            table.add({item_title(item.item), item.level, to_string(item.gain), reason, to_string(item.most),
                       work(item, item.for_most), words_.cut(item.then)});
        }
        out_ += table.text(2) + "\n";
    }

    /// `3 entries` or `1 entry of quantity 12.5`; empty where there is none.
    [[nodiscard]] std::string work(const ItemHeadroom& item, const Work& work) const {
        if (work.entries == 0) return {};
        const Scoring scoring = rules_.items[item.item.index()].scoring;
        const std::string count = std::to_string(work.entries);
        if (scoring == Scoring::points_per_unit || scoring == Scoring::ladder)
            return say({"1 次，数量 ", "1 entry of quantity "}) + to_string(work.quantity);
        return chinese_ ? count + " 次" : count + (work.entries == 1 ? " entry" : " entries");
    }

    void write_goals() {
        out_ += say({"三、目标", "3. Goals"});
        if (h_.goals.empty()) out_ += say({"：已无更高目标", ": there is none above"});
        out_ += "\n";
        for (const Goal& goal : h_.goals) write_goal(goal);
        out_ += "\n";
    }

    void write_goal(const Goal& goal) {
        if (goal.grade) {
            const Grade& grade = rules_.grades[goal.grade.index()];
            out_ += say({"  等次 ", "  grade "}) + title(grade.heading, grade.code);
        } else {
            const Selection& selection = rules_.selections[goal.selection];
            out_ += say({"  评选 ", "  selection "}) + title(selection.heading, selection.code);
        }
        if (goal.missing) out_ += say({"，相差 ", ", missing "}) + to_string(*goal.missing);
        out_ += "\n";
        if (goal.ways.empty()) out_ += say({"    任何单项工作都达不到\n", "    no work at one item reaches it\n"});
        for (const WayToGoal& way : goal.ways) {
            const ItemHeadroom& item = h_.items[way.item];
            out_ += "    " + item_title(item.item);
            if (!item.level.empty()) out_ += say({"（", " ("}) + printable(item.level) + say({"）", ")"});
            out_ += say({"：", ": "}) + work(item, way.work) + say({"，总分至 ", ", total then "}) +
                    to_string(way.total) + about(item, way.work) + "\n";
        }
    }

    /// The first few of those that the entries are about.
    [[nodiscard]] std::string about(const ItemHeadroom& item, const Work& work) const {
        constexpr std::size_t most_named = 5;
        const std::size_t all = std::min(item.subjects.size(), static_cast<std::size_t>(work.entries));
        if (all == 0) return {};
        const std::size_t named = std::min(all, most_named);
        const auto end = item.subjects.begin() + static_cast<std::ptrdiff_t>(named);
        return say({"；对象 ", "; about "}) + words_.listed({item.subjects.begin(), end}) +
               (named < all ? say({" 等", " and others"}) : std::string());
    }

    const Headroom& h_;
    const RulebookData& rules_;
    StatementWords words_;
    bool chinese_;
    std::string out_;
};

} // namespace

std::string to_text(const Headroom& headroom, std::string_view language) {
    return HeadroomText(headroom, language).write();
}

} // namespace jifen
