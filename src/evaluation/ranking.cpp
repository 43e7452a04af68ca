#include "evaluation/ranking.hpp"

#include <boost/sort/pdqsort/pdqsort.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

namespace jifen {

namespace {

constexpr std::uint64_t counts_for_each = 4; ///< to go through more takes longer than sorting

/// Thousandths; as they wrap round, any two totals have one.
std::uint64_t distance(Points better, Points worse) noexcept {
    return static_cast<std::uint64_t>(better.thousandths()) - static_cast<std::uint64_t>(worse.thousandths());
}

bool is_ranked(std::span<const std::uint8_t> is_out, std::size_t place) noexcept {
    return is_out.empty() || is_out[place] == 0;
}

std::vector<std::uint32_t> ranks_by_counting(std::span<const Points> totals, std::span<const std::uint8_t> is_out,
                                             Points best, std::uint64_t range) {
    std::vector<std::uint32_t> better(range + 2); // by the distance from the best; of each is counted one behind it
    for (std::size_t place = 0; place < totals.size(); ++place) {
        if (is_ranked(is_out, place)) ++better[distance(best, totals[place]) + 1];
    }
    std::partial_sum(better.begin(), better.end(), better.begin());
    std::vector<std::uint32_t> ranks;
    ranks.reserve(totals.size());
    for (std::size_t place = 0; place < totals.size(); ++place)
        ranks.push_back(is_ranked(is_out, place) ? better[distance(best, totals[place])] + 1 : 0);
    return ranks;
}

std::vector<std::uint32_t> ranks_by_order(std::span<const Points> totals, std::span<const std::uint8_t> is_out) {
    struct Ranked {
        Points total;
        std::size_t place;
    };
    std::vector<Ranked> order;
    order.reserve(totals.size());
    for (std::size_t place = 0; place < totals.size(); ++place) {
        if (is_ranked(is_out, place)) order.push_back({totals[place], place});
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

std::vector<std::uint32_t> ranks_of(std::span<const Points> totals, std::span<const std::uint8_t> is_out) {
    std::int64_t best = std::numeric_limits<std::int64_t>::min(), worst = std::numeric_limits<std::int64_t>::max();
    for (std::size_t place = 0; place < totals.size(); ++place) {
        if (!is_ranked(is_out, place)) continue;
        best = std::max(best, totals[place].thousandths());
        worst = std::min(worst, totals[place].thousandths());
    }
    if (best < worst) return std::vector<std::uint32_t>(totals.size()); // nobody is ranked
    const std::uint64_t range = distance(Points::thousandths(best), Points::thousandths(worst));
    return range < counts_for_each * totals.size() ? ranks_by_counting(totals, is_out, Points::thousandths(best), range)
                                                   : ranks_by_order(totals, is_out);
}

} // namespace jifen
