#include "synthetic/layout.hpp"

#include "jifen/core/error.hpp"
#include "jifen/synthetic/keyed_permutation.hpp"
#include "synthetic/draw.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>

namespace jifen::synthetic {

namespace {

constexpr std::uint32_t full = PingguDistrict::grids_at_scale_1;
constexpr double largest_scale = 100;

// What the page reports for the district (FACTS §1). "Over 1,000 projects", "over 15,000 participations", "over 70,000
// person-times" are taken a little above.
constexpr std::uint32_t townships_at_1 = 18;
constexpr std::uint32_t villages_at_1 = 330;
constexpr std::uint32_t grid_officers_at_1 = 1194;
constexpr std::uint32_t committee_members_at_1 = 837;
constexpr std::uint32_t projects_at_1 = 1046;
constexpr std::uint32_t participations_at_1 = 15'284;
constexpr std::uint32_t person_times_at_1 = 71'366;
constexpr std::uint32_t vetoes_at_1 = 2;

/// amount × grids / 3170, to the nearest.
std::uint32_t in_proportion(std::uint32_t amount, std::uint32_t grids) {
    return static_cast<std::uint32_t>((std::uint64_t{amount} * grids + full / 2) / full);
}

/// Cuts [0, count) into as many runs as there are weights, in proportion to them, none empty. weights.size() ≤ count.
std::vector<std::uint32_t> cut(std::uint32_t count, const std::vector<std::uint32_t>& weights) {
    const auto parts = static_cast<std::uint32_t>(weights.size());
    const std::uint64_t sum = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
    std::vector<std::uint32_t> begin(parts + 1, 0);
    std::uint64_t before = 0;
    for (std::uint32_t i = 0; i < parts; ++i) {
        before += weights[i];
        begin[i + 1] = i + 1 + static_cast<std::uint32_t>((count - parts) * before / sum);
    }
    return begin;
}

DistrictShape make_shape(std::uint64_t seed, std::uint32_t grids) {
    DistrictShape shape;
    shape.grids = grids;
    const std::uint32_t villages = std::max(1U, in_proportion(villages_at_1, grids));
    const std::uint32_t townships = std::min(townships_at_1, villages);
    CounterRng rng = rng_of(seed, Stream::village_size, 0);
    std::vector<std::uint32_t> weights(townships);
    for (auto& weight : weights) weight = 40 + below(rng, 60);
    shape.village_begin = cut(villages, weights);
    weights.resize(villages);
    // Two draws multiplied: many small villages, a few large communities.
    for (auto& weight : weights) weight = 40 + below(rng, 30) * below(rng, 30) / 2;
    shape.grid_begin = cut(grids, weights);

    shape.leaders_by_source[0] = in_proportion(grid_officers_at_1, grids);
    shape.leaders_by_source[1] = in_proportion(committee_members_at_1, grids);
    shape.leaders_by_source[2] = grids - shape.leaders_by_source[0] - shape.leaders_by_source[1];
    shape.projects = in_proportion(projects_at_1, grids);
    shape.participations = shape.projects == 0 ? 0 : in_proportion(participations_at_1, grids);
    shape.person_times = shape.projects == 0 ? 0 : in_proportion(person_times_at_1, grids);
    shape.vetoes = in_proportion(vetoes_at_1, grids);
    return shape;
}

int digits(std::uint32_t number) {
    int count = 1;
    for (; number >= 10; number /= 10) ++count;
    return count;
}

/// Number of the run that holds `value`.
std::uint32_t run_of(const std::vector<std::uint32_t>& begin, std::uint32_t value) {
    return static_cast<std::uint32_t>(std::upper_bound(begin.begin(), begin.end(), value) - begin.begin()) - 1;
}

std::uint32_t grids_at(double scale) {
    const double wanted = scale * full;
    // Negated so that a NaN is refused too.
    if (!(wanted >= 0.5 && scale <= largest_scale)) {
        std::array<char, 32> text{};
        char* const end = std::to_chars(text.data(), text.data() + text.size(), scale).ptr;
        throw ArgumentError("scale", std::string(text.data(), end),
                            "it is from 0.0003155 (1/3170, one grid) to 100 (a province)");
    }
    return std::max(1U, static_cast<std::uint32_t>(std::llround(wanted)));
}

} // namespace

Layout::Layout(std::uint64_t seed_in, double scale) : seed(seed_in) {
    totals.grids = grids_at(scale);
    totals.districts = (totals.grids - 1) / full + 1;
    last = make_shape(seed, totals.grids - (totals.districts - 1) * full);
    if (totals.districts > 1) whole = make_shape(seed, full);
    for (std::uint32_t d = 0; d < totals.districts; ++d) {
        const DistrictShape& of = shape(d);
        totals.townships += of.townships();
        totals.villages += of.villages();
        totals.grid_officer_leaders += of.leaders_by_source[0];
        totals.committee_member_leaders += of.leaders_by_source[1];
        totals.volunteer_leaders += of.leaders_by_source[2];
        totals.projects += of.projects;
        totals.participations += of.participations;
        totals.person_times += of.person_times;
    }
    district_width_ = digits(totals.districts);
    township_width_ = std::max(2, digits(totals.townships));
    village_width_ = std::max(3, digits(totals.villages));
    grid_width_ = std::max(4, digits(totals.grids));
}

Place Layout::place(std::uint32_t grid) const {
    Place result;
    result.grid = grid;
    result.district = district_of(grid);
    const DistrictShape& of = shape(result.district);
    const std::uint32_t first = result.district * full;
    const std::uint32_t village = run_of(of.grid_begin, grid - first);
    const std::uint32_t township = run_of(of.village_begin, village);
    result.village_grids = {first + of.grid_begin[village], first + of.grid_begin[village + 1]};
    result.township_grids = {first + of.grid_begin[of.village_begin[township]],
                             first + of.grid_begin[of.village_begin[township + 1]]};
    // Every district before this one is whole.
    result.village = village + (result.district == 0 ? 0 : result.district * whole.villages());
    result.township = township + (result.district == 0 ? 0 : result.district * whole.townships());
    return result;
}

LeaderSource Layout::source(std::uint32_t grid) const {
    const std::uint32_t district = district_of(grid);
    const DistrictShape& of = shape(district);
    const KeyedPermutation deal(seed, static_cast<std::uint32_t>(Stream::leader_source), district, of.grids);
    const std::uint32_t place = deal.at(grid - district * full);
    if (place < of.leaders_by_source[0]) return LeaderSource::grid_officer;
    if (place < of.leaders_by_source[0] + of.leaders_by_source[1]) return LeaderSource::committee_member;
    return LeaderSource::volunteer;
}

std::uint32_t Layout::households(std::uint32_t grid) const {
    CounterRng rng = rng_of(seed, Stream::household_count, grid);
    return 40 + below(rng, 18) + below(rng, 18);
}

void Layout::check_grid(std::uint32_t grid) const {
    if (grid < totals.grids) return;
    throw ArgumentError("grid", std::to_string(grid),
                        "grids are numbered from 0 to " + std::to_string(totals.grids - 1));
}

} // namespace jifen::synthetic
