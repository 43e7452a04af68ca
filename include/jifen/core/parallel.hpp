#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace jifen {

/// Where a piece of long work has come to: `done` of `total` steps of the stage named.
struct Progress {
    std::string_view stage;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

/// Runs numbered tasks. A service can pass its own; `run` must call the task once for each number below `tasks`, on any
/// threads, and return when all have ended. A task does not throw.
class Executor {
public:
    Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    virtual ~Executor() = default;
    virtual void run(std::size_t tasks, const std::function<void(std::size_t)>& task) = 0;
    /// How many tasks run at once at most; 0 is taken as 1. Only whoever passes the executor knows, so there is no
    /// default. Work that is made in blocks and written in their order keeps a few blocks for each in memory.
    [[nodiscard]] virtual unsigned concurrency() const noexcept = 0;
};

/// By which of its two ways a result is computed: plainly, an entry at a time, or by the kernel for many. They agree in
/// every bit; to name one is for tests and benchmarks.
enum class Kernels : std::uint8_t { chosen, plain, fast };

/// How work is run: never what comes out. Results are the same bytes for every value of these.
struct RunOptions {
    unsigned threads = 1;                          ///< used when there is no executor; 0 is taken as 1
    Executor* executor = nullptr;                  ///< the caller's own, not owned
    std::stop_token stop;                          ///< when stop is requested, the work throws Cancelled
    std::function<void(const Progress&)> progress; ///< called from one thread at a time, about every 1 % of a stage
    Kernels kernels = Kernels::chosen;             ///< `chosen`: by the size of the work

    /// Tasks that run at once, at least 1: of the executor, else `threads`.
    [[nodiscard]] unsigned concurrency() const noexcept {
        return std::max(1U, executor != nullptr ? executor->concurrency() : threads);
    }
    /// The same without telling of progress: for a part of a stage, and for what is over in a moment.
    [[nodiscard]] RunOptions quiet() const {
        RunOptions options = *this;
        options.progress = nullptr;
        return options;
    }
    /// Whether to use a kernel that pays or not.
    [[nodiscard]] bool takes_fast(bool pays) const noexcept {
        return kernels == Kernels::fast || (kernels == Kernels::chosen && pays);
    }
};

/// Calls body(begin, end) for consecutive chunks of [0, count), each of at most `grain`, on the threads of `options`.
/// An exception of the lowest failing chunk is thrown on, so that it does not depend on the threads: chunks below one
/// that failed are run all the same, those above it are begun no more. A stop request throws Cancelled. Returns or
/// throws after all have ended.
void for_each_chunk(std::size_t count, std::size_t grain, const RunOptions& options, std::string_view stage,
                    const std::function<void(std::size_t begin, std::size_t end)>& body);

/// Makes the texts of numbered blocks on the threads of `options` and hands them on in the order of the blocks, from
/// the calling thread; a few blocks for each thread are in memory at once. Throws what `make` and `take` throw, of the
/// lowest block, and Cancelled.
void for_each_text(std::size_t blocks, const RunOptions& options, std::string_view stage,
                   const std::function<void(std::size_t block, std::string& text)>& make,
                   const std::function<void(std::string_view text)>& take);

} // namespace jifen
