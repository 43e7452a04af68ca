#pragma once

#include "jifen/admission/admission.hpp"
#include "jifen/core/points.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jifen {

/// What cut an entry: a cap of one of three stages, `once`, or an exclusive group (SPEC §9 `cut_by`).
struct CutBy {
    enum class Kind : std::uint8_t { nothing, item, category, total, once, exclusive };
    Kind kind = Kind::nothing;
    Period period = Period::day; ///< of the cap, or of `once`

    static constexpr std::size_t kind_count = 6;
    static constexpr std::size_t count = kind_count * all_periods.size();
    [[nodiscard]] constexpr std::size_t index() const noexcept {
        return static_cast<std::size_t>(kind) * all_periods.size() + static_cast<std::size_t>(period);
    }
    friend constexpr bool operator==(CutBy, CutBy) noexcept = default;
};

/// `item:month`, `once:month`, `exclusive`, or empty.
[[nodiscard]] std::string to_string(CutBy cut);

/// What one entry came to. 24 bytes.
struct EntryScore {
    Points raw;
    Points credited;
    Day version = Day::always(); ///< `from` of the dated points entry used; always() if none
    Verdict verdict = Verdict::cancels;
    CutBy cut_by;
};

/// Points of one category: `credited` after the category's caps, before the total's.
struct CategoryScore {
    Points raw;
    Points credited;
};

/// The items part of one person.
struct ItemsScore {
    Points items;               ///< sum of all credited points
    Points deductions;          ///< sum of the negative ones, already inside `items`
    std::optional<ItemId> veto; ///< the item of her first veto entry, by (date, entry id)
};

/// Scores the entries of one person at a time (SPEC §§4.2 second part, 4.3, 4.4): raw points, exclusive groups, `once`,
/// and the three stages of caps in the order (date, entry id). Reuses its memory from person to person: one Scorer a
/// thread.
class Scorer {
public:
    explicit Scorer(const Admission& admission);

    /// The person's items part; adds to `categories` (one for each category of the rulebook, zeroed by the caller).
    /// O(n), plus O(a log a) for entries of exclusive acts. Throws OverflowError that names her and, for raw points,
    /// the entry and its item: the first one in ledger order.
    ItemsScore score(PersonId person, std::span<CategoryScore> categories);
    /// What each of her entries came to in the last call of `score`, in ledger order. Those not known have no verdict:
    /// ask `Admission::is_known`.
    [[nodiscard]] std::span<const EntryScore> entries() const noexcept { return scores_; }

private:
    /// A valid entry that is worth points so far.
    struct Live {
        std::uint32_t at = 0; ///< place in `scores_`
        EntryId entry;
        Day day;
        ItemId item;
        bool gone = false; ///< exclusive or repeat
    };
    struct CapState {
        std::uint64_t limit = 0; ///< in thousandths, as is `used`
        std::uint64_t used = 0;
        std::int32_t number = 0; ///< of the period that `used` is about
        Period per = Period::window;
    };
    struct CapRange {
        std::uint32_t begin = 0, end = 0;
    };
    struct LadderState {
        std::int32_t number = 0;
        std::int64_t quantity = 0;
    };
    struct OnceKey {
        std::uint32_t item, subject;
        std::int32_t number;
        friend bool operator==(const OnceKey&, const OnceKey&) = default;
    };
    struct ActCandidate {
        ActWord act;
        ExclusiveId group;
        std::uint64_t magnitude = 0;
        std::uint32_t code_rank;
        std::uint32_t live;
    };

    ItemsScore score_entries(PersonId person, std::span<CategoryScore> categories);
    void reset();
    CapRange add_caps(const std::vector<Cap>& caps);
    [[nodiscard]] Points raw_points(const Item& rule, ItemId item, EntryId entry, Day day, EntryScore& score);
    [[nodiscard]] Points compute_raw_points(const Item& rule, ItemId item, EntryId entry, Day day, EntryScore& score);
    void drop_exclusive();
    void drop_repeats();
    [[nodiscard]] bool seen_before(const OnceKey& key);
    [[nodiscard]] std::uint64_t take(CapRange range, CutBy::Kind stage, Day day, std::uint64_t incoming,
                                     EntryScore& score);

    const Admission& admission_;
    const RulebookData& rules_;
    const Calendar& calendar_;
    std::vector<CapState> caps_;
    std::vector<CapRange> item_caps_, category_caps_;
    CapRange total_gains_, total_deductions_;
    std::vector<LadderState> ladders_;
    bool has_exclusive_ = false;
    bool has_once_ = false;

    std::vector<std::uint32_t> words_; ///< items of her entries
    std::vector<std::int32_t> days_;
    std::vector<EntryScore> scores_;
    std::vector<Live> live_;
    std::vector<ActCandidate> candidates_;
    std::vector<OnceKey> once_slots_;
    std::vector<std::uint64_t> once_epochs_; ///< whose slot it is: those of people before her are empty
    std::uint64_t once_epoch_ = 0;
};

} // namespace jifen
