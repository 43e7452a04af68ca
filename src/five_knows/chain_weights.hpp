#pragma once

#include "jifen/five_knows/five_knows.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace jifen {

/// The weights of a rule without what they can all be divided by: made once for the chains of many households.
class ChainWeights {
public:
    explicit ChainWeights(const FiveKnowsRule& rule);

    /// chain_score and chain_points of the rule.
    [[nodiscard]] std::optional<std::int64_t> score(const Funnel& funnel) const;
    [[nodiscard]] Points points(const FiveKnowsRule& rule, const Funnel& funnel) const;
    [[nodiscard]] std::optional<ChainFraction> fraction(const Funnel& funnel) const;

private:
    struct Ratio;
    [[nodiscard]] Ratio ratio(const Funnel& funnel) const;
    [[nodiscard]] std::optional<std::int64_t> weigh_small(const Funnel& funnel, std::int64_t factor) const;
    [[nodiscard]] std::int64_t weigh(const Funnel& funnel, std::int64_t factor) const;

    std::array<std::int64_t, stage_count> weights_;
    std::optional<std::int64_t> sum_; ///< of them, where it fits
};

} // namespace jifen
