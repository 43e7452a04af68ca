#include "core/kept_threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace jifen {
namespace {

TEST(KeptThreads, RunEachTaskOnceInEachOfManyCalls) {
    for (const unsigned threads : {0U, 1U, 2U, 5U}) {
        KeptThreads kept(threads);
        EXPECT_EQ(kept.concurrency(), std::max(1U, threads));
        for (std::size_t call = 0; call < 300; ++call) {
            if (call % 100 == 99) std::this_thread::sleep_for(std::chrono::milliseconds(2)); // so that they sleep
            std::vector<std::atomic<int>> seen(call % 17);
            kept.run(seen.size(), [&](std::size_t i) { ++seen[i]; });
            ASSERT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& times) { return times == 1; }));
        }
    }
}

TEST(KeptThreads, WorkBesideEachOther) {
    KeptThreads kept(3);
    for (int call = 0; call < 20; ++call) {
        std::atomic<int> arrived{0}; // each waits for the others: one thread alone would wait for ever
        kept.run(3, [&](std::size_t) {
            ++arrived;
            while (arrived < 3) std::this_thread::yield();
        });
        EXPECT_EQ(arrived, 3);
    }
}

TEST(KeptThreads, AreMadeWhenTheyAreNeeded) {
    KeptThreads kept(1'000'000);
    EXPECT_EQ(kept.concurrency(), 1'000'000U);
    for (const std::size_t tasks : {0U, 1U, 3U, 2U, 6U, 1U, 5U}) {
        std::atomic<std::size_t> count{0};
        kept.run(tasks, [&](std::size_t) { ++count; });
        EXPECT_EQ(count, tasks);
    }
}

TEST(KeptThreads, RunTheCallOfATaskToo) {
    KeptThreads kept(2);
    std::atomic<int> count{0};
    kept.run(4, [&](std::size_t) { kept.run(5, [&](std::size_t) { ++count; }); });
    EXPECT_EQ(count, 20);
    kept.run(3, [&](std::size_t) { ++count; });
    EXPECT_EQ(count, 23);
}

TEST(KeptRun, KeepsTheCallersExecutorAndIsGoneWithWhatItRan) {
    KeptThreads callers(2);
    RunOptions options;
    options.executor = &callers;
    EXPECT_EQ(KeptRun(options).options().executor, &callers);
    options.executor = nullptr;
    options.threads = 3;
    const KeptRun kept(options);
    EXPECT_EQ(kept.options().concurrency(), 3U);
    EXPECT_THROW(for_each_chunk(100, 1, kept.options(), "fail",
                                [](std::size_t begin, std::size_t) {
                                    if (begin == 7) throw std::runtime_error("seven");
                                }),
                 std::runtime_error);
    std::atomic<std::size_t> sum{0};
    for_each_chunk(100, 7, kept.options(), "sum", [&](std::size_t begin, std::size_t end) { sum += end - begin; });
    EXPECT_EQ(sum, 100U);
}

} // namespace
} // namespace jifen
