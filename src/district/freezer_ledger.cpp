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
    const auto rows_read = static_cast<std::uint32_t>(s.place.size());
    std::vector<std::uint8_t> rejected(rows_read, 0);
    std::vector<std::uint32_t> holder(staged.entry_texts.size(), absent);
    each(rows_read, [&](std::uint32_t row) {
        if (!people[s.actor[row]]) {
            rejected[row] = 1;
            reject(InputTable::ledger, s.place[row], "unknown_actor", "actor", staged.person_texts[s.actor[row]],
                   "no such person in the people table", "add the person, or correct the id");
        } else if (holder[s.entry[row]] == absent) {
            holder[s.entry[row]] = row;
        }
    });
    each(rows_read, [&](std::uint32_t row) {
        if (rejected[row] != 0 || s.cancels[row] == absent) return;
        const std::uint32_t target = holder[s.cancels[row]];
        if (target == absent || s.cancels[target] == absent) return;
        rejected[row] = 1;
        reject(InputTable::ledger, s.place[row], "cancels_a_cancellation", "cancels",
               staged.entry_texts[s.cancels[row]],
               "the row it names (" + name_of(s.place[target], s.place[row]) + ") itself cancels",
               "a withdrawal cannot be withdrawn: enter the work again under a new entry id");
    });
    const auto rows = settle(
        InputTable::ledger, s.entry, staged.entry_texts, s.place, "entry", holder,
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
    each(count, [&](std::uint32_t i) { ++to.actor_begin[people[s.actor[rows[i]]].index() + 1]; });
    std::partial_sum(to.actor_begin.begin(), to.actor_begin.end(), to.actor_begin.begin());
    std::vector<std::uint32_t> order(count);
    {
        auto next = to.actor_begin;
        each(count, [&](std::uint32_t i) { order[next[people[s.actor[rows[i]]].index()]++] = rows[i]; });
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
                           sort(first, last, earlier);
                       }
                   });

    TextPool ids;
    ids.reserve(count, staged.entry_texts.pool().bytes().size());
    each(count, [&](std::uint32_t at) { ids.add(staged.entry_texts[s.entry[order[at]]]); });
    to.ids = std::make_shared<const TextPool>(std::move(ids));
    to.day.resize(count);
    to.item.resize(count);
    to.quantity.resize(count);
    to.subject.resize(count);
    to.level.resize(count);
    to.channel.resize(count);
    to.act.resize(count);
    to.recorded.resize(count);
    to.verified.resize(count);
    to.cancels.resize(count);
    for_each_chunk(count, steps_between_looks, options, "freeze the ledger", [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) {
            const std::uint32_t row = order[at];
            to.day[at] = s.day[row];
            to.item[at] = map_text(item_words, s.item[row]);
            to.quantity[at] = s.quantity[row];
            to.subject[at] = map_text(subjects, s.subject[row]);
            to.level[at] = map_text(level_words, s.level[row]);
            to.channel[at] = map_text(channel_words, s.channel[row]);
            to.act[at] = map_text(act_words, s.act[row]);
            to.recorded[at] = s.recorded[row];
            to.verified[at] = s.verified[row];
            to.cancels[at] = s.cancels[row] == absent ? 0 : 1;
        }
    });

    to.withdrawn.assign(count, Day::never_ends());
    std::vector<std::uint32_t> position(rows_read, absent);
    each(count, [&](std::uint32_t at) { position[order[at]] = at; });
    each(count, [&](std::uint32_t i) {
        const std::uint32_t row = rows[i];
        if (s.cancels[row] == absent) return;
        const std::uint32_t target = holder[s.cancels[row]];
        if (target == absent) {
            report(s.place[row], Severity::warning, "cancels_nothing", "cancels", staged.entry_texts[s.cancels[row]],
                   "the entry it cancels is not in the ledger: it has no effect", "correct the entry id in cancels");
            return;
        }
        Day& withdrawn = to.withdrawn[position[target]];
        withdrawn = std::min(withdrawn, s.recorded[row]);
        to.cancellations.push_back({EntryId(position[target]), EntryId(position[row])});
    });
    each(count, [&](std::uint32_t at) {
        const TextNumber text = s.cancels[order[at]];
        if (text == absent) return;
        to.cancelling.emplace_back(at);
        to.cancelled.push_back(holder[text] == absent ? EntryId() : EntryId(position[holder[text]]));
        to.cancelled_texts.add(staged.entry_texts[text]);
    });
    sort(to.cancellations.begin(), to.cancellations.end(), std::less<>());
}

} // namespace jifen
