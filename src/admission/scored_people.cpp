#include "jifen/admission/scored_people.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace jifen {

namespace {
constexpr std::size_t people_a_chunk = 4096;
} // namespace

ScoredPeople find_scored_people(const DistrictData& district, const Program& program, const RunOptions& options) {
    const RoleSet roles(district, program.rules().applies_to);
    const std::size_t people = district.people.size();
    // Each chunk leaves whom it found where its people begin; memory that nobody writes to costs nothing.
    ScoredPeople found;
    found.people.resize(people);
    found.home.resize(people);
    std::vector<std::size_t> first((people + people_a_chunk - 1) / people_a_chunk + 1); // place of each chunk
    for_each_chunk(people, people_a_chunk, options.quiet(), "who is scored", [&](std::size_t begin, std::size_t end) {
        std::size_t at = begin;
        for_each_holder(district, roles, program.window(), begin, end, [&](PersonId person, const HomeRole& home) {
            found.people[at] = person;
            found.home[at++] = home;
        });
        first[begin / people_a_chunk + 1] = at - begin;
    });
    std::partial_sum(first.begin(), first.end(), first.begin());

    if (first.back() == people) {
        found.place.resize(people);
        std::iota(found.place.begin(), found.place.end(), std::uint32_t{0});
        return found;
    }
    ScoredPeople scored;
    scored.people.resize(first.back());
    scored.home.resize(first.back());
    scored.place.resize(people);
    for_each_chunk(people, people_a_chunk, options.quiet(), "who is scored", [&](std::size_t begin, std::size_t end) {
        std::fill(&scored.place[begin], scored.place.data() + end, ScoredPeople::absent);
        const std::size_t chunk = begin / people_a_chunk;
        for (std::size_t place = first[chunk], at = begin; place < first[chunk + 1]; ++place, ++at) {
            scored.place[found.people[at].index()] = static_cast<std::uint32_t>(place);
            scored.people[place] = found.people[at];
            scored.home[place] = found.home[at];
        }
    });
    return scored;
}

} // namespace jifen
