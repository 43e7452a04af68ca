#include "selection/selector.hpp"

#include "jifen/selection/quota.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t strata_a_chunk = 64;

/// Precondition: they rise.
bool are_in_a_row(std::span<const PersonId> people) {
    return !people.empty() && people.back().index() - people.front().index() == people.size() - 1;
}

} // namespace

Selector::Selector(const Evaluation& evaluation, const Selection& rule, const RunOptions& options)
    : evaluation_(evaluation), rule_(rule), people_(evaluation.scored().people.data()),
      in_a_row_(are_in_a_row(evaluation.scored().people)), roles_(*evaluation.district(), rule.roles),
      may_be_barred_(rule.grade_at_least || rule.min_days_in_role > 0 ||
                     std::ranges::any_of(evaluation.rules().items, [](const Item& item) { return item.is_veto(); })) {
    find_candidates(options);
    for_each_chunk(strata_.size(), strata_a_chunk, options, "sort candidates", [&](std::size_t first, std::size_t end) {
        SortRoom room;
        for (std::size_t of = first; of < end; ++of) arrange(of, room);
    });
}

SelectionResult Selector::select(const RunOptions& options) const {
    SelectionResult result{{}, {}, evaluation_};
    result.rows.resize(candidates_.size());
    result.strata = for_each_section(options, [&](const Section& section) {
        for (std::size_t i = 0; i < section.candidates.size(); ++i) {
            const PersonId id = person(section, i);
            SelectionRow& row = result.rows[section.first + i];
            row.person = evaluation_.district()->people.ids[id];
            row.id = id;
            row.stratum = section.stratum;
            if (section.place > 0) row.place = section.place + static_cast<std::int64_t>(i);
            row.points = section.candidates[i].points;
            row.selected = section.selected;
            row.reason = reason(section, i);
            row.decided_by = decider(decided_by(section, i));
            if (section.line) row.distance = distance(section, i);
        }
    });
    return result;
}

bool Selector::is_candidate(std::size_t place) const {
    return std::any_of(candidates_.begin(), candidates_.end(),
                       [place](const Candidate& candidate) { return candidate.place == place; });
}

void Selector::arrange(std::size_t stratum, SortRoom& room) {
    const auto all = std::span(candidates_).subspan(begin_[stratum], begin_[stratum + 1] - begin_[stratum]);
    const auto others = std::ranges::partition(all, [](const Candidate& candidate) { return candidate.eligible(); });
    const std::size_t eligible = all.size() - others.size();
    strata_[stratum].eligible = static_cast<std::int64_t>(eligible);
    sort(all.first(eligible), room);
    sort(all.subspan(eligible), room);
}

void Selector::sort(std::span<Candidate> candidates, SortRoom& room) const {
    sort_by_points(candidates, room);
    for (std::size_t i = 1; i < candidates.size();) {
        const std::size_t begin = i - 1;
        if (candidates[i].points != candidates[begin].points) {
            candidates[i++].decide(1);
            continue;
        }
        while (i < candidates.size() && candidates[i].points == candidates[begin].points) ++i;
        break_ties(candidates.subspan(begin, i - begin), room);
    }
}

/// Each where its bucket of points begins, then the few of a bucket by comparing. O(n); n log n where nearly all points
/// lie close together.
void Selector::sort_by_points(std::span<Candidate> candidates, SortRoom& room) {
    const auto is_before = [](const Candidate& a, const Candidate& b) {
        return a.points != b.points ? a.points > b.points : a.place < b.place;
    };
    constexpr std::size_t few = 24; // that buckets do not pay for
    const std::size_t size = candidates.size();
    if (size <= few) return std::sort(candidates.begin(), candidates.end(), is_before);
    const auto bits_of = [](Points points) { return static_cast<std::uint64_t>(points.thousandths()); };
    Points least = candidates.front().points, most = least;
    for (const Candidate& candidate : candidates) {
        least = std::min(least, candidate.points);
        most = std::max(most, candidate.points);
    }
    const auto range_bits = static_cast<int>(std::bit_width(bits_of(most) - bits_of(least)));
    const auto bucket_bits = static_cast<int>(std::bit_width(size));
    const int shift = std::max(0, range_bits - bucket_bits);
    const auto bucket_of = [&, best = bits_of(most)](const Candidate& candidate) {
        return static_cast<std::size_t>((best - bits_of(candidate.points)) >> shift);
    };
    room.end.assign(std::size_t{1} << bucket_bits, 0);
    for (const Candidate& candidate : candidates) ++room.end[bucket_of(candidate)];
    std::uint32_t next = 0, most_in_one = 0;
    for (std::uint32_t& end : room.end) {
        most_in_one = std::max(most_in_one, end);
        next += std::exchange(end, next);
    }
    room.spread.resize(size);
    for (const Candidate& candidate : candidates) room.spread[room.end[bucket_of(candidate)]++] = candidate;
    if (most_in_one > few) {
        std::uint32_t begin = 0;
        for (const std::uint32_t end : room.end) {
            if (end - begin > few) std::sort(&room.spread[begin], room.spread.data() + end, is_before);
            begin = end;
        }
    }
    // Nobody is far from where she belongs.
    for (std::size_t i = 0; i < size; ++i) {
        const Candidate& candidate = room.spread[i];
        std::size_t to = i;
        for (; to > 0 && is_before(candidate, candidates[to - 1]); --to) candidates[to] = candidates[to - 1];
        candidates[to] = candidate;
    }
}

void Selector::break_ties(std::span<Candidate> equal, SortRoom& room) const {
    const std::size_t size = equal.size(), keys = rule_.ties.size();
    room.ties.resize(size * keys);
    for (std::size_t key = 0; key < keys; ++key) read(rule_.ties[key], equal, room.ties.data() + key, keys);
    const auto first_difference = [&](std::uint32_t a, std::uint32_t b) {
        const std::int64_t* const of_a = room.ties.data() + a * keys;
        return static_cast<std::size_t>(std::mismatch(of_a, of_a + keys, room.ties.data() + b * keys).first - of_a);
    };
    room.order.resize(size);
    std::iota(room.order.begin(), room.order.end(), 0U);
    std::ranges::sort(room.order, [&](std::uint32_t a, std::uint32_t b) {
        const std::size_t key = first_difference(a, b);
        return key == keys ? a < b : room.ties[a * keys + key] > room.ties[b * keys + key];
    });
    room.spread.assign(equal.begin(), equal.end());
    const std::uint32_t before = equal.front().decided_by;
    for (std::size_t i = 0; i < size; ++i) {
        equal[i] = room.spread[room.order[i]];
        if (i == 0) {
            equal[i].decide(before);
        } else {
            equal[i].decide(static_cast<std::uint32_t>(first_difference(room.order[i - 1], room.order[i])) + 2);
        }
    }
}

bool Selector::Order::before(const Candidate& a, const Candidate& b) const {
    const std::strong_ordering order = compare(a, b);
    return std::is_neq(order) ? std::is_gt(order) : a.place < b.place; // people stand in the order of their ids
}

std::strong_ordering Selector::Order::compare(const Candidate& a, const Candidate& b) const {
    if (a.points != b.points) return a.points <=> b.points;
    for (std::size_t key = 0; key < selector_.rule_.ties.size(); ++key) {
        if (const auto order = tie(a, key) <=> tie(b, key); std::is_neq(order)) return order;
    }
    return std::strong_ordering::equal;
}

std::int64_t Selector::Order::tie(const Candidate& candidate, std::size_t key) const {
    if (candidate.place == changed_) return of_changed_[key];
    std::int64_t value = 0;
    selector_.read(selector_.rule_.ties[key], {&candidate, 1}, &value, 1);
    return value;
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

Selector::Section Selector::section_of(const StratumResult& stratum, std::size_t begin, std::size_t at,
                                       std::size_t end) const {
    Section section;
    section.first = at;
    section.candidates = std::span(candidates_).subspan(at, end - at);
    section.stratum = stratum.stratum;
    const auto before = static_cast<std::int64_t>(at - begin);
    if (before < stratum.eligible) section.place = before + 1;
    section.selected = before < stratum.selected;
    const auto points_at = [&](std::int64_t i) { return candidates_[begin + static_cast<std::size_t>(i)].points; };
    if (!section.selected) {
        if (stratum.selected > 0) section.line = points_at(stratum.selected - 1);
    } else if (stratum.selected < stratum.eligible) {
        section.line = points_at(stratum.selected);
    }
    if (section.line) { // its candidates are in the order of their points: who is farthest is at an end
        for (const std::size_t of : {std::size_t{0}, section.candidates.size() - 1}) {
            const std::int64_t points = section.candidates[of].points.thousandths();
            std::int64_t difference = 0;
            if (__builtin_sub_overflow(points, section.line->thousandths(), &difference))
                throw OverflowError("a distance from the line",
                                    {std::string(evaluation_.district()->people.ids[person(section, of)]), {}, {}});
        }
    }
    return section;
}

std::string_view Selector::decider(std::uint32_t number) const noexcept {
    if (number == 0) return {};
    if (number == 1) return "rank_by";
    return number - 2 < rule_.ties.size() ? std::string_view(rule_.ties[number - 2].text) : "person";
}

} // namespace jifen
