#include "core/points_sum.hpp"
#include "selection/selector.hpp"

#include <algorithm>
#include <iterator>

namespace jifen {

SelectionLine::SelectionLine(const Selector& selector, std::size_t place)
    : selector_(selector), her_days_in_role_(selector.days_in_role(static_cast<std::uint32_t>(place))),
      her_ties_(selector.rule_.ties.size()) {
    const auto& all = selector.candidates_;
    const auto found = std::ranges::find(all, place, &Selector::Candidate::place);
    her_ = *found;
    const auto after =
        std::ranges::upper_bound(selector.begin_, static_cast<std::size_t>(std::distance(all.begin(), found)));
    const auto of = static_cast<std::size_t>(std::distance(selector.begin_.begin(), after)) - 1;
    std::vector<StratumResult> strata = selector.strata_;
    if (!her_.eligible()) ++strata[of].eligible;
    selector.divide(strata);
    places_ = strata[of].places;
    std::ranges::copy_if(selector.eligible_of(of), std::back_inserter(others_),
                         [place](const auto& candidate) { return candidate.place != place; });
}

bool SelectionLine::would_select(const PersonScore& score, std::span<const CategoryScore> categories) {
    if (selector_.reason_against(score, her_days_in_role_) != SelectionReason::below_the_line) return false;
    const auto value_of = [&](const RankKey& key) {
        return Selector::value_of(key, score, categories, her_days_in_role_);
    };
    PointsSum points;
    for (const RankKey& key : selector_.rule_.rank_by) points += Points::thousandths(value_of(key));
    her_.points = points.total("ranking points", [&] { return selector_.id_at(her_.place); });
    std::ranges::transform(selector_.rule_.ties, her_ties_.begin(), value_of);
    const Selector::Order order(selector_, her_.place, her_ties_);
    const auto at = others_.insert(
        std::ranges::lower_bound(others_, her_, [&order](const auto& a, const auto& b) { return order.before(a, b); }),
        her_);
    const bool selected = std::distance(others_.begin(), at) < selector_.chosen(others_, places_, order);
    others_.erase(at);
    return selected;
}

} // namespace jifen
