#include "jifen/selection/headroom.hpp"

#include "jifen/core/text.hpp"
#include "rulebook/period_nesting.hpp"
#include "selection/selector.hpp"
#include "selection/tried_work.hpp"
#include "selection/work_subjects.hpp"

#include <algorithm>
#include <functional>
#include <memory>

namespace jifen {

namespace {

/// Whether an outcome is what is sought.
using Reached = std::function<bool(const Outcome&)>;

/// The least n from 1 to `last` for which the outcome is reached. `rises`: once reached it stays so.
std::optional<std::size_t> least(TriedWork& tried, std::size_t last, bool rises, const Reached& reached) {
    if (!rises) {
        for (std::size_t n = 1; n <= last; ++n) {
            if (reached(tried.with(n))) return n;
        }
        return std::nullopt;
    }
    if (last == 0 || !reached(tried.with(last))) return std::nullopt;
    std::size_t not_yet = 0;
    while (last - not_yet > 1) {
        const std::size_t middle = not_yet + (last - not_yet) / 2;
        (reached(tried.with(middle)) ? last : not_yet) = middle;
    }
    return last;
}

bool same(const Outcome& a, const Outcome& b) {
    return a.score.total == b.score.total && a.score.items == b.score.items && a.score.duties == b.score.duties &&
           a.score.linkage == b.score.linkage &&
           std::equal(a.categories.begin(), a.categories.end(), b.categories.begin(),
                      [](const CategoryScore& x, const CategoryScore& y) { return x.credited == y.credited; });
}

/// Tries work at one item, or at one level of it.
class ItemTrial {
public:
    struct Context {
        const Evaluation& evaluation;
        const OnePerson& one;
        std::size_t place;
        Day day;
        const HeadroomOptions& options;
        bool rises; ///< more work never lowers a total
    };

    ItemTrial(const Context& context, ItemId item, std::string_view level)
        : context_(context), rule_(context.evaluation.rules().items[item.index()]),
          rises_(context.rises && !rule_.once) {
        found_.item = item;
        found_.level = level;
        if (!rule_.channels.empty()) found_.channel = rule_.channels.front();
        if (by_quantity()) {
            find_subjects();
            set_quantities();
        } else {
            set_entries();
        }
        judge();
    }

    [[nodiscard]] const ItemHeadroom& found() const noexcept { return found_; }
    /// The least work that reaches the goal, with her total then.
    [[nodiscard]] std::optional<std::pair<Work, Points>> way_to(const Reached& reached) {
        const auto n = jifen::is_valid(found_.verdict) ? least(*tried_, last_, rises_, reached) : std::nullopt;
        if (!n) return std::nullopt;
        if (rule_.scoring == Scoring::points_per_unit) return way_below(*n, reached);
        return std::pair(work(*n), tried_->with(*n).score.total);
    }

private:
    [[nodiscard]] bool by_quantity() const {
        return rule_.scoring == Scoring::points_per_unit || rule_.scoring == Scoring::ladder;
    }

    void find_subjects() {
        if (!context_.options.subjects.empty()) {
            found_.subjects = context_.options.subjects;
            in_need_ = found_.subjects.size();
            return;
        }
        const PersonId person = context_.evaluation.scored().people[context_.place];
        WorkSubjects subjects = find_work_subjects(context_.evaluation, person, rule_, context_.day);
        found_.subjects = std::move(subjects.texts);
        in_need_ = subjects.in_need;
    }

    [[nodiscard]] EntryRow row(std::size_t subject, std::int64_t quantity) const {
        EntryRow entry;
        entry.date = context_.day;
        entry.item = rule_.code;
        entry.quantity = Quantity::thousandths(quantity);
        entry.level = found_.level;
        if (!found_.subjects.empty()) entry.subject = found_.subjects[subject];
        entry.channel = found_.channel;
        entry.verified = Verified::yes;
        return entry;
    }

    /// Entries one after the other, about one subject after the other; with `once` each only once.
    void set_entries() {
        find_subjects();
        auto most = static_cast<std::size_t>(context_.options.most);
        if (rule_.once) most = std::min(most, std::max<std::size_t>(1, found_.subjects.size()));
        const std::size_t subjects = found_.subjects.size();
        std::vector<EntryRow> rows;
        for (std::size_t i = 0; i < most; ++i) rows.push_back(row(subjects == 0 ? 0 : i % subjects, 1000));
        tried_ = std::make_unique<TriedWork>(context_.one, rows, TriedWork::Takes::first_n);
        if (subjects > 0) {
            const std::vector<std::string> round = found_.subjects;
            while (found_.subjects.size() < most)
                found_.subjects.push_back(round[found_.subjects.size() % round.size()]);
            found_.subjects.resize(most);
        }
        last_ = most;
        if (rises_) last_ = where_it_stops(most);
    }

    /// From where on more entries change nothing, by doubling. What is in need may come after a while without any gain.
    [[nodiscard]] std::size_t where_it_stops(std::size_t most) {
        std::size_t least_tried = in_need_;
        for (const Duty& duty : context_.evaluation.rules().duties) {
            if (std::find(duty.items.begin(), duty.items.end(), found_.item) != duty.items.end())
                least_tried =
                    std::max(least_tried,
                             static_cast<std::size_t>(std::min<std::int64_t>(duty.at_least, context_.options.most)));
        }
        std::size_t n = 1;
        while (n < most && (n < least_tried || !same(tried_->with(n), tried_->with(std::min(most, 2 * n)))))
            n = std::min(most, 2 * n);
        return n;
    }

    /// One entry of each quantity at which something can change.
    void set_quantities() {
        quantities_.clear();
        const std::int64_t most = context_.options.most * 1000;
        if (rule_.scoring == Scoring::ladder) {
            quantities_ = steps_ahead(most);
            quantities_.push_back(1000);
        } else {
            for (std::int64_t unit = 1000; unit <= most; unit += 1000) quantities_.push_back(unit);
        }
        quantities_.push_back(1); // for what an entry brings whatever its quantity is: a duty done, somebody served
        std::sort(quantities_.begin(), quantities_.end());
        quantities_.erase(std::unique(quantities_.begin(), quantities_.end()), quantities_.end());
        tried_ = try_quantities(quantities_);
        last_ = quantities_.size();
    }
    [[nodiscard]] std::unique_ptr<TriedWork> try_quantities(const std::vector<std::int64_t>& quantities) const {
        std::vector<EntryRow> rows;
        rows.reserve(quantities.size());
        for (const std::int64_t quantity : quantities) rows.push_back(row(0, quantity));
        return std::make_unique<TriedWork>(context_.one, rows, TriedWork::Takes::nth);
    }

    /// What is missing to each step of the ladder, for the entry itself and for those of the same period after it.
    [[nodiscard]] std::vector<std::int64_t> steps_ahead(std::int64_t most) const {
        const Admission& admission = context_.evaluation.admission();
        const Ledger& ledger = admission.district().ledger;
        const Calendar& calendar = admission.program().calendar();
        const EntryRange range = ledger.of(context_.evaluation.scored().people[context_.place]);
        const std::int32_t period = calendar.number(rule_.ladder->per, context_.day);
        std::vector<std::int64_t> missing;
        std::int64_t quantity = 0;
        const auto add_steps = [&] {
            for (const LadderStep& step : rule_.ladder->steps) {
                const std::int64_t gap = step.threshold.thousandths() - quantity;
                if (gap > 0 && gap <= most) missing.push_back(gap);
            }
        };
        bool is_behind = false;
        for (std::uint32_t at = range.begin; at < range.end; ++at) {
            const EntryId entry(at);
            if (!admission.is_valid(entry) || admission.item(entry) != found_.item) continue;
            if (calendar.number(rule_.ladder->per, ledger.day[at]) != period) continue;
            if (!is_behind && ledger.day[at] > context_.day) {
                is_behind = true;
                add_steps();
            }
            quantity += ledger.quantity[at];
            if (is_behind) add_steps();
        }
        if (!is_behind) add_steps();
        return missing;
    }

    void judge() {
        const Points before = tried_->with(0).score.total;
        const std::size_t one = by_quantity() ? place_of_one_unit() : 1;
        const EntryScore first = tried_->entry(one);
        found_.verdict = first.verdict;
        found_.cut_by = first.cut_by;
        if (!jifen::is_valid(first.verdict)) return;
        found_.gain = tried_->with(one).score.total - before;
        Points most = tried_->with(last_).score.total;
        if (!rises_) {
            for (std::size_t n = 1; n <= last_; ++n) most = std::max(most, tried_->with(n).score.total);
        }
        if (most <= before) {
            found_.then = first.cut_by;
            return;
        }
        const auto reached = [most](const Outcome& outcome) { return outcome.score.total >= most; };
        const auto [work, total] = *way_to(reached);
        found_.most = total - before;
        found_.for_most = work;
        const std::size_t n = *least(*tried_, last_, rises_, reached);
        if (n < tried_->size()) found_.then = tried_->entry(n + 1).cut_by;
    }
    [[nodiscard]] std::size_t place_of_one_unit() const {
        const auto one = std::lower_bound(quantities_.begin(), quantities_.end(), 1000);
        return static_cast<std::size_t>(one - quantities_.begin()) + 1;
    }

    [[nodiscard]] Work work(std::size_t n) const {
        if (by_quantity()) return {1, Quantity::thousandths(quantities_[n - 1])};
        return {static_cast<std::int64_t>(n), Quantity::one()};
    }

    /// The least quantity of the unit that ends with the nth.
    [[nodiscard]] std::pair<Work, Points> way_below(std::size_t n, const Reached& reached) const {
        std::vector<std::int64_t> finer;
        const std::int64_t last = quantities_[n - 1];
        for (std::int64_t quantity = std::max<std::int64_t>(1, last - 999); quantity <= last; ++quantity)
            finer.push_back(quantity);
        const auto tried = try_quantities(finer);
        const std::size_t at = *least(*tried, finer.size(), rises_, reached);
        return {Work{1, Quantity::thousandths(finer[at - 1])}, tried->with(at).score.total};
    }

    const Context& context_;
    const Item& rule_;
    bool rises_;
    ItemHeadroom found_;
    std::size_t in_need_ = 0;
    std::vector<std::int64_t> quantities_;
    std::unique_ptr<TriedWork> tried_;
    std::size_t last_ = 0; ///< after these nothing changes any more, or no more are tried
};

/// An item, and a level of it where its points are by level.
struct Kind {
    ItemId item;
    std::string_view level;
};

/// Everything that never takes points away on that day.
std::vector<Kind> kinds_of_work(const RulebookData& rules, Day day) {
    std::vector<Kind> kinds;
    for (std::size_t i = 0; i < rules.items.size(); ++i) {
        const Item& item = rules.items[i];
        const ItemId id = ItemId::at(i);
        if (item.is_veto()) continue;
        if (item.scoring == Scoring::by_level) {
            for (const auto& [level, points] : item.by_level) {
                if (!points.is_negative()) kinds.push_back({id, level});
            }
            continue;
        }
        const PointsVersion* const version = version_on(item, day);
        const bool takes = version != nullptr ? version->value.is_negative() : item.is_negative();
        if (!takes) kinds.push_back({id, {}});
    }
    return kinds;
}

/// A goal with what reaching it means; `reached` is made for each item anew, because items are tried on threads.
struct Aim {
    Goal goal;
    std::function<Reached()> reached;
};

std::vector<Aim> aims_of(const Evaluation& evaluation, std::size_t place,
                         std::vector<std::unique_ptr<Selector>>& selectors) {
    const RulebookData& rules = evaluation.rules();
    const PersonScore& score = evaluation.scores()[place];
    std::vector<Aim> aims;
    const std::size_t better = score.veto ? 0 : score.grade ? score.grade.index() : rules.grades.size();
    for (std::size_t i = better; i-- > 0;) {
        Aim aim;
        aim.goal.grade = GradeId::at(i);
        aim.goal.missing = *rules.grades[i].at_least - score.total;
        aim.reached = [i]() -> Reached {
            return [i](const Outcome& outcome) { return outcome.score.grade && outcome.score.grade.index() <= i; };
        };
        aims.push_back(std::move(aim));
    }
    for (std::size_t i = 0; i < rules.selections.size(); ++i) {
        selectors.push_back(std::make_unique<Selector>(evaluation, rules.selections[i]));
        const Selector& selector = *selectors.back();
        if (!selector.is_candidate(place)) continue;
        const SelectionResult result = selector.select();
        const PersonId person = evaluation.scored().people[place];
        const auto row =
            std::find_if(result.begin(), result.end(), [&](const SelectionRow& r) { return r.id == person; });
        if (row->selected) continue;
        Aim aim;
        aim.goal.selection = i;
        if (row->distance) aim.goal.missing = Points() - *row->distance;
        const SelectionLine line(selector, place);
        aim.reached = [line]() -> Reached {
            return [own = line](const Outcome& outcome) mutable {
                return own.would_select(outcome.score, outcome.categories);
            };
        };
        aims.push_back(std::move(aim));
    }
    return aims;
}

/// Whether no further entry that is worth points can lower a total. A served contact or a duty done may be worth less
/// than nothing: a rulebook may say so.
bool more_never_lowers(const RulebookData& rules, const Window& window) {
    const auto takes = [](const Duty& duty) { return duty.points.is_negative(); };
    const bool serving_takes = rules.linkage && rules.linkage->served && rules.linkage->served->points.is_negative();
    return !serving_takes && std::none_of(rules.duties.begin(), rules.duties.end(), takes) &&
           rulebook_bounds::all_periods_nest(rules, window);
}

void check(const HeadroomOptions& options) {
    if (options.most < 1 || options.most > 100'000)
        throw ArgumentError("most", std::to_string(options.most), "from 1 to 100000");
    for (const std::string& subject : options.subjects) {
        const std::string_view why = why_not_an_id(subject);
        if (!why.empty()) throw ArgumentError("subjects", subject, "no entry can be about it: " + std::string(why));
    }
}

} // namespace

Headroom find_headroom(const Evaluation& evaluation, std::string_view person, Day day, const HeadroomOptions& options) {
    const std::size_t place = evaluation.place_of(person);
    const Window& window = evaluation.program().window();
    if (!window.contains(day)) {
        throw ArgumentError("day", to_string(day), "it lies outside the window " + to_string(window));
    }
    check(options);
    if (evaluation.rules().composite) {
        throw ArgumentError("rulebook", evaluation.rules().code,
                            "it has [composite], and work of hers would move the index of everybody: headroom is told "
                            "only where her points depend on her alone");
    }

    Headroom headroom{evaluation, evaluation.scored().people[place], place, day, {}, {}, {}};
    const Admission& admission = evaluation.admission();
    Scorer scorer(admission);
    std::vector<CategoryScore> categories(evaluation.rules().categories.size());
    scorer.score(headroom.person, categories);
    headroom.caps = use_of_caps(admission, headroom.person, scorer.entries(), day);

    const OnePerson one(evaluation, headroom.person);
    const ItemTrial::Context context{evaluation, one,     place,
                                     day,        options, more_never_lowers(evaluation.rules(), window)};
    std::vector<std::unique_ptr<Selector>> selectors;
    const std::vector<Aim> aims = aims_of(evaluation, place, selectors);
    const std::vector<Kind> kinds = kinds_of_work(evaluation.rules(), day);
    headroom.items.resize(kinds.size());
    std::vector<std::vector<std::optional<std::pair<Work, Points>>>> ways(kinds.size());
    for_each_chunk(kinds.size(), 1, options.run, "headroom", [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            ItemTrial trial(context, kinds[i].item, kinds[i].level);
            for (const Aim& aim : aims) ways[i].push_back(trial.way_to(aim.reached()));
            headroom.items[i] = trial.found();
        }
    });
    for (std::size_t goal = 0; goal < aims.size(); ++goal) {
        headroom.goals.push_back(aims[goal].goal);
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (const auto& way = ways[i][goal]) headroom.goals.back().ways.push_back({i, way->first, way->second});
        }
    }
    return headroom;
}

} // namespace jifen
