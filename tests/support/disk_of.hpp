#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

namespace jifen {

/// No file of this process grows beyond that many bytes: what a full disk does, at a place of our choice.
class DiskOf {
public:
    explicit DiskOf(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    }
    DiskOf(const DiskOf&) = delete;
    DiskOf& operator=(const DiskOf&) = delete;
    ~DiskOf() {
        setrlimit(RLIMIT_FSIZE, &before_);
        static_cast<void>(std::signal(SIGXFSZ, handler_));
    }

private:
    void (*handler_)(int);
    rlimit before_{};
};

} // namespace jifen
