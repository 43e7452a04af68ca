#pragma once

#include "jifen/core/parallel.hpp"
#include "register.hpp"

#include <functional>
#include <optional>

namespace jifen::python {

/// Somebody is inside the library. At the interpreter's exit no thread may be killed there (it would take the process
/// with it), so exit waits for everybody inside, see `register_exit`. Made and destroyed with the GIL held.
class Inside {
public:
    Inside();
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
};

/// True on a thread that the interpreter's exit will kill: it has to leave the library.
[[nodiscard]] bool must_leave();

/// In place of py::gil_scoped_release: exit waits until the GIL is held again.
class Released {
public:
    Released() {
        if (!must_leave()) released_.emplace();
    }

private:
    Inside inside_;
    std::optional<py::gil_scoped_release> released_;
};

/// Has the interpreter's exit stop all running work and wait for it.
void register_exit();

/// Runs long work on a thread of its own without the GIL, while the calling thread waits and, ten times a second, lets
/// Python handle its signals and hands progress to the callable `progress(stage, done, total)`, or to nobody when it is
/// None. An exception of the callable or of a signal handler (KeyboardInterrupt) requests stop; when the work has ended
/// it is thrown on. `work` must not touch Python objects. Costs about 0.1 ms.
void run_apart(unsigned threads, const py::object& progress, const std::function<void(const RunOptions&)>& work);

/// The same for work that gives a value.
template <class Work>
auto compute_apart(unsigned threads, const py::object& progress, const Work& work) {
    std::optional<decltype(work(std::declval<const RunOptions&>()))> result;
    run_apart(threads, progress, [&](const RunOptions& run) { result.emplace(work(run)); });
    return std::move(*result);
}

} // namespace jifen::python
