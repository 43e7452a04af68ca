#include "core/points_sum.hpp"
#include "selection/selector.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t people_ahead = 24;

/// Who is scored, but no candidate.
constexpr std::uint32_t no_stratum = ~std::uint32_t{0};

/// The part of a score that the key stands for; nullptr: something else.
Points PersonScore::*part_of(RankKey::Kind kind) {
    switch (kind) {
    case RankKey::Kind::total:
        return &PersonScore::total;
    case RankKey::Kind::items:
        return &PersonScore::items;
    case RankKey::Kind::linkage:
        return &PersonScore::linkage;
    case RankKey::Kind::five_knows:
        return &PersonScore::five_knows;
    case RankKey::Kind::duties:
        return &PersonScore::duties;
    case RankKey::Kind::composite:
        return &PersonScore::composite;
    case RankKey::Kind::fewest_deductions:
        return &PersonScore::deductions; // not positive: nearer 0 is higher
    case RankKey::Kind::category:
    case RankKey::Kind::days_in_role:
        break;
    }
    return nullptr;
}

} // namespace

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

void Selector::find_candidates(const RunOptions& options) {
    const DistrictData& district = *evaluation_.district();
    const Window& window = evaluation_.program().window();
    const std::vector<UnitId> stratum_of = strata_by_unit();
    const ScoredPeople& people = evaluation_.scored();
    const RoleSet scored_roles(district, evaluation_.program().rules().applies_to);
    const bool asks_home = roles_ != scored_roles; // else it is known already
    const std::size_t scored = people.size(), units = district.units.size(), strata = units + 1; // of none, at the end

    // A few parts for each thread, so that none waits for another, but no more counts than people.
    const std::size_t parts = std::clamp<std::size_t>(scored / strata, 1, std::size_t{4} * options.concurrency());
    const std::size_t people_a_part = std::max<std::size_t>(1, (scored + parts - 1) / parts);
    Cells<std::uint32_t> stratum(scored);
    std::vector<std::vector<std::uint32_t>> next(parts, std::vector<std::uint32_t>(strata));
    for_each_chunk(scored, people_a_part, options, "strata", [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t>& count = next[begin / people_a_part];
        for (std::size_t place = begin; place < end; ++place) {
            const auto home =
                asks_home ? home_role(district, people.people[place], roles_, window) : people.home[place];
            stratum[place] = no_stratum;
            if (!home) continue;
            const auto of = std::min<std::size_t>(stratum_of[home->unit.index()].index(), units);
            stratum[place] = static_cast<std::uint32_t>(of);
            ++count[of];
        }
    });
    begin_.assign(1, 0);
    for (std::size_t of = 0; of < strata; ++of) {
        auto end = static_cast<std::uint32_t>(begin_.back());
        for (std::vector<std::uint32_t>& count : next) end += std::exchange(count[of], end); // where her next one goes
        if (end == begin_.back()) continue;
        const auto all = static_cast<std::int64_t>(end - begin_.back());
        strata_.push_back({of < units ? UnitId::at(of) : UnitId(), all, 0, 0, 0});
        begin_.push_back(end);
    }

    candidates_.resize(begin_.back());
    for_each_chunk(scored, people_a_part, options, "candidates", [&](std::size_t first, std::size_t end) {
        std::vector<std::uint32_t>& next_of = next[first / people_a_part];
        std::vector<Candidate> block(people_a_block);
        for (std::size_t begin = first; begin < end; begin += people_a_block) {
            std::size_t count = 0;
            for (std::size_t place = begin; place < std::min(begin + people_a_block, end); ++place) {
                block[count].place = static_cast<std::uint32_t>(place);
                count += stratum[place] != no_stratum ? 1 : 0;
            }
            const std::span found(block.data(), count);
            judge(found);
            for (std::size_t i = 0; i < count; ++i) {
                if (i + people_ahead < count)
                    __builtin_prefetch(candidates_.data() + next_of[stratum[found[i + people_ahead].place]], 1);
                candidates_[next_of[stratum[found[i].place]]++] = found[i];
            }
        }
    });
}

void Selector::judge(std::span<Candidate> candidates) const {
    std::array<std::int64_t, people_a_block> values;
    if (rule_.rank_by.size() == 1) {
        read(rule_.rank_by.front(), candidates, values.data(), 1);
        for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i].points = Points::thousandths(values[i]);
    } else {
        std::vector<PointsSum> points(candidates.size());
        for (const RankKey& key : rule_.rank_by) {
            read(key, candidates, values.data(), 1);
            for (std::size_t i = 0; i < candidates.size(); ++i) points[i] += Points::thousandths(values[i]);
        }
        for (std::size_t i = 0; i < candidates.size(); ++i)
            candidates[i].points = points[i].total("ranking points", [&] { return id_at(candidates[i].place); });
    }
    if (!may_be_barred_) return; // candidates are made eligible
    for (Candidate& candidate : candidates) {
        const std::int64_t days = rule_.min_days_in_role > 0 ? days_in_role(candidate.place) : 0;
        candidate.reason_number =
            static_cast<std::uint8_t>(reason_against(evaluation_.scores()[candidate.place], days));
    }
}

void Selector::read(const RankKey& key, std::span<const Candidate> candidates, std::int64_t* out,
                    std::size_t step) const {
    const auto read_each = [&](auto value) {
        for (std::size_t i = 0; i < candidates.size(); ++i) out[i * step] = value(candidates[i].place);
    };
    if (key.kind == RankKey::Kind::total || key.kind == RankKey::Kind::items) {
        const auto side_by_side = key.kind == RankKey::Kind::total ? evaluation_.totals() : evaluation_.items();
        return read_each([points = side_by_side.data()](std::uint32_t place) { return points[place].thousandths(); });
    }
    if (const auto part = part_of(key.kind); part != nullptr)
        return read_each([part, scores = evaluation_.scores().data()](std::uint32_t place) {
            return (scores[place].*part).thousandths();
        });
    if (key.kind == RankKey::Kind::days_in_role)
        return read_each([this](std::uint32_t place) { return days_in_role(place); });
    const std::size_t count = evaluation_.rules().categories.size();
    read_each([count, categories = evaluation_.categories(0).data() + key.category.index()](std::uint32_t place) {
        return categories[place * count].credited.thousandths();
    });
}

std::int64_t Selector::value_of(const RankKey& key, const PersonScore& score, std::span<const CategoryScore> categories,
                                std::int64_t days_in_role) {
    if (const auto part = part_of(key.kind); part != nullptr) return (score.*part).thousandths();
    return key.kind == RankKey::Kind::days_in_role ? days_in_role
                                                   : categories[key.category.index()].credited.thousandths();
}

std::int64_t Selector::days_in_role(std::uint32_t place) const {
    return count_held_days(*evaluation_.district(), people_[place], roles_, evaluation_.program().window());
}

SelectionReason Selector::reason_against(const PersonScore& score, std::int64_t days_in_role) const {
    if (score.veto) return SelectionReason::vetoed;
    if (rule_.grade_at_least && (!score.grade || score.grade > rule_.grade_at_least)) return SelectionReason::grade;
    if (days_in_role < rule_.min_days_in_role) return SelectionReason::days_in_role;
    return SelectionReason::below_the_line;
}

} // namespace jifen
