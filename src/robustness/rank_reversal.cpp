#include "jifen/robustness/rank_reversal.hpp"

#include "jifen/composite/ranking.hpp"
#include "jifen/core/error.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jifen::robustness {

namespace {

std::vector<std::size_t> places_by(const Method& method, const composite::Indicators& indicators, double tie_within) {
    const std::vector<double> scores = method(indicators);
    if (scores.size() != indicators.rows()) {
        throw ArgumentError("method", std::to_string(scores.size()),
                            "it gives one score for each of " + std::to_string(indicators.rows()) + " alternatives");
    }
    return composite::rank(scores, composite::Best::highest, tie_within).places;
}

composite::Indicators without(const composite::Indicators& all, std::size_t removed) {
    std::vector<std::string> names;
    std::vector<double> values;
    values.reserve((all.rows() - 1) * all.count());
    for (std::size_t i = 0; i < all.rows(); ++i) {
        if (i == removed) continue;
        names.push_back(all.alternatives()[i]);
        const auto row = all.values().row(i);
        values.insert(values.end(), row.begin(), row.end());
    }
    return {std::move(names), all.columns(), composite::Matrix(all.rows() - 1, all.count(), std::move(values))};
}

/// Sorts the numbers and counts the pairs of which the greater stood first.
std::uint64_t sort_and_count(std::span<std::size_t> numbers, std::vector<std::size_t>& spare) {
    if (numbers.size() < 2) return 0;
    const std::size_t half = numbers.size() / 2;
    std::uint64_t count = sort_and_count(numbers.first(half), spare) + sort_and_count(numbers.subspan(half), spare);
    spare.clear();
    for (std::size_t a = 0, b = half; a < half || b < numbers.size();) {
        if (b == numbers.size() || (a < half && numbers[a] <= numbers[b])) {
            spare.push_back(numbers[a++]);
        } else {
            count += half - a;
            spare.push_back(numbers[b++]);
        }
    }
    std::copy(spare.begin(), spare.end(), numbers.begin());
    return count;
}

/// `order`: the alternatives by their places among all; `then`: the places of all but `removed`, in their own order.
std::optional<RankReversal> turned(std::size_t removed, std::span<const std::size_t> order,
                                   std::span<const std::size_t> places, std::span<const std::size_t> then) {
    std::vector<std::pair<std::size_t, std::size_t>> rows; // place among all, alternative
    for (const std::size_t i : order)
        if (i != removed) rows.emplace_back(places[i], i);
    const auto place_then = [&](std::size_t i) { return then[i < removed ? i : i - 1]; };
    // Those that tied may stand in any order afterwards.
    std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : place_then(a.second) < place_then(b.second);
    });
    std::vector<std::size_t> numbers, spare;
    for (const auto& [place, i] : rows) numbers.push_back(place_then(i));
    RankReversal out{removed, 0, 0, 0};
    std::size_t last = 0; // of those so far, who stands last then
    for (std::size_t at = 1; at < numbers.size(); ++at) {
        if (numbers[at] < numbers[last]) {
            out.before = rows[last].second;
            out.behind = rows[at].second;
            break;
        }
        last = at;
    }
    out.pairs = sort_and_count(numbers, spare);
    return out.pairs > 0 ? std::optional(out) : std::nullopt;
}

} // namespace

RankReversals rank_reversals(const composite::Indicators& indicators, const Method& method,
                             std::span<const std::size_t> remove, double tie_within, const RunOptions& run) {
    const std::size_t count = indicators.rows();
    if (count < 3)
        throw ArgumentError("alternatives", std::to_string(count), "three at least: one leaves, two may turn");
    std::vector<std::size_t> everybody;
    if (remove.empty()) {
        everybody.resize(count);
        std::iota(everybody.begin(), everybody.end(), std::size_t{0});
        remove = everybody;
    }
    for (const std::size_t removed : remove) {
        if (removed >= count)
            throw ArgumentError("remove", std::to_string(removed),
                                "there are " + std::to_string(count) + " alternatives");
    }
    const std::vector<std::size_t> places = places_by(method, indicators, tie_within);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
    std::vector<std::optional<RankReversal>> found(remove.size());
    for_each_chunk(remove.size(), 1, run, "rank reversals", [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) {
            const auto then = places_by(method, without(indicators, remove[at]), tie_within);
            found[at] = turned(remove[at], order, places, then);
        }
    });
    RankReversals out{{}, count, remove.size()};
    for (const auto& reversal : found)
        if (reversal) out.found.push_back(*reversal);
    std::sort(out.found.begin(), out.found.end(),
              [](const RankReversal& a, const RankReversal& b) { return a.removed < b.removed; });
    return out;
}

} // namespace jifen::robustness
