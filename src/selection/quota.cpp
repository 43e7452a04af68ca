#include "jifen/selection/quota.hpp"

#include "jifen/core/exact.hpp"

#include <algorithm>
#include <numeric>
#include <queue>
#include <utility>

namespace jifen {

namespace {

std::vector<std::int64_t> largest_remainder(std::span<const std::int64_t> weights, std::int64_t places,
                                            std::int64_t sum) {
    std::vector<std::int64_t> seats(weights.size());
    std::vector<std::int64_t> remainder(weights.size());
    std::int64_t left = places;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Int128 product = static_cast<Int128>(weights[i]) * places;
        seats[i] = static_cast<std::int64_t>(product / sum);
        remainder[i] = static_cast<std::int64_t>(product % sum);
        left -= seats[i];
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(remainder[a], weights[a]) > std::pair(remainder[b], weights[b]);
    });
    for (std::size_t i = 0; i < static_cast<std::size_t>(left); ++i) ++seats[order[i]];
    return seats;
}

/// One place after the other to the largest weight / divisor, the divisor being n + 1 or 2n + 1 after n places.
std::vector<std::int64_t> highest_quotients(std::span<const std::int64_t> weights, std::int64_t places,
                                            std::int64_t sum, std::int64_t step) {
    std::vector<std::int64_t> seats(weights.size());
    const auto divisor = [&](std::size_t i) { return seats[i] * step + 1; };
    const auto behind = [&](std::size_t a, std::size_t b) { // a comes after b
        const Int128 left = static_cast<Int128>(weights[a]) * divisor(b);
        const Int128 right = static_cast<Int128>(weights[b]) * divisor(a);
        if (left != right) return left < right;
        return weights[a] != weights[b] ? weights[a] < weights[b] : a > b;
    };
    // Both methods stay within the lower quota less the number of strata: those places need not be dealt one by one.
    const auto sure = static_cast<std::int64_t>(weights.size());
    std::int64_t left = places;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto lower = static_cast<std::int64_t>(static_cast<Int128>(weights[i]) * places / sum);
        seats[i] = std::max<std::int64_t>(0, lower - sure);
        left -= seats[i];
    }
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(behind)> next(behind);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0) next.push(i);
    }
    for (; left > 0 && !next.empty(); --left) {
        const std::size_t first = next.top();
        next.pop();
        ++seats[first];
        next.push(first);
    }
    return seats;
}

} // namespace

std::vector<std::int64_t> apportion(QuotaMethod method, std::span<const std::int64_t> weights, std::int64_t places) {
    const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    if (sum == 0 || places == 0) return std::vector<std::int64_t>(weights.size());
    switch (method) {
    case QuotaMethod::largest_remainder:
        return largest_remainder(weights, places, sum);
    case QuotaMethod::sainte_lague:
        return highest_quotients(weights, places, sum, 2);
    case QuotaMethod::dhondt:
        return highest_quotients(weights, places, sum, 1);
    }
    return {};
}

std::vector<std::int64_t> divide_places(QuotaMethod method, std::span<const QuotaStratum> strata, std::int64_t places) {
    std::vector<std::int64_t> given(strata.size());
    std::vector<std::size_t> open(strata.size());
    std::iota(open.begin(), open.end(), std::size_t{0});
    for (;;) {
        std::vector<std::int64_t> weights;
        weights.reserve(open.size());
        for (const std::size_t i : open) weights.push_back(strata[i].weight);
        const std::vector<std::int64_t> seats = apportion(method, weights, places);
        std::vector<std::size_t> within;
        for (std::size_t j = 0; j < open.size(); ++j) {
            const QuotaStratum& stratum = strata[open[j]];
            given[open[j]] = std::min(seats[j], stratum.most);
            if (seats[j] > stratum.most)
                places -= stratum.most;
            else
                within.push_back(open[j]);
        }
        if (within.size() == open.size()) return given;
        open = std::move(within);
    }
}

} // namespace jifen
