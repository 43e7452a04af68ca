#include "jifen/selection/selection_text.hpp"

#include "jifen/core/text.hpp"
#include "jifen/evaluation/statement.hpp"

#include <algorithm>
#include <array>

namespace jifen {

namespace {

/// A phrase in both languages.
struct Phrase {
    std::string_view zh, en;
};

constexpr std::array<Phrase, 5> reasons{{{"入选", "selected"},
                                         {"未入选：在入选线下", "not selected: below the line"},
                                         {"不参评：一票否决", "not eligible: a veto"},
                                         {"不参评：等次不够", "not eligible: the grade"},
                                         {"不参评：任职天数不够", "not eligible: days in the role"}}};

constexpr std::array<Phrase, 9> keys{{{"总分", "total"},
                                      {"记录", "items"},
                                      {"联系带动", "linkage"},
                                      {"五提五知", "five knows"},
                                      {"履职", "duties"},
                                      {"综合指数", "index"},
                                      {"类别", "category"},
                                      {"扣分少者先", "fewest deductions"},
                                      {"任职天数", "days in the role"}}};

class OutcomeText {
public:
    OutcomeText(const Evaluation& evaluation, bool chinese)
        : evaluation_(evaluation), rules_(evaluation.rules()), chinese_(chinese) {}

    std::string write(const std::vector<SelectionOutcome>& outcomes) {
        out_ = say(rules_.composite ? Phrase{"\n七、评优评先", "\n7. Selections"}
                                    : Phrase{"\n六、评优评先", "\n6. Selections"});
        if (outcomes.empty()) return out_ + say({"：不在候选之列\n", ": she is no candidate\n"});
        out_ += "\n";
        for (const SelectionOutcome& outcome : outcomes) write_one(outcome);
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string say(const Phrase& phrase) const { return std::string(chinese_ ? phrase.zh : phrase.en); }
    [[nodiscard]] std::string title(const Heading& heading, std::string_view code) const {
        return printable(heading.title.in(chinese_ ? "zh" : "en", code));
    }

    [[nodiscard]] std::string key_name(const RankKey& key) const {
        if (key.kind != RankKey::Kind::category) return say(keys[static_cast<std::size_t>(key.kind)]);
        const Category& category = rules_.categories[key.category.index()];
        return title(category.heading, category.code);
    }

    /// What put her below the one just above her.
    [[nodiscard]] std::string decider(const Selection& rule, const std::string& decided_by) const {
        if (decided_by == "rank_by") return say({"评选分", "ranking points"});
        if (decided_by == "person") return say({"人员编号", "the person id"});
        const auto key = std::find_if(rule.ties.begin(), rule.ties.end(),
                                      [&](const RankKey& tie) { return tie.text == decided_by; });
        return key_name(*key);
    }

    void write_one(const SelectionOutcome& outcome) {
        const Selection& rule = *outcome.rule;
        const SelectionRow& row = outcome.row;
        out_ += "  " + title(rule.heading, rule.code) + say({"：", ": "}) +
                say(reasons[static_cast<std::size_t>(row.reason)]);
        if (!rule.heading.source.empty())
            out_ += say({"（依据：", " (by: "}) + printable(rule.heading.source) + say({"）", ")"});
        out_ += "\n    ";
        if (row.place > 0) {
            out_ += say({"名次 ", "place "}) + std::to_string(row.place) + " / " +
                    std::to_string(outcome.stratum.eligible) + say({"，", ", "});
        }
        if (outcome.stratum.stratum) {
            out_ += say({"范围 ", "among those of "}) +
                    std::string(evaluation_.district()->units.ids()[outcome.stratum.stratum]) + say({"，", ", "});
        }
        out_ += say({"名额 ", "places "}) + std::to_string(outcome.stratum.places) + say({"，入选 ", ", selected "}) +
                std::to_string(outcome.stratum.selected) + "\n    ";
        std::string ranked_by;
        for (const RankKey& key : rule.rank_by) ranked_by += (ranked_by.empty() ? "" : " + ") + key_name(key);
        out_ += say({"评选分 ", "ranking points "}) + to_string(row.points) + say({"（", " ("}) + ranked_by +
                say({"）", ")"});
        if (outcome.line) out_ += say({"，入选线 ", ", the line "}) + to_string(*outcome.line);
        if (row.distance) {
            out_ += row.selected ? say({"，高于首位未入选者 ", ", above the first not selected by "})
                                 : say({"，与入选线相差 ", ", from the line "});
            out_ += to_string(*row.distance);
        }
        if (!row.decided_by.empty())
            out_ += say({"；排在 ", "; after "}) + outcome.above + say({" 之后，取决于", ", decided by "}) +
                    decider(rule, row.decided_by);
        out_ += "\n";
    }

    const Evaluation& evaluation_;
    const RulebookData& rules_;
    bool chinese_;
    std::string out_;
};

} // namespace

std::vector<SelectionOutcome> selection_outcomes(const Evaluation& evaluation, std::string_view person) {
    const PersonId id = evaluation.scored().people[evaluation.place_of(person)];
    std::vector<SelectionOutcome> outcomes;
    for (const Selection& rule : evaluation.rules().selections) {
        const SelectionResult result = select(evaluation, rule.code);
        const auto row = std::find_if(result.begin(), result.end(), [id](const SelectionRow& r) { return r.id == id; });
        if (row == result.end()) continue;
        SelectionOutcome& outcome = outcomes.emplace_back();
        outcome.rule = &rule;
        outcome.row = *row;
        outcome.stratum = *std::find_if(result.strata.begin(), result.strata.end(),
                                        [&](const StratumResult& s) { return s.stratum == row->stratum; });
        if (row->place > 1) outcome.above = (row - 1)->person;
        // Those selected stand first in their stratum, the last of them on the line.
        for (const SelectionRow& other : result) {
            if (other.stratum == row->stratum && other.selected) outcome.line = other.points;
        }
    }
    return outcomes;
}

std::string selection_text(const Evaluation& evaluation, std::string_view person, std::string_view language) {
    if (language != "zh" && language != "en")
        throw ArgumentError("language", std::string(language), "a statement is written in zh or en");
    const std::vector<SelectionOutcome> outcomes = selection_outcomes(evaluation, person);
    if (evaluation.rules().selections.empty()) return {};
    return OutcomeText(evaluation, language == "zh").write(outcomes);
}

std::string explain(const Evaluation& evaluation, std::string_view person, std::string_view language) {
    return to_text(statement(evaluation, person), language) + selection_text(evaluation, person, language);
}

} // namespace jifen
