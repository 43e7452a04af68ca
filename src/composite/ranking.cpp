#include "jifen/composite/ranking.hpp"

#include "composite/checks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jifen::composite {

Ranking rank(std::span<const double> scores, Best best, double tie_within) {
    if (!(tie_within >= 0 && tie_within < 1))
        throw ArgumentError("tie_within", number_text(tie_within), "it is from 0 to below 1");
    double largest = 0;
    for (const double score : scores) {
        if (!std::isfinite(score)) throw ArgumentError("scores", number_text(score), "a score is a finite number");
        largest = std::max(largest, std::fabs(score));
    }
    Ranking out;
    out.tie_within = tie_within;
    out.places.resize(scores.size());
    out.order.resize(scores.size());
    std::iota(out.order.begin(), out.order.end(), std::size_t{0});
    std::stable_sort(out.order.begin(), out.order.end(), [&](std::size_t a, std::size_t b) {
        return best == Best::highest ? scores[a] > scores[b] : scores[a] < scores[b];
    });
    for (std::size_t begin = 0, end = 0; begin < scores.size(); begin = end) {
        const double first = scores[out.order[begin]];
        while (end < scores.size() && std::fabs(scores[out.order[end]] - first) <= tie_within * largest) ++end;
        // Nearly equal ones stand in the order of the input, too.
        const auto group = std::span(out.order).subspan(begin, end - begin);
        std::sort(group.begin(), group.end());
        for (const std::size_t alternative : group) out.places[alternative] = begin + 1;
        if (group.size() > 1) out.ties.emplace_back(group.begin(), group.end());
    }
    return out;
}

} // namespace jifen::composite
