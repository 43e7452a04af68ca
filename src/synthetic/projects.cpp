#include "synthetic/projects.hpp"

#include "jifen/synthetic/keyed_permutation.hpp"
#include "synthetic/calendar.hpp"

#include <algorithm>
#include <vector>

namespace jifen::synthetic {

namespace {

/// The share of `total` that falls to `index` of `count`, so that all shares add up to `total`: from half the mean for
/// the first to one and a half times the mean for the last.
std::uint32_t sloping_share(std::uint64_t total, std::uint64_t index, std::uint64_t count) {
    const auto before = [=](std::uint64_t i) { return total * (i * count + i * i) / (2 * count * count); };
    return static_cast<std::uint32_t>(before(index + 1) - before(index));
}

/// The committee members of the township in office on a day, walking on from the host's grid until there are enough
/// or the township was walked round.
std::vector<std::uint32_t> members_near(MadeGrids& grids, const Place& host, Day day, std::size_t enough) {
    std::vector<std::uint32_t> members;
    const GridRange& township = host.township_grids;
    for (std::uint32_t step = 0; step < township.size() && members.size() < enough; ++step) {
        const std::uint32_t grid = township.begin + (host.grid - township.begin + step) % township.size();
        for (const Holder& member : grids.at(grid).posts().members) {
            if (member.span.contains(day) && members.size() < enough) members.push_back(member.person);
        }
    }
    return members;
}

} // namespace

void emit_project(MadeGrids& grids, const Place& place, EntryWriter& writer) {
    const Layout& layout = writer.layout();
    const DistrictShape& shape = layout.shape(place.district);
    if (shape.projects == 0) return;
    const auto deal = [&](Stream stream, std::uint32_t size) {
        return KeyedPermutation(layout.seed, static_cast<std::uint32_t>(stream), place.district, size);
    };
    const std::uint32_t first_grid = place.district * PingguDistrict::grids_at_scale_1;
    const std::uint32_t project = deal(Stream::project_host, shape.grids).at(place.grid - first_grid);
    if (project >= shape.projects) return;
    // Size and reach are dealt out apart: some projects have many hands and few guests.
    const std::uint32_t participations =
        sloping_share(shape.participations, deal(Stream::project_size, shape.projects).at(project), shape.projects);
    const std::uint32_t person_times =
        sloping_share(shape.person_times, deal(Stream::project_reach, shape.projects).at(project), shape.projects);

    CounterRng rng = rng_of(layout.seed, Stream::project, place.grid);
    const Day start = day_after(rng, new_year, 5, 360);
    const auto members = members_near(grids, place, start, participations);
    const IdText act = layout.act_id(place.grid, 0);
    for (std::uint32_t i = 0; i < participations; ++i) {
        const auto session = static_cast<int>(i / members.size());
        const IdText actor = layout.person_id(members[i % members.size()]);
        EntryRow row;
        row.date = std::min(start.plus(session), year_end.plus(-1));
        row.actor = actor;
        row.item = "service_project";
        const std::uint32_t served = (i + 1) * person_times / participations - i * person_times / participations;
        row.quantity = Quantity::thousandths(std::int64_t{served} * 1000);
        row.verified = Verified::yes;
        row.act = act;
        if (chance(rng, 250)) row.recorded = day_after(rng, row.date, 1, 10);
        writer.write(row);
    }
}

} // namespace jifen::synthetic
