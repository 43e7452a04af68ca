#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>

namespace jifen {

/// Ten rounds of Philox4x32: a bijection of 128-bit counters, chosen by a 64-bit key, whose outputs pass for random.
/// About 10 ns. J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: "Parallel random numbers: as easy as 1, 2, 3",
/// SC11, 2011; the tests hold it to the known answers published with Random123.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                                std::array<std::uint32_t, 2> key) noexcept {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53U} * counter[0];
        const std::uint64_t second = std::uint64_t{0xCD9E8D57U} * counter[2];
        counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
                   static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return counter;
}

/// Of this counter and of the three whose first words are the next, made side by side.
[[nodiscard]] std::array<std::uint32_t, 16> four_of_philox4x32(const std::array<std::uint32_t, 4>& counter,
                                                               const std::array<std::uint32_t, 2>& key) noexcept;

/// Random 32-bit words that are a function of (seed, stream, entity) and of nothing else: two generators made alike
/// give the same words on every platform, whatever was drawn elsewhere. Models std::uniform_random_bit_generator.
/// 2^34 words before it repeats. Making one costs nothing; a draw about 3 ns.
class CounterRng {
public:
    using result_type = std::uint32_t;
    using FirstWords = std::array<std::uint32_t, 8>;

    /// `stream` says what is drawn (ages, visits, …), `entity` for whom; distinct pairs give unrelated words.
    constexpr CounterRng(std::uint64_t seed, std::uint32_t stream, std::uint64_t entity) noexcept
        : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
          counter_{0, stream, static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32)} {}
    /// The same, of which `first_words` were made already, as of many generators together.
    constexpr CounterRng(std::uint64_t seed, std::uint32_t stream, std::uint64_t entity,
                         const FirstWords& first_words) noexcept
        : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
          counter_{std::tuple_size_v<FirstWords> / block, stream, static_cast<std::uint32_t>(entity),
                   static_cast<std::uint32_t>(entity >> 32)},
          used_(words - std::tuple_size_v<FirstWords>) {
        for (std::size_t i = 0; i < first_words.size(); ++i) words_[used_ + i] = first_words[i];
    }
    [[nodiscard]] static constexpr FirstWords first_words(std::uint64_t seed, std::uint32_t stream,
                                                          std::uint64_t entity) noexcept {
        CounterRng rng(seed, stream, entity);
        FirstWords made{};
        for (std::uint32_t& word : made) word = rng();
        return made;
    }

    [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
    [[nodiscard]] static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

    constexpr result_type operator()() noexcept {
        if (used_ == words) refill();
        return words_[used_++];
    }

private:
    static constexpr std::uint32_t block = 4;  ///< words that are made of a counter
    static constexpr std::uint32_t words = 16; ///< that are made at once

    constexpr void refill() noexcept {
        if (std::is_constant_evaluated()) {
            for (std::uint32_t i = 0; i < words; ++i)
                words_[i] =
                    philox4x32({counter_[0] + i / block, counter_[1], counter_[2], counter_[3]}, key_)[i % block];
        } else {
            words_ = four_of_philox4x32(counter_, key_);
        }
        counter_[0] += words / block;
        used_ = 0;
    }

    std::array<std::uint32_t, 2> key_;
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, words> words_; // from `used_` on; the others are not set
    std::size_t used_ = words;
};

} // namespace jifen
