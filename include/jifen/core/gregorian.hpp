#pragma once

#include "jifen/core/day.hpp"

#include <boost/date_time/gregorian/gregorian_types.hpp>

/// \file
/// The edge to Boost.Date_Time, for services that use it. Not part of `jifen.hpp`: it costs a second to compile and
/// needs Boost's headers, which the library itself does not ask of its users.

namespace jifen {

/// The same day as a Boost date. Precondition: the day is finite.
[[nodiscard]] inline boost::gregorian::date to_gregorian(Day day) {
    const CivilDate civil = day.civil();
    return {static_cast<unsigned short>(civil.year), static_cast<unsigned short>(civil.month),
            static_cast<unsigned short>(civil.day)};
}

/// nullopt for a special value (not_a_date_time, infinities) or a day beyond 1900 to 2199.
[[nodiscard]] inline std::optional<Day> from_gregorian(const boost::gregorian::date& date) {
    if (date.is_special()) return std::nullopt;
    return Day::from_civil(date.year(), date.month(), date.day());
}

} // namespace jifen
