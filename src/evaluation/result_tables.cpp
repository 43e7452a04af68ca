#include "jifen/evaluation/result_tables.hpp"

#include "jifen/core/interner.hpp"
#include "jifen/evaluation/composite_part.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace jifen {

namespace {

constexpr std::size_t people_a_block = 512;

std::uint32_t code_of(auto id) noexcept { return id ? id.value() : TextColumn::blank; }

TextColumn people_codes(const DistrictData& district) { return {district.people.ids.pool(), {}, true}; }

/// A dictionary made of the codes of rules, and their order by code.
template <class Rules>
std::shared_ptr<const TextPool> codes_of(const Rules& rules) {
    auto pool = std::make_shared<TextPool>();
    for (const auto& rule : rules) pool->add(rule.code);
    return pool;
}

template <class Rules>
std::vector<std::uint32_t> order_by_code(const Rules& rules) {
    std::vector<std::uint32_t> order(rules.size());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return rules[a].code < rules[b].code; });
    return order;
}

/// Each rule's place among all by code.
template <class Rules>
std::vector<std::uint32_t> rank_by_code(const Rules& rules) {
    const auto order = order_by_code(rules);
    std::vector<std::uint32_t> rank(rules.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    return rank;
}

std::shared_ptr<const TextPool> verdict_words() {
    static const auto words = [] {
        auto pool = std::make_shared<TextPool>();
        for (std::size_t v = 0; v < verdict_count; ++v) pool->add(to_string(static_cast<Verdict>(v)));
        return std::shared_ptr<const TextPool>(std::move(pool));
    }();
    return words;
}

/// The words of `cut_by`, each once, as a dictionary must have them, and the code of each index.
struct CutWords {
    std::shared_ptr<const TextPool> pool;
    std::array<std::uint32_t, CutBy::count> codes{};
};

const CutWords& cut_words() {
    static const CutWords words = [] {
        Interner texts;
        CutWords made;
        for (std::size_t i = 0; i < CutBy::count; ++i) {
            const CutBy cut{static_cast<CutBy::Kind>(i / all_periods.size()), all_periods[i % all_periods.size()]};
            made.codes[i] = cut.kind == CutBy::Kind::nothing ? TextColumn::blank : texts.add(to_string(cut));
        }
        made.pool = std::make_shared<const TextPool>(texts.pool());
        return made;
    }();
    return words;
}

/// Numbers in floating point to 6 decimals; NaN is a blank.
class DecimalCells {
public:
    void add(double value) {
        const bool is_there = !std::isnan(value);
        cells_.values.push_back(is_there ? rounded_decimals(value, decimals) : 0);
        cells_.present.push_back(is_there ? 1 : 0);
    }
    [[nodiscard]] NumberColumn take() { return std::move(cells_); }

private:
    static constexpr int decimals = 6;
    NumberColumn cells_{decimals, true, {}, {}};
};

/// How many entries of the people [begin, end) are known.
std::size_t count_known(const Evaluation& evaluation, std::size_t begin, std::size_t end) {
    const auto& actor_begin = evaluation.district()->ledger.actor_begin;
    if (!evaluation.admission().known_at()) return actor_begin[end] - actor_begin[begin];
    std::size_t known = 0;
    for (std::uint32_t entry = actor_begin[begin]; entry < actor_begin[end]; ++entry)
        known += evaluation.admission().is_known(EntryId(entry)) ? 1 : 0;
    return known;
}

/// The ids of those entries, one a row.
TextColumn known_entries(const Evaluation& evaluation, std::size_t begin, std::size_t end) {
    const Ledger& ledger = evaluation.district()->ledger;
    TextPool ids;
    for (std::uint32_t at = ledger.actor_begin[begin]; at < ledger.actor_begin[end]; ++at) {
        if (evaluation.admission().is_known(EntryId(at))) ids.add(ledger.ids[at]);
    }
    TextColumn column{std::make_shared<const TextPool>(std::move(ids)), {}, true};
    column.codes.resize(column.dictionary->size());
    std::iota(column.codes.begin(), column.codes.end(), 0U);
    return column;
}

/// The columns of statement.csv for the people [begin, end). Rows are written by place: many threads fill one table.
class StatementColumns {
public:
    StatementColumns(const Evaluation& evaluation, std::size_t begin, std::size_t end)
        : evaluation_(evaluation), entry_(known_entries(evaluation, begin, end)),
          person_(people_codes(*evaluation.district())), item_{evaluation.district()->item_words.pool(), {}, false},
          verdict_{verdict_words(), {}, false}, cut_by_{cut_words().pool, {}, false} {
        const std::size_t rows = entry_.codes.size();
        for (TextColumn* column : {&person_, &item_, &verdict_, &cut_by_}) column->codes.resize(rows);
        for (DayColumn* column : {&day_, &version_}) column->days.resize(rows);
        for (Cells<std::int64_t>* points : {&raw_, &credited_}) points->resize(rows);
    }

    /// Scores the people [begin, end) again and writes their rows from `row` on.
    void write(std::size_t begin, std::size_t end, std::size_t row) {
        Scorer scorer(evaluation_.admission());
        std::vector<CategoryScore> categories(evaluation_.rules().categories.size());
        for (std::size_t p = begin; p < end; ++p) {
            std::fill(categories.begin(), categories.end(), CategoryScore{});
            scorer.score(PersonId::at(p), categories);
            row = write(PersonId::at(p), scorer, row);
        }
    }

    [[nodiscard]] Table take() {
        std::vector<Column> columns;
        columns.push_back({"person", std::move(person_)});
        columns.push_back({"entry", std::move(entry_)});
        columns.push_back({"date", std::move(day_)});
        columns.push_back({"item", std::move(item_)});
        columns.push_back(points_column("raw", std::move(raw_)));
        columns.push_back(points_column("credited", std::move(credited_)));
        columns.push_back({"verdict", std::move(verdict_)});
        columns.push_back({"cut_by", std::move(cut_by_)});
        columns.push_back({"version", std::move(version_)});
        return {"statement", std::move(columns)};
    }

private:
    /// The row behind hers.
    std::size_t write(PersonId person, const Scorer& scorer, std::size_t row) {
        const Ledger& ledger = evaluation_.district()->ledger;
        std::uint32_t entry = ledger.of(person).begin;
        for (const EntryScore& score : scorer.entries()) {
            const std::uint32_t at = entry++;
            if (!evaluation_.admission().is_known(EntryId(at))) continue;
            person_.codes[row] = person.value();
            day_.days[row] = ledger.day[at];
            item_.codes[row] = code_of(ledger.item[at]);
            raw_[row] = score.raw.thousandths();
            credited_[row] = score.credited.thousandths();
            verdict_.codes[row] = static_cast<std::uint32_t>(score.verdict);
            cut_by_.codes[row] = cut_words().codes[score.cut_by.index()];
            version_.days[row] = score.version;
            ++row;
        }
        return row;
    }

    const Evaluation& evaluation_;
    TextColumn entry_, person_, item_, verdict_, cut_by_;
    DayColumn day_, version_;
    Cells<std::int64_t> raw_, credited_;
};

/// The statement rows of the people [begin, end).
Table statement_of(const Evaluation& evaluation, std::size_t begin, std::size_t end) {
    StatementColumns columns(evaluation, begin, end);
    columns.write(begin, end, 0);
    return columns.take();
}

/// In file order within each person as it comes; by code within her as it goes.
Table missed_table(const Evaluation& evaluation, std::vector<MissedDuty> missed) {
    const auto& duties = evaluation.rules().duties;
    const auto rank = rank_by_code(duties);
    std::stable_sort(missed.begin(), missed.end(), [&](const MissedDuty& a, const MissedDuty& b) {
        return a.person != b.person ? a.person < b.person : rank[a.duty.index()] < rank[b.duty.index()];
    });
    TextColumn person = people_codes(*evaluation.district());
    TextColumn duty{codes_of(duties), {}, false};
    TextColumn household{evaluation.district()->households.ids.pool(), {}, true};
    DayColumn from;
    DayColumn until;
    for (const MissedDuty& due : missed) {
        person.codes.push_back(due.person.value());
        duty.codes.push_back(due.duty.value());
        from.days.push_back(due.period.from);
        until.days.push_back(due.period.until);
        household.codes.push_back(code_of(due.household));
    }
    std::vector<Column> columns;
    columns.push_back({"person", std::move(person)});
    columns.push_back({"duty", std::move(duty)});
    columns.push_back({"from", std::move(from)});
    columns.push_back({"until", std::move(until)});
    columns.push_back({"household", std::move(household)});
    return {"missed_duties", std::move(columns)};
}

} // namespace

Table scores_table(const Evaluation& evaluation) {
    const auto& scores = evaluation.scores();
    TextColumn person = people_codes(*evaluation.district());
    TextColumn unit{evaluation.district()->units.ids().pool(), {}, true};
    NumberColumn rank;
    std::vector<std::string_view> grade;
    std::vector<bool> vetoed;
    Cells<std::int64_t> total, base, items, linkage, five_knows, duties, composite, deductions;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        const PersonScore& score = scores[place];
        person.codes.push_back(evaluation.scored().people[place].value());
        unit.codes.push_back(code_of(evaluation.scored().home[place].unit));
        rank.values.push_back(evaluation.ranks()[place]);
        rank.present.push_back(evaluation.ranks()[place] > 0 ? 1 : 0);
        grade.push_back(evaluation.grade(place));
        vetoed.push_back(score.veto.has_value());
        total.push_back(score.total.thousandths());
        base.push_back(score.base.thousandths());
        items.push_back(score.items.thousandths());
        linkage.push_back(score.linkage.thousandths());
        five_knows.push_back(score.five_knows.thousandths());
        duties.push_back(score.duties.thousandths());
        composite.push_back(score.composite.thousandths());
        deductions.push_back(score.deductions.thousandths());
    }
    std::vector<Column> columns;
    columns.push_back({"person", std::move(person)});
    columns.push_back({"unit", std::move(unit)});
    columns.push_back({"rank", std::move(rank)});
    columns.push_back(points_column("total", std::move(total)));
    columns.push_back(text_column("grade", grade));
    columns.push_back(flag_column("vetoed", vetoed));
    columns.push_back(points_column("base", std::move(base)));
    columns.push_back(points_column("items", std::move(items)));
    columns.push_back(points_column("linkage", std::move(linkage)));
    columns.push_back(points_column("five_knows", std::move(five_knows)));
    columns.push_back(points_column("duties", std::move(duties)));
    if (evaluation.index_in_total()) columns.push_back(points_column("composite", std::move(composite)));
    columns.push_back(points_column("deductions", std::move(deductions)));
    return {"scores", std::move(columns)};
}

Table categories_table(const Evaluation& evaluation) {
    const auto& categories = evaluation.rules().categories;
    const auto order = order_by_code(categories);
    TextColumn person = people_codes(*evaluation.district());
    TextColumn category{codes_of(categories), {}, false};
    Cells<std::int64_t> raw, credited;
    for (std::size_t place = 0; place < evaluation.scored().size(); ++place) {
        for (const std::uint32_t c : order) {
            person.codes.push_back(evaluation.scored().people[place].value());
            category.codes.push_back(c);
            raw.push_back(evaluation.categories(place)[c].raw.thousandths());
            credited.push_back(evaluation.categories(place)[c].credited.thousandths());
        }
    }
    std::vector<Column> columns;
    columns.push_back({"person", std::move(person)});
    columns.push_back({"category", std::move(category)});
    columns.push_back(points_column("raw", std::move(raw)));
    columns.push_back(points_column("credited", std::move(credited)));
    return {"categories", std::move(columns)};
}

Table composite_table(const Evaluation& evaluation) {
    const CompositeResult& result = evaluation.composite();
    const auto& rule = evaluation.rules().composite;
    std::vector<std::string_view> names;
    if (rule) {
        for (const IndicatorRule& indicator : rule->indicators) names.push_back(indicator.of.text);
    }
    TextColumn person = people_codes(*evaluation.district());
    std::vector<std::string_view> indicator;
    DecimalCells raw, normalised, weight;
    NumberColumn contribution{3, false, {}, {}};
    std::vector<bool> near_edge;
    const bool adds_up = rule && rule->aggregate == IndexAggregate::weighted_sum;
    const auto add = [&](PersonId of, std::string_view name, const IndicatorScore& score, bool has_points) {
        person.codes.push_back(of.value());
        indicator.push_back(name);
        raw.add(score.raw);
        normalised.add(score.normalised);
        weight.add(score.weight);
        contribution.values.push_back(score.contribution.thousandths());
        contribution.present.push_back(has_points ? 1 : 0);
        near_edge.push_back(score.near_edge);
    };
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        const CompositeRow& row = result.rows[i];
        add(row.person, {}, {none, row.index, none, row.points, row.near_edge}, true);
        for (std::size_t j = 0; j < names.size(); ++j)
            add(row.person, names[j], result.indicators[i * names.size() + j], adds_up);
    }
    std::vector<Column> columns;
    columns.push_back({"person", std::move(person)});
    columns.push_back(text_column("indicator", indicator));
    columns.push_back({"raw", raw.take()});
    columns.push_back({"normalised", normalised.take()});
    columns.push_back({"weight", weight.take()});
    columns.push_back({"contribution", std::move(contribution)});
    columns.push_back(flag_column("near_edge", near_edge));
    return {"composite", std::move(columns)};
}

Table linkage_table(const Evaluation& evaluation) {
    TextColumn person = people_codes(*evaluation.district());
    DayColumn day;
    Cells<std::int64_t> exemplars, contacts, served;
    for (const LinkageRow& row : evaluation.linkage().rows) {
        person.codes.push_back(row.person.value());
        day.days.push_back(row.day);
        exemplars.push_back(row.exemplars);
        contacts.push_back(row.contacts);
        served.push_back(row.served);
    }
    std::vector<Column> columns;
    columns.push_back({"person", std::move(person)});
    columns.push_back({"day", std::move(day)});
    columns.push_back(count_column("exemplars", std::move(exemplars)));
    columns.push_back(count_column("contacts", std::move(contacts)));
    columns.push_back(count_column("served", std::move(served)));
    return {"linkage", std::move(columns)};
}

Table five_knows_table(const Evaluation& evaluation) {
    TextColumn leader_column = people_codes(*evaluation.district());
    TextColumn household_column{evaluation.district()->households.ids.pool(), {}, true};
    DayColumn day;
    std::array<Cells<std::int64_t>, stage_count> n, k;
    NumberColumn score{6, true, {}, {}};
    std::vector<std::string_view> broken_at, why;
    const auto add = [&](const LeaderKnows& leader, HouseholdId household, const Funnel& funnel,
                         const std::optional<std::int64_t>& points) {
        leader_column.codes.push_back(leader.leader.value());
        household_column.codes.push_back(code_of(household));
        day.days.push_back(leader.day);
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            n[stage].push_back(funnel.n[stage]);
            k[stage].push_back(funnel.k[stage]);
        }
        score.values.push_back(points.value_or(0));
        score.present.push_back(points ? 1 : 0);
    };
    for (const LeaderKnows& leader : evaluation.five_knows().leaders) {
        add(leader, HouseholdId::none(), leader.funnel, leader.score);
        broken_at.emplace_back();
        why.emplace_back();
        for (std::size_t i = leader.begin; i < leader.end; ++i) {
            const HouseholdKnown& known = evaluation.five_knows().households[i];
            add(leader, known.household, known.funnel, known.score);
            broken_at.push_back(known.broken_at ? to_string(*known.broken_at) : std::string_view{});
            why.push_back(to_string(known.why));
        }
    }
    std::vector<Column> columns;
    columns.push_back({"leader", std::move(leader_column)});
    columns.push_back({"household", std::move(household_column)});
    columns.push_back({"day", std::move(day)});
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        columns.push_back(count_column("n" + std::to_string(stage + 1), std::move(n[stage])));
        columns.push_back(count_column("k" + std::to_string(stage + 1), std::move(k[stage])));
    }
    columns.push_back({"score", std::move(score)});
    columns.push_back(text_column("broken_at", broken_at));
    columns.push_back(text_column("why", why));
    return {"five_knows", std::move(columns)};
}

Table duties_table(const Evaluation& evaluation) {
    const auto& duties = evaluation.rules().duties;
    const auto rank = rank_by_code(duties);
    std::vector<DutyRow> rows = evaluation.duties().rows;
    std::sort(rows.begin(), rows.end(), [&](const DutyRow& a, const DutyRow& b) {
        return a.person != b.person ? a.person < b.person : rank[a.duty.index()] < rank[b.duty.index()];
    });
    TextColumn person = people_codes(*evaluation.district());
    TextColumn duty{codes_of(duties), {}, false};
    Cells<std::int64_t> due, done;
    for (const DutyRow& row : rows) {
        person.codes.push_back(row.person.value());
        duty.codes.push_back(row.duty.value());
        due.push_back(row.due);
        done.push_back(row.done);
    }
    std::vector<Column> columns;
    columns.push_back({"person", std::move(person)});
    columns.push_back({"duty", std::move(duty)});
    columns.push_back(count_column("due", std::move(due)));
    columns.push_back(count_column("done", std::move(done)));
    return {"duties", std::move(columns)};
}

Table missed_duties_table(const Evaluation& evaluation, const RunOptions& options) {
    return missed_table(evaluation, missed_duties(evaluation.admission(), evaluation.scored(), options));
}

Table missed_duties_table(const Evaluation& evaluation, PersonId person) {
    return missed_table(evaluation, missed_duties(evaluation.admission(), person));
}

Table statement_table(const Evaluation& evaluation, const RunOptions& options) {
    const std::size_t people = evaluation.district()->people.size();
    std::vector<std::size_t> first_row{0}; // of each block
    for (std::size_t begin = 0; begin < people; begin += people_a_block)
        first_row.push_back(first_row.back() +
                            count_known(evaluation, begin, std::min(people, begin + people_a_block)));
    StatementColumns columns(evaluation, 0, people);
    const Ledger& ledger = evaluation.district()->ledger;
    for_each_chunk(people, people_a_block, options, "statement", [&](std::size_t begin, std::size_t end) {
        columns.write(begin, end, first_row[begin / people_a_block]);
        ledger.done_with(ledger.of(begin, end));
    });
    return columns.take();
}

Table statement_table(const Evaluation& evaluation, PersonId person) {
    return statement_of(evaluation, person.index(), person.index() + 1);
}

void append_statement_csv(const Evaluation& evaluation, const TextSink& sink, const RunOptions& options) {
    std::string header;
    statement_of(evaluation, 0, 0).append_csv_header(header);
    sink(header);
    const std::size_t people = evaluation.district()->people.size();
    const Ledger& ledger = evaluation.district()->ledger;
    const auto make = [&](std::size_t block, std::string& text) {
        const std::size_t from = block * people_a_block;
        const std::size_t until = std::min(people, from + people_a_block);
        const Table table = statement_of(evaluation, from, until);
        table.append_csv_rows(text, 0, table.rows());
        ledger.done_with(ledger.of(from, until));
    };
    for_each_text((people + people_a_block - 1) / people_a_block, options, "statement", make, sink);
}

} // namespace jifen
