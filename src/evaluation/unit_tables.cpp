#include "jifen/evaluation/unit_tables.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace jifen {

namespace {

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

struct LinkageSums {
    std::int64_t members = 0;
    std::array<std::int64_t, 3> reaching{}; ///< members who reach the target of exemplars, contacts, served
    std::array<std::int64_t, 3> counts{};
};

} // namespace

Table five_knows_by(const Evaluation& evaluation, std::string_view level) {
    const DistrictData& district = *evaluation.district();
    const UnitRows units(district, level);
    std::vector<Funnel> sums(units.size() + 1);
    for (const HouseholdKnown& known : evaluation.five_knows().households)
        sums[units.row_of(district.households.unit[known.household.index()])] += known.funnel;
    if (sums.back() == Funnel{}) sums.pop_back();

    std::array<std::vector<std::int64_t>, stage_count> n, k;
    NumberColumn score{6, true, {}, {}};
    for (const Funnel& sum : sums) {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            n[stage].push_back(sum.n[stage]);
            k[stage].push_back(sum.k[stage]);
        }
        const auto& rule = evaluation.rules().five_knows;
        const auto millionths = rule ? chain_score(*rule, sum) : std::nullopt;
        score.values.push_back(millionths.value_or(0));
        score.present.push_back(millionths ? 1 : 0);
    }
    std::vector<Column> columns;
    columns.push_back(units.column(sums.size()));
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        columns.push_back(count_column("n" + std::to_string(stage + 1), std::move(n[stage])));
        columns.push_back(count_column("k" + std::to_string(stage + 1), std::move(k[stage])));
    }
    columns.push_back({"score", std::move(score)});
    return {"five_knows_by", std::move(columns)};
}

Table linkage_by(const Evaluation& evaluation, std::string_view level) {
    const DistrictData& district = *evaluation.district();
    const UnitRows units(district, level);
    std::vector<LinkageSums> sums(units.size() + 1);
    std::array<const std::optional<LinkageTarget>*, 3> targets{};
    const std::optional<LinkageTarget> no_target;
    targets.fill(&no_target);
    if (const auto& rule = evaluation.rules().linkage) {
        targets = {&rule->exemplars, &rule->contacts, &rule->served};
        const RoleSet roles(district, rule->roles);
        for (const LinkageRow& row : evaluation.linkage().rows) {
            const auto home = home_role(district, row.person, roles, evaluation.program().window());
            LinkageSums& sum = sums[units.row_of(home ? home->unit : UnitId::none())];
            ++sum.members;
            const std::array<std::int64_t, 3> counts{row.exemplars, row.contacts, row.served};
            for (std::size_t i = 0; i < counts.size(); ++i) {
                sum.counts[i] += counts[i];
                sum.reaching[i] += *targets[i] && counts[i] >= (*targets[i])->target ? 1 : 0;
            }
        }
    }
    if (sums.back().members == 0) sums.pop_back();

    std::vector<std::int64_t> members;
    std::array<NumberColumn, 3> reaching;
    std::array<std::vector<std::int64_t>, 3> counts;
    for (const LinkageSums& sum : sums) {
        members.push_back(sum.members);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            reaching[i].values.push_back(sum.reaching[i]);
            reaching[i].present.push_back(*targets[i] ? 1 : 0);
            counts[i].push_back(sum.counts[i]);
        }
    }
    constexpr std::array<const char*, 3> names{"exemplars", "contacts", "served"};
    std::vector<Column> columns;
    columns.push_back(units.column(sums.size()));
    columns.push_back(count_column("members", std::move(members)));
    for (std::size_t i = 0; i < names.size(); ++i)
        columns.push_back({std::string("with_") + names[i], std::move(reaching[i])});
    for (std::size_t i = 0; i < names.size(); ++i) columns.push_back(count_column(names[i], std::move(counts[i])));
    return {"linkage_by", std::move(columns)};
}

} // namespace jifen
