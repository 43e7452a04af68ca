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

/// Sorts scores again and again, in memory of its own. A score becomes a number, where it lies between the most and the
/// least; the upper 16 bits of the number are sorted by two passes over bytes, the rest by insertion, and scores that
/// became the same number by themselves. O(n); n log n where nearly all scores lie close together. An Item is the
/// number in its upper half and the index in its lower one.
template <class Item>
class NumberedScores {
public:
    static constexpr unsigned half = std::numeric_limits<Item>::digits / 2;
    static constexpr std::uint64_t most_scores = std::uint64_t{1} << half;

    /// As PlaceFinder::sort.
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
    static constexpr Item largest = std::numeric_limits<Item>::max() >> half; ///< number, and index

    static std::uint32_t index_of(Item item) noexcept { return static_cast<std::uint32_t>(item & largest); }
    static Item number_of(Item item) noexcept { return item >> half; }

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
        constexpr auto last = static_cast<double>(largest);
        const double scale = last / (most - least);
        lower_.fill(0);
        upper_.fill(0);
        // All alike, or so near or far that they cannot be numbered: then all have the same number.
        if (!(scale > 0) || !std::isfinite(scale) || !std::isfinite(most - least)) {
            for (std::size_t i = 0; i < scores.size(); ++i) items_[i] = static_cast<Item>(i);
            lower_[0] = upper_[0] = static_cast<std::uint32_t>(scores.size());
            return;
        }
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double at = (most - scores[i]) * scale;
            const auto numbered = static_cast<std::int64_t>(at < last ? at : last); // −∞ has the last number
            const Item item = static_cast<Item>(numbered) << half | static_cast<Item>(i);
            items_[i] = item;
            ++lower_[item >> (2 * half - 16) & 0xFFU];
            ++upper_[item >> (2 * half - 8)];
        }
    }

    /// Sorts the items.
    void settle() {
        if (items_.size() > few) {
            other_.resize(items_.size());
            pass(items_, other_, lower_, 2 * half - 16);
            pass(other_, items_, upper_, 2 * half - 8);
            if constexpr (half == 16) return; // and the passes keep the order of the input
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
        const auto is_better = [&](Item a, Item b) { return scores[index_of(a)] > scores[index_of(b)]; };
        for (std::size_t i = 1; i < items_.size(); ++i) {
            if (number_of(items_[i]) != number_of(items_[i - 1])) continue;
            const std::size_t begin = i - 1;
            while (i < items_.size() && number_of(items_[i]) == number_of(items_[begin])) ++i;
            if (i - begin > few) {
                std::stable_sort(items_.begin() + static_cast<std::ptrdiff_t>(begin),
                                 items_.begin() + static_cast<std::ptrdiff_t>(i), is_better);
                continue;
            }
            for (std::size_t next = begin + 1; next < i; ++next) {
                for (std::size_t at = next; at > begin && is_better(items_[at], items_[at - 1]); --at)
                    std::swap(items_[at], items_[at - 1]);
            }
        }
    }

    std::vector<Item> items_, other_;
    std::vector<std::uint32_t> indices_;
    std::array<std::uint32_t, bytes> lower_{}, upper_{}; ///< how many have this byte
};

/// Sorts scores again and again.
class PlaceFinder {
public:
    /// The indices of the scores, the best first; of those equal in the order of the input. No score is NaN. Valid
    /// until the next call. Fewer than 2^32.
    std::span<const std::uint32_t> sort(std::span<const double> scores) {
        return scores.size() < NumberedScores<std::uint32_t>::most_scores ? narrow_.sort(scores) : wide_.sort(scores);
    }

private:
    NumberedScores<std::uint32_t> narrow_; ///< half the memory, so that it stays near
    NumberedScores<std::uint64_t> wide_;
};

} // namespace jifen::robustness
