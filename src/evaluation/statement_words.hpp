#pragma once

#include "jifen/evaluation/statement.hpp"

#include <string>
#include <string_view>

namespace jifen {

/// A phrase in both languages.
struct Phrase {
    std::string_view zh, en;
};

/// The words of one statement in one language, for its text and its table.
class StatementWords {
public:
    /// `language` is `zh` or `en`; throws ArgumentError otherwise. The rules outlive it.
    StatementWords(const RulebookData& rules, std::string_view language);

    [[nodiscard]] std::string say(const Phrase& phrase) const { return std::string(chinese_ ? phrase.zh : phrase.en); }
    [[nodiscard]] std::string title(const Heading& heading, std::string_view code) const {
        return std::string(heading.title.in(chinese_ ? "zh" : "en", code));
    }
    /// ` (source)`, or empty: the article that a rule rests on, behind what it did.
    [[nodiscard]] std::string by_source(const Heading& heading) const;
    /// ` = ` where points × numerator / denominator is a whole number of thousandths, else ` ≈ `.
    [[nodiscard]] static std::string equals(Points points, std::int64_t numerator, std::int64_t denominator);

    /// `a month`; `每月` in Chinese.
    [[nodiscard]] std::string per(Period period) const;
    /// `item cap`, `category cap` or `total cap`.
    [[nodiscard]] std::string cap(CutBy::Kind stage) const;
    /// What cut, without its amount: `item cap a month`, `once a month`, `exclusive`.
    [[nodiscard]] std::string cut(CutBy by) const;

    [[nodiscard]] std::string item_title(const StatementLine& line) const;
    /// How the raw points came about: `2.5 × 3 =`.
    [[nodiscard]] std::string working(const StatementLine& line) const;
    /// Why the entry came to what it did, with what decided about it.
    [[nodiscard]] std::string reason(const StatementLine& line) const;
    /// The articles of all rules at work, and the version of the points.
    [[nodiscard]] std::string rule(const StatementLine& line) const;
    /// Its title in the rulebook; of one without, that of its category or duty, or what it is.
    [[nodiscard]] std::string indicator(const IndicatorRule& rule) const;
    /// `a, b`; `a、b` in Chinese.
    [[nodiscard]] std::string listed(const std::vector<std::string>& words) const;

private:
    [[nodiscard]] std::string detail(const StatementLine& line) const;
    [[nodiscard]] std::string detail(const StatementLine& line, const Item& item) const;
    [[nodiscard]] std::string cut(const StatementLine& line) const;
    [[nodiscard]] std::string in_force(const Item& item) const;
    [[nodiscard]] std::string cut_source(const StatementLine& line) const;

    const RulebookData& rules_;
    bool chinese_;
};

} // namespace jifen
