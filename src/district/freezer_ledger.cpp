#include "freezer.hpp"

#include <algorithm>
#include <numeric>

namespace jifen {

namespace {
constexpr std::size_t actors_a_chunk = 256;
} // namespace

/// Actors must be known, and a cancellation must not name a row that itself cancels (SPEC §2).
void Freezer::freeze_ledger() {
    auto& s = staged.ledger;
    const auto rows_read = static_cast<std::uint32_t>(s.line.size());
    std::vector<std::uint8_t> rejected(rows_read, 0);
    std::vector<std::uint32_t> holder(staged.entry_texts.size(), absent);
    for (std::uint32_t row = 0; row < rows_read; ++row) {
        if (!people[s.actor[row]]) {
            rejected[row] = 1;
            reject(InputTable::ledger, s.line[row], "unknown_actor", "actor", staged.person_texts[s.actor[row]],
                   "no such person in the people table", "add the person, or correct the id");
        } else if (holder[s.entry[row]] == absent) {
            holder[s.entry[row]] = row;
        }
    }
    for (std::uint32_t row = 0; row < rows_read; ++row) {
        if (rejected[row] != 0 || s.cancels[row] == absent) continue;
        const std::uint32_t target = holder[s.cancels[row]];
        if (target == absent || s.cancels[target] == absent) continue;
        rejected[row] = 1;
        reject(InputTable::ledger, s.line[row], "cancels_a_cancellation", "cancels", staged.entry_texts[s.cancels[row]],
               "the row it names (line " + std::to_string(s.line[target]) + ") itself cancels",
               "a withdrawal cannot be withdrawn: enter the work again under a new entry id");
    }
    auto rows = settle(
        InputTable::ledger, s.entry, staged.entry_texts, s.line, "entry", holder,
        [&](std::uint32_t row) { return rejected[row] != 0; },
        [&](std::uint32_t a, std::uint32_t b) {
            return s.day[a] == s.day[b] && s.actor[a] == s.actor[b] && s.item[a] == s.item[b] &&
                   s.quantity[a] == s.quantity[b] && s.level[a] == s.level[b] && s.subject[a] == s.subject[b] &&
                   s.channel[a] == s.channel[b] && s.verified[a] == s.verified[b] && s.act[a] == s.act[b] &&
                   s.recorded[a] == s.recorded[b] && s.cancels[a] == s.cancels[b] && s.note[a] == s.note[b];
        });

    Ledger& to = data->ledger;
    const std::size_t count = rows.size();
    to.actor_begin.assign(data->people.size() + 1, 0);
    for (const std::uint32_t row : rows) ++to.actor_begin[people[s.actor[row]].index() + 1];
    std::partial_sum(to.actor_begin.begin(), to.actor_begin.end(), to.actor_begin.begin());
    std::vector<std::uint32_t> order(count);
    {
        auto next = to.actor_begin;
        for (const std::uint32_t row : rows) order[next[people[s.actor[row]].index()]++] = row;
    }
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
        return s.day[a] != s.day[b] ? s.day[a] < s.day[b]
                                    : staged.entry_texts[s.entry[a]] < staged.entry_texts[s.entry[b]];
    };
    for_each_chunk(data->people.size(), actors_a_chunk, options, "sort the ledger",
                   [&](std::size_t begin, std::size_t end) {
                       for (std::size_t p = begin; p < end; ++p) {
                           const auto first = order.begin() + to.actor_begin[p];
                           const auto last = order.begin() + to.actor_begin[p + 1];
                           if (!std::is_sorted(first, last, earlier)) std::sort(first, last, earlier);
                       }
                   });

    TextPool ids;
    ids.reserve(count, staged.entry_texts.pool().bytes().size());
    for (const std::uint32_t row : order) ids.add(staged.entry_texts[s.entry[row]]);
    to.ids = std::make_shared<const TextPool>(std::move(ids));
    const auto gather = [&](auto& column, const auto& of_row) {
        column.reserve(count);
        for (const std::uint32_t row : order) column.push_back(of_row(row));
    };
    gather(to.day, [&](std::uint32_t r) { return s.day[r]; });
    gather(to.item, [&](std::uint32_t r) { return map_text(item_words, s.item[r]); });
    gather(to.quantity, [&](std::uint32_t r) { return s.quantity[r]; });
    gather(to.subject, [&](std::uint32_t r) { return map_text(subjects, s.subject[r]); });
    gather(to.level, [&](std::uint32_t r) { return map_text(level_words, s.level[r]); });
    gather(to.channel, [&](std::uint32_t r) { return map_text(channel_words, s.channel[r]); });
    gather(to.act, [&](std::uint32_t r) { return map_text(act_words, s.act[r]); });
    gather(to.recorded, [&](std::uint32_t r) { return s.recorded[r]; });
    gather(to.verified, [&](std::uint32_t r) { return s.verified[r]; });
    gather(to.cancels, [&](std::uint32_t r) { return static_cast<std::uint8_t>(s.cancels[r] == absent ? 0 : 1); });

    to.withdrawn.assign(count, Day::never_ends());
    std::vector<std::uint32_t> position(rows_read, absent);
    for (std::uint32_t at = 0; at < count; ++at) position[order[at]] = at;
    for (const std::uint32_t row : rows) {
        if (s.cancels[row] == absent) continue;
        const std::uint32_t target = holder[s.cancels[row]];
        if (target == absent) {
            report(InputTable::ledger, s.line[row], Severity::warning, "cancels_nothing", "cancels",
                   staged.entry_texts[s.cancels[row]], "the entry it cancels is not in the ledger: it has no effect",
                   "correct the entry id in cancels");
            continue;
        }
        Day& withdrawn = to.withdrawn[position[target]];
        withdrawn = std::min(withdrawn, s.recorded[row]);
        to.cancellations.push_back({EntryId(position[target]), EntryId(position[row])});
    }
    std::sort(to.cancellations.begin(), to.cancellations.end());
}

} // namespace jifen
