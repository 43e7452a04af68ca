#include "jifen/core/parallel.hpp"

#include "jifen/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace jifen {
namespace {

RunOptions with_threads(unsigned threads) {
    RunOptions options;
    options.threads = threads;
    return options;
}

/// Runs the tasks of a call last to first, on the caller's thread.
class Backwards final : public Executor {
public:
    void run(std::size_t tasks, const std::function<void(std::size_t)>& task) override {
        ++calls;
        for (std::size_t i = tasks; i-- > 0;) task(i);
    }
    [[nodiscard]] unsigned concurrency() const noexcept override { return 0; }
    int calls = 0;
};

TEST(ForEachChunk, GivesEachIndexOnceForAnyGrainAndAnyNumberOfThreads) {
    for (const unsigned threads : {0U, 1U, 2U, 3U, 8U}) {
        for (const std::size_t count : {0U, 1U, 2U, 7U, 100U, 1001U}) {
            for (const std::size_t grain : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{100},
                                            std::size_t{1001}, std::numeric_limits<std::size_t>::max()}) {
                std::vector<std::atomic<int>> seen(count);
                for_each_chunk(count, grain, with_threads(threads), "count", [&](std::size_t begin, std::size_t end) {
                    EXPECT_LT(begin, end);
                    EXPECT_LE(end - begin, std::max<std::size_t>(1, grain));
                    EXPECT_EQ(begin % std::max<std::size_t>(1, grain), 0U);
                    for (std::size_t i = begin; i < end; ++i) ++seen[i];
                });
                ASSERT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& times) { return times == 1; }))
                    << threads << " threads, " << count << " by " << grain;
            }
        }
    }
}

TEST(ForEachChunk, UsesNoMoreThreadsThanItIsGiven) {
    std::mutex mutex;
    std::vector<std::thread::id> ids;
    for_each_chunk(1000, 1, with_threads(3), "count", [&](std::size_t, std::size_t) {
        const std::lock_guard lock(mutex);
        ids.push_back(std::this_thread::get_id());
    });
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    EXPECT_LE(ids.size(), 3U);
    for_each_chunk(10, 1, with_threads(1), "count", [caller = std::this_thread::get_id()](std::size_t, std::size_t) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
    });
}

TEST(ForEachChunk, ThrowsTheExceptionOfTheLowestFailingChunkFromAnyThreads) {
    for (const unsigned threads : {1U, 2U, 8U}) {
        for (int repeat = 0; repeat < 20; ++repeat) {
            std::atomic<int> ran{0};
            try {
                for_each_chunk(100, 1, with_threads(threads), "fail", [&](std::size_t begin, std::size_t) {
                    ++ran;
                    if (begin % 10 == 7) throw std::runtime_error(std::to_string(begin));
                });
                FAIL() << "nothing was thrown";
            } catch (const std::runtime_error& error) {
                ASSERT_STREQ(error.what(), "7");
            }
            ASSERT_GE(ran, 8) << "those below the lowest failure are run all the same";
            ASSERT_LE(ran, threads == 1 ? 8 : 100) << "those above it are not begun";
        }
    }
}

TEST(ForEachChunk, RunsWhatLiesBelowAFailureThatCameFirst) {
    Backwards backwards;
    RunOptions options;
    options.executor = &backwards;
    std::vector<std::size_t> ran;
    const auto work = [&](std::size_t begin, std::size_t) {
        ran.push_back(begin);
        if (begin == 3 || begin == 1) throw std::runtime_error(std::to_string(begin));
    };
    try {
        for_each_chunk(5, 1, options, "fail", work);
        FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "1");
    }
    EXPECT_EQ(ran, (std::vector<std::size_t>{4, 3, 2, 1, 0}));
}

TEST(RunOptions, SayHowManyTasksRunAtOnce) {
    EXPECT_EQ(with_threads(0).concurrency(), 1U);
    EXPECT_EQ(with_threads(7).concurrency(), 7U);
    class Four final : public Executor {
    public:
        void run(std::size_t, const std::function<void(std::size_t)>&) override {}
        [[nodiscard]] unsigned concurrency() const noexcept override { return 4; }
    } four;
    RunOptions options = with_threads(7);
    options.executor = &four;
    EXPECT_EQ(options.concurrency(), 4U) << "the executor's, whatever the threads";
    Backwards none;
    options.executor = &none;
    EXPECT_EQ(options.concurrency(), 1U);
}

TEST(ForEachChunk, ThrowsTheLowestFailureAlsoWhenAnExecutorRunsBackwards) {
    Backwards backwards;
    RunOptions options;
    options.executor = &backwards;
    try {
        for_each_chunk(50, 1, options, "fail",
                       [](std::size_t begin, std::size_t) { throw std::out_of_range(std::to_string(begin)); });
        FAIL() << "nothing was thrown";
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(error.what(), "0");
    }
}

TEST(ForEachChunk, UsesTheCallersExecutor) {
    Backwards backwards;
    RunOptions options = with_threads(8);
    options.executor = &backwards;
    std::vector<std::size_t> begins;
    for_each_chunk(10, 4, options, "count", [&](std::size_t begin, std::size_t) { begins.push_back(begin); });
    EXPECT_EQ(begins, (std::vector<std::size_t>{8, 4, 0}));
    EXPECT_EQ(backwards.calls, 1);
    for_each_chunk(0, 4, options, "count", [&](std::size_t, std::size_t) { FAIL() << "there is nothing to do"; });
    EXPECT_EQ(backwards.calls, 1);
}

TEST(ForEachChunk, ThrowsCancelledWhenStopWasRequestedBefore) {
    std::stop_source source;
    source.request_stop();
    RunOptions options;
    options.stop = source.get_token();
    EXPECT_THROW(for_each_chunk(10, 1, options, "stop", [](std::size_t, std::size_t) { FAIL() << "it ran"; }),
                 Cancelled);
    EXPECT_THROW(for_each_chunk(0, 1, options, "stop", [](std::size_t, std::size_t) {}), Cancelled);
}

TEST(ForEachChunk, StopsSoonOnAnyNumberOfThreadsWhenAskedInBetween) {
    for (const unsigned threads : {1U, 4U}) {
        std::stop_source source;
        RunOptions options = with_threads(threads);
        options.stop = source.get_token();
        std::atomic<std::size_t> ran{0};
        const auto work = [&](std::size_t, std::size_t) {
            if (++ran == 10) source.request_stop();
        };
        EXPECT_THROW(for_each_chunk(100'000, 1, options, "stop", work), Cancelled);
        EXPECT_GE(ran, 10U);
        EXPECT_LE(ran, 10U + threads);
    }
}

TEST(ForEachChunk, ReportsRisingProgressToTheEndFromOneOfItsThreadsAtATime) {
    for (const unsigned threads : {1U, 4U}) {
        for (const std::size_t count : {1U, 7U, 100U, 12'345U}) {
            RunOptions options = with_threads(threads);
            std::vector<std::uint64_t> done;
            std::atomic<int> inside{0};
            options.progress = [&](const Progress& progress) {
                EXPECT_EQ(++inside, 1);
                EXPECT_EQ(progress.stage, "steps");
                EXPECT_EQ(progress.total, count);
                done.push_back(progress.done);
                --inside;
            };
            for_each_chunk(count, 3, options, "steps", [](std::size_t, std::size_t) {});
            ASSERT_FALSE(done.empty());
            EXPECT_EQ(done.back(), count);
            EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
            EXPECT_LE(done.size(), 102U);
        }
    }
}

TEST(ForEachChunk, PassesOnAnExceptionOfTheProgressCallback) {
    RunOptions options;
    options.progress = [](const Progress&) { throw std::runtime_error("the bar broke"); };
    EXPECT_THROW(for_each_chunk(10, 1, options, "steps", [](std::size_t, std::size_t) {}), std::runtime_error);
}

} // namespace
} // namespace jifen
