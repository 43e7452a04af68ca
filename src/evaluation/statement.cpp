#include "jifen/evaluation/statement.hpp"

#include "evaluation/sum_of_parts.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <utility>

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

/// Which entries of one person decided about others: asked once all of them are scored.
class Deciders {
public:
    Deciders(const Evaluation& evaluation, PersonId person, std::span<const EntryScore> scores)
        : evaluation_(evaluation), ledger_(evaluation.district()->ledger), begin_(ledger_.of(person).begin) {
        for (std::uint32_t i = 0; i < scores.size(); ++i) {
            const EntryId entry(begin_ + i);
            if (!evaluation.admission().is_known(entry)) continue;
            const Verdict verdict = scores[i].verdict;
            if (verdict == Verdict::veto && !first_veto_) first_veto_ = entry;
            // What stands in its act, and what came first in its period: `repeat` may stand, but did not come first.
            if (verdict < Verdict::repeat) continue;
            const Item& rule = rule_of(entry);
            if (rule.exclusive && ledger_.act[entry.index()])
                standing_.try_emplace({ledger_.act[entry.index()], rule.exclusive}, entry);
            if (rule.once && verdict != Verdict::repeat) first_.try_emplace(once_key(entry, *rule.once), entry);
        }
    }

    /// The entry that decided about this one; none where none did.
    [[nodiscard]] EntryId of(EntryId entry, Verdict verdict) const {
        switch (verdict) {
        case Verdict::cancels:
            return ledger_.withdrawn_by(entry);
        case Verdict::cancelled:
            return withdrawal_of(entry);
        case Verdict::veto:
            return first_veto_ == entry ? EntryId() : first_veto_;
        case Verdict::exclusive:
            return standing_.at({ledger_.act[entry.index()], rule_of(entry).exclusive});
        case Verdict::repeat:
            return first_.at(once_key(entry, *rule_of(entry).once));
        default:
            return {};
        }
    }

private:
    using OnceKey = std::tuple<ItemId, SubjectId, std::int32_t>;

    [[nodiscard]] const Item& rule_of(EntryId entry) const {
        return evaluation_.rules().items[evaluation_.admission().item(entry).index()];
    }
    [[nodiscard]] OnceKey once_key(EntryId entry, Period once) const {
        return {evaluation_.admission().item(entry), ledger_.subject[entry.index()],
                evaluation_.program().calendar().number(once, ledger_.day[entry.index()])};
    }
    /// Of several withdrawals the one recorded first, of those of one day the one whose entry id is smaller.
    [[nodiscard]] EntryId withdrawal_of(EntryId entry) const {
        const auto& all = ledger_.cancellations;
        const auto key = [&](EntryId by) { return std::tuple(ledger_.recorded[by.index()], ledger_.ids[by.index()]); };
        EntryId first;
        for (auto c = std::lower_bound(all.begin(), all.end(), Cancellation{entry, EntryId(0)});
             c != all.end() && c->entry == entry; ++c) {
            if (!first || key(c->by) < key(first)) first = c->by;
        }
        return first;
    }

    const Evaluation& evaluation_;
    const Ledger& ledger_;
    std::uint32_t begin_;
    EntryId first_veto_;
    std::map<std::pair<ActWord, ExclusiveId>, EntryId> standing_;
    std::map<OnceKey, EntryId> first_;
};

/// Follows the ladders of one person through her valid entries, as the scorer does.
class Climber {
public:
    explicit Climber(const Program& program) : program_(program) {}

    LadderClimb climb(ItemId item, const Ladder& ladder, Day day, std::int64_t quantity) {
        std::int64_t& total = totals_[{item, program_.calendar().number(ladder.per, day)}];
        const std::int64_t before = total;
        total += quantity;
        return {Quantity::thousandths(before), Quantity::thousandths(total), ladder.at(before), ladder.at(total)};
    }

private:
    const Program& program_;
    std::map<std::pair<ItemId, std::int32_t>, std::int64_t> totals_;
};

template <class Word>
std::string word_of(const SortedTexts<Word>& texts, Word word) {
    return word ? std::string(texts[word]) : std::string();
}

/// What the entry was entered as.
StatementLine as_entered(const DistrictData& district, std::uint32_t at) {
    const Ledger& ledger = district.ledger;
    StatementLine line;
    line.entry = ledger.ids[at];
    line.date = ledger.day[at];
    line.recorded = ledger.recorded[at];
    line.item = word_of(district.item_words, ledger.item[at]);
    line.level = word_of(district.level_words, ledger.level[at]);
    line.channel = word_of(district.channel_words, ledger.channel[at]);
    line.act = word_of(district.act_words, ledger.act[at]);
    line.quantity = Quantity::thousandths(ledger.quantity[at]);
    line.subject = text_of(district, ledger.subject[at]);
    return line;
}

/// By which rate an entry earned its raw points, and whose words say so. What is exclusive or a repeat earns nothing.
void add_rule(const Evaluation& evaluation, std::uint32_t at, StatementLine& line) {
    const Item& rule = evaluation.rules().items[line.rule.index()];
    const bool earns = line.verdict == Verdict::zero || line.verdict >= Verdict::counted;
    const PointsVersion* const version = earns ? version_on(rule, line.date) : nullptr;
    if (version != nullptr) line.rate = version->value;
    if (earns && rule.scoring == Scoring::points_per_unit) line.rate = rule.per_unit;
    if (earns && rule.scoring == Scoring::by_level)
        line.rate = evaluation.admission().binding().points_at(line.rule, evaluation.district()->ledger.level[at]);
    line.cap = cap_of(evaluation.rules(), line.rule, line.cut_by);
    line.source =
        version != nullptr && !version->heading.source.empty() ? version->heading.source : rule.heading.source;
}

void add_lines(Statement& statement) {
    const Evaluation& evaluation = statement.evaluation;
    const RulebookData& rules = evaluation.rules();
    const Ledger& ledger = evaluation.district()->ledger;
    Scorer scorer(evaluation.admission());
    std::vector<CategoryScore> categories(rules.categories.size());
    scorer.score(statement.person, categories);
    const Deciders deciders(evaluation, statement.person, scorer.entries());
    Climber climber(evaluation.program());
    std::uint32_t entry = ledger.of(statement.person).begin;
    for (const EntryScore& score : scorer.entries()) {
        const std::uint32_t at = entry++;
        if (!evaluation.admission().is_known(EntryId(at))) continue;
        StatementLine line = as_entered(*evaluation.district(), at);
        line.rule = evaluation.admission().item(EntryId(at));
        line.raw = score.raw;
        line.credited = score.credited;
        line.verdict = score.verdict;
        line.cut_by = score.cut_by;
        line.version = score.version;
        if (line.rule) {
            add_rule(evaluation, at, line);
            if (const auto& ladder = rules.items[line.rule.index()].ladder; ladder && is_valid(line.verdict))
                line.climb = climber.climb(line.rule, *ladder, line.date, ledger.quantity[at]);
        }
        if (const EntryId other = deciders.of(EntryId(at), score.verdict)) {
            line.other = ledger.ids[other.index()];
            line.other_rule = evaluation.admission().item(other);
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
                                    rules[row->duty.index()].points,
                                    duty_points(rules[row->duty.index()], row->due, row->done),
                                    {}});
    }
    for (const MissedDuty& missed : missed_duties(statement.evaluation.admission(), statement.person)) {
        const auto duty = std::find_if(statement.duties.begin(), statement.duties.end(),
                                       [&](const StatementDuty& d) { return d.duty == missed.duty; });
        duty->missed.push_back(missed);
    }
}

void add_composite(Statement& statement) {
    const CompositeResult& composite = statement.evaluation.composite();
    const auto row = std::lower_bound(composite.rows.begin(), composite.rows.end(), statement.person,
                                      [](const CompositeRow& r, PersonId person) { return r.person < person; });
    if (row == composite.rows.end() || row->person != statement.person) return;
    statement.index = *row;
    const auto count = static_cast<std::ptrdiff_t>(statement.evaluation.rules().composite->indicators.size());
    const auto begin = composite.indicators.begin() + (row - composite.rows.begin()) * count;
    statement.indicators.assign(begin, begin + count);
}

} // namespace

Statement statement(const Evaluation& evaluation, std::string_view person) {
    const std::size_t place = evaluation.place_of(person);
    const PersonScore& score = evaluation.scores()[place];
    Statement result{
        evaluation, evaluation.scored().people[place], place, score, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    add_lines(result);
    add_linkage(result);
    add_five_knows(result);
    add_duties(result);
    add_composite(result);
    result.sum = sum_of_parts(score, evaluation.rules())
                     .total("a total", evaluation.admission().district().people.ids[result.person]);
    return result;
}

} // namespace jifen
