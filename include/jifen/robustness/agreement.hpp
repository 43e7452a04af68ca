#pragma once

#include "jifen/composite/matrix.hpp"

#include <span>
#include <string>
#include <vector>

namespace jifen::robustness {

/// The scores that one method gave, more being better.
struct MethodScores {
    std::string name;
    std::vector<double> scores;
};

/// How much the orders of several methods agree, each with each; 1 on the diagonal. NaN where one is all ties.
struct Agreement {
    std::vector<std::string> names;
    composite::Matrix tau_b; ///< Kendall's tau-b
    composite::Matrix rho;   ///< Spearman's rho
};

/// Throws ArgumentError when there is no method, two have one name, the numbers of scores differ or one is NaN.
/// O(methods² · n log n).
[[nodiscard]] Agreement agreement(std::span<const MethodScores> methods);

} // namespace jifen::robustness
