#pragma once

#include "jifen/core/error.hpp"

#include <string>

/// \file
/// What an overflow says of itself.

namespace jifen::testing_support {

/// `operation: person, entry, item` of the OverflowError that the work throws; `none` when it throws nothing.
template <class Work>
std::string overflow_of(const Work& work) {
    try {
        static_cast<void>(work());
    } catch (const OverflowError& error) {
        return error.operation() + ": " + error.person() + ", " + error.entry() + ", " + error.item();
    }
    return "none";
}

} // namespace jifen::testing_support
