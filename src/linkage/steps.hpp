#pragma once

#include "jifen/core/error.hpp"
#include "jifen/core/parallel.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace jifen {

/// The steps of a loop that runs on one thread: looks at the stop token now and then, reports about a hundred times.
class Steps {
public:
    Steps(const RunOptions& options, std::string_view stage, std::uint64_t total)
        : options_(options), stage_(stage), total_(total), step_(std::max<std::uint64_t>(1, total / 100)) {
        look();
    }

    /// `done` of all steps are done. Throws Cancelled.
    void reach(std::uint64_t done) {
        if (done - looked_ >= steps_between_looks) {
            looked_ = done;
            look();
        }
        if (!options_.progress || done - reported_ < step_) return;
        reported_ = done;
        options_.progress({stage_, done, total_});
    }
    /// The stage is done. Throws Cancelled.
    void end() {
        look();
        if (options_.progress && reported_ < total_) options_.progress({stage_, total_, total_});
    }
    void look() const {
        if (options_.stop.stop_requested()) throw Cancelled();
    }

private:
    static constexpr std::uint64_t steps_between_looks = 16'384;

    const RunOptions& options_;
    std::string_view stage_;
    std::uint64_t total_;
    std::uint64_t step_;
    std::uint64_t looked_ = 0;
    std::uint64_t reported_ = 0;
};

} // namespace jifen
