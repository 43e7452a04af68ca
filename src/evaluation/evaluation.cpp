#include "jifen/evaluation/evaluation.hpp"

#include "evaluation/composite_assessment.hpp"
#include "evaluation/ranking.hpp"
#include "evaluation/sum_of_parts.hpp"
#include "one_person.hpp"
#include "rulebook_words.hpp"
#include "scoring/totals_scorer.hpp"

#include <algorithm>
#include <numeric>

namespace jifen {

struct Evaluation::Data {
    Admission admission;
    ScoredPeople scored;
    LinkageResult linkage;
    FiveKnowsResult five_knows;
    DutiesResult duties;
    CompositeResult composite;
    std::shared_ptr<const IndexMethod> index_method;
    Cells<PersonScore> scores;
    Cells<Points> items, totals;     ///< of the scores
    Cells<CategoryScore> categories; ///< scored people × categories
    Diagnostics diagnostics;
    Cells<std::uint32_t> ranks; ///< of the scored people
    std::int64_t ranked = 0;
};

namespace {

constexpr std::size_t entries_a_chunk = 65'536, least_people_a_chunk = 64, chunks_of_many = 256;
constexpr std::size_t scores_a_chunk = 4096;

std::optional<SlotPlan> plan_slots(const Admission& admission, const RunOptions& options) {
    if (!options.takes_fast(SlotPlan::pays_for(admission)) || !SlotPlan::can_take(admission)) return std::nullopt;
    return SlotPlan(admission);
}

/// The sum of the parts, and the grade.
void add_total(Evaluation::Data& data, std::size_t place) {
    const RulebookData& rules = data.admission.program().rules();
    const TotalRule& rule = rules.total;
    PersonScore& score = data.scores[place];
    score.total = sum_of_parts(score, rules).total("a total", [&] {
        return data.admission.district().people.ids[data.scored.people[place]];
    });
    if (rule.floor) score.total = std::max(score.total, *rule.floor);
    if (rule.ceiling) score.total = std::min(score.total, *rule.ceiling);
    data.totals[place] = score.total;
    if (score.veto) return;
    const auto reached = std::ranges::find_if(
        rules.grades, [&](const Grade& grade) { return !grade.at_least || *grade.at_least <= score.total; });
    if (reached != rules.grades.end())
        score.grade = GradeId::at(static_cast<std::size_t>(reached - rules.grades.begin()));
}

/// Whether items and duties are all that totals come from: then they are added while a score is at hand.
bool has_own_parts_alone(const Evaluation::Data& data) {
    return data.linkage.rows.empty() && data.five_knows.leaders.empty() && !data.admission.program().rules().composite;
}

/// Sets everybody's score, with the parts that are each person's own.
void score_items(Evaluation::Data& data, const RunOptions& options) {
    const std::size_t categories = data.admission.program().rules().categories.size();
    data.scores.resize(data.scored.size()); // set by the threads that score them
    data.items.resize(data.scored.size());
    data.totals.resize(data.scored.size());
    data.categories.resize(data.scored.size() * categories);
    // Where no item is worth anything, as under a rulebook of duties alone, nobody's entries are gone through for it.
    const auto is_worth_nothing = [](const Item& item) { return item.scoring == Scoring::none; };
    const bool asks_entries =
        !options.takes_fast(true) || !std::ranges::all_of(data.admission.program().rules().items, is_worth_nothing);
    const std::optional<SlotPlan> plan = asks_entries ? plan_slots(data.admission, options) : std::nullopt;
    const Ledger& ledger = data.admission.district().ledger;
    // So many that what is weighed ahead of one chunk is little, but a few hundred chunks for progress and threads.
    const std::size_t people = data.scored.size();
    const std::size_t entries_a_person = std::max<std::size_t>(1, ledger.size() / std::max<std::size_t>(people, 1));
    const std::size_t people_a_chunk =
        std::max(least_people_a_chunk, std::min(entries_a_chunk / entries_a_person, people / chunks_of_many));
    const Points base = data.admission.program().rules().total.base;
    const bool adds_totals = has_own_parts_alone(data);
    for_each_chunk(data.scored.size(), people_a_chunk, options, "items", [&](std::size_t begin, std::size_t end) {
        std::optional<Scorer> scorer; // not before somebody needs it
        std::optional<TotalsScorer> totals;
        if (plan) totals.emplace(data.admission, *plan, options.kernels == Kernels::fast);
        for (std::size_t place = begin; place < end; ++place) {
            const PersonId person = data.scored.people[place];
            const std::span<CategoryScore> of_person{data.categories.data() + place * categories, categories};
            std::optional<ItemsScore> items = totals ? totals->score(person, of_person) : std::optional<ItemsScore>();
            if (!items) {
                std::ranges::fill(of_person, CategoryScore{});
                if (!scorer && asks_entries) scorer.emplace(data.admission);
                items = scorer ? scorer->score(person, of_person) : ItemsScore();
            }
            data.items[place] = items->items;
            // Member by member where it is: to copy, as a whole, what was written a moment ago has to wait.
            PersonScore& score = data.scores[place];
            score.base = base;
            score.items = items->items;
            score.linkage = {};
            score.five_knows = {};
            score.duties = data.duties.points[place];
            score.composite = {};
            score.total = {};
            score.deductions = items->deductions;
            score.veto = items->veto;
            score.grade = {};
            if (adds_totals) add_total(data, place);
            ledger.done_with(ledger.of(person));
        }
    });
}

void add_parts_of_networks(Evaluation::Data& data) {
    for (const LinkageRow& row : data.linkage.rows)
        data.scores[data.scored.place[row.person.index()]].linkage = row.points;
    for (const LeaderKnows& leader : data.five_knows.leaders) {
        if (data.scored.contains(leader.leader))
            data.scores[data.scored.place[leader.leader.index()]].five_knows = leader.points;
    }
}

void add_composite(const std::shared_ptr<Evaluation::Data>& data) {
    data->composite = assess_composite(Evaluation(data), data->index_method.get());
    for (const CompositeRow& row : data->composite.rows)
        data->scores[data->scored.place[row.person.index()]].composite = row.points;
}

void add_totals(Evaluation::Data& data, const RunOptions& options) {
    for_each_chunk(data.scores.size(), scores_a_chunk, options, "totals", [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place) add_total(data, place);
    });
}

void add_ranks(Evaluation::Data& data, const RunOptions& options) {
    std::vector<std::uint8_t> is_vetoed; // empty where nobody can be
    if (std::ranges::any_of(data.admission.program().rules().items, &Item::is_veto)) {
        for (const PersonScore& score : data.scores) is_vetoed.push_back(score.veto ? 1 : 0);
    }
    data.ranked = static_cast<std::int64_t>(data.scores.size()) - std::ranges::count(is_vetoed, 1);
    data.ranks = ranks_of(data.totals, is_vetoed, options);
}

} // namespace

PointsSum sum_of_parts(const PersonScore& score, const RulebookData& rules) {
    PointsSum sum;
    sum += score.base;
    sum += score.items;
    sum += score.linkage;
    sum += score.five_knows;
    sum += score.duties;
    if (rules.composite && rules.composite->in_total) sum += score.composite;
    return sum;
}

const District& Evaluation::district() const noexcept { return data_->admission.shared_district(); }
const Program& Evaluation::program() const noexcept { return data_->admission.program(); }
const Admission& Evaluation::admission() const noexcept { return data_->admission; }
const ScoredPeople& Evaluation::scored() const noexcept { return data_->scored; }
const LinkageResult& Evaluation::linkage() const noexcept { return data_->linkage; }
const FiveKnowsResult& Evaluation::five_knows() const noexcept { return data_->five_knows; }
const DutiesResult& Evaluation::duties() const noexcept { return data_->duties; }
const CompositeResult& Evaluation::composite() const noexcept { return data_->composite; }
std::span<const PersonScore> Evaluation::scores() const noexcept { return data_->scores; }
std::span<const Points> Evaluation::items() const noexcept { return data_->items; }
std::span<const Points> Evaluation::totals() const noexcept { return data_->totals; }
std::span<const std::uint32_t> Evaluation::ranks() const noexcept { return data_->ranks; }

const std::shared_ptr<const IndexMethod>& Evaluation::index_method() const noexcept { return data_->index_method; }

const Diagnostics& Evaluation::diagnostics() const noexcept { return data_->diagnostics; }
std::int64_t Evaluation::ranked() const noexcept { return data_->ranked; }

std::span<const CategoryScore> Evaluation::categories(std::size_t place) const noexcept {
    const std::size_t count = rules().categories.size();
    return {data_->categories.data() + place * count, count};
}

std::string_view Evaluation::grade(std::size_t place) const noexcept {
    const PersonScore& score = scores()[place];
    if (score.veto) return rules().items[score.veto->index()].veto_grade;
    return score.grade ? std::string_view(rules().grades[score.grade.index()].code) : std::string_view{};
}

std::size_t Evaluation::place_of(std::string_view person) const {
    const PersonId id = district()->people.ids.find(person);
    if (!id) throw ArgumentError("person", std::string(person), "no such person in the people table");
    if (!scored().contains(id)) {
        throw ArgumentError("person", std::string(person),
                            "she held none of the roles scored (applies_to) in the window " +
                                to_string(program().window()));
    }
    return scored().place[id.index()];
}

std::shared_ptr<Evaluation::Data> add_up(Admission admission, ScoredPeople scored, FiveKnowsResult five_knows,
                                         std::shared_ptr<const IndexMethod> index_method, const RunOptions& run) {
    LinkageResult linkage = assess_linkage(admission, scored, run);
    DutiesResult duties = assess_duties(admission, scored, run);
    auto data = std::make_shared<Evaluation::Data>(Evaluation::Data{std::move(admission),
                                                                    std::move(scored),
                                                                    std::move(linkage),
                                                                    std::move(five_knows),
                                                                    std::move(duties),
                                                                    {},
                                                                    std::move(index_method),
                                                                    {},
                                                                    {},
                                                                    {},
                                                                    {},
                                                                    {},
                                                                    {},
                                                                    0});
    score_items(*data, run);
    if (!has_own_parts_alone(*data)) {
        add_parts_of_networks(*data);
        add_composite(data);
        add_totals(*data, run.quiet());
    }
    add_ranks(*data, run.quiet());
    return data;
}

Evaluation evaluate_again(Admission admission, FiveKnowsResult five_knows,
                          std::shared_ptr<const IndexMethod> index_method, const RunOptions& run) {
    ScoredPeople scored = find_scored_people(admission.district(), admission.program(), run);
    return Evaluation(
        add_up(std::move(admission), std::move(scored), std::move(five_knows), std::move(index_method), run));
}

Evaluation evaluate(const District& district, const Rulebook& rulebook, const Window& window,
                    const EvaluationOptions& options) {
    const RunOptions& run = options.run;
    Admission admission(district, Program(rulebook, window), options.known_at, run);
    ScoredPeople scored = find_scored_people(*district, admission.program(), run);
    FiveKnowsResult five_knows = assess_five_knows(admission, run);
    auto data = add_up(std::move(admission), std::move(scored), std::move(five_knows), options.index_method, run);
    data->diagnostics = check_words(*district, *rulebook);
    return Evaluation(std::move(data));
}

} // namespace jifen
