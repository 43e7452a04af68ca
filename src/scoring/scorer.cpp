#include "jifen/scoring/scorer.hpp"

#include "core/points_sum.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <tuple>

namespace jifen {

namespace {

constexpr std::int32_t no_period = std::numeric_limits<std::int32_t>::min();

/// Adds to a sum of points of one sign, which fits on the way if it fits at its end.
void add(Points& sum, Points points, const char* what) {
    std::int64_t value = 0;
    if (__builtin_add_overflow(sum.thousandths(), points.thousandths(), &value)) throw OverflowError(what);
    sum = Points::thousandths(value);
}

std::size_t mix(std::uint64_t a, std::uint64_t b) noexcept {
    std::uint64_t h = a * 0x9E3779B97F4A7C15ULL ^ b * 0xC2B2AE3D27D4EB4FULL;
    h ^= h >> 29U;
    return static_cast<std::size_t>(h * 0xBF58476D1CE4E5B9ULL >> 17U);
}

} // namespace

std::string to_string(CutBy cut) {
    constexpr std::array<std::string_view, CutBy::kind_count> kinds{"",      "item", "category",
                                                                    "total", "once", "exclusive"};
    std::string text(kinds[static_cast<std::size_t>(cut.kind)]);
    if (cut.kind != CutBy::Kind::nothing && cut.kind != CutBy::Kind::exclusive) {
        text += ':';
        text += to_string(cut.period);
    }
    return text;
}

Scorer::Scorer(const Admission& admission)
    : admission_(admission), rules_(admission.program().rules()), calendar_(admission.program().calendar()) {
    for (const Item& item : rules_.items) {
        item_caps_.push_back(add_caps(item.caps));
        has_exclusive_ = has_exclusive_ || item.exclusive.has_value();
        has_once_ = has_once_ || item.once.has_value();
    }
    for (const Category& category : rules_.categories) category_caps_.push_back(add_caps(category.caps));
    // Gains and deductions are capped alike, each on its own side (SPEC §4.4).
    total_gains_ = add_caps(rules_.total.caps);
    total_deductions_ = add_caps(rules_.total.caps);
    ladders_.resize(rules_.items.size());
}

Scorer::CapRange Scorer::add_caps(const std::vector<Cap>& caps) {
    const auto begin = static_cast<std::uint32_t>(caps_.size());
    for (const Cap& cap : caps) caps_.push_back({.limit = magnitude(cap.points), .per = cap.per});
    return {begin, static_cast<std::uint32_t>(caps_.size())};
}

void Scorer::reset() {
    for (CapState& cap : caps_) cap.number = no_period;
    for (LadderState& ladder : ladders_) ladder.number = no_period;
    ++once_epoch_;
    live_.clear();
}

/// What does not fit is named here, where the entry is known; a `try` costs nothing as long as all fits.
Points Scorer::raw_points(const Item& rule, ItemId item, EntryId entry, Day day, EntryScore& score) {
    try {
        return compute_raw_points(rule, item, entry, day, score);
    } catch (const OverflowError& error) {
        throw error.at({{}, std::string(admission_.district().ledger.ids[entry.index()]), rule.code});
    }
}

Points Scorer::compute_raw_points(const Item& rule, ItemId item, EntryId entry, Day day, EntryScore& score) {
    const Ledger& ledger = admission_.district().ledger;
    switch (rule.scoring) {
    case Scoring::points: {
        const PointsVersion& version = *version_on(rule, day); // admission made sure that there is one
        if (version.dated) score.version = version.days.from;
        return version.value;
    }
    case Scoring::points_per_unit:
        return scale(rule.per_unit, ledger.quantity[entry.index()], 1000);
    case Scoring::by_level:
        return *admission_.binding().points_at(item, ledger.level[entry.index()]);
    case Scoring::ladder: {
        LadderState& state = ladders_[item.index()];
        const std::int32_t number = calendar_.number(rule.ladder->per, day);
        if (state.number != number) state = {number, 0};
        const Points before = rule.ladder->at(state.quantity);
        if (__builtin_add_overflow(state.quantity, ledger.quantity[entry.index()], &state.quantity)) {
            throw OverflowError("the total quantity of a ladder");
        }
        return rule.ladder->at(state.quantity) - before;
    }
    case Scoring::none:
    case Scoring::veto:
        break;
    }
    return {};
}

/// Of one act under several items of a group the item with the largest single magnitude stands (ties: the smaller
/// code).
void Scorer::drop_exclusive() {
    const auto& acts = admission_.district().ledger.act;
    candidates_.clear();
    for (std::uint32_t i = 0; i < live_.size(); ++i) {
        const Live& live = live_[i];
        const ExclusiveId group = rules_.items[live.item.index()].exclusive;
        if (!group || !acts[live.entry.index()]) continue;
        candidates_.push_back({acts[live.entry.index()], group, magnitude(scores_[live.at].raw),
                               admission_.program().code_rank(live.item), i});
    }
    std::sort(candidates_.begin(), candidates_.end(), [](const ActCandidate& a, const ActCandidate& b) {
        return std::tuple(a.act, a.group, b.magnitude, a.code_rank) <
               std::tuple(b.act, b.group, a.magnitude, b.code_rank);
    });
    const ActCandidate* winner = nullptr;
    for (const ActCandidate& candidate : candidates_) {
        if (winner == nullptr || candidate.act != winner->act || candidate.group != winner->group) {
            winner = &candidate;
        } else if (candidate.code_rank != winner->code_rank) {
            Live& live = live_[candidate.live];
            live.gone = true;
            EntryScore& score = scores_[live.at];
            score = {};
            score.verdict = Verdict::exclusive;
            score.cut_by = {CutBy::Kind::exclusive, Period::day};
        }
    }
}

/// Whether the key came before in this person's ledger; remembers it.
bool Scorer::seen_before(const OnceKey& key) {
    const std::size_t mask = once_slots_.size() - 1;
    std::size_t at = mix(key.item | std::uint64_t{key.subject} << 32U, static_cast<std::uint32_t>(key.number)) & mask;
    while (once_epochs_[at] == once_epoch_) {
        if (once_slots_[at] == key) return true;
        at = (at + 1) & mask;
    }
    once_epochs_[at] = once_epoch_;
    once_slots_[at] = key;
    return false;
}

void Scorer::drop_repeats() {
    const Ledger& ledger = admission_.district().ledger;
    const std::size_t slots = std::bit_ceil(live_.size() * 2);
    if (once_slots_.size() < slots) {
        once_slots_.assign(slots, OnceKey{});
        once_epochs_.assign(slots, 0U); // no person's epoch
    }
    for (Live& live : live_) {
        const auto& once = rules_.items[live.item.index()].once;
        if (live.gone || !once) continue;
        const std::int32_t number = calendar_.number(*once, live.day);
        if (!seen_before({live.item.value(), ledger.subject[live.entry.index()].value(), number})) continue;
        live.gone = true;
        EntryScore& score = scores_[live.at];
        score = {};
        score.verdict = Verdict::repeat;
        score.cut_by = {CutBy::Kind::once, *once};
    }
}

/// One stage: credits the smallest of `incoming` (a magnitude) and what remains of each cap, and takes it from each.
std::uint64_t Scorer::take(CapRange range, CutBy::Kind stage, Day day, std::uint64_t incoming, EntryScore& score) {
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    Period finest = Period::window;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
        CapState& cap = caps_[i];
        const std::int32_t number = calendar_.number(cap.per, day);
        if (cap.number != number) {
            cap.number = number;
            cap.used = 0;
        }
        if (cap.limit - cap.used < least) { // caps stand finest first, so of equals the finest stays
            least = cap.limit - cap.used;
            finest = cap.per;
        }
    }
    const std::uint64_t credited = std::min(incoming, least);
    if (credited < incoming && score.cut_by.kind == CutBy::Kind::nothing) score.cut_by = {stage, finest};
    for (std::uint32_t i = range.begin; i < range.end; ++i) caps_[i].used += credited;
    return credited;
}

ItemsScore Scorer::score(PersonId person, std::span<CategoryScore> categories) {
    try {
        return score_entries(person, categories);
    } catch (const OverflowError& error) {
        throw error.at({std::string(admission_.district().people.ids[person]), {}, {}});
    }
}

ItemsScore Scorer::score_entries(PersonId person, std::span<CategoryScore> categories) {
    const Ledger& ledger = admission_.district().ledger;
    const EntryRange range = ledger.of(person);
    ItemsScore total;
    PointsSum items;
    scores_.assign(range.size(), EntryScore{});
    reset();
    words_.resize(range.size());
    days_.resize(range.size());
    ledger.item.read(range.begin, std::span(words_));
    ledger.day.read(range.begin, std::span(days_));
    for (std::uint32_t at = 0; at < range.size(); ++at) {
        const EntryId entry(range.begin + at);
        EntryScore& score = scores_[at];
        if (!admission_.is_valid(entry)) {
            if (admission_.is_known(entry)) score.verdict = admission_.refusal(entry);
            continue;
        }
        const ItemId item = admission_.binding().item_of(ItemWord(words_[at]));
        const Item& rule = rules_.items[item.index()];
        if (rule.is_veto()) {
            score.verdict = Verdict::veto;
            if (!total.veto) total.veto = item;
            continue;
        }
        const Day day(days_[at]);
        score.raw = raw_points(rule, item, entry, day, score);
        score.verdict = score.raw.is_zero() ? Verdict::zero : Verdict::counted;
        if (!score.raw.is_zero()) live_.push_back({at, entry, day, item, false});
    }
    if (has_exclusive_) drop_exclusive();
    if (has_once_) drop_repeats();

    for (const Live& live : live_) {
        if (live.gone) continue;
        EntryScore& score = scores_[live.at];
        const Item& rule = rules_.items[live.item.index()];
        const bool deduction = score.raw.is_negative();
        const auto signed_points = [deduction](std::uint64_t value) {
            return Points::thousandths(static_cast<std::int64_t>(deduction ? std::uint64_t{0} - value : value));
        };
        std::uint64_t left = magnitude(score.raw);
        left = take(item_caps_[live.item.index()], CutBy::Kind::item, live.day, left, score);
        if (rule.category) {
            left = take(category_caps_[rule.category.index()], CutBy::Kind::category, live.day, left, score);
            CategoryScore& category = categories[rule.category.index()];
            add(category.raw, score.raw, "a category's raw points");
            add(category.credited, signed_points(left), "a category's points");
        }
        left = take(deduction ? total_deductions_ : total_gains_, CutBy::Kind::total, live.day, left, score);
        score.credited = signed_points(left);
        if (score.cut_by.kind != CutBy::Kind::nothing)
            score.verdict = left == 0 ? Verdict::capped : Verdict::part_counted;
        items += score.credited;
        if (deduction) add(total.deductions, score.credited, "a person's deductions");
    }
    total.items = items.total("a person's item points", [&] { return admission_.district().people.ids[person]; });
    return total;
}

} // namespace jifen
