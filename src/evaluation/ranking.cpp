#include "evaluation/ranking.hpp"

#include <boost/sort/pdqsort/pdqsort.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

namespace jifen {

namespace {

constexpr std::uint64_t counts_for_each = 4; ///< to go through more takes longer than sorting
constexpr std::size_t people_a_chunk = 16'384;

/// Thousandths; as they wrap round, any two totals have one.
std::uint64_t distance(Points better, Points worse) noexcept {
    return static_cast<std::uint64_t>(better.thousandths()) - static_cast<std::uint64_t>(worse.thousandths());
}

bool is_ranked(std::span<const std::uint8_t> is_out, std::size_t place) noexcept {
    return is_out.empty() || is_out[place] == 0;
}

/// Nobody's, until somebody is added.
struct Bounds {
    Points best = Points::thousandths(std::numeric_limits<std::int64_t>::min());
    Points worst = Points::thousandths(std::numeric_limits<std::int64_t>::max());

    void add(const Bounds& other) noexcept {
        best = std::max(best, other.best);
        worst = std::min(worst, other.worst);
    }
};

Bounds bounds_of(std::span<const Points> totals, std::span<const std::uint8_t> is_out, const RunOptions& options) {
    std::vector<Bounds> of_chunks((totals.size() + people_a_chunk - 1) / people_a_chunk);
    for_each_chunk(totals.size(), people_a_chunk, options, "bounds", [&](std::size_t begin, std::size_t end) {
        Bounds bounds;
        for (std::size_t place = begin; place < end; ++place) {
            if (is_ranked(is_out, place)) bounds.add({totals[place], totals[place]});
        }
        of_chunks[begin / people_a_chunk] = bounds;
    });
    Bounds bounds;
    for (const Bounds& of_chunk : of_chunks) bounds.add(of_chunk);
    return bounds;
}

Cells<std::uint32_t> ranks_by_counting(std::span<const Points> totals, std::span<const std::uint8_t> is_out,
                                       const Bounds& bounds, const RunOptions& options) {
    // By the distance from the best; of each is counted one behind it.
    std::vector<std::uint32_t> better(distance(bounds.best, bounds.worst) + 2);
    for (std::size_t place = 0; place < totals.size(); ++place) {
        if (is_ranked(is_out, place)) ++better[distance(bounds.best, totals[place]) + 1];
    }
    std::partial_sum(better.begin(), better.end(), better.begin());
    Cells<std::uint32_t> ranks(totals.size());
    for_each_chunk(totals.size(), people_a_chunk, options, "ranks", [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place)
            ranks[place] = is_ranked(is_out, place) ? better[distance(bounds.best, totals[place])] + 1 : 0;
    });
    return ranks;
}

Cells<std::uint32_t> ranks_by_order(std::span<const Points> totals, std::span<const std::uint8_t> is_out) {
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
    Cells<std::uint32_t> ranks(totals.size(), 0);
    std::size_t first = 0; // who is as good
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i].total != order[first].total) first = i;
        ranks[order[i].place] = static_cast<std::uint32_t>(first + 1);
    }
    return ranks;
}

} // namespace

Cells<std::uint32_t> ranks_of(std::span<const Points> totals, std::span<const std::uint8_t> is_out,
                              const RunOptions& options) {
    const Bounds bounds = bounds_of(totals, is_out, options);
    if (bounds.best < bounds.worst) return Cells<std::uint32_t>(totals.size(), 0); // nobody is ranked
    return distance(bounds.best, bounds.worst) < counts_for_each * totals.size()
               ? ranks_by_counting(totals, is_out, bounds, options)
               : ranks_by_order(totals, is_out);
}

} // namespace jifen
