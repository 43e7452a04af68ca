#include "jifen/synthetic/counter_rng.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

namespace jifen {
namespace {

static_assert(std::uniform_random_bit_generator<CounterRng>);

using Words = std::array<std::uint32_t, 4>;

// The known answers of Random123 1.14 (tests/kat_vectors: philox4x32, 10 rounds).
static_assert(philox4x32({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
              Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
              Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

TEST(CounterRng, GivesTheSameWordsForTheSameSeedStreamAndEntity) {
    CounterRng a(42, 7, 1'000'000'000'000);
    CounterRng b(42, 7, 1'000'000'000'000);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(a(), b());
}

TEST(CounterRng, GivesOtherWordsWhenSeedStreamOrEntityIsAnother) {
    const auto first = [](std::uint64_t seed, std::uint32_t stream, std::uint64_t entity) {
        CounterRng rng(seed, stream, entity);
        return std::uint64_t{rng()} << 32 | rng();
    };
    std::set<std::uint64_t> seen;
    for (const std::uint64_t seed : {0ULL, 1ULL, 1ULL << 32}) {
        for (const std::uint32_t stream : {0U, 1U, 2U}) {
            for (const std::uint64_t entity : {0ULL, 1ULL, 1ULL << 32}) seen.insert(first(seed, stream, entity));
        }
    }
    EXPECT_EQ(seen.size(), 27U);
}

// Made by other instructions than the compiler's, four counters together, up to the end of 32 bits.
TEST(CounterRng, MakesTheWordsOfFourCounters) {
    std::mt19937 numbers(5);
    const auto random = [&numbers] { return static_cast<std::uint32_t>(numbers()); };
    for (int trial = 0; trial < 2000; ++trial) {
        const std::array<std::uint32_t, 2> key{random(), random()};
        const std::uint32_t first = trial % 8 < 4 ? 0U - static_cast<std::uint32_t>(trial % 8) : random();
        const Words counter{first, random(), random(), random()};
        const auto made = four_of_philox4x32(counter, key);
        for (std::uint32_t i = 0; i < made.size(); ++i)
            ASSERT_EQ(made[i], philox4x32({first + i / 4, counter[1], counter[2], counter[3]}, key)[i % 4]);
    }
}

constexpr std::uint32_t word_at(int place) {
    CounterRng rng(7, 2, 3);
    for (int i = 0; i < place; ++i) (void)rng();
    return rng();
}
// While compiling as while running.
static_assert(word_at(0) == philox4x32({0, 2, 3, 0}, {7, 0})[0] && word_at(18) == philox4x32({4, 2, 3, 0}, {7, 0})[2]);

TEST(CounterRng, HandsOutTheWordsOfConsecutiveCounters) {
    CounterRng rng(0x0000000200000001, 9, 0x0000000400000003);
    for (std::uint32_t block = 0; block < 11; ++block) {
        for (const std::uint32_t word : philox4x32({block, 9, 3, 4}, {1, 2})) EXPECT_EQ(rng(), word);
    }
}

} // namespace
} // namespace jifen
