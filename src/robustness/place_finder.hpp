#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace jifen::robustness {

/// Whether this machine has the instructions that the functions below take. Where it has not, they are not to be
/// called.
[[nodiscard]] bool has_wide_vectors() noexcept;

/// The least and the greatest of the scores; ∞ and −∞ of none.
[[nodiscard]] std::pair<double, double> range_of(std::span<const double> scores) noexcept;

/// How a score becomes a step: min((most − score) · scale, last).
struct Steps {
    double most, scale, last;
};

/// Of each score its step, below 2^31, before its index of so many bits.
void make_keys(std::span<const double> scores, const Steps& steps, unsigned index_bits, std::uint32_t* keys);

/// Puts in the place of each count the sum of those before it. As many as a multiple of 16.
void add_up(std::span<std::uint16_t> counts);

/// Of each eight keys, from the first on, which of them differ from the next one in no bit of the mask; of what follows
/// the last eight that are followed by one nothing is said.
void find_alike(std::span<const std::uint32_t> keys, std::uint32_t mask, std::span<std::uint8_t> alike);

/// Puts keys below 2^31, which are nearly in order, nearer to it: neighbours change places where the second is the
/// lesser, without a branch.
void order_neighbours(std::span<std::uint32_t> keys);

/// The first of such keys, from the one at `first` (not 0) on, that is less than the one before it; else how many there
/// are.
[[nodiscard]] std::size_t find_lesser(std::span<const std::uint32_t> keys, std::size_t first) noexcept;

/// Sorts scores again and again, in memory of its own. A score becomes a key: how far it lies below the best, in as
/// many steps as leave room for its index, and the index. A pass puts each key where its bucket (the upper bits)
/// begins, neighbours change places, insertion mends what is left, and scores whose step is the same are compared as
/// they are. O(n); n log n where nearly all scores lie close together.
class PlaceFinder {
public:
    /// `by_vectors`: with wide vectors where there are some, which change nothing but the time it takes.
    explicit PlaceFinder(bool by_vectors = true) noexcept : by_vectors_(by_vectors && has_wide_vectors()) {}

    /// Calls visit(index, position, is_tied) for every score, the best first; of those equal in the order of the input.
    /// `is_tied`: as good as the one before. No score is NaN. Fewer than 2^32.
    template <class Visit>
    void for_each_in_order(std::span<const double> scores, Visit visit) {
        if (scores.size() <= few_indices) {
            narrow_.for_each_in_order(scores, by_vectors_, visit);
        } else {
            wide_.for_each_in_order(scores, by_vectors_, visit);
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

    /// The least and the most of those above −∞.
    static std::pair<double, double> finite_range(std::span<const double> scores, bool by_vectors) noexcept {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        double least = infinity, most = -infinity;
        if (by_vectors) {
            std::tie(least, most) = range_of(scores);
        } else {
            for (const double score : scores) {
                least = score < least ? score : least;
                most = score > most ? score : most;
            }
        }
        if (least == -infinity) {
            least = infinity;
            for (const double score : scores) least = score > -infinity ? std::min(least, score) : least;
        }
        return {least, most};
    }

    /// `Count`: holds as many as there are keys.
    template <class Key, class Count>
    class Keys {
    public:
        template <class Visit>
        void for_each_in_order(std::span<const double> scores, bool by_vectors, Visit& visit) {
            index_bits_ = static_cast<unsigned>(std::bit_width(scores.size() - (scores.empty() ? 0 : 1)));
            if (make(scores, by_vectors) && scores.size() > few) spread(by_vectors);
            settle(by_vectors);
            const std::size_t size = keys_.size();
            const Key index_mask = (Key{1} << index_bits_) - 1;
            constexpr Key no_key = std::numeric_limits<Key>::max(); // its step has a bit more than there are
            bool has_alike = false;                                 // whether it is known who is alike
            if constexpr (is_narrow) {
                if (by_vectors) {
                    alike_.resize(size / eight);
                    find_alike(keys_, static_cast<std::uint32_t>(~index_mask), alike_);
                    has_alike = true;
                }
            }
            Key key = size > 0 ? keys_[0] : no_key;
            for (std::size_t position = 0; position < size;) {
                if (has_alike && position % eight == 0 && position + eight < size && alike_[position / eight] == 0) {
                    for (std::size_t i = 0; i < eight; ++i)
                        visit(static_cast<std::size_t>(keys_[position + i] & index_mask), position + i, false);
                    position += eight;
                    key = keys_[position];
                    continue;
                }
                const Key next = position + 1 < size ? keys_[position + 1] : no_key;
                if (((key ^ next) & ~index_mask) == 0) [[unlikely]] {
                    position = visit_alike(scores, position, visit);
                    key = position < size ? keys_[position] : no_key;
                    continue;
                }
                visit(static_cast<std::size_t>(key & index_mask), position++, false);
                key = next;
            }
        }

    private:
        static constexpr bool is_narrow = std::is_same_v<Key, std::uint32_t>;
        static constexpr std::size_t few = 24; ///< that buckets do not pay for: there are at least 32 of them
        static constexpr unsigned most_bucket_bits = 20;
        static constexpr std::size_t eight = 8;

        /// False where all steps are the same, because the scores are all alike, or so near or far that steps
        /// cannot tell them apart.
        bool make(std::span<const double> scores, bool by_vectors) {
            keys_.resize(scores.size());
            const auto [least, most] = finite_range(scores, by_vectors);
            const unsigned step_bits = std::min(52U, std::numeric_limits<Key>::digits - 1 - index_bits_);
            const auto last = static_cast<double>((std::uint64_t{1} << step_bits) - 1);
            const Steps steps{most, last / (most - least), last};
            used_bits_ = index_bits_ + step_bits;
            if (!(steps.scale > 0) || !std::isfinite(steps.scale) || !std::isfinite(most - least)) {
                for (std::size_t i = 0; i < scores.size(); ++i) keys_[i] = static_cast<Key>(i);
                return false;
            }
            if constexpr (is_narrow) {
                if (by_vectors) {
                    make_keys(scores, steps, index_bits_, keys_.data());
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

        void spread(bool by_vectors) {
            const unsigned bucket_bits = std::min({index_bits_, most_bucket_bits, used_bits_ - index_bits_});
            const unsigned shift = used_bits_ - bucket_bits;
            begin_.assign(std::size_t{1} << bucket_bits, 0);
            for (const Key key : keys_) ++begin_[key >> shift];
            add_up_counts(by_vectors);
            spread_.resize(keys_.size());
            for (const Key key : keys_) spread_[begin_[key >> shift]++] = key;
            keys_.swap(spread_);
            if constexpr (is_narrow) {
                if (by_vectors) order_neighbours(keys_);
            }
        }

        void add_up_counts(bool by_vectors) {
            if constexpr (is_narrow) {
                if (by_vectors) return add_up(begin_);
            }
            Count before = 0;
            for (Count& count : begin_) {
                const Count here = count;
                count = before;
                before = static_cast<Count>(before + here);
            }
        }

        /// Sorts by insertion, unless too much would have to be moved.
        void settle(bool by_vectors) {
            std::size_t steps = 8 * keys_.size();
            for (std::size_t i = next_lesser(1, by_vectors); i < keys_.size(); i = next_lesser(i + 1, by_vectors)) {
                const Key key = keys_[i];
                std::size_t at = i;
                for (; at > 0 && key < keys_[at - 1]; --at) keys_[at] = keys_[at - 1];
                keys_[at] = key;
                if (i - at > steps) {
                    std::sort(keys_.begin(), keys_.end());
                    return;
                }
                steps -= i - at;
            }
        }

        /// The first from `i` on that is less than the one before it, else how many there are.
        std::size_t next_lesser(std::size_t i, bool by_vectors) const {
            if constexpr (is_narrow) {
                if (by_vectors) return find_lesser(keys_, i);
            }
            while (i < keys_.size() && !(keys_[i] < keys_[i - 1])) ++i;
            return i;
        }

        /// Visits those whose step is that of the key at `begin`; returns the position behind the last.
        template <class Visit>
        std::size_t visit_alike(std::span<const double> scores, std::size_t begin, Visit& visit) {
            const Key step = keys_[begin] >> index_bits_, index_mask = (Key{1} << index_bits_) - 1;
            std::size_t end = begin + 1;
            while (end < keys_.size() && keys_[end] >> index_bits_ == step) ++end;
            const auto better = [&](Key a, Key b) {
                const double left = scores[a & index_mask], right = scores[b & index_mask];
                return left != right ? left > right : a < b;
            };
            const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = keys_.begin() + static_cast<std::ptrdiff_t>(end);
            if (!std::is_sorted(first, last, better)) std::sort(first, last, better);
            for (std::size_t position = begin; position < end; ++position) {
                const auto index = static_cast<std::size_t>(keys_[position] & index_mask);
                const bool is_tied =
                    position > begin &&
                    scores[index] == scores[static_cast<std::size_t>(keys_[position - 1] & index_mask)];
                visit(index, position, is_tied);
            }
            return end;
        }

        unsigned index_bits_ = 0, used_bits_ = 0;
        std::vector<Key> keys_, spread_;
        std::vector<Count> begin_;        ///< of each bucket in the order
        std::vector<std::uint8_t> alike_; ///< by eight keys
    };

    Keys<std::uint32_t, std::uint16_t> narrow_;
    Keys<std::uint64_t, std::uint32_t> wide_;
    bool by_vectors_;
    std::vector<std::uint32_t> order_;
};

} // namespace jifen::robustness
