#include "jifen/admission/scored_people.hpp"

#include <algorithm>
#include <utility>

namespace jifen {

namespace {
constexpr std::size_t people_a_chunk = 4096;
} // namespace

ScoredPeople find_scored_people(const DistrictData& district, const Program& program, const RunOptions& options) {
    const RoleSet roles(district, program.rules().applies_to);
    const std::size_t people = district.people.size();
    std::vector<std::vector<std::pair<PersonId, HomeRole>>> holders((people + people_a_chunk - 1) / people_a_chunk);
    for_each_chunk(people, people_a_chunk, options.quiet(), "who is scored", [&](std::size_t begin, std::size_t end) {
        auto& found = holders[begin / people_a_chunk];
        for_each_holder(district, roles, program.window(), begin, end,
                        [&](PersonId person, const HomeRole& home) { found.emplace_back(person, home); });
    });
    std::vector<std::size_t> first{0}; // place of each chunk
    for (const auto& found : holders) first.push_back(first.back() + found.size());

    ScoredPeople scored;
    scored.people.resize(first.back());
    scored.home.resize(first.back());
    scored.place.resize(people);
    for_each_chunk(people, people_a_chunk, options.quiet(), "who is scored", [&](std::size_t begin, std::size_t end) {
        const std::size_t chunk = begin / people_a_chunk;
        std::fill(&scored.place[begin], scored.place.data() + end, ScoredPeople::absent);
        std::size_t place = first[chunk];
        for (const auto& [person, home] : holders[chunk]) {
            scored.place[person.index()] = static_cast<std::uint32_t>(place);
            scored.people[place] = person;
            scored.home[place++] = home;
        }
    });
    return scored;
}

} // namespace jifen
