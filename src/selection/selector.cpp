#include "selection/selector.hpp"

#include "core/points_sum.hpp"
#include "jifen/selection/quota.hpp"

#include <algorithm>
#include <numeric>

namespace jifen {

namespace {

constexpr std::size_t units_a_chunk = 64;

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

} // namespace

Selector::Selector(const Evaluation& evaluation, const Selection& rule, const RunOptions& options)
    : evaluation_(evaluation), rule_(rule), roles_(*evaluation.district(), rule.roles) {
    sort_candidates(find_candidates(options), options);
}

SelectionResult Selector::select(const RunOptions& options) const {
    SelectionResult result{{}, {}, evaluation_};
    result.rows.resize(candidates_.size());
    result.strata = for_each_row(options, [&](std::size_t at, const Row& row) {
        const PersonId person = evaluation_.scored().people[row.scored];
        result.rows[at] = {std::string(evaluation_.district()->people.ids[person]),
                           person,
                           row.stratum,
                           row.place,
                           row.points,
                           row.selected,
                           row.reason,
                           std::string(decider(row.decided_by)),
                           row.distance};
    });
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
    her_ties_.resize(selector.rule_.ties.size());
    const std::vector<StratumResult> strata = selector.split_strata(candidates);
    stratum_ = *std::find_if(strata.begin(), strata.end(),
                             [this](const StratumResult& stratum) { return stratum.stratum == her_.stratum; });
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(others_), [&](const auto& candidate) {
        return candidate.stratum == her_.stratum && candidate.eligible() && candidate.place != place;
    });
}

bool SelectionLine::would_select(const PersonScore& score, std::span<const CategoryScore> categories) {
    selector_.judge(her_, score, categories, her_ties_);
    if (!her_.eligible()) return false;
    const auto at =
        others_.insert(std::lower_bound(others_.begin(), others_.end(), her_,
                                        [this](const auto& a, const auto& b) { return selector_.before(a, b); }),
                       her_);
    const bool selected = at - others_.begin() < selector_.chosen(others_, stratum_);
    others_.erase(at);
    return selected;
}

/// The ancestor at the level by which is chosen, else the root.
std::vector<UnitId> Selector::strata_by_unit() const {
    const DistrictData& district = *evaluation_.district();
    const LevelWord level = rule_.by.empty() ? LevelWord::none() : district.level_words.find(rule_.by);
    std::vector<UnitId> strata(district.units.size());
    for (std::size_t unit = 0; unit < strata.size(); ++unit) {
        strata[unit] = district.units.ancestor_at(UnitId::at(unit), level);
        if (!strata[unit]) strata[unit] = district.units.root();
    }
    return strata;
}

/// In the order of their ids.
Selector::Found Selector::find_candidates(const RunOptions& options) {
    const DistrictData& district = *evaluation_.district();
    const Window& window = evaluation_.program().window();
    const std::vector<UnitId> strata = strata_by_unit();
    const ScoredPeople& people = evaluation_.scored();
    const RoleSet scored_roles(district, evaluation_.program().rules().applies_to);
    const bool asks_home = roles_ != scored_roles; // else it is known already
    const std::size_t scored = people.size(), keys = rule_.ties.size();
    ties_.resize(scored * keys);
    Found found((scored + rows_a_chunk - 1) / rows_a_chunk);
    for_each_chunk(scored, rows_a_chunk, options, "candidates", [&](std::size_t begin, std::size_t end) {
        Candidates& candidates = found[begin / rows_a_chunk];
        candidates.reserve(end - begin);
        for (std::size_t place = begin; place < end; ++place) {
            const PersonId person = people.people[place];
            const auto home = asks_home ? home_role(district, person, roles_, window) : people.home[place];
            if (!home) continue;
            Candidate candidate;
            candidate.place = static_cast<std::uint32_t>(place);
            candidate.stratum = strata[home->unit.index()];
            candidate.days_in_role = count_held_days(district, person, roles_, window);
            judge(candidate, evaluation_.scores()[place], evaluation_.categories(place),
                  std::span(ties_).subspan(place * keys, keys));
            candidates.push_back(candidate);
        }
    });
    return found;
}

/// By stratum, those eligible first, then by points, ties, person: into strata by counting, and each stratum by
/// comparing points; what else there is to compare is looked up.
void Selector::sort_candidates(const Found& found, const RunOptions& options) {
    struct Key {
        Points points;
        const Candidate* candidate;
    };
    const std::size_t units = evaluation_.district()->units.size();
    const auto place_of = [units](const Candidate& candidate) {
        return std::min<std::size_t>(candidate.stratum.index(), units); // none comes last
    };
    std::vector<std::size_t> begin(units + 2);
    for (const Candidates& part : found)
        for (const Candidate& candidate : part) ++begin[place_of(candidate) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<Key> keys(begin.back());
    // In each stratum those who are not eligible are put behind the others at once, so that nobody asks again.
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1), last(begin.begin() + 1, begin.end());
    for (const Candidates& part : found) {
        for (const Candidate& candidate : part) {
            const std::size_t stratum = place_of(candidate);
            keys[candidate.eligible() ? next[stratum]++ : --last[stratum]] = {candidate.points, &candidate};
        }
    }
    const auto is_before = [this](const Key& a, const Key& b) {
        return a.points != b.points ? a.points > b.points : before(*a.candidate, *b.candidate);
    };
    candidates_.resize(keys.size());
    for_each_chunk(units + 1, units_a_chunk, options, "sort candidates", [&](std::size_t first, std::size_t end) {
        const auto sort = [&](std::size_t from, std::size_t until) {
            std::ranges::sort(std::span(keys).subspan(from, until - from), is_before);
        };
        for (std::size_t unit = first; unit < end; ++unit) {
            sort(begin[unit], next[unit]);
            sort(next[unit], begin[unit + 1]);
        }
        for (std::size_t i = begin[first]; i < begin[end]; ++i) candidates_[i] = *keys[i].candidate;
    });
}

void Selector::judge(Candidate& candidate, const PersonScore& score, std::span<const CategoryScore> categories,
                     std::span<std::int64_t> ties) const {
    const auto value = [&](const RankKey& key) { return key_value(key, score, categories, candidate.days_in_role); };
    PointsSum points;
    for (const RankKey& key : rule_.rank_by) points += Points::thousandths(value(key));
    candidate.points = points.total("ranking points",
                                    evaluation_.district()->people.ids[evaluation_.scored().people[candidate.place]]);
    for (std::size_t i = 0; i < ties.size(); ++i) ties[i] = value(rule_.ties[i]);
    candidate.ties = ties.data();
    candidate.reason = reason_against(score, candidate.days_in_role);
}

bool Selector::before(const Candidate& a, const Candidate& b) const {
    if (a.points != b.points) return a.points > b.points;
    const auto [left, right] = std::ranges::mismatch(ties_of(a), ties_of(b));
    if (left != ties_of(a).end()) return *left > *right;
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

Selector::Row Selector::row_of(std::span<const Candidate> of, std::size_t at, const StratumResult& stratum) const {
    const Candidate& candidate = of[at];
    const auto points_at = [of](std::int64_t i) { return of[static_cast<std::size_t>(i)].points; };
    const auto i = static_cast<std::int64_t>(at);
    Row row;
    row.scored = candidate.place;
    row.stratum = stratum.stratum;
    row.points = candidate.points;
    row.reason = candidate.reason;
    row.selected = i < stratum.selected;
    if (row.selected) row.reason = SelectionReason::selected;
    if (candidate.eligible()) row.place = i + 1;
    if (candidate.eligible() && i > 0) row.decided_by = first_difference(of[at - 1], candidate);
    if (row.selected) {
        if (stratum.selected < stratum.eligible) row.distance = distance(candidate, points_at(stratum.selected));
    } else if (stratum.selected > 0) {
        row.distance = distance(candidate, points_at(stratum.selected - 1));
    }
    return row;
}

Points Selector::distance(const Candidate& candidate, Points line) const {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(candidate.points.thousandths(), line.thousandths(), &difference)) {
        const PersonId person = evaluation_.scored().people[candidate.place];
        throw OverflowError("a distance from the line",
                            {std::string(evaluation_.district()->people.ids[person]), {}, {}});
    }
    return Points::thousandths(difference);
}

std::string_view Selector::decider(std::uint32_t number) const noexcept {
    if (number == 0) return {};
    if (number == 1) return "rank_by";
    return number - 2 < rule_.ties.size() ? std::string_view(rule_.ties[number - 2].text) : "person";
}

std::uint32_t Selector::first_difference(const Candidate& above, const Candidate& below) const {
    if (above.points != below.points) return 1;
    const auto left = std::ranges::mismatch(ties_of(above), ties_of(below)).in1;
    return static_cast<std::uint32_t>(left - ties_of(above).begin()) + 2;
}

} // namespace jifen
