#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace jifen::robustness {

/// Sorts scores again and again, in memory of its own. The span from the most to the least is cut into a few times as
/// many buckets as there are scores; one pass puts each where its bucket begins, and insertion mends the order of those
/// that share one. O(n); n log n where nearly all scores lie close together.
class PlaceFinder {
public:
    /// The indices of the scores, the best first; of those equal in the order of the input. No score is NaN. Valid
    /// until the next call. Fewer than 2^32.
    std::span<const std::uint32_t> sort(std::span<const double> scores) {
        order_.resize(scores.size());
        if (scores.size() <= few || !spread(scores)) {
            for (std::size_t i = 0; i < scores.size(); ++i) order_[i] = static_cast<std::uint32_t>(i);
        }
        settle(scores);
        return order_;
    }

private:
    static constexpr std::size_t few = 48; ///< that buckets do not pay for
    static constexpr std::size_t most_buckets = std::size_t{1} << 20U;

    /// The least and the most of those above −∞.
    static std::pair<double, double> finite_range(std::span<const double> scores) noexcept {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        constexpr std::size_t lanes = 4; // each waits for itself alone
        std::array<double, lanes> least, most;
        least.fill(infinity);
        most.fill(-infinity);
        std::size_t i = 0;
        for (; i + lanes <= scores.size(); i += lanes) {
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const double score = scores[i + lane];
                least[lane] = score < least[lane] ? score : least[lane];
                most[lane] = score > most[lane] ? score : most[lane];
            }
        }
        for (; i < scores.size(); ++i) {
            least[0] = std::min(least[0], scores[i]);
            most[0] = std::max(most[0], scores[i]);
        }
        double low = *std::min_element(least.begin(), least.end());
        if (low == -infinity) {
            low = infinity;
            for (const double score : scores) low = score > -infinity ? std::min(low, score) : low;
        }
        return {low, *std::max_element(most.begin(), most.end())};
    }

    /// Puts the indices in the order of buckets; false where the scores are all alike, or so near or far that they
    /// cannot be told apart so.
    bool spread(std::span<const double> scores) {
        const auto [least, most] = finite_range(scores);
        const std::size_t buckets = std::min(most_buckets, std::bit_ceil(2 * scores.size()));
        const auto last = static_cast<double>(buckets - 1);
        const double scale = last / (most - least);
        if (!(scale > 0) || !std::isfinite(scale) || !std::isfinite(most - least)) return false;
        bucket_.resize(scores.size());
        begin_.assign(buckets, 0);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double at = (most - scores[i]) * scale;
            bucket_[i] = static_cast<std::int32_t>(at < last ? at : last); // −∞ is in the last one
        }
        for (const std::int32_t bucket : bucket_) ++begin_[static_cast<std::size_t>(bucket)];
        std::uint32_t before = 0;
        for (std::uint32_t& count : begin_) before += std::exchange(count, before);
        for (std::size_t i = 0; i < bucket_.size(); ++i)
            order_[begin_[static_cast<std::size_t>(bucket_[i])]++] = static_cast<std::uint32_t>(i);
        return true;
    }

    /// Sorts by insertion, unless too much would have to be moved.
    void settle(std::span<const double> scores) {
        std::size_t steps = 8 * order_.size();
        for (std::size_t i = 1; i < order_.size(); ++i) {
            const std::uint32_t index = order_[i];
            const double score = scores[index];
            if (!(score > scores[order_[i - 1]])) continue;
            std::size_t at = i;
            for (; at > 0 && score > scores[order_[at - 1]]; --at) order_[at] = order_[at - 1];
            order_[at] = index;
            if (i - at > steps) {
                std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
                    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
                });
                return;
            }
            steps -= i - at;
        }
    }

    std::vector<std::uint32_t> order_;
    std::vector<std::int32_t> bucket_; ///< by score
    std::vector<std::uint32_t> begin_; ///< of each bucket in the order
};

} // namespace jifen::robustness
