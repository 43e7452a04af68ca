#include "evaluation/ranking.hpp"

#include <boost/sort/pdqsort/pdqsort.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace jifen {

namespace {

constexpr std::uint64_t counts_for_each = 4; ///< to go through more takes longer than sorting

/// Thousandths; as they wrap round, any two totals have one.
std::uint64_t distance(Points better, Points worse) noexcept {
    return static_cast<std::uint64_t>(better.thousandths()) - static_cast<std::uint64_t>(worse.thousandths());
}

std::vector<std::uint32_t> ranks_by_counting(std::span<const Points> totals, Points best, std::uint64_t range) {
    std::vector<std::uint32_t> better(range + 2); // by the distance from the best; of each is counted one behind it
    for (const Points total : totals) {
        if (total != no_rank) ++better[distance(best, total) + 1];
    }
    std::partial_sum(better.begin(), better.end(), better.begin());
    std::vector<std::uint32_t> ranks;
    ranks.reserve(totals.size());
    for (const Points total : totals) ranks.push_back(total == no_rank ? 0 : better[distance(best, total)] + 1);
    return ranks;
}

std::vector<std::uint32_t> ranks_by_order(std::span<const Points> totals) {
    struct Ranked {
        Points total;
        std::size_t place;
    };
    std::vector<Ranked> order;
    order.reserve(totals.size());
    for (std::size_t place = 0; place < totals.size(); ++place) {
        if (totals[place] != no_rank) order.push_back({totals[place], place});
    }
    boost::sort::pdqsort_branchless(order.begin(), order.end(),
                                    [](const Ranked& a, const Ranked& b) { return a.total > b.total; });
    std::vector<std::uint32_t> ranks(totals.size());
    std::size_t first = 0; // who is as good
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i].total != order[first].total) first = i;
        ranks[order[i].place] = static_cast<std::uint32_t>(first + 1);
    }
    return ranks;
}

} // namespace

std::vector<std::uint32_t> ranks_of(std::span<const Points> totals) {
    Points best = no_rank, worst = Points::thousandths(std::numeric_limits<std::int64_t>::max());
    for (const Points total : totals) {
        best = std::max(best, total);
        worst = total == no_rank ? worst : std::min(worst, total);
    }
    if (best == no_rank) return std::vector<std::uint32_t>(totals.size());
    const std::uint64_t range = distance(best, worst);
    return range < counts_for_each * totals.size() ? ranks_by_counting(totals, best, range) : ranks_by_order(totals);
}

} // namespace jifen
