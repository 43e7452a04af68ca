#pragma once

#include "jifen/scoring/cap_use.hpp"
#include "jifen/selection/selection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

struct HeadroomOptions {
    std::vector<std::string> subjects; ///< what further entries are about, in this order; empty: see `ItemHeadroom`
    std::int64_t most = 1000;          ///< so many entries of an item, or units of one, are tried: 1 to 100,000
    RunOptions run;
};

/// So many more entries of an item, each with that quantity.
struct Work {
    std::int64_t entries = 0;
    Quantity quantity;

    friend bool operator==(const Work&, const Work&) = default;
};

/// What further work at one item on the day brings: entries of quantity 1 where the item gives points for each, else
/// one entry of a greater and greater quantity (`points_per_unit`, `ladder`). They are recorded that day, verified, and
/// of no act.
struct ItemHeadroom {
    ItemId item;
    std::string level;   ///< of an item by level; each level is a row
    std::string channel; ///< the first that the item takes; empty: any
    /// What they are about, in order: n entries are about the first n. Empty where that makes no difference. By
    /// default, of whatever kind the item asks for: first what was not yet the subject of this item in its `once`
    /// period; of these what is due that day under a duty; of these where the most contacts are not yet served; then by
    /// id.
    std::vector<std::string> subjects;
    Verdict verdict = Verdict::counted; ///< of the first of them, of one unit
    CutBy cut_by;
    Points gain;   ///< what it adds to her total
    Points most;   ///< the greatest that can be added by work at this item alone, of what was tried
    Work for_most; ///< the least that adds it; no entries where nothing can be added
    CutBy then;    ///< what cuts the next entry, or unit, after that; nothing where nothing does or no more were tried
};

/// The least work at one item that reaches a goal.
struct WayToGoal {
    std::size_t item = 0; ///< its place among `Headroom::items`
    Work work;
    Points total; ///< hers then
};

/// A better grade, or being selected.
struct Goal {
    GradeId grade;             ///< none: it is a selection
    std::size_t selection = 0; ///< its place in the rulebook
    /// Points up to the grade, or to the last of those selected in her stratum; none where nobody is.
    std::optional<Points> missing;
    std::vector<WayToGoal> ways; ///< in the order of `Headroom::items`; empty where work at no single item reaches it
};

/// What a person can still earn on a day.
struct Headroom {
    Evaluation evaluation; ///< keeps the texts alive
    PersonId person;
    std::size_t place = 0; ///< among the scored people
    Day day;
    std::vector<CapUse> caps;        ///< of the periods around the day
    std::vector<ItemHeadroom> items; ///< in the order of the rulebook; without vetoes and what takes points away
    std::vector<Goal> goals;         ///< better grades, the nearest first; then selections in which she is not chosen
};

/// Tries further work at each item on the day, and evaluates her again with it by the same rules: nothing is estimated.
/// Everybody else's score is taken as it is.
///
/// Where more work never lowers a total (SPEC §4.4: cap and ladder periods nest; no part is worth less than nothing)
/// and an item is not `once`, amounts are found by bisection; elsewhere every number of entries is tried, and of a
/// quantity every whole unit before the thousandths below it.
///
/// Throws ArgumentError when she is unknown or not scored, for a day outside the window, for `most` out of
/// range, for a subject that is no id, and under a rulebook with `[composite]`: her work would move everybody's index.
/// About 1 ms for each item and 10 µs for each amount tried, of somebody with 500 entries.
[[nodiscard]] Headroom find_headroom(const Evaluation& evaluation, std::string_view person, Day day,
                                     const HeadroomOptions& options = {});

/// `stage`, `item`, `category`, `per`, `from`, `until`, `limit`, `used`, `left`.
[[nodiscard]] Table caps_table(const Headroom& headroom);
/// `item`, `level`, `verdict`, `gain`, `cut_by`, `most`, `entries`, `quantity`, `then_cut_by`.
[[nodiscard]] Table items_table(const Headroom& headroom);
/// `goal` (`grade` or `selection`), `code`, `missing`, `item`, `level`, `entries`, `quantity`, `subjects` (the first of
/// each entry, with `; ` between them), `total`. A goal without a way has one row without item.
[[nodiscard]] Table goals_table(const Headroom& headroom);
/// For people to read, `language` being `zh` or `en` (ArgumentError otherwise).
[[nodiscard]] std::string to_text(const Headroom& headroom, std::string_view language = "zh");

} // namespace jifen
