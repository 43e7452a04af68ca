#include "jifen/core/parallel.hpp"

#include "jifen/core/error.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace jifen {

namespace {

/// Threads made for one call and joined at its end.
class OwnThreads final : public Executor {
public:
    explicit OwnThreads(unsigned threads) : threads_(threads) {}

    void run(std::size_t tasks, const std::function<void(std::size_t)>& task) override {
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            for (std::size_t i = next++; i < tasks; i = next++) task(i);
        };
        std::vector<std::jthread> others;
        const std::size_t wanted = std::min<std::size_t>(threads_, tasks);
        for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(work);
        work();
    }
    [[nodiscard]] unsigned concurrency() const noexcept override { return threads_; }

private:
    unsigned threads_;
};

/// Reports about a hundred steps of one stage, from one thread at a time.
class Reporter {
public:
    Reporter(const RunOptions& options, std::string_view stage, std::size_t total)
        : options_(options), stage_(stage), total_(total), step_(std::max<std::size_t>(1, total / 100)) {}

    void add(std::size_t steps) {
        if (!options_.progress) return;
        const std::lock_guard lock(mutex_);
        done_ += steps;
        if (done_ < total_ && done_ - reported_ < step_) return;
        reported_ = done_;
        options_.progress({stage_, done_, total_});
    }

private:
    const RunOptions& options_;
    std::string_view stage_;
    std::size_t total_;
    std::size_t step_;
    std::size_t done_ = 0;
    std::size_t reported_ = 0;
    std::mutex mutex_;
};

} // namespace

void for_each_chunk(std::size_t count, std::size_t grain, const RunOptions& options, std::string_view stage,
                    const std::function<void(std::size_t, std::size_t)>& body) {
    if (options.stop.stop_requested()) throw Cancelled();
    if (count == 0) return;
    grain = std::max<std::size_t>(1, grain);
    const std::size_t chunks = (count - 1) / grain + 1;
    Reporter reporter(options, stage, count);
    std::mutex mutex;
    std::exception_ptr failure;
    std::atomic<std::size_t> failed_chunk{chunks}; // written under the mutex; a late look only costs one chunk
    const std::function<void(std::size_t)> task = [&](std::size_t chunk) {
        if (options.stop.stop_requested() || chunk > failed_chunk) return;
        try {
            const std::size_t begin = chunk * grain;
            const std::size_t end = std::min(count, begin + grain);
            body(begin, end);
            reporter.add(end - begin);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (chunk < failed_chunk) {
                failed_chunk = chunk;
                failure = std::current_exception();
            }
        }
    };
    if (options.executor != nullptr) {
        options.executor->run(chunks, task);
    } else {
        OwnThreads(options.concurrency()).run(chunks, task);
    }
    if (failure) std::rethrow_exception(failure);
    if (options.stop.stop_requested()) throw Cancelled();
}

void for_each_text(std::size_t blocks, const RunOptions& options, std::string_view stage,
                   const std::function<void(std::size_t, std::string&)>& make,
                   const std::function<void(std::string_view)>& take) {
    const std::size_t at_once = std::size_t{options.concurrency()} * 8;
    for (std::size_t first = 0; first < blocks; first += at_once) {
        const std::size_t count = std::min(at_once, blocks - first);
        std::vector<std::string> texts(count);
        RunOptions run = options;
        if (options.progress) // of all blocks, not of these few
            run.progress = [&](const Progress& few) { options.progress({few.stage, first + few.done, blocks}); };
        for_each_chunk(count, 1, run, stage, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) make(first + i, texts[i]);
        });
        for (const std::string& text : texts) take(text);
    }
}

} // namespace jifen
