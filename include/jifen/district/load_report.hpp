#pragma once

#include "jifen/core/diagnostic.hpp"
#include "jifen/district/rows.hpp"

#include <array>
#include <cstdint>

namespace jifen {

/// What became of the rows of one table: accepted + duplicate + conflict + rejected = read (SPEC §1).
struct LoadCounts {
    std::int64_t read = 0, accepted = 0, duplicate = 0, conflict = 0, rejected = 0;
    bool present = false; ///< the table was there

    friend bool operator==(const LoadCounts&, const LoadCounts&) = default;
};

/// What loading found: nothing is lost, everything is listed.
struct LoadReport {
    std::array<LoadCounts, input_table_count> tables;
    Diagnostics diagnostics; ///< sorted by file, line, column

    [[nodiscard]] const LoadCounts& of(InputTable table) const noexcept {
        return tables[static_cast<std::size_t>(table)];
    }
    [[nodiscard]] LoadCounts& of(InputTable table) noexcept { return tables[static_cast<std::size_t>(table)]; }
};

} // namespace jifen
