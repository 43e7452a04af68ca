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
            problem(row.table, row.line, row.column, row.value, "dangling",
                    row.column + " = " + jifen::quoted(mask_long_numbers(row.value)) + ": " + row.reason);
        }
        report_.people = std::count_if(district_.people.days.begin(), district_.people.days.end(),
                                       [&](const Span& days) { return days.contains(report_.day); });
        check_leaders();
        sort_diagnostics(report_.problems);
        return std::move(report_);
    }

private:
    void problem(InputTable table, std::int64_t line, std::string column, std::string_view value, std::string code,
                 std::string message) {
        report_.problems.push_back({std::string(file_name(table)), line, std::move(column), Severity::error,
                                    std::move(code), std::move(message), mask_long_numbers(value), ""});
    }
    void unit_problem(UnitId unit, std::string code, const std::string& what) {
        const std::string_view id = district_.units.ids()[unit];
        problem(InputTable::units, 0, "unit", id, std::move(code), "unit " + jifen::quoted(id) + ": " + what);
    }

    void check_tree() {
        const UnitTree& units = district_.units;
        if (units.roots().empty())
            problem(InputTable::units, 0, "parent", "", "no_root", "no unit is without a parent: there is no root");
        for (std::size_t i = 1; i < units.roots().size(); ++i)
            unit_problem(units.roots()[i], "several_roots",
                         "it has no parent, and neither has " + jifen::quoted(units.ids()[units.root()]));
        for (std::size_t i = 0; i < units.size(); ++i) {
            const UnitId unit = UnitId::at(i);
            if (!units[unit].exists) continue;
            ++report_.units;
            if (units.in_tree(unit)) continue;
            if (units[unit].has_unknown_parent)
                unit_problem(unit, "unknown_parent", "its parent is not in the table");
            else
                unit_problem(unit, "not_under_a_root",
                             "its chain of parents does not end at a root (a cycle, or an unknown parent further up)");
        }
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
            problem(InputTable::households, 0, "unit", units.ids()[unit], "not_in_a_grid",
                    "household " + jifen::quoted(mask_long_numbers(id)) + " is in " + jifen::quoted(units.ids()[unit]) +
                        (units[unit].exists ? ", which is not a unit of the deepest level"
                                            : ", which is not in the units table"));
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
                ++by_source[source_of(person, held)];
            }
            report_.leaders += leads ? 1 : 0;
        }
        for (const UnitId unit : district_.units.preorder()) {
            if (!is_grid_[unit.index()]) continue;
            const auto& leaders = leaders_of[unit.index()];
            if (leaders.empty()) {
                ++report_.grids_without_leader;
                unit_problem(unit, "no_leader",
                             "nobody holds " + jifen::quoted(words_.leader) + " on " + to_string(report_.day));
            } else if (leaders.size() > 1) {
                ++report_.grids_with_several_leaders;
                std::string names;
                for (const PersonId person : leaders)
                    names += (names.empty() ? "" : ", ") + mask_long_numbers(district_.people.ids[person]);
                unit_problem(unit, "several_leaders",
                             std::to_string(leaders.size()) + " people hold " + jifen::quoted(words_.leader) + " on " +
                                 to_string(report_.day) + ": " + names);
            }
        }
        report_.leaders_by_source.assign(by_source.begin(), by_source.end());
        std::int64_t sum = 0;
        for (const auto& [source, count] : report_.leaders_by_source) {
            if (source.empty())
                problem(InputTable::roles, 0, "source", "", "unknown_source",
                        std::to_string(count) + " appointments name no source and none can be told from other roles");
            sum += count;
        }
        if (sum != report_.grids) {
            problem(InputTable::roles, 0, "source", "", "sources_do_not_add_up",
                    "leaders by source add up to " + std::to_string(sum) + " where there are " +
                        std::to_string(report_.grids) + " grids");
        }
    }

    const DistrictData& district_;
    const NetworkWords& words_;
    NetworkReport report_;
    std::vector<bool> is_grid_;
};

} // namespace

NetworkReport check_network(const District& district, Day day, const NetworkWords& words) {
    return NetworkChecker(*district, day, words).check();
}

std::optional<Day> last_ledger_day(const District& district) {
    const auto& days = district->ledger.day;
    if (days.empty()) return std::nullopt;
    return *std::max_element(days.begin(), days.end());
}

} // namespace jifen
