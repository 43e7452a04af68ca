#include "jifen/five_knows/five_knows.hpp"

#include "chain.hpp"

#include <algorithm>

namespace jifen {

namespace {

constexpr std::size_t leaders_a_chunk = 32;

/// Adds the households in force on the day in or below a unit in which she holds the role that day: each once,
/// ascending.
void add_households(const DistrictData& district, PersonId leader, const RoleSet& roles, Day day,
                    std::vector<HouseholdId>& found) {
    const auto before = static_cast<std::ptrdiff_t>(found.size());
    for (const RoleHeld& held : district.roles.of(leader)) {
        if (!roles.contains(held.role) || !held.days.contains(day) || !district.units.in_tree(held.unit)) continue;
        const UnitTree::Node& unit = district.units[held.unit];
        const auto& begin = district.households.by_unit_begin;
        for (std::uint32_t i = begin[unit.enter]; i < begin[unit.leave]; ++i) {
            const HouseholdId household = district.households.by_unit[i];
            if (district.households.days[household.index()].contains(day)) found.push_back(household);
        }
    }
    std::sort(found.begin() + before, found.end());
    found.erase(std::unique(found.begin() + before, found.end()), found.end());
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
    for_each_holder(district, roles, admission.program().window(), [&](PersonId person, const HomeRole& home) {
        result.leaders.push_back({person, home.last_day, {}, {}, {}, 0, 0});
    });
    // Whose households they are is asked first, so that each chain is written where it stays.
    std::vector<std::vector<HouseholdId>> households((result.leaders.size() + leaders_a_chunk - 1) / leaders_a_chunk);
    for_each_chunk(result.leaders.size(), leaders_a_chunk, options, "households",
                   [&](std::size_t begin, std::size_t end) {
                       std::vector<HouseholdId>& of_chunk = households[begin / leaders_a_chunk];
                       for (std::size_t i = begin; i < end; ++i) {
                           LeaderKnows& leader = result.leaders[i];
                           leader.begin = of_chunk.size();
                           add_households(district, leader.leader, roles, leader.day, of_chunk);
                           leader.end = of_chunk.size();
                       }
                   });
    std::vector<std::uint64_t> first; // of each chunk
    std::uint64_t count = 0;
    for (const auto& of_chunk : households) {
        first.push_back(count);
        count += of_chunk.size();
    }
    result.households.resize(count);
    const ChainWeights weights(*rule);
    for_each_chunk(
        result.leaders.size(), leaders_a_chunk, options, "five knows", [&](std::size_t begin, std::size_t end) {
            const std::span<const HouseholdId> of_chunk = households[begin / leaders_a_chunk];
            const std::uint64_t before = first[begin / leaders_a_chunk];
            Chain chain(district, *rule, weights);
            for (std::size_t i = begin; i < end; ++i) {
                LeaderKnows& leader = result.leaders[i];
                chain.set_leader(leader.leader, leader.day, admission.known_at().value_or(Day::never_ends()));
                for (std::uint64_t h = leader.begin; h < leader.end; ++h) {
                    chain.prefetch(of_chunk, h);
                    HouseholdKnown& known = result.households[before + h];
                    known = {of_chunk[h], {}, {}, BrokenBy::nothing, {}};
                    chain.follow(known);
                    leader.funnel += known.funnel;
                }
                leader.begin += before;
                leader.end += before;
                leader.score = weights.score(leader.funnel);
                leader.points = weights.points(*rule, leader.funnel);
            }
        });
    for (const LeaderKnows& leader : result.leaders) result.district += leader.funnel;
    return result;
}

} // namespace jifen
