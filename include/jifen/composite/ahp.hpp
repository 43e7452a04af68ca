#pragma once

#include "jifen/composite/judgements.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// \file
/// The analytic hierarchy process (T. L. Saaty 1977): weights from pairwise judgements, and how far these contradict
/// each other.

namespace jifen::composite {

enum class PriorityMethod : std::uint8_t {
    /// The principal right eigenvector (Saaty 1977). Incomplete judgements by P. T. Harker (1987): a missing one counts
    /// 0, and each adds 1 to the diagonal of its two items, which is to put the ratio of the weights in its place.
    eigenvector,
    /// The geometric mean of each row (G. Crawford, C. Williams 1985). Of incomplete judgements the least squares of
    /// the
    /// logarithms, which are the same where nothing is missing (S. Bozóki, J. Fülöp, L. Rónyai 2010).
    geometric_mean,
};

/// Mean consistency indices of random judgements 1/9 … 9. The mean depends on who drew how many, hence the names.
enum class RandomIndexTable : std::uint8_t {
    saaty_1980,         ///< The Analytic Hierarchy Process, 1980: 3 to 15 items
    saaty_2005,         ///< Theory and Applications of the Analytic Network Process, 2005, p. 31: 3 to 15 items
    donegan_dodd_1991,  ///< H. A. Donegan, F. J. Dodd 1991: 3 to 15 items
    alonso_lamata_2006, ///< J. A. Alonso, M. T. Lamata 2006: by their line for λmax, 2.7699 n − 4.3513; any number of
                        ///< items
};

[[nodiscard]] const char* to_string(PriorityMethod method) noexcept;
[[nodiscard]] const char* to_string(RandomIndexTable table) noexcept;

/// 0 up to two items; none beyond the table's end.
[[nodiscard]] std::optional<double> random_index(RandomIndexTable table, std::size_t items) noexcept;

/// λmax is that of the judgements, whatever the weights come from.
struct Consistency {
    double lambda_max = 1;
    double index = 0; ///< (λmax − n) / (n − 1), not below 0; 0 for one item
    RandomIndexTable table = RandomIndexTable::saaty_2005;
    std::optional<double> random_index{}; ///< none beyond the table's end
    /// index / random_index: 0 up to two items. Saaty takes up to 0.1. Of incomplete judgements it flatters: the
    /// tables are for complete ones, and a missing judgement contradicts nothing.
    std::optional<double> ratio{};
    /// The geometric consistency index (J. Aguarón, J. M. Moreno-Jiménez 2003): Σ ln²(a_ij w_j / w_i) over the pairs ·
    /// 2 / ((n − 1)(n − 2)), w by geometric means. For complete judgements of three items and more.
    std::optional<double> geometric_index{};
    std::size_t missing = 0; ///< pairs that were not judged

    /// The ratio is known and no more than the limit.
    [[nodiscard]] bool is_within(double limit = 0.1) const noexcept { return ratio && *ratio <= limit; }
};

struct Priorities {
    std::vector<double> weights; ///< one an item, adding up to 1
    PriorityMethod method = PriorityMethod::eigenvector;
    Consistency consistency;
};

struct PriorityOptions {
    PriorityMethod method = PriorityMethod::eigenvector;
    RandomIndexTable table = RandomIndexTable::saaty_2005;
};

/// Throws ArgumentError when the judgements do not link all items, and names those without a link. However much they
/// contradict each other, there are weights: read the consistency. O(items³).
[[nodiscard]] Priorities priorities(const Judgements& judgements, const PriorityOptions& options = {});

/// The judgement that disturbs most, and what would mend it.
struct Disturbance {
    std::size_t over = 0, under = 0; ///< the items; `over` stands before `under`
    double judged = 1;
    double mended = 1;   ///< what all others say of the pair: the ratio of the weights without this judgement
    double on_scale = 1; ///< the nearest of 1/9, 1/8, … 1, … 8, 9 to that, by ratio; it may be what was judged
    Consistency now, when_mended, when_on_scale;
};

/// The one whose mending lowers λmax most; of equals (to 1e-9) the first by row, then column. Every judgement is left
/// out in turn and replaced by what the others say (Harker's way). None when the judgements are consistent, and when
/// there is none that others speak of as well. Throws as `priorities`. O(items⁵).
[[nodiscard]] std::optional<Disturbance> most_disturbing(const Judgements& judgements,
                                                         RandomIndexTable table = RandomIndexTable::saaty_2005);

enum class MeanOfPriorities : std::uint8_t { geometric, arithmetic };

/// Several judges' own weights as one, each judge by weight; then divided by the sum. (The other way, to make the
/// judgements one, is `aggregate_judgements`.) The consistency is of each judge for herself.
struct JudgesPriorities {
    std::vector<double> weights;
    std::vector<Priorities> judges;
};

/// Throws as `aggregate_judgements` and `priorities`.
[[nodiscard]] JudgesPriorities aggregate_priorities(std::span<const Judge> judges, const PriorityOptions& options = {},
                                                    MeanOfPriorities mean = MeanOfPriorities::geometric);

} // namespace jifen::composite
