#pragma once

#include "jifen/core/digest.hpp"
#include "jifen/core/parallel.hpp"
#include "jifen/district/district.hpp"

#include <array>
#include <filesystem>

namespace jifen {

/// The SHA-256 of each input table in its canonical form: of the file that `write_district` writes. Tables that say the
/// same have the same digest, wherever they came from and whatever the order of their rows; what counts nowhere
/// (rejected rows, notes, ids of knowledge records: docs/provenance.md has the list) is no part of it.
struct DistrictDigests {
    std::array<Digest, input_table_count> tables;

    [[nodiscard]] const Digest& of(InputTable table) const noexcept { return tables[static_cast<std::size_t>(table)]; }
    friend bool operator==(const DistrictDigests&, const DistrictDigests&) = default;
};

/// O(rows), as long as it takes to write the tables; in bounded memory beside one copy of the units, households,
/// people, roles and links. Throws Cancelled.
[[nodiscard]] DistrictDigests digests(const District& district, const RunOptions& options = {});

/// Writes the seven tables of SPEC §1 into the folder, which is made if need be: the district as it was taken in, in
/// its canonical form (district_tables.hpp). They can be read again. Tables that stand there are replaced, all together
/// at the end. Throws FileError, Cancelled.
DistrictDigests write_district(const District& district, const std::filesystem::path& folder,
                               const RunOptions& options = {});

} // namespace jifen
