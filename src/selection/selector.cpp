#include "selection/selector.hpp"

#include "core/points_sum.hpp"
#include "jifen/selection/quota.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t strata_a_chunk = 64;

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
    : evaluation_(evaluation), rule_(rule), roles_(*evaluation.district(), rule.roles),
      ties_(evaluation.scored().size() * rule.ties.size()) {
    split(find_candidates(options), options);
    order_ = Order(ties_.data(), rule_.ties.size());
    for_each_chunk(strata_.size(), strata_a_chunk, options, "sort candidates", [&](std::size_t first, std::size_t end) {
        SortRoom room;
        for (std::size_t of = first; of < end; ++of) {
            const auto all = std::span(candidates_).subspan(begin_[of], begin_[of + 1] - begin_[of]);
            const auto eligible = static_cast<std::size_t>(strata_[of].eligible);
            sort(all.first(eligible), room);
            sort(all.subspan(eligible), room);
        }
    });
}

SelectionResult Selector::select(const RunOptions& options) const {
    SelectionResult result{{}, {}, evaluation_};
    result.rows.resize(candidates_.size());
    result.strata = for_each_row(options, [&](std::size_t at, const Row& row) {
        result.rows[at] = {std::string(evaluation_.district()->people.ids[row.person]),
                           row.person,
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

SelectionLine::SelectionLine(const Selector& selector, std::size_t place)
    : selector_(selector), her_ties_(selector.rule_.ties.size()) {
    const auto& all = selector.candidates_;
    const auto found = std::ranges::find(all, place, &Selector::Candidate::place);
    her_ = *found;
    const DistrictData& district = *selector.evaluation_.district();
    her_days_in_role_ = count_held_days(district, selector.evaluation_.scored().people[place], selector.roles_,
                                        selector.evaluation_.program().window());
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
    selector_.judge(her_, her_days_in_role_, score, categories, her_ties_);
    if (!her_.eligible()) return false;
    const Selector::Order order = selector_.order_.with(her_.place, her_ties_);
    const auto at = others_.insert(
        std::ranges::lower_bound(others_, her_, [&order](const auto& a, const auto& b) { return order.before(a, b); }),
        her_);
    const bool selected = std::distance(others_.begin(), at) < selector_.chosen(others_, places_, order);
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
    const auto& scores = evaluation_.scores();
    const RoleSet scored_roles(district, evaluation_.program().rules().applies_to);
    const bool asks_home = roles_ != scored_roles; // else it is known already
    const auto is_days = [](const RankKey& key) { return key.kind == RankKey::Kind::days_in_role; };
    const bool asks_days = rule_.min_days_in_role > 0 || std::ranges::any_of(rule_.rank_by, is_days) ||
                           std::ranges::any_of(rule_.ties, is_days);
    const std::size_t scored = people.size(), keys = rule_.ties.size();
    Found found(scored);
    for_each_chunk(scored, rows_a_chunk, options, "candidates", [&](std::size_t begin, std::size_t end) {
        std::size_t at = begin;
        for (std::size_t place = begin; place < end; ++place) {
            const PersonId person = people.people[place];
            const auto home = asks_home ? home_role(district, person, roles_, window) : people.home[place];
            if (!home) continue;
            Candidate candidate;
            candidate.place = static_cast<std::uint32_t>(place);
            judge(candidate, asks_days ? count_held_days(district, person, roles_, window) : 0, scores[place],
                  evaluation_.categories(place), std::span(ties_.data() + place * keys, keys));
            found.candidates[at] = candidate;
            found.strata[at++] = strata[home->unit.index()];
        }
        found.count[begin / rows_a_chunk] = at - begin;
    });
    return found;
}

/// Puts them into their strata, those eligible before the others, by counting, part by part.
void Selector::split(const Found& found, const RunOptions& options) {
    const std::size_t units = evaluation_.district()->units.size();
    const auto index_of = [units](UnitId stratum) { return std::min<std::size_t>(stratum.index(), units); };
    struct Counts {
        std::size_t eligible = 0, others = 0;
    };
    // As many parts as can be worked on at once, but no more counts than candidates.
    const std::size_t chunks = found.count.size(), strata = units + 1; // of none, at the end
    const std::size_t wanted = std::clamp<std::size_t>(found.candidates.size() / strata, 1, options.concurrency());
    const std::size_t chunks_a_part = std::max<std::size_t>(1, (chunks + wanted - 1) / wanted);
    const std::size_t parts = (chunks + chunks_a_part - 1) / chunks_a_part;
    std::vector<std::vector<Counts>> counts(parts, std::vector<Counts>(strata));
    const auto for_each_part = [&](std::string_view stage, auto visit) {
        for_each_chunk(chunks, chunks_a_part, options, stage, [&](std::size_t begin, std::size_t end) {
            std::vector<Counts>& of_part = counts[begin / chunks_a_part];
            found.for_each(begin, end, [&](const Candidate& candidate, UnitId stratum) {
                Counts& of = of_part[index_of(stratum)];
                visit(candidate, candidate.eligible() ? of.eligible : of.others);
            });
        });
    };
    for_each_part("count candidates", [](const Candidate&, std::size_t& count) { ++count; });
    begin_.assign(1, 0);
    for (std::size_t unit = 0; unit < strata; ++unit) {
        // From now on: where the next of each kind goes.
        std::size_t next = begin_.back();
        for (std::vector<Counts>& of : counts) next += std::exchange(of[unit].eligible, next);
        const std::size_t eligible = next - begin_.back();
        for (std::vector<Counts>& of : counts) next += std::exchange(of[unit].others, next);
        const std::size_t all = next - begin_.back();
        if (all == 0) continue;
        strata_.push_back({unit < units ? UnitId::at(unit) : UnitId(), static_cast<std::int64_t>(all),
                           static_cast<std::int64_t>(eligible), 0, 0});
        begin_.push_back(next);
    }
    candidates_ = LargeArray<Candidate>(begin_.back());
    for_each_part("strata", [&](const Candidate& candidate, std::size_t& next) { candidates_[next++] = candidate; });
}

/// Each where its bucket of points begins, then the few of a bucket by comparing. O(n); n log n where nearly all points
/// lie close together.
void Selector::sort(std::span<Candidate> candidates, SortRoom& room) const {
    const auto is_before = [this](const Candidate& a, const Candidate& b) { return order_.before(a, b); };
    constexpr std::size_t few = 24; // that buckets do not pay for
    const std::size_t size = candidates.size();
    if (size <= few) return std::sort(candidates.begin(), candidates.end(), is_before);
    const auto bits_of = [](const Candidate& candidate) {
        return static_cast<std::uint64_t>(candidate.points.thousandths());
    };
    const auto [least, most] = std::ranges::minmax(candidates, {}, &Candidate::points);
    const auto range_bits = static_cast<int>(std::bit_width(bits_of(most) - bits_of(least)));
    const auto bucket_bits = static_cast<int>(std::bit_width(size));
    const int shift = std::max(0, range_bits - bucket_bits);
    const auto bucket_of = [&, best = bits_of(most)](const Candidate& candidate) {
        return static_cast<std::size_t>((best - bits_of(candidate)) >> shift);
    };
    room.end.assign(std::size_t{1} << bucket_bits, 0);
    for (const Candidate& candidate : candidates) ++room.end[bucket_of(candidate)];
    std::exclusive_scan(room.end.begin(), room.end.end(), room.end.begin(), std::size_t{0});
    room.spread.resize(size);
    for (const Candidate& candidate : candidates) room.spread[room.end[bucket_of(candidate)]++] = candidate;
    std::ranges::copy(room.spread, candidates.begin());
    std::size_t begin = 0;
    for (const std::size_t end : room.end) {
        if (end - begin > 1) std::sort(&candidates[begin], candidates.data() + end, is_before);
        begin = end;
    }
}

void Selector::judge(Candidate& candidate, std::int64_t days_in_role, const PersonScore& score,
                     std::span<const CategoryScore> categories, std::span<std::int64_t> ties) const {
    const auto value = [&](const RankKey& key) { return key_value(key, score, categories, days_in_role); };
    PointsSum points;
    for (const RankKey& key : rule_.rank_by) points += Points::thousandths(value(key));
    candidate.points = points.total("ranking points", [&] {
        return evaluation_.district()->people.ids[evaluation_.scored().people[candidate.place]];
    });
    for (std::size_t i = 0; i < ties.size(); ++i) ties[i] = value(rule_.ties[i]);
    candidate.reason = reason_against(score, days_in_role);
}

bool Selector::Order::before(const Candidate& a, const Candidate& b) const {
    if (a.points != b.points) return a.points > b.points;
    const auto [left, right] = std::ranges::mismatch(ties_of(a), ties_of(b));
    if (left != ties_of(a).end()) return *left > *right;
    return a.place < b.place; // people stand in the order of their ids
}

std::uint32_t Selector::Order::first_difference(const Candidate& above, const Candidate& below) const {
    if (above.points != below.points) return 1;
    const auto left = std::ranges::mismatch(ties_of(above), ties_of(below)).in1;
    return static_cast<std::uint32_t>(left - ties_of(above).begin()) + 2;
}

SelectionReason Selector::reason_against(const PersonScore& score, std::int64_t days_in_role) const {
    if (score.veto) return SelectionReason::vetoed;
    if (rule_.grade_at_least && (!score.grade || score.grade > rule_.grade_at_least)) return SelectionReason::grade;
    if (days_in_role < rule_.min_days_in_role) return SelectionReason::days_in_role;
    return SelectionReason::below_the_line;
}

void Selector::divide(std::span<StratumResult> strata) const {
    std::int64_t candidates = 0, eligible = 0;
    std::vector<QuotaStratum> quota;
    quota.reserve(strata.size());
    for (const StratumResult& stratum : strata) {
        candidates += stratum.candidates;
        eligible += stratum.eligible;
        quota.push_back({rule_.of == ShareOf::eligible ? stratum.eligible : stratum.candidates, stratum.eligible});
    }
    const std::int64_t of = rule_.of == ShareOf::eligible ? eligible : candidates;
    const auto given = divide_places(rule_.quota, quota, std::min(rule_.share.of(of, rule_.round), eligible));
    for (std::size_t i = 0; i < strata.size(); ++i) strata[i].places = given[i];
}

std::int64_t Selector::chosen(std::span<const Candidate> eligible, std::int64_t places, const Order& order) const {
    const auto all = static_cast<std::int64_t>(eligible.size());
    std::int64_t count = places;
    if (count == 0 || count == all || rule_.at_the_line == AtTheLine::break_ties) return count;
    const auto at = [eligible](std::int64_t i) -> const Candidate& { return eligible[static_cast<std::size_t>(i)]; };
    if (!order.equal(at(count - 1), at(count))) return count;
    if (rule_.at_the_line == AtTheLine::take_all) {
        while (count < all && order.equal(at(count), at(places))) ++count;
    } else {
        while (count > 0 && order.equal(at(count - 1), at(places))) --count;
    }
    return count;
}

Selector::Row Selector::row_of(std::span<const Candidate> of, std::size_t at, const StratumResult& stratum) const {
    const Candidate& candidate = of[at];
    const auto points_at = [of](std::int64_t i) { return of[static_cast<std::size_t>(i)].points; };
    const auto i = static_cast<std::int64_t>(at);
    Row row;
    row.stratum = stratum.stratum;
    row.points = candidate.points;
    row.reason = candidate.reason;
    row.selected = i < stratum.selected;
    if (row.selected) row.reason = SelectionReason::selected;
    if (candidate.eligible()) row.place = i + 1;
    if (candidate.eligible() && i > 0) row.decided_by = order_.first_difference(of[at - 1], candidate);
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

} // namespace jifen
