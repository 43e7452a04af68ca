#include "jifen/synthetic/keyed_permutation.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace jifen {
namespace {

TEST(KeyedPermutation, GivesEveryPlaceOnceAndIsUndoneByItsInverse) {
    for (const std::uint32_t size : {1U, 2U, 3U, 4U, 5U, 16U, 17U, 255U, 1046U, 3170U}) {
        const KeyedPermutation deal(5, 1, 0, size);
        std::vector<bool> taken(size, false);
        for (std::uint32_t i = 0; i < size; ++i) {
            const std::uint32_t place = deal.at(i);
            ASSERT_LT(place, size);
            EXPECT_FALSE(taken[place]) << "size " << size << ", index " << i;
            taken[place] = true;
            EXPECT_EQ(deal.index_of(place), i);
        }
    }
}

TEST(KeyedPermutation, LeavesFewWhereTheyWereAndDiffersByKey) {
    const KeyedPermutation a(5, 1, 0, 1000);
    const KeyedPermutation b(6, 1, 0, 1000);
    const KeyedPermutation c(5, 2, 0, 1000);
    const KeyedPermutation d(5, 1, 1, 1000);
    int fixed = 0;
    int like_b = 0;
    int like_c = 0;
    int like_d = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        fixed += a.at(i) == i;
        like_b += a.at(i) == b.at(i);
        like_c += a.at(i) == c.at(i);
        like_d += a.at(i) == d.at(i);
    }
    // One in a thousand each is what chance gives; ten would be a defect.
    EXPECT_LT(fixed, 10);
    EXPECT_LT(like_b, 10);
    EXPECT_LT(like_c, 10);
    EXPECT_LT(like_d, 10);
}

} // namespace
} // namespace jifen
