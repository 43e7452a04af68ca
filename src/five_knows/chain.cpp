#include "chain.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace jifen {

namespace {

constexpr std::size_t objects_ahead = 32;

std::size_t index(Stage stage) noexcept { return static_cast<std::size_t>(stage); }

/// The first answer from `at` on about the subject or one behind it; answers are by subject. O(1) where it is near,
/// else O(log of how far it is).
std::size_t first_about(std::span<const Answer> answers, std::size_t at, TopicId subject) {
    constexpr std::size_t near = 8;
    std::size_t end = std::min(answers.size(), at + near);
    while (at < end && answers[at].subject < subject) ++at;
    if (at < end || at == answers.size()) return at;
    for (std::size_t step = near; end < answers.size() && answers[end].subject < subject; step *= 2) {
        at = end + 1;
        end = std::min(answers.size(), end + step);
    }
    const std::span<const Answer> between = answers.subspan(at, end - at);
    const auto found = std::ranges::lower_bound(between, subject, {}, &Answer::subject);
    return at + static_cast<std::size_t>(found - between.begin());
}

void mark_broken(HouseholdKnown& known, Stage stage, bool any_never, bool any_stale) {
    const std::size_t at = index(stage);
    if (known.broken_at || known.funnel.k[at] >= known.funnel.n[at]) return;
    known.broken_at = stage;
    known.why = any_never ? BrokenBy::never : any_stale ? BrokenBy::stale : BrokenBy::empty;
}

} // namespace

std::optional<std::int64_t> KnownScores::of(const Funnel& funnel) {
    constexpr unsigned bits = 6;
    std::uint64_t packed = 1, all = 0;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const auto n = static_cast<std::uint64_t>(funnel.n[stage]), k = static_cast<std::uint64_t>(funnel.k[stage]);
        packed = (packed << bits | n) << bits | k;
        all |= n | k;
    }
    if (all >> bits != 0) return weights_.score(funnel);
    constexpr std::uint64_t scatter = 0x9E3779B97F4A7C15U; // 2^64 divided by the golden ratio
    Known& known = known_[packed * scatter >> (64 - size_bits)];
    if (known.funnel != packed) {
        const auto score = weights_.score(funnel);
        if (!score) return score;
        known = {packed, *score};
    }
    return known.score;
}

void Chain::prefetch(std::span<const HouseholdId> households, std::size_t at) const noexcept {
    constexpr std::size_t apart = 3; // what one step reads is there when the next one needs it
    const Households& all = district_.households;
    if (at + 3 * apart < households.size()) {
        const std::size_t household = households[at + 3 * apart].index();
        __builtin_prefetch(&all.people_begin[household]);
        __builtin_prefetch(&district_.knowledge.topic_of_household[household]);
    }
    if (at + 2 * apart < households.size())
        __builtin_prefetch(all.people.data() + all.people_begin[households[at + 2 * apart].index()]);
    if (at + apart < households.size()) {
        for (const PersonId person : all.people_of(households[at + apart])) {
            __builtin_prefetch(&district_.people.days[person.index()]);
            __builtin_prefetch(&district_.knowledge.topic_of_person[person.index()]);
        }
    }
}

void Chain::set_leader(PersonId leader, Day day, Day known) {
    leader_ = leader;
    day_ = day;
    last_answer_ = std::min(day, known);
    for (std::size_t stage = 0; stage < stage_count; ++stage)
        answers_[stage] = district_.knowledge.of(leader, static_cast<Stage>(stage));
    for (const std::span<const Answer> answers : answers_) {
        if (answers.empty()) continue;
        __builtin_prefetch(answers.data());
        __builtin_prefetch(answers.data() + 4);
        __builtin_prefetch(district_.knowledge.objects.data() + answers.front().begin);
    }
    next_ = {};
    has_index_ = {};
}

void AnswerIndex::index(std::span<const Answer> answers, Day last) {
    const auto bits = static_cast<unsigned>(std::bit_width(2 * answers.size() + 1));
    answers_ = answers;
    shift_ = 32 - bits;
    slots_.assign(std::size_t{1} << bits, {});
    for (std::uint32_t i = 0; i < answers.size(); ++i) {
        const Answer& answer = answers[i];
        if (answer.day <= last) slots_[slot_of(answer.subject)] = {answer.subject, i + 1}; // the later come later
    }
}

/// Households are asked about one after another, and topics are numbered in the order in which they are asked: the
/// answer is behind the one that was found last, mostly just behind it, or that there is none shows there. Where it is
/// not, as where households share what they need, it is looked up from then on.
const Answer* Chain::latest(std::size_t stage, TopicId subject) {
    constexpr std::size_t ahead = 12;
    if (has_index_[stage]) return indices_[stage].find(subject);
    const std::span<const Answer> answers = answers_[stage];
    std::size_t at = next_[stage];
    if (at > 0 && answers[at - 1].subject >= subject) {
        indices_[stage].index(answers, last_answer_);
        has_index_[stage] = true;
        return indices_[stage].find(subject);
    }
    at = first_about(answers, at, subject);
    const Answer* found = nullptr;
    for (; at < answers.size() && answers[at].subject == subject; ++at)
        found = answers[at].day <= last_answer_ ? &answers[at] : found; // by day
    next_[stage] = at;
    __builtin_prefetch(answers.data() + at + ahead); // of as many streams as there are stages
    return found;
}

Chain::State Chain::ask(Stage stage, TopicId subject, const Answer*& answer) {
    answer = subject ? latest(index(stage), subject) : nullptr;
    if (answer == nullptr) return State::never;
    return days_between(answer->day, day_) <= rule_.fresh_days[index(stage)] ? State::fresh : State::stale;
}

void Chain::ask_people(HouseholdKnown& known) {
    const Answer* answer = nullptr;
    const State state = ask(Stage::people, district_.knowledge.topic_of_household[known.household.index()], answer);
    objects_.clear();
    // Someone whom no record mentions has no topic: she is registered and not known.
    std::int64_t known_people = 0;
    for (const PersonId person : district_.households.people_of(known.household)) {
        if (!district_.people.days[person.index()].contains(day_)) continue;
        ++known.funnel.n[0];
        const TopicId topic = district_.knowledge.topic_of_person[person.index()];
        if (state != State::fresh || !topic) continue;
        const auto people = district_.knowledge.objects_of(*answer);
        if (!std::binary_search(people.begin(), people.end(), topic)) continue;
        ++known_people;
        objects_.push_back(topic);
    }
    known.funnel.k[0] = known_people;
    mark_broken(known, Stage::people, state == State::never, state == State::stale);
}

/// Asks about everything that the stage before brought to light.
void Chain::ask_stage(Stage stage, HouseholdKnown& known) {
    subjects_.swap(objects_);
    objects_.clear();
    if (std::adjacent_find(subjects_.begin(), subjects_.end(), std::greater_equal<>()) != subjects_.end()) {
        std::sort(subjects_.begin(), subjects_.end());
        subjects_.erase(std::unique(subjects_.begin(), subjects_.end()), subjects_.end());
    }
    const std::size_t at = index(stage);
    known.funnel.n[at] = static_cast<std::int64_t>(subjects_.size());
    bool any_never = false;
    bool any_stale = false;
    for (const TopicId subject : subjects_) {
        const Answer* answer = nullptr;
        switch (ask(stage, subject, answer)) {
        case State::never:
            any_never = true;
            break;
        case State::stale:
            any_stale = true;
            break;
        case State::fresh: {
            ++known.funnel.k[at];
            const auto found = district_.knowledge.objects_of(*answer);
            __builtin_prefetch(found.data() + objects_ahead);
            for (const TopicId object : found) objects_.push_back(object); // of nearly all there is one
            break;
        }
        }
    }
    mark_broken(known, stage, any_never, any_stale);
}

void Chain::follow(HouseholdKnown& known) {
    ask_people(known);
    if (known.funnel.n[0] == 0) return;
    for (const Stage stage : {Stage::matters, Stage::circumstances, Stage::needs, Stage::help}) ask_stage(stage, known);
    known.score = scores_.of(known.funnel);
}

} // namespace jifen
