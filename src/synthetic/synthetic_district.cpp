#include "jifen/synthetic/synthetic_district.hpp"

#include "jifen/core/error.hpp"
#include "jifen/district/builder.hpp"
#include "jifen/synthetic/pinggu.hpp"

#include <algorithm>

namespace jifen {

using namespace synthetic;

District synthetic_district(const GenerateOptions& options, const SpillOptions& spill) {
    const PingguDistrict made(options.seed, options.scale);
    DistrictBuilder builder;
    if (!spill.folder.empty()) builder.spill_ledger(spill);
    for (std::size_t i = 0; i < input_table_count; ++i) builder.declare(static_cast<InputTable>(i));
    builder.declare_household_attributes({household_attributes.begin(), household_attributes.end()});
    builder.declare_people_attributes({people_attributes.begin(), people_attributes.end()});
    const auto add = [&builder](const auto& row) { builder.add(row); };
    made.units(add);
    const std::uint32_t step = std::max(1U, made.grids() / 100);
    for (std::uint32_t n = 0; n < made.grids(); ++n) {
        if (options.run.stop.stop_requested()) throw Cancelled();
        made.rows_of_grid(n, {add, add, add, add, add, add});
        const std::uint32_t done = n + 1;
        if (options.run.progress && (done % step == 0 || done == made.grids()))
            options.run.progress({"generate", done, made.grids()});
    }
    return builder.freeze(options.run);
}

} // namespace jifen
