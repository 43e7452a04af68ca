#include "jifen/admission/admission.hpp"

#include "admission/entry_checks.hpp"

#include <algorithm>

namespace jifen {

namespace {
constexpr std::size_t actors_a_chunk = 128;
} // namespace

Admission::Admission(District district, Program program, std::optional<Day> known_at, const RunOptions& options)
    : district_(std::move(district)), program_(std::move(program)),
      known_at_(known_at == Day::never_ends() ? std::nullopt : known_at),
      binding_(std::make_shared<const Binding>(*district_, program_)), states_(district_->ledger.size()) {
    std::optional<EntryChecks> checks;
    if (EntryChecks::can_ask(*district_, program_) &&
        options.takes_fast(EntryChecks::pay_for(program_, states_.size())))
        checks.emplace(*district_, program_, *binding_, known_at_);
    for_each_chunk(district_->people.size(), actors_a_chunk, options, "admission",
                   [&](std::size_t begin, std::size_t end) {
                       admit(begin, end, checks ? &*checks : nullptr);
                       district_->ledger.done_with(district_->ledger.of(begin, end));
                   });
}

Admission Admission::without(std::span<const EntryId> entries) const {
    Admission copy = *this;
    for (const EntryId entry : entries) copy.states_[entry.index()] = unknown;
    return copy;
}

void Admission::admit(std::size_t begin, std::size_t end, const EntryChecks* checks) {
    const std::vector<RoleSet>& sets = binding_->role_sets();
    std::vector<std::vector<Span>> held(sets.size());
    const auto states = [this](EntryRange range) { return std::span(states_).subspan(range.begin, range.size()); };
    EntryRange joined{0, 0}; // of those before, who are judged in one go
    const auto judge_joined = [&] {
        if (checks != nullptr && joined.size() > 0) checks->judge(joined.begin, nullptr, states(joined));
        joined = {0, 0};
    };
    for (std::size_t p = begin; p < end; ++p) {
        const EntryRange range = district().ledger.of(PersonId::at(p));
        if (range.size() == 0) continue;
        const auto held_throughout = [&](const RoleSet& set) {
            return held_one_throughout(district(), PersonId::at(p), set, program_.window());
        };
        if (checks != nullptr && checks->can_join() && std::ranges::all_of(sets, held_throughout)) {
            joined = {joined.size() == 0 ? range.begin : joined.begin, range.end};
            continue;
        }
        for (std::size_t i = 0; i < sets.size(); ++i)
            find_held_days(district(), PersonId::at(p), sets[i], program_.window(), held[i]);
        if (checks == nullptr) {
            for (std::uint32_t at = range.begin; at < range.end; ++at) states_[at] = judge(EntryId(at), held);
        } else {
            judge_joined();
            checks->judge(range.begin, &held, states(range));
        }
    }
    judge_joined();
}

std::uint8_t Admission::judge(EntryId entry, const std::vector<std::vector<Span>>& held) const noexcept {
    const Ledger& ledger = district().ledger;
    if (known_at_ && ledger.recorded[entry.index()] > *known_at_) return unknown;
    const ItemId item = this->item(entry);
    const Day day = ledger.day[entry.index()];
    if (const auto refused = refusal_before_role(entry, item, day)) return static_cast<std::uint8_t>(*refused);
    const auto& days = held[binding_->role_set_of(item)];
    const bool holds = std::any_of(days.begin(), days.end(), [&](const Span& span) { return span.contains(day); });
    if (const auto refused = refusal_after_role(entry, item, day))
        return static_cast<std::uint8_t>(holds ? *refused : Verdict::role_not_held);
    return holds ? valid : valid_but_role;
}

std::optional<Verdict> Admission::refusal_before_role(EntryId entry, ItemId item, Day day) const noexcept {
    const Ledger& ledger = district().ledger;
    if (ledger.cancels[entry.index()]) return Verdict::cancels;
    if (ledger.withdrawn[entry.index()] <= known_at_.value_or(Day::never_ends().plus(-1))) return Verdict::cancelled;
    if (!program_.window().contains(day)) return Verdict::outside_window;
    if (!item) return Verdict::unknown_item;
    const Item& rule = program_.rules().items[item.index()];
    if (!rule.days.contains(day)) return Verdict::not_in_force;
    if (rule.scoring == Scoring::points && version_on(rule, day) == nullptr) return Verdict::not_in_force;
    return std::nullopt;
}

std::optional<Verdict> Admission::refusal_after_role(EntryId entry, ItemId item, Day day) const noexcept {
    const DistrictData& d = district();
    const Ledger& ledger = d.ledger;
    const Item& rule = program_.rules().items[item.index()];
    const auto& within = program_.rules().record_within_days;
    if (within && days_between(day, ledger.recorded[entry.index()]) > *within) return Verdict::recorded_late;
    if (rule.verified && ledger.verified[entry.index()] != Verified::yes) return Verdict::unverified;
    if (!binding_->takes_channel(item, ledger.channel[entry.index()])) return Verdict::wrong_channel;
    const SubjectId subject = ledger.subject[entry.index()];
    if (rule.subject == SubjectRule::household && !household_of(d, subject)) return Verdict::wrong_subject;
    if (rule.subject == SubjectRule::person && !person_of(d, subject)) return Verdict::wrong_subject;
    if (rule.scoring == Scoring::by_level && !binding_->points_at(item, ledger.level[entry.index()]))
        return Verdict::unknown_level;
    return std::nullopt;
}

} // namespace jifen
