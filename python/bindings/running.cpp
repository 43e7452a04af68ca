#include "running.hpp"

#include "jifen/core/error.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace jifen::python {

namespace {

struct Report {
    std::string stage;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

/// Between the thread that works and the one that waits. Of the reports of one stage only the latest is kept.
class Mailbox {
public:
    void post(const Progress& progress) {
        const std::lock_guard lock(mutex_);
        if (reports_.empty() || reports_.back().stage != progress.stage) {
            reports_.push_back({std::string(progress.stage), progress.done, progress.total});
        } else {
            reports_.back().done = progress.done;
            reports_.back().total = progress.total;
        }
    }
    void finish() {
        {
            const std::lock_guard lock(mutex_);
            finished_ = true;
        }
        changed_.notify_one();
    }
    /// Waits until the work has ended, at most a tenth of a second; true when it has. Takes the reports out.
    bool wait(std::vector<Report>& reports) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return finished_; });
        reports.clear();
        reports.swap(reports_);
        return finished_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Report> reports_;
    bool finished_ = false;
};

/// Needs the GIL. Throws what a signal handler or the callable raised.
void tell_python(const py::object& progress, const std::vector<Report>& reports) {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (progress.is_none()) return;
    for (const Report& report : reports) progress(report.stage, report.done, report.total);
}

/// Who is inside, and what is running. Touched with the GIL held only.
struct House {
    int inside = 0;
    std::list<std::stop_source> running;
    std::optional<std::thread::id> leaving; ///< the thread that ends the interpreter
};

House& house() {
    static House the_house;
    return the_house;
}

/// Work that exit can stop.
class Running {
public:
    explicit Running(const std::stop_source& stop) : place_(house().running.insert(house().running.end(), stop)) {}
    ~Running() { house().running.erase(place_); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    Inside inside_;
    std::list<std::stop_source>::iterator place_;
};

/// A callable of the caller that never comes back must not hold up the exit for ever.
constexpr int longest_wait_ms = 60'000;

void leave() {
    house().leaving = std::this_thread::get_id();
    for (std::stop_source& stop : house().running) stop.request_stop();
    for (int waited = 0; house().inside > 0 && waited < longest_wait_ms; ++waited) {
        const py::gil_scoped_release released;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

/// In a forked child the other threads are gone.
void forget_the_others() {
    house().inside = 0;
    house().running.clear();
}

} // namespace

Inside::Inside() { ++house().inside; }
Inside::~Inside() { --house().inside; }

bool must_leave() { return house().leaving && *house().leaving != std::this_thread::get_id(); }

void register_exit() {
    py::module_::import("atexit").attr("register")(py::cpp_function(leave));
    const py::module_ os = py::module_::import("os");
    if (py::hasattr(os, "register_at_fork"))
        os.attr("register_at_fork")(py::arg("after_in_child") = py::cpp_function(forget_the_others));
}

void run_apart(unsigned threads, const py::object& progress, const std::function<void(const RunOptions&)>& work) {
    if (must_leave()) throw Cancelled();
    std::stop_source stop;
    const Running running(stop);
    Mailbox mail;
    RunOptions options;
    options.threads = threads;
    options.stop = stop.get_token();
    if (!progress.is_none()) options.progress = [&mail](const Progress& report) { mail.post(report); };

    std::exception_ptr failure;
    std::exception_ptr python_failure;
    {
        const Released released;
        std::thread worker([&] {
            try {
                work(options);
            } catch (...) {
                failure = std::current_exception();
            }
            mail.finish();
        });
        std::vector<Report> reports;
        for (bool finished = false; !finished;) {
            finished = mail.wait(reports);
            if (python_failure) continue;
            const py::gil_scoped_acquire held;
            try {
                tell_python(progress, reports);
            } catch (...) {
                python_failure = std::current_exception();
                stop.request_stop();
            }
        }
        worker.join();
    }
    if (python_failure) std::rethrow_exception(python_failure);
    if (failure) std::rethrow_exception(failure);
}

} // namespace jifen::python
