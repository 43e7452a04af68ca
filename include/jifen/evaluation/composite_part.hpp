#pragma once

#include "jifen/core/ids.hpp"
#include "jifen/core/points.hpp"
#include "jifen/rulebook/composite_rule.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// \file
/// The index of `[composite]`. The numerics of weights and normalisation are not part of jifen::jifen: `evaluate` is
/// given an IndexMethod, that of jifen::composite (index/index_method.hpp) or another.

namespace jifen {

/// What an index is made from.
struct IndexInput {
    const CompositeRule& rule;
    std::vector<std::string> people; ///< ids, ascending; one at least
    std::vector<double> raw;         ///< people × indicators, row by row; NaN where she has no value
};

/// Everything by person in the order of the input; matrices are people × indicators, row by row.
struct IndexOutput {
    std::vector<double> index;      ///< 0 … 1; NaN: she has none
    std::vector<double> normalised; ///< NaN where nothing was made of her value
    std::vector<double> weights;    ///< as they were used for her; 0 where the value was missing and is not made up for
};

class IndexMethod {
public:
    IndexMethod() = default;
    IndexMethod(const IndexMethod&) = delete;
    IndexMethod& operator=(const IndexMethod&) = delete;
    virtual ~IndexMethod() = default;
    /// Throws ArgumentError where the rule cannot be applied to the values.
    [[nodiscard]] virtual IndexOutput compute(const IndexInput& input) const = 0;
};

/// One indicator of one person.
struct IndicatorScore {
    double raw = 0, normalised = 0; ///< NaN where there is none
    double weight = 0;
    Points contribution;    ///< of a weighted sum: points × weight × normalised, rounded once; else 0
    bool near_edge = false; ///< that product is within 1e-9 of a point of where it would be rounded the other way
};

struct CompositeRow {
    PersonId person;
    double index = 0; ///< NaN: she has none
    /// The part: of a weighted sum the contributions added up, so that a reader with a pencil gets the same; else
    /// points × index, rounded once, half to even.
    Points points;
    bool near_edge = false; ///< of a weighted sum: any contribution's
};

struct CompositeResult {
    std::vector<CompositeRow> rows;         ///< scored people who held one of the roles in the window, ascending
    std::vector<IndicatorScore> indicators; ///< rows × indicators, row by row
};

/// Points in floating point to thousandths, half to even.
struct RoundedPoints {
    Points points;
    bool near_edge = false; ///< within 1e-9 of a point of the edge between two thousandths
};
/// Throws OverflowError when it does not fit.
[[nodiscard]] RoundedPoints round_points(double points);
/// value × 10^decimals, rounded to a whole number, half to even. Throws OverflowError when it does not fit.
[[nodiscard]] std::int64_t rounded_decimals(double value, int decimals);

} // namespace jifen
