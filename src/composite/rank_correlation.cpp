#include "jifen/composite/rank_correlation.hpp"

#include "composite/checks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace jifen::composite {

namespace {

void check_sides(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size()) {
        throw ArgumentError("y", std::to_string(y.size()),
                            "both sides are equally long; x has " + std::to_string(x.size()));
    }
    for (const auto side : {x, y}) {
        if (std::any_of(side.begin(), side.end(), [](double value) { return std::isnan(value); }))
            throw ArgumentError(side.data() == x.data() ? "x" : "y", "nan", "a missing value has no place in an order");
    }
}

/// value / √(x · y), the same with the sides exchanged, and exact where they are equal.
double by_both(double value, double x, double y) {
    return std::clamp(value / (x == y ? x : std::sqrt(x) * std::sqrt(y)), -1.0, 1.0);
}

constexpr std::uint64_t pairs(std::uint64_t n) { return n == 0 ? 0 : n * (n - 1) / 2; }

/// Pairs within the runs of equal elements of a sorted range.
template <class Range, class Equal>
std::uint64_t tied_pairs(const Range& sorted, const Equal& equal) {
    std::uint64_t sum = 0, run = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        run = i > 0 && equal(sorted[i - 1], sorted[i]) ? run + 1 : 0;
        sum += run;
    }
    return sum;
}

/// Sorts and gives the pairs that stood in the wrong order: merge sort, from short runs to long ones.
std::uint64_t sort_and_count(std::vector<double>& values) {
    std::vector<double> merged(values.size());
    std::uint64_t inversions = 0;
    for (std::size_t width = 1; width < values.size(); width *= 2) {
        for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
            const std::size_t middle = std::min(begin + width, values.size());
            const std::size_t end = std::min(begin + 2 * width, values.size());
            std::size_t left = begin, right = middle, to = begin;
            while (left < middle && right < end) {
                if (values[right] < values[left]) {
                    inversions += middle - left;
                    merged[to++] = values[right++];
                } else {
                    merged[to++] = values[left++];
                }
            }
            while (left < middle) merged[to++] = values[left++];
            while (right < end) merged[to++] = values[right++];
        }
        values.swap(merged);
    }
    return inversions;
}

} // namespace

std::optional<double> kendall_tau_b(std::span<const double> x, std::span<const double> y) {
    check_sides(x, y);
    std::vector<std::pair<double, double>> both;
    both.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) both.emplace_back(x[i], y[i]);
    std::sort(both.begin(), both.end());
    const std::uint64_t all = pairs(both.size());
    const std::uint64_t tied_x = tied_pairs(both, [](const auto& a, const auto& b) { return a.first == b.first; });
    const std::uint64_t tied_both = tied_pairs(both, [](const auto& a, const auto& b) { return a == b; });
    std::vector<double> by_x(both.size());
    std::transform(both.begin(), both.end(), by_x.begin(), [](const auto& pair) { return pair.second; });
    const std::uint64_t discordant = sort_and_count(by_x);
    const std::uint64_t tied_y = tied_pairs(by_x, [](double a, double b) { return a == b; });
    if (all == tied_x || all == tied_y) return std::nullopt; // also when there is no pair
    const auto concordant_less =
        static_cast<std::int64_t>(all - tied_x - tied_y + tied_both) - 2 * static_cast<std::int64_t>(discordant);
    return by_both(static_cast<double>(concordant_less), static_cast<double>(all - tied_x),
                   static_cast<double>(all - tied_y));
}

std::vector<double> mean_ranks(std::span<const double> values) {
    if (std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); }))
        throw ArgumentError("values", "nan", "a missing value has no rank");
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double mean = static_cast<double>(begin + end + 1) / 2;
        for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = mean;
    }
    return ranks;
}

std::optional<double> spearman_rho(std::span<const double> x, std::span<const double> y) {
    check_sides(x, y);
    const std::vector<double> ranks_x = mean_ranks(x), ranks_y = mean_ranks(y);
    const double mean = (static_cast<double>(x.size()) + 1) / 2;
    double product = 0, square_x = 0, square_y = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        product += (ranks_x[i] - mean) * (ranks_y[i] - mean);
        square_x += (ranks_x[i] - mean) * (ranks_x[i] - mean);
        square_y += (ranks_y[i] - mean) * (ranks_y[i] - mean);
    }
    if (!(square_x > 0) || !(square_y > 0)) return std::nullopt;
    return by_both(product, square_x, square_y);
}

} // namespace jifen::composite
