#pragma once

#include "jifen/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

namespace jifen {

/// Threads for many short calls one after the other: they are made once, and wait for the next call for a while before
/// they sleep, because making or waking one takes as long as some hundred microseconds of work. A call beside
/// another, as from a task, is run by who makes it alone.
class KeptThreads final : public Executor {
public:
    /// At most so many with the caller, and no more than a call has tasks, are made when they are first needed. 0 is
    /// taken as 1.
    explicit KeptThreads(unsigned threads) : threads_(std::max(1U, threads)) {}
    ~KeptThreads() override;

    void run(std::size_t tasks, const std::function<void(std::size_t)>& task) override;
    [[nodiscard]] unsigned concurrency() const noexcept override { return threads_; }

private:
    /// From the call on that comes after so many.
    void serve(std::uint32_t served, const std::stop_token& stop);
    void work();

    unsigned threads_;
    std::atomic<bool> is_called_{false};
    // Of the call; written while nobody works.
    const std::function<void(std::size_t)>* task_ = nullptr;
    std::size_t tasks_ = 0;

    std::atomic<std::size_t> next_{0};
    std::atomic<std::uint32_t> calls_{0};   ///< how many there were
    std::atomic<std::uint32_t> working_{0}; ///< others that have not ended their part of the call
    std::vector<std::jthread> others_;
};

/// Options whose threads are kept as long as it is there, unless the caller has an executor.
class KeptRun {
public:
    explicit KeptRun(const RunOptions& run) : threads_(run.executor != nullptr ? 1 : run.threads), options_(run) {
        if (run.executor == nullptr) options_.executor = &threads_;
    }
    [[nodiscard]] const RunOptions& options() const noexcept { return options_; }

private:
    KeptThreads threads_;
    RunOptions options_;
};

} // namespace jifen
