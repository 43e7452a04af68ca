#pragma once

#include "jifen/composite/matrix.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jifen::composite {

/// Which values of an indicator are good.
enum class Direction : std::uint8_t {
    benefit, ///< more is better
    cost,    ///< less is better
    target,  ///< the nearer to the target, on either side, the better
};

[[nodiscard]] const char* to_string(Direction direction) noexcept;

struct Indicator {
    std::string name;
    Direction direction = Direction::benefit;
    /// Needed by Direction::target; of a benefit or a cost it is the value that is to be attained, see Scale.
    std::optional<double> target{};
};

/// The largest magnitude that a value may have: squares of it and sums of them are finite.
inline constexpr double largest_value = 1e100;

/// An indicator is constant when its values lie within this share of the largest magnitude among them; where distances
/// to a target are taken, of the largest among values and target. Numbers that are equal on paper, 0.3 and 0.1 + 0.2,
/// differ by their last bits, which must not tell one alternative from another.
inline constexpr double constant_within = 1e-12;

/// A table of alternatives (people, grids, countries, …) by indicators, in any units. NaN is a missing value.
class Indicators {
public:
    /// `values`: one row an alternative, one column an indicator. Throws ArgumentError when there is no alternative or
    /// no indicator, when the numbers of names and the shape differ, when a name is empty or stands twice, when an
    /// indicator of Direction::target has no target, and when a value or a target is infinite or beyond
    /// `largest_value`; with the names of both. O(cells) and the sorting of names.
    Indicators(std::vector<std::string> alternatives, std::vector<Indicator> columns, Matrix values);

    [[nodiscard]] const std::vector<std::string>& alternatives() const noexcept { return alternatives_; }
    [[nodiscard]] const std::vector<Indicator>& columns() const noexcept { return columns_; }
    [[nodiscard]] const Matrix& values() const noexcept { return values_; }
    /// Alternatives.
    [[nodiscard]] std::size_t rows() const noexcept { return values_.rows(); }
    /// Indicators.
    [[nodiscard]] std::size_t count() const noexcept { return values_.columns(); }
    [[nodiscard]] bool is_missing(std::size_t row, std::size_t column) const {
        return std::isnan(values_(row, column));
    }
    [[nodiscard]] std::size_t missing() const noexcept;

private:
    std::vector<std::string> alternatives_;
    std::vector<Indicator> columns_;
    Matrix values_;
};

} // namespace jifen::composite
