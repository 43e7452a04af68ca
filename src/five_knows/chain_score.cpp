#include "jifen/five_knows/five_knows.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <limits>
#include <numeric>

namespace jifen {

namespace {

/// Five counts below 2^40, weights below 2^62 and points below 2^63 multiply to less than 2^400.
using Wide = boost::multiprecision::int512_t;

struct Ratio {
    Wide numerator, denominator;
};

/// By what all weights can be divided.
std::int64_t common_of(const FiveKnowsRule& rule) {
    return std::accumulate(rule.weights.begin(), rule.weights.end(), std::int64_t{0},
                           [](std::int64_t a, std::int64_t b) { return std::gcd(a, b); });
}

/// Σ weight_k · c_k / Σ weight, not in lowest terms.
Ratio score_of(const FiveKnowsRule& rule, const Funnel& funnel) {
    const std::array<std::int64_t, stage_count>& weights = rule.weights;
    const std::int64_t common = common_of(rule);
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
        numerator += chain * (weights[stage] / common);
        weight_sum += weights[stage] / common;
    }
    return {numerator, denominator * weight_sum};
}

/// As `weigh`, where 64 bits are enough: for one household they nearly always are.
std::optional<std::int64_t> weigh_small(const FiveKnowsRule& rule, const Funnel& funnel, std::int64_t factor) {
    const std::int64_t common = common_of(rule);
    std::int64_t numerator = 0, denominator = 1, chain = 1, weight_sum = 0; // as in score_of
    bool is_too_large = factor == std::numeric_limits<std::int64_t>::min();
    const auto multiply = [&](std::int64_t& by, std::int64_t other) {
        is_too_large = __builtin_mul_overflow(by, other, &by) || is_too_large;
    };
    const auto add = [&](std::int64_t& to, std::int64_t other) {
        is_too_large = __builtin_add_overflow(to, other, &to) || is_too_large;
    };
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (funnel.n[stage] > 0) {
            multiply(chain, funnel.k[stage]);
            multiply(denominator, funnel.n[stage]);
            multiply(numerator, funnel.n[stage]);
        }
        std::int64_t weighed = chain;
        multiply(weighed, rule.weights[stage] / common);
        add(numerator, weighed);
        add(weight_sum, rule.weights[stage] / common);
    }
    multiply(denominator, weight_sum);
    if (is_too_large) return std::nullopt;
    multiply(numerator, factor < 0 ? -factor : factor);
    if (is_too_large) return std::nullopt;
    std::int64_t quotient = numerator / denominator;
    const std::int64_t above = numerator % denominator, below = denominator - above;
    if (above > below || (above == below && quotient % 2 != 0)) ++quotient;
    return factor < 0 ? -quotient : quotient;
}

/// `factor` × the score, rounded once half to even, which is the same on both sides of 0.
std::int64_t weigh(const FiveKnowsRule& rule, const Funnel& funnel, std::int64_t factor) {
    if (const auto small = weigh_small(rule, funnel, factor)) return *small;
    Ratio score = score_of(rule, funnel);
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

} // namespace

std::optional<std::int64_t> chain_score(const FiveKnowsRule& rule, const Funnel& funnel) {
    if (funnel.n[0] == 0) return std::nullopt;
    return weigh(rule, funnel, 1'000'000);
}

std::optional<ChainFraction> chain_fraction(const FiveKnowsRule& rule, const Funnel& funnel) {
    constexpr std::int64_t most = 1'000'000;
    if (funnel.n[0] == 0) return std::nullopt;
    const Ratio score = score_of(rule, funnel);
    const Wide common = boost::multiprecision::gcd(score.numerator, score.denominator);
    const Wide denominator = score.denominator / common;
    if (denominator > most) return std::nullopt;
    return ChainFraction{Wide(score.numerator / common).convert_to<std::int64_t>(),
                         denominator.convert_to<std::int64_t>()};
}

Points chain_points(const FiveKnowsRule& rule, const Funnel& funnel) {
    if (funnel.n[0] == 0) return rule.if_nobody == IfNone::full ? rule.points : Points();
    return Points::thousandths(weigh(rule, funnel, rule.points.thousandths()));
}

} // namespace jifen
