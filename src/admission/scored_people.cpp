#include "jifen/admission/scored_people.hpp"

namespace jifen {

ScoredPeople find_scored_people(const DistrictData& district, const Program& program) {
    ScoredPeople scored;
    const RoleSet roles(district, program.rules().applies_to);
    scored.place.assign(district.people.size(), ScoredPeople::absent);
    for_each_holder(district, roles, program.window(), [&](PersonId person, const HomeRole& home) {
        scored.place[person.index()] = static_cast<std::uint32_t>(scored.people.size());
        scored.people.push_back(person);
        scored.home.push_back(home);
    });
    return scored;
}

} // namespace jifen
