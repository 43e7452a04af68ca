#include "five_knows/chain.hpp"

#include <gtest/gtest.h>

#include <random>

namespace jifen {
namespace {

TEST(KnownScores, AreThoseOfTheWeightsHoweverOftenAndInWhateverOrderTheyAreAsked) {
    FiveKnowsRule rule;
    rule.weights = {7, 0, 5, 3, 1};
    const ChainWeights weights(rule);
    KnownScores scores(weights);
    std::mt19937 random(4);
    for (const std::int64_t most : {1, 3, 63, 64, 1000}) { // more than are kept; of 64 and more none is
        for (int i = 0; i < 20'000; ++i) {
            Funnel funnel;
            for (std::size_t stage = 0; stage < stage_count; ++stage) {
                funnel.n[stage] = static_cast<std::int64_t>(random()) % (most + 1);
                funnel.k[stage] = static_cast<std::int64_t>(random()) % (funnel.n[stage] + 1);
            }
            ASSERT_EQ(scores.of(funnel), weights.score(funnel)) << most;
        }
    }
    EXPECT_EQ(scores.of(Funnel{}), std::nullopt);
}

} // namespace
} // namespace jifen
