#include "jifen/robustness/leave_item_out.hpp"

#include "evaluation/one_person.hpp"
#include "jifen/composite/rank_correlation.hpp"
#include "jifen/core/error.hpp"
#include "jifen/core/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace jifen::robustness {

namespace {

std::vector<std::size_t> places_of(const RulebookData& rules, std::span<const std::string> codes) {
    std::vector<std::size_t> out;
    if (codes.empty()) {
        for (std::size_t i = 0; i < rules.items.size(); ++i)
            if (rules.items[i].scoring != Scoring::none) out.push_back(i);
    }
    for (const std::string& code : codes) {
        const auto found = std::find_if(rules.items.begin(), rules.items.end(),
                                        [&code](const Item& item) { return item.code == code; });
        if (found == rules.items.end()) throw ArgumentError("items", code, "the rulebook has no such item");
        out.push_back(static_cast<std::size_t>(found - rules.items.begin()));
    }
    return out;
}

Rulebook silenced(const Rulebook& rulebook, std::size_t at) {
    RulebookData rules = *rulebook;
    Item& item = rules.items[at];
    item.scoring = Scoring::none;
    item.versions.clear();
    item.by_level.clear();
    item.ladder.reset();
    item.per_unit = Points();
    item.veto_grade.clear();
    return Rulebook(std::move(rules));
}

WithoutItem compare(const SelectionResult& with, const SelectionResult& without) {
    std::map<PersonId, const SelectionRow*> then;
    for (const SelectionRow& row : without) then.emplace(row.id, &row);
    WithoutItem out;
    std::vector<double> points_with, points_without;
    for (const SelectionRow& row : with) {
        const auto found = then.find(row.id);
        if (found == then.end()) continue;
        const SelectionRow& other = *found->second;
        // Thousandths beyond 2^53 would be rounded; then they tie, which the correlation tells.
        points_with.push_back(static_cast<double>(row.points.thousandths()));
        points_without.push_back(static_cast<double>(other.points.thousandths()));
        if (row.selected != other.selected) (row.selected ? out.leaves : out.enters).push_back(row.person);
        if (row.place == 0 || other.place == 0) continue;
        const std::int64_t move = std::abs(row.place - other.place);
        if (move > out.largest_move) {
            out.largest_move = move;
            out.moved_most = row.person;
        }
    }
    out.tau_b = composite::kendall_tau_b(points_with, points_without);
    return out;
}

Points points_for_items(const Evaluation& evaluation) {
    Points sum;
    for (const PersonScore& score : evaluation.scores()) sum = sum + score.items;
    return sum;
}

} // namespace

std::vector<WithoutItem> leave_item_out(const Evaluation& evaluation, std::string_view selection,
                                        std::span<const std::string> items, const RunOptions& run) {
    const SelectionResult with = select(evaluation, selection);
    const std::vector<std::size_t> places = places_of(evaluation.rules(), items);
    const RunOptions quiet = run.quiet();
    const Points points = points_for_items(evaluation);
    std::vector<WithoutItem> out;
    for (const std::size_t at : places) {
        if (run.progress) run.progress({"items left out", out.size(), places.size()});
        Admission admission(evaluation.district(),
                            Program(silenced(evaluation.rulebook(), at), evaluation.program().window()),
                            evaluation.admission().known_at(), quiet);
        const std::string& item = evaluation.rules().items[at].code;
        try {
            const Evaluation again =
                evaluate_again(std::move(admission), evaluation.five_knows(), evaluation.index_method(), quiet);
            out.push_back(compare(with, select(again, selection)));
            out.back().points = points - points_for_items(again);
        } catch (const Error& error) {
            if (error.code() != "composite") throw;
            throw Error(error.code(), "without the item " + in_quotes(item) + " " + error.what());
        }
        out.back().item = item;
    }
    if (run.progress) run.progress({"items left out", places.size(), places.size()});
    return out;
}

} // namespace jifen::robustness
