#include "jifen/district/network_check.hpp"

#include "jifen/core/text.hpp"

#include <algorithm>
#include <map>

namespace jifen {

namespace {

class NetworkChecker {
public:
    NetworkChecker(const DistrictData& district, Day day, const NetworkWords& words)
        : district_(district), words_(words) {
        report_.day = day;
    }

    NetworkReport check() {
        check_tree();
        check_households();
        for (const Dangling& row : district_.dangling) {
            row_problem(row.place, row.column, row.value, row.code,
                        row.column + " = " + jifen::in_quotes(mask_long_numbers(row.value)) + ": " + row.reason);
        }
        report_.people = std::count_if(district_.people.days.begin(), district_.people.days.end(),
                                       [&](const Span& days) { return days.contains(report_.day); });
        check_leaders();
        sort_diagnostics(report_.problems);
        return std::move(report_);
    }

private:
    void problem(std::string file, std::int64_t line, std::string column, std::string_view value, std::string code,
                 std::string message) {
        report_.problems.push_back({std::move(file), line, std::move(column), Severity::error, std::move(code),
                                    std::move(message), mask_long_numbers(value), ""});
    }
    void row_problem(RowPlace place, std::string column, std::string_view value, std::string code,
                     std::string message) {
        problem(district_.sources[place.source], place.line, std::move(column), value, std::move(code),
                std::move(message));
    }
    /// Of a table, no row of which is to blame more than the others.
    void table_problem(InputTable table, std::string column, std::string code, std::string message) {
        problem(std::string(file_name(table)), 0, std::move(column), "", std::move(code), std::move(message));
    }
    void unit_problem(UnitId unit, std::string column, std::string code, const std::string& what) {
        row_problem(district_.units[unit].place, std::move(column), district_.units.ids()[unit], std::move(code),
                    "unit " + shown(unit) + ": " + what);
    }
    [[nodiscard]] std::string shown(UnitId unit) const {
        return jifen::in_quotes(mask_long_numbers(district_.units.ids()[unit]));
    }

    void check_tree() {
        const UnitTree& units = district_.units;
        if (units.roots().empty())
            table_problem(InputTable::units, "parent", "no_root", "no unit is without a parent: there is no root");
        for (std::size_t i = 1; i < units.roots().size(); ++i)
            unit_problem(units.roots()[i], "parent", "several_roots",
                         "it has no parent, and neither has " + shown(units.root()));
        above_.assign(units.size(), UnitId::none());
        on_cycle_.assign(units.size(), false);
        for (std::size_t i = 0; i < units.size(); ++i) {
            const UnitId unit = UnitId::at(i);
            if (!units[unit].exists) continue;
            ++report_.units;
            if (!units.in_tree(unit)) check_outside(unit);
        }
    }

    /// A unit that is not in the tree: its parent is unknown, it lies on a cycle, or below one of these.
    void check_outside(UnitId unit) {
        const UnitTree& units = district_.units;
        if (units[unit].unknown_parent) {
            unit_problem(unit, "parent", "unknown_parent",
                         "its parent " + shown(units[unit].unknown_parent) + " is not in the units table");
            return;
        }
        const UnitId top = top_of(unit);
        if (units[top].unknown_parent) {
            unit_problem(unit, "parent", "not_under_a_root",
                         "it lies below " + shown(top) + ", whose parent is not in the units table");
            return;
        }
        if (unit == top) {
            std::vector<UnitId> cycle{top};
            for (UnitId at = units[top].parent; at != top; at = units[at].parent) cycle.push_back(at);
            unit_problem(unit, "parent", "unit_cycle", names_of(cycle));
        } else if (!on_cycle_[unit.index()]) {
            unit_problem(unit, "parent", "not_under_a_root", "it lies below the cycle of " + shown(top));
        }
    }
    /// The end of a unit's chain of parents, which does not come to a root: the unit whose parent is unknown, or the
    /// smallest of the cycle. Known for every unit of the chain afterwards, so that all together are O(units).
    UnitId top_of(UnitId unit) {
        const UnitTree& units = district_.units;
        std::vector<UnitId> chain;
        UnitId at = unit;
        for (; !above_[at.index()]; at = units[at].parent) {
            above_[at.index()] = at; // being walked
            chain.push_back(at);
            if (units[at].unknown_parent) break;
        }
        UnitId top = above_[at.index()];
        // Come back to a unit of this very walk: the cycle begins with it.
        const auto begin = std::find(chain.begin(), chain.end(), at);
        if (begin != chain.end() && !units[at].unknown_parent) {
            top = *std::min_element(begin, chain.end());
            std::for_each(begin, chain.end(), [this](UnitId turning) { on_cycle_[turning.index()] = true; });
        }
        for (const UnitId walked : chain) above_[walked.index()] = top;
        return top;
    }
    [[nodiscard]] std::string names_of(const std::vector<UnitId>& cycle) const {
        if (cycle.size() == 1) return "it is its own parent";
        constexpr std::size_t most = 20;
        std::string names = "its parents go round in a cycle of " + std::to_string(cycle.size()) + " units: ";
        for (std::size_t i = 0; i < std::min(most, cycle.size()); ++i) names += shown(cycle[i]) + " → ";
        return names + (cycle.size() > most ? "… → " : "") + shown(cycle.front());
    }

    void check_households() {
        const UnitTree& units = district_.units;
        const auto deepest = units.deepest_levels();
        is_grid_.assign(units.size(), false);
        for (const UnitId unit : units.preorder()) {
            is_grid_[unit.index()] = std::binary_search(deepest.begin(), deepest.end(), units[unit].level);
            report_.grids += is_grid_[unit.index()] ? 1 : 0;
        }
        for (std::size_t h = 0; h < district_.households.size(); ++h) {
            report_.households += district_.households.days[h].contains(report_.day) ? 1 : 0;
            const UnitId unit = district_.households.unit[h];
            if (is_grid_[unit.index()]) continue;
            const std::string_view id = district_.households.ids[HouseholdId::at(h)];
            const bool known = units[unit].exists;
            row_problem(
                district_.households.places[h], "unit", units.ids()[unit], known ? "not_in_a_grid" : "unknown_unit",
                "household " + jifen::in_quotes(mask_long_numbers(id)) + " is in " + shown(unit) +
                    (known ? ", which is not a unit of the deepest level" : ", which is not in the units table"));
        }
    }

    /// Where no source is given: by the roles she also holds that day.
    [[nodiscard]] std::string source_of(PersonId person, const RoleHeld& appointment) const {
        if (appointment.source) return std::string(district_.source_words[appointment.source]);
        for (const std::string& source : words_.sources) {
            const RoleWord word = district_.role_words.find(source);
            for (const RoleHeld& held : district_.roles.of(person)) {
                if (word && held.role == word && held.days.contains(report_.day)) return source;
            }
        }
        return "";
    }

    void check_leaders() {
        const RoleWord leader = district_.role_words.find(words_.leader);
        std::vector<std::vector<PersonId>> leaders_of(district_.units.size());
        std::map<std::string, std::int64_t> by_source;
        for (std::size_t p = 0; leader && p < district_.people.size(); ++p) {
            const PersonId person = PersonId::at(p);
            bool leads = false;
            for (const RoleHeld& held : district_.roles.of(person)) {
                if (held.role != leader || !held.days.contains(report_.day) || !is_grid_[held.unit.index()]) continue;
                leads = true;
                auto& leaders = leaders_of[held.unit.index()];
                if (!leaders.empty() && leaders.back() == person) continue; // two rows of one appointment
                leaders.push_back(person);
                std::string source = source_of(person, held);
                if (source.empty()) {
                    row_problem(held.place, "source", "", "unknown_source",
                                "the appointment of " +
                                    jifen::in_quotes(mask_long_numbers(district_.people.ids[person])) +
                                    " names no source, and none can be told from her other roles");
                }
                ++by_source[std::move(source)];
            }
            report_.leaders += leads ? 1 : 0;
        }
        for (const UnitId unit : district_.units.preorder()) {
            if (!is_grid_[unit.index()]) continue;
            const auto& leaders = leaders_of[unit.index()];
            if (leaders.empty()) {
                ++report_.grids_without_leader;
                unit_problem(unit, "unit", "no_leader",
                             "nobody holds " + jifen::in_quotes(words_.leader) + " on " + to_string(report_.day));
            } else if (leaders.size() > 1) {
                ++report_.grids_with_several_leaders;
                std::string names;
                for (const PersonId person : leaders)
                    names += (names.empty() ? "" : ", ") + mask_long_numbers(district_.people.ids[person]);
                unit_problem(unit, "unit", "several_leaders",
                             std::to_string(leaders.size()) + " people hold " + jifen::in_quotes(words_.leader) +
                                 " on " + to_string(report_.day) + ": " + names);
            }
        }
        report_.leaders_by_source.assign(by_source.begin(), by_source.end());
        std::int64_t sum = 0;
        for (const auto& [source, count] : report_.leaders_by_source) sum += count;
        if (sum != report_.grids) {
            table_problem(InputTable::roles, "source", "sources_do_not_add_up",
                          "leaders by source add up to " + std::to_string(sum) + " where there are " +
                              std::to_string(report_.grids) + " grids");
        }
    }

    const DistrictData& district_;
    const NetworkWords& words_;
    NetworkReport report_;
    std::vector<bool> is_grid_;
    std::vector<UnitId> above_;  ///< of units outside the tree: see top_of
    std::vector<bool> on_cycle_; ///< known of a unit once its top_of is
};

} // namespace

NetworkReport check_network(const District& district, Day day, const NetworkWords& words) {
    return NetworkChecker(*district, day, words).check();
}

std::optional<Day> last_ledger_day(const District& district) {
    const auto& days = district->ledger.day;
    if (days.empty()) return std::nullopt;
    Day last = Day::always();
    for (const Day day : days) last = std::max(last, day);
    return last;
}

} // namespace jifen
