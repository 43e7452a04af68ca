#pragma once

#include "jifen/core/interner.hpp"
#include "jifen/core/nearby_interner.hpp"
#include "jifen/core/packed_column.hpp"
#include "jifen/core/packed_texts.hpp"
#include "jifen/district/builder.hpp"
#include "packed_places.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace jifen {

/// Number of an interned text that may be empty; `absent` stands for empty.
using TextNumber = std::uint32_t;
inline constexpr TextNumber absent = Interner::absent;

/// What is staged of entries, and what one column of it after another is done with. `Column` is PackedWriter and
/// `Texts` PackedTextsWriter while it is written, PackedColumn and PackedTexts afterwards.
template <template <class> class Column, class Texts>
struct EntryColumns {
    Texts entry; ///< not interned: nearly all differ
    Column<TextNumber> actor, item, level, subject, channel, act, cancels;
    Column<Day> day;
    Column<std::int32_t> delay; ///< days from `day` to when it was recorded
    Column<std::int64_t> quantity;
    Column<Verified> verified;
};
using StagedEntries = EntryColumns<PackedColumn, PackedTexts>;
using EntryWriters = EntryColumns<PackedWriter, PackedTextsWriter>;

/// work(one's column, the other's, …) for each column.
template <class Work, class... Columns>
void for_each_column(Work work, Columns&... columns) {
    work(columns.entry...);
    work(columns.actor...);
    work(columns.item...);
    work(columns.level...);
    work(columns.subject...);
    work(columns.channel...);
    work(columns.act...);
    work(columns.cancels...);
    work(columns.day...);
    work(columns.delay...);
    work(columns.quantity...);
    work(columns.verified...);
}

/// Rows as they came, texts interned, nothing decided yet.
struct DistrictBuilder::Staging {
    struct Units {
        std::vector<RowPlace> place;
        std::vector<TextNumber> unit, parent, level;
        TextPool name;
    };
    struct Households {
        std::vector<RowPlace> place;
        std::vector<TextNumber> household, unit;
        std::vector<Span> days;
        Attributes attributes;
    };
    struct People {
        std::vector<RowPlace> place;
        std::vector<TextNumber> person, household, unit;
        TextPool name;
        std::vector<Gender> gender;
        std::vector<Span> days;
        Attributes attributes;
    };
    struct Role {
        TextNumber person, role, unit, source;
        Span days;
        RowPlace place;
    };
    struct StagedLink {
        TextNumber source, target;
        LinkKind kind;
        Span days;
        RowPlace place;
    };
    /// Millions of rows, of which nearly all are frozen: each kept in little more than what it says.
    struct Entries : EntryWriters {
        PackedPlacesWriter place;
        PackedWriter<TextNumber> note;
    };
    struct Records {
        std::vector<RowPlace> place;
        std::vector<TextNumber> record, knower, subject, object;
        std::vector<Stage> stage;
        std::vector<Day> day;
    };

    Staging();
    /// Where a row of the table stands that is added next. Rows of a program are counted unless they say their line.
    [[nodiscard]] RowPlace place_of(InputTable table, std::int64_t line) const noexcept;

    /// Takes note of further problems of the rows of a source, and throws TableError once they are too many; `place` is
    /// the row with the last of them.
    void count_problems(RowPlace place, std::size_t more);
    [[nodiscard]] bool is_refused() const noexcept;

    LoadReport report;
    std::size_t problems_kept = most_problems;                ///< of each source, at most
    std::vector<std::size_t> problems;                        ///< by source, so far
    std::vector<std::string> sources;                         ///< as in DistrictData
    std::array<std::uint32_t, input_table_count> source_of{}; ///< of the rows added next
    std::array<bool, input_table_count> refused{};
    SpillOptions spill;
    std::unique_ptr<SpillFile> spilled; ///< in which the ledger lies; nullptr: in memory
    Units units;
    Households households;
    People people;
    std::vector<Role> roles;
    std::vector<StagedLink> links;
    Entries ledger;
    Records knowledge;

    // One numbering per kind of text, whichever table mentions it.
    Interner unit_texts, household_texts, person_texts, subject_texts, topic_texts, cancelled_texts, record_texts;
    NearbyInterner note_texts;
    Interner role_words, level_words, item_words, channel_words, act_words, source_words;
};

} // namespace jifen
