#include "jifen/synthetic/synthetic_district.hpp"

#include "jifen/core/error.hpp"
#include "jifen/district/builder.hpp"
#include "jifen/synthetic/pinggu.hpp"

#include <algorithm>

namespace jifen {

using namespace synthetic;

namespace {

/// That are made without asking whether to stop: a fiftieth of a district of scale 1.
constexpr std::uint32_t most_grids_at_once = 64;

} // namespace

District synthetic_district(const GenerateOptions& options, const SpillOptions& spill) {
    const PingguDistrict made(options.seed, options.scale);
    DistrictBuilder builder;
    if (!spill.folder.empty()) builder.spill_ledger(spill);
    for (std::size_t i = 0; i < input_table_count; ++i) builder.declare(static_cast<InputTable>(i));
    builder.declare_household_attributes({household_attributes.begin(), household_attributes.end()});
    builder.declare_people_attributes({people_attributes.begin(), people_attributes.end()});
    const auto add = [&builder](const auto& row) { builder.add(row); };
    made.units(add);
    const std::uint32_t step = std::clamp(made.grids() / 100, 1U, most_grids_at_once);
    for (std::uint32_t done = 0; done < made.grids();) {
        if (options.run.stop.stop_requested()) throw Cancelled();
        const std::uint32_t end = std::min(made.grids(), done + step);
        made.rows_of_grids(done, end, {add, add, add, add, add, add});
        done = end;
        if (options.run.progress) options.run.progress({"generate", done, made.grids()});
    }
    return builder.freeze(options.run);
}

} // namespace jifen
