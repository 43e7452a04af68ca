#pragma once

#include "jifen/core/parallel.hpp"

#include <cstdint>
#include <filesystem>

namespace jifen {

struct GenerateOptions {
    std::uint64_t seed = 1;
    double scale = 1;     ///< 1: a district like Pinggu; 1/3170: one grid; 100: a province
    bool replace = false; ///< whether tables that were not generated may be replaced
    RunOptions run;       ///< threads, progress (in grids), stop
};

/// Writes the seven tables of SPEC §1 of a PingguDistrict as CSV into `folder`, which is made if it is not there. A
/// synthetic district that stands there is replaced, all its tables together at the end; other files are left alone.
/// The bytes depend on seed and scale alone. At scale 1: 280 MB, about 2 s on one core. Memory: a few megabytes a
/// thread at any scale. Throws ArgumentError for a scale out of range, or when tables stand there whose root is not
/// that of a synthetic district (unless `replace`); FileError when the disk refuses, Cancelled on a stop request.
/// After an exception the folder is as it was.
void generate_folder(const std::filesystem::path& folder, const GenerateOptions& options = {});

} // namespace jifen
