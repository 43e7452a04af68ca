#include "core/kept_threads.hpp"

#include <algorithm>

namespace jifen {

namespace {

/// Waits until it is not `old` any more: at first by looking.
void wait_while(const std::atomic<std::uint32_t>& value, std::uint32_t old) noexcept {
    constexpr int looks = 4096; // some hundred microseconds at most
    for (int look = 0; look < looks; ++look) {
        if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    value.wait(old, std::memory_order_acquire);
}

} // namespace

KeptThreads::~KeptThreads() {
    for (std::jthread& other : others_) other.request_stop();
    ++calls_;
    calls_.notify_all();
}

void KeptThreads::run(std::size_t tasks, const std::function<void(std::size_t)>& task) {
    const bool is_free = !is_called_.exchange(true);
    if (!is_free || tasks <= 1 || threads_ <= 1) {
        for (std::size_t i = 0; i < tasks; ++i) task(i);
        if (is_free) is_called_ = false;
        return;
    }
    while (others_.size() + 1 < std::min<std::size_t>(threads_, tasks)) {
        try {
            others_.emplace_back([this, served = calls_.load()](const std::stop_token& stop) { serve(served, stop); });
        } catch (...) {
            is_called_ = false;
            throw;
        }
    }
    task_ = &task;
    tasks_ = tasks;
    next_ = 0;
    working_ = static_cast<std::uint32_t>(others_.size());
    ++calls_;
    calls_.notify_all();
    work();
    for (std::uint32_t left = working_; left != 0; left = working_) wait_while(working_, left);
    is_called_ = false;
}

void KeptThreads::serve(std::uint32_t served, const std::stop_token& stop) {
    for (;; ++served) {
        wait_while(calls_, served);
        if (stop.stop_requested()) return;
        work();
        if (--working_ == 0) working_.notify_one();
    }
}

void KeptThreads::work() {
    for (std::size_t i = next_++; i < tasks_; i = next_++) (*task_)(i);
}

} // namespace jifen
