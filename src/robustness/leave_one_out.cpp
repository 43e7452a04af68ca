#include "jifen/robustness/leave_one_out.hpp"

#include "jifen/composite/rank_correlation.hpp"
#include "jifen/composite/weights.hpp"

#include <utility>

namespace jifen::robustness {

namespace {

WithoutOne compare_standings(const Standing& with, std::span<const double> scores_with, Standing without,
                             std::span<const double> scores_without) {
    WithoutOne out;
    out.tau_b = composite::kendall_tau_b(scores_with, scores_without);
    for (std::size_t i = 0; i < with.places.size(); ++i) {
        const std::size_t a = with.places[i], b = without.places[i], move = a > b ? a - b : b - a;
        if (move > out.largest_move) {
            out.largest_move = move;
            out.moved_most = i;
        }
        if (with.selected[i] != without.selected[i]) (with.selected[i] ? out.leaves : out.enters).push_back(i);
    }
    out.standing = std::move(without);
    return out;
}

} // namespace

WithoutOne compare(std::span<const double> with, std::span<const double> without, const Contest& contest) {
    return compare_standings(stand(with, contest), with, stand(without, contest), without);
}

std::vector<WithoutOne> leave_one_indicator_out(const composite::Indicators& indicators,
                                                std::span<const double> weights, const Contest& contest,
                                                Aggregation aggregation) {
    const std::vector<double> unit = composite::given_weights(weights).values;
    const std::vector<double> with = scores(indicators, unit, aggregation);
    const Standing standing = stand(with, contest);
    std::vector<WithoutOne> out;
    for (std::size_t j = 0; j < indicators.count(); ++j) {
        if (unit[j] == 0 || unit[j] == 1) continue;
        std::vector<double> rest = unit;
        rest[j] = 0;
        const std::vector<double> without = scores(indicators, rest, aggregation);
        out.push_back(compare_standings(standing, with, stand(without, contest), without));
        out.back().name = indicators.columns()[j].name;
        out.back().weight = unit[j];
    }
    return out;
}

} // namespace jifen::robustness
