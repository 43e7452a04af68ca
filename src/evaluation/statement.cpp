#include "jifen/evaluation/statement.hpp"

#include "core/points_sum.hpp"

#include <algorithm>

namespace jifen {

namespace {

std::optional<Points> cap_of(const RulebookData& rules, ItemId item, CutBy cut) {
    const std::vector<Cap>* caps = nullptr;
    const Item& rule = rules.items[item.index()];
    if (cut.kind == CutBy::Kind::item) caps = &rule.caps;
    if (cut.kind == CutBy::Kind::category) caps = &rules.categories[rule.category.index()].caps;
    if (cut.kind == CutBy::Kind::total) caps = &rules.total.caps;
    if (caps == nullptr) return std::nullopt;
    const auto cap = std::find_if(caps->begin(), caps->end(), [&](const Cap& c) { return c.per == cut.period; });
    return cap == caps->end() ? std::nullopt : std::optional(cap->points);
}

std::string subject_text(const DistrictData& district, SubjectId subject) {
    if (const HouseholdId household = household_of(district, subject))
        return std::string(district.households.ids[household]);
    if (const PersonId person = person_of(district, subject)) return std::string(district.people.ids[person]);
    return {};
}

void add_lines(Statement& statement) {
    const Evaluation& evaluation = statement.evaluation;
    const RulebookData& rules = evaluation.rules();
    const DistrictData& district = evaluation.district();
    const Ledger& ledger = district.ledger;
    Scorer scorer(evaluation.admission());
    std::vector<CategoryScore> categories(rules.categories.size());
    scorer.score(statement.person, categories);
    std::uint32_t entry = ledger.of(statement.person).begin;
    for (const EntryScore& score : scorer.entries()) {
        const std::uint32_t at = entry++;
        if (!evaluation.admission().is_known(at)) continue;
        StatementLine line;
        line.entry = (*ledger.ids)[at];
        line.date = ledger.day[at];
        if (ledger.item[at]) line.item = district.item_words[ledger.item[at]];
        line.quantity = Quantity::thousandths(ledger.quantity[at]);
        line.subject = subject_text(district, ledger.subject[at]);
        line.raw = score.raw;
        line.credited = score.credited;
        line.verdict = score.verdict;
        line.cut_by = score.cut_by;
        line.version = score.version;
        if (const ItemId item = evaluation.admission().item(at)) {
            const Item& rule = rules.items[item.index()];
            line.cap = cap_of(rules, item, score.cut_by);
            const PointsVersion* version = score.version.is_finite() ? version_on(rule, line.date) : nullptr;
            line.source =
                version != nullptr && !version->heading.source.empty() ? version->heading.source : rule.heading.source;
        }
        statement.lines.push_back(std::move(line));
    }
    for (std::size_t c = 0; c < categories.size(); ++c)
        statement.categories.push_back({rules.categories[c].code, categories[c]});
}

void add_linkage(Statement& statement) {
    const auto& rows = statement.evaluation.linkage().rows;
    const auto row = std::lower_bound(rows.begin(), rows.end(), statement.person,
                                      [](const LinkageRow& r, PersonId person) { return r.person < person; });
    if (row == rows.end() || row->person != statement.person) return;
    statement.linkage = *row;
    const LinkageRule& rule = *statement.evaluation.rules().linkage;
    const auto ratio = [](const std::optional<LinkageTarget>& target,
                          std::int64_t count) -> std::optional<StatementRatio> {
        if (!target) return std::nullopt;
        return StatementRatio{count, target->target, target->points,
                              scale(target->points, std::min(count, target->target), target->target)};
    };
    statement.exemplars = ratio(rule.exemplars, row->exemplars);
    statement.contacts = ratio(rule.contacts, row->contacts);
    statement.served = ratio(rule.served, row->served);
}

void add_five_knows(Statement& statement) {
    const auto& leaders = statement.evaluation.five_knows().leaders;
    const auto leader = std::lower_bound(leaders.begin(), leaders.end(), statement.person,
                                         [](const LeaderKnows& l, PersonId person) { return l.leader < person; });
    if (leader != leaders.end() && leader->leader == statement.person) statement.five_knows = *leader;
}

void add_duties(Statement& statement) {
    const auto& rows = statement.evaluation.duties().rows;
    const auto& rules = statement.evaluation.rules().duties;
    auto row = std::lower_bound(rows.begin(), rows.end(), statement.person,
                                [](const DutyRow& r, PersonId person) { return r.person < person; });
    for (; row != rows.end() && row->person == statement.person; ++row) {
        statement.duties.push_back({row->duty,
                                    row->due,
                                    row->done,
                                    rules[row->duty].points,
                                    duty_points(rules[row->duty], row->due, row->done),
                                    {}});
    }
    for (const MissedDuty& missed : missed_duties(statement.evaluation.admission(), statement.person)) {
        const auto duty = std::find_if(statement.duties.begin(), statement.duties.end(),
                                       [&](const StatementDuty& d) { return d.duty == missed.duty; });
        duty->missed.push_back(missed);
    }
}

} // namespace

Statement statement(const Evaluation& evaluation, std::string_view person) {
    const std::size_t place = evaluation.place_of(person);
    const PersonScore& score = evaluation.scores()[place];
    Statement result{evaluation, evaluation.scored().people[place], place, score, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    add_lines(result);
    add_linkage(result);
    add_five_knows(result);
    add_duties(result);
    PointsSum sum;
    for (const Points part : {score.base, score.items, score.linkage, score.five_knows, score.duties}) sum += part;
    result.sum = sum.total("a total", evaluation.admission().district().people.ids[result.person]);
    return result;
}

} // namespace jifen
