#pragma once

#include "jifen/admission/binding.hpp"
#include "jifen/core/cells.hpp"
#include "jifen/core/parallel.hpp"

#include <cstdint>
#include <vector>

namespace jifen {

/// Everyone who is scored (SPEC §4.1): who held one of `applies_to` on at least one day of the window. Ascending.
struct ScoredPeople {
    Cells<PersonId> people;
    Cells<HomeRole> home;       ///< her home role among applies_to
    Cells<std::uint32_t> place; ///< by person: her place in `people`; `absent` when she is not scored

    static constexpr std::uint32_t absent = 0xFFFFFFFFU;
    [[nodiscard]] std::size_t size() const noexcept { return people.size(); }
    [[nodiscard]] bool contains(PersonId person) const noexcept { return place[person.index()] != absent; }
};

/// O(people + role rows), on the threads of `options`; throws Cancelled.
[[nodiscard]] ScoredPeople find_scored_people(const DistrictData& district, const Program& program,
                                              const RunOptions& options = {});

} // namespace jifen
