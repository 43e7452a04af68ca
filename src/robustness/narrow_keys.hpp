#pragma once

#include "core/vectors.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

/// What the sorting of scores by keys of 32 bits does to many of them at once. Each but `order_neighbours` has a plain
/// twin in place_finder.hpp, where insertion does without that. `vectors`: those that the machine has, and not common;
/// the results are the same.
namespace jifen::robustness {

/// How a score becomes a step: min((most − score) · scale, last).
struct Steps {
    double most, scale, last;
};

/// Of each score its step, below 2^31, before its index of so many bits; of one score alone these are none.
void make_keys(std::span<const double> scores, const Steps& steps, unsigned index_bits, std::uint32_t* keys,
               Vectors vectors);

/// Counts the keys by bucket: their bits above the lowest `shift`. Counts begin at what they are.
void count_keys(std::span<const std::uint32_t> keys, unsigned shift, std::uint16_t* counts);

/// Puts each key where the next one of its bucket goes.
void put_keys(std::span<const std::uint32_t> keys, unsigned shift, std::uint16_t* next, std::uint32_t* to);

/// Puts in the place of each count the sum of those before it. As many as a multiple of 16.
void add_up(std::span<std::uint16_t> counts);

/// What there is to say of neighbours among keys, a bit for each key and the one before it.
class NeighbourMarks {
public:
    /// A pass of several steps tells a key when it has read as many behind it.
    static constexpr std::size_t lag = 3;

    void resize(std::size_t keys) {
        const std::size_t bytes = (lag + keys) / 8 + 2 * sizeof(std::uint64_t); // read by words, written beyond the end
        lesser_.resize(bytes);
        alike_.resize(bytes);
    }

    /// A byte for every eight bits; the bit of a key is `lag` and its position.
    [[nodiscard]] std::uint8_t* lesser() noexcept { return lesser_.data(); } ///< less than the one before
    [[nodiscard]] std::uint8_t* alike() noexcept { return alike_.data(); }   ///< of the same step

    /// Calls visit(position) for those that are less, ascending.
    template <class Visit>
    void for_each_lesser(std::size_t keys, Visit visit) const {
        for_each(lesser_, keys, visit);
    }
    template <class Visit>
    void for_each_alike(std::size_t keys, Visit visit) const {
        for_each(alike_, keys, visit);
    }

    void set_alike(std::size_t position) noexcept {
        const std::size_t bit = position + lag;
        alike_[bit / 8] = static_cast<std::uint8_t>(alike_[bit / 8] | 1U << bit % 8);
    }

private:
    template <class Visit>
    static void for_each(const std::vector<std::uint8_t>& bits, std::size_t keys, Visit& visit) {
        constexpr std::size_t word = 64;
        for (std::size_t first = 0; first < lag + keys; first += word) {
            std::uint64_t here = 0;
            std::memcpy(&here, &bits[first / 8], sizeof here);
            if (first == 0) here &= ~std::uint64_t{0} << lag; // of what lies before the first key
            for (; here != 0; here &= here - 1) {
                const std::size_t bit = first + static_cast<std::size_t>(std::countr_zero(here));
                if (bit >= lag + keys) return;
                visit(bit - lag);
            }
        }
    }

    std::vector<std::uint8_t> lesser_, alike_;
};

/// Written before the first and behind the last of keys that are put in order.
constexpr std::size_t keys_before = 4, keys_behind = 32;

/// Puts keys, which are nearly in order, nearer to it, and marks what is left to do: neighbours change
/// places where the second is the lesser, those from the first one on and those from the second one on, twice, without
/// a branch. `step_bits`: those in which keys that are not alike differ.
void order_neighbours(std::uint32_t* keys, std::size_t size, std::uint32_t step_bits, NeighbourMarks& marks,
                      Vectors vectors);

} // namespace jifen::robustness
