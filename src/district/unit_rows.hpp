#pragma once

#include "jifen/core/text.hpp"
#include "jifen/district/district.hpp"
#include "jifen/tables/table.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace jifen {

/// The units of one level as rows of a table, by id, and a last one for what lies in none of them.
class UnitRows {
public:
    UnitRows(const DistrictData& district, std::string_view level)
        : units_(district.units), level_(district.level_words.find(level)), row_of_(district.units.size(), 0) {
        for (const UnitId unit : units_.preorder()) {
            if (level_ && units_[unit].level == level_) rows_.push_back(unit);
        }
        if (rows_.empty()) throw ArgumentError("level", std::string(level), no_such_level(district, level));
        std::sort(rows_.begin(), rows_.end());
        for (std::size_t row = 0; row < rows_.size(); ++row) row_of_[rows_[row].index()] = row;
    }

    /// Of whatever lies in the unit; `none` is in none of the level.
    [[nodiscard]] std::size_t row_of(UnitId unit) const noexcept {
        const UnitId above = unit ? units_.ancestor_at(unit, level_) : UnitId::none();
        return above ? row_of_[above.index()] : rows_.size();
    }
    [[nodiscard]] UnitId unit(std::size_t row) const noexcept { return rows_[row]; }
    /// Rows of units; the blank row comes behind them.
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
    /// The first `rows` of them.
    [[nodiscard]] Column column(std::size_t rows) const {
        TextColumn column{units_.ids().pool(), {}, true};
        for (std::size_t row = 0; row < rows; ++row)
            column.codes.push_back(row < rows_.size() ? rows_[row].value() : TextColumn::blank);
        return {"unit", std::move(column)};
    }

private:
    static std::string no_such_level(const DistrictData& district, std::string_view level) {
        std::set<std::string_view> levels;
        for (const UnitId unit : district.units.preorder())
            levels.insert(district.level_words[district.units[unit].level]);
        const std::vector<std::string_view> words(levels.begin(), levels.end());
        std::string known;
        for (const std::string_view word : words) known += (known.empty() ? "" : ", ") + std::string(word);
        const std::string nearest = did_you_mean(level, words);
        return "no unit of the tree has this level; there are: " + (known.empty() ? "none" : known) +
               (nearest.empty() ? "" : "; " + nearest);
    }

    const UnitTree& units_;
    LevelWord level_;
    std::vector<UnitId> rows_;
    std::vector<std::size_t> row_of_; ///< by unit; of units of the level only
};

} // namespace jifen
