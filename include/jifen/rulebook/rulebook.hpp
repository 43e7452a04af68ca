#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/core/digest.hpp"
#include "jifen/core/share.hpp"
#include "jifen/core/stage.hpp"
#include "jifen/rulebook/composite_rule.hpp"
#include "jifen/rulebook/item.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

struct Category {
    std::string code;
    Heading heading;
    std::vector<Cap> caps; ///< finest period first
};

/// One act entered under several of these items: only the highest item counts (SPEC §4.2 `exclusive`).
struct Exclusive {
    std::vector<ItemId> items;
    Heading heading;
};

/// SPEC §4.5.
struct TotalRule {
    Points base;
    std::optional<Points> floor;
    std::optional<Points> ceiling;
    std::vector<Cap> caps; ///< finest period first
    Heading heading;
};

/// One ratio of the linkage part: points × min(1, count / target).
struct LinkageTarget {
    std::int64_t target = 1; ///< > 0
    Points points;
    Heading heading;
};

/// SPEC §5.
struct LinkageRule {
    std::vector<std::string> roles; ///< default: applies_to
    std::string gender;             ///< empty: anyone; else `female` or `male`
    std::optional<LinkageTarget> exemplars, contacts, served;
    std::vector<ItemId> served_items; ///< of `served`, or by default every item that is neither a veto nor negative
    Heading heading;
};

/// What a duty or the five knows give where nothing was due, or nobody is registered.
enum class IfNone : std::uint8_t { zero, full };

/// SPEC §6.
struct FiveKnowsRule {
    std::string role;
    Points points;
    std::array<std::int64_t, stage_count> weights{};    ///< in 1 / 10^9 of the number written; ≥ 0, their sum > 0
    std::array<std::int32_t, stage_count> fresh_days{}; ///< ≥ 0
    IfNone if_nobody = IfNone::zero;
    Heading heading;
};

enum class DutyEach : std::uint8_t { holder, household };

/// SPEC §7.
struct Duty {
    std::string code;
    Heading heading;
    std::vector<ItemId> items; ///< never empty
    Period per = Period::month;
    std::vector<std::string> roles; ///< default: applies_to
    DutyEach each = DutyEach::holder;
    std::int64_t at_least = 1; ///< ≥ 1
    Points points;
    IfNone if_none_due = IfNone::zero;
};

struct Grade {
    std::string code;
    Heading heading;
    std::optional<Points> at_least; ///< none on the last, and only there
};

/// A number of a person that ranks or breaks ties.
struct RankKey {
    enum class Kind : std::uint8_t {
        total,
        items,
        linkage,
        five_knows,
        duties,
        composite,
        category,
        fewest_deductions,
        days_in_role
    };
    Kind kind = Kind::total;
    CategoryId category; ///< for `category`
    std::string text;    ///< as the rulebook writes it: `category:service`
};

enum class QuotaMethod : std::uint8_t { largest_remainder, sainte_lague, dhondt };
enum class ShareOf : std::uint8_t { candidates, eligible };
enum class AtTheLine : std::uint8_t { break_ties, take_all, take_none };

/// SPEC §8.
struct Selection {
    std::string code;
    Heading heading;
    std::vector<std::string> roles; ///< default: applies_to
    std::vector<RankKey> rank_by;   ///< never empty
    Share share;
    ShareOf of = ShareOf::candidates;
    Rounding round = Rounding::down;
    std::string by; ///< a level; empty: one list
    QuotaMethod quota = QuotaMethod::largest_remainder;
    GradeId grade_at_least;            ///< none: any grade
    std::int64_t min_days_in_role = 0; ///< ≥ 0
    std::vector<RankKey> ties;
    AtTheLine at_the_line = AtTheLine::break_ties;
};

/// What a rulebook file says, validated (SPEC §3). Plain data; read it through `Rulebook`.
struct RulebookData {
    std::string file; ///< as messages name it: the file's name without its folder, or what the caller gave
    std::string toml; ///< the text as it was read
    Digest sha256;    ///< of what it says, however it was written down: of its canonical form (docs/provenance.md)
    std::string code;
    Heading heading;
    std::vector<std::string> applies_to;            ///< never empty
    std::optional<std::int64_t> record_within_days; ///< ≥ 0
    TotalRule total;
    std::vector<Category> categories;
    std::vector<Item> items;
    std::vector<Exclusive> exclusives;
    std::optional<LinkageRule> linkage;
    std::optional<FiveKnowsRule> five_knows;
    std::vector<Duty> duties;
    std::optional<CompositeRule> composite;
    std::vector<Grade> grades;
    std::vector<Selection> selections;
};

/// A validated rulebook: frozen, cheap to copy (the copies share it), safe to use from many threads.
class Rulebook {
public:
    explicit Rulebook(RulebookData data) : data_(std::make_shared<const RulebookData>(std::move(data))) {}
    [[nodiscard]] const RulebookData& operator*() const noexcept { return *data_; }
    [[nodiscard]] const RulebookData* operator->() const noexcept { return data_.get(); }

private:
    std::shared_ptr<const RulebookData> data_;
};

/// Reads and validates a rulebook file (TOML 1.0, UTF-8 with or without byte order mark, at most 16 MiB; SPEC §3).
/// Costs O(n log n) in the bytes of the file, a few milliseconds for a usual one.
///
/// Throws RulebookError that lists every error once, with line, column (in characters, from 1), code, the value, and
/// what to do. A syntax error or a key given twice does not hide the rest: its statement is left out and the rest is
/// read on, up to 20 times; what might be missing only for that reason is not reported. Throws FileError when the file
/// cannot be read. Nothing is returned unless the whole file is right.
[[nodiscard]] Rulebook read_rulebook(const std::filesystem::path& file);

/// The same from text already in memory; `file` is the name used in messages. Throws RulebookError as above.
[[nodiscard]] Rulebook parse_rulebook(std::string_view toml, std::string_view file = "rulebook");

} // namespace jifen
