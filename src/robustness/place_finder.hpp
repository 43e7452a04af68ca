#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace jifen::robustness {

/// Sorts scores again and again, in memory of its own. A score becomes a number of 32 bits, its place between the most
/// and the least; 16 of them are sorted by two passes over bytes, the rest by insertion, and scores that became the
/// same number by themselves. O(n); n log n where nearly all scores lie close together.
class PlaceFinder {
public:
    /// The indices of the scores, the best first; of those equal in the order of the input. No score is NaN. Valid
    /// until the next call. Fewer than 2^32.
    std::span<const std::uint32_t> sort(std::span<const double> scores) {
        items_.resize(scores.size());
        indices_.resize(scores.size());
        number(scores);
        settle();
        exactly(scores);
        for (std::size_t i = 0; i < items_.size(); ++i) indices_[i] = index_of(items_[i]);
        return indices_;
    }

private:
    static constexpr std::size_t few = 48; ///< that passes over bytes do not pay for
    static constexpr std::size_t bytes = 256;
    static constexpr double largest = std::numeric_limits<std::uint32_t>::max();

    using Item = std::uint64_t; ///< its number above, its index below
    static std::uint32_t index_of(Item item) noexcept { return static_cast<std::uint32_t>(item); }
    static std::uint32_t number_of(Item item) noexcept { return static_cast<std::uint32_t>(item >> 32U); }

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

    void number(std::span<const double> scores) noexcept {
        const auto [least, most] = finite_range(scores);
        const double scale = largest / (most - least);
        lower_.fill(0);
        upper_.fill(0);
        // All alike, or so near or far that they cannot be numbered: then all have the same number.
        if (!(scale > 0) || !std::isfinite(scale) || !std::isfinite(most - least)) {
            for (std::size_t i = 0; i < scores.size(); ++i) items_[i] = i;
            lower_[0] = upper_[0] = static_cast<std::uint32_t>(scores.size());
            return;
        }
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double at = (most - scores[i]) * scale;
            const auto numbered = static_cast<std::uint64_t>(at < largest ? at : largest); // −∞ has the last number
            items_[i] = numbered << 32U | i;
            ++lower_[numbered >> 16U & 0xFFU];
            ++upper_[numbered >> 24U];
        }
    }

    /// Sorts the items.
    void settle() {
        if (items_.size() > few) {
            other_.resize(items_.size());
            pass(items_, other_, lower_, 48);
            pass(other_, items_, upper_, 56);
        }
        std::size_t steps = 8 * items_.size();
        for (std::size_t i = 1; i < items_.size(); ++i) {
            const Item item = items_[i];
            std::size_t at = i;
            for (; at > 0 && item < items_[at - 1]; --at) items_[at] = items_[at - 1];
            items_[at] = item;
            if (i - at > steps) {
                std::sort(items_.begin(), items_.end());
                return;
            }
            steps -= i - at;
        }
    }

    static void pass(std::span<const Item> from, std::span<Item> to, std::array<std::uint32_t, bytes>& begin,
                     unsigned shift) noexcept {
        std::uint32_t before = 0;
        for (std::uint32_t& count : begin) before += std::exchange(count, before);
        for (const Item item : from) to[begin[item >> shift & 0xFFU]++] = item;
    }

    /// Sorts those of one number by their scores.
    void exactly(std::span<const double> scores) {
        for (std::size_t i = 1; i < items_.size(); ++i) {
            if (number_of(items_[i]) != number_of(items_[i - 1])) continue;
            std::size_t end = i + 1;
            while (end < items_.size() && number_of(items_[end]) == number_of(items_[i])) ++end;
            std::stable_sort(items_.begin() + static_cast<std::ptrdiff_t>(i - 1),
                             items_.begin() + static_cast<std::ptrdiff_t>(end),
                             [&](Item a, Item b) { return scores[index_of(a)] > scores[index_of(b)]; });
            i = end - 1;
        }
    }

    std::vector<Item> items_, other_;
    std::vector<std::uint32_t> indices_;
    std::array<std::uint32_t, bytes> lower_{}, upper_{}; ///< how many have this byte
};

} // namespace jifen::robustness
