#include "jifen/composite/ahp.hpp"

#include "composite/checks.hpp"
#include "jifen/core/text.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <array>
#include <cmath>

namespace jifen::composite {

namespace {

/// For 3 to 15 items.
using IndexTable = std::array<double, 13>;
constexpr IndexTable saaty_1980{0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};
constexpr IndexTable saaty_2005{0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59};
constexpr IndexTable donegan_dodd_1991{0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733,
                                       1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969};

Eigen::Index as_index(std::size_t number) { return static_cast<Eigen::Index>(number); }

std::vector<double> to_unit_sum(const Eigen::VectorXd& values) {
    const Eigen::VectorXd shares = values / values.sum();
    return {shares.begin(), shares.end()};
}

/// Least squares of ln a_ij = u_i − u_j over the pairs that were judged: a Laplacian of the graph of judgements, whose
/// first u is held at 0. Complete, it gives the geometric means of the rows.
std::vector<double> logarithmic_weights(const Judgements& judgements) {
    const std::size_t n = judgements.size();
    Eigen::MatrixXd laplacian = Eigen::MatrixXd::Zero(as_index(n), as_index(n));
    Eigen::VectorXd rows = Eigen::VectorXd::Zero(as_index(n));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const auto value = judgements.value(i, j);
            if (i == j || !value) continue;
            laplacian(as_index(i), as_index(i)) += 1;
            laplacian(as_index(i), as_index(j)) -= 1;
            rows(as_index(i)) += std::log(*value);
        }
    }
    Eigen::VectorXd logarithms = Eigen::VectorXd::Zero(as_index(n));
    if (judgements.missing() == 0)
        logarithms = rows / static_cast<double>(n);
    else if (n > 1)
        logarithms.tail(as_index(n - 1)) =
            laplacian.bottomRightCorner(as_index(n - 1), as_index(n - 1)).ldlt().solve(rows.tail(as_index(n - 1)));
    // Against overflow of the powers, and so that no weight is 0, however long the chain of judgements.
    logarithms.array() -= logarithms.maxCoeff();
    logarithms = logarithms.cwiseMax(-600.0);
    return to_unit_sum(logarithms.array().exp());
}

struct Principal {
    double lambda_max = 1;
    std::vector<double> weights;
};

/// Harker's matrix is not negative, hangs together and has a positive diagonal, so it has one eigenvalue of largest
/// magnitude; that is positive, and so is its vector (Perron, Frobenius).
///
/// The solver sees a_ij w_j / w_i with w from the logarithms, which has the same eigenvalues: consistent judgements
/// become ones, and far-apart ones cost no digits.
Principal principal(const Judgements& judgements) {
    const std::size_t n = judgements.size();
    const std::vector<double> near = logarithmic_weights(judgements);
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(as_index(n), as_index(n));
    for (std::size_t i = 0; i < n; ++i) {
        matrix(as_index(i), as_index(i)) += 1;
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j) continue;
            if (const auto value = judgements.value(i, j))
                matrix(as_index(i), as_index(j)) = *value * near[j] / near[i];
            else
                matrix(as_index(i), as_index(i)) += 1;
        }
    }
    const Eigen::EigenSolver<Eigen::MatrixXd> solved(matrix);
    if (solved.info() != Eigen::Success) throw Error("numerics", "the eigenvalues of the judgements do not converge");
    Eigen::Index largest = 0;
    solved.eigenvalues().real().maxCoeff(&largest);
    Eigen::VectorXd vector = solved.eigenvectors().col(largest).real().cwiseAbs();
    // Two steps of the power method take off what the solver leaves in small components.
    for (int step = 0; step < 2; ++step) {
        vector = matrix * vector;
        vector /= vector.sum();
    }
    for (std::size_t i = 0; i < n; ++i) vector[as_index(i)] *= near[i];
    return {solved.eigenvalues()[largest].real(), to_unit_sum(vector)};
}

void refuse_unlinked(const Judgements& judgements) {
    const std::vector<std::size_t> unreached = judgements.unreached();
    if (unreached.empty()) return;
    std::string names;
    for (const std::size_t item : unreached)
        names += (names.empty() ? "" : ", ") + in_quotes(mask_long_numbers(judgements.items()[item]));
    throw ArgumentError("judgements", std::to_string(judgements.missing()) + " missing",
                        "nothing links " + names + " to " + in_quotes(mask_long_numbers(judgements.items().front())) +
                            ": judge one of these pairs");
}

std::optional<double> geometric_index(const Judgements& judgements) {
    const std::size_t n = judgements.size();
    if (n < 3 || judgements.missing() > 0) return std::nullopt;
    const std::vector<double> weights = logarithmic_weights(judgements);
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            const double error = std::log(*judgements.value(i, j) * weights[j] / weights[i]);
            squares += error * error;
        }
    }
    return 2 * squares / (static_cast<double>(n - 1) * static_cast<double>(n - 2));
}

Consistency consistency_of(const Judgements& judgements, double lambda_max, RandomIndexTable table) {
    const auto n = static_cast<double>(judgements.size());
    Consistency out;
    out.lambda_max = lambda_max;
    out.table = table;
    out.missing = judgements.missing();
    // Two items cannot contradict each other; and consistent judgements leave a last bit on either side of 0.
    if (judgements.size() > 2) out.index = std::max(0.0, (lambda_max - n) / (n - 1));
    if (out.index < 1e-13) out.index = 0;
    out.random_index = random_index(table, judgements.size());
    if (judgements.size() <= 2)
        out.ratio = 0;
    else if (out.random_index)
        out.ratio = out.index / *out.random_index;
    out.geometric_index = geometric_index(judgements);
    return out;
}

double nearest_on_scale(double value) {
    const bool is_less = value < 1;
    const double magnitude = std::min(9.0, is_less ? 1 / value : value);
    const double below = std::floor(magnitude);
    // By ratio: the border between k and k + 1 is their geometric mean.
    const double whole = magnitude * magnitude > below * (below + 1) ? below + 1 : below;
    return is_less ? 1 / whole : whole;
}

} // namespace

const char* to_string(PriorityMethod method) noexcept {
    return method == PriorityMethod::eigenvector ? "eigenvector" : "geometric_mean";
}

const char* to_string(RandomIndexTable table) noexcept {
    switch (table) {
    case RandomIndexTable::saaty_1980:
        return "saaty_1980";
    case RandomIndexTable::saaty_2005:
        return "saaty_2005";
    case RandomIndexTable::donegan_dodd_1991:
        return "donegan_dodd_1991";
    case RandomIndexTable::alonso_lamata_2006:
        break;
    }
    return "alonso_lamata_2006";
}

std::optional<double> random_index(RandomIndexTable table, std::size_t items) noexcept {
    if (items <= 2) return 0;
    const auto of = [items](const IndexTable& indices) -> std::optional<double> {
        return items - 3 < indices.size() ? std::optional(indices[items - 3]) : std::nullopt;
    };
    const auto n = static_cast<double>(items);
    switch (table) {
    case RandomIndexTable::saaty_1980:
        return of(saaty_1980);
    case RandomIndexTable::saaty_2005:
        return of(saaty_2005);
    case RandomIndexTable::donegan_dodd_1991:
        return of(donegan_dodd_1991);
    case RandomIndexTable::alonso_lamata_2006:
        break;
    }
    return (2.7699 * n - 4.3513 - n) / (n - 1);
}

Priorities priorities(const Judgements& judgements, const PriorityOptions& options) {
    refuse_unlinked(judgements);
    Principal found = principal(judgements);
    Priorities out;
    out.method = options.method;
    out.consistency = consistency_of(judgements, found.lambda_max, options.table);
    out.weights =
        options.method == PriorityMethod::eigenvector ? std::move(found.weights) : logarithmic_weights(judgements);
    return out;
}

std::optional<Disturbance> most_disturbing(const Judgements& judgements, RandomIndexTable table) {
    refuse_unlinked(judgements);
    const double lambda_now = principal(judgements).lambda_max;
    const Consistency now = consistency_of(judgements, lambda_now, table);
    if (now.index <= 1e-12) return std::nullopt;
    std::optional<Disturbance> worst;
    double least = lambda_now;
    for (std::size_t i = 0; i < judgements.size(); ++i) {
        for (std::size_t j = i + 1; j < judgements.size(); ++j) {
            const auto judged = judgements.value(i, j);
            if (!judged) continue;
            Judgements without = judgements;
            without.forget(i, j);
            if (!without.is_connected()) continue; // nothing else speaks of the pair
            const Principal found = principal(without);
            if (worst ? !(found.lambda_max < least - 1e-9) : !(found.lambda_max < least)) continue;
            least = found.lambda_max;
            worst = Disturbance{i, j, *judged, found.weights[i] / found.weights[j], 1, now, {}, {}};
        }
    }
    if (!worst) return std::nullopt;
    worst->on_scale = nearest_on_scale(worst->mended);
    const auto with = [&](double value) {
        Judgements other = judgements;
        other.judge(worst->over, worst->under, value);
        return consistency_of(other, principal(other).lambda_max, table);
    };
    worst->when_mended = with(std::clamp(worst->mended, 1 / largest_judgement, largest_judgement));
    worst->when_on_scale = with(worst->on_scale);
    return worst;
}

JudgesPriorities aggregate_priorities(std::span<const Judge> judges, const PriorityOptions& options,
                                      MeanOfPriorities mean) {
    // Asked for its errors: the same items, in the same order; sound weights.
    const std::size_t items = aggregate_judgements(judges).size();
    std::vector<double> shares;
    for (const Judge& judge : judges) shares.push_back(judge.weight);
    shares = unit_weights(shares, judges.size());
    JudgesPriorities out;
    for (const Judge& judge : judges) out.judges.push_back(priorities(judge.judgements, options));
    const bool is_geometric = mean == MeanOfPriorities::geometric;
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(as_index(items));
    for (std::size_t item = 0; item < items; ++item) {
        double& sum = sums[as_index(item)];
        for (std::size_t k = 0; k < judges.size(); ++k) {
            const double weight = out.judges[k].weights[item];
            sum += shares[k] * (is_geometric ? std::log(weight) : weight);
        }
        if (is_geometric) sum = std::exp(sum);
    }
    out.weights = to_unit_sum(sums);
    return out;
}

} // namespace jifen::composite
