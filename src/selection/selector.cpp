#include "selection/selector.hpp"

#include "core/points_sum.hpp"
#include "jifen/selection/quota.hpp"

#include <algorithm>

namespace jifen {

namespace {

std::int64_t key_value(const RankKey& key, const PersonScore& score, std::span<const CategoryScore> categories,
                       std::int64_t days_in_role) {
    switch (key.kind) {
    case RankKey::Kind::total:
        return score.total.thousandths();
    case RankKey::Kind::items:
        return score.items.thousandths();
    case RankKey::Kind::linkage:
        return score.linkage.thousandths();
    case RankKey::Kind::five_knows:
        return score.five_knows.thousandths();
    case RankKey::Kind::duties:
        return score.duties.thousandths();
    case RankKey::Kind::composite:
        return score.composite.thousandths();
    case RankKey::Kind::category:
        return categories[key.category.index()].credited.thousandths();
    case RankKey::Kind::fewest_deductions:
        return score.deductions.thousandths(); // not positive: nearer 0 is higher
    case RankKey::Kind::days_in_role:
        return days_in_role;
    }
    return 0;
}

Points distance(const SelectionRow& row, Points line) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(row.points.thousandths(), line.thousandths(), &difference))
        throw OverflowError("a distance from the line", {std::string(row.person), {}, {}});
    return Points::thousandths(difference);
}

} // namespace

Selector::Selector(const Evaluation& evaluation, const Selection& rule)
    : evaluation_(evaluation), rule_(rule), roles_(*evaluation.district(), rule.roles) {
    find_candidates();
}

SelectionResult Selector::select() const {
    SelectionResult result{{}, split_strata(candidates_), evaluation_};
    std::size_t begin = 0;
    for (StratumResult& stratum : result.strata) {
        const auto count = static_cast<std::size_t>(stratum.candidates);
        choose(std::span(candidates_).subspan(begin, count), stratum, result.rows);
        begin += count;
    }
    return result;
}

bool Selector::is_candidate(std::size_t place) const {
    return std::any_of(candidates_.begin(), candidates_.end(),
                       [place](const Candidate& candidate) { return candidate.place == place; });
}

SelectionLine::SelectionLine(const Selector& selector, std::size_t place) : selector_(selector) {
    Selector::Candidates candidates = selector.candidates_;
    const auto found = std::find_if(candidates.begin(), candidates.end(),
                                    [place](const auto& candidate) { return candidate.place == place; });
    found->reason = SelectionReason::below_the_line;
    her_ = *found;
    const std::vector<StratumResult> strata = selector.split_strata(candidates);
    stratum_ = *std::find_if(strata.begin(), strata.end(),
                             [this](const StratumResult& stratum) { return stratum.stratum == her_.stratum; });
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(others_), [&](const auto& candidate) {
        return candidate.stratum == her_.stratum && candidate.eligible() && candidate.place != place;
    });
}

bool SelectionLine::would_select(const PersonScore& score, std::span<const CategoryScore> categories) {
    selector_.judge(her_, score, categories);
    if (!her_.eligible()) return false;
    const auto at = others_.insert(std::lower_bound(others_.begin(), others_.end(), her_, Selector::before), her_);
    const bool selected = at - others_.begin() < selector_.chosen(others_, stratum_);
    others_.erase(at);
    return selected;
}

void Selector::find_candidates() {
    const DistrictData& district = *evaluation_.district();
    const Window& window = evaluation_.program().window();
    const LevelWord level = rule_.by.empty() ? LevelWord::none() : district.level_words.find(rule_.by);
    for (std::size_t place = 0; place < evaluation_.scored().size(); ++place) {
        const PersonId person = evaluation_.scored().people[place];
        const auto home = home_role(district, person, roles_, window);
        if (!home) continue;
        Candidate candidate;
        candidate.place = place;
        candidate.stratum = district.units.ancestor_at(home->unit, level);
        if (!candidate.stratum) candidate.stratum = district.units.root();
        candidate.days_in_role = count_days(held_days(district, person, roles_, window));
        judge(candidate, evaluation_.scores()[place], evaluation_.categories(place));
        candidates_.push_back(std::move(candidate));
    }
    std::sort(candidates_.begin(), candidates_.end(), before);
}

void Selector::judge(Candidate& candidate, const PersonScore& score, std::span<const CategoryScore> categories) const {
    const auto value = [&](const RankKey& key) { return key_value(key, score, categories, candidate.days_in_role); };
    PointsSum points;
    for (const RankKey& key : rule_.rank_by) points += Points::thousandths(value(key));
    candidate.points = points.total("ranking points",
                                    evaluation_.district()->people.ids[evaluation_.scored().people[candidate.place]]);
    candidate.ties.clear();
    for (const RankKey& key : rule_.ties) candidate.ties.push_back(value(key));
    candidate.reason = reason_against(score, candidate.days_in_role);
}

bool Selector::before(const Candidate& a, const Candidate& b) {
    if (a.stratum != b.stratum) return a.stratum < b.stratum;
    if (a.eligible() != b.eligible()) return a.eligible();
    if (a.points != b.points) return a.points > b.points;
    if (a.ties != b.ties) return a.ties > b.ties;
    return a.place < b.place; // people stand in the order of their ids
}

SelectionReason Selector::reason_against(const PersonScore& score, std::int64_t days_in_role) const {
    if (score.veto) return SelectionReason::vetoed;
    if (rule_.grade_at_least && (!score.grade || score.grade > rule_.grade_at_least)) return SelectionReason::grade;
    if (days_in_role < rule_.min_days_in_role) return SelectionReason::days_in_role;
    return SelectionReason::below_the_line;
}

/// The strata of candidates in their order, with the places of each.
std::vector<StratumResult> Selector::split_strata(const Candidates& candidates) const {
    std::vector<StratumResult> strata;
    std::int64_t eligible = 0;
    for (const Candidate& candidate : candidates) {
        if (strata.empty() || strata.back().stratum != candidate.stratum)
            strata.push_back({candidate.stratum, 0, 0, 0, 0});
        ++strata.back().candidates;
        strata.back().eligible += candidate.eligible() ? 1 : 0;
        eligible += candidate.eligible() ? 1 : 0;
    }
    const auto of = rule_.of == ShareOf::eligible ? eligible : static_cast<std::int64_t>(candidates.size());
    const std::int64_t places = std::min(rule_.share.of(of, rule_.round), eligible);
    std::vector<QuotaStratum> quota;
    quota.reserve(strata.size());
    for (const StratumResult& stratum : strata)
        quota.push_back({rule_.of == ShareOf::eligible ? stratum.eligible : stratum.candidates, stratum.eligible});
    const auto given = divide_places(rule_.quota, quota, places);
    for (std::size_t i = 0; i < strata.size(); ++i) strata[i].places = given[i];
    return strata;
}

/// How many of the stratum's eligible people are chosen, when `places` would be: ties across the line move it.
std::int64_t Selector::chosen(std::span<const Candidate> of, const StratumResult& stratum) const {
    std::int64_t count = stratum.places;
    if (count == 0 || count == stratum.eligible || rule_.at_the_line == AtTheLine::break_ties) return count;
    const auto at = [of](std::int64_t i) -> const Candidate& { return of[static_cast<std::size_t>(i)]; };
    if (!equal(at(count - 1), at(count))) return count;
    if (rule_.at_the_line == AtTheLine::take_all) {
        while (count < stratum.eligible && equal(at(count), at(stratum.places))) ++count;
    } else {
        while (count > 0 && equal(at(count - 1), at(stratum.places))) --count;
    }
    return count;
}

void Selector::choose(std::span<const Candidate> of, StratumResult& stratum, std::vector<SelectionRow>& rows) const {
    stratum.selected = chosen(of, stratum);
    const auto points_at = [of](std::int64_t i) { return of[static_cast<std::size_t>(i)].points; };
    for (std::int64_t i = 0; i < stratum.candidates; ++i) {
        const Candidate& candidate = of[static_cast<std::size_t>(i)];
        SelectionRow row;
        row.id = evaluation_.scored().people[candidate.place];
        row.person = evaluation_.district()->people.ids[row.id];
        row.stratum = stratum.stratum;
        row.points = candidate.points;
        row.reason = candidate.reason;
        row.selected = i < stratum.selected;
        if (row.selected) row.reason = SelectionReason::selected;
        if (candidate.eligible()) row.place = i + 1;
        if (candidate.eligible() && i > 0)
            row.decided_by = first_difference(of[static_cast<std::size_t>(i) - 1], candidate);
        if (row.selected) {
            if (stratum.selected < stratum.eligible) row.distance = distance(row, points_at(stratum.selected));
        } else if (stratum.selected > 0) {
            row.distance = distance(row, points_at(stratum.selected - 1));
        }
        rows.push_back(std::move(row));
    }
}

std::string_view Selector::first_difference(const Candidate& above, const Candidate& below) const {
    if (above.points != below.points) return "rank_by";
    for (std::size_t i = 0; i < rule_.ties.size(); ++i) {
        if (above.ties[i] != below.ties[i]) return rule_.ties[i].text;
    }
    return "person";
}

} // namespace jifen
