#include "jifen/composite/weights.hpp"

#include "composite/checks.hpp"
#include "jifen/composite/normalisation.hpp"
#include "jifen/composite/rank_correlation.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jifen::composite {

namespace {

void check(const Indicators& indicators, const char* method) {
    refuse_single(indicators, method);
    refuse_missing(indicators, method);
}

/// `information` into weights; `varying` are the indicators that it is about, ascending.
Weights weights_of(std::string method, std::vector<double> information, const std::vector<std::size_t>& varying) {
    Weights out;
    double sum = 0;
    for (const double value : information) sum += value;
    if (!(sum > 0)) {
        throw ArgumentError("values", number_text(sum),
                            "no indicator tells an alternative from another: " + method + " has nothing to weigh by");
    }
    for (const double value : information) out.values.push_back(value / sum);
    for (std::size_t i = 0, next = 0; i < information.size(); ++i) {
        if (next < varying.size() && varying[next] == i)
            ++next;
        else
            out.constant.push_back(i);
    }
    out.method = std::move(method);
    out.information = std::move(information);
    return out;
}

/// By the values as they are.
std::vector<std::size_t> varying_of(const Indicators& indicators) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < indicators.count(); ++i)
        if (!is_constant(indicators.values().column(i))) out.push_back(i);
    return out;
}

/// By what they are once they are turned.
std::vector<std::size_t> varying_when_turned(const Indicators& indicators) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < indicators.count(); ++i)
        if (!is_constant(indicators, i)) out.push_back(i);
    return out;
}

/// What is left of each value without the mean. Twice: of values that are near each other, the rounding of the mean is
/// not small beside what is left.
Eigen::VectorXd centred(const std::vector<double>& values) {
    Eigen::VectorXd out = Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
    for (int round = 0; round < 2; ++round) out.array() -= out.mean();
    return out;
}

/// Into a unit in which `size` is near 1: a power of two, so that no digit changes. Gives its exponent.
int bring_near_one(std::vector<double>& values, double size) {
    const int exponent = std::ilogb(size);
    for (double& value : values) value = std::ldexp(value, -exponent);
    return exponent;
}

/// (1 + x) ln(1 + x) − x for x of −1 and more. For small x the two terms cancel; there it is the series x²/2 − x³/6 +
/// x⁴/12 − …, whose terms are (−x)^k / (k(k − 1)).
double entropy_term(double x) {
    if (x <= -1) return 1; // p ln p of a share of 0 is 0
    if (std::fabs(x) > 0.1) return (1 + x) * std::log1p(x) - x;
    double sum = 0, power = x * x;
    for (int k = 2;; ++k, power *= -x) {
        const double next = sum + power / (k * (k - 1));
        if (next == sum) return sum;
        sum = next;
    }
}

/// ln n − H, what Shannon's entropy of the shares lacks to that of equal shares, by the values' distances from the
/// mean: H itself is so near ln n for values that are near each other that few digits of the difference would be left.
double lacking_entropy(std::vector<double> values) {
    bring_near_one(values, *std::max_element(values.begin(), values.end()));
    const auto n = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) sum += value;
    const double mean = sum / n;
    std::vector<double> apart;
    apart.reserve(values.size());
    double left = 0; // what the rounding of the mean leaves over
    for (const double value : values) left += apart.emplace_back((value - mean) / mean);
    left /= n;
    double out = 0;
    for (const double x : apart) out += entropy_term(x - left);
    return out / n;
}

/// An indicator that varies, for the measure of conflict: less its mean, and in a unit in which its range is near 1.
struct Compared {
    std::vector<double> high, low; ///< what is left of a value is the sum of both, without any rounding
    double length = 0;
    double magnitude = 0; ///< of what the values were computed from
};

Compared compared(std::vector<double> values, double magnitude) {
    const auto [min, max] = std::minmax_element(values.begin(), values.end());
    Compared out;
    out.magnitude = std::ldexp(magnitude, -bring_near_one(values, *max - *min));
    const auto n = static_cast<double>(values.size());
    const double least = *min;
    double mean = 0;
    for (const double value : values) mean += value - least;
    mean = least + mean / n;
    double squares = 0, sum = 0;
    for (const double value : values) {
        // What rounding takes from a difference is itself a double (D. Knuth's sum of two).
        const double difference = value - mean, of_mean = value - difference;
        out.high.push_back(difference);
        out.low.push_back((value - (difference + of_mean)) + (of_mean - mean));
        squares += difference * difference;
        sum += difference;
    }
    // The mean was rounded, and what is left of it is no length.
    out.length = std::sqrt(squares - sum * sum / n);
    return out;
}

/// 1 − r of two indicators that vary, by ‖u − v‖² / 2, u and v what they are without their means, of length 1: where r
/// is near 1, 1 − r would have few digits left. Each difference is rounded once, of values that are not rounded at all.
/// 0 when what one says, in the unit of the other, is the same to `constant_within`.
double conflict_of(const Compared& x, const Compared& y) {
    const double scale = y.length / x.length;
    std::vector<double> apart(x.high.size());
    double mean = 0;
    for (std::size_t i = 0; i < apart.size(); ++i) {
        apart[i] = std::fma(-scale, x.high[i], y.high[i]) + (y.low[i] - scale * x.low[i]);
        mean += apart[i];
    }
    if (is_constant(apart, std::max(y.magnitude, scale * x.magnitude))) return 0;
    mean /= static_cast<double>(apart.size());
    double squares = 0;
    for (const double difference : apart) squares += (difference - mean) * (difference - mean);
    return squares / (y.length * y.length) / 2;
}

/// The columns of `values` named, centred and of length 1: their products are correlations. A column that varies by
/// less than a double can carry is one of zeros.
Eigen::MatrixXd directions_of(const Matrix& values, const std::vector<std::size_t>& columns) {
    Eigen::MatrixXd out(static_cast<Eigen::Index>(values.rows()), static_cast<Eigen::Index>(columns.size()));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        Eigen::VectorXd column = centred(values.column(columns[i]));
        const double length = column.stableNorm();
        if (length > 0) column /= length;
        out.col(static_cast<Eigen::Index>(i)) = column;
    }
    return out;
}

/// Cosines of the angles between the columns. Not by Eigen's blocked product: its blocks, and with them the order of
/// the sums, depend on the machine's caches.
Eigen::MatrixXd products_of(const Eigen::MatrixXd& directions) {
    return directions.transpose().lazyProduct(directions);
}

double deviation(const std::vector<double>& values) {
    return centred(values).stableNorm() / std::sqrt(static_cast<double>(values.size()));
}

/// 0 … 1, worst to best; constant ones are 0.
Matrix unit_scaled(const Indicators& indicators) {
    Normalisation by;
    by.constant = Constant::neutral;
    return normalise(indicators, by).indicators.values();
}

} // namespace

Weights given_weights(std::span<const double> weights) {
    Weights out;
    out.values = unit_weights(weights, weights.size());
    out.method = "given";
    out.information.assign(weights.begin(), weights.end());
    return out;
}

Weights equal_weights(std::size_t n) {
    if (n == 0) throw ArgumentError("n", "0", "there is one indicator at least");
    Weights out;
    out.values.assign(n, 1 / static_cast<double>(n));
    out.information.assign(n, 1);
    out.method = "equal";
    return out;
}

Weights entropy_weights(const Indicators& indicators) {
    check(indicators, "entropy");
    refuse_negative(indicators, "entropy");
    const double most = std::log(static_cast<double>(indicators.rows()));
    std::vector<double> information(indicators.count(), 0);
    const std::vector<std::size_t> varying = varying_of(indicators);
    for (std::size_t i = 0; i < indicators.count(); ++i) {
        const std::vector<double> values = indicators.values().column(i);
        double sum = 0;
        for (const double value : values) sum += value;
        if (!(sum > 0)) {
            throw ArgumentError("values", "0", name_of(indicators, i) + " is 0 everywhere: it has no shares");
        }
        if (!std::binary_search(varying.begin(), varying.end(), i)) continue;
        information[i] = lacking_entropy(values) / most;
    }
    return weights_of("entropy of the shares of the sum", std::move(information), varying);
}

Weights standard_deviation_weights(const Indicators& indicators) {
    check(indicators, "standard deviation");
    const std::vector<std::size_t> varying = varying_of(indicators);
    std::vector<double> information(indicators.count(), 0);
    for (const std::size_t i : varying) information[i] = deviation(indicators.values().column(i));
    return weights_of("standard deviation", std::move(information), varying);
}

Weights critic_weights(const Indicators& indicators, const CriticOptions& options) {
    check(indicators, "CRITIC");
    const Matrix values = options.scales ? unit_scaled(indicators) : turned(indicators);
    const std::vector<std::size_t> varying = varying_when_turned(indicators);
    // Correlations are the same in any unit: those of the scaled values would have their rounding besides.
    std::vector<Compared> sides;
    for (const std::size_t i : varying) {
        const std::vector<double> column = turned(indicators, i);
        sides.push_back(options.correlation == Correlation::pearson
                            ? compared(column, magnitude_of(indicators, i))
                            : compared(mean_ranks(column), static_cast<double>(indicators.rows())));
    }
    std::vector<double> conflicts(varying.size(), 0);
    for (std::size_t i = 0; i < varying.size(); ++i) {
        for (std::size_t k = i + 1; k < varying.size(); ++k) {
            const double of_both = conflict_of(sides[i], sides[k]);
            conflicts[i] += of_both;
            conflicts[k] += of_both;
        }
    }
    // One that varies alone is in conflict with nobody, and yet all the information there is.
    if (varying.size() == 1) conflicts[0] = 1;
    std::vector<double> information(indicators.count(), 0);
    for (std::size_t i = 0; i < varying.size(); ++i)
        information[varying[i]] = deviation(values.column(varying[i])) * conflicts[i];
    return weights_of(std::string("CRITIC, ") + (options.scales ? "scaled by min and max, " : "values as they are, ") +
                          (options.correlation == Correlation::pearson ? "Pearson" : "Spearman"),
                      std::move(information), varying);
}

PcaWeights pca_weights(const Indicators& indicators, const PcaOptions& options) {
    check(indicators, "PCA");
    const Matrix values = turned(indicators);
    const std::vector<std::size_t> varying = varying_when_turned(indicators);
    const auto n = static_cast<Eigen::Index>(varying.size());
    if (options.components && (*options.components == 0 || *options.components > varying.size())) {
        throw ArgumentError("components", std::to_string(*options.components),
                            "there are " + std::to_string(varying.size()) + ", one for each indicator that varies");
    }
    PcaWeights out;
    std::vector<double> information(indicators.count(), 0);
    if (n > 0) {
        const Eigen::MatrixXd directions = directions_of(values, varying);
        Eigen::MatrixXd correlations = products_of(directions);
        correlations.diagonal().setOnes();
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(correlations);
        // The solver has them ascending.
        for (Eigen::Index k = n; k-- > 0;) out.eigenvalues.push_back(std::max(0.0, solved.eigenvalues()[k]));
        // Equal but for the last bits: an eigenvalue of 1 is taken, and what equals the last one taken as well.
        const double slack = 1e-10 * static_cast<double>(n);
        const double least = options.components ? out.eigenvalues[*options.components - 1] : 1;
        double taken = 0;
        for (const double value : out.eigenvalues) {
            if (value < least - slack) break;
            ++out.components;
            taken += value;
        }
        for (std::size_t k = 0; k < out.components; ++k) {
            const Eigen::VectorXd loadings = solved.eigenvectors().col(n - 1 - static_cast<Eigen::Index>(k));
            for (std::size_t i = 0; i < varying.size(); ++i) {
                const double loading = loadings[static_cast<Eigen::Index>(i)];
                information[varying[i]] += out.eigenvalues[k] * loading * loading;
            }
        }
        out.explained = taken / static_cast<double>(n);
    }
    out.weights = weights_of("PCA of the correlations, " + std::to_string(out.components) + " components",
                             std::move(information), varying);
    return out;
}

} // namespace jifen::composite
