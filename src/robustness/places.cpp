#include "jifen/robustness/places.hpp"

#include "jifen/core/error.hpp"
#include "robustness/place_finder.hpp"
#include "robustness/strata.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace jifen::robustness {

Strata::Strata(const Contest& contest, std::size_t alternatives) : order(alternatives) {
    if (alternatives > std::numeric_limits<std::uint32_t>::max())
        throw ArgumentError("alternatives", std::to_string(alternatives), "more than 2^32 - 1");
    if (contest.strata.empty()) {
        if (contest.places.size() > 1)
            throw ArgumentError("places", std::to_string(contest.places.size()), "there is one stratum");
        std::iota(order.begin(), order.end(), 0U);
        begin = {0, alternatives};
        places = contest.places.empty() ? std::vector<std::size_t>{0} : contest.places;
        return;
    }
    if (contest.strata.size() != alternatives) {
        throw ArgumentError("strata", std::to_string(contest.strata.size()),
                            "there is one for each of " + std::to_string(alternatives) + " alternatives");
    }
    const std::size_t most = std::size_t{1} + *std::max_element(contest.strata.begin(), contest.strata.end());
    if (most > alternatives && contest.places.size() < most) {
        throw ArgumentError("strata", std::to_string(most - 1), "strata are numbered from 0, fewer than alternatives");
    }
    if (!contest.places.empty() && contest.places.size() < most)
        throw ArgumentError("places", std::to_string(contest.places.size()), "there is one number for each stratum");
    places = contest.places;
    places.resize(std::max(most, places.size()));
    begin.assign(places.size() + 1, 0);
    for (const std::uint32_t stratum : contest.strata) ++begin[stratum + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t i = 0; i < alternatives; ++i) order[next[contest.strata[i]]++] = static_cast<std::uint32_t>(i);
}

Standing stand(std::span<const double> scores, const Contest& contest, double tie_within) {
    std::vector<double> steady; // the same for all that tie
    if (tie_within != 0) {
        for (const std::size_t place : composite::rank(scores, composite::Best::highest, tie_within).places)
            steady.push_back(-static_cast<double>(place));
        scores = steady;
    }
    if (std::any_of(scores.begin(), scores.end(), [](double score) { return std::isnan(score); }))
        throw ArgumentError("scores", "NaN", "a score is a number");
    const Strata strata(contest, scores.size());
    Standing out{std::vector<std::size_t>(scores.size()), std::vector<bool>(scores.size())};
    PlaceFinder finder;
    std::vector<double> of_stratum;
    for (std::size_t s = 0; s < strata.count(); ++s) {
        const auto members = std::span(strata.order).subspan(strata.begin[s], strata.begin[s + 1] - strata.begin[s]);
        of_stratum.clear();
        for (const std::uint32_t member : members) of_stratum.push_back(scores[member]);
        const auto order = finder.sort(of_stratum);
        std::size_t place = 0;
        for (std::size_t position = 0; position < order.size(); ++position) {
            const std::uint32_t at = order[position];
            if (position == 0 || of_stratum[at] != of_stratum[order[position - 1]]) place = position + 1;
            out.places[members[at]] = place;
            out.selected[members[at]] = position < strata.places[s];
        }
    }
    return out;
}

std::vector<double> scores(const composite::Indicators& indicators, std::span<const double> weights,
                           Aggregation aggregation) {
    if (indicators.missing() > 0)
        throw ArgumentError("indicators", "missing", "a value is missing: treat missing values first");
    return aggregation == Aggregation::weighted_sum ? composite::weighted_sum(indicators, weights).scores
                                                    : composite::weighted_geometric_mean(indicators, weights).scores;
}

} // namespace jifen::robustness
