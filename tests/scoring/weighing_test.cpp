#include "scoring/weighing.hpp"

#include "jifen/admission/admission.hpp"
#include "support/vectors_here.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace jifen {
namespace {

using testing_support::vectors_here;

template <class Number>
std::vector<Number> random_numbers(std::mt19937_64& random, std::size_t count, std::uint64_t below) {
    std::vector<Number> out(count);
    for (Number& number : out) number = static_cast<Number>(random() % below);
    return out;
}

// Windows of a day to several pieces of rows, days in and out of order and outside, any number of entries.
TEST(Weighing, FindsTheSameCellsByAllInstructions) {
    std::mt19937_64 random(5);
    for (int round = 0; round < 400; ++round) {
        const std::size_t count = random() % 700, days = 1 + random() % (round % 8 == 0 ? 5000 : 900);
        // A day has the row of the day before it, or the next; never, seldom, always.
        const std::size_t every = round % 5 == 0 ? 0 : std::size_t{1} << random() % 6;
        const std::size_t width = WeightPlan::lanes * (1 + random() % 30);
        std::vector<std::uint32_t> numbers_of_rows{static_cast<std::uint32_t>(random() % 3)};
        while (numbers_of_rows.size() < days)
            numbers_of_rows.push_back(numbers_of_rows.back() + (every != 0 && random() % every == 0 ? 1 : 0));
        const DayRows rows(numbers_of_rows, width);
        const auto first_day = static_cast<std::uint16_t>(random());
        const auto codes = random_numbers<std::uint8_t>(random, count, 255);
        auto states = random_numbers<std::uint8_t>(random, count, 4);
        for (std::uint8_t& state : states) state = state != 0 ? Admission::valid : Admission::valid_but_role;
        auto numbers = random_numbers<std::uint16_t>(random, count, round % 4 == 0 ? 65'536 : days);
        if (round % 2 == 0) std::ranges::sort(numbers);
        for (std::uint16_t& number : numbers) number = static_cast<std::uint16_t>(number + first_day);
        auto is_units = random_numbers<std::uint8_t>(random, count, 2);
        for (std::uint8_t& flag : is_units) flag = flag != 0 ? 0xFF : 0;
        const auto units = random_numbers<std::uint16_t>(random, count, 65'536);
        const EntriesToWeigh entries{codes, states.data(), numbers.data(), is_units.data(),
                                     round % 3 == 0 ? nullptr : units.data()};
        for (const Vectors vectors : vectors_here()) {
            std::vector<std::uint16_t> cells(count + 1, 7), weights(count + 1, 7);
            weigh(rows, first_day, entries, cells.data(), weights.data(), vectors);
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t day = static_cast<std::uint16_t>(numbers[i] - first_day);
                const std::size_t code = states[i] == Admission::valid ? codes[i] : 0U;
                ASSERT_EQ(cells[i], static_cast<std::uint16_t>(numbers_of_rows[std::min(day, days - 1)] * width + code))
                    << round;
                ASSERT_EQ(weights[i], round % 3 != 0 && is_units[i] != 0 ? units[i] : 1) << round;
            }
            ASSERT_EQ(cells[count], 7);
            ASSERT_EQ(weights[count], 7);
        }
    }
}

TEST(Weighing, AddsWeightsToTheirCells) {
    std::mt19937_64 random(6);
    for (std::size_t count = 0; count < 70; ++count) {
        const auto cells = random_numbers<std::uint16_t>(random, count, 5);
        const auto weights = random_numbers<std::uint16_t>(random, count, 65'536);
        std::vector<std::uint32_t> expected = random_numbers<std::uint32_t>(random, 5, 1000), found = expected;
        for (std::size_t i = 0; i < count; ++i) expected[cells[i]] += weights[i];
        add_weights(cells, weights.data(), found.data());
        EXPECT_EQ(found, expected);
    }
}

struct Sums {
    std::vector<std::uint64_t> items, categories, total, raw;
    friend bool operator==(const Sums&, const Sums&) = default;
};

// Cell by cell, item by item: what a slot has is credited up to its limit when it ends, and goes on when it is told to.
Sums folded_slowly(const WeightPlan& plan, const std::vector<std::uint32_t>& weights, Sums sums) {
    for (std::size_t code = 0; code < plan.width; ++code) {
        std::uint64_t points = 0, credited = 0;
        std::size_t row = 0;
        const std::size_t group = code / WeightPlan::lanes, lane = code % WeightPlan::lanes;
        for (std::size_t s = plan.steps_of[group]; s < plan.steps_of[group + 1]; ++s) {
            const WeightPlan::Step& step = plan.steps[s];
            for (; row < step.end; ++row)
                points += std::uint64_t{weights[row * plan.width + code]} * plan.values[row * plan.width + code];
            if ((step.ended >> lane & 1U) != 0) {
                sums.raw[plan.categories[code]] += points;
                credited += std::min(points, plan.limits[code]);
                points = 0;
            }
            std::size_t target = step.targets;
            for (std::size_t before = 0; before < lane; ++before) target += step.onward >> before & 1U;
            if ((step.onward >> lane & 1U) == 0) continue;
            const WeightPlan::Target& to = plan.targets[target];
            (to.stage == WeightPlan::Stage::items        ? sums.items
             : to.stage == WeightPlan::Stage::categories ? sums.categories
                                                         : sums.total)[to.slot] += credited;
            credited = 0;
        }
    }
    return sums;
}

TEST(Weighing, FoldsTheSameByAllInstructions) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 200; ++round) {
        WeightPlan plan;
        const std::size_t groups = 1 + random() % 5, rows = 1 + random() % 40;
        plan.width = groups * WeightPlan::lanes;
        plan.values = random_numbers<std::uint32_t>(random, rows * plan.width, std::uint64_t{1} << 32U);
        plan.limits = random_numbers<std::uint64_t>(random, plan.width, std::uint64_t{1} << 60U);
        plan.categories = random_numbers<std::uint32_t>(random, plan.width, 4);
        for (std::size_t group = 0; group < groups; ++group) {
            plan.steps_of.push_back(static_cast<std::uint32_t>(plan.steps.size()));
            for (std::size_t end = 1; end <= rows; ++end) {
                if (end < rows && random() % 3 != 0) continue;
                WeightPlan::Step step;
                step.end = static_cast<std::uint32_t>(end);
                step.ended = static_cast<std::uint8_t>(random());
                step.onward = random() % 2 == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(random());
                step.targets = static_cast<std::uint32_t>(plan.targets.size());
                for (unsigned left = step.onward; left != 0; left &= left - 1)
                    plan.targets.push_back({static_cast<WeightPlan::Stage>(random() % WeightPlan::stages),
                                            static_cast<std::uint32_t>(random() % 6)});
                plan.steps.push_back(step);
            }
        }
        plan.steps_of.push_back(static_cast<std::uint32_t>(plan.steps.size()));
        const auto weights = random_numbers<std::uint32_t>(random, rows * plan.width, std::uint64_t{1} << 20U);
        const Sums before{std::vector<std::uint64_t>(6, 1), std::vector<std::uint64_t>(6, 2),
                          std::vector<std::uint64_t>(6, 3), std::vector<std::uint64_t>(4, 4)};
        const Sums expected = folded_slowly(plan, weights, before);
        for (const Vectors vectors : vectors_here()) {
            Sums found = before;
            auto left = weights;
            fold_weights(plan, left.data(),
                         {{found.items.data(), found.categories.data(), found.total.data()}, found.raw.data()},
                         vectors);
            ASSERT_EQ(found, expected) << round;
            ASSERT_TRUE(std::ranges::all_of(left, [](std::uint32_t weight) { return weight == 0; }));
        }
    }
}

TEST(Weighing, AddsPointsToTheirPlaces) {
    std::mt19937_64 random(8);
    for (std::size_t count = 0; count < 70; ++count) {
        const auto cells = random_numbers<std::uint16_t>(random, count, 40);
        const auto weights = random_numbers<std::uint16_t>(random, count, 65'536);
        const auto values = random_numbers<std::uint32_t>(random, 40, 900);
        const auto places = random_numbers<std::uint16_t>(random, 40, 3 * LanePlan::lanes);
        std::vector<LanePlan::Row> found(3);
        found[2].by_lane.fill(5);
        std::vector<std::uint32_t> expected(3 * LanePlan::lanes);
        std::fill(expected.begin() + 2 * LanePlan::lanes, expected.end(), 5);
        for (std::size_t i = 0; i < count; ++i) expected[places[cells[i]]] += values[cells[i]] * weights[i];
        add_points(cells, weights.data(), values.data(), places.data(), found.data());
        for (std::size_t place = 0; place < expected.size(); ++place)
            EXPECT_EQ(found[place / LanePlan::lanes].by_lane[place % LanePlan::lanes], expected[place]);
    }
}

TEST(Weighing, FoldsLanesTheSameByAllInstructions) {
    std::mt19937_64 random(9);
    for (std::size_t rows = 0; rows < 100; ++rows) {
        std::vector<LanePlan::Row> limits(rows), sums(rows);
        LanePlan::Row raw, credited;
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t lane = 0; lane < LanePlan::lanes; ++lane) {
                const bool is_huge = random() % 9 == 0; // beyond what a signed number of 32 bits can be
                const auto limit = static_cast<std::uint32_t>(is_huge ? LanePlan::most_points : random() % 900);
                const auto sum = static_cast<std::uint32_t>(rows == 1           ? LanePlan::most_points - random() % 900
                                                            : random() % 3 == 0 ? 0
                                                                                : random() % 1200);
                limits[row].by_lane[lane] = limit;
                sums[row].by_lane[lane] = sum;
                raw.by_lane[lane] += sum;
                credited.by_lane[lane] += std::min(sum, limit);
            }
        }
        for (const Vectors vectors : vectors_here()) {
            std::vector<LanePlan::Row> left = sums;
            LaneSums found;
            fold_lanes(limits, left.data(), found, vectors);
            for (std::size_t lane = 0; lane < LanePlan::lanes; ++lane) {
                EXPECT_EQ(found.raw[lane], raw.by_lane[lane]);
                EXPECT_EQ(found.credited[lane], credited.by_lane[lane]);
            }
            EXPECT_EQ(found.raw[LanePlan::no_lane] + found.credited[LanePlan::no_lane], 0);
            for (const LanePlan::Row& row : left) EXPECT_EQ(row.by_lane, LanePlan::Row{}.by_lane);
        }
    }
}

} // namespace
} // namespace jifen
