#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/ids.hpp"
#include "jifen/core/packed_column.hpp"
#include "jifen/core/packed_texts.hpp"
#include "jifen/core/quantity.hpp"
#include "jifen/core/spill_file.hpp"
#include "jifen/core/text_pool.hpp"
#include "jifen/district/rows.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace jifen {

/// Entries [begin, end) of the frozen ledger.
struct EntryRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

/// One entry withdraws another. There are few of them.
struct Cancellation {
    EntryId entry; ///< withdrawn
    EntryId by;
    friend constexpr auto operator<=>(const Cancellation&, const Cancellation&) = default;
};

/// The accepted ledger entries as columns of equal length (SPEC §2), clustered by actor and, within one, in the order
/// (date, entry id bytewise): scoring streams through it, and an explanation is a slice. Frozen. At most 2^32 − 2
/// entries.
struct Ledger {
    static constexpr std::size_t entry_bytes = 32; ///< about what one takes, staged or frozen

    std::unique_ptr<SpillFile> spilled; ///< in which the columns lie; nullptr: in memory
    PackedTexts ids;
    PackedColumn<Day> day;
    PackedColumn<ItemWord> item;         ///< none when empty (an entry that cancels may have none)
    PackedColumn<std::int64_t> quantity; ///< thousandths
    PackedColumn<SubjectId> subject;     ///< none when empty
    PackedColumn<LevelWord> level;       ///< none when empty
    PackedColumn<ChannelWord> channel;   ///< none when empty
    PackedColumn<ActWord> act;           ///< none when empty
    PackedColumn<Day> recorded;
    PackedColumn<Verified> verified;
    PackedColumn<bool> cancels;  ///< the entry has a `cancels`, known or not
    PackedColumn<Day> withdrawn; ///< the first day on which a cancellation of it was recorded; else never_ends()
    std::vector<std::int64_t> item_uses, level_uses, channel_uses; ///< by word: in how many entries it stands
    std::vector<Cancellation> cancellations;                       ///< of entries that are there; ascending
    /// The entries that have a `cancels`, ascending; beside them the entry it names (none when that is not there) and
    /// its text. There are few of them.
    std::vector<EntryId> cancelling;
    std::vector<EntryId> cancelled;
    TextPool cancelled_texts;
    std::vector<std::uint32_t> actor_begin{0}; ///< people + 1 offsets

    [[nodiscard]] std::size_t size() const noexcept { return day.size(); }
    [[nodiscard]] EntryRange of(PersonId actor) const noexcept {
        return {actor_begin[actor.index()], actor_begin[actor.index() + 1]};
    }
    /// Of the actors [begin, end).
    [[nodiscard]] EntryRange of(std::size_t begin, std::size_t end) const noexcept {
        return {actor_begin[begin], actor_begin[end]};
    }
    /// For whoever went through them and has done with them: the memory of a ledger that lies on the disk is given back
    /// now and then. What they say stays.
    void done_with(EntryRange range) const noexcept {
        if (spilled) spilled->done_with(entry_bytes * range.size());
    }
    [[nodiscard]] PersonId actor_of(EntryId entry) const noexcept;
    /// The entry that this one withdraws; none when it withdraws none, or one that is not there. O(log n).
    [[nodiscard]] EntryId withdrawn_by(EntryId entry) const noexcept;
};

} // namespace jifen
