#include "jifen/robustness/rank_uncertainty.hpp"

#include "composite/checks.hpp"
#include "jifen/composite/weights.hpp"
#include "jifen/core/cells.hpp"
#include "jifen/core/error.hpp"
#include "jifen/synthetic/counter_rng.hpp"
#include "robustness/gamma_draw.hpp"
#include "robustness/place_finder.hpp"
#include "robustness/strata.hpp"
#include "robustness/weighted_sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>

namespace jifen::robustness {

namespace {

/// So that the places of an alternative in them fill a line of memory, and those of some thousand stay near.
constexpr std::size_t draws_a_chunk = 4 * WeightedSums::sets;
constexpr std::size_t alternatives_a_chunk = 32;
constexpr std::size_t chunks_ahead = 8;
/// Whose places are counted in turn.
constexpr std::size_t alternatives_at_once = 4;
constexpr std::size_t places_a_block = 16;
/// Of more, sorting those of an alternative takes less than counting them.
constexpr std::size_t most_places_a_draw = 8;
/// What is drawn, for the generator.
constexpr std::uint32_t weights_stream = 0x57474854;

void check(const UncertaintyOptions& options) {
    if (options.draws == 0 || options.draws > std::size_t{1} << 31U)
        throw ArgumentError("draws", std::to_string(options.draws), "from 1 to 2147483648");
    // Below, hardly a draw has a number that is not too small for a double; beyond, nothing varies.
    if (!(options.concentration >= 1e-3 && options.concentration <= 1e12))
        throw ArgumentError("concentration", composite::number_text(options.concentration), "from 0.001 to 1e12");
    if (!(options.level > 0 && options.level < 1))
        throw ArgumentError("level", composite::number_text(options.level), "between 0 and 1");
}

/// ⌊(1 − level) / 2 · draws⌋ of the level as it is written: in binary nine tenths are a little more or less than that.
std::size_t draws_left_out(double level, std::size_t draws) {
    const double exact = (1 - level) / 2 * static_cast<double>(draws), whole = std::round(exact);
    const bool is_whole = std::abs(exact - whole) <= 4e-16 * static_cast<double>(draws);
    return std::min(static_cast<std::size_t>(is_whole ? whole : std::floor(exact)), (draws - 1) / 2);
}

/// Gives rows that are equal on paper, in every indicator that has a weight, the same bits: else arithmetic on the way
/// to their values decides in every draw anew which of them is the better one. O(rows · log rows), of rows that are
/// much alike times the indicators.
void join_equal_rows(composite::Matrix& values, std::span<const double> weights) {
    std::vector<std::uint32_t> rows(values.rows()), alike;
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<std::size_t> groups{0, rows.size()}, split; // where each begins, and the end
    for (std::size_t j = 0; j < values.columns() && !rows.empty(); ++j) {
        if (!(weights[j] > 0)) continue;
        double most = 0;
        for (std::size_t i = 0; i < values.rows(); ++i) most = std::max(most, std::abs(values(i, j)));
        alike.clear();
        split.assign(1, 0);
        for (std::size_t g = 0; g + 1 < groups.size(); ++g) {
            const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(groups[g]);
            const auto end = rows.begin() + static_cast<std::ptrdiff_t>(groups[g + 1]);
            std::sort(begin, end, [&](std::uint32_t a, std::uint32_t b) { return values(a, j) < values(b, j); });
            for (auto first = begin; first != end;) {
                auto last = std::next(first);
                while (last != end &&
                       values(*last, j) - values(*std::prev(last), j) <= composite::default_tie_within * most)
                    ++last;
                if (last - first > 1) {
                    alike.insert(alike.end(), first, last);
                    split.push_back(alike.size());
                }
                first = last;
            }
        }
        rows.swap(alike);
        groups.swap(split);
    }
    for (std::size_t g = 0; g + 1 < groups.size(); ++g) {
        const auto members = std::span(rows).subspan(groups[g], groups[g + 1] - groups[g]);
        const std::uint32_t first = *std::min_element(members.begin(), members.end());
        for (const std::uint32_t row : members)
            for (std::size_t j = 0; j < values.columns(); ++j) values(row, j) = values(first, j);
    }
}

/// The values whose weighted sums have the order of the index: of a geometric mean their logarithms. An alternative
/// with a 0 whose weight is above 0 has the index 0 under all weights: it is named, and its sums mean nothing.
struct Summands {
    composite::Matrix values;
    std::vector<bool> is_zero;
};

Summands summands(const composite::Indicators& indicators, std::span<const double> weights, Aggregation aggregation) {
    Summands out{indicators.values(), std::vector<bool>(indicators.rows())};
    join_equal_rows(out.values, weights);
    if (aggregation == Aggregation::weighted_sum) return out;
    for (std::size_t i = 0; i < indicators.rows(); ++i) {
        for (std::size_t j = 0; j < indicators.count(); ++j) {
            const double value = out.values(i, j);
            out.values(i, j) = value > 0 ? std::log(value) : 0;
            if (!(value > 0) && weights[j] > 0) out.is_zero[i] = true;
        }
    }
    return out;
}

/// One draw of weights. They add up to 1.
class WeightDraw {
public:
    WeightDraw(std::span<const double> weights, double concentration, std::uint64_t seed) : seed_(seed) {
        for (const double weight : weights) {
            has_weight_.push_back(concentration * weight > 0);
            gammas_.emplace_back(has_weight_.back() ? concentration * weight : 1);
        }
    }

    void operator()(std::size_t draw, std::span<double> out) const {
        CounterRng random(seed_, weights_stream, draw);
        double sum = 0;
        // With very small parameters every one may be too small for a number.
        while (!(sum > 0)) {
            sum = 0;
            for (std::size_t j = 0; j < gammas_.size(); ++j) {
                out[j] = has_weight_[j] ? gammas_[j](random) : 0;
                sum += out[j];
            }
        }
        for (double& weight : out) weight /= sum;
    }

private:
    std::vector<GammaDraw> gammas_;
    std::vector<bool> has_weight_;
    std::uint64_t seed_;
};

/// Eight rows of eight, each so far from the one before, become columns.
inline void transpose(const std::uint16_t* from, std::size_t from_stride, std::uint16_t* to, std::size_t to_stride) {
    using Eight [[gnu::vector_size(16)]] = std::uint16_t;
    using Four [[gnu::vector_size(16)]] = std::uint32_t;
    using Two [[gnu::vector_size(16)]] = std::uint64_t;
    Eight rows[8];
    for (std::size_t i = 0; i < 8; ++i) std::memcpy(&rows[i], from + i * from_stride, sizeof rows[i]);
    Four pairs[8]; // the first half of rows 0 and 1 in turn, their second half, ...
    for (std::size_t i = 0; i < 4; ++i) {
        pairs[2 * i] =
            reinterpret_cast<Four>(__builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 8, 1, 9, 2, 10, 3, 11));
        pairs[2 * i + 1] =
            reinterpret_cast<Four>(__builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 4, 12, 5, 13, 6, 14, 7, 15));
    }
    for (std::size_t half = 0; half < 2; ++half) { // of the columns
        Two fours[4];
        for (std::size_t i = 0; i < 2; ++i) {
            const Four low = pairs[4 * i + half], high = pairs[4 * i + 2 + half];
            fours[2 * i] = reinterpret_cast<Two>(__builtin_shufflevector(low, high, 0, 4, 1, 5));
            fours[2 * i + 1] = reinterpret_cast<Two>(__builtin_shufflevector(low, high, 2, 6, 3, 7));
        }
        for (std::size_t i = 0; i < 2; ++i) {
            const Two low = __builtin_shufflevector(fours[i], fours[2 + i], 0, 2);
            const Two high = __builtin_shufflevector(fours[i], fours[2 + i], 1, 3);
            std::uint16_t* const column = to + (4 * half + 2 * i) * to_stride;
            std::memcpy(column, &low, sizeof low);
            std::memcpy(column + to_stride, &high, sizeof high);
        }
    }
}

/// Place is std::uint16_t where that is enough.
template <class Place>
class Simulation {
public:
    Simulation(const Strata& strata, const Summands& summands, std::span<const double> weights,
               const UncertaintyOptions& options)
        : strata_(strata), options_(options), sums_(summands.values, strata.order),
          draw_(weights, options.concentration, options.seed), alternatives_(strata.order.size()),
          chunks_((options.draws + draws_a_chunk - 1) / draws_a_chunk),
          places_(chunks_ * draws_a_chunk * alternatives_), beyond_(alternatives_), mean_weights_(weights.size()) {
        for (std::size_t at = 0; at < alternatives_; ++at)
            if (summands.is_zero[strata.order[at]]) zeros_.push_back(at);
        for (std::size_t s = 0; s < strata.count(); ++s)
            largest_stratum_ = std::max(largest_stratum_, strata.begin[s + 1] - strata.begin[s]);
    }

    RankUncertainty run() {
        // Of each chunk, so that they are added up in one order whatever the threads do.
        weight_sums_.assign(chunks_, {});
        for_each_chunk(options_.draws, draws_a_chunk, options_.run, "draws of weights",
                       [this](std::size_t begin, std::size_t end) { take_draws(begin, end); });
        RankUncertainty out;
        out.alternatives.resize(alternatives_);
        for_each_chunk(alternatives_, alternatives_a_chunk, options_.run, "places",
                       [this, &out](std::size_t begin, std::size_t end) { tell(begin, end, out.alternatives); });
        for (const std::vector<double>& sum : weight_sums_) {
            for (std::size_t j = 0; j < sum.size(); ++j) mean_weights_[j] += sum[j];
        }
        for (double& weight : mean_weights_) weight /= static_cast<double>(options_.draws);
        out.mean_weights = std::move(mean_weights_);
        return out;
    }

private:
    void take_draws(std::size_t begin, std::size_t end) {
        std::vector<double> weights(WeightedSums::sets * sums_.indicators());
        std::vector<double> sums(WeightedSums::sets * sums_.stride());
        std::array<Range, WeightedSums::sets> ranges;
        std::vector<double> weight_sum(sums_.indicators());
        std::vector<std::uint32_t> beyond(alternatives_);
        std::vector<Place> rows(WeightedSums::sets * alternatives_);
        PlaceFinder finder;
        for (std::size_t first = begin; first < end; first += WeightedSums::sets) {
            const std::size_t sets = std::min(WeightedSums::sets, end - first);
            for (std::size_t s = 0; s < sets; ++s) {
                const auto row = std::span(weights).subspan(s * sums_.indicators(), sums_.indicators());
                draw_(first + s, row);
                for (std::size_t j = 0; j < row.size(); ++j) weight_sum[j] += row[j];
            }
            sums_.add(weights, sums, ranges);
            for (std::size_t s = 0; s < sets; ++s) {
                const auto row = std::span(sums).subspan(s * sums_.stride(), alternatives_);
                for (const std::size_t at : zeros_) row[at] = -std::numeric_limits<double>::infinity();
                find_places(finder, row, ranges[s], std::span(rows).subspan(s * alternatives_, alternatives_), beyond);
            }
            put_aside(rows, first);
        }
        weight_sums_[begin / draws_a_chunk] = std::move(weight_sum);
        const std::lock_guard lock(mutex_);
        for (std::size_t at = 0; at < alternatives_; ++at) beyond_[at] += beyond[at];
    }

    /// The places of one draw, which stay in the nearest memory while they are written in the order of the scores.
    void find_places(PlaceFinder& finder, std::span<const double> scores, const Range& range, std::span<Place> places,
                     std::vector<std::uint32_t>& beyond) const {
        for (std::size_t s = 0; s < strata_.count(); ++s) {
            const std::size_t begin = strata_.begin[s], line = strata_.places[s];
            Place* const of_stratum = places.data() + begin;
            std::size_t place = 0;
            const auto put = [&](std::size_t index, std::size_t position, bool is_tied) {
                place = is_tied ? place : position + 1;
                of_stratum[index] = static_cast<Place>(place);
                if (is_tied && position >= line && place <= line) ++beyond[begin + index];
            };
            if (strata_.count() == 1) {
                finder.for_each_in_order(scores, range, put);
            } else {
                finder.for_each_in_order(scores.subspan(begin, strata_.begin[s + 1] - begin), put);
            }
        }
    }

    /// Puts the places of some draws beside each other, by alternative. Of draws beyond the last one nothing is read.
    void put_aside(std::span<const Place> rows, std::size_t first) {
        Place* to = places_.data() + first / draws_a_chunk * draws_a_chunk * alternatives_ + first % draws_a_chunk;
        const Place* const row = rows.data();
        std::size_t at = 0;
        if constexpr (std::is_same_v<Place, std::uint16_t>) {
            static_assert(WeightedSums::sets == 8);
            for (; at + 8 <= alternatives_; at += 8, to += 8 * draws_a_chunk)
                transpose(row + at, alternatives_, to, draws_a_chunk);
        }
        for (; at < alternatives_; ++at, to += draws_a_chunk) {
            for (std::size_t s = 0; s < WeightedSums::sets; ++s) to[s] = row[s * alternatives_ + at];
        }
    }

    /// What the draws make of some alternatives.
    void tell(std::size_t begin, std::size_t end, std::vector<PlaceInterval>& out) const {
        const std::size_t places = (largest_stratum_ / places_a_block + 1) * places_a_block; // from 0
        if (places > most_places_a_draw * options_.draws) return tell_sorted(begin, end, out);
        std::vector<std::uint32_t> counts(alternatives_at_once * places);
        std::size_t stratum = 0;
        for (std::size_t at = begin; at < end; at += alternatives_at_once) {
            const std::size_t alternatives = std::min(alternatives_at_once, end - at);
            if (alternatives == alternatives_at_once) {
                count<alternatives_at_once>(at, counts);
            } else {
                for (std::size_t k = 0; k < alternatives; ++k)
                    count<1>(at + k, std::span(counts).subspan(k * places, places));
            }
            for (std::size_t k = 0; k < alternatives; ++k) {
                while (strata_.begin[stratum + 1] <= at + k) ++stratum;
                PlaceInterval& told = out[strata_.order[at + k]];
                set_share(told, tell(std::span(counts).subspan(k * places, places), strata_.places[stratum], told),
                          at + k);
            }
        }
    }

    /// The same where there are few draws of many places.
    void tell_sorted(std::size_t begin, std::size_t end, std::vector<PlaceInterval>& out) const {
        std::vector<Place> places(options_.draws);
        for (std::size_t at = begin; at < end; ++at) {
            for (std::size_t draw = 0; draw < places.size(); ++draw)
                places[draw] = places_.data()[draw / draws_a_chunk * draws_a_chunk * alternatives_ +
                                              at * draws_a_chunk + draw % draws_a_chunk];
            std::sort(places.begin(), places.end());
            PlaceInterval& told = out[strata_.order[at]];
            for (const auto& [index, place] : wanted_of(told)) *place = places[index];
            told.mean = static_cast<double>(std::accumulate(places.begin(), places.end(), std::uint64_t{0})) /
                        static_cast<double>(places.size());
            const auto after = std::upper_bound(strata_.begin.begin(), strata_.begin.end(), at);
            const std::size_t line = strata_.places[static_cast<std::size_t>(after - strata_.begin.begin()) - 1];
            const auto within = std::ranges::count_if(places, [line](Place place) { return place <= line; });
            set_share(told, static_cast<std::uint64_t>(within), at);
        }
    }

    void set_share(PlaceInterval& told, std::uint64_t within, std::size_t at) const {
        told.selected_share = static_cast<double>(within - beyond_[at]) / static_cast<double>(options_.draws);
    }

    /// Which of the places stands where, when they are sorted: ascending.
    [[nodiscard]] std::array<std::pair<std::size_t, std::size_t*>, 5> wanted_of(PlaceInterval& told) const {
        const std::size_t last = options_.draws - 1, out = draws_left_out(options_.level, options_.draws);
        return {{{0, &told.best},
                 {out, &told.low},
                 {last / 2, &told.median},
                 {last - out, &told.high},
                 {last, &told.worst}}};
    }

    /// Counts the places of `Alternatives` that lie beside each other: as many counts of each place one after another.
    template <std::size_t Alternatives>
    void count(std::size_t at, std::span<std::uint32_t> counts) const {
        const std::size_t places = counts.size() / Alternatives;
        for (std::size_t first = 0; first < options_.draws; first += draws_a_chunk) {
            const Place* const chunk = places_.data() + first * alternatives_ + at * draws_a_chunk;
            const std::size_t draws = std::min(draws_a_chunk, options_.draws - first);
            // The next lie far away.
            if (first + chunks_ahead * draws_a_chunk < options_.draws) {
                for (std::size_t k = 0; k < Alternatives; ++k)
                    __builtin_prefetch(chunk + (chunks_ahead * alternatives_ + k) * draws_a_chunk);
            }
            // In turn, so that hardly a count waits for the one before.
            for (std::size_t draw = 0; draw < draws; ++draw) {
                for (std::size_t k = 0; k < Alternatives; ++k) ++counts[k * places + chunk[k * draws_a_chunk + draw]];
            }
        }
    }

    /// `counts`: of each place, from 0, in whole blocks; afterwards all are 0. Returns how many are of places up to the
    /// line.
    std::uint64_t tell(std::span<std::uint32_t> counts, std::size_t line, PlaceInterval& told) const {
        const std::size_t draws = options_.draws;
        const auto wanted = wanted_of(told);
        std::size_t next = 0;
        std::uint64_t sum = 0, seen = 0, within = 0;
        for (std::size_t first = 0; seen < draws; first += places_a_block) {
            // All at once: hardly a block holds a place that is wanted.
            std::uint32_t* const block = counts.data() + first;
            std::uint32_t here = 0;
            std::uint64_t beyond_first = 0;
            for (std::size_t k = 0; k < places_a_block; ++k) here += block[k];
            if (here == 0) continue;
            for (std::size_t k = 0; k < places_a_block; ++k) beyond_first += k * std::uint64_t{block[k]};
            sum += first * std::uint64_t{here} + beyond_first;
            for (std::size_t k = 0, up_to = seen; next < wanted.size() && wanted[next].first < seen + here; ++k) {
                up_to += block[k];
                while (next < wanted.size() && wanted[next].first < up_to) *wanted[next++].second = first + k;
            }
            if (first <= line) {
                const std::size_t last = std::min(places_a_block - 1, line - first);
                within += std::accumulate(block, block + last + 1, std::uint64_t{0});
            }
            seen += here;
            std::fill_n(block, places_a_block, 0);
        }
        told.mean = static_cast<double>(sum) / static_cast<double>(draws);
        return within;
    }

    const Strata& strata_;
    const UncertaintyOptions& options_;
    WeightedSums sums_;
    WeightDraw draw_;
    std::size_t alternatives_;
    std::size_t largest_stratum_ = 0;
    std::vector<std::size_t> zeros_; ///< in the order of the strata
    std::size_t chunks_;             ///< of draws
    /// By chunk of draws, then by alternative in the order of the strata, then by draw.
    Cells<Place> places_;
    std::vector<std::uint32_t> beyond_; ///< draws in which she stands beyond the line though her place is within it
    std::vector<std::vector<double>> weight_sums_;
    std::vector<double> mean_weights_;
    std::mutex mutex_;
};

template <class Place>
RankUncertainty simulate(const Strata& strata, const Summands& summands, std::span<const double> weights,
                         const UncertaintyOptions& options) {
    const std::size_t draws = (options.draws + draws_a_chunk - 1) / draws_a_chunk * draws_a_chunk;
    if (strata.order.size() > options.most_bytes / sizeof(Place) / draws) {
        throw ArgumentError("draws", std::to_string(options.draws),
                            "the places of " + std::to_string(strata.order.size()) + " alternatives take more than " +
                                std::to_string(options.most_bytes) + " bytes: draw fewer, or raise most_bytes");
    }
    return Simulation<Place>(strata, summands, weights, options).run();
}

} // namespace

RankUncertainty rank_uncertainty(const composite::Indicators& indicators, std::span<const double> weights,
                                 const Contest& contest, const UncertaintyOptions& options) {
    check(options);
    const std::vector<double> unit = composite::given_weights(weights).values;
    const Standing given = stand(scores(indicators, unit, options.aggregation), contest);
    const Strata strata(contest, indicators.rows());
    const Summands values = summands(indicators, unit, options.aggregation);
    RankUncertainty out = indicators.rows() <= std::numeric_limits<std::uint16_t>::max()
                              ? simulate<std::uint16_t>(strata, values, unit, options)
                              : simulate<std::uint32_t>(strata, values, unit, options);
    for (std::size_t i = 0; i < indicators.rows(); ++i) {
        out.alternatives[i].place = given.places[i];
        out.alternatives[i].selected = given.selected[i];
    }
    out.weights = unit;
    out.draws = options.draws;
    out.concentration = options.concentration;
    out.level = options.level;
    out.seed = options.seed;
    return out;
}

} // namespace jifen::robustness
