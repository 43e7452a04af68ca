#include "core/byte_lookup.hpp"

#include "support/vectors_here.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

namespace jifen {
namespace {

using testing_support::vectors_here;

std::vector<std::uint8_t> random_bytes(std::mt19937_64& random, std::size_t count, unsigned zeros_in_four) {
    std::vector<std::uint8_t> out(count);
    for (std::uint8_t& byte : out)
        byte = random() % 4 < zeros_in_four ? std::uint8_t{0} : static_cast<std::uint8_t>(random());
    return out;
}

// Tables of every size, so that each of its registers begins, ends and is missing; bytes that the table does not have.
TEST(ByteLookup, IsTheSameByAllInstructions) {
    std::mt19937_64 random(11);
    for (std::size_t size = 0; size <= 256; ++size) {
        const std::vector<std::uint8_t> table = random_bytes(random, size, static_cast<unsigned>(size % 4));
        const std::vector<std::uint8_t> in = random_bytes(random, random() % 700, 0);
        std::vector<std::uint8_t> found(in.size());
        std::vector<std::uint16_t> marked;
        for (std::size_t i = 0; i < in.size(); ++i) {
            found[i] = in[i] < size ? table[in[i]] : std::uint8_t{0};
            if (found[i] != 0) marked.push_back(static_cast<std::uint16_t>(i));
        }
        for (const Vectors vectors : vectors_here()) {
            std::vector<std::uint8_t> out = in; // in place
            look_up(table, out, out.data(), vectors);
            ASSERT_EQ(out, found) << size;
            std::vector<std::uint16_t> list(in.size() + list_slack);
            const std::size_t count = list_marked(table, in, list.data(), vectors);
            list.resize(count);
            ASSERT_EQ(list, marked) << size;
        }
    }
}

TEST(ByteLookup, ListsUpToTheLastNumberThatFits) {
    const std::array<std::uint8_t, 2> table{0, 1};
    std::vector<std::uint8_t> in(65536);
    in.front() = in[255] = in[65535] = 1;
    for (const Vectors vectors : vectors_here()) {
        std::vector<std::uint16_t> list(in.size() + list_slack);
        ASSERT_EQ(list_marked(table, in, list.data(), vectors), 3U);
        EXPECT_EQ(std::vector<std::uint16_t>(list.begin(), list.begin() + 3),
                  (std::vector<std::uint16_t>{0, 255, 65535}));
    }
}

} // namespace
} // namespace jifen
