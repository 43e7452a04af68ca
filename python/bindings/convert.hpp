#pragma once

#include "jifen/core/day.hpp"
#include "jifen/core/points.hpp"
#include "jifen/tables/table.hpp"
#include "register.hpp"

#include <string_view>

namespace jifen::python {

/// Bytes that are not UTF-8 (they can come from file names) are written as `\xff`.
[[nodiscard]] py::str to_python(std::string_view text);
/// A `datetime.date`; None for an open end.
[[nodiscard]] py::object to_python(Day day);
/// A `decimal.Decimal`, exact.
[[nodiscard]] py::object to_python(Points points);
/// Rows [begin, end) of a column: text, int, decimal.Decimal or datetime.date; flags as bool, blanks as None.
[[nodiscard]] py::list to_python(const Column& column, std::size_t begin, std::size_t end);

/// `2023-04-05` and the other forms of SPEC §0; throws ArgumentError that names the argument.
[[nodiscard]] Day parse_day(std::string_view argument, std::string_view text);

} // namespace jifen::python
