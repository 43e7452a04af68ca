#include "jifen/core/packed_column.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace jifen {
namespace {

template <class Value>
PackedColumn<Value> packed(const std::vector<Value>& values) {
    PackedWriter<Value> writer;
    for (const Value value : values) writer.add(value);
    EXPECT_EQ(writer.size(), values.size());
    PackedColumn<Value> column = writer.take();
    EXPECT_EQ(writer.size(), 0U);
    EXPECT_EQ(column.size(), values.size());
    return column;
}

/// What is read from a place on, whole and cut to fewer bits, and the bounds of it.
void expect_pieces(const PackedColumn<std::int64_t>& column, const std::vector<std::int64_t>& values,
                   std::size_t begin) {
    std::vector<std::int64_t> whole(values.size() - begin);
    column.read(begin, std::span(whole));
    ASSERT_TRUE(std::ranges::equal(whole, std::span(values).subspan(begin)));
    std::vector<std::uint16_t> cut(whole.size());
    column.read(begin, std::span(cut));
    for (std::size_t i = 0; i < cut.size(); ++i) ASSERT_EQ(cut[i], static_cast<std::uint16_t>(whole[i]));
    const auto [least, most] = column.bounds(begin, values.size());
    constexpr std::size_t block = PackedColumn<std::int64_t>::block_size;
    const auto blocks = std::span(values).subspan(begin / block * block);
    ASSERT_EQ(least, *std::ranges::min_element(blocks));
    ASSERT_EQ(most, *std::ranges::max_element(blocks));
}

TEST(PackedColumn, IsEmptyUntilSomethingIsAdded) {
    EXPECT_TRUE(PackedColumn<Day>().empty());
    const PackedColumn<Day> none;
    EXPECT_EQ(none.begin(), none.end());
    EXPECT_TRUE(packed<Day>({}).empty());
    EXPECT_FALSE(packed<Day>({Day(0)}).empty());
}

TEST(PackedColumn, KeepsNoneAndTheOpenEndsOfTime) {
    const auto items = packed<ItemWord>({ItemWord(7), ItemWord::none(), ItemWord(0), ItemWord(0xFFFFFFFE)});
    EXPECT_EQ(items[0], ItemWord(7));
    EXPECT_EQ(items[1], ItemWord::none());
    EXPECT_EQ(items[2], ItemWord(0));
    EXPECT_EQ(items[3], ItemWord(0xFFFFFFFE));
    const auto days = packed<Day>({Day::always(), Day(19'000), Day::never_ends()});
    EXPECT_EQ(days[0], Day::always());
    EXPECT_EQ(days[1], Day(19'000));
    EXPECT_EQ(days[2], Day::never_ends());
    const auto flags = packed<bool>({false, true, true});
    EXPECT_TRUE(!flags[0] && flags[1] && flags[2]);
}

TEST(PackedColumn, KeepsEveryValueAtEveryWidthAndLength) {
    std::mt19937_64 random(1);
    constexpr std::size_t block = PackedColumn<std::int64_t>::block_size;
    for (unsigned bits = 0; bits <= 64; ++bits) {
        const std::uint64_t mask = bits == 0 ? 0 : std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
        for (const std::size_t count : {std::size_t{1}, block - 1, block, block + 1, 2 * block + 3}) {
            const std::uint64_t offset = random();
            std::vector<std::int64_t> values(count);
            for (std::int64_t& value : values) value = static_cast<std::int64_t>((random() & mask) + offset);
            const auto column = packed(values);
            ASSERT_TRUE(std::ranges::equal(column, values)) << bits << " bits, " << count << " values";
            ASSERT_EQ(column[count - 1], values.back());
            expect_pieces(column, values, random() % count);
            PackedWriter<std::int64_t> writer;
            writer.add(values[0]);
            const std::size_t middle = 1 + random() % count; // in two pieces, wherever blocks end
            writer.add(std::span(values).subspan(1, middle - 1));
            writer.add(std::span(values).subspan(middle));
            ASSERT_EQ(writer.size(), count);
            ASSERT_TRUE(std::ranges::equal(writer.take(), values)) << bits << " bits, " << count << " values";
        }
    }
    const std::vector<std::int64_t> extremes = {std::numeric_limits<std::int64_t>::min(), 0,
                                                std::numeric_limits<std::int64_t>::max()};
    EXPECT_TRUE(std::ranges::equal(packed(extremes), extremes));
}

// Distances that share a divisor are kept divided by it.
TEST(PackedColumn, KeepsValuesInSteps) {
    std::mt19937_64 random(2);
    for (const std::uint64_t step : {2ULL, 3ULL, 500ULL, 1000ULL, 0x100000001ULL, 0x8000000000000000ULL}) {
        for (const std::uint64_t steps : {1ULL, 2ULL, 256ULL, 257ULL, 70'000ULL, 0x100000001ULL}) {
            const std::uint64_t offset = random();
            std::vector<std::int64_t> values(5000);
            for (std::int64_t& value : values) value = static_cast<std::int64_t>(offset + random() % steps * step);
            const auto column = packed(values);
            ASSERT_TRUE(std::ranges::equal(column, values)) << step << " × " << steps;
            expect_pieces(column, values, random() % values.size());
        }
    }
}

// Products and sums that do not fit the numbers that are asked for are cut, and are not those of signed numbers.
TEST(PackedColumn, CutsStepsToTheBitsThatAreAskedFor) {
    const std::vector<std::int64_t> values{-7000, -6998, -6000, 2'147'483'646};
    std::vector<std::int32_t> numbers(values.size());
    packed(values).read(0, std::span(numbers));
    EXPECT_TRUE(std::ranges::equal(numbers, values));
    const std::vector<std::int64_t> apart{1, 65'536, 4'294'836'226};
    std::vector<std::uint16_t> cut(apart.size());
    packed(apart).read_quotients(0, 1, std::span(cut));
    for (std::size_t i = 0; i < cut.size(); ++i) EXPECT_EQ(cut[i], static_cast<std::uint16_t>(apart[i]));
}

TEST(PackedColumn, TellsWhatDividesItsValuesAndHowOften) {
    const auto divisor_of = [](const std::vector<std::int64_t>& values) {
        return packed(values).common_divisor(0, values.size());
    };
    EXPECT_EQ(divisor_of({0, 0}), 0U);
    EXPECT_EQ(divisor_of({6, 6}), 6U);
    EXPECT_EQ(divisor_of({4, 10}), 2U); // their distance is 6
    EXPECT_EQ(divisor_of({-4, 8, 0}), 4U);
    EXPECT_EQ(divisor_of({std::numeric_limits<std::int64_t>::min()}), std::uint64_t{1} << 63U);
    EXPECT_EQ(packed(std::vector<std::int64_t>{6}).common_divisor(0, 0), 0U);

    std::mt19937_64 random(3);
    constexpr std::size_t block = PackedColumn<std::int64_t>::block_size;
    std::vector<std::int64_t> values(3 * block);
    for (std::size_t i = 0; i < values.size(); ++i) // by block multiples of 12, of 18 and of 90, from other numbers on
        values[i] = static_cast<std::int64_t>(std::array{12U, 18U, 90U}[i / block] * (i / block + random() % 70'000));
    const auto column = packed(values);
    EXPECT_EQ(column.common_divisor(0, values.size()), 6U);
    EXPECT_EQ(column.common_divisor(0, 1), 12U);
    EXPECT_EQ(column.common_divisor(block - 1, block), 12U);
    EXPECT_EQ(column.common_divisor(block, 2 * block + 1), 18U);
    EXPECT_EQ(column.common_divisor(2 * block, 3 * block), 90U);
    for (const std::uint64_t divisor : {1U, 2U, 3U, 6U}) {
        std::vector<std::uint32_t> found(values.size() - 7);
        std::vector<std::uint16_t> cut(found.size());
        column.read_quotients(7, divisor, std::span(found));
        column.read_quotients(7, divisor, std::span(cut));
        for (std::size_t i = 0; i < found.size(); ++i) {
            ASSERT_EQ(found[i], static_cast<std::uint64_t>(values[i + 7]) / divisor);
            ASSERT_EQ(cut[i], static_cast<std::uint16_t>(found[i]));
        }
    }
}

TEST(PackedColumn, IsFilledAcrossBlocks) {
    PackedWriter<std::int64_t> writer;
    std::vector<std::int64_t> expected;
    for (const std::size_t count : {0U, 1U, 4094U, 3U, 10'000U, 4096U}) {
        const auto value = static_cast<std::int64_t>(count) - 5;
        writer.fill(count, value);
        expected.insert(expected.end(), count, value);
        writer.add(7);
        expected.push_back(7);
        EXPECT_EQ(writer.size(), expected.size());
    }
    const PackedColumn<std::int64_t> column = writer.take();
    ASSERT_EQ(column.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(column[i], expected[i]) << i;
}

TEST(PackedColumn, BeginsAnewWhenItIsTaken) {
    PackedWriter<std::uint32_t> writer;
    writer.add(1);
    EXPECT_EQ(writer.take()[0], 1U);
    writer.add(2);
    const auto second = writer.take();
    EXPECT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0], 2U);
}

} // namespace
} // namespace jifen
