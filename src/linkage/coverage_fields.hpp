#pragma once

#include "jifen/linkage/coverage.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace jifen {

/// One of the sums, and the name of its column.
struct CoverageField {
    std::string_view name;
    std::int64_t CoverageSums::*sum;
};

/// All of them, in the order of the columns; `without_contact`, which may be blank, is the last.
inline constexpr std::array coverage_fields{
    CoverageField{"members", &CoverageSums::members},
    CoverageField{"with_exemplars", &CoverageSums::with_exemplars},
    CoverageField{"with_contacts", &CoverageSums::with_contacts},
    CoverageField{"with_served", &CoverageSums::with_served},
    CoverageField{"exemplars", &CoverageSums::exemplars},
    CoverageField{"contacts", &CoverageSums::contacts},
    CoverageField{"served", &CoverageSums::served},
    CoverageField{"missing_exemplars", &CoverageSums::missing_exemplars},
    CoverageField{"missing_contacts", &CoverageSums::missing_contacts},
    CoverageField{"missing_served", &CoverageSums::missing_served},
    CoverageField{"people", &CoverageSums::people},
    CoverageField{"reached_by_nobody", &CoverageSums::reached_by_nobody},
    CoverageField{"reached_by_several", &CoverageSums::reached_by_several},
    CoverageField{"links", &CoverageSums::links},
    CoverageField{"links_out_of_office", &CoverageSums::links_out_of_office},
    CoverageField{"links_to_departed", &CoverageSums::links_to_departed},
    CoverageField{"households", &CoverageSums::households},
    CoverageField{"without_contact", &CoverageSums::without_contact},
};

} // namespace jifen
