#pragma once

#include "jifen/district/builder.hpp"
#include "jifen/district/district.hpp"
#include "jifen/synthetic/generate_folder.hpp"

namespace jifen {

/// The district that generate_folder writes, frozen without touching the disk: equal to the one read from that folder
/// but for the places of rows in messages. At scale 1: 5 s of one core, 1 GB while it is built. One thread makes the
/// rows and interns their texts; all of `options.run` freeze them. Throws ArgumentError for a scale out of range,
/// Error("limit") for a scale whose rows exceed a district, Cancelled on a stop request; with a folder in `spill` what
/// DistrictBuilder::spill_ledger throws.
[[nodiscard]] District synthetic_district(const GenerateOptions& options = {}, const SpillOptions& spill = {});

} // namespace jifen
