#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/ids.hpp"
#include "jifen/core/quantity.hpp"
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
    std::shared_ptr<const TextPool> ids = std::make_shared<const TextPool>(); ///< entry ids, by position
    std::vector<Day> day;
    std::vector<ItemWord> item;         ///< none when empty (an entry that cancels may have none)
    std::vector<std::int64_t> quantity; ///< thousandths
    std::vector<SubjectId> subject;     ///< none when empty
    std::vector<LevelWord> level;       ///< none when empty
    std::vector<ChannelWord> channel;   ///< none when empty
    std::vector<ActWord> act;           ///< none when empty
    std::vector<Day> recorded;
    std::vector<Verified> verified;
    std::vector<std::uint8_t> cancels; ///< 1 when the entry has a `cancels`, known or not
    std::vector<Day> withdrawn;        ///< the first day on which a cancellation of it was recorded; else never_ends()
    std::vector<Cancellation> cancellations; ///< of entries that are there; ascending
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
    [[nodiscard]] PersonId actor_of(EntryId entry) const noexcept;
    /// The entry that this one withdraws; none when it withdraws none, or one that is not there. O(log n).
    [[nodiscard]] EntryId withdrawn_by(EntryId entry) const noexcept;
};

} // namespace jifen
