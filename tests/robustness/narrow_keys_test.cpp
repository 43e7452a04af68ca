#include "robustness/narrow_keys.hpp"

#include "robustness/score_range.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace jifen::robustness {
namespace {

/// Those of this machine that are not common.
std::vector<Vectors> wide_vectors() {
    std::vector<Vectors> out;
    for (const Vectors vectors : {Vectors::avx2, Vectors::avx512})
        if (vectors <= widest_vectors()) out.push_back(vectors);
    return out;
}

TEST(NarrowKeys, NeighboursChangePlacesAndNothingIsLost) {
    constexpr std::uint32_t step_bits = ~std::uint32_t{7};
    std::mt19937 random(7);
    for (const Vectors vectors : wide_vectors()) {
        NeighbourMarks marks;
        for (std::size_t size = 0; size < 200; ++size) {
            std::vector<std::uint32_t> expected(size);
            // In disorder all over, or so near to order that some neighbours are alike and few are wrong.
            for (std::size_t i = 0; i < size; ++i)
                expected[i] = size % 2 == 0 ? static_cast<std::uint32_t>(random())
                                            : static_cast<std::uint32_t>(i * 20 + random() % 70);
            std::vector<std::uint32_t> room(keys_before + size + keys_behind, 12345);
            std::copy(expected.begin(), expected.end(), room.begin() + keys_before);
            for (int pass = 0; pass < 4; ++pass) {
                for (std::size_t i = pass % 2 == 0 ? 0 : 1; i + 1 < size; i += 2)
                    if (expected[i + 1] < expected[i]) std::swap(expected[i], expected[i + 1]);
            }
            order_neighbours(room.data() + keys_before, size, step_bits, marks, vectors);
            const std::vector<std::uint32_t> found(room.begin() + keys_before,
                                                   room.begin() + keys_before + static_cast<std::ptrdiff_t>(size));
            ASSERT_EQ(found, expected) << size;
            std::vector<std::size_t> lesser, alike, found_lesser, found_alike;
            for (std::size_t i = 1; i < size; ++i) {
                if (expected[i] < expected[i - 1]) lesser.push_back(i);
                if (((expected[i] ^ expected[i - 1]) & step_bits) == 0) alike.push_back(i);
            }
            marks.for_each_lesser(size, [&](std::size_t position) { found_lesser.push_back(position); });
            // Of the first key and what lies before it nothing is said.
            marks.for_each_alike(size, [&](std::size_t position) {
                if (position > 0) found_alike.push_back(position);
            });
            ASSERT_EQ(found_lesser, lesser) << size;
            ASSERT_EQ(found_alike, alike) << size;
        }
    }
}

TEST(NarrowKeys, AMarkIsFoundWhereItIsSet) {
    NeighbourMarks marks;
    marks.resize(300);
    for (const std::size_t position : {0U, 1U, 4U, 5U, 60U, 61U, 62U, 124U, 125U, 299U}) marks.set_alike(position);
    std::vector<std::size_t> found;
    marks.for_each_alike(300, [&](std::size_t position) { found.push_back(position); });
    EXPECT_EQ(found, (std::vector<std::size_t>{0, 1, 4, 5, 60, 61, 62, 124, 125, 299}));
    found.clear();
    marks.for_each_alike(125, [&](std::size_t position) { found.push_back(position); });
    EXPECT_EQ(found, (std::vector<std::size_t>{0, 1, 4, 5, 60, 61, 62, 124}));
}

TEST(NarrowKeys, AreThoseMadeOneByOne) {
    std::mt19937_64 random(9);
    std::uniform_real_distribution<double> uniform;
    constexpr unsigned index_bits = 6;
    const Steps steps{1, (1 << 26) - 1, (1 << 26) - 1};
    for (const Vectors vectors : wide_vectors()) {
        for (std::size_t size = 0; size < 64; ++size) {
            std::vector<double> scores(size);
            for (double& score : scores)
                score = random() % 9 == 0 ? -std::numeric_limits<double>::infinity() : uniform(random);
            std::vector<std::uint32_t> keys(size);
            make_keys(scores, steps, index_bits, keys.data(), vectors);
            for (std::size_t i = 0; i < size; ++i) {
                const auto step = static_cast<std::uint32_t>(std::min((1 - scores[i]) * steps.scale, steps.last));
                ASSERT_EQ(keys[i], step << index_bits | i) << size;
            }
        }
    }
}

TEST(NarrowKeys, GoWhereTheirBucketsBegin) {
    if (wide_vectors().empty()) GTEST_SKIP() << "this machine does not have the instructions";
    std::mt19937 random(12);
    constexpr unsigned shift = 26;
    for (std::size_t size = 0; size < 70; ++size) {
        std::vector<std::uint32_t> keys(size), found(size);
        for (std::uint32_t& key : keys) key = static_cast<std::uint32_t>(random());
        std::vector<std::uint16_t> counts(64);
        count_keys(keys, shift, counts.data());
        add_up(counts);
        put_keys(keys, shift, counts.data(), found.data());
        std::stable_sort(keys.begin(), keys.end(),
                         [](std::uint32_t a, std::uint32_t b) { return a >> shift < b >> shift; });
        ASSERT_EQ(found, keys) << size;
    }
}

TEST(NarrowKeys, CountsAreAddedUp) {
    if (wide_vectors().empty()) GTEST_SKIP() << "this machine does not have the instructions";
    std::mt19937 random(8);
    for (std::size_t size = 0; size <= 4096; size = size < 64 ? size + 16 : size * 4) {
        std::vector<std::uint16_t> counts(size), expected(size);
        for (std::uint16_t& count : counts) count = static_cast<std::uint16_t>(random() % 15);
        std::exclusive_scan(counts.begin(), counts.end(), expected.begin(), std::uint16_t{0});
        add_up(counts);
        ASSERT_EQ(counts, expected) << size;
    }
}

TEST(ScoreRange, IsThatFoundOneByOne) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::mt19937_64 random(9);
    std::normal_distribution<double> normal;
    for (const Vectors vectors : {Vectors::common, Vectors::avx2, Vectors::avx512}) {
        if (vectors > widest_vectors()) continue;
        for (std::size_t size = 1; size < 80; ++size) {
            std::vector<double> scores(size);
            for (double& score : scores) score = normal(random);
            const auto [least, most] = std::minmax_element(scores.begin(), scores.end());
            const Range range = range_of(scores, vectors);
            ASSERT_EQ(range.least, *least) << size;
            ASSERT_EQ(range.most, *most) << size;
        }
        EXPECT_EQ(range_of({}, vectors).least, infinity);
        EXPECT_EQ(range_of({}, vectors).most, -infinity);
    }
}

} // namespace
} // namespace jifen::robustness
