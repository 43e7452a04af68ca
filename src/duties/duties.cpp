#include "jifen/duties/duties.hpp"

#include "admission/word_bytes.hpp"
#include "core/points_sum.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>

namespace jifen {

namespace {

constexpr std::size_t people_a_chunk = 64;

/// One duty of the rulebook, ready to be asked of one person after the other. Her dues are cells of a table, by the
/// whole periods of the window and by the households in or below her units (one row for a duty of the holder). Behind
/// the rows of a period stands one of which nothing is due: for entries about others.
class DutyAssessor {
public:
    DutyAssessor(const Admission& admission, const Duty& duty)
        : admission_(admission), district_(admission.district()), duty_(duty), roles_(district_, duty.roles),
          at_least_(static_cast<std::uint32_t>(
              std::clamp<std::int64_t>(duty.at_least, 0, std::numeric_limits<std::uint32_t>::max()))),
          periods_(admission.program().window().whole_periods(duty.per)), is_asked_for_(asked_words(admission, duty)) {}

    /// False when she held none of the duty's roles in the window; else what follows is about her.
    bool assess(PersonId person) {
        if (!home_role(district_, person, roles_, admission_.program().window())) return false;
        find_runs(person);
        find_rows();
        due_.assign(periods_.size() * stride(), 0);
        deeds_.assign(due_.size(), 0);
        for (const Run& run : runs_) add_dues(run);
        if (rows_ > 0 && !periods_.empty()) count_deeds(person);
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
                const std::size_t cell = period * stride() + row;
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
        std::uint32_t begin = 0, end = 0, row = 0;
    };
    static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

    [[nodiscard]] static WordBytes asked_words(const Admission& admission, const Duty& duty) {
        const ItemSet items(admission.program().rules(), duty.items);
        return {admission.district(), [&](ItemWord word) {
                    return static_cast<std::uint8_t>(items.contains(admission.binding().item_of(word)) ? 1 : 0);
                }};
    }
    [[nodiscard]] std::size_t stride() const noexcept { return rows_ + std::size_t{1}; }
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
    [[nodiscard]] std::uint32_t row_of(std::uint32_t place) const noexcept {
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
        if (begin == end) return;
        if (duty_.each == DutyEach::holder) {
            for (std::size_t period = begin; period < end; ++period) due_[period * stride()] = 1;
            return;
        }
        const Piece piece = households_in(run.unit);
        if (piece.begin == piece.end) return;
        there_.resize(piece.end - piece.begin);
        Span all;
        for (std::size_t i = 0; i < there_.size(); ++i) {
            there_[i] = district_.households.days[district_.households.by_unit[piece.begin + i].index()];
            all = all.intersect(there_[i]);
        }
        const std::uint32_t row = row_of(piece.begin);
        for (std::size_t period = begin; period < end; ++period) {
            std::uint8_t* const due = due_.data() + period * stride() + row;
            if (all.contains(periods_[period])) { // of nearly everybody
                std::fill_n(due, there_.size(), std::uint8_t{1});
                continue;
            }
            for (std::size_t i = 0; i < there_.size(); ++i)
                if (there_[i].contains(periods_[period])) due[i] = 1;
        }
    }

    void count_deeds(PersonId person) {
        const Ledger& ledger = district_.ledger;
        const EntryRange range = ledger.of(person);
        counts_.resize(range.size());
        days_.resize(range.size());
        is_asked_for_.read(ledger, range.begin, counts_);
        ledger.day.read(range.begin, std::span(days_));
        row_of_entry_.resize(range.size());
        if (duty_.each == DutyEach::household) ledger.subject.read(range.begin, std::span(row_of_entry_));
        ledger.done_with(range);
        const auto states = admission_.states().subspan(range.begin, range.size());
        if (leave_valid(states, counts_) < states.size() / 2) keep_asked();
        find_rows_of_entries();
        count_by_period();
    }
    /// Of entries that are not valid none counts; returns how many do.
    static std::size_t leave_valid(std::span<const std::uint8_t> states, std::span<std::uint8_t> counts) noexcept {
        std::size_t left = 0;
        for (std::size_t i = 0; i < states.size(); ++i) {
            counts[i] = static_cast<std::uint8_t>(counts[i] & (states[i] == Admission::valid ? 1 : 0));
            left += counts[i];
        }
        return left;
    }
    /// Leaves out entries that do not count, without a branch, which would be guessed wrong at many of them.
    void keep_asked() {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            days_[kept] = days_[i];
            row_of_entry_[kept] = row_of_entry_[i];
            kept += counts_[i];
        }
        days_.resize(kept);
        row_of_entry_.resize(kept);
        counts_.assign(kept, 1);
    }

    /// Of the subjects of entries: the row of each; the last one where it does not count.
    void find_rows_of_entries() {
        if (duty_.each == DutyEach::holder) {
            std::transform(counts_.begin(), counts_.end(), row_of_entry_.begin(),
                           [rows = rows_](std::uint8_t counts) { return counts != 0 ? 0 : rows; });
        } else if (pieces_.size() == 1) { // of nearly everybody
            find_rows_of_entries([first = pieces_.front().begin](std::uint32_t place) { return place - first; });
        } else {
            find_rows_of_entries([this](std::uint32_t place) { return row_of(place); });
        }
    }
    template <class RowOfPlace>
    void find_rows_of_entries(const RowOfPlace& row_of_place) {
        // In locals, for the loop writes to memory, behind which a compiler suspects every member.
        const std::span<const std::uint32_t> place_of_household = district_.households.place_by_unit;
        const std::span<std::uint32_t> entries = row_of_entry_;
        const std::uint8_t* const counts = counts_.data();
        const std::uint32_t rows = rows_;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::uint32_t subject = entries[i];
            const std::uint32_t place =
                subject < place_of_household.size() ? place_of_household[subject] : place_of_person(SubjectId(subject));
            const std::uint32_t beyond_all_unless_it_counts = counts[i] - 1U;
            entries[i] = std::min(row_of_place(place) | beyond_all_unless_it_counts, rows);
        }
    }

    /// A period's entries follow each other, for hers are in the order of days.
    void count_by_period() {
        days_.push_back(std::numeric_limits<std::int32_t>::max());
        const std::int32_t* day = days_.data();
        const std::uint32_t* row = row_of_entry_.data();
        const auto for_each_before = [&](Day until, const auto& count) {
            for (const std::int32_t end = until.number(); *day < end; ++day) count(*row++);
        };
        for_each_before(periods_.front().from, [](std::uint32_t) {});
        for (std::size_t period = 0; period < periods_.size(); ++period) {
            std::uint32_t* const deeds = deeds_.data() + period * stride();
            const Day until = periods_[period].until;
            // Of one deed nothing is read, which would wait for what was written before.
            if (at_least_ <= 1)
                for_each_before(until, [=](std::uint32_t of) { deeds[of] = 1; });
            else
                for_each_before(until, [=](std::uint32_t of) { ++deeds[of]; });
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
    std::uint32_t at_least_;    ///< nobody has more entries than that
    std::vector<Span> periods_; ///< whole and consecutive
    WordBytes is_asked_for_;    ///< 1 or 0

    // Of the person at hand.
    std::vector<Run> runs_;
    std::vector<Piece> pieces_; ///< apart, ascending
    std::uint32_t rows_ = 0;
    std::vector<std::uint8_t> due_;    ///< periods × rows and one more: 1 or 0
    std::vector<std::uint32_t> deeds_; ///< likewise: how many; where one is enough, 1 or 0
    std::vector<Span> there_;          ///< households of a run: when they are there
    // Of her entries.
    std::vector<std::uint8_t> counts_;        ///< 1 or 0
    std::vector<std::uint32_t> row_of_entry_; ///< first its subject
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
