#include "jifen/core/error.hpp"
#include "jifen/district/builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace jifen {
namespace {

using Clock = std::chrono::steady_clock;

/// Many rows that come in the worst order: every step has to work.
DistrictBuilder many_rows() {
    constexpr int entries = 150'000;
    constexpr int people = 30'000;
    DistrictBuilder builder;
    builder.add(UnitRow{"G", "", "grid", ""});
    const auto id = [](char letter, int number, int count) {
        return letter + std::to_string(static_cast<std::int64_t>(number) * 7919 % count + count);
    };
    for (int i = 0; i < people; ++i) {
        builder.add(HouseholdRow{id('H', i, people), "G", {}});
        builder.add(PersonRow{id('P', i, people), "n", Gender::female, id('H', i, people), "", {}});
        builder.add(LinkRow{id('P', i, people), id('P', i + 1, people), LinkKind::leads, {}});
        builder.add(RoleRow{id('P', i, people), "leader", "G", {}, ""});
    }
    for (int i = 0; i < entries; ++i) {
        EntryRow row;
        const std::string entry = id('E', i, entries);
        const std::string actor = id('P', i, 50);
        const std::string act = id('A', i, entries);
        row.entry = entry;
        row.date = Day(19358 - i % 365);
        row.actor = actor;
        row.item = "visit";
        row.act = act;
        row.subject = act;
        builder.add(row);
    }
    return builder;
}

TEST(FreezeStop, IsHonouredFarSoonerThanTheWorkWouldEnd) {
    DistrictBuilder whole = many_rows();
    const auto began = Clock::now();
    EXPECT_EQ(whole.freeze()->units.size(), 1U);
    const auto total = Clock::now() - began;
    std::vector<Clock::duration> delays;
    for (const int percent : {3, 10, 17, 24, 31}) {
        DistrictBuilder builder = many_rows();
        std::stop_source stop;
        RunOptions options;
        options.stop = stop.get_token();
        Clock::time_point asked;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(total * percent / 100);
            asked = Clock::now();
            stop.request_stop();
        });
        EXPECT_THROW((void)builder.freeze(options), Cancelled) << percent;
        const auto stopped = Clock::now();
        stopper.join();
        delays.push_back(stopped - asked);
    }
    // What it costs to give the memory back is in it; a busy machine may spoil one or two.
    std::sort(delays.begin(), delays.end());
    EXPECT_LT(delays[2], total / 4 + std::chrono::milliseconds(20));
}

} // namespace
} // namespace jifen
