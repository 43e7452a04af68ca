#pragma once

#include "freezer.hpp"
#include "id_order.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace jifen {

/// One staged row withdraws another.
struct Withdrawal {
    std::uint32_t row;    ///< of the entry withdrawn; absent when that is not there
    std::uint32_t by_row; ///< of the entry that withdraws it
};

/// A staged ledger of which it is decided what counts.
struct SettledLedger {
    std::unique_ptr<SpillFile> spilled; ///< in which the rows lie; nullptr: in memory
    StagedEntries rows;
    std::vector<bool> left_out;          ///< by row: rejected, a duplicate or a conflict
    IdOrder order;                       ///< in which ids come, if they do in any
    std::vector<Withdrawal> withdrawals; ///< by the row that withdraws
    TextPool withdrawn_texts;            ///< beside them: the ids of the entries withdrawn

    /// body(row) for each staged row, in their order.
    template <class Body>
    void each_row(const Freezer& freezer, Body body) const {
        for (std::size_t begin = 0; begin < left_out.size(); begin += Freezer::steps_between_looks) {
            look(freezer);
            const std::size_t end = std::min(left_out.size(), begin + Freezer::steps_between_looks);
            for (std::size_t row = begin; row < end; ++row) body(static_cast<std::uint32_t>(row));
        }
    }
    /// To be called every Freezer::steps_between_looks rows: at the stop token, and lets the memory of rows go that lie
    /// on the disk.
    void look(const Freezer& freezer) const {
        freezer.look();
        if (spilled) spilled->done_with(Freezer::steps_between_looks * Ledger::entry_bytes);
    }
};

/// Brings a settled ledger into its order (SPEC §2) and writes the frozen one, column by column. Each staged column is
/// given up as soon as nothing asks for it any more, and the next frozen one lies in the memory it leaves: at no time
/// are there two ledgers in memory. One that is spilled is dealt out by actor first, into parts that fit in memory, so
/// that rows are looked up in memory alone.
class LedgerWriter {
public:
    LedgerWriter(const Freezer& freezer, SettledLedger settled);
    /// To be called once.
    void write();

private:
    /// Rows of the actors [begin, end).
    struct Part {
        std::uint32_t begin = 0, end = 0;
        std::unique_ptr<SpillFile> spilled; ///< in which the rows lie; nullptr: elsewhere
        StagedEntries rows;
        std::vector<bool> strays; ///< by row; empty: as in the ledger, or there are none
        /// Those of its rows that a withdrawal speaks of, ascending; beside them their numbers in `watched_`.
        std::vector<std::uint32_t> watched, numbers;
    };
    struct Columns {
        PackedTextsWriter ids;
        PackedWriter<Day> day, recorded;
        PackedWriter<ItemWord> item;
        PackedWriter<std::int64_t> quantity;
        PackedWriter<SubjectId> subject;
        PackedWriter<LevelWord> level;
        PackedWriter<ChannelWord> channel;
        PackedWriter<ActWord> act;
        PackedWriter<Verified> verified;
        PackedWriter<bool> cancels;
    };
    struct SortMemory {
        std::vector<std::uint64_t> keys;
        std::vector<std::uint32_t> count; ///< by day
    };

    [[nodiscard]] PersonId actor_of(const StagedEntries& rows, std::uint32_t row) const {
        return of_.people[rows.actor[row]];
    }
    void count_entries();
    void watch_rows();
    [[nodiscard]] Part whole();
    [[nodiscard]] std::vector<Part> deal_out();
    void write_part(Part part);
    void bring_into_order(const Part& part);
    void sort_by_day(const StagedEntries& rows, std::span<std::uint32_t> order, SortMemory& memory) const;
    void sort_by_id(const Part& part, std::span<std::uint32_t> order) const;
    [[nodiscard]] bool is_stray(const Part& part, std::uint32_t row) const noexcept {
        return part.spilled ? !part.strays.empty() && part.strays[row] : from_.order.is_stray(row);
    }
    void write_columns(StagedEntries rows, const SpillFile* file);
    void note_positions(const Part& part);
    void write_withdrawals();
    void leave(const SpillFile* rows) const noexcept;
    template <class Value, class ValueOf, class See>
    void gather(PackedWriter<Value>& to, ValueOf value_of, See see);
    template <class Work>
    void for_each_frozen(Work work);
    [[nodiscard]] RunOptions as_part_of(std::size_t before, std::size_t total) const;

    const Freezer& of_;
    Ledger& to_;
    SettledLedger from_;
    Columns columns_;
    std::vector<std::uint32_t> watched_;   ///< rows that a withdrawal speaks of, ascending
    std::vector<std::uint32_t> positions_; ///< beside them: where they stand in the frozen ledger
    std::vector<std::uint32_t> order_;     ///< of the part at hand: by position, its row
    std::size_t gathered_ = 0;             ///< values so far, for the progress
};

} // namespace jifen
