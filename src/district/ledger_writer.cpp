#include "ledger_writer.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace jifen {

namespace {

constexpr std::size_t actors_a_chunk = 256;
constexpr std::size_t entries_a_wave = std::size_t{1} << 17U; ///< gathered by all threads before one packs them
constexpr std::size_t most_parts = 128;                  ///< about: each has a file and an open block of every column
constexpr std::uint32_t rows_between_leaves = 1U << 20U; ///< of all parts together
/// What the system reads beside a value that is read by itself.
constexpr std::size_t bytes_around = std::size_t{1} << 16U;
constexpr std::size_t gathered_columns = 10;
/// Whose ids, which lie here and there, are fetched before they are asked for.
constexpr std::size_t rows_ahead = 16;

} // namespace

LedgerWriter::LedgerWriter(const Freezer& freezer, SettledLedger settled)
    : of_(freezer), to_(freezer.data->ledger), from_(std::move(settled)) {}

/// How many entries each actor has, and where hers begin.
void LedgerWriter::count_entries() {
    to_.actor_begin.assign(of_.data->people.size() + 1, 0);
    from_.each_row(of_, [&](std::uint32_t row) {
        if (!from_.left_out[row]) ++to_.actor_begin[actor_of(from_.rows, row).index() + 1];
    });
    std::partial_sum(to_.actor_begin.begin(), to_.actor_begin.end(), to_.actor_begin.begin());
}

void LedgerWriter::watch_rows() {
    for (const Withdrawal& withdrawal : from_.withdrawals) {
        watched_.push_back(withdrawal.by_row);
        if (withdrawal.row != absent) watched_.push_back(withdrawal.row);
    }
    of_.sort(watched_.begin(), watched_.end(), std::less<>());
    watched_.erase(std::unique(watched_.begin(), watched_.end()), watched_.end());
    positions_.assign(watched_.size(), absent);
}

LedgerWriter::Part LedgerWriter::whole() {
    Part part;
    part.end = static_cast<std::uint32_t>(of_.data->people.size());
    part.rows = std::move(from_.rows);
    part.watched = watched_;
    part.numbers.resize(watched_.size());
    std::iota(part.numbers.begin(), part.numbers.end(), 0U);
    return part;
}

/// Copies each row into the part of its actor: the rows are read, and the parts written, in one go.
std::vector<LedgerWriter::Part> LedgerWriter::deal_out() {
    const std::size_t most =
        std::max({std::size_t{1}, of_.staged.spill.entries_a_part, to_.actor_begin.back() / most_parts});
    std::vector<Part> parts(1);
    std::vector<std::uint16_t> part_of(of_.data->people.size());
    of_.each(part_of.size(), [&](std::uint32_t person) {
        if (to_.actor_begin[person + 1] - to_.actor_begin[parts.back().begin] > most && parts.back().begin < person) {
            parts.emplace_back();
            parts.back().begin = person;
        }
        parts.back().end = person + 1;
        part_of[person] = static_cast<std::uint16_t>(parts.size() - 1);
    });
    std::vector<EntryWriters> writers(parts.size());
    for (std::size_t at = 0; at < parts.size(); ++at) {
        parts[at].spilled = std::make_unique<SpillFile>(of_.staged.spill.folder);
        for_each_column([&](auto& column) { column.spill_to(parts[at].spilled.get()); }, writers[at]);
    }
    std::uint32_t number = 0;
    from_.each_row(of_, [&](std::uint32_t row) {
        if (row % rows_between_leaves == 0)
            for (const Part& part : parts) part.spilled->leave();
        if (from_.left_out[row]) return;
        const std::size_t at = part_of[actor_of(from_.rows, row).index()];
        if (number < watched_.size() && watched_[number] == row) {
            parts[at].watched.push_back(static_cast<std::uint32_t>(writers[at].day.size()));
            parts[at].numbers.push_back(number++);
        }
        for_each_column([row](auto& to, const auto& from) { to.add(from[row]); }, writers[at], from_.rows);
        if (from_.order.has_strays()) parts[at].strays.push_back(from_.order.is_stray(row));
    });
    for (std::size_t at = 0; at < parts.size(); ++at) {
        for_each_column([](auto& to, auto& from) { to = from.take(); }, parts[at].rows, writers[at]);
        parts[at].spilled->leave();
    }
    return parts;
}

/// By actor, date and entry id.
void LedgerWriter::bring_into_order(const Part& part) {
    const std::uint32_t first = to_.actor_begin[part.begin];
    order_.resize(to_.actor_begin[part.end] - first);
    {
        const auto begin = to_.actor_begin.begin();
        std::vector<std::uint32_t> next(begin + part.begin, begin + part.end);
        of_.each(part.rows.day.size(), [&](std::uint32_t row) {
            if (from_.left_out.empty() || !from_.left_out[row])
                order_[next[actor_of(part.rows, row).index() - part.begin]++ - first] = row;
        });
    }
    for_each_chunk(part.end - part.begin, actors_a_chunk, as_part_of(part.begin, of_.data->people.size()),
                   "sort the ledger", [&](std::size_t chunk_begin, std::size_t chunk_end) {
                       SortMemory memory;
                       for (std::size_t p = part.begin + chunk_begin; p < part.begin + chunk_end; ++p) {
                           const auto of_actor = std::span(order_).subspan(to_.actor_begin[p] - first,
                                                                           to_.actor_begin[p + 1] - to_.actor_begin[p]);
                           sort_by_day(part.rows, of_actor, memory);
                           sort_by_id(part, of_actor);
                       }
                   });
}

/// Rows of one actor, in the order of the file, become those by date, of a day in the order of the file.
void LedgerWriter::sort_by_day(const StagedEntries& rows, std::span<std::uint32_t> order, SortMemory& memory) const {
    std::vector<std::uint64_t>& keys = memory.keys;
    std::vector<std::uint32_t>& count = memory.count;
    keys.resize(order.size());
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max(), most = 0;
    of_.each(order.size(), [&](std::uint32_t i) {
        const auto day = static_cast<std::uint32_t>(rows.day[order[i]].number() - Day::first().number());
        keys[i] = std::uint64_t{day} << 32U | order[i];
        least = std::min(least, day);
        most = std::max(most, day);
    });
    if (!order.empty() && (most - least) / 4 < order.size()) { // counting is quicker than comparing
        count.assign(most - least + 2, 0);
        of_.each(order.size(), [&](std::uint32_t i) { ++count[(keys[i] >> 32U) - least + 1]; });
        std::partial_sum(count.begin(), count.end(), count.begin());
        of_.each(order.size(), [&](std::uint32_t i) {
            order[count[(keys[i] >> 32U) - least]++] = static_cast<std::uint32_t>(keys[i]);
        });
    } else {
        of_.sort(keys.begin(), keys.end(), std::less<>());
        of_.each(order.size(), [&](std::uint32_t i) { order[i] = static_cast<std::uint32_t>(keys[i]); });
    }
}

/// They become those by date and entry id. Ids are looked at where there are several on a day, and one of them a stray.
void LedgerWriter::sort_by_id(const Part& part, std::span<std::uint32_t> order) const {
    const StagedEntries& rows = part.rows;
    const bool is_ordered = static_cast<bool>(from_.order);
    if (is_ordered && !from_.order.has_strays()) return;
    const auto is_before = [&](std::uint32_t a, std::uint32_t b) {
        if (is_ordered && !is_stray(part, a) && !is_stray(part, b)) return a < b;
        return rows.entry[a] < rows.entry[b];
    };
    if (!is_ordered)
        for (const std::uint32_t row : order.first(std::min(order.size(), rows_ahead))) rows.entry.prefetch(row);
    for (std::size_t begin = 0; begin < order.size();) {
        const Day day = rows.day[order[begin]];
        bool has_strays = !is_ordered || is_stray(part, order[begin]);
        std::size_t end = begin + 1;
        for (; end < order.size() && rows.day[order[end]] == day; ++end)
            has_strays = has_strays || is_stray(part, order[end]);
        for (std::size_t i = begin; !is_ordered && i < end && i + rows_ahead < order.size(); ++i)
            rows.entry.prefetch(order[i + rows_ahead]);
        const auto of_day = order.subspan(begin, end - begin);
        if (of_day.size() > 1 && has_strays) of_.sort(of_day.begin(), of_day.end(), is_before);
        begin = end;
    }
}

/// The options for work on a part of `total`, of which `before` was done.
RunOptions LedgerWriter::as_part_of(std::size_t before, std::size_t total) const {
    RunOptions run = of_.options;
    if (run.progress) {
        run.progress = [this, before, total](const Progress& part) {
            of_.options.progress({part.stage, before + part.done, total});
        };
    }
    return run;
}

/// Adds value_of(row) for each entry in the ledger's order. All threads look the values up, which lie here and there;
/// one packs them, so that the memory of columns given up is used again, and calls see(value) for each.
template <class Value, class ValueOf, class See>
void LedgerWriter::gather(PackedWriter<Value>& to, ValueOf value_of, See see) {
    const std::size_t total = gathered_columns * to_.actor_begin.back();
    const auto values = std::make_unique_for_overwrite<Value[]>(std::min(order_.size(), entries_a_wave));
    for (std::size_t first = 0; first < order_.size(); first += entries_a_wave) {
        const std::size_t count = std::min(entries_a_wave, order_.size() - first);
        for_each_chunk(count, Freezer::steps_between_looks, as_part_of(gathered_, total), "freeze the ledger",
                       [&](std::size_t begin, std::size_t end) {
                           for (std::size_t i = begin; i < end; ++i) values[i] = value_of(order_[first + i]);
                       });
        gathered_ += count;
        to.add(std::span<const Value>(values.get(), count));
        for (std::size_t i = 0; i < count; ++i) see(values[i]);
    }
}

/// A column is done with: neither what it came from nor what it became is asked for soon.
void LedgerWriter::leave(const SpillFile* rows) const noexcept {
    if (rows == nullptr) return;
    rows->leave();
    to_.spilled->leave();
}

void LedgerWriter::write_columns(StagedEntries rows, const SpillFile* file) {
    of_.each(order_.size(), [&](std::uint32_t at) {
        if (at + rows_ahead < order_.size()) rows.entry.prefetch(order_[at + rows_ahead]);
        columns_.ids.add(rows.entry[order_[at]]);
    });
    rows.entry = {};
    leave(file);
    const auto write_words = [&]<class Word>(PackedWriter<Word>& to, PackedColumn<TextNumber>& staged,
                                             const std::vector<Word>& words) {
        gather(
            to, [&](std::uint32_t row) { return map_text(words, staged[row]); }, [](Word) {});
        staged = {};
        leave(file);
    };
    const auto write_counted = [&]<class Word>(PackedWriter<Word>& to, PackedColumn<TextNumber>& staged,
                                               const std::vector<Word>& words, std::vector<std::int64_t>& uses) {
        uses.resize(words.size());
        gather(
            to, [&](std::uint32_t row) { return map_text(words, staged[row]); },
            [&](Word word) {
                if (word) ++uses[word.index()];
            });
        staged = {};
        leave(file);
    };
    const auto write_values = [&]<class Value>(PackedWriter<Value>& to, PackedColumn<Value>& staged) {
        gather(
            to, [&](std::uint32_t row) { return staged[row]; }, [](Value) {});
        staged = {};
        leave(file);
    };
    gather(
        columns_.recorded, [&](std::uint32_t row) { return rows.day[row].plus(rows.delay[row]); }, [](Day) {});
    rows.delay = {};
    leave(file);
    write_values(columns_.day, rows.day);
    write_counted(columns_.item, rows.item, of_.item_words, to_.item_uses);
    write_values(columns_.quantity, rows.quantity);
    write_words(columns_.subject, rows.subject, of_.subjects);
    write_counted(columns_.level, rows.level, of_.level_words, to_.level_uses);
    write_counted(columns_.channel, rows.channel, of_.channel_words, to_.channel_uses);
    write_words(columns_.act, rows.act, of_.act_words);
    write_values(columns_.verified, rows.verified);
    gather(
        columns_.cancels, [&](std::uint32_t row) { return rows.cancels[row] != absent; }, [](bool) {});
}

void LedgerWriter::note_positions(const Part& part) {
    if (part.watched.empty()) return;
    std::vector<bool> is_watched(part.rows.day.size());
    for (const std::uint32_t row : part.watched) is_watched[row] = true;
    const std::uint32_t first = to_.actor_begin[part.begin];
    of_.each(order_.size(), [&](std::uint32_t at) {
        if (!is_watched[order_[at]]) return;
        const auto found = std::lower_bound(part.watched.begin(), part.watched.end(), order_[at]);
        positions_[part.numbers[static_cast<std::size_t>(found - part.watched.begin())]] = first + at;
    });
}

void LedgerWriter::write_part(Part part) {
    bring_into_order(part);
    note_positions(part);
    from_.left_out = {};
    part.rows.actor = {};
    write_columns(std::move(part.rows), part.spilled.get());
}

void LedgerWriter::write_withdrawals() {
    const auto entry_of = [&](std::uint32_t row) {
        const auto found = std::lower_bound(watched_.begin(), watched_.end(), row);
        return EntryId(positions_[static_cast<std::size_t>(found - watched_.begin())]);
    };
    struct Placed {
        EntryId by, entry;
        std::uint32_t number; ///< among the withdrawals
    };
    std::vector<Placed> placed;
    placed.reserve(from_.withdrawals.size());
    of_.each(from_.withdrawals.size(), [&](std::uint32_t i) {
        const auto [row, by_row] = from_.withdrawals[i];
        placed.push_back({entry_of(by_row), row == absent ? EntryId() : entry_of(row), i});
    });
    of_.sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.by < b.by; });
    of_.each(placed.size(), [&](std::uint32_t i) {
        const auto [by, entry, number] = placed[i];
        to_.cancelling.push_back(by);
        to_.cancelled.push_back(entry);
        to_.cancelled_texts.add(from_.withdrawn_texts[number]);
        if (entry) to_.cancellations.push_back({entry, by});
    });
    of_.sort(to_.cancellations.begin(), to_.cancellations.end(), std::less<>());
    PackedWriter<Day> withdrawn(to_.spilled.get());
    auto next = to_.cancellations.begin();
    for (std::size_t begin = 0; begin < to_.size(); begin += Freezer::steps_between_looks) {
        of_.look();
        const std::size_t end = std::min(to_.size(), begin + Freezer::steps_between_looks);
        while (next != to_.cancellations.end() && next->entry.index() < end) {
            const EntryId entry = next->entry;
            Day first = Day::never_ends();
            for (; next != to_.cancellations.end() && next->entry == entry; ++next) {
                first = std::min(first, to_.recorded[next->by.index()]);
                if (to_.spilled) to_.spilled->done_with(bytes_around);
            }
            withdrawn.fill(entry.index() - withdrawn.size(), Day::never_ends());
            withdrawn.add(first);
        }
        withdrawn.fill(end - withdrawn.size(), Day::never_ends());
    }
    to_.withdrawn = withdrawn.take();
}

/// work(frozen column, its writer) for each but `withdrawn`.
template <class Work>
void LedgerWriter::for_each_frozen(Work work) {
    work(to_.ids, columns_.ids);
    work(to_.day, columns_.day);
    work(to_.recorded, columns_.recorded);
    work(to_.item, columns_.item);
    work(to_.quantity, columns_.quantity);
    work(to_.subject, columns_.subject);
    work(to_.level, columns_.level);
    work(to_.channel, columns_.channel);
    work(to_.act, columns_.act);
    work(to_.verified, columns_.verified);
    work(to_.cancels, columns_.cancels);
}

void LedgerWriter::write() {
    watch_rows();
    count_entries();
    if (from_.spilled) {
        to_.spilled = std::make_unique<SpillFile>(of_.staged.spill.folder);
        for_each_frozen([&](auto&, auto& writer) { writer.spill_to(to_.spilled.get()); });
        std::vector<Part> parts = deal_out();
        from_.rows = {};
        from_.left_out = {};
        from_.spilled.reset();
        for (Part& part : parts) write_part(std::move(part));
    } else {
        write_part(whole());
    }
    order_ = {};
    for_each_frozen([](auto& column, auto& writer) { column = writer.take(); });
    write_withdrawals();
}

} // namespace jifen
