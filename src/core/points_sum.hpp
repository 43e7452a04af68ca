#pragma once

#include "jifen/core/points.hpp"

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace jifen {

/// A sum of points of both signs. It is asked for at its end, not on the way, whether it fits 64 bits: so it does not
/// depend on the order of its terms. Takes 2^63 terms.
class PointsSum {
public:
    PointsSum& operator+=(Points points) noexcept {
        sum_ += points.thousandths();
        return *this;
    }
    /// Throws OverflowError that names `what` was summed, and the person whose sum it is: person() is asked then.
    template <std::invocable Person>
    [[nodiscard]] Points total(std::string_view what, Person person) const {
        if (sum_ > std::numeric_limits<std::int64_t>::max() || sum_ < std::numeric_limits<std::int64_t>::min())
            throw OverflowError(std::string(what), {std::string(person()), {}, {}});
        return Points::thousandths(static_cast<std::int64_t>(sum_));
    }
    [[nodiscard]] Points total(std::string_view what, std::string_view person) const {
        return total(what, [person] { return person; });
    }

private:
    Int128 sum_ = 0;
};

} // namespace jifen
