#include "freezer.hpp"
#include "jifen/core/number_table.hpp"

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

constexpr std::size_t actors_a_chunk = 256;
constexpr std::size_t entries_a_wave = std::size_t{1} << 17U; ///< gathered by all threads before one packs them

/// Settles the staged ledger and brings it into its order, column by column. Each staged column is given up as soon as
/// nothing asks for it any more, and the next frozen one lies in the memory it leaves: at no time are there two
/// ledgers.
class LedgerFreezer {
public:
    explicit LedgerFreezer(Freezer& freezer);
    void freeze();

private:
    struct Withdrawal {
        std::uint32_t row;    ///< of the entry withdrawn; absent when that is not there
        std::uint32_t by_row; ///< of the entry that withdraws it
    };

    struct SortMemory {
        std::vector<std::uint64_t> keys;
        std::vector<std::uint32_t> count; ///< by day
    };

    [[nodiscard]] bool cancels(std::uint32_t row) const noexcept { return cancels_[row] != absent; }
    [[nodiscard]] std::string_view cancelled_by(std::uint32_t row) const {
        return of_.staged.cancelled_texts[cancels_[row]];
    }
    [[nodiscard]] std::string_view note_of(std::uint32_t row) const {
        return note_[row] == absent ? std::string_view{} : note_texts_[note_[row]];
    }
    [[nodiscard]] PersonId actor_of(std::uint32_t row) const { return of_.people[actor_[row]]; }

    void reject_unknown_actors();
    void hold_ids();
    void reject_cancelled_cancellations();
    void settle();
    void find_withdrawn();
    void bring_into_order();
    void sort_entries(std::span<std::uint32_t> rows, SortMemory& memory) const;
    void freeze_columns();
    void freeze_withdrawals();

    [[nodiscard]] std::uint32_t& holder_of(std::string_view id, std::uint32_t hash);
    [[nodiscard]] std::uint32_t find_holder(std::string_view id) const;
    [[nodiscard]] bool same_content(std::uint32_t a, std::uint32_t b) const;
    template <class Value, class ValueOf, class See>
    [[nodiscard]] PackedColumn<Value> gathered(ValueOf value_of, See see);
    template <class Value, class ValueOf>
    [[nodiscard]] PackedColumn<Value> gathered(ValueOf value_of) {
        return gathered<Value>(value_of, [](Value) {});
    }

    Freezer& of_;
    Ledger& to_;
    const std::size_t rows_;
    PackedPlaces place_;
    PackedTexts entry_;
    PackedColumn<TextNumber> actor_, item_, level_, subject_, channel_, act_, cancels_, note_;
    PackedTexts note_texts_;
    PackedColumn<Day> day_;
    PackedColumn<std::int32_t> delay_;
    PackedColumn<std::int64_t> quantity_;
    PackedColumn<Verified> verified_;

    std::vector<bool> left_out_;          ///< by row: rejected, a duplicate or a conflict
    bool ids_rise_ = false;               ///< each is greater than that of the row before
    NumberTable holders_;                 ///< by entry id, the row that holds it; empty if they rise
    std::vector<std::uint32_t> later_;    ///< rows whose id another one held before
    std::vector<Withdrawal> withdrawals_; ///< by the row that withdraws
    TextPool withdrawn_texts_;            ///< beside them: the ids of the entries withdrawn
    std::vector<std::uint32_t> order_;    ///< by position in the frozen ledger, its row
    std::size_t columns_frozen_ = 0;      ///< for the progress
};

LedgerFreezer::LedgerFreezer(Freezer& freezer)
    : of_(freezer), to_(freezer.data->ledger), rows_(freezer.staged.ledger.entry.size()) {
    auto& s = freezer.staged.ledger;
    place_ = s.place.take();
    entry_ = s.entry.take();
    actor_ = s.actor.take();
    item_ = s.item.take();
    level_ = s.level.take();
    subject_ = s.subject.take();
    channel_ = s.channel.take();
    act_ = s.act.take();
    cancels_ = s.cancels.take();
    note_ = s.note.take();
    note_texts_ = freezer.staged.note_texts.take();
    day_ = s.day.take();
    delay_ = s.delay.take();
    quantity_ = s.quantity.take();
    verified_ = s.verified.take();
    left_out_.resize(rows_);
}

/// The number under which the row that holds the id is kept; `absent` when none does.
std::uint32_t& LedgerFreezer::holder_of(std::string_view id, std::uint32_t hash) {
    return holders_.add(hash, [&](std::uint32_t row) { return entry_[row] == id; });
}

std::uint32_t LedgerFreezer::find_holder(std::string_view id) const {
    if (!ids_rise_)
        return holders_.find(NumberTable::hash_of(id), [&](std::uint32_t row) { return entry_[row] == id; });
    std::size_t begin = 0, end = rows_;
    while (begin < end) {
        const std::size_t middle = begin + (end - begin) / 2;
        if (entry_[middle] < id)
            begin = middle + 1;
        else
            end = middle;
    }
    const auto row = static_cast<std::uint32_t>(begin);
    const bool is_there = begin < rows_ && entry_[begin] == id;
    return is_there && actor_of(row) ? row : absent; // those of unknown actors hold no id
}

/// Actors must be known (SPEC §2).
void LedgerFreezer::reject_unknown_actors() {
    of_.each(rows_, [&](std::uint32_t row) {
        if (actor_of(row)) return;
        left_out_[row] = true;
        of_.reject(InputTable::ledger, place_[row], "unknown_actor", "actor", of_.staged.person_texts[actor_[row]],
                   "no such person in the people table", "add the person, or correct the id");
    });
}

/// Of the rows that are left, the first holds its id. Where each id is greater than the one before, as in a ledger that
/// was written down entry by entry, there is nothing to keep: an id can be searched for.
void LedgerFreezer::hold_ids() {
    ids_rise_ = true;
    for (std::size_t begin = 1; ids_rise_ && begin < rows_; begin += Freezer::steps_between_looks) {
        of_.look();
        const std::size_t end = std::min(rows_, begin + Freezer::steps_between_looks);
        for (std::size_t row = begin; ids_rise_ && row < end; ++row) ids_rise_ = entry_[row - 1] < entry_[row];
    }
    if (ids_rise_) return;
    holders_.reserve(rows_);
    std::array<std::uint32_t, 64> hashes{};
    for (std::size_t begin = 0; begin < rows_; begin += hashes.size()) {
        if (begin % Freezer::steps_between_looks == 0) of_.look();
        const std::size_t count = std::min(hashes.size(), rows_ - begin);
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = NumberTable::hash_of(entry_[begin + i]);
            holders_.prefetch(hashes[i]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto row = static_cast<std::uint32_t>(begin + i);
            if (left_out_[row]) continue;
            std::uint32_t& holder = holder_of(entry_[row], hashes[i]);
            if (holder == absent)
                holder = row;
            else
                later_.push_back(row);
        }
    }
}

/// A cancellation must not name a row that itself cancels (SPEC §2).
void LedgerFreezer::reject_cancelled_cancellations() {
    of_.each(rows_, [&](std::uint32_t row) {
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
    const auto same = [a, b](const auto&... columns) { return ((columns[a] == columns[b]) && ...); };
    return same(day_, actor_, item_, quantity_, level_, subject_, channel_, verified_, act_, delay_, cancels_) &&
           note_of(a) == note_of(b); // its number does not say
}

/// As Freezer::settle, where nearly every id is another: only rows that are not the first of theirs are asked.
void LedgerFreezer::settle() {
    of_.each(later_.size(), [&](std::uint32_t i) {
        const std::uint32_t row = later_[i];
        if (left_out_[row]) return;
        std::uint32_t& first = holder_of(entry_[row], NumberTable::hash_of(entry_[row]));
        if (left_out_[first]) { // rejected after it took the id
            first = row;
            return;
        }
        left_out_[row] = true;
        if (same_content(first, row))
            of_.count_duplicate(InputTable::ledger, place_[row], place_[first]);
        else
            of_.count_conflict(InputTable::ledger, place_[row], place_[first], "entry", entry_[row]);
    });
    later_ = {};
    note_ = {};
    note_texts_ = {};
    std::int64_t accepted = 0;
    of_.each(rows_, [&](std::uint32_t row) { accepted += left_out_[row] ? 0 : 1; });
    of_.data->report.of(InputTable::ledger).accepted = accepted;
}

void LedgerFreezer::find_withdrawn() {
    of_.each(rows_, [&](std::uint32_t row) {
        if (!cancels(row) || left_out_[row]) return;
        const std::uint32_t target = find_holder(cancelled_by(row));
        // A row that holds an id and is left out was to cancel something: this row would be left out, too.
        withdrawals_.push_back({target, row});
        withdrawn_texts_.add(cancelled_by(row));
        if (target != absent) return;
        of_.report(place_[row], Severity::warning, "cancels_nothing", "cancels", cancelled_by(row),
                   "the entry it cancels is not in the ledger: it has no effect", "correct the entry id in cancels");
    });
    place_ = {};
    holders_ = {};
    of_.staged.cancelled_texts = {};
}

/// By actor, date and entry id.
void LedgerFreezer::bring_into_order() {
    to_.actor_begin.assign(of_.data->people.size() + 1, 0);
    of_.each(rows_, [&](std::uint32_t row) {
        if (!left_out_[row]) ++to_.actor_begin[actor_of(row).index() + 1];
    });
    std::partial_sum(to_.actor_begin.begin(), to_.actor_begin.end(), to_.actor_begin.begin());
    order_.resize(to_.actor_begin.back());
    {
        auto next = to_.actor_begin;
        of_.each(rows_, [&](std::uint32_t row) {
            if (!left_out_[row]) order_[next[actor_of(row).index()]++] = row;
        });
    }
    actor_ = {};
    left_out_ = {};
    for_each_chunk(to_.actor_begin.size() - 1, actors_a_chunk, of_.options, "sort the ledger",
                   [&](std::size_t begin, std::size_t end) {
                       SortMemory memory;
                       for (std::size_t p = begin; p < end; ++p) {
                           const std::size_t first = to_.actor_begin[p];
                           sort_entries(std::span(order_).subspan(first, to_.actor_begin[p + 1] - first), memory);
                       }
                   });
}

/// Rows of one actor, in the order of the file, become those by date and entry id. Ids are looked at where there are
/// several on a day.
void LedgerFreezer::sort_entries(std::span<std::uint32_t> rows, SortMemory& memory) const {
    std::vector<std::uint64_t>& keys = memory.keys;
    std::vector<std::uint32_t>& count = memory.count;
    keys.resize(rows.size());
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max(), most = 0;
    of_.each(rows.size(), [&](std::uint32_t i) {
        const auto day = static_cast<std::uint32_t>(day_[rows[i]].number() - Day::first().number());
        keys[i] = std::uint64_t{day} << 32U | rows[i];
        least = std::min(least, day);
        most = std::max(most, day);
    });
    if (!rows.empty() && (most - least) / 4 < rows.size()) { // counting is quicker than comparing
        count.assign(most - least + 2, 0);
        of_.each(rows.size(), [&](std::uint32_t i) { ++count[(keys[i] >> 32U) - least + 1]; });
        std::partial_sum(count.begin(), count.end(), count.begin());
        of_.each(rows.size(), [&](std::uint32_t i) {
            rows[count[(keys[i] >> 32U) - least]++] = static_cast<std::uint32_t>(keys[i]);
        });
    } else {
        of_.sort(keys.begin(), keys.end(), std::less<>());
        of_.each(rows.size(), [&](std::uint32_t i) { rows[i] = static_cast<std::uint32_t>(keys[i]); });
    }
    if (ids_rise_) return;
    for (std::size_t begin = 0; begin < rows.size();) {
        const Day day = day_[rows[begin]];
        std::size_t end = begin + 1;
        while (end < rows.size() && day_[rows[end]] == day) ++end;
        const auto of_day = rows.subspan(begin, end - begin);
        of_.sort(of_day.begin(), of_day.end(), [&](std::uint32_t a, std::uint32_t b) { return entry_[a] < entry_[b]; });
        begin = end;
    }
}

/// value_of(row) for each entry in the ledger's order. All threads look the values up, which lie here and there; one
/// packs them, so that the memory of columns given up is used again, and calls see(value) for each.
template <class Value, class ValueOf, class See>
PackedColumn<Value> LedgerFreezer::gathered(ValueOf value_of, See see) {
    constexpr std::size_t columns = 10;
    const std::size_t total = columns * order_.size();
    const std::size_t before = columns_frozen_++ * order_.size();
    PackedWriter<Value> column;
    const auto values = std::make_unique_for_overwrite<Value[]>(std::min(order_.size(), entries_a_wave));
    for (std::size_t first = 0; first < order_.size(); first += entries_a_wave) {
        const std::size_t count = std::min(entries_a_wave, order_.size() - first);
        RunOptions run = of_.options;
        if (run.progress) { // of all columns, not of this wave
            run.progress = [&](const Progress& wave) {
                of_.options.progress({wave.stage, before + first + wave.done, total});
            };
        }
        for_each_chunk(count, Freezer::steps_between_looks, run, "freeze the ledger",
                       [&](std::size_t begin, std::size_t end) {
                           for (std::size_t i = begin; i < end; ++i) values[i] = value_of(order_[first + i]);
                       });
        column.add(std::span<const Value>(values.get(), count));
        for (std::size_t i = 0; i < count; ++i) see(values[i]);
    }
    return column.take();
}

void LedgerFreezer::freeze_columns() {
    PackedTextsWriter ids;
    of_.each(order_.size(), [&](std::uint32_t at) { ids.add(entry_[order_[at]]); });
    to_.ids = ids.take();
    entry_ = {};
    const auto freeze_words = [&]<class Word>(PackedColumn<Word>& to, PackedColumn<TextNumber>& staged,
                                              const std::vector<Word>& words) {
        to = gathered<Word>([&](std::uint32_t row) { return map_text(words, staged[row]); });
        staged = {};
    };
    const auto freeze_counted = [&]<class Word>(PackedColumn<Word>& to, PackedColumn<TextNumber>& staged,
                                                const std::vector<Word>& words, std::vector<std::int64_t>& uses) {
        uses.assign(words.size(), 0);
        to = gathered<Word>([&](std::uint32_t row) { return map_text(words, staged[row]); },
                            [&](Word word) {
                                if (word) ++uses[word.index()];
                            });
        staged = {};
    };
    const auto freeze_values = [&]<class Value>(PackedColumn<Value>& to, PackedColumn<Value>& staged) {
        to = gathered<Value>([&](std::uint32_t row) { return staged[row]; });
        staged = {};
    };
    to_.recorded = gathered<Day>([&](std::uint32_t row) { return day_[row].plus(delay_[row]); });
    delay_ = {};
    freeze_values(to_.day, day_);
    freeze_counted(to_.item, item_, of_.item_words, to_.item_uses);
    freeze_values(to_.quantity, quantity_);
    freeze_words(to_.subject, subject_, of_.subjects);
    freeze_counted(to_.level, level_, of_.level_words, to_.level_uses);
    freeze_counted(to_.channel, channel_, of_.channel_words, to_.channel_uses);
    freeze_words(to_.act, act_, of_.act_words);
    freeze_values(to_.verified, verified_);
    to_.cancels = gathered<bool>([&](std::uint32_t row) { return cancels(row); });
    cancels_ = {};
}

void LedgerFreezer::freeze_withdrawals() {
    if (!withdrawals_.empty()) {
        std::vector<std::uint32_t> position(rows_, absent);
        of_.each(order_.size(), [&](std::uint32_t at) { position[order_[at]] = at; });
        order_ = {};
        std::vector<std::uint32_t> by_position(withdrawals_.size());
        std::iota(by_position.begin(), by_position.end(), 0U);
        of_.sort(by_position.begin(), by_position.end(), [&](std::uint32_t a, std::uint32_t b) {
            return position[withdrawals_[a].by_row] < position[withdrawals_[b].by_row];
        });
        of_.each(by_position.size(), [&](std::uint32_t i) {
            const Withdrawal& withdrawal = withdrawals_[by_position[i]];
            const EntryId by(position[withdrawal.by_row]);
            const EntryId entry = withdrawal.row == absent ? EntryId() : EntryId(position[withdrawal.row]);
            to_.cancelling.push_back(by);
            to_.cancelled.push_back(entry);
            to_.cancelled_texts.add(withdrawn_texts_[by_position[i]]);
            if (entry) to_.cancellations.push_back({entry, by});
        });
        of_.sort(to_.cancellations.begin(), to_.cancellations.end(), std::less<>());
    }
    PackedWriter<Day> withdrawn;
    auto next = to_.cancellations.begin();
    of_.each(to_.size(), [&](std::uint32_t at) {
        Day first = Day::never_ends();
        for (; next != to_.cancellations.end() && next->entry == EntryId(at); ++next)
            first = std::min(first, to_.recorded[next->by.index()]);
        withdrawn.add(first);
    });
    to_.withdrawn = withdrawn.take();
}

void LedgerFreezer::freeze() {
    reject_unknown_actors();
    hold_ids();
    reject_cancelled_cancellations();
    settle();
    find_withdrawn();
    bring_into_order();
    freeze_columns();
    freeze_withdrawals();
}

} // namespace

void Freezer::freeze_ledger() { LedgerFreezer(*this).freeze(); }

} // namespace jifen
