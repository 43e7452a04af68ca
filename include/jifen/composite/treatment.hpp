#pragma once

#include "jifen/composite/indicators.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// \file
/// Missing values and outliers, before anything is normalised. Everything that is done is in the result.

namespace jifen::composite {

enum class MissingValues : std::uint8_t {
    refuse,          ///< a missing value is an error
    drop_row,        ///< an alternative with a missing value is left out
    mean,            ///< it takes the mean of the indicator's values that are there
    rest_of_weights, ///< it stays missing; in a weighted sum or mean the other indicators share its weight
};

/// Values below the lower or above the upper quantile of their indicator are moved onto it. A quantile q of n values
/// lies at the place q · (n − 1) of the sorted ones, linearly between neighbours (type 7 of Hyndman and Fan 1996, that
/// of numpy and R).
struct Winsorisation {
    double lower = 0.05;
    double upper = 0.95;
};

struct TreatmentOptions {
    MissingValues missing = MissingValues::refuse;
    std::optional<Winsorisation> winsorise{};
};

/// A cell that was changed; `row` is that of the treated indicators.
struct ChangedCell {
    std::size_t row = 0, column = 0;
    double before = 0; ///< NaN if it was missing
    double after = 0;
};

struct Treatment {
    Indicators indicators;
    std::vector<std::size_t> dropped; ///< rows of the input that were left out, ascending
    std::vector<ChangedCell> filled;  ///< by column, then row
    std::vector<ChangedCell> moved;   ///< onto a quantile; by column, then row
    /// What was done, a sentence each; also of what was asked for and changed nothing: of winsorising one an indicator
    /// with its quantiles, of missing values one at least unless they are refused.
    std::vector<std::string> steps;
};

/// In this order: rows are dropped; values are moved onto the quantiles; what is missing takes the mean, so that an
/// outlier does not move it. Throws ArgumentError when a value is missing and may not be, when no row is left, when an
/// indicator has no value at all, and unless 0 ≤ lower < upper ≤ 1. O(cells · log rows).
[[nodiscard]] Treatment treat(const Indicators& indicators, const TreatmentOptions& options);

/// The quantile q in [0, 1] of values in ascending order, of which there is one at least, as above.
[[nodiscard]] double quantile_of_sorted(const std::vector<double>& ascending, double q);

} // namespace jifen::composite
