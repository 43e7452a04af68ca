#pragma once

#include "jifen/core/parallel.hpp"
#include "jifen/core/short_text_cache.hpp"
#include "jifen/district/builder.hpp"
#include "jifen/district/columns.hpp"
#include "jifen/tables/row_source.hpp"
#include "staging.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jifen {

/// Takes entries by the block: every column is judged, numbered and packed by itself, on all threads. What comes out is
/// what DistrictBuilder::add makes of the rows one by one, its plain twin, to which rows are left that have something
/// wrong with them.
class EntryIntake {
public:
    static constexpr std::size_t missing = static_cast<std::size_t>(-1);

    /// `places`: where each column of the ledger, in the order of columns_of, stands in a block; `missing` when it does
    /// not. All of these must outlive it.
    EntryIntake(DistrictBuilder& builder, std::span<const std::size_t> places, const WordAliases& words)
        : to_(*builder.staging_), places_(places), words_(words) {}

    /// Judges the rows of a block, which are then to be taken. Meanwhile a thread does what is to be done beside, if
    /// anything.
    void judge(RowBlock& block, const RunOptions& run, const std::function<void()>& beside = {});
    /// Rows of the block, ascending, that cannot be taken as they are, or not here.
    [[nodiscard]] std::span<const std::uint32_t> doubtful() const noexcept { return doubtful_; }
    /// Takes the rows [begin, end), of which none is doubtful, after all those before them. When it throws, some of
    /// their columns may have been taken.
    void take(std::size_t begin, std::size_t end, const RunOptions& run);

private:
    struct Judged {
        ShortTextCache cache;                ///< of texts, their numbers; of others, what they say
        std::vector<TextNumber> by_code;     ///< numbers of texts of a dictionary, as far as they are known
        std::uint64_t dictionary = 0;        ///< whose they are
        std::vector<TextNumber> numbers;     ///< of texts known before the block
        std::vector<std::uint32_t> unknown;  ///< rows, ascending, with a text that was not
        std::size_t added = 0;               ///< of these, those that are known by now
        std::vector<std::uint32_t> doubtful; ///< rows, ascending
    };

    /// A column whose texts are numbered.
    struct Numbered {
        std::size_t column;
        Interner DistrictBuilder::Staging::*known;
        PackedWriter<TextNumber> EntryWriters::*to;
        std::string_view (*why_not)(std::string_view) noexcept;
    };
    static const std::array<Numbered, 7> numbered;
    /// nullptr for any other column.
    [[nodiscard]] static const Numbered* find_numbered(std::size_t column) noexcept;

    [[nodiscard]] const RowBlock::Column* column_of(std::size_t column) const noexcept;
    [[nodiscard]] std::span<const std::string_view> cells(std::size_t column) const noexcept;
    [[nodiscard]] std::string_view text(std::size_t column, std::size_t row) const noexcept;
    void make_texts(RowBlock& block) const;
    void judge_column(std::size_t column);
    void judge_texts(const Numbered& of_column);
    static void find_numbers(std::span<const std::string_view> texts, const Interner& known, Judged& of);
    void find_numbers_by_code(const RowBlock::Column& from, const Interner& known, Judged& of) const;
    void judge_needed(std::size_t column, std::size_t unless = missing);
    void judge_days(std::size_t column, std::vector<Day>& days);
    void judge_quantities();
    void judge_verified();
    [[nodiscard]] std::optional<Verified> verified_of(std::string_view text);
    void take_column(std::size_t column, std::size_t begin, std::size_t end);
    void take_texts(const Numbered& of_column, std::size_t begin, std::size_t end);
    void take_delays(std::size_t begin, std::size_t end);
    void take_notes(std::size_t begin, std::size_t end);
    void take_places(std::size_t begin, std::size_t end);

    DistrictBuilder::Staging& to_;
    std::span<const std::size_t> places_;
    const WordAliases& words_;
    const RowBlock* block_ = nullptr;
    std::array<Judged, 13> judged_; ///< by column
    std::vector<Day> days_, recorded_;
    std::vector<std::int64_t> quantities_;
    std::vector<Verified> verified_;
    std::vector<std::int32_t> delays_;
    std::vector<std::pair<std::string, std::optional<Verified>>> known_words_; ///< the first few words for verified
    std::vector<std::uint32_t> doubtful_;
};

} // namespace jifen
