#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace jifen::robustness {

/// Finds the places of scores again and again, in memory of its own. Scores are sorted into as many buckets as there
/// are, between the least and the most; few buckets hold more than a few. O(n) where scores are spread, else n log n.
class PlaceFinder {
public:
    struct Item {
        double score;
        std::uint32_t index;
    };

    /// The scores with their indices, the best first; those equal in the order of the input. No score is NaN. Valid
    /// until the next call.
    std::span<const Item> sort(std::span<const double> scores) {
        items_.resize(scores.size());
        if (scores.size() <= few) {
            take(scores);
            insert(0, items_.size());
            return items_;
        }
        constexpr double infinity = std::numeric_limits<double>::infinity();
        double least = infinity, most = -infinity;
        for (const double score : scores) {
            least = score > -infinity && score < least ? score : least;
            most = std::max(score, most);
        }
        const std::size_t buckets = std::bit_ceil(scores.size());
        const double scale = static_cast<double>(buckets - 1) / (most - least);
        // All alike, or so near that the scale is not finite.
        if (!(scale > 0) || !std::isfinite(scale) || !std::isfinite((most - least) * scale)) {
            take(scores);
            std::stable_sort(items_.begin(), items_.end(), before);
            return items_;
        }
        scatter(scores, most, scale, buckets);
        return items_;
    }

private:
    static constexpr std::size_t few = 24;

    static bool before(const Item& a, const Item& b) noexcept { return a.score > b.score; }

    void take(std::span<const double> scores) noexcept {
        for (std::size_t i = 0; i < scores.size(); ++i) items_[i] = {scores[i], static_cast<std::uint32_t>(i)};
    }

    void scatter(std::span<const double> scores, double most, double scale, std::size_t buckets) {
        bucket_.resize(scores.size());
        begin_.assign(buckets + 1, 0);
        const auto last = static_cast<std::uint32_t>(buckets - 1);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double at = (most - scores[i]) * scale;
            bucket_[i] = at < static_cast<double>(last) ? static_cast<std::uint32_t>(at) : last; // −∞ is in the last
            ++begin_[bucket_[i] + 1];
        }
        std::uint32_t fullest = 0;
        for (std::size_t b = 1; b <= buckets; ++b) {
            fullest = std::max(fullest, begin_[b]);
            begin_[b] += begin_[b - 1];
        }
        end_.assign(begin_.begin(), begin_.end() - 1);
        for (std::size_t i = 0; i < scores.size(); ++i)
            items_[end_[bucket_[i]]++] = {scores[i], static_cast<std::uint32_t>(i)};
        if (fullest <= few) {
            insert(0, items_.size()); // nobody moves beyond her bucket
            return;
        }
        for (std::size_t b = 0; b < buckets; ++b) {
            if (end_[b] - begin_[b] <= few) {
                insert(begin_[b], end_[b]);
            } else {
                std::stable_sort(items_.begin() + begin_[b], items_.begin() + end_[b], before);
            }
        }
    }

    void insert(std::size_t begin, std::size_t end) noexcept {
        for (std::size_t i = begin + 1; i < end; ++i) {
            const Item item = items_[i];
            std::size_t at = i;
            for (; at > begin && before(item, items_[at - 1]); --at) items_[at] = items_[at - 1];
            items_[at] = item;
        }
    }

    std::vector<Item> items_;
    std::vector<std::uint32_t> bucket_, begin_, end_;
};

} // namespace jifen::robustness
