#include "scoring/points_mask.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <random>

namespace jifen {
namespace {

TEST(PointsMask, HasABitForEachSumThatIsNotZero) {
    std::mt19937_64 random(5);
    for (int round = 0; round < 200; ++round) {
        std::array<std::uint64_t, 65> sums{}; // read from the second one on: at no round address
        std::uint64_t expected = 0;
        for (unsigned k = 0; k < 64; ++k) {
            const std::array<std::uint64_t, 4> some{0, 1, std::uint64_t{1} << 63U, random()};
            sums[k + 1] = round == 0 ? 0 : round == 1 ? std::numeric_limits<std::uint64_t>::max() : some[random() % 4];
            expected |= std::uint64_t{sums[k + 1] != 0} << k;
        }
        for (const Vectors vectors : {Vectors::common, Vectors::avx2, Vectors::avx512}) {
            if (vectors > widest_vectors()) continue;
            ASSERT_EQ(points_mask(sums.data() + 1, vectors), expected) << round;
        }
    }
}

} // namespace
} // namespace jifen
