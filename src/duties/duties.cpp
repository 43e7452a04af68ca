#include "jifen/duties/duties.hpp"

#include "core/points_sum.hpp"

#include <algorithm>

namespace jifen {

namespace {

constexpr std::size_t people_a_chunk = 64;

/// A due or a deed: the number of the period among the whole ones in the high half, the household in the low half.
using Key = std::uint64_t;

Key key_of(std::size_t period, HouseholdId household) noexcept {
    return static_cast<Key>(period) << 32U | household.value();
}

/// One duty of the rulebook, ready to be asked of one person after the other.
class DutyAssessor {
public:
    DutyAssessor(const Admission& admission, const Duty& duty)
        : admission_(admission), district_(admission.district()), duty_(duty), roles_(district_, duty.roles),
          items_(admission.program().rules(), duty.items),
          periods_(admission.program().window().whole_periods(duty.per)),
          first_number_(periods_.empty() ? 0 : period_number(duty.per, periods_.front().from)) {}

    [[nodiscard]] const std::vector<Span>& periods() const noexcept { return periods_; }

    /// False when she held none of the duty's roles in the window; else `dues` and `done` are about her.
    bool assess(PersonId person) {
        if (!home_role(district_, person, roles_, admission_.program().window())) return false;
        find_dues(person);
        find_deeds(person);
        done = std::count_if(dues.begin(), dues.end(), [this](Key due) { return is_done(due); });
        return true;
    }
    /// Deeds are sorted, so those of one due stand together.
    [[nodiscard]] bool is_done(Key due) const noexcept {
        const auto [first, last] = std::equal_range(deeds_.begin(), deeds_.end(), due);
        return last - first >= duty_.at_least;
    }

    std::vector<Key> dues; ///< distinct, ascending
    std::int64_t done = 0;

private:
    void find_dues(PersonId person) {
        dues.clear();
        std::vector<UnitId> units;
        for (const RoleHeld& held : district_.roles.of(person)) {
            if (roles_.contains(held.role)) units.push_back(held.unit);
        }
        std::sort(units.begin(), units.end());
        units.erase(std::unique(units.begin(), units.end()), units.end());
        for (const UnitId unit : units) {
            for (const Span& run : held_days(district_, person, roles_, admission_.program().window(), unit))
                add_dues(unit, run);
        }
        std::sort(dues.begin(), dues.end());
        dues.erase(std::unique(dues.begin(), dues.end()), dues.end());
    }

    /// The whole periods of an unbroken run in one unit.
    void add_dues(UnitId unit, const Span& run) {
        const auto first = std::lower_bound(periods_.begin(), periods_.end(), run.from,
                                            [](const Span& period, Day day) { return period.from < day; });
        for (auto period = first; period != periods_.end() && period->until <= run.until; ++period) {
            const auto number = static_cast<std::size_t>(period - periods_.begin());
            if (duty_.each == DutyEach::holder) {
                dues.push_back(key_of(number, HouseholdId::none()));
                continue;
            }
            if (!district_.units.in_tree(unit)) continue;
            const auto& begin = district_.households.by_unit_begin;
            const UnitTree::Node& node = district_.units[unit];
            for (std::uint32_t i = begin[node.enter]; i < begin[node.leave]; ++i) {
                const HouseholdId household = district_.households.by_unit[i];
                if (district_.households.days[household.index()].contains(*period))
                    dues.push_back(key_of(number, household));
            }
        }
    }

    void find_deeds(PersonId person) {
        deeds_.clear();
        const Ledger& ledger = district_.ledger;
        const EntryRange range = ledger.of(person);
        for (std::uint32_t position = range.begin; position < range.end; ++position) {
            const EntryId entry(position);
            if (!admission_.is_valid(entry) || !items_.contains(admission_.item(entry))) continue;
            HouseholdId household;
            if (duty_.each == DutyEach::household) {
                household = household_of(district_, ledger.subject[position]);
                if (const PersonId subject = person_of(district_, ledger.subject[position]))
                    household = district_.people.household[subject.index()];
                if (!household) continue;
            }
            const std::int32_t number =
                duty_.per == Period::window
                    ? 0
                    : admission_.program().calendar().number(duty_.per, ledger.day[position]) - first_number_;
            if (number >= 0 && static_cast<std::size_t>(number) < periods_.size())
                deeds_.push_back(key_of(static_cast<std::size_t>(number), household));
        }
        std::sort(deeds_.begin(), deeds_.end());
    }

    const Admission& admission_;
    const DistrictData& district_;
    const Duty& duty_;
    RoleSet roles_;
    ItemSet items_;
    std::vector<Span> periods_; ///< whole and consecutive
    std::int32_t first_number_;
    std::vector<Key> deeds_; ///< ascending, with repetitions
};

std::vector<DutyAssessor> assessors(const Admission& admission) {
    std::vector<DutyAssessor> all;
    for (const Duty& duty : admission.program().rules().duties) all.emplace_back(admission, duty);
    return all;
}

void add_missed(std::vector<DutyAssessor>& assess, PersonId person, std::vector<MissedDuty>& missed) {
    for (std::uint32_t duty = 0; duty < assess.size(); ++duty) {
        if (!assess[duty].assess(person)) continue;
        for (const Key due : assess[duty].dues) {
            if (assess[duty].is_done(due)) continue;
            missed.push_back({person, DutyId(duty), assess[duty].periods()[due >> 32U],
                              HouseholdId(static_cast<std::uint32_t>(due))});
        }
    }
}

} // namespace

Points duty_points(const Duty& duty, std::int64_t due, std::int64_t done) {
    if (due == 0) return duty.if_none_due == IfNone::full ? duty.points : Points();
    return scale(duty.points, done, due);
}

DutiesResult assess_duties(const Admission& admission, const ScoredPeople& scored, const RunOptions& options) {
    DutiesResult result;
    result.points.resize(scored.size());
    const auto& duties = admission.program().rules().duties;
    if (duties.empty()) return result;
    const auto& people = admission.district().people;
    std::vector<std::vector<DutyRow>> rows(scored.size());
    for_each_chunk(scored.size(), people_a_chunk, options, "duties", [&](std::size_t begin, std::size_t end) {
        std::vector<DutyAssessor> assess = assessors(admission);
        for (std::size_t place = begin; place < end; ++place) {
            PointsSum points;
            for (std::uint32_t duty = 0; duty < duties.size(); ++duty) {
                if (!assess[duty].assess(scored.people[place])) continue;
                const DutyRow row{scored.people[place], DutyId(duty),
                                  static_cast<std::int64_t>(assess[duty].dues.size()), assess[duty].done};
                points += duty_points(duties[duty], row.due, row.done);
                rows[place].push_back(row);
            }
            result.points[place] = points.total("a duties part", people.ids[scored.people[place]]);
        }
    });
    for (const auto& of_person : rows) result.rows.insert(result.rows.end(), of_person.begin(), of_person.end());
    return result;
}

std::vector<MissedDuty> missed_duties(const Admission& admission, PersonId person) {
    std::vector<MissedDuty> missed;
    std::vector<DutyAssessor> assess = assessors(admission);
    add_missed(assess, person, missed);
    return missed;
}

std::vector<MissedDuty> missed_duties(const Admission& admission, const ScoredPeople& scored,
                                      const RunOptions& options) {
    const std::size_t chunks = (scored.size() + people_a_chunk - 1) / people_a_chunk;
    std::vector<std::vector<MissedDuty>> missed(chunks);
    for_each_chunk(scored.size(), people_a_chunk, options, "missed duties", [&](std::size_t begin, std::size_t end) {
        std::vector<DutyAssessor> assess = assessors(admission);
        for (std::size_t place = begin; place < end; ++place)
            add_missed(assess, scored.people[place], missed[begin / people_a_chunk]);
    });
    std::vector<MissedDuty> all;
    for (const auto& chunk : missed) all.insert(all.end(), chunk.begin(), chunk.end());
    return all;
}

} // namespace jifen
