#include "chain_weights.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <limits>
#include <numeric>

namespace jifen {

namespace {

/// Five counts below 2^40, weights below 2^62 and points below 2^63 multiply to less than 2^400.
using Wide = boost::multiprecision::int512_t;

} // namespace

struct ChainWeights::Ratio {
    Wide numerator, denominator;
};

ChainWeights::ChainWeights(const FiveKnowsRule& rule) : weights_(rule.weights) {
    const std::int64_t common = std::accumulate(weights_.begin(), weights_.end(), std::int64_t{0},
                                                [](std::int64_t a, std::int64_t b) { return std::gcd(a, b); });
    std::int64_t sum = 0;
    bool fits = true;
    for (std::int64_t& weight : weights_) {
        weight /= std::max(common, std::int64_t{1}); // a rulebook's weights are not all 0
        fits = !__builtin_add_overflow(sum, weight, &sum) && fits;
    }
    if (fits) sum_ = sum;
}

/// Σ weight_k · c_k / Σ weight, not in lowest terms.
ChainWeights::Ratio ChainWeights::ratio(const Funnel& funnel) const {
    Wide numerator = 0;   // of Σ weight_k · c_k over the product of the N so far
    Wide denominator = 1; // that product
    Wide chain = 1;       // the product of the K so far
    Wide weight_sum = 0;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (funnel.n[stage] > 0) { // a stage with nothing to know has rate 1
            chain *= funnel.k[stage];
            denominator *= funnel.n[stage];
            numerator *= funnel.n[stage];
        }
        numerator += chain * weights_[stage];
        weight_sum += weights_[stage];
    }
    return {numerator, denominator * weight_sum};
}

/// As `weigh`, where 64 bits are enough: for one household they nearly always are.
std::optional<std::int64_t> ChainWeights::weigh_small(const Funnel& funnel, std::int64_t factor) const {
    if (!sum_ || factor == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
    std::int64_t numerator = 0, denominator = 1, chain = 1; // as in `ratio`
    bool is_too_large = false;
    const auto multiply = [&](std::int64_t& by, std::int64_t other) {
        is_too_large = __builtin_mul_overflow(by, other, &by) || is_too_large;
    };
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (funnel.n[stage] > 0) {
            multiply(chain, funnel.k[stage]);
            multiply(denominator, funnel.n[stage]);
            multiply(numerator, funnel.n[stage]);
        }
        std::int64_t weighed = chain;
        multiply(weighed, weights_[stage]);
        is_too_large = __builtin_add_overflow(numerator, weighed, &numerator) || is_too_large;
    }
    multiply(denominator, *sum_);
    if (is_too_large) return std::nullopt;
    multiply(numerator, factor < 0 ? -factor : factor);
    if (is_too_large) return std::nullopt;
    std::int64_t quotient = numerator / denominator;
    const std::int64_t above = numerator % denominator, below = denominator - above;
    if (above > below || (above == below && quotient % 2 != 0)) ++quotient;
    return factor < 0 ? -quotient : quotient;
}

/// `factor` × the score, rounded once half to even, which is the same on both sides of 0.
std::int64_t ChainWeights::weigh(const Funnel& funnel, std::int64_t factor) const {
    if (const auto small = weigh_small(funnel, factor)) return *small;
    Ratio score = ratio(funnel);
    score.numerator *= abs(Wide(factor));
    Wide quotient;
    Wide remainder;
    boost::multiprecision::divide_qr(score.numerator, score.denominator, quotient, remainder);
    const Wide twice = remainder * 2;
    if (twice > score.denominator || (twice == score.denominator && bit_test(quotient, 0))) ++quotient;
    if (factor < 0) quotient = -quotient;
    if (quotient > std::numeric_limits<std::int64_t>::max() || quotient < std::numeric_limits<std::int64_t>::min())
        throw OverflowError("a five-knows part");
    return quotient.convert_to<std::int64_t>();
}

std::optional<std::int64_t> ChainWeights::score(const Funnel& funnel) const {
    if (funnel.n[0] == 0) return std::nullopt;
    return weigh(funnel, 1'000'000);
}

std::optional<ChainFraction> ChainWeights::fraction(const Funnel& funnel) const {
    constexpr std::int64_t most = 1'000'000;
    if (funnel.n[0] == 0) return std::nullopt;
    const Ratio score = ratio(funnel);
    const Wide common = boost::multiprecision::gcd(score.numerator, score.denominator);
    const Wide denominator = score.denominator / common;
    if (denominator > most) return std::nullopt;
    return ChainFraction{Wide(score.numerator / common).convert_to<std::int64_t>(),
                         denominator.convert_to<std::int64_t>()};
}

Points ChainWeights::points(const FiveKnowsRule& rule, const Funnel& funnel) const {
    if (funnel.n[0] == 0) return rule.if_nobody == IfNone::full ? rule.points : Points();
    return Points::thousandths(weigh(funnel, rule.points.thousandths()));
}

std::optional<std::int64_t> chain_score(const FiveKnowsRule& rule, const Funnel& funnel) {
    return ChainWeights(rule).score(funnel);
}

std::optional<ChainFraction> chain_fraction(const FiveKnowsRule& rule, const Funnel& funnel) {
    return ChainWeights(rule).fraction(funnel);
}

Points chain_points(const FiveKnowsRule& rule, const Funnel& funnel) { return ChainWeights(rule).points(rule, funnel); }

} // namespace jifen
