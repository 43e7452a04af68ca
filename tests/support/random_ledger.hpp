#pragma once

#include "support/small_district.hpp"

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// \file
/// Random rulebooks and ledgers, small and dense: few items, few days, so that caps fill up and acts coincide.

namespace jifen::testing_support {

/// What a random rulebook may hold.
struct RulebookShape {
    bool choices = true; ///< `exclusive` and `once`
    bool deductions = true;
    bool ladders = true;
};

class RandomRules {
public:
    RandomRules(Dice& dice, RulebookShape shape) : dice_(dice), shape_(shape) {}

    /// The rulebook after its head. Its items are listed in `items`.
    std::string write() {
        std::string out;
        if (!dice_.one_in(3)) out += "[total]\n" + caps(60);
        for (const char* code : {"c0", "c1", "cn"})
            out += std::string("[[category]]\ncode = \"") + code + "\"\n" + (dice_.one_in(3) ? "" : caps(30));
        std::vector<std::string> group;
        for (int i = 0; i < 5; ++i) out += item("p" + std::to_string(i), "", group);
        std::vector<std::string> deduction_group;
        if (shape_.deductions) {
            for (int i = 0; i < 2; ++i) out += item("n" + std::to_string(i), "-", deduction_group);
        }
        for (const auto& items_of_group : {group, deduction_group}) {
            if (!shape_.choices || items_of_group.size() < 2 || dice_.one_in(3)) continue;
            out += "[[exclusive]]\nitems = [";
            for (const std::string& code : items_of_group) out += "\"" + code + "\",";
            out += "]\n";
        }
        return out;
    }

    std::vector<std::string> items;

private:
    std::string thousandths(std::int64_t most) {
        const std::int64_t value = dice_.one_in(2) ? dice_.between(1, most) * 1000 : dice_.between(1, most * 1000);
        return format_decimal(value, 3);
    }
    std::string_view period() {
        static constexpr std::array<std::string_view, 7> words{"day",  "week", "month", "quarter",
                                                               "half", "year", "window"};
        return dice_.one_of(words);
    }
    /// Up to three caps of periods that may stand together.
    std::string caps(std::int64_t most) {
        static const std::vector<std::vector<std::string>> chains{{"day", "month", "year"},
                                                                  {"month", "quarter", "window"},
                                                                  {"week"},
                                                                  {"day", "week"},
                                                                  {"half"},
                                                                  {"window"},
                                                                  {"day"},
                                                                  {"month"},
                                                                  {"year", "window"},
                                                                  {"day", "quarter", "half"}};
        std::string out = "caps = [";
        for (const std::string& per : dice_.one_of(chains))
            out += " { per = \"" + per + "\", points = " + thousandths(most) + " },";
        return out + " ]\n";
    }
    std::string item(const std::string& code, const std::string& sign, std::vector<std::string>& group) {
        items.push_back(code);
        std::string out = "[[item]]\ncode = \"" + code + "\"\n";
        if (dice_.one_in(2)) out += caps(8);
        if (!dice_.one_in(3))
            out += std::string("category = \"") + (!sign.empty() ? "cn" : dice_.one_in(2) ? "c0" : "c1") + "\"\n";
        const std::size_t way = dice_.below(shape_.ladders ? 6 : 5);
        if (way == 5) {
            out += "ladder = { per = \"" + std::string(period()) + "\", steps = [ [" + thousandths(3) + ", " + sign +
                   "1], [4, " + sign + "2.5], [9, " + sign + "7] ] }\n";
            return out;
        }
        if (way <= 1) out += "points = " + sign + thousandths(4) + "\n";
        if (way == 2) {
            out += "points = [ { from = 2022-01-01, until = 2023-02-10, value = " + sign +
                   "1 }, { from = 2023-02-12, value = " + sign + thousandths(4) + " } ]\n";
        }
        if (way == 3) out += "points_per_unit = " + sign + thousandths(2) + "\n";
        if (way == 4) out += "by_level = { low = " + sign + "1, high = " + sign + thousandths(6) + ", nil = 0 }\n";
        if (shape_.choices && dice_.one_in(3)) out += "once = \"" + std::string(period()) + "\"\n";
        if (!dice_.one_in(3)) group.push_back(code);
        return out;
    }

    Dice& dice_;
    RulebookShape shape_;
};

/// A row of the ledger, short of its actor.
struct RandomEntry {
    std::string id, date, item, rest;
};

inline std::string random_date(Dice& dice) {
    static constexpr std::array<std::string_view, 14> days{
        "2022-12-31", "2023-01-01", "2023-01-02", "2023-01-30", "2023-01-31", "2023-02-01", "2023-02-05",
        "2023-02-11", "2023-02-13", "2023-04-01", "2023-06-30", "2023-07-01", "2023-12-31", "2024-01-01"};
    return std::string(dice.one_of(days));
}

/// Entries of one person; the columns are `ledger_columns`.
inline std::vector<RandomEntry> random_entries(Dice& dice, const std::vector<std::string>& items, std::size_t count) {
    static constexpr std::array<std::string_view, 6> quantities{"", "0", "0.5", "3", "1.001", "2"};
    static constexpr std::array<std::string_view, 4> levels{"low", "high", "nil", "high"};
    static constexpr std::array<std::string_view, 3> subjects{"", "H1", "ann"};
    static constexpr std::array<std::string_view, 4> acts{"", "A", "B", "A"};
    std::vector<RandomEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        char id[24];
        std::snprintf(id, sizeof id, "e%03u", static_cast<unsigned>((i * 37 + 11) % 997)); // not in the order of rows
        entries.push_back({id, random_date(dice), dice.one_of(items),
                           std::string(dice.one_of(quantities)) + "," + std::string(dice.one_of(levels)) + "," +
                               std::string(dice.one_of(subjects)) + "," + std::string(dice.one_of(acts))});
    }
    return entries;
}

inline const std::string ledger_columns = "entry,date,actor,item,quantity,level,subject,act\n";

inline std::string ledger_of(const std::vector<RandomEntry>& entries, std::string_view actor = "ann") {
    std::string out = ledger_columns;
    for (const RandomEntry& entry : entries)
        out += entry.id + "," + entry.date + "," + std::string(actor) + "," + entry.item + "," + entry.rest + "\n";
    return out;
}

} // namespace jifen::testing_support
