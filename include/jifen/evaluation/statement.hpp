#pragma once

#include "jifen/evaluation/evaluation.hpp"
#include "jifen/tables/table.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// What an entry moved on a ladder: the total quantity before and after it, and the points of the steps reached then.
struct LadderClimb {
    Quantity before, after;
    Points from, to;
};

/// One entry of a statement, with all that is needed to see why it came to what it did. The words are as entered, empty
/// where nothing was.
struct StatementLine {
    std::string entry;
    Day date;
    Day recorded;
    std::string item; ///< may be unknown to the rulebook
    ItemId rule;      ///< the rulebook's item of that code, if it has one
    std::string level, channel, act;
    Quantity quantity;
    std::string subject;              ///< household, person, or a text that is neither
    std::optional<Points> rate;       ///< of a valid entry: the points of an item, of one unit, or of the level
    std::optional<LadderClimb> climb; ///< of a valid entry of a ladder
    Points raw, credited;
    Verdict verdict = Verdict::cancels;
    CutBy cut_by;
    std::optional<Points> cap; ///< of the cap that cut it
    /// The entry that decided about this one: `cancelled`: it withdrew this one; `cancels`: this one withdraws it;
    /// `exclusive`: the first of the item that stands; `repeat`: the one that came first; `veto`: the veto before it
    /// that had set the grade. Empty elsewhere, and where a cancellation names no entry.
    std::string other;
    ItemId other_rule;           ///< its item in the rulebook, if any
    Day version = Day::always(); ///< `from` of the dated points used; always() if none
    std::string source;          ///< the article of the rule text: of the version, else of the item
};

/// One category's sums, so that a reader can add up in pieces.
struct StatementCategory {
    std::string category;
    CategoryScore score; ///< before the total's caps
};

/// One of the linkage ratios: points × min(1, count / target).
struct StatementRatio {
    std::int64_t count = 0, target = 0;
    Points full, points;
};

/// One duty: points × done / due, and what was missed.
struct StatementDuty {
    DutyId duty;
    std::int64_t due = 0, done = 0;
    Points full, points;
    std::vector<MissedDuty> missed; ///< oldest first
};

/// Everything one person was given, to the total (SPEC §4.6): a reader with a pencil gets the same number.
struct Statement {
    Evaluation evaluation; ///< keeps the texts alive
    PersonId person;
    std::size_t place = 0; ///< among the scored people; her grade and rank are the evaluation's
    PersonScore score;
    std::vector<StatementLine> lines; ///< by (date, entry id)
    std::vector<StatementCategory> categories;
    std::optional<LinkageRow> linkage;
    std::optional<StatementRatio> exemplars, contacts, served;
    std::optional<LeaderKnows> five_knows;
    std::vector<StatementDuty> duties;
    std::optional<CompositeRow> index;
    std::vector<IndicatorScore> indicators; ///< of `index`, in the order of the rulebook
    Points sum;                             ///< of the parts, before floor and ceiling
};

/// The statement of the person with that id. O(her entries and dues). Throws ArgumentError when she is unknown or not
/// scored.
[[nodiscard]] Statement statement(const Evaluation& evaluation, std::string_view person);

/// As text, `language` being `zh` or `en` (ArgumentError otherwise). Columns are aligned for a fixed-width font in
/// which Chinese characters are two cells wide.
[[nodiscard]] std::string to_text(const Statement& statement, std::string_view language = "zh");
std::ostream& operator<<(std::ostream& out, const Statement& statement);

/// The lines as a table, in which titles and sentences are in the language: `entry`, `date`, `item`, `title`, `level`,
/// `quantity`, `subject`, `channel`, `act`, `recorded`, `working`, `raw`, `credited`, `verdict`, `cut_by`, `cap`,
/// `other`, `reason`, `version`, `source`, `rule` (all sources at work, and the version). ArgumentError as above.
[[nodiscard]] Table to_table(const Statement& statement, std::string_view language = "zh");

} // namespace jifen
