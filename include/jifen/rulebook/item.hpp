#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/period.hpp"
#include "jifen/core/points.hpp"
#include "jifen/core/quantity.hpp"
#include "jifen/core/span.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jifen {

/// A text by language (SPEC §3 `title`): given once for all languages, or by language code.
struct Title {
    std::vector<std::pair<std::string, std::string>>
        texts; ///< (language, text); one with language "" if not by language

    /// The text in that language, else the one of no language, else the first, else `fallback`.
    [[nodiscard]] std::string_view in(std::string_view language, std::string_view fallback) const noexcept;
    [[nodiscard]] bool empty() const noexcept { return texts.empty(); }
};

/// Where a rule stands and what it says of itself: `title` and `source` may stand on every table.
struct Heading {
    Title title;
    std::string source; ///< the article of the rule text; may be empty
    int line = 0;       ///< 1-based line in the rulebook file
    int column = 0;     ///< 1-based, in characters; 0 with line 0: a rule that the file does not state
};

/// At most `points` (a positive magnitude) in each period, cut at the window's edges (SPEC §4.4).
struct Cap {
    Period per = Period::window;
    Points points;
    Heading heading;
};

/// One value of an item's points, in force on `days`. `dated` is false for a plain number, which has no version.
struct PointsVersion {
    Span days;
    Points value;
    bool dated = false;
    Heading heading;
};

/// A step of a ladder: from this total quantity on, these points in all.
struct LadderStep {
    Quantity threshold;
    Points points;
};

struct Ladder {
    Period per = Period::window;
    std::vector<LadderStep> steps; ///< rising in threshold and magnitude; at least one
    Heading heading;

    /// Points of the highest step reached by the total quantity (thousandths); 0 below the first. O(log steps).
    [[nodiscard]] Points at(std::int64_t quantity_thousandths) const noexcept;
};

/// How an entry's raw points come about (SPEC §3: at most one of points, points_per_unit, by_level, ladder).
enum class Scoring : std::uint8_t { none, points, points_per_unit, by_level, ladder, veto };

/// Which table an entry's subject must stand in.
enum class SubjectRule : std::uint8_t { any, household, person };

/// One scored thing to do (SPEC §3 `[[item]]`). Frozen data; references are positions in the same rulebook.
struct Item {
    std::string code;
    Heading heading;
    CategoryId category; ///< none if it stands in no category
    Scoring scoring = Scoring::none;
    std::vector<PointsVersion> versions;                  ///< for `points`: sorted, disjoint, at least one
    Points per_unit;                                      ///< for `points_per_unit`
    std::vector<std::pair<std::string, Points>> by_level; ///< for `by_level`: level word → points, in file order
    std::optional<Ladder> ladder;
    std::string veto_grade; ///< for `veto`
    std::optional<Period> once;
    SubjectRule subject = SubjectRule::any;
    std::vector<std::string> channels; ///< empty: any channel
    bool verified = false;
    std::vector<std::string> roles; ///< never empty after parsing: `applies_to` where the file says nothing
    std::vector<Cap> caps;          ///< finest period first
    Span days;                      ///< in force
    ExclusiveId exclusive;          ///< the group it stands in, if any

    [[nodiscard]] bool is_veto() const noexcept { return scoring == Scoring::veto; }
    /// Whether any of its points values is below 0.
    [[nodiscard]] bool is_negative() const noexcept;
};

} // namespace jifen
