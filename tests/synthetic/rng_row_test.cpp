#include "synthetic/rng_row.hpp"

#include <gtest/gtest.h>

namespace jifen::synthetic {
namespace {

// Entities one after the other, again, backwards, far apart, at the ends of 32 and of 64 bits.
TEST(RngRow, GivesTheGeneratorOfEachEntity) {
    constexpr std::uint64_t seed = 0x0123456789ABCDEFU;
    for (const Vectors vectors : {Vectors::common, Vectors::avx2}) {
        if (vectors > widest_vectors()) continue;
        RngRow row(seed, Stream::visits, vectors);
        for (const std::uint64_t first : {0ULL, 5ULL, 3ULL, 0xFFFF'FFFAULL, 0xFFFF'FFFF'FFFF'FFFAULL, 7ULL << 32U}) {
            for (std::uint64_t i = 0; i < 3 * RngRow::length; ++i) {
                CounterRng ours = row.of(first + i), plain = rng_of(seed, Stream::visits, first + i);
                for (int word = 0; word < 20; ++word) ASSERT_EQ(ours(), plain()) << first << " + " << i;
            }
        }
    }
}

} // namespace
} // namespace jifen::synthetic
