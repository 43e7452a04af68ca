#pragma once

#include <cstdint>

/// \file
/// An operator new that fails when it is told to. `failing_new.cpp` replaces the global one in the program it is
/// linked into.

namespace jifen::exhaustion {

/// What fails from the moment on that the failure is set.
enum class Failure : std::uint8_t {
    once,   ///< the n-th allocation alone
    onwards ///< the n-th and all after it
};

/// While it lives, allocations on every thread are counted from 1, and the n-th fails; n = 0: none does.
class FailingNew {
public:
    FailingNew(std::int64_t n, Failure failure) noexcept;
    FailingNew(const FailingNew&) = delete;
    FailingNew& operator=(const FailingNew&) = delete;
    ~FailingNew();

    /// Whether the n-th allocation came to be asked for. Of the object that lives, or lived last.
    [[nodiscard]] static bool reached() noexcept;
};

/// Allocations made and not given back, since the start of the program.
[[nodiscard]] std::int64_t outstanding() noexcept;

} // namespace jifen::exhaustion
