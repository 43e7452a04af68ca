#pragma once

#include <compare>
#include <cstdint>

namespace jifen {

/// Where a row stands in what was read, for messages: 8 bytes.
struct RowPlace {
    std::uint32_t source = 0; ///< into `DistrictData::sources`
    std::uint32_t line = 0;   ///< 1-based line of a file, or row of a program; 0: not known, or 2^32 and beyond

    friend auto operator<=>(const RowPlace&, const RowPlace&) = default;
};

} // namespace jifen
