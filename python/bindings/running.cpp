#include "running.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
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

} // namespace

void run_apart(unsigned threads, const py::object& progress, const std::function<void(const RunOptions&)>& work) {
    std::stop_source stop;
    Mailbox mail;
    RunOptions options;
    options.threads = threads;
    options.stop = stop.get_token();
    if (!progress.is_none()) options.progress = [&mail](const Progress& report) { mail.post(report); };

    std::exception_ptr failure;
    std::exception_ptr python_failure;
    {
        const py::gil_scoped_release released;
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
