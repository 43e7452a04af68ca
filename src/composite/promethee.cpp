#include "jifen/composite/promethee.hpp"

#include "composite/checks.hpp"

#include <cmath>

namespace jifen::composite {

namespace {

constexpr std::size_t alternatives_a_chunk = 16;

void check(const Indicators& indicators, std::size_t column, const Preference& preference) {
    const auto refuse = [&](const char* argument, double value, const char* reason) {
        throw ArgumentError(argument, number_text(value), name_of(indicators, column) + ": " + reason);
    };
    const bool has_q = preference.shape == PreferenceShape::u_shape || preference.shape == PreferenceShape::level ||
                       preference.shape == PreferenceShape::linear;
    const bool has_p = preference.shape == PreferenceShape::v_shape || preference.shape == PreferenceShape::level ||
                       preference.shape == PreferenceShape::linear;
    if (has_q && !(preference.q >= 0 && std::isfinite(preference.q)))
        refuse("q", preference.q, "it is a finite number of 0 or more");
    if (has_p && !(preference.p > (has_q ? preference.q : 0) && std::isfinite(preference.p)))
        refuse("p", preference.p, has_q ? "it is a finite number above q" : "it is a finite number above 0");
    if (preference.shape == PreferenceShape::gaussian && !(preference.s > 0 && std::isfinite(preference.s)))
        refuse("s", preference.s, "it is a finite number above 0");
}

} // namespace

double preference_of(const Preference& preference, double difference) noexcept {
    if (!(difference > 0)) return 0;
    switch (preference.shape) {
    case PreferenceShape::usual:
        return 1;
    case PreferenceShape::u_shape:
        return difference > preference.q ? 1 : 0;
    case PreferenceShape::v_shape:
        return difference < preference.p ? difference / preference.p : 1;
    case PreferenceShape::level:
        return difference > preference.p ? 1 : difference > preference.q ? 0.5 : 0;
    case PreferenceShape::linear:
        if (difference <= preference.q) return 0;
        return difference < preference.p ? (difference - preference.q) / (preference.p - preference.q) : 1;
    case PreferenceShape::gaussian:
        break;
    }
    const double ratio = difference / preference.s;
    return -std::expm1(-ratio * ratio / 2);
}

Promethee promethee(const Indicators& indicators, std::span<const double> weights,
                    std::span<const Preference> preferences, double tie_within, const RunOptions& run) {
    refuse_single(indicators, "PROMETHEE");
    refuse_missing(indicators, "PROMETHEE");
    if (preferences.size() != indicators.count()) {
        throw ArgumentError("preferences", std::to_string(preferences.size()),
                            "there is one for each of " + std::to_string(indicators.count()) + " indicators");
    }
    for (std::size_t column = 0; column < preferences.size(); ++column) check(indicators, column, preferences[column]);
    Promethee out;
    out.weights = unit_weights(weights, indicators.count());
    const Matrix values = turned(indicators);
    // Of a constant indicator, the last bits would be whole preferences by the usual shape.
    std::vector<std::size_t> varying;
    for (std::size_t column = 0; column < values.columns(); ++column)
        if (!is_constant(indicators, column)) varying.push_back(column);
    const std::size_t n = values.rows();
    out.leaving.assign(n, 0);
    out.entering.assign(n, 0);
    out.net.assign(n, 0);
    const auto others = static_cast<double>(n - 1);
    for_each_chunk(n, alternatives_a_chunk, run, "comparisons", [&](std::size_t begin, std::size_t end) {
        for (std::size_t a = begin; a < end; ++a) {
            for (std::size_t b = 0; b < n; ++b) {
                double preferred = 0, opposed = 0;
                for (const std::size_t column : varying) {
                    const double ahead = values(a, column) - values(b, column);
                    const double strength = out.weights[column] * preference_of(preferences[column], std::abs(ahead));
                    preferred += ahead > 0 ? strength : 0;
                    opposed += ahead > 0 ? 0 : strength;
                }
                out.leaving[a] += preferred;
                out.entering[a] += opposed;
            }
            out.leaving[a] /= others;
            out.entering[a] /= others;
            out.net[a] = out.leaving[a] - out.entering[a];
        }
    });
    out.ranking = rank(out.net, Best::highest, tie_within);
    return out;
}

Promethee promethee(const Indicators& indicators, std::span<const double> weights, const Preference& preference,
                    double tie_within, const RunOptions& run) {
    return promethee(indicators, weights, std::vector<Preference>(indicators.count(), preference), tie_within, run);
}

} // namespace jifen::composite
