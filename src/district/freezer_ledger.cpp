#include "jifen/core/number_table.hpp"
#include "ledger_writer.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

namespace jifen {

namespace {

/// Decides which rows of the staged ledger count (SPEC §2), and hands them to a LedgerWriter.
class LedgerFreezer {
public:
    explicit LedgerFreezer(Freezer& freezer);
    void freeze();

private:
    [[nodiscard]] bool cancels(std::uint32_t row) const noexcept { return rows_.cancels[row] != absent; }
    [[nodiscard]] std::string_view cancelled_by(std::uint32_t row) const {
        return of_.staged.cancelled_texts[rows_.cancels[row]];
    }
    [[nodiscard]] std::string_view note_of(std::uint32_t row) const {
        return note_[row] == absent ? std::string_view{} : note_texts_[note_[row]];
    }
    [[nodiscard]] PersonId actor_of(std::uint32_t row) const { return of_.people[rows_.actor[row]]; }

    void reject_unknown_actors();
    void hold_ids();
    void reject_cancelled_cancellations();
    void settle();
    void find_withdrawn();

    void hold_stray(std::uint32_t row);
    void hold_all_ids();
    [[nodiscard]] std::uint32_t& holder_apart(std::string_view id, std::uint32_t hash);
    [[nodiscard]] std::uint32_t find_holder(std::string_view id) const;
    [[nodiscard]] std::uint32_t find_ordered(std::string_view id) const;
    [[nodiscard]] bool same_content(std::uint32_t a, std::uint32_t b) const;
    /// body(row) for each.
    template <class Body>
    void each_row(Body body) const {
        settled_.each_row(of_, body);
    }

    Freezer& of_;
    SettledLedger settled_;
    StagedEntries& rows_; ///< of what is being settled
    std::vector<bool>& left_out_;
    IdOrder& order_;
    PackedPlaces place_;
    PackedColumn<TextNumber> note_;
    PackedTexts note_texts_;
    NumberTable holders_;              ///< by entry id, the row that holds it, if it is none in the order of ids
    std::vector<std::uint32_t> later_; ///< rows whose id another one held before
};

LedgerFreezer::LedgerFreezer(Freezer& freezer)
    : of_(freezer), rows_(settled_.rows), left_out_(settled_.left_out), order_(settled_.order) {
    auto& staged = freezer.staged.ledger;
    left_out_.resize(staged.entry.size());
    settled_.spilled = std::move(freezer.staged.spilled);
    for_each_column([](auto& to, auto& from) { to = from.take(); }, rows_, static_cast<EntryWriters&>(staged));
    place_ = staged.place.take();
    note_ = staged.note.take();
    note_texts_ = freezer.staged.note_texts.take();
}

/// The number under which a row that holds the id is kept apart; `absent` when none is.
std::uint32_t& LedgerFreezer::holder_apart(std::string_view id, std::uint32_t hash) {
    return holders_.add(hash, [&](std::uint32_t row) { return rows_.entry[row] == id; });
}

/// The row that holds the id; `absent` when none does.
std::uint32_t LedgerFreezer::find_holder(std::string_view id) const {
    const std::uint32_t apart =
        holders_.find(NumberTable::hash_of(id), [&](std::uint32_t row) { return rows_.entry[row] == id; });
    return apart == absent && order_ ? find_ordered(id) : apart;
}

/// The row with that id among those in the order of ids.
std::uint32_t LedgerFreezer::find_ordered(std::string_view id) const {
    constexpr std::size_t bytes_around = std::size_t{1} << 18U; // ids here and there, with what the system reads beside
    if (settled_.spilled) settled_.spilled->done_with(bytes_around);
    const std::uint32_t row = order_.find(rows_.entry, id);
    return row != absent && actor_of(row) ? row : absent; // those of unknown actors hold no id
}

/// Actors must be known (SPEC §2).
void LedgerFreezer::reject_unknown_actors() {
    each_row([&](std::uint32_t row) {
        if (actor_of(row)) return;
        left_out_[row] = true;
        of_.reject(InputTable::ledger, place_[row], "unknown_actor", "actor", of_.staged.person_texts[rows_.actor[row]],
                   "no such person in the people table", "add the person, or correct the id");
    });
}

/// Of the rows that are left, the first holds its id. Rows in the order of ids need not be kept: theirs can be searched
/// for.
void LedgerFreezer::hold_ids() {
    order_ = IdOrder(rows_.entry, [&] { settled_.look(of_); });
    if (!order_) return hold_all_ids();
    for (const IdOrder::Run run : order_.stray_runs()) {
        settled_.look(of_);
        for (std::uint32_t row = run.begin; row < run.end; ++row)
            if (!left_out_[row]) hold_stray(row);
    }
    std::sort(later_.begin(), later_.end());
}

/// Its id may be one in the order of ids.
void LedgerFreezer::hold_stray(std::uint32_t row) {
    const std::string_view id = rows_.entry[row];
    const std::uint32_t ordered = find_ordered(id);
    if (ordered < row) { // absent is the greatest of all
        later_.push_back(row);
        return;
    }
    std::uint32_t& holder = holder_apart(id, NumberTable::hash_of(id));
    if (holder != absent) {
        later_.push_back(row);
        return;
    }
    holder = row;
    if (ordered != absent) later_.push_back(ordered);
}

void LedgerFreezer::hold_all_ids() {
    const std::size_t rows = left_out_.size();
    holders_.reserve(rows);
    std::array<std::uint32_t, 64> hashes{};
    for (std::size_t begin = 0; begin < rows; begin += hashes.size()) {
        if (begin % Freezer::steps_between_looks == 0) settled_.look(of_);
        const std::size_t count = std::min(hashes.size(), rows - begin);
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = NumberTable::hash_of(rows_.entry[begin + i]);
            holders_.prefetch(hashes[i]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto row = static_cast<std::uint32_t>(begin + i);
            if (left_out_[row]) continue;
            std::uint32_t& holder = holder_apart(rows_.entry[row], hashes[i]);
            if (holder == absent)
                holder = row;
            else
                later_.push_back(row);
        }
    }
}

/// A cancellation must not name a row that itself cancels (SPEC §2).
void LedgerFreezer::reject_cancelled_cancellations() {
    each_row([&](std::uint32_t row) {
        if (!cancels(row) || left_out_[row]) return;
        const std::uint32_t target = find_holder(cancelled_by(row));
        if (target == absent || !cancels(target)) return;
        left_out_[row] = true;
        of_.reject(InputTable::ledger, place_[row], "cancels_a_cancellation", "cancels", cancelled_by(row),
                   "the row it names (" + of_.name_of(place_[target], place_[row]) + ") itself cancels",
                   "a withdrawal cannot be withdrawn: enter the work again under a new entry id");
    });
}

bool LedgerFreezer::same_content(std::uint32_t a, std::uint32_t b) const {
    bool is_same = note_of(a) == note_of(b); // its number does not say
    // Both have the same id, too.
    for_each_column([&](const auto& column) { is_same = is_same && column[a] == column[b]; }, rows_);
    return is_same;
}

/// As Freezer::settle, where nearly every id is another: only rows that are not the first of theirs are asked.
void LedgerFreezer::settle() {
    of_.each(later_.size(), [&](std::uint32_t i) {
        const std::uint32_t row = later_[i];
        if (left_out_[row]) return;
        const std::string_view id = rows_.entry[row];
        const std::uint32_t first = find_holder(id);
        if (left_out_[first]) { // rejected after it took the id
            holder_apart(id, NumberTable::hash_of(id)) = row;
            return;
        }
        left_out_[row] = true;
        if (same_content(first, row))
            of_.count_duplicate(InputTable::ledger, place_[row], place_[first]);
        else
            of_.count_conflict(InputTable::ledger, place_[row], place_[first], "entry", rows_.entry[row]);
    });
    later_ = {};
    note_ = {};
    note_texts_ = {};
    std::int64_t accepted = 0;
    each_row([&](std::uint32_t row) { accepted += left_out_[row] ? 0 : 1; });
    of_.data->report.of(InputTable::ledger).accepted = accepted;
}

void LedgerFreezer::find_withdrawn() {
    each_row([&](std::uint32_t row) {
        if (!cancels(row) || left_out_[row]) return;
        const std::uint32_t target = find_holder(cancelled_by(row));
        // A row that holds an id and is left out was to cancel something: this row would be left out, too.
        settled_.withdrawals.push_back({target, row});
        settled_.withdrawn_texts.add(cancelled_by(row));
        if (target != absent) return;
        of_.report(place_[row], Severity::warning, "cancels_nothing", "cancels", cancelled_by(row),
                   "the entry it cancels is not in the ledger: it has no effect", "correct the entry id in cancels");
    });
    place_ = {};
    holders_ = {};
    of_.staged.cancelled_texts = {};
}

void LedgerFreezer::freeze() {
    reject_unknown_actors();
    hold_ids();
    reject_cancelled_cancellations();
    settle();
    find_withdrawn();
    LedgerWriter(of_, std::move(settled_)).write();
}

} // namespace

void Freezer::freeze_ledger() { LedgerFreezer(*this).freeze(); }

} // namespace jifen
