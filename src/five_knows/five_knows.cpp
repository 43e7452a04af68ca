#include "jifen/five_knows/five_knows.hpp"

#include "chain.hpp"

#include <algorithm>

namespace jifen {

namespace {

constexpr std::size_t leaders_a_chunk = 32;

/// Households in force on the day in or below a unit in which she holds the role that day: each once, ascending.
std::vector<HouseholdId> households_of(const DistrictData& district, PersonId leader, const RoleSet& roles, Day day) {
    std::vector<HouseholdId> found;
    for (const RoleHeld& held : district.roles.of(leader)) {
        if (!roles.contains(held.role) || !held.days.contains(day) || !district.units.in_tree(held.unit)) continue;
        const UnitTree::Node& unit = district.units[held.unit];
        const auto& begin = district.households.by_unit_begin;
        for (std::uint32_t i = begin[unit.enter]; i < begin[unit.leave]; ++i) {
            const HouseholdId household = district.households.by_unit[i];
            if (district.households.days[household.index()].contains(day)) found.push_back(household);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace

std::string_view to_string(BrokenBy why) noexcept {
    constexpr std::array<std::string_view, 4> words{"", "never", "stale", "empty"};
    return words[static_cast<std::size_t>(why)];
}

FiveKnowsResult assess_five_knows(const Admission& admission, const RunOptions& options) {
    FiveKnowsResult result;
    const auto& rule = admission.program().rules().five_knows;
    if (!rule) return result;
    const DistrictData& district = admission.district();
    const RoleSet roles(district, std::span(&rule->role, 1));
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        const auto home = home_role(district, PersonId::at(p), roles, admission.program().window());
        if (home) result.leaders.push_back({PersonId::at(p), home->last_day, {}, {}, {}, 0, 0});
    }
    std::vector<std::vector<HouseholdKnown>> known(result.leaders.size());
    for_each_chunk(
        result.leaders.size(), leaders_a_chunk, options, "five knows", [&](std::size_t begin, std::size_t end) {
            Chain chain(district, *rule);
            for (std::size_t i = begin; i < end; ++i) {
                LeaderKnows& leader = result.leaders[i];
                chain.set_leader(leader.leader, leader.day, admission.known_at().value_or(Day::never_ends()));
                for (const HouseholdId household : households_of(district, leader.leader, roles, leader.day)) {
                    known[i].push_back(chain.follow(household));
                    leader.funnel += known[i].back().funnel;
                }
                leader.score = chain_score(*rule, leader.funnel);
                leader.points = chain_points(*rule, leader.funnel);
            }
        });
    for (std::size_t i = 0; i < known.size(); ++i) {
        result.leaders[i].begin = result.households.size();
        result.households.insert(result.households.end(), known[i].begin(), known[i].end());
        result.leaders[i].end = result.households.size();
        result.district += result.leaders[i].funnel;
    }
    return result;
}

} // namespace jifen
