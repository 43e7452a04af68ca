#pragma once

#include "jifen/composite/indicators.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// \file
/// Weights of indicators: given, or read from the values themselves. Those from judgements are in ahp.hpp.
///
/// The latter take no missing value (treat them first), and two alternatives at least. A constant indicator (see
/// `constant_within`) tells no alternative from another: its weight is 0 and it is named; when none tells any apart,
/// there is nothing to read weights from, and that is an ArgumentError.

namespace jifen::composite {

/// One weight an indicator, none below 0, adding up to 1.
struct Weights {
    std::vector<double> values;
    std::string method;                ///< with its choices, in words
    std::vector<double> information;   ///< what the weights are in proportion to, as each method says
    std::vector<std::size_t> constant; ///< constant indicators, ascending
};

/// The weights divided by their sum. Throws ArgumentError when one is below 0 or not finite, or none is above 0.
[[nodiscard]] Weights given_weights(std::span<const double> weights);

/// 1 / n each. Throws ArgumentError for n = 0.
[[nodiscard]] Weights equal_weights(std::size_t n);

/// Shannon's entropy: with p = x / Σx of an indicator and e = −Σ p ln p / ln(alternatives), information is 1 − e
/// (C. E. Shannon 1948; M. Zeleny 1982). As the values are, whatever their direction. However near 1 the entropies, the
/// weights have 12 digits. Throws ArgumentError for values below 0 and an indicator of zeros. O(cells).
[[nodiscard]] Weights entropy_weights(const Indicators& indicators);

/// Information is the standard deviation of the values as they are: of other units there are other weights, so
/// normalise first. O(cells).
[[nodiscard]] Weights standard_deviation_weights(const Indicators& indicators);

enum class Correlation : std::uint8_t { pearson, spearman };

struct CriticOptions {
    bool scales = true; ///< bring each indicator to 0 … 1 by min and max and its direction first, as the paper does
    Correlation correlation = Correlation::pearson;
};

/// Information is sd_j · Σ_k (1 − r_jk): much spread, little said by others already (D. Diakoulaki, G. Mavrotas, L.
/// Papayannakis: "Determining objective weights in multiple criteria problems: the CRITIC method", Computers &
/// Operations Research 22 (1995) 763–770). Costs and targets are turned in any case. Constant
/// indicators are left out of the sum; one that varies alone has all the weight. Two indicators say the same, and 1 − r
/// of them is 0, when the one in the unit of the other differs from it by the same everywhere, to `constant_within` of
/// their magnitudes. Throws ArgumentError also when each of two or more indicators says what all the others say: then
/// there is no information left. However near 1 the correlations, the weights have 12 digits. O(cells · indicators).
[[nodiscard]] Weights critic_weights(const Indicators& indicators, const CriticOptions& options = {});

struct PcaOptions {
    /// Components with an eigenvalue of 1 or more (Kaiser), or so many, the largest. In both, a component whose
    /// eigenvalue equals that of the last one taken comes along, because the two are not determined apart.
    std::optional<std::size_t> components{};
};

struct PcaWeights {
    Weights weights;
    std::vector<double> eigenvalues; ///< of the correlation matrix of the indicators that vary, descending
    std::size_t components = 0;      ///< that were taken
    double explained = 0;            ///< their share of the variance
};

/// Principal components of the correlation matrix: information of an indicator is Σ λ_k · v_jk² over the components
/// taken, v of length 1, λ their eigenvalues; without rotation. (Of all components it is 1: equal weights.) Of an
/// indicator that is a target the distance to it is taken; the direction makes no difference otherwise.
/// OECD: Handbook on Constructing Composite Indicators, 2008, 6.1. O(cells · indicators + indicators³). Throws
/// ArgumentError also when more components are asked for than there are, or none.
[[nodiscard]] PcaWeights pca_weights(const Indicators& indicators, const PcaOptions& options = {});

} // namespace jifen::composite
