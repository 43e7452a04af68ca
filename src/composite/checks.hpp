#pragma once

#include "jifen/composite/indicators.hpp"
#include "jifen/core/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// What every method asks of its input, and the words of the errors.

namespace jifen::composite {

/// The shortest text that reads back as the same number; in no locale.
[[nodiscard]] std::string number_text(double value);

/// `indicator "x"` or `alternative "x", indicator "y"`, with long numbers masked.
[[nodiscard]] std::string name_of(const Indicators& indicators, std::size_t column);
[[nodiscard]] std::string name_of(const Indicators& indicators, std::size_t row, std::size_t column);

/// Throws ArgumentError that names the first missing value and the method that takes none.
void refuse_missing(const Indicators& indicators, std::string_view method);

/// Throws ArgumentError when there are fewer than two alternatives.
void refuse_single(const Indicators& indicators, std::string_view method);

/// Throws ArgumentError that names the first value below 0.
void refuse_negative(const Indicators& indicators, std::string_view method);

/// The weights divided by their sum. Throws ArgumentError unless there are `count`, all finite and ≥ 0, with a positive
/// sum.
[[nodiscard]] std::vector<double> unit_weights(std::span<const double> weights, std::size_t count);

/// Every indicator turned so that more is better, in its own unit: x, −x, −|x − target|.
[[nodiscard]] Matrix turned(const Indicators& indicators);
[[nodiscard]] std::vector<double> turned(const Indicators& indicators, std::size_t column);

/// Whether numbers from `least` to `largest` are the same to `constant_within`. `magnitude` is the largest among the
/// numbers that they were computed from: a small difference of large numbers has the last bits of these.
[[nodiscard]] bool are_same(double least, double largest, double magnitude = 0) noexcept;

/// Whether all values, of which there is one at least and none is missing, are the same, as above.
[[nodiscard]] bool is_constant(std::span<const double> values, double magnitude = 0);

/// The largest magnitude among the values of an indicator that are there and, if it is to be near one, its target.
[[nodiscard]] double magnitude_of(const Indicators& indicators, std::size_t column);

/// Whether an indicator without missing values says the same of every alternative, once it is turned as above.
[[nodiscard]] bool is_constant(const Indicators& indicators, std::size_t column);

} // namespace jifen::composite
