#pragma once

#include "jifen/core/error.hpp"
#include "staging.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// Settles staged rows into frozen columns, table by table; each step needs those before it.
struct Freezer {
    /// A few milliseconds of the slowest steps.
    static constexpr std::size_t steps_between_looks = std::size_t{1} << 14U;

    Freezer(DistrictBuilder::Staging& staging, const RunOptions& run_options)
        : staged(staging), options(run_options), data(std::make_shared<DistrictData>()) {}

    District freeze();
    void check_whole() const;

    void freeze_words();
    void freeze_units();
    void freeze_households();
    void freeze_people();
    void freeze_subjects();
    void freeze_roles();
    void freeze_links();
    void freeze_ledger();
    void freeze_knowledge();
    void order_topics();

    /// Of texts that differ and that nobody can tell apart by eye, all but the first; what is plain comes before what
    /// is not. `rows`: the row of each text.
    void warn_of_look_alike_ids(std::string_view column, const TextPool& ids, const std::vector<std::uint32_t>& rows,
                                const std::vector<RowPlace>& places);
    void warn_of_look_alike_names(const TextPool& names, const std::vector<std::uint32_t>& rows,
                                  const std::vector<RowPlace>& places);
    template <class Warn>
    void find_look_alikes(const TextPool& texts, Warn warn) const;

    /// A row's problem. `value` is masked as every message is. Throws TableError when its table has too many.
    void report(RowPlace place, Severity severity, std::string code, std::string column, std::string_view value,
                std::string message, std::string remedy);
    void reject(InputTable table, RowPlace place, std::string code, std::string column, std::string_view value,
                const std::string& reason, std::string remedy);
    void count_duplicate(InputTable table, RowPlace place, RowPlace first);
    void count_conflict(InputTable table, RowPlace place, RowPlace first, std::string column, std::string_view id);
    /// `line 12` or `row 12`, with the source's name in front when a message about `from` would be misread without it.
    [[nodiscard]] std::string name_of(RowPlace place, RowPlace from) const;

    /// Throws Cancelled when a stop is requested.
    void look() const {
        if (options.stop.stop_requested()) throw Cancelled();
    }
    /// body(i) for each i below `count`, with a look at the stop token between blocks of them.
    template <class Body>
    void each(std::size_t count, Body body) const {
        for (std::size_t begin = 0; begin < count; begin += steps_between_looks) {
            look();
            const std::size_t end = std::min(count, begin + steps_between_looks);
            for (std::size_t i = begin; i < end; ++i) body(static_cast<std::uint32_t>(i));
        }
    }
    /// Sorts, unless it is sorted already. The comparison looks at the stop token now and then: what is left of a sort
    /// that it breaks off is in no order, and nobody looks at it.
    template <class Iterator, class Less>
    void sort(Iterator first, Iterator last, Less less) const {
        std::uint32_t compared = 0;
        const auto watched = [&](const auto& a, const auto& b) {
            if (++compared % steps_between_looks == 0) look();
            return less(a, b);
        };
        if (!std::is_sorted(first, last, watched)) std::stable_sort(first, last, watched);
    }

    /// Of the rows that are not rejected, the first of each id is accepted; a later one with the same content is a
    /// duplicate, with other content a conflict. Gives the accepted rows in file order and fills `holder` (by id).
    template <class IsRejected, class Same>
    std::vector<std::uint32_t> settle(InputTable table, const std::vector<TextNumber>& ids, const Interner& texts,
                                      const std::vector<RowPlace>& places, std::string_view id_column,
                                      std::vector<std::uint32_t>& holder, IsRejected is_rejected, Same same) {
        std::vector<std::uint32_t> accepted;
        accepted.reserve(ids.size());
        holder.assign(texts.size(), absent);
        each(ids.size(), [&](std::uint32_t row) {
            if (is_rejected(row)) return;
            std::uint32_t& first = holder[ids[row]];
            if (first == absent) {
                first = row;
                accepted.push_back(row);
            } else if (same(first, row)) {
                count_duplicate(table, places[row], places[first]);
            } else {
                count_conflict(table, places[row], places[first], std::string(id_column), texts[ids[row]]);
            }
        });
        data->report.of(table).accepted = static_cast<std::int64_t>(accepted.size());
        return accepted;
    }

    DistrictBuilder::Staging& staged;
    const RunOptions& options;
    std::shared_ptr<DistrictData> data;

    // From staged text numbers to dense ids; none where the text is not one of the accepted things.
    std::vector<UnitId> units;
    std::vector<HouseholdId> households;
    std::vector<PersonId> people;
    std::vector<SubjectId> subjects;
    std::vector<RoleWord> role_words;
    std::vector<LevelWord> level_words;
    std::vector<ItemWord> item_words;
    std::vector<ChannelWord> channel_words;
    std::vector<ActWord> act_words;
    std::vector<SourceWord> source_words;
};

/// The dense id of a staged text; none for an empty one.
template <class IdType>
[[nodiscard]] IdType map_text(const std::vector<IdType>& ids, TextNumber text) noexcept {
    return text == absent ? IdType::none() : ids[text];
}

} // namespace jifen
