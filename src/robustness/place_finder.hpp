#pragma once

#include "core/vectors.hpp"
#include "robustness/narrow_keys.hpp"
#include "robustness/score_range.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

namespace jifen::robustness {

/// Sorts scores again and again, in memory of its own. A score becomes a key: how far it lies below the best, in as
/// many steps as leave room for its index, and the index. A pass puts each key where its bucket (the upper bits)
/// begins, neighbours change places, insertion mends what is left, and scores whose step is the same are compared as
/// they are. O(n); n log n where nearly all scores lie close together.
class PlaceFinder {
public:
    /// `widest`: of the vectors that are used where there are some, which change nothing but the time it takes.
    explicit PlaceFinder(Vectors widest = Vectors::avx512) noexcept : vectors_(std::min(widest, widest_vectors())) {}

    /// Calls visit(index, position, is_tied) for every score, the best first; of those equal in the order of the input.
    /// `is_tied`: as good as the one before. No score is NaN. Fewer than 2^32.
    template <class Visit>
    void for_each_in_order(std::span<const double> scores, Visit visit) {
        for_each_in_order(scores, range_of(scores, vectors_), visit);
    }

    /// The same where it is known in which range they lie, but for those that are −∞.
    template <class Visit>
    void for_each_in_order(std::span<const double> scores, Range range, Visit visit) {
        if (range.least == -std::numeric_limits<double>::infinity()) range.least = least_above_infinity(scores);
        if (scores.size() <= few_indices) {
            narrow_.for_each_in_order(scores, range, vectors_, visit);
        } else {
            wide_.for_each_in_order(scores, range, Vectors::common, visit);
        }
    }

    /// The indices in that order, valid until the next call.
    std::span<const std::uint32_t> sort(std::span<const double> scores) {
        order_.resize(scores.size());
        for_each_in_order(scores, [this](std::size_t index, std::size_t position, bool) {
            order_[position] = static_cast<std::uint32_t>(index);
        });
        return order_;
    }

private:
    /// Whose keys have 32 bits, of which 19 tell the scores apart.
    static constexpr std::size_t few_indices = std::size_t{1} << 13U;

    /// The least of those above −∞.
    static double least_above_infinity(std::span<const double> scores) noexcept {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        double least = infinity;
        for (const double score : scores) least = score > -infinity ? std::min(least, score) : least;
        return least;
    }

    /// `Count`: holds as many as there are keys.
    template <class Key, class Count>
    class Keys {
    public:
        template <class Visit>
        void for_each_in_order(std::span<const double> scores, const Range& range, Vectors vectors, Visit& visit) {
            vectors_ = vectors;
            index_bits_ = static_cast<unsigned>(std::bit_width(scores.size() - (scores.empty() ? 0 : 1)));
            index_mask_ = (Key{1} << index_bits_) - 1;
            has_marks_ = false;
            if (make(scores, range) && scores.size() > few) spread();
            settle();
            order_alike(scores);
            const std::size_t size = keys_.size();
            if (ties_ == 0) {
                const Key* const keys = keys_.data();
                const Key index_mask = index_mask_; // lest it be read again behind every write of `visit`
#pragma GCC unroll 8
                for (std::size_t position = 0; position < size; ++position)
                    visit(static_cast<std::size_t>(keys[position] & index_mask), position, false);
            } else {
                for (std::size_t position = 0; position < size; ++position)
                    visit(index_at(position), position, is_tied_[position] != 0);
            }
        }

    private:
        static constexpr bool is_narrow = std::is_same_v<Key, std::uint32_t>;
        static constexpr std::size_t few = 24; ///< that buckets do not pay for: there are at least 32 of them
        static constexpr unsigned most_bucket_bits = 20;

        /// Keys and what may be written on either side of them.
        class Room {
        public:
            std::span<Key> of(std::size_t size) {
                if (all_.size() < keys_before + size + keys_behind) all_.resize(keys_before + size + keys_behind);
                return std::span(all_).subspan(keys_before, size);
            }

        private:
            std::vector<Key> all_;
        };

        /// False where all steps are the same, because the scores are all alike, or so near or far that steps
        /// cannot tell them apart.
        bool make(std::span<const double> scores, const Range& range) {
            keys_ = made_.of(scores.size());
            const auto [least, most] = range;
            const unsigned step_bits = std::min(52U, std::numeric_limits<Key>::digits - std::max(index_bits_, 1U));
            const auto last = static_cast<double>((std::uint64_t{1} << step_bits) - 1);
            const Steps steps{most, last / (most - least), last};
            used_bits_ = index_bits_ + step_bits;
            if (!(steps.scale > 0) || !std::isfinite(steps.scale) || !std::isfinite(most - least)) {
                for (std::size_t i = 0; i < scores.size(); ++i) keys_[i] = static_cast<Key>(i);
                return false;
            }
            if constexpr (is_narrow) {
                if (vectors_ != Vectors::common) {
                    make_keys(scores, steps, index_bits_, keys_.data(), vectors_);
                    return true;
                }
            }
            using Step = std::make_signed_t<Key>; // what a double is converted to in one instruction
            for (std::size_t i = 0; i < scores.size(); ++i) {
                const double at = (steps.most - scores[i]) * steps.scale;
                const auto step = static_cast<Step>(at < steps.last ? at : steps.last); // of −∞ the last one
                keys_[i] = static_cast<Key>(step) << index_bits_ | static_cast<Key>(i);
            }
            return true;
        }

        void spread() {
            const unsigned bucket_bits = std::min({index_bits_, most_bucket_bits, used_bits_ - index_bits_});
            const unsigned shift = used_bits_ - bucket_bits;
            begin_.assign(std::size_t{1} << bucket_bits, 0);
            const std::span<Key> spread = spread_.of(keys_.size());
            if constexpr (is_narrow) {
                if (vectors_ != Vectors::common) {
                    count_keys(keys_, shift, begin_.data());
                    add_up(begin_);
                    put_keys(keys_, shift, begin_.data(), spread.data());
                    keys_ = spread;
                    order_neighbours(keys_.data(), keys_.size(), ~index_mask_, marks_, vectors_);
                    has_marks_ = true;
                    return;
                }
            }
            for (const Key key : keys_) ++begin_[key >> shift];
            add_up_counts();
            for (const Key key : keys_) spread[begin_[key >> shift]++] = key;
            keys_ = spread;
        }

        void add_up_counts() {
            Count before = 0;
            for (Count& count : begin_) {
                const Count here = count;
                count = before;
                before = static_cast<Count>(before + here);
            }
        }

        /// Sorts by insertion, unless too much would have to be moved.
        void settle() {
            std::size_t steps = 8 * keys_.size();
            if (has_marks_) {
                marks_.for_each_lesser(keys_.size(), [&](std::size_t position) {
                    // Where it was the greater one moves on, and the next may be less than that.
                    while (has_marks_ && position < keys_.size() && keys_[position] < keys_[position - 1])
                        insert(position++, steps);
                });
            } else {
                for (std::size_t i = 1; i < keys_.size(); ++i) {
                    if (keys_[i] < keys_[i - 1] && !insert(i, steps)) return;
                }
            }
        }

        /// Moves a key, which is less than the one before, to its place among those before. False: that took more
        /// steps than there were left, and all have been sorted.
        bool insert(std::size_t i, std::size_t& steps) {
            const Key key = keys_[i];
            std::size_t at = i;
            for (; at > 0 && key < keys_[at - 1]; --at) keys_[at] = keys_[at - 1];
            keys_[at] = key;
            if (i - at > steps) {
                std::sort(keys_.begin(), keys_.end());
                has_marks_ = false;
                return false;
            }
            steps -= i - at;
            for (std::size_t moved = at; has_marks_ && moved <= i + 1 && moved < keys_.size(); ++moved) {
                if (is_alike(moved)) marks_.set_alike(moved);
            }
            return true;
        }

        [[nodiscard]] std::size_t index_at(std::size_t position) const {
            return static_cast<std::size_t>(keys_[position] & index_mask_);
        }

        /// Whether a key has the step of the one before.
        [[nodiscard]] bool is_alike(std::size_t position) const {
            return position > 0 && ((keys_[position] ^ keys_[position - 1]) & ~index_mask_) == 0;
        }

        /// Puts those of one step in the order of their scores, and finds who ties.
        void order_alike(std::span<const double> scores) {
            ties_ = 0;
            std::size_t end = 0; // of the last ones that were alike
            const auto order_from = [&](std::size_t second) {
                if (second >= end && is_alike(second)) end = order_run(scores, second - 1);
            };
            if (has_marks_) {
                marks_.for_each_alike(keys_.size(), order_from);
            } else {
                for (std::size_t second = 1; second < keys_.size(); ++second) order_from(second);
            }
        }

        /// The same for those whose step is that of the key at `begin`; returns the position behind the last.
        std::size_t order_run(std::span<const double> scores, std::size_t begin) {
            std::size_t end = begin + 1;
            while (end < keys_.size() && is_alike(end)) ++end;
            const auto score_of = [&](Key key) { return scores[static_cast<std::size_t>(key & index_mask_)]; };
            const auto better = [&](Key a, Key b) {
                const double left = score_of(a), right = score_of(b);
                return left != right ? left > right : a < b;
            };
            const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = keys_.begin() + static_cast<std::ptrdiff_t>(end);
            if (!std::is_sorted(first, last, better)) std::sort(first, last, better);
            for (std::size_t position = begin + 1; position < end; ++position) {
                if (score_of(keys_[position]) != score_of(keys_[position - 1])) continue;
                if (ties_++ == 0) is_tied_.assign(keys_.size(), 0);
                is_tied_[position] = 1;
            }
            return end;
        }

        Vectors vectors_ = Vectors::common;
        unsigned index_bits_ = 0, used_bits_ = 0;
        Key index_mask_ = 0;
        Room made_, spread_;
        std::span<Key> keys_;      ///< in one of them
        std::vector<Count> begin_; ///< of each bucket in the order
        bool has_marks_ = false;   ///< whether it is known which neighbours may be alike, or out of order
        NeighbourMarks marks_;
        std::size_t ties_ = 0;              ///< with the one before
        std::vector<std::uint8_t> is_tied_; ///< by position, where there are ties
    };

    Keys<std::uint32_t, std::uint16_t> narrow_;
    Keys<std::uint64_t, std::uint32_t> wide_;
    Vectors vectors_;
    std::vector<std::uint32_t> order_;
};

} // namespace jifen::robustness
