#include "jifen/selection/quota.hpp"

#include "support/small_district.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace jifen {
namespace {

using namespace testing_support;
using Counts = std::vector<std::int64_t>;

constexpr QuotaMethod methods[] = {QuotaMethod::largest_remainder, QuotaMethod::sainte_lague, QuotaMethod::dhondt};

TEST(Apportionment, GivesTheFiguresOfBalinskiAndYoung) {
    // M. L. Balinski, H. P. Young: The quota method of apportionment, American Mathematical Monthly 82 (1975), example
    // 1; as restated in the tests of github.com/martinlackner/apportionment.
    const Counts votes{5117, 4400, 162, 161, 160};
    EXPECT_EQ(apportion(QuotaMethod::largest_remainder, votes, 100), (Counts{51, 44, 2, 2, 1}));
    EXPECT_EQ(apportion(QuotaMethod::sainte_lague, votes, 100), (Counts{51, 43, 2, 2, 2}));
    EXPECT_EQ(apportion(QuotaMethod::dhondt, votes, 100), (Counts{52, 45, 1, 1, 1}));
}

TEST(Apportionment, ShowsTheAlabamaParadoxOfLargestRemainder) {
    // electowiki.org, "Alabama paradox": with one place more, the third loses one.
    const Counts votes{567, 385, 42, 6};
    EXPECT_EQ(apportion(QuotaMethod::largest_remainder, votes, 323), (Counts{183, 124, 14, 2}));
    EXPECT_EQ(apportion(QuotaMethod::largest_remainder, votes, 324), (Counts{184, 125, 13, 2}));
    for (const QuotaMethod divisor : {QuotaMethod::sainte_lague, QuotaMethod::dhondt}) {
        const Counts fewer = apportion(divisor, votes, 323);
        const Counts more = apportion(divisor, votes, 324);
        for (std::size_t i = 0; i < votes.size(); ++i) EXPECT_LE(fewer[i], more[i]);
    }
}

TEST(Apportionment, GivesTheFiguresOfHowMathExplainsTheWorld) {
    // J. D. Stein: How Math Explains the World (2008); as restated in the tests of martinlackner/apportionment.
    EXPECT_EQ(apportion(QuotaMethod::largest_remainder, Counts{14, 23, 45, 18}, 37), (Counts{5, 8, 17, 7}));
}

TEST(Apportionment, GivesTheFiguresOnWhichAllMethodsAgree) {
    for (const QuotaMethod method : methods) { // tests of martinlackner/apportionment
        EXPECT_EQ(apportion(method, Counts{2, 1, 1, 2, 2}, 2), (Counts{1, 0, 0, 1, 0})); // ties: the earlier
        EXPECT_EQ(apportion(method, Counts{0, 14, 28, 0, 0}, 6), (Counts{0, 2, 4, 0, 0}));
        EXPECT_EQ(apportion(method, Counts{10, 9, 8, 8, 11, 12}, 3), (Counts{1, 0, 0, 0, 1, 1}));
        EXPECT_EQ(apportion(method, Counts{14, 28, 7, 35}, 12), (Counts{2, 4, 1, 5}));
    }
}

TEST(Apportionment, GivesATieToTheLargerWeightThenToTheEarlier) {
    EXPECT_EQ(apportion(QuotaMethod::largest_remainder, Counts{1, 3}, 2), (Counts{0, 2})); // 0.5 and 1.5
    EXPECT_EQ(apportion(QuotaMethod::dhondt, Counts{2, 4}, 2), (Counts{0, 2}));            // 4/2 = 2/1
    EXPECT_EQ(apportion(QuotaMethod::sainte_lague, Counts{1, 3}, 2), (Counts{0, 2}));      // 3/3 = 1/1
    for (const QuotaMethod method : methods) {
        EXPECT_EQ(apportion(method, Counts{5, 5, 5}, 1), (Counts{1, 0, 0}));
        EXPECT_EQ(apportion(method, Counts{5, 5, 5}, 2), (Counts{1, 1, 0}));
    }
}

TEST(Apportionment, GivesNothingOfNothing) {
    for (const QuotaMethod method : methods) {
        EXPECT_EQ(apportion(method, Counts{}, 3), Counts{});
        EXPECT_EQ(apportion(method, Counts{0, 0}, 3), (Counts{0, 0}));
        EXPECT_EQ(apportion(method, Counts{4, 0}, 0), (Counts{0, 0}));
    }
}

TEST(Apportionment, IsExactAndQuickForLargeCounts) {
    const std::int64_t most = 4'000'000'000;
    EXPECT_EQ(apportion(QuotaMethod::largest_remainder, Counts{most, most - 1, 1}, most),
              (Counts{2'000'000'000, 2'000'000'000, 0}));
    const std::int64_t huge = most * 1'000'000; // dealt to any one stratum one by one, they would take years
    for (const QuotaMethod method : methods) {
        const Counts seats = apportion(method, Counts{huge, huge / 3, 17}, huge);
        EXPECT_EQ(std::accumulate(seats.begin(), seats.end(), std::int64_t{0}), huge);
        EXPECT_LE(std::abs(seats[0] - 3 * seats[1]), 10);
    }
}

// The textbook definitions, place by place and with exact ratios.

using Ratio = boost::multiprecision::cpp_rational;

Counts textbook(QuotaMethod method, const Counts& weights, std::int64_t places) {
    Counts seats(weights.size());
    const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    if (sum == 0) return seats;
    std::vector<Ratio> claim(weights.size());
    const auto largest = [&] { // ties: the larger weight, then the earlier
        std::size_t best = 0;
        for (std::size_t i = 1; i < weights.size(); ++i) {
            if (claim[i] > claim[best] || (claim[i] == claim[best] && weights[i] > weights[best])) best = i;
        }
        return best;
    };
    if (method == QuotaMethod::largest_remainder) {
        std::int64_t left = places;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const Ratio quota = Ratio(weights[i] * places, sum);
            seats[i] = (numerator(quota) / denominator(quota)).convert_to<std::int64_t>();
            claim[i] = quota - seats[i];
            left -= seats[i];
        }
        for (; left > 0; --left) {
            const std::size_t best = largest();
            ++seats[best];
            claim[best] = -1;
        }
        return seats;
    }
    for (; places > 0; --places) {
        for (std::size_t i = 0; i < weights.size(); ++i)
            claim[i] = Ratio(weights[i], method == QuotaMethod::dhondt ? seats[i] + 1 : 2 * seats[i] + 1);
        ++seats[largest()];
    }
    return seats;
}

TEST(Apportionment, AgreesWithTheTextbook) {
    Dice dice(1787);
    for (int round = 0; round < 6000; ++round) {
        Counts weights(1 + dice.below(6));
        const std::int64_t most = dice.one_in(2) ? 4 : 60; // few values make ties
        for (std::int64_t& weight : weights) weight = dice.between(0, most);
        const std::int64_t places = dice.between(0, dice.one_in(3) ? 80 : 8);
        for (const QuotaMethod method : methods)
            ASSERT_EQ(apportion(method, weights, places), textbook(method, weights, places))
                << testing::PrintToString(weights) << " " << places;
    }
}

Counts divide(QuotaMethod method, const std::vector<QuotaStratum>& strata, std::int64_t places) {
    return divide_places(method, strata, places);
}

TEST(DividePlaces, FixesStrataGivenTooManyAllAtOnceAndDividesTheRestAfresh) {
    // 9 places for 30 : 30 : 30, of whom 1, 2 and 30 are eligible: 3 each at first, so 1 and 2 stay and 6 are left.
    for (const QuotaMethod method : methods)
        EXPECT_EQ(divide(method, {{30, 1}, {30, 2}, {30, 30}}, 9), (Counts{1, 2, 6}));
}

TEST(DividePlaces, GoesOnUntilNoneIsOver) {
    // 10 for 50 : 30 : 20 gives 5, 3, 2; the first takes 1 of them. 9 for 30 : 20 gives 5, 4; the second takes 3 of
    // them.
    for (const QuotaMethod method : methods)
        EXPECT_EQ(divide(method, {{50, 1}, {30, 30}, {20, 3}}, 10), (Counts{1, 6, 3}));
}

TEST(DividePlaces, LeavesNothingToAStratumWithoutEligiblePeople) {
    for (const QuotaMethod method : methods) {
        EXPECT_EQ(divide(method, {{10, 0}, {10, 10}}, 6), (Counts{0, 6}));
        EXPECT_EQ(divide(method, {{10, 0}, {10, 0}}, 0), (Counts{0, 0}));
        EXPECT_EQ(divide(method, {}, 0), Counts{});
        EXPECT_EQ(divide(method, {{10, 3}, {1, 1}}, 4), (Counts{3, 1})); // all eligible are taken
    }
}

TEST(DividePlaces, AgreesWithTheTextbookRoundByRound) {
    Dice dice(1832);
    for (int round = 0; round < 4000; ++round) {
        std::vector<QuotaStratum> strata(1 + dice.below(6));
        std::int64_t eligible = 0;
        for (QuotaStratum& stratum : strata) {
            stratum.weight = dice.between(0, dice.one_in(2) ? 5 : 40);
            stratum.most = dice.between(0, stratum.weight);
            eligible += stratum.most;
        }
        const std::int64_t places = dice.between(0, eligible);
        for (const QuotaMethod method : methods) {
            std::vector<std::int64_t> fixed(strata.size(), -1);
            Counts expected;
            for (bool over = true; over;) {
                Counts weights(strata.size()); // 0 for those fixed: they get nothing more
                std::int64_t left = places;
                for (std::size_t i = 0; i < strata.size(); ++i) {
                    if (fixed[i] < 0)
                        weights[i] = strata[i].weight;
                    else
                        left -= fixed[i];
                }
                expected = textbook(method, weights, left);
                over = false;
                for (std::size_t i = 0; i < strata.size(); ++i) {
                    if (fixed[i] >= 0) {
                        expected[i] = fixed[i];
                    } else if (expected[i] > strata[i].most) {
                        fixed[i] = strata[i].most;
                        over = true;
                    }
                }
            }
            const Counts given = divide(method, strata, places);
            ASSERT_EQ(given, expected);
            ASSERT_EQ(std::accumulate(given.begin(), given.end(), std::int64_t{0}), places);
        }
    }
}

} // namespace
} // namespace jifen
