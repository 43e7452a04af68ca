#include "jifen/admission/scored_people.hpp"

namespace jifen {

ScoredPeople find_scored_people(const DistrictData& district, const Program& program) {
    ScoredPeople scored;
    const RoleSet roles(district, program.rules().applies_to);
    scored.place.assign(district.people.size(), ScoredPeople::absent);
    for (std::size_t p = 0; p < district.people.size(); ++p) {
        const auto home = home_role(district, PersonId::at(p), roles, program.window());
        if (!home) continue;
        scored.place[p] = static_cast<std::uint32_t>(scored.people.size());
        scored.people.push_back(PersonId::at(p));
        scored.home.push_back(*home);
    }
    return scored;
}

} // namespace jifen
