#include "jifen/duties/duties.hpp"

#include "core/points_sum.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>

namespace jifen {

namespace {

constexpr std::size_t people_a_chunk = 64;

/// One duty of the rulebook, ready to be asked of one person after the other. Her dues are cells of a table, of the
/// households in or below her units (of one row for a duty of the holder) by the whole periods of the window.
class DutyAssessor {
public:
    DutyAssessor(const Admission& admission, const Duty& duty)
        : admission_(admission), district_(admission.district()), duty_(duty), roles_(district_, duty.roles),
          at_least_(static_cast<std::uint32_t>(
              std::clamp<std::int64_t>(duty.at_least, 0, std::numeric_limits<std::uint32_t>::max()))),
          periods_(admission.program().window().whole_periods(duty.per)),
          first_day_(admission.program().window().first().number()),
          period_of_day_(static_cast<std::size_t>(admission.program().window().days()), no_period) {
        for (std::uint32_t period = 0; period < periods_.size(); ++period) {
            const auto begin = period_of_day_.begin() + (periods_[period].from.number() - first_day_);
            std::fill(begin, begin + periods_[period].days(), period);
        }
        is_asked_for_.resize(district_.item_words.size() + 1); // the last one stands for none
        const ItemSet items(admission.program().rules(), duty.items);
        for (std::size_t word = 0; word + 1 < is_asked_for_.size(); ++word)
            is_asked_for_[word] = items.contains(admission.binding().item_of(ItemWord::at(word))) ? 1 : 0;
    }

    /// False when she held none of the duty's roles in the window; else what follows is about her.
    bool assess(PersonId person) {
        if (!home_role(district_, person, roles_, admission_.program().window())) return false;
        find_runs(person);
        find_rows();
        due_.assign(rows_ * periods_.size(), 0);
        deeds_.assign(due_.size(), 0);
        for (const Run& run : runs_) add_dues(run);
        if (!due_.empty()) count_deeds(person);
        return true;
    }
    struct Count {
        std::int64_t due = 0, done = 0;
    };
    [[nodiscard]] Count count() const noexcept {
        std::uint32_t due = 0, done = 0; // a cell has memory of its own: there are fewer
        for (std::size_t cell = 0; cell < due_.size(); ++cell) {
            due += due_[cell];
            done += deeds_[cell] >= at_least_ ? due_[cell] : 0;
        }
        return {due, done};
    }
    /// What was due and not done: oldest first, of one period by household.
    void add_missed(PersonId person, DutyId duty, std::vector<MissedDuty>& missed) const {
        std::vector<HouseholdId> households;
        for (std::size_t period = 0; period < periods_.size(); ++period) {
            households.clear();
            for (std::size_t row = 0; row < rows_; ++row) {
                const std::size_t cell = row * periods_.size() + period;
                if (due_[cell] != 0 && !is_done(cell)) households.push_back(household_of_row(row));
            }
            std::sort(households.begin(), households.end());
            for (const HouseholdId household : households)
                missed.push_back({person, duty, periods_[period], household});
        }
    }

private:
    /// An unbroken time in one unit.
    struct Run {
        UnitId unit;
        Span days;
    };
    /// Households [begin, end) of those by unit, whose rows begin at `row`.
    struct Piece {
        std::uint32_t begin = 0, end = 0;
        std::size_t row = 0;
    };
    static constexpr std::size_t no_row = static_cast<std::size_t>(-1);
    static constexpr std::uint32_t no_period = std::numeric_limits<std::uint32_t>::max();

    [[nodiscard]] bool is_done(std::size_t cell) const noexcept { return deeds_[cell] >= at_least_; }

    void find_runs(PersonId person) {
        std::vector<UnitId> units;
        for (const RoleHeld& held : district_.roles.of(person)) {
            if (roles_.contains(held.role)) units.push_back(held.unit);
        }
        std::sort(units.begin(), units.end());
        units.erase(std::unique(units.begin(), units.end()), units.end());
        runs_.clear();
        for (const UnitId unit : units) {
            if (duty_.each == DutyEach::household && !district_.units.in_tree(unit)) continue;
            for (const Span& days : held_days(district_, person, roles_, admission_.program().window(), unit))
                runs_.push_back({unit, days});
        }
    }

    [[nodiscard]] Piece households_in(UnitId unit) const noexcept {
        const auto& begin = district_.households.by_unit_begin;
        const UnitTree::Node& node = district_.units[unit];
        return {begin[node.enter], begin[node.leave], 0};
    }

    /// Two units are apart or one lies in the other, so a piece that begins inside the one before it is a part of it.
    void find_rows() {
        pieces_.clear();
        rows_ = runs_.empty() ? 0 : 1;
        if (duty_.each == DutyEach::holder) return;
        for (const Run& run : runs_) pieces_.push_back(households_in(run.unit));
        std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        rows_ = 0;
        std::size_t kept = 0;
        for (const Piece piece : pieces_) {
            if (kept > 0 && piece.begin < pieces_[kept - 1].end) continue;
            pieces_[kept++] = {piece.begin, piece.end, rows_};
            rows_ += piece.end - piece.begin;
        }
        pieces_.resize(kept);
    }

    /// The row of a place among the households by unit; `no_row` when none of her dues is about it.
    [[nodiscard]] std::size_t row_of(std::uint32_t place) const noexcept {
        const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), place,
                                            [](std::uint32_t p, const Piece& piece) { return p < piece.begin; });
        if (after == pieces_.begin() || place >= std::prev(after)->end) return no_row;
        return std::prev(after)->row + (place - std::prev(after)->begin);
    }
    [[nodiscard]] HouseholdId household_of_row(std::size_t row) const noexcept {
        if (duty_.each == DutyEach::holder) return HouseholdId::none();
        const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), row,
                                            [](std::size_t r, const Piece& piece) { return r < piece.row; });
        // Of pieces without a household, which begin at the same row, the last one is found: that may be one with some.
        const Piece& piece = *std::prev(after);
        return district_.households.by_unit[piece.begin + (row - piece.row)];
    }

    /// The whole periods of the run, and in each the households that are there throughout.
    void add_dues(const Run& run) {
        const auto first = std::lower_bound(periods_.begin(), periods_.end(), run.days.from,
                                            [](const Span& period, Day day) { return period.from < day; });
        const auto last =
            std::find_if(first, periods_.end(), [&](const Span& period) { return period.until > run.days.until; });
        const auto begin = static_cast<std::size_t>(first - periods_.begin());
        const auto end = static_cast<std::size_t>(last - periods_.begin());
        if (duty_.each == DutyEach::holder) {
            for (std::size_t period = begin; period < end; ++period) due_[period] = 1;
            return;
        }
        const Piece piece = households_in(run.unit);
        if (piece.begin == piece.end) return;
        if (begin == end) return;
        const Span all{periods_[begin].from, periods_[end - 1].until};
        std::uint8_t* row = due_.data() + row_of(piece.begin) * periods_.size();
        for (std::uint32_t i = piece.begin; i < piece.end; ++i, row += periods_.size()) {
            const Span& days = district_.households.days[district_.households.by_unit[i].index()];
            if (days.contains(all)) {
                std::fill(row + begin, row + end, std::uint8_t{1});
                continue;
            }
            for (std::size_t period = begin; period < end; ++period)
                if (days.contains(periods_[period])) row[period] = 1;
        }
    }

    void count_deeds(PersonId person) {
        const Ledger& ledger = district_.ledger;
        const EntryRange range = ledger.of(person);
        words_.resize(range.size());
        days_.resize(range.size());
        ledger.item.read(range.begin, std::span(words_));
        ledger.day.read(range.begin, std::span(days_));
        if (duty_.each == DutyEach::household) {
            subjects_.resize(range.size());
            ledger.subject.read(range.begin, std::span(subjects_));
        }
        ledger.done_with(range);
        const auto states = admission_.states().subspan(range.begin, range.size());
        // Listed without a branch, which would be guessed wrong at many an entry. What is valid has an item, and a day
        // in the window; of the others whatever is read is not asked.
        asked_.resize(range.size());
        std::size_t count = 0;
        for (std::size_t i = 0; i < states.size(); ++i) {
            const std::size_t word = std::min<std::size_t>(words_[i], is_asked_for_.size() - 1);
            asked_[count] = static_cast<std::uint32_t>(i);
            count += (states[i] == Admission::valid ? 1U : 0U) & is_asked_for_[word];
        }
        count_asked(std::span(asked_).first(count));
    }

    /// What the loop needs lies in locals: it adds to memory, behind which a compiler suspects every member.
    void count_asked(std::span<const std::uint32_t> asked) {
        const std::span<const std::int32_t> days = days_;
        const std::span<const std::uint32_t> subjects = subjects_, period_of_day = period_of_day_;
        const std::span<const std::uint32_t> place_of_household = district_.households.place_by_unit;
        const std::span<std::uint32_t> deeds = deeds_;
        const std::size_t periods = periods_.size(), rows = rows_;
        const std::int32_t first_day = first_day_;
        const auto period_of = [&](std::uint32_t entry) {
            return period_of_day[static_cast<std::size_t>(days[entry] - first_day)];
        };
        const auto count_rows = [&](auto row_of_place) {
            for (const std::uint32_t entry : asked) {
                const std::uint32_t period = period_of(entry), subject = subjects[entry];
                const std::uint32_t place = subject < place_of_household.size() ? place_of_household[subject]
                                                                                : place_of_person(SubjectId(subject));
                const std::size_t row = row_of_place(place);
                if (period != no_period && row < rows) ++deeds[row * periods + period];
            }
        };
        if (duty_.each == DutyEach::holder) {
            for (const std::uint32_t entry : asked)
                if (const std::uint32_t period = period_of(entry); period != no_period) ++deeds[period];
        } else if (pieces_.size() == 1) { // of nearly everybody
            count_rows([begin = pieces_.front().begin](std::uint32_t place) { return std::uint32_t{place - begin}; });
        } else {
            count_rows([this](std::uint32_t place) { return row_of(place); });
        }
    }
    /// Where the household of the person, by the column, stands by unit.
    [[nodiscard]] std::uint32_t place_of_person(SubjectId subject) const noexcept {
        const PersonId person = person_of(district_, subject);
        const HouseholdId household = person ? district_.people.household[person.index()] : HouseholdId::none();
        return household ? district_.households.place_by_unit[household.index()] : Households::nowhere;
    }

    const Admission& admission_;
    const DistrictData& district_;
    const Duty& duty_;
    RoleSet roles_;
    std::uint32_t at_least_;                   ///< nobody has more entries than that
    std::vector<Span> periods_;                ///< whole and consecutive
    std::int32_t first_day_;                   ///< of the window
    std::vector<std::uint32_t> period_of_day_; ///< by days from that one; `no_period` of one that is cut
    std::vector<std::uint8_t> is_asked_for_;   ///< by item word, and of none

    // Of the person at hand.
    std::vector<Run> runs_;
    std::vector<Piece> pieces_; ///< apart, ascending
    std::size_t rows_ = 0;
    std::vector<std::uint8_t> due_;    ///< rows × periods: 1 or 0
    std::vector<std::uint32_t> deeds_; ///< likewise: how many
    // Of her entries.
    std::vector<std::uint32_t> words_, subjects_, asked_;
    std::vector<std::int32_t> days_;
};

std::vector<DutyAssessor> assessors(const Admission& admission) {
    std::vector<DutyAssessor> all;
    for (const Duty& duty : admission.program().rules().duties) all.emplace_back(admission, duty);
    return all;
}

void add_missed(std::vector<DutyAssessor>& assess, PersonId person, std::vector<MissedDuty>& missed) {
    for (std::uint32_t duty = 0; duty < assess.size(); ++duty) {
        if (assess[duty].assess(person)) assess[duty].add_missed(person, DutyId(duty), missed);
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
                const auto [due, done] = assess[duty].count();
                const DutyRow row{scored.people[place], DutyId(duty), due, done};
                points += duty_points(duties[duty], row.due, row.done);
                rows[place].push_back(row);
            }
            result.points[place] = points.total("a duties part", [&] { return people.ids[scored.people[place]]; });
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
